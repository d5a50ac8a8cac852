"""Asking a server for as long as is said, and how fast it answers.

`wrk` does it where it is installed, as it is written in C; else our own client, which takes some
50 µs a request itself. What has to be looked into, or asked one by one, is asked by our own.
"""

import http.client
import selectors
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

WRK = shutil.which("wrk")
AB = shutil.which("ab")
SCRIPT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %f %f %f\\n", summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""
QUICK = 100  # ms, of an address that costs nothing
GZIP = {"Accept-Encoding": "gzip"}


class Result(NamedTuple):
    """What came of asking: answers, how many of them wrong, seconds, milliseconds, bytes.

    `first` is the most seconds until the first of the bytes.
    """

    requests: int
    errors: int
    seconds: float
    median: float
    p99: float
    bytes: int = 0
    first: float = 0

    @property
    def rate(self) -> float:
        """Return the answers a second."""
        return self.requests / self.seconds


def result(took: list[float], errors: int, seconds: float) -> Result:
    """Return the result of requests that took so many seconds each."""
    ordered = sorted(took) or [0.0]
    p99 = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return Result(len(took), errors, seconds, statistics.median(ordered) * 1e3, p99 * 1e3)


def many(url: str, readers: int, seconds: float, headers: dict[str, str] = GZIP) -> Result:
    """Let so many readers ask one address again and again, each on a connection of its own."""
    return (by_wrk if WRK else by_ourselves)(url, readers, seconds, headers)


def by_wrk(url: str, readers: int, seconds: float, headers: dict[str, str] = GZIP) -> Result:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT)
        script.flush()
        said = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
        command = [WRK, "-t1", f"-c{readers}", f"-d{max(1, round(seconds))}s", "--timeout", "60s"]
        said += ["-s", script.name]
        done = subprocess.run([*command, *said, url], capture_output=True, text=True, check=True)
    numbers = done.stdout.split("RESULT ")[1].split()
    return Result(int(numbers[0]), int(numbers[1]), *map(float, numbers[2:]))


def by_ab(url: str, readers: int, seconds: float) -> float:
    """Return how many answers a second `ab` gets, to see whether the client is what is slow."""
    command = [AB, "-q", "-k", f"-c{readers}", f"-t{round(seconds)}", "-n1000000", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.split("Requests per second:")[1].split()[0])


def one_by_one(
    urls: Iterable[str], seconds: float, headers: dict[str, str] = MappingProxyType({})
) -> Result:
    """Ask these addresses of one server in turn until the time is over, one at least."""
    took, errors, size, first, connection = [], 0, 0, 0.0, None
    began = time.perf_counter()
    for url in urls:
        split = urlsplit(url)
        connection = connection or http.client.HTTPConnection(split.netloc, timeout=1_200)
        start = time.perf_counter()
        connection.request("GET", url.removeprefix(f"http://{split.netloc}"), headers=headers)
        answer = connection.getresponse()
        size += len(answer.read(1))
        first = max(first, time.perf_counter() - start)
        while piece := answer.read(1_000_000):
            size += len(piece)
        took.append(time.perf_counter() - start)
        errors += answer.status != 200
        if time.perf_counter() - began > seconds:
            break
    connection.close()
    return result(took, errors, time.perf_counter() - began)._replace(bytes=size, first=first)


def settled(url: str) -> None:
    """Wait until a server has done what was asked by readers who left."""
    for _ in range(600):
        if one_by_one([url, url], 60).p99 < QUICK:
            return
        time.sleep(0.1)


class Answer(NamedTuple):
    """One answer, with the moments between which it was asked and there (time.monotonic())."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes
    asked: float
    came: float


class Reader:
    """A connection that is kept, and on which one request at a time is out."""

    def __init__(self, host: str, port: int, path: str, headers: dict[str, str]):
        self.where, self.path, self.headers = (host, port), path, {"Host": host, **headers}
        self.got, self.asked = bytearray(), 0.0
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.where, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        self.got.clear()
        self.asked = time.monotonic()
        self.socket.sendall(f"GET {self.path} HTTP/1.1\r\n{lines}\r\n".encode())

    def take(self) -> Answer | None:
        """Read what came; return the answer once it is whole. Raises OSError where it breaks."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionResetError("hung up within an answer")
        self.got += piece
        head, found, body = bytes(self.got).partition(b"\r\n\r\n")
        if not found:
            return None
        first, *lines = head.split(b"\r\n")
        status = int(first.split(None, 2)[1])
        headers = {n.lower(): v.strip() for n, _, v in (line.partition(b":") for line in lines)}
        if not is_whole(status, headers, body):
            return None
        return Answer(status, headers, body, self.asked, time.monotonic())


def is_whole(status: int, headers: dict[bytes, bytes], body: bytes) -> bool:
    """Return whether a body is there to its end."""
    if status == 304:
        return True
    if b"content-length" in headers:
        return len(body) >= int(headers[b"content-length"])
    return body.endswith(b"0\r\n\r\n")


class Asking:
    """Readers that ask one address all the time, and what came of it."""

    def __init__(self, is_right: Callable[[Reader, Answer], bool]):
        self.is_right, self.took, self.errors = is_right, [], 0
        self.selector = selectors.DefaultSelector()

    def begin(self, reader: Reader) -> None:
        self.selector.register(reader.socket, selectors.EVENT_READ, reader)
        reader.ask()

    def go_on(self, reader: Reader) -> None:
        """Read what came for a reader, and let it ask again once its answer is whole.

        A connection that broke, or that the server ends after this answer, is replaced.
        """
        try:
            answer = reader.take()
        except OSError:
            self.errors += 1
            self.anew(reader)
            return
        if answer:
            self.took.append(answer.came - answer.asked)
            self.errors += not self.is_right(reader, answer)
            is_last = answer.headers.get(b"connection", b"").lower() == b"close"
            (self.anew if is_last else Reader.ask)(reader)

    def anew(self, reader: Reader) -> None:
        self.selector.unregister(reader.socket)
        reader.socket.close()
        reader.connect()
        self.begin(reader)

    def end(self) -> None:
        for key in [*self.selector.get_map().values()]:
            key.fileobj.close()
        self.selector.close()


def by_ourselves(
    url: str,
    readers: int,
    seconds: float,
    headers: dict[str, str] = GZIP,
    look: Callable[[Reader, Answer], bool] | None = None,
) -> Result:
    """Ask as `many` does; `look` sees each answer, and returns whether it is right."""
    split = urlsplit(url)
    path = url.removeprefix(f"http://{split.netloc}")
    asking = Asking(look or (lambda reader, answer: answer.status in (200, 304)))
    began = time.monotonic()
    for _ in range(readers):
        asking.begin(Reader(split.hostname, split.port, path, headers))
    while (left := began + seconds - time.monotonic()) > 0:
        for key, _ in asking.selector.select(timeout=left):
            asking.go_on(key.data)
    asking.end()
    return result(asking.took, asking.errors, time.monotonic() - began)


def peak(pid: int) -> float:
    """Return the most memory that a process had at once since `forget_peak`, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def forget_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")
