"""A consent that has run out: the receiver keeps its own archive, the hand-over is ended on record, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent, Disclosure
from hjemvei.sharing.queries import participants
from hjemvei.sharing.terms import Terms, arrows
from tests.world import World

ORAL = Terms(form=ConsentForm.ORAL, explained="Hva som deles, med hvem og hvor lenge.")
CLASSES = (InfoClass.IDENTITY, InfoClass.COORDINATION)
OWNER_ALIASES = pytest.mark.django_db(databases=["default", "owner", "worker"])


@contextmanager
def as_kernel() -> Iterator[Any]:
    """Rows as the kernel alone may write them; nothing of it stays."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL row_security = on")
        cursor.execute("SET LOCAL ROLE hjemvei_kernel")
        yield cursor
        transaction.set_rollback(True, using="owner")


def shared_until(cursor: Any, world: World, days: int, *, ended_early: bool = False) -> int:
    """Klok's case, open to the coordinators of Trondheim by a consent that ends in `days`; its id."""
    tor, ida = world.actor("Tor"), world.actor("Ida")
    case_id, person_id = world.admitted["Klok Lyng"].case_id, world.admitted["Klok Lyng"].person_id
    ends = clock.today() + dt.timedelta(days=days)
    at = timezone.make_aware(dt.datetime.combine(ends, dt.time()), timezone.get_default_timezone())
    at -= dt.timedelta(days=1 if ended_early else 0)
    own = (case_id, tor.controller_id, tor.unit_id, tor.user_id)
    cursor.execute(
        "INSERT INTO sharing_consent (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
        " recorded_at, state, form, language, interpreter_used, representation, representative_name,"
        " explained, starts_on, ends_before, withdrawn_how) VALUES ('utgaattutgaa', %s, %s, %s, %s, now(),"
        " 'given', 'oral', 'nb', false, 'self', '', 'Alt', %s, %s, '') RETURNING id",
        [*own, ends - dt.timedelta(days=100), ends],
    )
    consent_id = cursor.fetchone()[0]
    cursor.execute(
        "INSERT INTO sharing_disclosure (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
        " recorded_at, receiver_unit_id, info_classes, basis, consent_id, what)"
        " VALUES ('gittvidereno', %s, %s, %s, %s, now(), %s, '{1,8}', 'consent', %s, 'Varsel')",
        [*own, ida.unit_id, consent_id],
    )
    cursor.execute(
        "INSERT INTO sharing_participation (case_id, unit_id, controller_id, person_id, basis, can_write,"
        " starts_at, ends_at, consent_id) VALUES (%s, %s, %s, %s, 'consent', true, %s, %s, %s) RETURNING id",
        [case_id, ida.unit_id, ida.controller_id, person_id, at - dt.timedelta(days=90), at, consent_id],
    )
    part_id = cursor.fetchone()[0]
    for giver in (tor.controller_id, ida.controller_id):
        cursor.execute(
            "INSERT INTO sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at,"
            " ends_at) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [part_id, case_id, giver, ida.unit_id, [ida.unit_id * 16 + 8], at - dt.timedelta(days=90), at],
        )
    return case_id


def written(cursor: Any, world: World, case_id: int) -> None:
    """The coordinators have put something on the timeline."""
    ida = world.actor("Ida")
    cursor.execute(
        "INSERT INTO cases_event (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at,"
        " info_class, code, text, is_milestone, happened_at, values)"
        " VALUES ('egethendels', %s, %s, %s, %s, now(), 8, 'note', 'x', false, now(), '{}')",
        [case_id, ida.controller_id, ida.unit_id, ida.user_id],
    )


def kept(cursor: Any, case_id: int) -> list[tuple[str, list[int]]]:
    cursor.execute(
        "SELECT p.basis, array_agg(g.giver_id) FROM sharing_participation p JOIN sharing_grant g"
        " ON g.participation_id = p.id WHERE p.case_id = %s AND p.starts_at <= now() AND p.ends_at > now()"
        " AND p.basis <> 'custody' GROUP BY p.basis",
        [case_id],
    )
    found: list[tuple[str, list[int]]] = cursor.fetchall()
    return found


