"""A consent that runs out: refused at once; by night what waits is stopped and those concerned are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit.models import Outbox
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Assignment, Event, Message, Notice, Task
from hjemvei.cases.system_actor import system_actor
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.plans.models import Goal, Measure, Plan
from hjemvei.sharing.actions.expire_consent import expire_consent
from hjemvei.sharing.enums import ConsentEventKind
from hjemvei.sharing.models import AccessEnd, Case, Consent, ConsentEvent, owned_by
from hjemvei.web import alerts, upkeep
from hjemvei.web.outbox import send_waiting
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.conftest import NAME
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel, shared_until
from tests.world import World

YESTERDAY = dt.timedelta(days=1)
DAYS_PASS = """
CREATE FUNCTION public.test_days_pass(in_consent bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  days int;
  ends timestamptz;
BEGIN
  SELECT c.ends_before - (now() AT TIME ZONE 'Europe/Oslo')::date INTO days FROM sharing_consent c
    WHERE c.id = in_consent;
  UPDATE sharing_consent SET starts_on = starts_on - days, ends_before = ends_before - days
    WHERE id = in_consent;
  SELECT c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo' INTO ends FROM sharing_consent c
    WHERE c.id = in_consent;
  UPDATE sharing_grant g SET starts_at = g.starts_at - make_interval(days => days), ends_at = ends
    FROM sharing_participation p WHERE p.id = g.participation_id AND p.consent_id = in_consent;
  UPDATE sharing_participation SET starts_at = starts_at - make_interval(days => days), ends_at = ends
    WHERE consent_id = in_consent;
  UPDATE sharing_case k SET visible_until = least(k.visible_until, ends) FROM sharing_consent c
    WHERE c.id = in_consent AND k.id = c.case_id;
END $$
"""


@pytest.fixture(scope="module")
def days_pass(django_db_setup: None, database_server: Server) -> Iterator[Callable[[Consent], None]]:
    """The consent's last day was yesterday, and nobody has noted it yet."""
    url = database_server.url(SUPERUSER, NAME)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(DAYS_PASS)
        owner.execute("ALTER FUNCTION public.test_days_pass OWNER TO hjemvei_kernel")

    def pass_by(consent: Consent) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.test_days_pass(%s)", [consent.pk])

    yield pass_by
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP FUNCTION public.test_days_pass")


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def shared(world: World, *slugs: str) -> tuple[Case, Consent]:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", *slugs)
        notify(world, tor, case)
    return case, consent


def by_night(world: World, consent: Consent) -> bool:
    with acting_as(system_actor(world.unit("trondheim").pk)) as engine:
        return expire_consent(actor=engine, consent_id=consent.pk, at=clock.now())


def test_what_waits_for_those_who_lose_access_is_stopped(
    world: World, days_pass: Callable[[Consent], None]
) -> None:
    case, consent = shared(world, "tk-nav")
    tor, unit, now, today = world.actor("Tor"), world.unit("tk-koordinering"), clock.now(), clock.today()
    with acting_as(tor):
        question = send_message(actor=tor, case=case, to_unit=unit, body="Når?", is_question=True, at=now)
        own = owned_by(tor, case, at=now)
        dates = {"opens_on": today, "due_on": today, "first_due_on": today}
        task = Task.objects.create(
            **own, code="own_x", title="x", party="municipality", to_unit=unit, **dates
        )
        Plan.objects.create(**own, starts_on=today)
        goal = Goal.objects.create(**own, info_class=InfoClass.HOUSING, area="housing", text="x")
        measure = Measure.objects.create(
            **own, info_class=InfoClass.HOUSING, goal=goal, text="x", to_unit=unit
        )
        alerts.tell(tor, "date_moved", [unit.pk], at=now - YESTERDAY, about=case.pk)
    with acting_as(world.actor("Ida")) as ida:
        nav = world.unit("tk-nav")
        delegate_case(actor=ida, case=case, to_unit=nav, role=Role.SOCIAL_CASEWORKER, today=today, at=now)
    days_pass(consent)
    for name in ("Ida", "Nils"):  # refused from the first moment, before anything has run
        with acting_as(world.actor(name)):
            assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(0,)]
    assert [by_night(world, consent) for _again in range(2)] == [True, False]
    with acting_as(tor):
        assert Notice.objects.get(case=case).state == "cancelled"
        assert Task.objects.get(pk=task.pk).lapsed_at is not None
        assert Message.objects.get(pk=question.pk).answer_by is None
        assert Measure.objects.get(pk=measure.pk).state == "dropped"
        assert Outbox.objects.get(case_id=case.pk).cancelled_at is not None
        assert Event.objects.filter(case=case, code="consent_expired").count() == 1
        (said,) = ConsentEvent.objects.visible_to(tor).filter(consent=consent, kind=ConsentEventKind.EXPIRED)
        assert said.form == "" and said.recorded_by.email == "system@hjemvei.invalid"
        assert said.changes.filter(change="ended").count() == consent.scopes.count()
    with acting_as(world.actor("Ida")) as ida:
        (end,) = AccessEnd.objects.visible_to(ida)
        assert (end.reference, end.reason) == (case.key, "expired")
        (part,) = Assignment.objects.filter(case=case, to_unit=nav)  # Ida's own rows stay hers
        assert part.state == "ended"
    with acting_as(tor):
        told = Outbox.objects.filter(once__startswith="alert:expired:")
        assert "Skog" not in "".join(told.values_list("body", flat=True))


