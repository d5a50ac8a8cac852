"""Our own CSV comes back: the same bytes, a dry run first, all or nothing."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from incident.audit import guards
from incident.choices import Status
from incident.columns import column_names
from incident.csv_import.file import UnreadableError
from incident.csv_import.importer import import_csv
from incident.models import Citation, Claim, Event, Incident, Kamerstuk, Link, WrittenQuestions
from tests.factories import CitationFactory, EventFactory, KamerstukFactory, LinkFactory
from tests.helpers.case import load_case
from timeline.formats.csv import EXCEL, PLAIN, csv_bytes
from timeline.query.selection import Selection

pytestmark = pytest.mark.django_db

KNOWN = sorted(column_names())
# The columns of version 0.1.0, and what was appended since with a value that is not the default.
FIRST = [
    *("incident", "gebeurtenis", "datum", "datum_in_woorden", "eerste_dag", "laatste_dag"),
    *("uitleg_bij_datum", "gemeld_op", "soort", "titel", "tekst", "kamerstuk", "vindplaats"),
    *("plaats", "zoals_gedrukt", "gemeld", "stuk_soort", "stuk_onderwerp", "stuk_afzender"),
    *("stuk_datum", "stuk_uitleg_bij_datum", "stuk_kamer", "stuk_vergaderjaar"),
    *("stuk_dossier", "stuk_toevoeging", "stuk_nummer", "stuk_zaaknummer", "bron_uitgever"),
    *("bron_titel", "bron_datum", "bron_adres", "gepubliceerd_op"),
]
APPENDED = {"is_key": True, "short_title": "Kort"}
APPENDED_TO_PLACE = {"quote": "Zoals het er staat."}
APPENDED_TO_PAPER = {"title_is_ours": True, "unseen_source": "Krant", "publication": "1268678"}


def exported(dialect=PLAIN) -> bytes:
    selection = Selection(Incident.objects.get(slug="om-citrix"), QueryDict())
    return b"".join(csv_bytes(selection, dialect))


def emptied() -> None:
    with guards.down():
        for model in (Claim, WrittenQuestions, Citation, Link, Event, Kamerstuk, Incident):
            model.objects.all().delete()


@pytest.fixture
def file(tmp_path):
    """Return a function that writes bytes, or rows with changes, to a file."""

    def write(content, **changes):
        path = tmp_path / "in.csv"
        if isinstance(content, bytes) and changes:
            rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
            rows[0].update(changes)
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(rows)
            content = text.getvalue().encode()
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("dialect", [PLAIN, EXCEL])
def test_the_shipped_case_goes_out_and_comes_back_as_the_same_bytes(file, dialect):
    load_case()
    before = exported(dialect)
    path = file(before)
    emptied()
    call_command("import_csv", path, save=True)
    assert exported(dialect) == before


def of_the_first_release(*appended: str) -> bytes:
    """Return the export with the columns of the first release, and with these later ones."""
    text = io.StringIO(newline="")
    columns = [*FIRST, *appended]
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(csv.DictReader(io.StringIO(exported().decode(), newline="")))
    return text.getvalue().encode()


def appended_event() -> Event:
    """Return an event whose appended columns all differ from their defaults."""
    paper = KamerstukFactory(date="2025-07-19", **APPENDED_TO_PAPER)
    about = {"event": EventFactory(**APPENDED), "kamerstuk": paper, **APPENDED_TO_PLACE}
    return CitationFactory(told=True, **about).event


def kept() -> tuple[dict, dict, dict]:
    """Return the appended values as they are stored."""
    citation = Citation.objects.get()
    return (
        {name: getattr(citation.event, name) for name in APPENDED},
        {name: getattr(citation.kamerstuk, name) for name in APPENDED_TO_PAPER},
        {name: getattr(citation, name) for name in APPENDED_TO_PLACE},
    )


def test_a_file_of_the_first_release_keeps_what_is_stored_in_columns_it_lacks(file):
    appended_event()
    path = file(of_the_first_release(), titel="Beter", stuk_onderwerp="Beter", plaats="p. 9")
    [result] = import_csv(path, save=True, reason="Verbeterd.").results
    assert result.outcome.value == "gewijzigd"
    assert Event.objects.get().title == Kamerstuk.objects.get().title == "Beter"
    assert kept() == (APPENDED, APPENDED_TO_PAPER, APPENDED_TO_PLACE)


def test_a_file_of_the_first_release_keeps_of_each_place_its_own_quote(file):
    event = appended_event()
    paper = Kamerstuk.objects.get()
    for number in (2, 3):
        about = {"locator": f"p. {number}", "quote": f"Woorden van blad {number}."}
        CitationFactory(event=event, kamerstuk=paper, **about)
    path = file(of_the_first_release(), plaats="p. 3 | p. 1 | p. 9")
    assert import_csv(path, save=True, reason="Verbeterd.").is_sound
    places = Citation.objects.order_by("pk").values_list("locator", "quote")
    assert list(places) == [
        ("p. 3", "Woorden van blad 3."),
        ("p. 1", "Zoals het er staat."),
        ("p. 9", ""),
    ]


def test_a_file_of_the_first_release_that_says_nothing_new_changes_nothing(file):
    appended_event()
    [result] = import_csv(file(of_the_first_release()), save=True).results
    assert result.outcome.value == "gelijk"


def test_a_file_of_the_first_release_gives_new_rows_the_defaults(file):
    appended_event()
    path = file(of_the_first_release())
    emptied()
    [result] = import_csv(path, save=True).results
    assert result.outcome.value == "nieuw"
    assert kept() == (
        {"is_key": False, "short_title": ""},
        {"title_is_ours": False, "unseen_source": "", "publication": ""},
        {"quote": ""},
    )


def test_a_file_of_a_release_in_between_is_read_for_the_columns_it_has(file):
    appended_event()
    path = file(of_the_first_release("korte_titel", "stuk_niet_gezien_volgens"))
    emptied()
    assert import_csv(path, save=True).is_sound
    assert kept() == (
        {"is_key": False, "short_title": "Kort"},
        {"title_is_ours": False, "unseen_source": "Krant", "publication": ""},
        {"quote": ""},
    )


@pytest.mark.parametrize("gone", FIRST)
def test_a_file_without_a_column_of_the_first_release_is_refused(file, gone):
    with pytest.raises(UnreadableError, match=f"deze kolommen ontbreken: {gone}\\."):
        import_csv(file(",".join(name for name in FIRST if name != gone).encode()), save=True)


def test_awkward_facts_survive_the_journey(file):
    event = EventFactory(
        title="=som(1;2)", body='Eén "twee";\n-drie\n\n\t@vier', date="2025-07~", date_note="'=x"
    )
    CitationFactory(event=event, locator="", told=True)
    CitationFactory(event=event, kamerstuk__dossier="", kamerstuk__number="", locator="-1")
    LinkFactory(event=event, url="", date="")
    LinkFactory(event=event, title="")
    before = exported()
    path = file(before)
    emptied()
    import_csv(path, save=True)
    assert exported() == before
    assert Event.objects.get().title == "=som(1;2)"


def test_a_dry_run_says_what_would_happen_and_does_nothing(file, capsys):
    EventFactory(title="Blijft")
    EventFactory(title="Anders", slug="2025-07-anders")
    path = file(exported().replace(b"Anders", b"Beter"))
    with guards.down():
        Event.objects.get(title="Blijft").delete()
    call_command("import_csv", path)
    said = capsys.readouterr().out
    assert "rij 2: gewijzigd 2025-07-anders" in said
    assert "rij 3: nieuw 2025-07-blijft" in said
    assert "met --save wordt het opgeslagen" in said
    assert list(Event.objects.values_list("title", flat=True)) == ["Anders"]
    with pytest.raises(CommandError, match="zeg met --reason waarom"):
        call_command("import_csv", path, save=True)
    assert list(Event.objects.values_list("title", flat=True)) == ["Anders"]
    call_command("import_csv", path, save=True, reason="Verbeterd in het bestand.")
    assert set(Event.objects.values_list("title", flat=True)) == {"Beter", "Blijft"}


def test_what_is_the_same_keeps_its_version(file):
    event = CitationFactory().event
    assert [result.outcome.value for result in import_csv(file(exported()), save=True).results] == [
        "gelijk"
    ]
    event.refresh_from_db()
    assert event.version == 1


def test_a_change_takes_the_next_version_and_only_in_what_changed(file):
    event = CitationFactory(locator="p. 1").event
    path = file(exported(), plaats="p. 2", stuk_onderwerp="Beter onderwerp")
    taken = import_csv(path, save=True, reason="Verbeterd.")
    assert taken.results[0].outcome.value == "gewijzigd"
    event.refresh_from_db()
    citation = event.citations.get()
    assert (event.version, citation.locator) == (2, "p. 2")
    assert (citation.kamerstuk.title, citation.kamerstuk.version) == ("Beter onderwerp", 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"datum": "31 februari 2025"}, "31 februari 2025 bestaat niet."),
        ({"soort": "ruzie"}, "kind: "),
        ({"titel": ""}, "title: "),
        ({"titel": "x" * 200}, "120 tekens"),
        ({"gebeurtenis": "geen-jaar"}, "slug: Begin met jaar en maand"),
        ({"gemeld": "misschien"}, "schrijf ja of nee"),
        ({"gemeld": "ja | ja"}, "gemeld heeft 2 waarden, geen 1."),
        ({"plaats": "a | b"}, "plaats heeft 2 waarden, geen 1."),
        ({"stuk_nummer": "7"}, "past niet bij het nummer"),
        ({"stuk_datum": "ooit"}, "Deze datum begrijpen wij niet."),
        ({"bron_adres": "http://krant.example"}, "https://"),
        ({"gepubliceerd_op": "gisteren"}, "schrijf 2025-08-04T12:00:00Z"),
        ({"gepubliceerd_op": "2025-08-04"}, "schrijf 2025-08-04T12:00:00Z"),
        ({"eerste_dag": "2025-01-01"}, "volgt uit andere kolommen"),
        ({"incident": "Geen adres"}, "slug: "),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_stored(file, capsys, changes, sentence):
    event = LinkFactory(event=CitationFactory(kamerstuk__number="1376").event).event
    EventFactory(title="Ook in het bestand")
    path = file(exported().replace(b"Ook in het bestand", b"Zou veranderen"), **changes)
    with pytest.raises(CommandError, match="Er is niets opgeslagen"):
        call_command("import_csv", path, save=True)
    said = capsys.readouterr().out
    assert "rij 2: fout" in said
    assert sentence in said
    assert "rij 3: gewijzigd" in said
    assert Event.objects.filter(title="Ook in het bestand").exists()
    event.refresh_from_db()
    assert event.version == 1


def test_two_rows_cannot_say_different_things_of_one_paper(file):
    paper = KamerstukFactory()
    CitationFactory(kamerstuk=paper)
    CitationFactory(kamerstuk=paper)
    taken = import_csv(file(exported(), stuk_onderwerp="Ander onderwerp"), save=True)
    assert "staat in een eerdere rij met andere gegevens" in str(taken.results[1])


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_file_never_makes_public_what_staff_keep_back(file, status):
    event = EventFactory()
    path = file(exported())
    with guards.down():
        Event._base_manager.filter(pk=event.pk).update(status=status)
    assert "is niet gepubliceerd" in str(import_csv(path, save=True).results[0])
    event.refresh_from_db()
    assert event.status == status


def test_a_paper_that_got_its_number_since_keeps_it(file):
    citation = CitationFactory(kamerstuk__number="")
    path = file(exported(), vindplaats="Kamerstukken II 2024/25, 26 643, nr. 1380")
    citation.kamerstuk.number = "1380"
    citation.kamerstuk.save()
    assert import_csv(path, save=True).is_sound
    assert Kamerstuk.objects.get().slug == "kst-26643-1380"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "deze kolommen ontbreken"),
        (b"incident,titel\r\n", "deze kolommen ontbreken"),
        (",".join([*KNOWN, "extra"]).encode(), "deze kolommen kennen wij niet: extra"),
        (",".join([*KNOWN, "titel"]).encode(), "een kolom staat er twee keer in"),
        (",".join(KNOWN).encode() + b"\r\na,b\r\n", "rij 2 heeft 2 cellen"),
        (b"\xff\xfe", "rij 1: hier staan bytes die geen UTF-8 zijn"),
        (b'incident,"a', "rij 1: hier staat een aanhalingsteken"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_whole(file, content, sentence):
    path = file(content)
    with pytest.raises(UnreadableError, match=sentence):
        import_csv(path, save=True)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_csv", path)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="dit bestand is er niet"):
        call_command("import_csv", tmp_path / "nergens.csv")


def test_papers_of_all_series_survive_the_journey(file):
    bare = {"dossier": "", "number": "", "session": ""}
    event = CitationFactory(kamerstuk__publication="1268678", kamerstuk__number="5").event
    for about in (
        {"series": "ah", "session": "2024-2025", "number": "1244", "chamber_number": "2025Z14818"},
        {"series": "ah", "publication": "1271549"},
        {"series": "kv", "chamber_number": "2025Z14818"},
        {"series": "h", "session": "2024-2025", "number": "42-4"},
        {"series": "blg", "number": "1093410"},
        {"document_number": "2025D35001", "chamber_number": "2025Z15000"},
    ):
        CitationFactory(event=event, kamerstuk=KamerstukFactory(**{**bare, **about}))
    before = exported()
    path = file(before)
    emptied()
    import_csv(path, save=True)
    assert exported() == before


def test_a_file_without_series_is_read_as_the_record_was_migrated(file):
    bare = {"dossier": "", "number": "", "session": ""}
    event = CitationFactory(kamerstuk=KamerstukFactory(**bare, document_number="2025D35001")).event
    CitationFactory(event=event, kamerstuk=KamerstukFactory(**bare, series="ah", kind="antwoord"))
    CitationFactory(event=event, kamerstuk=KamerstukFactory(**bare, series="kv", kind="vragen"))
    now = list(Kamerstuk.objects.order_by("slug").values_list("slug", "series", "document_number"))
    old = {"stuk_zaaknummer": "2025D35001 |  | "}
    assert import_csv(file(of_the_first_release(), **old), save=True).results[0].outcome.value == (
        "gelijk"
    )
    path = file(of_the_first_release(), **old)
    emptied()
    import_csv(path, save=True)
    papers = Kamerstuk.objects.order_by("slug")
    assert list(papers.values_list("slug", "series", "document_number")) == now
