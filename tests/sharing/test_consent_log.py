"""The log of consents: written with what it tells, read by those it concerns, changed by nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Task
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.extend_consent import extend_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.widen_consent import widen_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.history import Entry, consent_history, told
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.queries import participants
from hjemvei.sharing.rules import Told, fold
from hjemvei.sharing.terms import Terms, arrows
from tests.cases.cooperation_factories import ORAL, consent_to, inside, notify
from tests.sharing.test_expiry import OWNER_ALIASES, as_kernel, shared_until
from tests.world import World, system_actor

NEXT_YEAR = dt.timedelta(days=365)


def kinds(actor: Actor, case: Case) -> list[str]:
    return [entry.kind for entry in reversed(consent_history(actor, case))]


def said(entry: Entry) -> list[tuple[str, str, int]]:
    return [(line.sign, line.receiver, len(line.classes)) for line in entry.lines]


def test_every_answer_is_a_line_with_what_came_and_went(world: World) -> None:
    tor = world.actor("Tor")
    with acting_as(tor):
        case = inside(world)
        ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        consent = consent_to(world, tor, case, "tk-koordinering", "tk-nav")
        wider = arrows(
            giver_id=tor.controller_id, receivers=[world.unit("tk-nav").pk], classes=[InfoClass.ECONOMY]
        )
        widen_consent(actor=tor, consent=consent, arrows=wider, today=clock.today(), at=clock.now())
        less = arrows(
            giver_id=tor.controller_id, receivers=[world.unit("tk-nav").pk], classes=[InfoClass.HOUSING]
        )
        fresh = narrow_consent(
            actor=tor, consent=consent, terms=ORAL, arrows=less, today=clock.today(), at=clock.now()
        )
        withdraw_consent(actor=tor, consent=fresh, how=ConsentForm.PAPER, at=clock.now())
        assert kinds(tor, case) == ["asked", "given", "extended", "narrowed", "withdrawn"]
        withdrawn, narrowed, extended, given, asked = consent_history(tor, case)
        coordinators, nav = "Trondheim kommune, koordinering", "NAV Trondheim, sosialtjenesten"
        assert said(asked) == []
        assert said(given) == [("+", nav, 5), ("+", coordinators, 5)]
        assert said(extended) == [("+", nav, 1)]
        assert said(narrowed) == [("−", nav, 4), ("−", coordinators, 5)]
        assert said(withdrawn) == [("−", nav, 2)]
        assert given.how[:2] == ["muntlig", "vitne: Tor Prøve"] and withdrawn.how[0] == "på papir"
        assert {stands.state for stands in fold(told(tor, case)).values()} == {"withdrawn"}


def test_language_interpreter_and_whoever_speaks_are_kept(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        terms = Terms(
            form=ConsentForm.ORAL,
            language="pl",
            interpreter_used=True,
            interpreter_how="phone",
            witness_name="Siv Prøve",
            explained="Hva som deles.",
        )
        refuse_consent(actor=tor, case=case, terms=terms, at=clock.now())
        (entry,) = consent_history(tor, case)
        assert entry.how == ["muntlig", "vitne: Siv Prøve", "polsk", "tolk på telefon"]
        assert entry.explained == "Hva som deles." and entry.label == "sa nei"


def test_a_receiver_reads_of_itself_alone(world: World) -> None:
    """Without the class of consents from the giver, only the lines that name one's own unit."""
    classes = (InfoClass.IDENTITY, InfoClass.COORDINATION)
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
        consent_to(world, tor, case, "tk-koordinering", "tk-nav", classes=classes)
        notify(world, tor, case)
    with acting_as(world.actor("Ida")) as ida:
        (entry,) = consent_history(ida, case)
        assert [line.receiver for line in entry.lines] == ["Trondheim kommune, koordinering"]
    with acting_as(world.actor("Nils")) as nils:
        assert consent_history(nils, case) == []


