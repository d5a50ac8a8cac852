"""Answers as they were made, kept in memory, the least used given up first."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from timeline.kept import shared
from timeline.kept.state import State

MOST_BYTES = 64_000_000
LARGEST = 2_000_000  # bytes of one answer
WORTH_ZIPPING = 200  # bytes
ZIPPED = 5  # of 9: a page in three quarters of the time of 6, for 2% more bytes
AROUND = 1_000  # bytes: an answer beside its body
TEXT = ("text/", "application/json", "application/csvm+json", "application/atom+xml", "image/svg")
TEXT += ("application/ld+json", "application/linkset+json", "application/link-format")
OF_THE_MAKER = ("Content-Length", "ETag", "Vary", "Content-Encoding")  # headers that are made here


class Answer:
    """One answer: its code, its headers and its bytes, plain and zipped.

    The validator (RFC 9110, 8.8.3) is made of the bytes, so it tells nothing but them; and of the
    links in the header, which a cache has to renew where only they moved.
    """

    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status, self.body = status, body
        self.headers = {n: value for n, value in headers.items() if n not in OF_THE_MAKER}
        links = self.headers.get("Link", "").encode()
        self.tag = hashlib.sha256(body + links).hexdigest()[:32]

    @cached_property
    def zipped(self) -> bytes:
        """Return the bytes in gzip, the same each time; b"" where that is not worth it."""
        if len(self.body) < WORTH_ZIPPING or not is_text(self.headers):
            return b""
        return gzip.compress(self.body, ZIPPED, mtime=0)

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return what this client gets: zipped where it can be, 304 where it has these bytes."""
        is_zipped = bool(self.zipped) and takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        tag = f'"{self.tag}-gzip"' if is_zipped else f'"{self.tag}"'
        if self.status == 200 and self.is_known(request.META.get("HTTP_IF_NONE_MATCH", "")):
            answer = HttpResponseNotModified(headers=self.headers)
            del answer["Content-Type"]
        else:
            body = self.zipped if is_zipped else self.body
            shown = b"" if request.method == "HEAD" else body
            answer = made(self.status, shown, self.headers)
            answer["Content-Length"] = str(len(body))
            if is_zipped:
                answer["Content-Encoding"] = "gzip"
        if self.status == 200:
            answer["ETag"] = tag
        if self.zipped:
            patch_vary_headers(answer, ("Accept-Encoding",))
        return answer

    def is_known(self, if_none_match: str) -> bool:
        """Return whether a client says that it has these bytes, in either form."""
        if not if_none_match:
            return False
        tags = {tag.removeprefix("W/").strip('"') for tag in parse_etags(if_none_match)}
        return bool(tags & {"*", self.tag, f"{self.tag}-gzip"})


def made(status: int, body: bytes, headers: dict[str, str]) -> HttpResponse:
    if "Location" not in headers:
        return HttpResponse(body, status=status, headers=headers)
    answer = HttpResponseRedirect(headers["Location"], status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer


def is_text(headers: Mapping[str, str]) -> bool:
    return headers.get("Content-Type", "").startswith(TEXT)


def takes_gzip(accepted: str) -> bool:
    """Return whether an Accept-Encoding (RFC 9110, 12.5.3) allows gzip by its name."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def size(answer: Answer | None) -> int:
    """Return about how many bytes of memory an answer takes."""
    return AROUND + (len(answer.body) + len(answer.zipped) if answer else 0)


class Kept:
    """The answers of one process, each to its question in one state of the record."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self.most_bytes, self.bytes = most_bytes, 0
        self.answers: OrderedDict[tuple, tuple[State, Answer | None]] = OrderedDict()
        self.being_made: dict[tuple, threading.Lock] = {}
        self.turn = threading.Lock()

    def find(self, question: tuple, state: State) -> tuple[bool, Answer | None]:
        """Return whether a question was asked before in just this state, and the answer to it.

        It is None where that is too large to keep.
        """
        with self.turn:
            found = self.answers.get(question)
            if found is None or found[0] != state:
                return False, None
            self.answers.move_to_end(question)
            return True, found[1]

    def keep(self, question: tuple, state: State, answer: Answer | None) -> None:
        """Keep an answer, or at None that it is too large, in the place of an earlier one."""
        if answer and len(answer.body) > LARGEST:
            answer = None
        added = size(answer)  # which zips it, so before the others have to wait
        with self.turn:
            self.drop(question)
            self.answers[question] = state, answer
            self.bytes += added
            while self.bytes > self.most_bytes:
                self.drop(next(iter(self.answers)))

    def drop(self, question: tuple) -> None:
        if found := self.answers.pop(question, None):
            self.bytes -= size(found[1])

    def clear(self) -> None:
        shared.clear()
        with self.turn:
            self.answers.clear()
            self.bytes = 0

    @contextmanager
    def making(self, question: tuple) -> Iterator[bool]:
        """Let one at a time make the answer to a question; the others wait and find it kept.

        Yields whether another made it meanwhile.
        """
        with self.turn:
            others = question in self.being_made
            lock = self.being_made.setdefault(question, threading.Lock())
        with lock:
            try:
                yield others
            finally:
                with self.turn:
                    self.being_made.pop(question, None)
