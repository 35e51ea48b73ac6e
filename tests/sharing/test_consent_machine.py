"""Random stories of consent: asked, given, opened, narrower, wider, longer, refused, withdrawn, over, moved.

After each step: a unit reads exactly what stands open to it, nothing waits for one that is shut out, what has
ended does not revive, the log folds to the rows. Sizes: `HJEMVEI_CONSENT_RUNS` and `_STEPS`
every day, `HJEMVEI_CONSENT_EVIDENCE` runs of 50 steps as evidence. Each story is one transaction that is
taken back; who acts in it is written into it as `acting_as` does, without a savepoint for each of them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg.pq import TransactionStatus

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Event
from hjemvei.core import clock
from hjemvei.core.db import EMPTY, call, write_values
from hjemvei.core.errors import HjemveiError
from hjemvei.exchange.letter_consent_news import on_sharing as letters
from hjemvei.sharing import events
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.extend_consent import extend_consent
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.widen_consent import widen_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.history import told
from hjemvei.sharing.models import Case, Consent, owned_by
from hjemvei.sharing.rules import fold
from hjemvei.sharing.terms import Arrow, arrows
from tests.cases.cooperation_factories import ORAL, raw
from tests.evidence import Measured
from tests.world import World

RUNS = int(os.environ.get("HJEMVEI_CONSENT_RUNS", "14"))
STEPS = int(os.environ.get("HJEMVEI_CONSENT_STEPS", "50"))
LONG = int(os.environ.get("HJEMVEI_CONSENT_EVIDENCE", "10000"))
RECEIVERS = {"tk-koordinering": "Ida", "tk-nav": "Nils"}
CLASSES = (InfoClass.HOUSING, InfoClass.ECONOMY, InfoClass.COORDINATION)
some_units = st.sets(st.sampled_from(sorted(RECEIVERS)), min_size=1)
some_classes = st.sets(st.sampled_from(CLASSES))
YEAR = dt.timedelta(days=365)


class Story(RuleBasedStateMachine):
    """One case of one prison. `live` is what the machine believes: consent -> (arrows, opened units)."""

    world: World
    told: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.told["runs"] += 1
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.holder = self.world.actor("Tor")
        self.known: Actor | None = None
        self.asked: int | None = None
        self.live: dict[int, tuple[set[Arrow], set[str]]] = {}
        self.ended: set[int] = set()
        tor = self.acting()
        self.case = self.world.case("Klok Lyng")
        for info_class in CLASSES:
            own = owned_by(tor, self.case, at=clock.now())
            Event.objects.create(
                **own, info_class=info_class, code="proof", text="x", happened_at=clock.now()
            )

    def teardown(self) -> None:
        """What is only checked at the end of a transaction is checked before nothing of it stays."""
        try:
            if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
                connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def acting(self, actor: Actor | None = None) -> Actor:
        """From here on the database knows this actor, the prison's unless somebody else is named."""
        actor = actor or self.holder
        if actor is not self.known:
            write_values({**EMPTY, **actor.session_values()})
        self.known = actor
        return actor

    def wanted(self, slugs: set[str], classes: set[InfoClass]) -> list[Arrow]:
        units = [self.world.unit(slug).pk for slug in sorted(slugs)]
        return arrows(giver_id=self.holder.controller_id, receivers=units, classes=classes)

    def newest(self) -> int:
        return max(self.live)

    def row(self, pk: int) -> Consent:
        return Consent.objects.select_related("case").get(pk=pk)

    def fresh(self) -> Case:
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    @initialize(slugs=some_units, classes=some_classes)
    def begin(self, slugs: set[str], classes: set[InfoClass]) -> None:
        """Most stories begin with a yes that is used."""
        self.give(slugs=slugs, classes=classes, is_over=False)
        self.open_up(slug=min(slugs))

    @rule()
    @precondition(lambda self: self.asked is None)
    def ask(self) -> None:
        actor = self.acting()
        self.asked = ask_consent(actor=actor, case=self.fresh(), terms=ORAL, at=clock.now()).pk

    @rule()
    def refuse(self) -> None:
        actor = self.acting()
        row = refuse_consent(actor=actor, case=self.fresh(), terms=ORAL, at=clock.now())
        self.ended.add(row.pk)
        self.asked = None

    @rule(slugs=some_units, classes=some_classes, is_over=st.booleans())
    def give(self, slugs: set[str], classes: set[InfoClass], is_over: bool) -> None:
        """`is_over`: written down late, when the period has run out already."""
        today = clock.today()
        start = today - YEAR if is_over else today
        wanted = self.wanted(slugs, classes)
        actor = self.acting()
        row = give_consent(
            actor=actor,
            case=self.fresh(),
            terms=ORAL,
            arrows=wanted,
            starts_on=start,
            ends_before=start + YEAR,
            at=clock.now(),
        )
        self.asked = None
        if is_over:
            self.ended.add(row.pk)
            return
        here = set().union(*(opened for _arrows, opened in self.live.values()))
        self.live[row.pk] = (set(wanted), slugs & here)  # who takes part goes on by the new one

    @rule(slug=st.sampled_from(sorted(RECEIVERS)))
    @precondition(lambda self: self.live)
    def open_up(self, slug: str) -> None:
        pk = self.newest()
        actor = self.acting()
        try:
            with transaction.atomic():
                open_to_unit(
                    actor=actor,
                    case=self.fresh(),
                    consent=self.row(pk),
                    unit=self.world.unit(slug),
                    what="x",
                    today=clock.today(),
                    at=clock.now(),
                )
        except HjemveiError:
            named = {arrow.receiver_unit_id for arrow in self.live[pk][0]}
            assert self.world.unit(slug).pk not in named
            return
        self.live[pk][1].add(slug)
        self.waits(slug)

    @rule(slugs=some_units, classes=some_classes)
    @precondition(lambda self: self.live)
    def widen(self, slugs: set[str], classes: set[InfoClass]) -> None:
        pk, wanted = self.newest(), self.wanted(slugs, classes)
        actor = self.acting()
        try:
            with transaction.atomic():
                widen_consent(
                    actor=actor, consent=self.row(pk), arrows=wanted, today=clock.today(), at=clock.now()
                )
        except HjemveiError:
            assert set(wanted) <= self.live[pk][0]
        self.live[pk][0].update(wanted)

    @rule(slugs=some_units, classes=some_classes)
    @precondition(lambda self: self.live)
    def narrow(self, slugs: set[str], classes: set[InfoClass]) -> None:
        pk = self.newest()
        before, opened = self.live[pk]
        less = [arrow for arrow in self.wanted(slugs, classes) if arrow in before]
        if not less:
            return
        actor = self.acting()
        row = narrow_consent(
            actor=actor,
            consent=self.row(pk),
            terms=ORAL,
            arrows=less,
            today=clock.today(),
            at=clock.now(),
        )
        named = {slug for slug in opened if self.world.unit(slug).pk in {a.receiver_unit_id for a in less}}
        self.end(pk)
        elsewhere = set().union(*(units for _arrows, units in self.live.values()))
        named |= elsewhere & {
            s for s in RECEIVERS if self.world.unit(s).pk in {a.receiver_unit_id for a in less}
        }
        self.asked = None
        self.live[row.pk] = (set(less), named)

    @rule()
    @precondition(lambda self: self.live)
    def extend(self) -> None:
        pk = self.newest()
        actor = self.acting()
        row = self.row(pk)
        assert row.ends_before
        extend_consent(
            actor=actor,
            consent=row,
            terms=ORAL,
            ends_before=row.ends_before + YEAR,
            today=clock.today(),
            at=clock.now(),
        )

    @rule(by_receiver=st.booleans())
    @precondition(lambda self: self.live)
    def withdraw(self, by_receiver: bool) -> None:
        pk = self.newest()
        actor = self.holder
        if by_receiver and "tk-koordinering" in self.live[pk][1]:
            actor = self.world.actor("Ida")
        self.acting(actor)
        withdraw_consent(actor=actor, consent=self.row(pk), how=ConsentForm.ORAL, at=clock.now())
        self.end(pk)

    @rule(slug=st.sampled_from(sorted(RECEIVERS)))
    def question(self, slug: str) -> None:
        self.waits(slug)

    def waits(self, slug: str) -> None:
        """Something waits for the unit; refused where it takes no part."""
        actor = self.acting()
        try:
            with transaction.atomic():
                send_message(
                    actor=actor,
                    case=self.fresh(),
                    to_unit=self.world.unit(slug),
                    body="Når?",
                    is_question=True,
                    at=clock.now(),
                )
        except HjemveiError:
            assert not self.may_read(slug)

    @rule()
    @precondition(lambda self: self.holder.name.startswith("Tor"))
    def transfer(self) -> None:
        """To another prison of the same controller: consent and access of others go on."""
        here, there = self.holder.unit_id, self.world.unit("trondheim-leira").pk
        self.acting()
        call("hand_over", self.case.pk, here, there)
        liv = self.world.actor("Liv")
        self.holder = replace(liv, unit_roles={liv.unit_id: frozenset({Role.PRISON_SOCIAL_WORKER})})

    def end(self, pk: int) -> None:
        del self.live[pk]
        self.ended.add(pk)

    def may_read(self, slug: str) -> set[InfoClass]:
        """What the machine believes that the prison's rows are open in."""
        unit = self.world.unit(slug).pk
        return {
            arrow.info_class
            for wanted, opened in self.live.values()
            if slug in opened
            for arrow in wanted
            if arrow.receiver_unit_id == unit
        }

    @invariant()
    def is_counted(self) -> None:
        self.told["steps"] += 1

    @invariant()
    def each_reads_what_stands_open_and_no_more(self) -> None:
        for slug, name in RECEIVERS.items():
            self.acting(self.world.actor(name))
            rows = raw(
                "SELECT info_class FROM cases_event WHERE case_id = %s AND code = 'proof'", self.case.pk
            )
            assert {InfoClass(number) for (number,) in rows} == self.may_read(slug) & set(CLASSES)  # type: ignore[call-overload]

    @invariant()
    def nothing_waits_for_those_who_are_shut_out(self) -> None:
        out = [self.world.unit(slug).pk for slug in RECEIVERS if not self.may_read(slug)]
        if not out:
            return
        self.acting()
        assert raw(
            "SELECT (SELECT count(*) FROM cases_message WHERE case_id = %s AND to_unit_id = ANY (%s)"
            " AND answer_by IS NOT NULL AND answered_at IS NULL) + (SELECT count(*) FROM cases_task"
            " WHERE case_id = %s AND to_unit_id = ANY (%s) AND done_at IS NULL AND lapsed_at IS NULL"
            " AND exempted_at IS NULL) + (SELECT count(*) FROM cases_assignment WHERE case_id = %s"
            " AND to_unit_id = ANY (%s) AND state IN ('offered', 'accepted'))",
            *[self.case.pk, out] * 3,
        ) == [(0,)]

    @invariant()
    def the_log_folds_to_the_rows(self) -> None:
        actor = self.acting()
        folded = fold(told(actor, self.case))
        rows: dict[int, Any] = {
            pk: (state, ends_before)
            for pk, state, ends_before in raw(
                "SELECT id, state, ends_before FROM sharing_consent WHERE case_id = %s", self.case.pk
            )
        }
        scopes: dict[int, set[Any]] = {}
        for consent, *arrow in raw(
            "SELECT consent_id, giver_id, receiver_unit_id, info_class, purpose FROM sharing_consentscope"
            " WHERE case_id = %s",
            self.case.pk,
        ):
            scopes.setdefault(consent, set()).add(tuple(arrow))
        assert set(folded) == set(rows)
        for pk, stands in folded.items():
            state, ends_before = rows[pk]
            is_given = state == "given"
            assert stands.state == state
            assert stands.open == (scopes.get(pk, set()) if is_given else frozenset())
            assert stands.ends_before == (ends_before if is_given else None)
        revived = {pk for pk in self.ended if rows[pk][0] == "given" and rows[pk][1] > clock.today()}
        assert not revived
        assert {rows[pk][0] for pk in self.live} <= {"given"}


@pytest.fixture
def without_letters() -> Iterator[None]:
    """Paper has tests of its own, and would be most of the time."""
    events._listeners.remove(letters)
    yield
    events._listeners.append(letters)


@pytest.mark.parametrize(
    ("runs", "steps"), [(RUNS, STEPS), pytest.param(LONG, 50, marks=pytest.mark.evidence)]
)
def test_random_stories(
    committed_world: World, without_letters: None, measured: Measured, runs: int, steps: int
) -> None:
    said = Counter[str]()
    machine = type("StoryOfTheWorld", (Story,), {"world": committed_world, "told": said})
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=runs,
                stateful_step_count=steps,
                deadline=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        measured(**said)
