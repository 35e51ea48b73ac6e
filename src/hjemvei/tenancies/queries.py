"""Lease, security, first night and follow-up of a case; the follow-up team's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.allocation.models import Offer
from hjemvei.cases.enums import Answer
from hjemvei.cases.models import Custody, Event
from hjemvei.homes.models import Dwelling
from hjemvei.needs.queries import people_in
from hjemvei.sharing.models import Case
from hjemvei.tenancies.choices import ContactOutcome, NightPlace, SecurityKind
from hjemvei.tenancies.models import FirstNight, FollowUp, Guarantee, Lease
from hjemvei.tenancies.policy import can_report
from hjemvei.tenancies.readiness import ITEMS, Item

LIMIT = 100
SILENT_AFTER = 2


@dataclass(frozen=True, slots=True)
class SecurityView:
    kind: str
    amount: int
    issued_on: dt.date


@dataclass(frozen=True, slots=True)
class LeaseView:
    key: str
    dwelling: str
    rent: int
    signed_on: dt.date | None
    starts_on: dt.date
    ends_before: dt.date | None
    keys_handed_at: dt.datetime | None
    is_over: bool
    end_reason: str
    security: tuple[SecurityView, ...]


@dataclass(frozen=True, slots=True)
class NightView:
    place: str
    place_code: str
    night_of: dt.date
    detail: str
    source: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """`name` and `case_key` only in lists across cases."""

    key: str
    case_key: str
    name: str
    code: str
    planned_on: dt.date
    person_agreed: bool
    outcome: str
    outcome_label: str
    happened_on: dt.date | None
    still_housed: bool | None
    note: str
    went_well: str
    is_late: bool
    may_report: bool
    missed: int


@dataclass(frozen=True, slots=True)
class Day:
    """The follow-up team's day: what is due, the first of each person; who does not answer; the next week."""

    due: tuple[ContactView, ...]
    silent: tuple[ContactView, ...]
    soon: tuple[ContactView, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    item: Item
    answer: Answer


def find_lease(actor: Actor, case: Case, key: str) -> Lease:
    """Raises Http404."""
    row = Lease.objects.visible_to(actor).of(case).filter(key=key).first()
    if row is None:
        raise Http404
    found: Lease = row
    return found


def find_accepted_offer(actor: Actor, case: Case, key: str) -> Offer:
    """Raises Http404."""
    row = Offer.objects.visible_to(actor).of(case).select_related("dwelling").filter(key=key).first()
    if row is None:
        raise Http404
    found: Offer = row
    return found


def find_follow_up(actor: Actor, case: Case, key: str) -> FollowUp:
    """Raises Http404."""
    row = FollowUp.objects.visible_to(actor).of(case).filter(key=key).first()
    if row is None:
        raise Http404
    found: FollowUp = row
    return found


def leases_of(actor: Actor, case: Case, *, today: dt.date) -> tuple[LeaseView, ...]:
    leases = list(Lease.objects.visible_to(actor).of(case).order_by("-id"))
    homes = Dwelling.objects.visible_to(actor).filter(pk__in=[row.dwelling_id for row in leases])
    names = dict(homes.values_list("id", "name").order_by("id"))
    secured = list(Guarantee.objects.visible_to(actor).of(case).order_by("id"))
    return tuple(
        LeaseView(
            key=row.key,
            dwelling=names.get(row.dwelling_id, ""),
            rent=row.rent,
            signed_on=row.signed_on,
            starts_on=row.starts_on,
            ends_before=row.ends_before,
            keys_handed_at=row.keys_handed_at,
            is_over=row.cancelled_at is not None
            or (row.ends_before is not None and row.ends_before <= today),
            end_reason=row.end_reason,
            security=tuple(
                SecurityView(str(SecurityKind(item.kind).label), item.amount, item.issued_on)
                for item in secured
                if item.lease_id == row.pk
            ),
        )
        for row in leases
    )


def nights_of(actor: Actor, case: Case) -> tuple[NightView, ...]:
    """The newest counts; earlier ones were corrected and stay."""
    return tuple(
        NightView(str(NightPlace(row.place).label), row.place, row.night_of, row.detail, row.source)
        for row in FirstNight.objects.visible_to(actor).of(case).order_by("-id")
    )


def contacts_of(actor: Actor, case: Case, *, today: dt.date) -> tuple[ContactView, ...]:
    """All contacts in the order they are planned."""
    rows = FollowUp.objects.visible_to(actor).of(case).order_by("planned_on", "id")
    return tuple(_contact(actor, row, today=today) for row in rows)


def day_of(actor: Actor, *, today: dt.date) -> Day:
    """Planned contacts of the actor's units; names are written down as read."""
    horizon = today + dt.timedelta(days=7)
    mine = FollowUp.objects.visible_to(actor).filter(to_unit_id__in=actor.case_units())
    planned = list(
        mine.filter(outcome="", planned_on__lte=horizon)
        .select_related("case")
        .order_by("planned_on", "id")[:LIMIT]
    )
    case_ids = {row.case_id for row in planned}
    names, missed = people_in(actor, case_ids), _missed(actor, case_ids)
    views = [
        _contact(actor, row, today=today, name=names.get(row.case_id, ""), missed=missed.get(row.case_id, 0))
        for row in planned
    ]
    due = {view.case_key: view for view in reversed(views) if view.planned_on <= today}
    return Day(
        due=tuple(view for view in views if due.get(view.case_key) is view),
        silent=tuple(view for view in views if view.missed >= SILENT_AFTER),
        soon=tuple(view for view in views if view.planned_on > today),
    )


def released_on(actor: Actor, case: Case) -> dt.date | None:
    """The day the newest custody ended, where it has and the actor may know."""
    row = Custody.objects.visible_to(actor).of(case).order_by("-starts_on", "-id").first()
    return row.ends_before if row else None


def readiness_of(actor: Actor, case: Case) -> tuple[Ready, ...]:
    """The last answer to each thing that the actor may see; unknown where nobody has gone through it."""
    items = [item for item in ITEMS if actor.may_read(item.info_class)]
    answers: dict[str, str] = {}
    for values in (
        Event.objects.visible_to(actor)
        .of(case)
        .filter(code="readiness")
        .order_by("id")
        .values_list("values", flat=True)
    ):
        answers |= {name[5:]: value for name, value in values.items() if name.startswith("item_")}
    return tuple(Ready(item, Answer(answers.get(item.code, "unknown"))) for item in items)


def _missed(actor: Actor, case_ids: set[int]) -> dict[int, int]:
    """How many contacts in a row were missed, by case."""
    rows = (
        FollowUp.objects.visible_to(actor)
        .filter(case_id__in=case_ids)
        .exclude(outcome="")
        .order_by("case_id", "id")
        .values_list("case_id", "outcome")
    )
    found: dict[int, int] = {}
    for case_id, outcome in rows:
        found[case_id] = found.get(case_id, 0) + 1 if outcome == ContactOutcome.MISSED else 0
    return found


def _contact(actor: Actor, row: FollowUp, *, today: dt.date, name: str = "", missed: int = 0) -> ContactView:
    return ContactView(
        key=row.key,
        case_key=row.case.key if name else "",
        name=name,
        code=row.code,
        planned_on=row.planned_on,
        person_agreed=row.person_agreed,
        outcome=row.outcome,
        outcome_label=str(ContactOutcome(row.outcome).label) if row.outcome else "",
        happened_on=row.happened_on,
        still_housed=row.still_housed,
        note=row.note,
        went_well=row.went_well,
        is_late=not row.outcome and row.planned_on < today,
        may_report=not row.outcome and bool(can_report(actor, row)),
        missed=missed,
    )
