"""A field that is wrong says so beside itself, for eyes and for ears."""

import re

import pytest

pytestmark = pytest.mark.django_db

WRONG = {
    "/om-citrix/?vanaf=2025-02-31&tot_en_met=gisteren&kamerstuk=onzin&soort=ruzie": 4,
    "/om-citrix/?q=" + "x" * 201: 1,
    "/om-citrix/?peildatum=gisteren": 1,
    "/om-citrix/?stand=gisteren": 1,
    "/om-citrix/kwesties/?peildatum=gisteren": 1,
    "/om-citrix/vragen/?peildatum=gisteren": 1,
    "/om-citrix/vergelijk/?van=2025-08-12&met=2025-07-17": 1,
    "/om-citrix/vergelijk/?met=2025-07-17": 1,
}


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(("address", "count"), WRONG.items())
def test_each_field_that_is_wrong_names_its_explanation(client, body, address, count):
    page = body(client.get(address))
    explained = re.findall(r'<p class="error" id="([^"]+)">', page)
    described = re.findall(r'<(?:input|select|fieldset)[^>]* aria-describedby="([^"]+)"', page)
    assert sorted(explained) == sorted(described)
    assert len(set(explained)) == count


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("address", ["", "kwesties/", "vragen/", "vergelijk/", "?stand=2026-11-24"])
def test_a_field_that_is_not_wrong_says_nothing(client, body, address):
    page = body(client.get(f"/om-citrix/{address}"))
    assert "dd-mm-jjjj" in page
    for word in ("is-wrong", "aria-invalid", "aria-describedby", " required"):
        assert word not in page


@pytest.mark.usefixtures("case")
def test_a_day_that_is_none_stays_there_to_be_mended(client, body):
    page = body(client.get("/om-citrix/?vanaf=31-02-2025&tot_en_met=2025-08-01"))
    typed = {
        name: re.search(f'<input type="text" name="{name}"[^>]*>', page)[0]
        for name in ("vanaf", "tot_en_met")
    }
    assert 'value="31-02-2025"' in typed["vanaf"]
    assert 'value="01-08-2025"' in typed["tot_en_met"]


SPELLINGS = ["17-7-2025", "17/07/2025", "17 juli 2025", "17 jul 2025", " 2025-07-17 "]


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("typed", SPELLINGS)
@pytest.mark.parametrize(
    ("page", "name"),
    [
        *(("", name) for name in ("vanaf", "tot_en_met", "peildatum", "sinds", "stand")),
        *(("kwesties/", "peildatum"), ("vragen/", "peildatum"), ("/kamerstukken/", "peildatum")),
        *(("vergelijk/", name) for name in ("van", "met")),
    ],
)
def test_a_reader_types_a_day_as_the_desk_does_and_the_address_has_it_in_iso(
    client, body, page, name, typed
):
    path = page if page.startswith("/") else f"/om-citrix/{page}"
    answer = client.get(path, {name: typed})
    assert answer.status_code == 302
    assert answer.url == f"{path}?{name}=2025-07-17"
    again = client.get(answer.url)
    assert again.status_code == 200
    if name not in ("sinds",) and page != "/kamerstukken/":
        assert re.search(f'<input[^>]* name="{name}" value="17-07-2025"', body(again))


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("typed", SPELLINGS[:-1])
@pytest.mark.parametrize("file", ["tijdlijn.csv", "tijdlijn.json", "vragen.csv"])
def test_a_program_writes_a_day_in_iso_only(client, body, file, typed):
    answer = client.get(f"/om-citrix/{file}", {"peildatum": typed})
    assert answer.status_code == 400
    assert "peildatum: a day is written as 2025-07-17" in body(answer)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("juli 2025", "Dit is niet één bepaalde dag."),
        ("rond 17 juli 2025", "Dit is niet één bepaalde dag."),
        ("17 juli 2025 - 18 juli 2025", "Dit is niet één bepaalde dag."),
        ("uiterlijk 17-7-2025", "Dit is niet één bepaalde dag."),
        ("31-2-2025", "31 februari 2025 bestaat niet."),
        ("17 jully 2025", "‘jully’ is geen maand die wij kennen."),
        ("gisteren", "Deze datum begrijpen wij niet."),
    ],
)
def test_what_is_not_one_day_says_why_and_how_to_write_it(client, body, typed, said):
    page = body(client.get("/om-citrix/kwesties/", {"peildatum": typed}))
    assert f"{said} Schrijf bijvoorbeeld 17-7-2025 of 17 juli 2025." in page
    assert f'value="{typed}"' in page
