"""Somebody at a screen, as the tests in a real browser need them."""

import os
from pathlib import Path

from tests.conftest import code_of
from tests.helpers.browser import keep_still

PASSWORD = "lang-en-geheim"
LOOKS = (("breed", 1280, "light"), ("smal", 360, "light"), ("donker", 1280, "dark"))


class Person:
    """Somebody at a screen of their own, whose console is watched and whose hands are counted."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.clicks = self.keys = 0

    def goto(self, path: str):
        return self.page.goto(self.site + path)

    def click(self, name: str, role: str = "button") -> None:
        self.press_on(self.page.get_by_role(role, name=name, exact=True).first)

    def press_on(self, locator) -> None:
        self.clicks += 1
        locator.click()
        self.page.wait_for_load_state()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        self.keys += len(keys)
        for key in keys:
            self.page.keyboard.press(key)

    def fill(self, label: str, text: str) -> None:
        """Click in a field and type, over what is there."""
        field = self.page.get_by_label(label).first
        self.press_on(field)
        field.fill("")
        self.type(text)

    def sign_in(self, name: str, key: str) -> None:
        self.goto("/admin/")
        self.page.wait_for_selector("#id_username:focus")
        self.type(name)
        self.press("Tab")
        self.type(PASSWORD)
        self.press("Enter")
        self.page.wait_for_selector("#id_code:focus")
        self.type(code_of(key))
        self.press("Enter")
        self.page.wait_for_url(f"{self.site}/admin/")

    def text(self, selector: str = "body") -> str:
        return self.page.locator(selector).first.inner_text()

    def look(self, name: str) -> None:
        """Keep what the screen shows where SCREENSHOTS names a folder."""
        if not (folder := os.environ.get("SCREENSHOTS")):
            return
        for look, width, scheme in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            keep_still(self.page)
            self.page.screenshot(path=Path(folder) / f"{name}-{look}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.emulate_media(color_scheme="light")