def test_a_mail_that_waits_never_leaves_afterwards(
    world: World, days_pass: Callable[[Consent], None]
) -> None:
    """Neither before the night has come by nor after, when the unit has its own rows again."""
    case, consent = shared(world)
    other, still = shared_with_another(world)
    yesterday = clock.now() - YESTERDAY
    with acting_as(world.actor("Tor")) as tor:
        waits = mail_about(tor.unit_id, case, world, "a", yesterday)
        late = mail_about(tor.unit_id, case, world, "b", yesterday)
        goes = mail_about(tor.unit_id, other, world, "c", yesterday)
    days_pass(consent)
    with acting_as(world.actor("Tor")):
        Outbox.objects.filter(pk=late.pk).update(cancelled_at=yesterday)
        assert send_waiting(at=clock.now(), using="default") == 1
        Outbox.objects.filter(pk=late.pk).update(cancelled_at=None)
    by_night(world, consent)
    with acting_as(world.actor("Tor")):
        Outbox.objects.filter(pk=late.pk).update(cancelled_at=None)
        send_waiting(at=clock.now(), using="default")
        assert [sent.subject for sent in mail.outbox if sent.subject in "abc"] == ["c"]
        for row in (waits, late):
            row.refresh_from_db()
            assert row.sent_at is None and row.cancelled_at is not None
        goes.refresh_from_db()
        assert goes.sent_at is not None and still.pk != consent.pk


def shared_with_another(world: World) -> tuple[Case, Consent]:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world, "Rolig Ulv", reference="T9")
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    return case, consent


def mail_about(unit_id: int, case: Case, world: World, subject: str, at: dt.datetime) -> Outbox:
    ida = world.actor("Ida")
    return Outbox.objects.create(
        kind="alert",
        owner_unit_id=unit_id,
        to_user_id=ida.user_id,
        subject=subject,
        body="x",
        once=f"prøve:{subject}",
        created_at=at,
        case_id=case.pk,
        to_unit_id=ida.unit_id,
    )


def test_a_yes_that_goes_on_keeps_the_work(world: World, days_pass: Callable[[Consent], None]) -> None:
    case, consent = shared(world)
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, case, "tk-koordinering")
    days_pass(consent)
    assert by_night(world, consent)
    with acting_as(world.actor("Tor")):
        assert Notice.objects.get(case=case).state == "sent"
        assert not Outbox.objects.filter(once__startswith="alert:expired:").exists()
    with acting_as(world.actor("Ida")) as ida:
        assert not AccessEnd.objects.visible_to(ida).exists()
        assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(1,)]


def test_only_what_is_over_and_only_by_those_who_are_in_the_case(
    world: World, days_pass: Callable[[Consent], None]
) -> None:
    _case, consent = shared(world)
    assert not by_night(world, consent)
    days_pass(consent)
    with (
        acting_as(world.actor("Berit")),
        pytest.raises(DatabaseError, match="not allowed"),
        transaction.atomic(),
    ):
        call("expire_consent", consent.pk)
    with acting_as(world.actor("Berit")) as berit, pytest.raises(Consent.DoesNotExist):
        expire_consent(actor=berit, consent_id=consent.pk, at=clock.now())


@OWNER_ALIASES
def test_the_night_finds_each_once_and_who_ends_it(world: World) -> None:
    with as_kernel() as cursor:
        shared_until(cursor, world, 0)
        cursor.execute("SELECT id FROM sharing_consent WHERE key = 'utgaattutgaa'")
        (consent_id,) = cursor.fetchone()
        find = "SELECT unit FROM kernel.consents_over() WHERE consent = %s"
        cursor.execute(find, [consent_id])
        assert cursor.fetchall() == [(world.unit("trondheim").pk,)]
        cursor.execute("SELECT kernel.expire_consents(%s)", [world.actor("Tor").user_id])
        cursor.execute(find, [consent_id])
        assert cursor.fetchall() == []
        cursor.execute("SELECT has_function_privilege('hjemvei_app', 'kernel.consents_over()', 'EXECUTE')")
        assert cursor.fetchone() == (False,)


@OWNER_ALIASES
def test_the_job_of_the_night_bears_being_done_twice(world: World) -> None:
    assert [upkeep.end_expired_consents(at=clock.now()) for _again in range(2)] == [0, 0]
