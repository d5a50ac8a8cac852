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
    assert 'type="date"' in page
    for word in ("is-wrong", "aria-invalid", "aria-describedby", " required"):
        assert word not in page


@pytest.mark.usefixtures("case")
def test_a_day_that_is_none_stays_there_to_be_mended(client, body):
    page = body(client.get("/om-citrix/?vanaf=31-02-2025&tot_en_met=2025-08-01"))
    typed = {
        name: re.search(f'<input[^>]* name="{name}"[^>]*>', page)[0]
        for name in ("vanaf", "tot_en_met")
    }
    assert 'type="text"' in typed["vanaf"]
    assert 'value="31-02-2025"' in typed["vanaf"]
    assert 'type="date"' in typed["tot_en_met"]
    assert 'value="2025-08-01"' in typed["tot_en_met"]
