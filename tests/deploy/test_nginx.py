"""nginx as it is shipped, before the site as `start` serves it: what readers get, and when."""

import csv
import http.client
import io
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.deploy.nginx import in_front, needs_nginx
from tests.helpers.served import begin, copied, environment, free_port, read

pytestmark = [needs_nginx, pytest.mark.long]

PAGE, LOGIN = "/om-citrix/", "/admin/login/"
BOUND = 3  # seconds, in the place of the minute that is shipped
WITHDRAW = """
from incident.models import Event
event = Event._base_manager.get(slug={slug!r})
event.status = "ingetrokken"
event.save()
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Return a copy of the house that says `BOUND` where the shipped one says a minute."""
    house = copied(tmp_path_factory.mktemp("house"))
    (file,) = (p for p in house.rglob("*.py") if "stale-if-error=60" in p.read_text())
    file.write_text(file.read_text().replace("stale-if-error=60", f"stale-if-error={BOUND}"))
    return house


@pytest.fixture(scope="module")
def process(house):
    """Serve the case by one process; return its port."""
    port = free_port()
    site = begin(house, port)
    read(f"http://127.0.0.1:{port}/robots.txt")
    yield port
    site.terminate()
    site.communicate(timeout=20)


@pytest.fixture(scope="module")
def front(process, tmp_path_factory):
    """Return an nginx of which the second process is away, as while it starts again."""
    with in_front(tmp_path_factory.mktemp("front"), process, free_port()) as front:
        yield front


