"""Lease, security, keys, the first night, and who comes by afterwards."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.enums import Answer
from hjemvei.demo.world.road import Play, Stop
from hjemvei.demo.world.steps.homes import OFFICER, open_offer
from hjemvei.sharing.models import Case
from hjemvei.tenancies.actions.check_readiness import check_readiness
from hjemvei.tenancies.actions.end_lease import end_lease
from hjemvei.tenancies.actions.hand_keys import hand_keys
from hjemvei.tenancies.actions.issue_guarantee import Security, issue_guarantee
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from hjemvei.tenancies.actions.record_first_night import Night, record_first_night
from hjemvei.tenancies.actions.report_follow_up import Report, report_follow_up
from hjemvei.tenancies.actions.sign_lease import Terms, sign_lease
from hjemvei.tenancies.choices import ContactOutcome, NightPlace, SecurityKind
from hjemvei.tenancies.models import FollowUp, Lease
from hjemvei.tenancies.readiness import ITEMS

WORKER, CASEWORKER = "Odd", "Nils"
MONTHS_SECURED = 2
MOVED_ON = "Fikk leid bolig på egen hånd og flyttet."
LOST_HOME = "Sa opp selv og reiste til familie."
TOLD = "Oppfølgeren snakket med personen"
NOTES = {
    ContactOutcome.MET: "Møttes hjemme. Gikk gjennom regninger og avtaler.",
    ContactOutcome.PHONE: "Kort samtale på telefon. Ber om besøk neste uke.",
    ContactOutcome.NOT_WANTED: "Ville ikke ha besøk nå. Kan ringe når det trengs.",
    ContactOutcome.MISSED: "Ringte på og ringte opp. Ingen svarte.",
}
MET, PHONE, MISSED = ContactOutcome.MET, ContactOutcome.PHONE, ContactOutcome.MISSED
ORDINARY = (MET, MET, PHONE, MET, MET, MISSED, PHONE)
VICTORIES = (
    "Laget middag til broren i egen stue.",
    "Betalte husleien i tide tre måneder på rad.",
    "Begynte på lag med bedriftsidretten.",
    "Datteren sov over for første gang.",
    "Gikk forbi det gamle stedet uten å gå inn.",
)


def lease(stop: Stop) -> None:
    """The contract runs from a few days before the release, or from now."""
    with stop.acting(OFFICER) as (actor, case):
        found = open_offer(actor, case)
        terms = Terms(
            rent=found.dwelling.rent,
            signed_on=stop.today,
            starts_on=max(found.available_from, stop.today),
        )
        sign_lease(actor=actor, offer=found, terms=terms, at=stop.at)


def guarantee(stop: Stop) -> None:
    with stop.acting(OFFICER) as (actor, case):
        held = _lease(actor, case)
        security = Security(
            kind=SecurityKind.GUARANTEE, amount=held.rent * MONTHS_SECURED, issued_on=stop.today
        )
        issue_guarantee(actor=actor, lease=held, security=security, at=stop.at)


def keys(stop: Stop) -> None:
    with stop.acting(OFFICER) as (actor, case):
        hand_keys(actor=actor, lease=_lease(actor, case), at=stop.at)


def moves_on(stop: Stop) -> None:
    """The home is free again; the value says whether the person moved to something better."""
    with stop.acting(OFFICER) as (actor, case):
        held = _lease(actor, case)
        reason = LOST_HOME if stop.step.value == "lost" else MOVED_ON
        ends_before = stop.today + dt.timedelta(days=1)
        end_lease(actor=actor, lease=held, ends_before=ends_before, reason=reason, at=stop.at)
    stop.world.free_homes.append(held.dwelling_id)


def readiness(stop: Stop) -> None:
    """Value: which round (`14` or `3` days before)."""
    with stop.acting(stop.prison()) as (actor, case):
        answers = {item.code: Answer.YES for item in ITEMS if actor.may_read(item.info_class)}
        last = sorted(answers)[-1]
        answers[last] = Answer.UNKNOWN
        check_readiness(
            actor=actor, case=case, task=f"readiness_{stop.step.value}", answers=answers, at=stop.at
        )


def night(stop: Stop) -> None:
    """Where the first night was spent; the day is the one before it is written down."""
    with stop.acting(WORKER) as (actor, case):
        spent = Night(
            place=NightPlace(stop.step.value), night_of=stop.today - dt.timedelta(days=1), source=TOLD
        )
        record_first_night(actor=actor, case=case, night=spent, at=stop.at)


def follow_ups(stop: Stop) -> None:
    """The contacts after release are agreed on; `no` where the person does not want visits."""
    release = stop.who.person.release_on or stop.today
    with stop.acting(WORKER) as (actor, case):
        plan_follow_ups(
            actor=actor,
            case=case,
            to_unit_id=stop.world.units["tk-oppfolging"].pk,
            released_on=release,
            person_agreed=stop.step.value != "no",
            at=stop.at,
        )


def visit(stop: Stop) -> None:
    """The contact that is nearest in time; the value is how it went, `met` unless said otherwise."""
    outcome = ContactOutcome(stop.step.value or "met")
    with stop.acting(WORKER) as (actor, case):
        told = sum(map(ord, stop.who.person.reference)) + stop.step.days
        report = _report(outcome, stop.today, told)
        contact = _nearest_contact(actor, case, stop.today)
        report_follow_up(actor=actor, follow_up=contact, report=report, at=stop.at)


def report_as_planned(actor: Actor, contact: FollowUp, dice: int, *, at: dt.datetime) -> None:
    """On its day: most are met, some by telephone, and a few are missed the first time."""
    outcome = ORDINARY[dice % len(ORDINARY)]
    if not contact.person_agreed:
        outcome = ContactOutcome.NOT_WANTED
    report = _report(outcome, contact.planned_on, dice)
    report_follow_up(actor=actor, follow_up=contact, report=report, at=at)


def _report(outcome: ContactOutcome, day: dt.date, told: int) -> Report:
    return Report(
        outcome=outcome,
        happened_on=day,
        still_housed=None if outcome is ContactOutcome.MISSED else True,
        note=NOTES[outcome],
        went_well=VICTORIES[told % len(VICTORIES)] if outcome is ContactOutcome.MET else "",
    )


def _nearest_contact(actor: Actor, case: Case, day: dt.date) -> FollowUp:
    waiting = FollowUp.objects.visible_to(actor).of(case).filter(outcome="")
    found: list[FollowUp] = list(waiting.order_by("planned_on", "id"))
    if not found:
        raise LookupError("no contact is planned")
    return min(found, key=lambda contact: abs(contact.planned_on - day))


def _lease(actor: Actor, case: Case) -> Lease:
    held = Lease.objects.visible_to(actor).of(case).filter(cancelled_at=None, end_reason="")
    found = held.order_by("-id").first()
    if not isinstance(found, Lease):
        raise LookupError("no lease runs")
    return found


PLAYS: dict[str, Play] = {
    "lease": lease,
    "guarantee": guarantee,
    "keys": keys,
    "moves_on": moves_on,
    "readiness": readiness,
    "night": night,
    "follow_ups": follow_ups,
    "visit": visit,
}
