"""Somebody with a browser, as far as a server can tell: cookies, forms, and TLS in front."""

import http.client
import time
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.deploy.nginx import Answer
from tests.helpers.served import STARTING

HOST = "localhost"
SENDS = {"Host": HOST, "X-Forwarded-Proto": "https"}  # as what ends TLS passes it on


class Forms(HTMLParser):
    """What the forms of a page would send if nobody touched them, buttons aside."""

    def __init__(self, page: str):
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.writing = self.choosing = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        if tag == "input" and about.get("name"):
            is_sent = about.get("type") not in ("submit", "button", "checkbox", "radio", "file")
            if is_sent or (about["type"] in ("checkbox", "radio") and "checked" in about):
                self.fields.append((about["name"], about.get("value") or ""))
        elif tag == "textarea":
            self.writing = about["name"]
            self.fields.append((self.writing, ""))
        elif tag == "select":
            self.choosing = about.get("name")
        elif tag == "option" and self.choosing and "selected" in about:
            self.fields.append((self.choosing, about.get("value") or ""))

    def handle_endtag(self, tag):
        self.writing = None if tag == "textarea" else self.writing
        self.choosing = None if tag == "select" else self.choosing

    def handle_data(self, data):
        if self.writing:
            name, text = self.fields.pop()
            self.fields.append((name, text + data))


class Visitor:
    """Keeps its cookies whichever process it asks, as behind one name."""

    def __init__(self):
        self.cookies: dict[str, str] = {}

    def ask(self, port: int | str, path: str, form: dict[str, str] | None = None) -> Answer:
        """Return the answer of the process (or proxy) at a port to GET, or to a form by POST."""
        headers = dict(SENDS)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            token = self.cookies.get("csrftoken", "")
            body = urlencode({"csrfmiddlewaretoken": token, **form})
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"Origin": f"https://{HOST}"}
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: part.value for name, part in SimpleCookie(line).items()}
        return answer

    def form(self, port: int | str, path: str) -> dict[str, str]:
        """Return what the forms of a page would send untouched."""
        answer = self.ask(port, path)
        assert answer.status == 200, path
        return dict(Forms(answer.body.decode()).fields)


def reached(port: int | str, path: str) -> Answer:
    """Return the answer of a process that is starting."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        try:
            return Visitor().ask(port, path)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"port {port} does not answer")
