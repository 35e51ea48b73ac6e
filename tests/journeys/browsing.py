"""What the journeys do in a browser: sign in by a click, fill in forms by their labels, send them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE = 90_000


@dataclass
class Desk:
    """One person at one screen; `complaints` are what the browser's console said of errors and of the CSP."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)

    def go(self, path: str) -> int:
        """Open a page and return its status."""
        response = self.page.goto(self.address + path)
        status = response.status if response else 0
        self.answered.add(status)
        return status

    def faults(self) -> list[str]:
        """The console's complaints but those of a page that was asked for and answered with that status."""
        known = [f"with a status of {status} " for status in self.answered if status >= 400]
        return [text for text in self.complaints if not any(part in text for part in known)]

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def link(self, name: str | re.Pattern[str]) -> None:
        self.main().get_by_role("link", name=name).first.click()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button and wait for the page that answers."""
        with self.page.expect_navigation():
            self.main().get_by_role("button", name=name).first.click()

    def labelled(self, label: str) -> Locator:
        """The field of a label, with or without the words that say whether it must be filled in."""
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s+(Må fylles ut( ved ja)?|Valgfritt))?\s*$")
        return self.main().get_by_label(pattern)

    def fill(self, label: str, value: str) -> None:
        self.labelled(label).fill(value)

    def choose(self, name: str) -> None:
        """A radio button or a checkbox."""
        self.labelled(name).check()

    def select(self, label: str, option: str) -> None:
        self.labelled(label).select_option(label=option)

    def day(self, group: str, day: dt.date) -> None:
        """A date, as the browser's own date field takes it."""
        self.labelled(group).fill(day.isoformat())

    def sign_in(self, name: str) -> None:
        self.go("/konto/demo/")
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=f"som {name} Prøve").first.click()

    def text(self) -> str:
        return self.main().inner_text()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


SignIn = Callable[..., Desk]


@contextmanager
def desk(browser: Browser, address: str, *, width: int = 1280, **options: Any) -> Iterator[Desk]:
    """A browser context of its own: no cookie is shared with anybody else's."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, locale="nb-NO", timezone_id="Europe/Oslo", **options
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    found = Desk(page, address)
    page.on("console", found._note)
    try:
        yield found
    finally:
        context.close()
