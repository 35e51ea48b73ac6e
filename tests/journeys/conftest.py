"""A running site and a browser for the journeys; nothing here touches the other tests' database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from hjemvei.cli.browser import ADVICE, find_chromium
from hjemvei.core.embedded import Server
from tests.journeys.browsing import FLAGS, Desk, SignIn, desk
from tests.journeys.site import Site, running_site


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, database_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    var = tmp_path_factory.mktemp("journeys")
    with running_site(database_server, name="hjemvei_journeys", var=var) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a file: while Playwright runs, Django refuses this thread's other tests their database."""
    program = find_chromium()
    if program is None:
        pytest.fail(ADVICE, pytrace=False)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(program), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def sign_in(site: Site, browser: Browser) -> Iterator[SignIn]:
    """`sign_in("Tor")` gives a desk of its own, `sign_in("")` one before the door; at the end no console may
    have complained.
    """
    with ExitStack() as stack:
        desks: list[Desk] = []

        def enter(name: str, **options: Any) -> Desk:
            found = stack.enter_context(desk(browser, site.address, **options))
            desks.append(found)
            if name:
                found.sign_in(name)
            return found

        yield enter
        faults = [text for found in desks for text in found.faults()]
    assert faults == []
