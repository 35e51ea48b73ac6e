"""The pictures of README, taken of a running demo: `python -m tests.journeys.pictures [ADDRESS] [FOLDER]`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hjemvei.cli.browser import require_chromium
from tests.journeys.axe import REVEAL
from tests.journeys.browsing import FLAGS, Desk, desk

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
ADDRESS = "http://127.0.0.1:8000"
WHO = "Ida"
HEIGHT = 720


def take(address: str, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(require_chromium()), args=FLAGS)
        with desk(browser, address) as found:
            _enter(found)
            pages = {"dashboard": "/", "cases": "/saker/", "case": _case(found)}
            taken = [
                _snap(found, path, folder / f"{name}-{scheme}.png", scheme)
                for name, path in pages.items()
                for scheme in ("light", "dark")
            ]
        browser.close()
    return taken


def _enter(found: Desk) -> None:
    found.go("/konto/demo/")
    with found.page.expect_navigation():
        found.page.get_by_role("button", name=re.compile(f"som {WHO} ")).first.click()


def _case(found: Desk) -> str:
    """The first that is inside and has a home waiting: the whole road is on one page."""
    found.go("/saker/")
    rows = found.main().get_by_role("row").filter(has_text=re.compile("leiekontrakt signert"))
    return rows.first.get_by_role("rowheader").get_by_role("link").get_attribute("href") or "/saker/"


def _snap(found: Desk, path: str, file: Path, scheme: str) -> Path:
    page: Page = found.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    found.go(path)
    page.evaluate(REVEAL.replace("part.open = true", ""))
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": 1280, "height": HEIGHT})
    return file


if __name__ == "__main__":
    for picture in take(sys.argv[1] if len(sys.argv) > 1 else ADDRESS, Path(*sys.argv[2:3] or [FOLDER])):
        print(f"{picture} {picture.stat().st_size // 1000} kB")