def until(is_so, seconds: float = 20) -> None:
    """Ask again until it is so; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_shared(front, path: str, *asked: dict) -> bool:
    """Return whether what the last of these requests got was kept for those before it."""
    for headers in asked:
        front.get(path, **headers)
    return front.kept(len(asked))[-1] == "HIT"


def test_readers_of_one_second_get_one_answer_as_the_site_made_it(front, process):
    until(lambda: is_shared(front, PAGE, {}, {}))
    answer = front.get(PAGE)
    named = urllib.request.Request(
        f"http://127.0.0.1:{process}{PAGE}", headers={"Host": "127.0.0.1"}
    )
    with urllib.request.urlopen(named) as direct:  # noqa: S310 - our own
        assert answer.body == direct.read()
        for name in ("ETag", "Cache-Control", "Content-Security-Policy", "X-Frame-Options"):
            assert answer.headers[name] == direct.headers[name] != None, name  # noqa: E711
    assert answer.headers["Server"] == "nginx"


def test_a_stylesheet_is_kept_for_all_and_one_that_is_nowhere_is_not_found(
    front, process, tmp_path
):
    """While a process is away it may be there that it is; so that is no 404."""
    style = re.search(rb'/static/[^"]+\.css', front.get(PAGE).body)[0].decode()
    until(lambda: is_shared(front, style, {}, {}))
    assert "max-age=315360000" in front.get(style).headers["Cache-Control"]
    nowhere = style.replace(".css", "x.css")
    assert front.get(nowhere).status == 503
    with in_front(tmp_path / "front", process, process) as both:
        assert both.get(nowhere).status == 404


def test_who_has_the_answer_is_told_so_without_it(front):
    tag = front.get(PAGE).headers["ETag"]
    again = front.get(PAGE, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert front.get(PAGE, If_None_Match='"another"').status == 200


@pytest.mark.parametrize(
    ("said", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "gzip"),
        ("br;q=1.0, GZIP;q=0.8", "gzip"),
        ("gzip;q=0, br", None),
        ("gzip; q=0.0", None),
        ("br", None),
    ],
)
def test_a_browser_shares_with_others_the_coding_that_it_reads(front, said, coding):
    asked = {"Accept_Encoding": said}
    assert front.get(PAGE, **asked).headers["Content-Encoding"] == coding
    until(lambda: is_shared(front, PAGE, {"Accept_Encoding": coding or "identity"}, asked))


def test_what_is_for_one_person_or_is_sent_is_never_kept(front):
    for path in (LOGIN, "/admin/", "/%61dmin/login/", "//admin/login/", "/gezond/"):
        answers = [front.get(path), front.get(path)]
        assert front.kept(2) == ["-", "-"], path
        assert answers[0].status == answers[1].status, path
    assert "no-store" in front.get(LOGIN).headers["Cache-Control"]
    assert "csrftoken" in front.get(LOGIN).headers["Set-Cookie"]
    for _ in range(2):
        assert front.get(PAGE, method="POST").status in (403, 405)
        assert front.kept(1) == ["-"]


def test_a_part_of_a_file_is_asked_of_the_site(front):
    front.get(PAGE)
    front.get(PAGE, Range="bytes=0-9")
    assert front.kept(1) == ["BYPASS"]


def test_what_was_withdrawn_is_gone_behind_nginx_two_seconds_later(front, house):
    rows = csv.DictReader(
        io.StringIO(front.get("/om-citrix/tijdlijn.csv").body.decode("utf-8-sig"))
    )
    slug = next(rows)["gebeurtenis"]
    address = f"{PAGE}{slug}/"
    assert front.get(address).status == 200
    code = WITHDRAW.format(slug=slug)
    command = [sys.executable, str(house / "manage.py"), "shell", "-c", code]
    subprocess.run(command, env=environment(house), check=True, capture_output=True)
    time.sleep(2)  # nginx counts in whole seconds
    assert front.get(address).status == 410


@pytest.fixture
def processes(house):
    """Serve the case by two processes; return their ports, and them."""
    ports = free_port(), free_port()
    sites = [begin(house, port) for port in ports]
    for port in ports:
        read(f"http://127.0.0.1:{port}/robots.txt")
    yield ports, sites
    for site in sites:
        site.kill()
        site.communicate(timeout=20)


def test_with_one_process_killed_nobody_notices_and_with_both_a_copy_lasts_as_long_as_is_said(
    processes, tmp_path
):
    ports, sites = processes
    with in_front(tmp_path / "front", *ports) as front:
        page = front.get(PAGE).body
        sites[0].send_signal(signal.SIGKILL)
        for path in ("/kamerstukken/", "/over/", LOGIN, "/gezond/", "/robots.txt"):
            assert front.get(path).status == 200, path
        asked = front.get(PAGE)
        began = time.monotonic()
        sites[1].send_signal(signal.SIGKILL)
        sites[1].wait()
        assert asked.body == page
        assert_ends(front, page, began)
        for path, method in ((LOGIN, "GET"), (LOGIN, "POST"), ("/gezond/", "GET")):
            assert front.get(path, method=method).status == 503


def test_with_the_processes_hanging_readers_get_the_copy_after_a_while(processes, tmp_path):
    ports, sites = processes
    with in_front(
        tmp_path / "front", *ports, {"proxy_read_timeout 30s": "proxy_read_timeout 1s"}
    ) as front:
        page = front.get(PAGE).body
        for site in sites:
            site.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        assert_ends(front, page, began)


def assert_ends(front, page: bytes, began: float) -> None:
    """Ask for a page all the time: it stays the same until its bound, then there is a plain 503."""
    while (answer := front.get(PAGE)).status == 200:
        assert answer.body == page
        assert time.monotonic() - began < BOUND + 30  # of a busy machine; it is no copy for ever
        time.sleep(0.05)
    assert time.monotonic() - began > BOUND
    assert "STALE" in front.kept()
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "De site is even niet bereikbaar" in answer.body.decode()
    assert '<html lang="nl">' in answer.body.decode()


def test_slow_clients_are_hung_up_on_and_no_thread_of_the_site_hears_of_them(process, tmp_path):
    quick = {"client_header_timeout 10s": "client_header_timeout 1s"}
    quick |= {"client_body_timeout 20s": "client_body_timeout 1s"}
    half = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: "
    body = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\na=b"
    with in_front(tmp_path / "front", process, process, quick) as front:
        slow = [front.connect() for _ in range(90)]
        for number, connection in enumerate(slow):
            connection.sendall(body if number % 2 else half)
        assert front.get(PAGE).status == 200
        assert front.get(LOGIN).status == 200
        for connection in slow:
            assert is_hung_up(connection)
            connection.close()
    with in_front(tmp_path / "as-shipped", process, process) as front, front.connect() as patient:
        patient.sendall(half)
        patient.settimeout(2)
        with pytest.raises(TimeoutError):
            patient.recv(1)


def is_hung_up(connection) -> bool:
    """Wait for the other side to hang up; return whether it said at most that it took too long."""
    try:
        said = b"".join(iter(lambda: connection.recv(4_096), b""))
    except ConnectionResetError:
        return True
    return said == b"" or said.startswith(b"HTTP/1.1 408 ")


def test_a_machine_that_runs_wild_is_told_to_wait_and_a_reader_beside_it_is_not(process, tmp_path):
    few = {"rate=50r/s": "rate=1r/s", "burst=200": "burst=20"}
    with in_front(tmp_path / "front", process, process, few) as front:
        answers = [front.get("/robots.txt") for _ in range(60)]
        assert [a.status for a in answers[:15]] == [200] * 15
        refused = answers[-1]
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.headers["Cache-Control"] == "no-store"
        assert "Er komen te veel vragen tegelijk" in refused.body.decode()
        assert front.get("/robots.txt", source="127.0.0.2").status == 200


def test_the_log_names_no_machine_and_no_word_that_was_searched(front):
    front.get(PAGE + "?q=geheimwoord")
    line = front.log()[-1]
    assert line.endswith(f"GET {PAGE}")
    assert "127.0.0.1" not in line


SECRET = "".join(chr(33 + n % 90) for n in range(7, 200, 3)).replace("'", "")


def test_with_tls_the_site_is_as_in_production_and_without_it_sends_readers_there(house, tmp_path):
    """The lines that are added are those that `certbot --nginx` writes."""
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "chain")]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*make, *subject, *files], check=True, capture_output=True)
    port, secure = free_port(), free_port()
    added = f"server_name localhost;\n    listen 127.0.0.1:{secure} ssl;\n"
    added += f"    ssl_certificate {tmp_path}/chain;\n    ssl_certificate_key {tmp_path}/key;"
    settings = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "localhost", "HTTPS": "1"}
    site = begin(house, port, **settings)
    try:
        changes = {"server_name tijdlijn.example;": added}
        with in_front(tmp_path / "front", port, port, changes) as front:
            until(lambda: front.get(PAGE, Host="localhost").status == 301)
            lie = front.get(PAGE, Host="localhost", X_Forwarded_Proto="https")
            assert lie.headers["Location"] == f"https://localhost{PAGE}"
            trusted = ssl.create_default_context(cafile=tmp_path / "chain")
            asked = http.client.HTTPSConnection("localhost", int(secure), context=trusted)
            for path in (PAGE, LOGIN):
                asked.request("GET", path)
                answer = asked.getresponse()
                assert (answer.status, bool(answer.read())) == (200, True)
                assert "max-age" in answer.headers["Strict-Transport-Security"]
            assert "Secure" in answer.headers["Set-Cookie"]
            asked.close()
    finally:
        site.terminate()
        site.communicate(timeout=20)
