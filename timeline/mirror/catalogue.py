"""What is to be copied, what is copied, and what a copy before this one left: in a file on disk.

Memory does not grow with the record: SQLite keeps it in a temporary file of its own.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.mirror.addresses import Address

TABLES = """
CREATE TABLE asked (
    id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT, query TEXT, linked INTEGER,
    UNIQUE (path, query)
);
CREATE TABLE file (name TEXT PRIMARY KEY, digest TEXT, size INTEGER) WITHOUT ROWID;
CREATE TABLE origin (name TEXT PRIMARY KEY, address TEXT, status INTEGER, kind TEXT) WITHOUT ROWID;
CREATE TABLE earlier (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
TO_ASK = """
INSERT INTO asked (path, query, linked) VALUES (?, ?, ?)
ON CONFLICT (path, query) DO UPDATE SET linked = max(linked, excluded.linked)
"""


class File(NamedTuple):
    """A file of the copy: its name with "/", SHA-256 in hex, and size in bytes."""

    name: str
    digest: str
    size: int


class Catalogue:
    """The lists of one run; `close` drops them."""

    def __init__(self):
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.executescript(TABLES)
        self.close = self.database.close

    def ask(self, address: Address, *, linked: bool) -> None:
        """Let an address be asked, once."""
        self.database.execute(TO_ASK, (*address, linked))

    def forget(self, address: Address) -> None:
        """Let an address be asked again where a page links to it yet."""
        self.database.execute("DELETE FROM asked WHERE path = ? AND query = ?", address)

    def to_ask(self) -> Iterator[tuple[Address, bool]]:
        """Yield each address, also those that come meanwhile, and whether a page links to it."""
        last = 0
        query = "SELECT id, path, query, linked FROM asked WHERE id > ? ORDER BY id LIMIT 1"
        while row := self.database.execute(query, (last,)).fetchone():
            last, path, query_string, linked = row
            yield Address(path, query_string), bool(linked)

    def add(self, file: File) -> None:
        self.database.execute("INSERT INTO file VALUES (?, ?, ?)", file)

    def add_origin(self, name: str, address: str, status: int, kind: str) -> None:
        """Note of which address a file is, with the status and media type of the answer."""
        row = (name, address, status, kind)
        self.database.execute("INSERT INTO origin VALUES (?, ?, ?, ?)", row)

    def add_earlier(self, names: Iterable[str]) -> None:
        """Note the files that an earlier copy wrote here."""
        rows = ((name,) for name in names)
        self.database.executemany("INSERT OR IGNORE INTO earlier VALUES (?)", rows)

    def was_there(self, name: str) -> bool:
        """Return whether an earlier copy wrote this file."""
        found = self.database.execute("SELECT 1 FROM earlier WHERE name = ?", (name,))
        return found.fetchone() is not None

    def is_there(self, name: str) -> bool:
        """Return whether the copy has this file."""
        found = self.database.execute("SELECT 1 FROM file WHERE name = ?", (name,))
        return found.fetchone() is not None

    def files(self) -> Iterator[File]:
        """Yield the files in the order of their names."""
        return map(File._make, self.database.execute("SELECT * FROM file ORDER BY name"))

    def origins(self) -> Iterator[tuple]:
        """Yield address, name of the file, status and media type, in the order of the names."""
        query = "SELECT address, name, status, kind FROM origin ORDER BY name"
        return iter(self.database.execute(query))

    def gone(self) -> list[str]:
        """Return the files of earlier copies that this one does not have."""
        query = "SELECT name FROM earlier EXCEPT SELECT name FROM file ORDER BY name"
        return [name for (name,) in self.database.execute(query)]

    def all_names(self) -> Iterator[str]:
        """Yield the files of this copy and of earlier ones."""
        query = "SELECT name FROM earlier UNION SELECT name FROM file ORDER BY name"
        return (name for (name,) in self.database.execute(query))

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of files, and their bytes together."""
        query = "SELECT count(*), coalesce(sum(size), 0) FROM file"
        return self.database.execute(query).fetchone()
