"""One embedded server a test process, the application's role for every test, and a named cast in one
`world`.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as properties
from xdist.scheduler import LoadScopeScheduling

from hjemvei.core.collector import look_seldom, never
from hjemvei.core.embedded import SUPERUSER, EmbeddedConfig, Server
from hjemvei.core.embedded_database import ensure_roles_and_database
from tests import evidence, kept
from tests.evidence import measured as measured
from tests.world import World, build_world

# A busy machine is no fault of a property.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A mutant asks only whether a property breaks, not how simply; the same examples for each of them.
properties.register_profile(
    "mutation",
    properties.get_profile("house"),
    phases=[Phase.explicit, Phase.generate],
    max_examples=40,
    derandomize=True,
    database=None,
)
properties.load_profile("house")

NAME = "hjemvei_test"
READY = "hjemvei_test_ready"
TOGETHER = (
    "tests/journeys/",
    "tests/demo/test_world.py",
    "tests/robustness/test_kill_",
    "tests/audit/test_seals.py",
)
"""Tests that share something dear to make: a town with a web server, a world, an installation to crash."""
ALIASES = {"default": "hjemvei_app", "owner": "hjemvei_owner", "worker": "hjemvei_worker"}


def pytest_configure(config: pytest.Config) -> None:
    look_seldom()
    evidence.configure(config)


MOMENT = re.compile(r"(?<!\d)1[6-9]\d{8}(?!\d)")
"""A number that looks like seconds since 1970."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes that collect in different seconds must find the same names."""
    if found := [item.nodeid for item in items if MOMENT.search(item.nodeid)]:
        raise pytest.UsageError(f"a test's name holds the time of day: {found[:3]}")


class Together(LoadScopeScheduling):
    """Each test goes to whichever process is free, those of TOGETHER to one. The group marks of xdist 3.8 do
    nothing with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(EmbeddedConfig(directory=tmp_path_factory.mktemp("pg"), durable=False))
    kept.take(server)
    server.start()
    yield server
    server.destroy()


def point_at(server: Server, name: str) -> None:
    from hjemvei.config import env  # noqa: PLC0415  settings must not be read before the server runs

    for alias, role in ALIASES.items():
        fresh = env.database(server.url(role, name), role=role)
        settings.DATABASES[alias].update(fresh)
        connections[alias].settings_dict.update(fresh)
        connections[alias].settings_dict["CONN_MAX_AGE"] = 0


def make_ready(server: Server, name: str) -> None:
    """A database of one's own with all tables and the reference data; call after `django_db_setup`."""
    _copy(server, of=READY, to=name)
    ensure_roles_and_database(server, name)


def twin(server: Server, other: Server) -> None:
    """Give another server, which has never run, this one's databases: it stops while its files are copied."""
    for alias in ALIASES:
        connections[alias].close()
    server.stop()
    kept.copy_data(server.data, other.data)
    server.start()


def _copy(server: Server, *, of: str, to: str) -> None:
    """With a checkpoint: numbers drawn from a copied sequence are written to the log only after one, and
    would come again after a crash.
    """
    for alias in ALIASES:
        connections[alias].close()
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {to} TEMPLATE {of}")  # type: ignore[arg-type]
        connection.execute("CHECKPOINT")


@pytest.fixture(scope="session")
def django_db_setup(database_server: Server, django_db_blocker: Any) -> Iterator[None]:
    """Migrate as the owner, load the reference data and the world as the application; tests roll back."""
    from django.core.management import call_command  # noqa: PLC0415  apps must be ready

    ensure_roles_and_database(database_server, NAME)
    point_at(database_server, NAME)
    with django_db_blocker.unblock():
        if not kept.stands(database_server):
            with never():
                call_command("migrate", database="owner", verbosity=0)
            call_command("load_reference", verbosity=0, stdout=io.StringIO())
            _copy(database_server, of=NAME, to=READY)
            kept.keep(database_server)
        with transaction.atomic():
            World.shared = build_world()
        yield
        for alias in ALIASES:
            connections[alias].close()


@pytest.fixture
def world(db: None) -> World:
    """Trondheim prison and municipality, another prison, another municipality, a voluntary provider, and
    people inside. Each test has its own list of them: whoever it admits is gone with it, and so is what it
    does to a unit.
    """
    units = {slug: copy.copy(unit) for slug, unit in World.shared.units.items()}
    return dataclasses.replace(World.shared, admitted=dict(World.shared.admitted), units=units)


@pytest.fixture(autouse=True)
def _set_up_by_nobody(request: pytest.FixtureRequest) -> None:
    """What a test writes in nobody's session is put on record as at a set-up: `agreements.upkeep`."""
    if {"db", "world"} & set(request.fixturenames):
        request.getfixturevalue("db")
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT set_config('hjemvei.purpose', 'upkeep', true)")


@pytest.fixture
def committed_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """For a test that opens transactions of its own, and takes back each of them."""
    with django_db_blocker.unblock():
        _check_that_it_is_the_application()
        yield World.shared


@pytest.fixture(autouse=True)
def _never_a_superuser(request: pytest.FixtureRequest) -> None:
    """Tests run as the application: a superuser or table owner would make every refusal test pass by
    mistake.
    """
    if "db" in request.fixturenames or "world" in request.fixturenames:
        _check_that_it_is_the_application()


def _check_that_it_is_the_application() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("hjemvei_app", False, False)


@pytest.fixture
def at() -> dt.datetime:
    """A fixed moment for actions: Monday 16 November 2026, 10:00 in Norway."""
    return dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _static_as_it_stands(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Style sheets under their own names, and what is counted counted anew: nobody keeps it for a test."""
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp()
    settings.COVERAGE_KEPT_SECONDS = 0
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
