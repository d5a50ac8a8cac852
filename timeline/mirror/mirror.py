"""A copy of the public site in a folder, brought up to date: `mirror`."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from django.utils.timezone import localdate

from timeline.kept.state import current
from timeline.mirror.asking import Site, one_connection
from timeline.mirror.bag import TAG_MANIFEST, About, about, line, tag_files
from timeline.mirror.catalogue import Catalogue, File
from timeline.mirror.folder import MANIFEST, PAYLOAD, Folder, FolderError
from timeline.mirror.walk import Walk

MOST_TRIES = 3


class ChangingError(Exception):
    """The record changed during each try."""


class Outcome(NamedTuple):
    """What a copy holds, and what this run did: numbers of files, and bytes.

    `strangers` are files in the payload that no run wrote; with them the bag is not valid.
    """

    files: int
    size: int
    written: int
    deleted: int
    strangers: list[str]


def mirror(path: Path, address: str) -> Outcome:
    """Bring the copy in a folder up to date with the site at its public address.

    Raises AddressError for an address that is not the site's, FolderError for a folder that holds
    other things or is in use, AnswerError where the site fails, ChangingError where the record
    changes all the time. The copy that is there stays as it is then.
    """
    site, folder = Site(address), Folder(path)
    with folder.held(), one_connection():
        for _ in range(MOST_TRIES):
            folder.clear()
            state = current()
            with closing(Catalogue()) as catalogue:
                run = Run(site, folder, catalogue)
                run.make(about(site.address, localdate()))
                if current() == state:
                    return run.place()
    raise ChangingError


class Run:
    """One try at a copy."""

    def __init__(self, site: Site, folder: Folder, catalogue: Catalogue):
        self.site, self.folder, self.catalogue = site, folder, catalogue
        self.written = 0
        catalogue.add_earlier(folder.earlier())

    def make(self, site: About) -> None:
        """Make aside whatever differs from the copy that is there."""
        Walk(self.site, self.catalogue, self.payload).go(site.day_said)
        digests = [(self.file(n, pieces)[0], n) for n, pieces in tag_files(site, self.catalogue)]
        self.file(TAG_MANIFEST, [line(*pair) for pair in digests])

    def payload(self, name: str, pieces: Iterable[bytes]) -> None:
        name = f"{PAYLOAD}/{name}"
        digest, size, differs = self.file(name, pieces)
        if differs and self.folder.is_taken(name) and not self.catalogue.was_there(name):
            raise FolderError(f"{self.folder.path / name} is er al, en is niet van deze kopie.")
        self.catalogue.add(File(name, digest, size))

    def file(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int, bool]:
        made = self.folder.write(name, pieces)
        self.written += made[2]
        return made

    def place(self) -> Outcome:
        """Put what differs in its place, and delete what is gone."""
        catalogue = self.catalogue
        last = (MANIFEST, TAG_MANIFEST)
        deleted = self.folder.place(catalogue.all_names(), catalogue.gone(), last)
        strangers = [name for name in self.folder.payload() if not catalogue.is_there(name)]
        return Outcome(*catalogue.size, self.written, deleted, sorted(strangers))
