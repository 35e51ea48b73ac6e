"""Fill a database with N invented cases for measuring, set-based and without a person's name that anybody
has.

Runs as the tables' owner with FORCE and triggers off, in an otherwise empty installation; never in one that
is in use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connections, transaction
from django.db.backends.utils import CursorWrapper

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.core import forcing
from hjemvei.core.errors import RuleBroken
from hjemvei.demo import filling_sql as sql
from hjemvei.parties.actions.load_reference import municipality_controller
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Municipality, Unit
from hjemvei.persons.crypto import search_token
from hjemvei.persons.names import MIN_BEGINNING, fold_name, sort_key
from hjemvei.persons.sealing import make_keys, rewrite, sealed

MUNICIPALITIES = 60
ADJECTIVES = "Blid Djerv Fager Frisk Glad Gild Hendig Jevn Klok Kjekk Lett Lys Modig Myk Nett Rask Rolig Snar Sterk Stø Tapper Trygg Var Vennlig Våken Ærlig Åpen Øm".split()  # noqa: E501, SIM905
NOUNS = "Alm Bekk Berg Bjørk Bru Dal Eng Elv Fjell Foss Furu Gran Hauge Hav Hei Knaus Li Lyng Mo Mose Måke Nes Rogn Sjø Skog Stein Strand Sund Tind Vik Voll Ås Ørn Ærfugl".split()  # noqa: E501, SIM905
BEFORE = dt.date(2020, 1, 1)


def fill(*, cases: int, today: dt.date, say: Callable[[str], None]) -> dict[str, int]:
    """Write `cases` cases with their history; return how many rows each table got."""
    if User.objects.exclude(kind=UserKind.SYSTEM).exists():
        raise RuleBroken("the database is in use: bench-data needs an empty installation")
    prisons, offices = _parties()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        forcing.force("owner", on=False)
        with _silent_triggers(cursor):
            _names(cursor, {unit.controller_id for unit in [*prisons, *offices]})
            counts = {}
            for name, statement in sql.STATEMENTS:
                sizes: dict[str, int | dt.date] = {
                    "n": cases,
                    "today": today,
                    "prisons": len(prisons),
                    "offices": len(offices),
                }
                cursor.execute(statement, sizes)
                counts[name] = cursor.rowcount
                say(f"{name}: {cursor.rowcount}")
            make_keys(cursor)
            for table, column in sql.SEALED:
                rewrite(cursor, table, column, sealed)
        forcing.force("owner", on=True)
    return counts


@contextmanager
def _silent_triggers(cursor: CursorWrapper) -> Iterator[None]:
    """Leave out the change log, and where the server lets the owner, the checks of foreign keys too (10x
    faster).
    """
    try:
        with transaction.atomic(using="owner"):
            cursor.execute("SET LOCAL session_replication_role = replica")
    except DatabaseError:
        for table in sql.TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in sql.TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    else:
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def _parties() -> tuple[list[Unit], list[Unit]]:
    """Prison units and municipal offices, each with one user who can sign in (password `bench`)."""
    prisons = list(Unit.objects.prisons().order_by("id"))
    offices = []
    for number in Municipality.objects.order_by("number").values_list("number", flat=True)[:MUNICIPALITIES]:
        offices.append(
            Unit.objects.create(
                slug=f"bench-{number}",
                name=f"Kommune {number}, koordinering",
                kind=UnitKind.COORDINATION,
                controller=municipality_controller(number),
                municipality_id=number,
            )
        )
    password = make_password("bench", hasher="pbkdf2_sha256")
    for unit in [*prisons, *offices]:
        user = User.objects.create(
            email=f"{unit.slug}@bench.test", name=f"Bruker {unit.slug}", password=password
        )
        role = Role.PRISON_SOCIAL_WORKER if unit.kind == UnitKind.PRISON else Role.MUNICIPAL_COORDINATOR
        Membership.objects.create(user=user, unit=unit, role=role, starts_on=BEFORE)
    return prisons, offices


def _names(cursor: CursorWrapper, controllers: set[int]) -> None:
    """Name parts with their folded form, sort key and search tokens per controller, as temporary tables."""
    execute = cursor.execute
    execute(
        "CREATE TEMP TABLE bench_name (i int, kind text, name text, folded text, sorted text) ON COMMIT DROP"
    )
    execute("CREATE TEMP TABLE bench_token (controller_id int, folded text, token bigint) ON COMMIT DROP")
    _copy(cursor, "bench_name", [*_name_rows("given", ADJECTIVES), *_family_rows()])
    parts = {fold_name(name) for name in [*ADJECTIVES, *(name for _i, _k, name, _f, _s in _family_rows())]}
    for controller in controllers:
        begins = {part[:MIN_BEGINNING] for part in parts}
        token_of = {text: search_token(f"begins:{text}", controller_id=controller) for text in begins}
        rows = [(controller, part, search_token(f"name:{part}", controller_id=controller)) for part in parts]
        rows += [(controller, part, token_of[part[:MIN_BEGINNING]]) for part in parts]
        _copy(cursor, "bench_token", rows)
    execute("ANALYZE bench_name, bench_token")


def _copy(cursor: CursorWrapper, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _name_rows(kind: str, names: list[str]) -> Iterator[tuple[int, str, str, str, str]]:
    for index, name in enumerate(names):
        yield index, kind, name, fold_name(name), sort_key(name)


def _family_rows() -> list[tuple[int, str, str, str, str]]:
    """Every noun with every ending: some thousand family names."""
    endings = ["", "land", "stad", "rud", "seth", "heim", "set", "vold", "tveit", "bakk", "moen", "haug"]
    names = [
        first + second.lower() + ending
        for first in NOUNS
        for second in ["", *NOUNS[:6]]
        for ending in endings
    ]
    return list(_name_rows("family", names))
