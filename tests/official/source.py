"""A source of our own on loopback: it speaks SRU, SyncFeed and OData, with their faults."""

import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.official.chamber import ENTITIES, FEED, ODATA, Chamber

HEAD = (
    '<sru:searchRetrieveResponse xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse" '
    'xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:overheidwetgeving="http://standaarden.overheid.nl/wetgeving/" '
    'xmlns:c="http://standaarden.overheid.nl/collectie/"><sru:version>2.0</sru:version>'
)
TAIL = "</sru:searchRetrieveResponse>"
MEANT = {"dcterms": ("identifier", "title", "type", "creator", "available", "date")}
DIAGNOSTICS = (
    HEAD + "<sru:diagnostics><diag:diagnostic "
    'xmlns:diag="http://docs.oasis-open.org/ns/search-ws/diagnostic">'
    "<diag:uri>info:srw/diagnostic/1/10</diag:uri>"
    "<diag:message>line 1:13 mismatched input</diag:message></diag:diagnostic></sru:diagnostics>"
    + TAIL
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
XML = "application/xml; charset=utf-8"


def letter(identifier: str = "kst-26643-1380", **fields) -> str:
    """Return a record of SRU; a field is left out with None, and several values are a tuple."""
    _, dossier, number = identifier.rsplit("-", 2) if identifier.count("-") > 1 else ("", "", "")
    about = {
        "identifier": identifier,
        "title": "Informatie- en communicatietechnologie; Brief regering",
        "type": "Kamerstuk",
        "creator": "Tweede Kamer der Staten-Generaal",
        "available": "2025-08-14",
        "date": "2025-08-12",
        "documenttitel": "Stand van zaken OM & Citrix",
        "indiener": "D.M. van Weel",
        "dossiernummer": dossier,
        "ondernummer": number,
        "publicatienaam": "Kamerstuk",
        "vergaderjaar": "2024-2025",
        "subrubriek": "Brief",
        **fields,
    }
    lines = "".join(
        f"<{space(name)}:{name}>{escape(value)}</{space(name)}:{name}>"
        for name, values in about.items()
        for value in ((values,) if isinstance(values, str) else values or ())
    )
    return (
        "<sru:record><sru:recordData><gzd:gzd><gzd:originalData><overheidwetgeving:meta>"
        f"{lines}</overheidwetgeving:meta></gzd:originalData></gzd:gzd></sru:recordData>"
        "</sru:record>"
    )


def space(name: str) -> str:
    return "dcterms" if name in MEANT["dcterms"] else "overheidwetgeving"


def answer(identifier: str = "ah-tk-20242025-2950", case: str = "2025Z14818", **fields) -> str:
    """Return a record of the answer to written questions."""
    about = {
        "type": "Kamervragen (Aanhangsel)",
        "publicatienaam": "Kamervragen (Aanhangsel)",
        "documenttitel": "Antwoord op vragen over de brief",
        "subrubriek": None,
        "dossiernummer": None,
        "ondernummer": None,
        "aanhangselnummer": identifier.rpartition("-")[2],
        "vraagnummer": case,
    }
    return letter(identifier, **{**about, **fields})


def response(*records: str, count: int | None = None) -> str:
    """Return an answer of SRU; `count` is what it says of how many there are."""
    said = f"<sru:numberOfRecords>{len(records) if count is None else count}</sru:numberOfRecords>"
    return f"{HEAD}{said}<sru:records>{''.join(records)}</sru:records>{TAIL}"


class Source:
    """What the server answers next, and what it was asked.

    `answers` are given in turn, the last one again and again. An answer is a text, or a function
    that takes the handler and writes to it what it likes. That is SRU; what the Chamber is asked
    goes to `chamber`.
    """

    def __init__(self):
        self.answers, self.asked, self.headers = [response()], [], []
        self.chamber = Chamber()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.address = f"{self.root}/sru"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def says(self, *answers) -> None:
        self.answers = list(answers)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def queries(self) -> list[str]:
        return [parse_qs(urlsplit(path).query)["query"][0] for path in self.asked]

    def handler(self):
        source = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                source.headers.append(self.headers)
                if self.path.startswith((FEED, ENTITIES, ODATA)):
                    next_one = source.chamber.answer(self.path, self.headers["Host"])
                else:
                    source.asked.append(self.path)
                    next_one = source.answers.pop(0) if source.answers[1:] else source.answers[0]
                if callable(next_one):
                    with suppress(OSError):
                        next_one(self)
                else:
                    send(self, next_one)

            def log_message(self, *args):
                pass

        return Handler


def send(handler, body, status: int = 200, kind: str = XML, **headers) -> None:
    body = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(number: int, body: str = "", **headers):
    """Return the answer with another status than 200."""
    return lambda handler: send(handler, body, number, **headers)


def web_page(handler) -> None:
    send(handler, "<!DOCTYPE html><title>404: Pagina niet gevonden</title>", kind="text/html")


def latin(handler) -> None:
    send(handler, response(letter(documenttitel="Financiën")).encode("latin-1"))


def halfway(handler) -> None:
    """Say how long the answer is, and hang up in the middle of it."""
    text = response(letter()).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text[: len(text) // 2])


def without_end(handler) -> None:
    """Send 200 MB, and say nothing of how long it is."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write((HEAD + "<a>").encode())
    for _ in range(3_200):
        handler.wfile.write(b"x" * 65_536)


def byte_by_byte(handler) -> None:
    """Send the body a byte at a time, so that no read ever waits long."""
    handler.send_response(200)
    handler.end_headers()
    for sign in response(letter()).encode():
        handler.wfile.write(bytes([sign]))
        time.sleep(0.05)


def head_byte_by_byte(handler) -> None:
    for sign in b"HTTP/1.0 200 OK\r\n" + b"X-Slow: yes\r\n" * 100:
        handler.wfile.write(bytes([sign]))
        time.sleep(0.05)


def hanging_up(handler) -> None:
    handler.connection.close()
