"""The demo world in a database of its own, made once: its people must not meet those of the other tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real
from django.db import connections

from hjemvei.core.embedded import Server
from hjemvei.demo.world.history import build_world
from hjemvei.demo.world.road import World
from tests.conftest import ALIASES, NAME, make_ready, point_at

DEMO_NAME = "hjemvei_test_demo"
TODAY = dt.datetime.now(tz=dt.UTC).date()


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any, tmp_path: Path) -> None:
    """Pages are rendered without a collected static directory."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="module")
def demo_world(django_db_setup: None, database_server: Server, django_db_blocker: Any) -> Iterator[World]:
    make_ready(database_server, DEMO_NAME)
    _go_to(database_server, DEMO_NAME)
    before = real.DEMO, real.MFA_REQUIRED
    real.DEMO, real.MFA_REQUIRED = True, False
    with django_db_blocker.unblock():
        yield build_world(today=TODAY, say=print)
    real.DEMO, real.MFA_REQUIRED = before
    _go_to(database_server, NAME)


def _go_to(server: Server, name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
    point_at(server, name)