def test_a_withdrawal_told_to_the_municipality_stands_in_the_prisons_log(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    with acting_as(world.actor("Ida")) as ida:
        withdraw_consent(actor=ida, consent=consent, how=ConsentForm.ORAL, at=clock.now())
    with acting_as(world.actor("Tor")) as tor:
        newest = consent_history(tor, case)[0]
        assert (newest.kind, newest.by) == ("withdrawn", "Ida Prøve")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sharing_consentevent SET kind = 'given'",
        "UPDATE sharing_consentchange SET change = 'added'",
        "DELETE FROM sharing_consentevent",
        "DELETE FROM sharing_consentchange",
        "INSERT INTO sharing_consentchange (change) VALUES ('added')",
        "INSERT INTO sharing_consentevent (kind) VALUES ('given')",
    ],
)
def test_nobody_changes_the_log(world: World, sql: str) -> None:
    with (
        acting_as(world.actor("Tor")),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_kernel_writes_only_what_the_consent_is(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        consent = ask_consent(actor=tor, case=inside(world), terms=ORAL, at=clock.now())
        for kind in ("given", "withdrawn", "expired", "refused", "narrowed"):
            with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
                call("write_consent_event", consent.pk, kind, "{}", clock.now(), None)
    with acting_as(world.actor("Berit")), pytest.raises(DatabaseError, match="not allowed"):  # noqa: SIM117
        with transaction.atomic():
            call("write_consent_event", consent.pk, "asked", "{}", clock.now(), None)


def test_longer_goes_on_without_a_gap(world: World) -> None:
    tor, today = world.actor("Tor"), clock.today()
    with acting_as(tor):
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        later = today + 2 * NEXT_YEAR
        extend_consent(actor=tor, consent=consent, terms=ORAL, ends_before=later, today=today, at=clock.now())
        unit = world.unit("tk-koordinering").pk
        (ends,) = [part.ends_at for part in participants(case) if part.unit_id == unit]
        assert ends.date() in (later, later - dt.timedelta(days=1))
        newest = consent_history(tor, case)[0]
        assert newest.kind == "extended" and newest.last_day == later - dt.timedelta(days=1)
        with pytest.raises(RuleBroken, match="etter den siste dagen"):
            extend_consent(
                actor=tor, consent=consent, terms=ORAL, ends_before=later, today=today, at=clock.now()
            )


def test_an_ended_consent_never_revives(world: World) -> None:
    tor, today, now = world.actor("Tor"), clock.today(), clock.now()
    with acting_as(tor):
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=now)
        over = consent_to(world, tor, case, "tk-nav")
        Consent.objects.filter(pk=over.pk).update(starts_on=today - NEXT_YEAR, ends_before=today)
        for ended in (consent, over):
            with pytest.raises(RuleBroken):
                extend_consent(
                    actor=tor, consent=ended, terms=ORAL, ends_before=today + NEXT_YEAR, today=today, at=now
                )
            with pytest.raises(RuleBroken):
                withdraw_consent(actor=tor, consent=ended, how=ConsentForm.ORAL, at=now)


def test_a_leader_does_not_extend(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        consent = consent_to(world, tor, inside(world), "tk-koordinering")
    with acting_as(world.actor("Leif")) as leif, pytest.raises(NotAllowed):
        extend_consent(
            actor=leif,
            consent=consent,
            terms=ORAL,
            ends_before=clock.today() + 2 * NEXT_YEAR,
            today=clock.today(),
            at=clock.now(),
        )


@OWNER_ALIASES
def test_time_writes_its_own_line_once(world: World) -> None:
    with as_kernel() as cursor:
        case_id = shared_until(cursor, world, 0)
        scope(cursor, world)
        for expected in (1, 0):
            cursor.execute("SELECT kernel.expire_consents(%s)", [world.actor("Tor").user_id])
            assert cursor.fetchone() == (expected,)
        cursor.execute(
            "SELECT e.kind, e.form, c.change FROM sharing_consentevent e JOIN sharing_consentchange c"
            " ON c.event_id = e.id WHERE e.case_id = %s",
            [case_id],
        )
        assert cursor.fetchall() == [("expired", "", "ended")]


def scope(cursor: Any, world: World) -> None:
    tor, ida = world.actor("Tor"), world.actor("Ida")
    cursor.execute(
        "INSERT INTO sharing_consentscope (key, case_id, controller_id, owner_unit_id, recorded_by_id,"
        " recorded_at, consent_id, giver_id, receiver_unit_id, info_class, purpose)"
        " SELECT 'pilpilpilpil', case_id, controller_id, owner_unit_id, recorded_by_id, now(), id, %s, %s, 1,"
        " 'casework' FROM sharing_consent WHERE key = 'utgaattutgaa'",
        [tor.controller_id, ida.unit_id],
    )


def test_a_no_is_an_answer_and_never_a_deviation(world: World) -> None:
    """Nor is it that nobody asked again: the reminder is for the person's sake, and nobody's breach."""
    later = dt.timedelta(days=120)
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        refuse_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
    with acting_as(system_actor(world, "trondheim")) as system:
        find_deviations(by=system.user_id, today=clock.today() + later, at=clock.now() + later)
        open_tasks = Task.objects.visible_to(system).filter(case=case, done_at=None, lapsed_at=None)
        asking = set(open_tasks.filter(code__contains="consent").values_list("due_on", flat=True))
        found = Deviation.objects.visible_to(system).filter(case=case)
        assert asking and not asking & set(found.values_list("happened_on", flat=True))


@pytest.mark.parametrize(
    "log",
    [
        [Told(consent=1, kind="withdrawn")],
        [Told(consent=1, kind="given"), Told(consent=1, kind="withdrawn"), Told(consent=1, kind="extended")],
        [Told(consent=1, kind="given"), Told(consent=1, kind="expired"), Told(consent=1, kind="given")],
        [Told(consent=1, kind="refused"), Told(consent=1, kind="given")],
        [Told(consent=1, kind="given", added=frozenset({(1, 2, 3, "x")})), Told(consent=1, kind="withdrawn")],
        [
            Told(consent=1, kind="given", added=frozenset({(1, 2, 3, "x")})),
            Told(consent=2, kind="narrowed", replaces=1),
        ],
    ],
)
def test_a_log_that_cannot_be_is_seen(log: list[Told]) -> None:
    with pytest.raises(ValueError, match="consent="):
        fold(log)
