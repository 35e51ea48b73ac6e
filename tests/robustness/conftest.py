"""One installation that may be crashed, for all tests that do so; they share a process (`TOGETHER`)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from hjemvei.core.embedded import Server
from tests.robustness.crashable import Crashable, crashable


@pytest.fixture(scope="session")
def place(
    django_db_setup: None,
    database_server: Server,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Crashable]:
    directory = tmp_path_factory.mktemp("crash")
    with django_db_blocker.unblock(), crashable(directory, like=database_server) as found:
        yield found


@pytest.fixture
def quiet() -> Iterator[None]:
    """A crash is logged with its traceback by everything that it hits."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
