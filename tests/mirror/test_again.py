"""The copy brought up to date: what changed and no more, and a run that cannot changes nothing."""

import re

import pytest
from django.core.management import CommandError, call_command

from incident.audit.recorder import audited
from incident.choices import Nature, Status
from incident.models import Event, Kamerstuk
from tests.factories import EventFactory
from tests.helpers.hidden import CANARY, HOUR, hide_work
from tests.mirror.conftest import ADDRESS
from timeline.management.commands.mirror import own_address
from timeline.mirror import mirror
from timeline.mirror.folder import FolderError
from timeline.mirror.mirror import ChangingError
from timeline.mirror.walk import AnswerError, Walk

pytestmark = pytest.mark.django_db

EVENT = "data/om-citrix/2025-07-openbaar/"


@pytest.mark.long
def test_a_second_run_writes_nothing_also_where_drafts_were_made(copy, clock):
    moments, files = copy.moments(), copy.files()
    hide_work(clock, Kamerstuk.objects.get(number="1376"))
    EventFactory(title=CANARY, publish_at=clock.now + HOUR)
    again = copy.make()
    assert (again.written, again.deleted, again.files) == (0, 0, copy.made.files)
    assert (copy.moments(), copy.files()) == (moments, files)


def test_after_a_correction_only_what_changed_is_written(copy):
    before, moments = copy.files(), copy.moments()
    event = Event.objects.get(slug="2025-07-openbaar")
    event.title = "Beter gezegd"
    with audited(reason="Een verschrijving.", nature=Nature.SLIP):
        event.save()
    made, after = copy.make(), copy.files()
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert made.written == len(changed)  # each page says when the record last changed
    same = {name.rpartition(".")[2] for name in after.keys() - changed}
    assert same >= {"png", "css", "woff2", "js"}
    assert {f"{EVENT}index.html", f"{EVENT}versie/3/index.html"} <= changed
    assert {"data/om-citrix/tijdlijn.csv", "manifest-sha256.txt"} <= changed
    assert {name for name, at in copy.moments().items() if moments.get(name) != at} == changed


@pytest.mark.long
def test_a_withdrawn_text_is_gone_from_the_next_copy_and_its_address_says_so(copy):
    assert f"{EVENT}versie/1/index.html" in copy.files()
    event = Event.objects.get(slug="2025-07-openbaar")
    event.status = Status.WITHDRAWN
    with audited(reason="Dit klopte niet."):
        event.save()
    assert copy.make().deleted >= 3
    files = copy.files()
    assert "Er gebeurde dit" not in b"".join(files.values()).decode(errors="replace")
    assert [name for name in files if name.startswith(EVENT)] == [f"{EVENT}index.html"]
    assert b"Dit klopte niet." in files[f"{EVENT}index.html"]
    row = next(row for row in copy.origins() if f"data/{row['bestand']}" == f"{EVENT}index.html")
    assert row["status"] == "410"
    assert "verdwijnt bij de volgende kopie" in files["LEESMIJ.txt"].decode()


@pytest.mark.long
def test_a_change_of_the_record_during_the_run_is_in_the_copy(copy, monkeypatch):
    went, slugs = Walk.go, iter(["2025-07-intussen"])

    def go(walk, day):
        went(walk, day)
        for slug in slugs:
            EventFactory(slug=slug)

    monkeypatch.setattr(Walk, "go", go)
    copy.make()
    assert b"2025-07-intussen" in (copy.data / "om-citrix/tijdlijn.csv").read_bytes()


@pytest.mark.long
def test_a_record_that_keeps_changing_leaves_the_copy_as_it_was(copy, monkeypatch):
    files, went = copy.files(), Walk.go
    monkeypatch.setattr(mirror, "MOST_TRIES", 1)
    monkeypatch.setattr(Walk, "go", lambda walk, day: (went(walk, day), EventFactory()))
    with pytest.raises(ChangingError):
        copy.make()
    assert copy.files() == files


def test_a_failure_of_the_site_leaves_the_copy_as_it_was(copy, monkeypatch):
    files = copy.files()
    EventFactory()
    monkeypatch.setattr("timeline.views.Waits", None)
    with pytest.raises(AnswerError, match="500 op /om-citrix/wachttijd/"):
        copy.make()
    assert copy.files() == files


@pytest.mark.long
def test_a_file_of_somebody_else_is_never_written_over(copy):
    own = copy.data / "om-citrix/2025-07-nieuw/index.html"
    own.parent.mkdir()
    own.write_text("van iemand")
    EventFactory(slug="2025-07-nieuw")
    with pytest.raises(FolderError, match="is er al"):
        copy.make()
    assert own.read_text() == "van iemand"


@pytest.mark.long
def test_the_command_says_what_it_did_and_which_files_are_not_its_own(copy, capsys):
    (copy.data / "eigen.txt").write_text("van iemand")
    call_command("mirror", str(copy.folder), address=ADDRESS)
    said = capsys.readouterr()
    assert re.fullmatch(
        r"In orde: \d+ bestanden \(\d+ kB\) van \S+ in \S+; 0 geschreven, 0 verwijderd\.\n",
        said.out,
    )
    assert "Niet van de kopie, zodat BagIt haar afkeurt: data/eigen.txt" in said.err


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://elders.example", "een andere naam dan elders.example"),
        ("http://localhost/map", "geen adres van een site"),
        ("localhost", "geen adres van een site"),
        ("http://localhost:x", "geen adres van een site"),
        ("ftp://localhost", "geen adres van een site"),
        ("http://a@localhost", "geen adres van een site"),
    ],
)
def test_an_address_that_is_not_of_this_site_is_refused_in_one_line(tmp_path, address, reason):
    folder = tmp_path / "kopie"
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("mirror", str(folder), address=address)
    assert "\n" not in str(refused.value)
    assert not folder.exists()


def test_a_site_on_https_has_no_copy_of_its_redirects(tmp_path, settings):
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(CommandError, match="alleen op https"):
        call_command("mirror", str(tmp_path), address=ADDRESS)


def test_a_file_in_the_place_of_the_folder_is_refused_in_one_line(tmp_path):
    file = tmp_path / "kopie"
    file.write_text("van iemand")
    with pytest.raises(CommandError, match=r"^Er is geen nieuwe kopie\. .*File exists"):
        call_command("mirror", str(file), address=ADDRESS)


def test_with_debug_there_is_no_copy(tmp_path, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("mirror", str(tmp_path), address=ADDRESS)


def test_without_collected_files_for_the_styles_it_says_what_to_do(tmp_path, settings):
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    with pytest.raises(CommandError, match="Start de site eerst"):
        call_command("mirror", str(tmp_path), address=ADDRESS)


@pytest.mark.parametrize(
    ("is_production", "address"),
    [(True, "https://site.example"), (False, "http://site.example:8000")],
)
def test_the_address_is_by_default_the_first_of_the_sites_own(settings, is_production, address):
    settings.IS_PRODUCTION, settings.ALLOWED_HOSTS = is_production, ["site.example", "b.example"]
    assert own_address() == address
