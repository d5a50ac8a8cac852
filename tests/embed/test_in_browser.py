"""In a real Chromium: our frames on a page of another origin, which has a strict policy itself."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.helpers.browser import EVENT, findings, looking_in_chromium

pytestmark = looking_in_chromium

FRAMES = {
    "tekening": "/om-citrix/kader/",
    "sleutelmomenten": "/om-citrix/kader/?weergave=sleutelmomenten&peildatum=2025-08-04",
    "gebeurtenis": f"{EVENT}kader/",
}
NARROW = 320
PAGE = (
    '<!doctype html><html lang="nl"><title>Krant</title>'
    '<h1>Krant</h1><iframe src="{}" title="Tijdlijn" width="{}" height="700" {}></iframe>'
)


@pytest.fixture
def newspaper():
    """Serve at an origin of its own what is put in `pages`; return its address and these."""
    pages = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            policy, html = pages.get(self.path, ("", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()


def as_served(route) -> None:
    """Answer with one of our files and the header that the site itself adds, not this server."""
    response = route.fetch()
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
    route.fulfill(response=response, headers=response.headers | headers)


@pytest.mark.parametrize(
    ("path", "sandbox"),
    [*((path, "") for path in FRAMES.values()), (FRAMES["tekening"], 'sandbox="allow-popups"')],
    ids=[*FRAMES, "tekening-sandbox"],
)
def test_a_frame_fits_on_a_narrow_page_of_another_site(shown, page, newspaper, path, sandbox):
    address, pages = newspaper
    strict = f"default-src 'none'; frame-src {shown}"
    pages["/"] = strict, PAGE.format(shown + path, NARROW, sandbox)
    page.route("**/static/**", as_served)
    page.set_viewport_size({"width": 360, "height": 900})
    for scheme, paper in (("light", "rgb(252, 251, 248)"), ("dark", "rgb(20, 23, 26)")):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}/")
        frame = page.frames[1]
        assert frame.url == shown + path
        root = "document.documentElement"
        assert frame.evaluate(f"[{root}.clientWidth, {root}.scrollWidth]") == [NARROW, NARROW]
        assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == paper
        assert frame.evaluate("document.fonts.ready.then(() => document.fonts.size)")
        assert frame.locator("footer a").is_visible()
    assert page.context.cookies() == []


def test_what_is_pressed_in_a_frame_opens_outside_it(shown, page, newspaper):
    address, pages = newspaper
    pages["/"] = f"frame-src {shown}", PAGE.format(shown + FRAMES["tekening"], NARROW, "")
    page.goto(f"{address}/")
    frame = page.frames[1]
    for link in (frame.locator("footer a"), frame.locator(".down a").last):
        with page.context.expect_page() as opened:
            link.click(force=True)
        opened.value.wait_for_load_state()
        assert opened.value.url.startswith(f"{shown}/om-citrix/")
        assert opened.value.evaluate("window.opener") is None
        opened.value.close()
    skip = frame.locator(".skip")
    skip.focus()
    page.keyboard.press("Enter")
    assert frame.evaluate("document.activeElement.id") == "na-tekening"
    assert len(page.context.pages) == 1


def test_no_other_page_of_ours_can_be_framed(shown, chromium, newspaper):
    address, pages = newspaper
    pages["/"] = f"frame-src {shown}", PAGE.format(f"{shown}/om-citrix/", NARROW, "")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.frames[1].url.startswith("chrome-error:")
    context.close()


@pytest.mark.parametrize("path", FRAMES.values(), ids=FRAMES)
def test_axe_has_nothing_against_a_frame(shown, chromium, path):
    context = chromium.new_context(bypass_csp=True, viewport={"width": NARROW, "height": 700})
    page = context.new_page()
    page.goto(shown + path)
    assert findings(page) == []
    context.close()
