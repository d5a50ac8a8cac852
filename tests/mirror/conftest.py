"""A copy of a small record, made once: tests that change it have a folder of their own."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.factories import EventFactory
from tests.helpers.case import taken_back
from tests.helpers.hidden import Clock, public_record
from timeline.mirror.mirror import Outcome, mirror
from timeline.pages import changelog

ADDRESS = "http://localhost"
NOW = 30  # hours after the record began
SETTINGS = {
    "SECURITY_CONTACT": "mailto:veilig@site.example",
    "OPERATOR_NAME": "Stichting Voorbeeld",
}


@dataclass
class Copy:
    """A folder with a copy of the site at `ADDRESS`, and what its first run said."""

    folder: Path
    made: Outcome | None = None

    def make(self) -> Outcome:
        return mirror(self.folder, ADDRESS)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def files(self) -> dict[str, bytes]:
        """Return all that archives take: each file by its name."""
        names = (path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        found = {str(name): (self.folder / name).read_bytes() for name in names}
        return {name: data for name, data in found.items() if not name.startswith(".mirror/")}

    def moments(self) -> dict[str, int]:
        """Return when each of these was last written."""
        return {name: (self.folder / name).stat().st_mtime_ns for name in self.files()}

    def origins(self) -> list[dict]:
        """Return the rows of adressen.csv."""
        with (self.folder / "adressen.csv").open(newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def first(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make a record that was corrected, with a text that was withdrawn; return its copy."""
    clock = Clock()
    with (
        django_db_blocker.unblock(),
        taken_back(),
        override_settings(**SETTINGS),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(timezone, "now", clock)
        patch.setattr(changelog, "PER_PAGE", 2)
        public_record(clock, hard=True)
        EventFactory(slug="2025-08-later", date="2025-08-01")
        clock.to(NOW)
        copy = Copy(tmp_path_factory.mktemp("spiegel") / "kopie")
        copy.made = copy.make()
        yield copy


@pytest.fixture
def copy(first, clock, tmp_path):
    """Return the same copy in a folder that a test may change, with the moment of that copy."""
    clock.to(NOW)
    return Copy(Path(shutil.copytree(first.folder, tmp_path / "kopie")), first.made)