@OWNER_ALIASES
def test_it_keeps_its_own_rows_and_nobody_elses(world: World) -> None:
    with as_kernel() as cursor:
        case_id = shared_until(cursor, world, 0)
        written(cursor, world, case_id)
        for expected in (1, 0):
            cursor.execute("SELECT kernel.expire(%s)", [[case_id]])
            assert cursor.fetchone() == (expected,)
        assert kept(cursor, case_id) == [("own", [world.actor("Ida").controller_id])]
        cursor.execute("SELECT ended_at FROM sharing_disclosure WHERE key = 'gittvidereno'")
        assert timezone.localdate(cursor.fetchone()[0]) == clock.today()
        cursor.execute("SELECT access_units FROM sharing_case WHERE id = %s", [case_id])
        assert world.actor("Ida").unit_id in cursor.fetchone()[0]


@OWNER_ALIASES
def test_who_was_only_shown_loses_the_case(world: World) -> None:
    with as_kernel() as cursor:
        case_id = shared_until(cursor, world, 0)
        cursor.execute("SELECT kernel.expire(%s)", [[case_id]])
        assert cursor.fetchone() == (0,)
        assert kept(cursor, case_id) == []
        cursor.execute("SELECT access_units FROM sharing_case WHERE id = %s", [case_id])
        assert world.actor("Ida").unit_id not in cursor.fetchone()[0]


@OWNER_ALIASES
@pytest.mark.parametrize(("days", "ended_early"), [(1, False), (0, True)])
def test_what_goes_on_or_was_ended_earlier_is_left(world: World, days: int, ended_early: bool) -> None:
    with as_kernel() as cursor:
        case_id = shared_until(cursor, world, days, ended_early=ended_early)
        cursor.execute("SELECT kernel.expire(%s)", [[case_id]])
        assert cursor.fetchone() == (0,)
        assert [basis for basis, _givers in kept(cursor, case_id)] == ([] if ended_early else ["consent"])


@OWNER_ALIASES
def test_the_worker_alone_may_ask(world: World) -> None:
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT kernel.expire('{}')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_function_privilege('hjemvei_app', 'kernel.expire(bigint[])', 'EXECUTE')")
        assert cursor.fetchone() == (False,)


def test_a_renewed_yes_goes_on_without_a_gap(world: World) -> None:
    tor, ida = world.actor("Tor"), world.actor("Ida")
    with acting_as(tor):
        case = world.case("Klok Lyng")
        first = yes(world, case, days=10, to=("tk-koordinering",))
        unit = world.unit("tk-koordinering")
        now, today = clock.now(), clock.today()
        open_to_unit(actor=tor, case=case, consent=first, unit=unit, what="Varsel", today=today, at=now)
        second = yes(world, case, days=365, to=("tk-koordinering", "tk-nav"))
        ends = [part.ends_at for part in participants(case) if part.unit_id == ida.unit_id]
        assert len(ends) == 2 and (max(ends) - min(ends)).days == 355
        assert Disclosure.objects.visible_to(tor).get(consent=second).receiver_unit_id == ida.unit_id
        assert world.unit("tk-nav").pk not in {part.unit_id for part in participants(case)}


def yes(world: World, case: Case, *, days: int, to: tuple[str, ...]) -> Consent:
    tor, today = world.actor("Tor"), clock.today()
    receivers = [world.unit(slug).pk for slug in to]
    return give_consent(
        actor=tor,
        case=case,
        terms=ORAL,
        arrows=arrows(giver_id=tor.controller_id, receivers=receivers, classes=CLASSES),
        starts_on=today,
        ends_before=today + dt.timedelta(days=days),
        at=clock.now(),
    )
