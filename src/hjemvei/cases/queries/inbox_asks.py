"""What the inbox asks the database, each for the unit acted for; all but the names are asked together."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from hjemvei.accounts.actor import Seer
from hjemvei.accounts.enums import CASEWORK_ROLES, Role
from hjemvei.accounts.kept import Kept, columns
from hjemvei.accounts.models import Membership
from hjemvei.cases.models import Assignment, Caseload, Inquiry, MoveWish, Notice, Responsibility
from hjemvei.cases.policy.moves import OPEN
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT, LIVE_NOTICE
from hjemvei.cases.states import AssignmentState, MoveState, ResponsibilityState
from hjemvei.core.slots import Ask
from hjemvei.persons.models import Person
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import AccessEnd, Case, Participation

Rows = QuerySet[Any, Any]
MOST = 50
OF_CASE = tuple(f"case__{name}" for name in columns(Case))
INSIDE = (
    *("prison_unit__name", "case__key", "person__given_name", "person__family_name", "sort_on"),
    "person_id",
)


def _shared(who: Seer) -> Exists:
    """The unit takes part now, and with more than its own archive."""
    parts = Participation.objects.filter(
        case_id=OuterRef("case_id"), unit_id=who.unit_id, starts_at__lte=Now(), ends_at__gt=Now()
    )
    return Exists(parts.exclude(basis=Basis.OWN))


def _given_away(who: Seer, column: str) -> Exists:
    return Exists(
        Assignment.objects.filter(
            case_id=OuterRef(column),
            state__in=LIVE_ASSIGNMENT,
            to_unit__controller_id=who.controller_id,
        )
    )


@Kept
def ask_notices(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows: Rows = Notice.objects.visible_to(who).filter(
        _shared(who),
        ~_given_away(who, "case_id"),
        to_unit_id=who.unit_id,
        state__in=LIVE_NOTICE,
        case__closed_at__isnull=True,
    )
    return rows.order_by("id").values(*columns(Notice), *OF_CASE)


@Kept
def ask_requests(who: Seer, ask: Ask, _shape: None) -> Rows:
    asked = Participation.objects.visible_to(who).filter(
        unit_id=who.unit_id, basis=Basis.REQUEST, starts_at__lte=Now(), ends_at__gt=Now()
    )
    rows: Rows = Case.objects.visible_to(who).open().filter(pk__in=asked.values("case_id"))
    return rows.filter(~_given_away(who, "pk")).order_by("id").values(*columns(Case))


@Kept
def ask_offered(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows: Rows = Assignment.objects.visible_to(who).filter(
        Q(to_unit_id=who.unit_id) | Q(owner_unit_id=who.unit_id),
        _shared(who),
        state=AssignmentState.OFFERED,
        case__closed_at__isnull=True,
    )
    names = (*columns(Assignment), *OF_CASE, "to_unit__name", "to_user__name")
    return rows.order_by("offered_at", "id").values(*names)


@Kept
def ask_without_officer(who: Seer, ask: Ask, _shape: None) -> Rows:
    """People who are inside here without a contact officer (R138); only a prison has any."""
    officer = Assignment.objects.filter(
        case_id=OuterRef("case_id"), role=Role.CONTACT_OFFICER, state=AssignmentState.ACCEPTED
    )
    rows: Rows = Caseload.objects.visible_to(who).filter(
        ~Exists(officer),
        unit_id=who.unit_id,
        prison_unit_id=who.unit_id,
        is_open=True,
        released_on__isnull=True,
    )
    return rows.order_by("sort_on", "case_id").values(*OF_CASE)[:MOST]


@Kept
def ask_inquiries(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows: Rows = Inquiry.objects.visible_to(who).filter(
        to_unit_id=who.unit_id, answered_at__isnull=True, answers__isnull=True
    )
    names = ("key", "owner_unit__name", "body", "sent_at", "answer_by")
    return rows.order_by("answer_by", "id").values(*names)[:MOST]


@Kept
def ask_loads(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows: Any = Assignment.objects.visible_to(who).filter(
        to_unit_id=who.unit_id, state=AssignmentState.ACCEPTED, to_user__isnull=False
    )
    counted: Rows = rows.order_by().values("to_user_id", "to_user__name").annotate(n=Count("id"))
    return counted.order_by("to_user_id")


@Kept
def ask_colleagues(who: Seer, ask: Ask, _shape: None) -> Rows:
    rows: Rows = Membership.objects.in_force(ask.day("today")).filter(
        unit_id=who.unit_id, user__is_active=True, role__in=CASEWORK_ROLES
    )
    return rows.order_by("user__name", "user_id").values("user_id", "user__name")


@Kept
def ask_inside(who: Seer, ask: Ask, _shape: None) -> Rows:
    """«Våre i fengsel», by prison (R239): only what consent has put in the unit's own list."""
    rows: Rows = Caseload.objects.visible_to(who).filter(
        unit_id=who.unit_id, is_open=True, is_restricted=False, released_on__isnull=True
    )
    ours = rows.exclude(prison_unit__isnull=True).exclude(prison_unit_id=who.unit_id)
    return ours.order_by("prison_unit__name", "sort_on", "case_id").values(*INSIDE)


@Kept
def ask_moves(who: Seer, ask: Ask, _shape: None) -> Rows:
    """Wishes to move that wait for this unit: its view, or its answer to an invitation."""
    waits = Q(from_unit_id=who.unit_id, state__in=OPEN, decision="") | Q(
        to_unit_id=who.unit_id, state=MoveState.INVITED
    )
    rows: Rows = MoveWish.objects.visible_to(who).filter(waits, case__closed_at__isnull=True)
    names = ("state", "to_unit_id", "decide_by", "answer_by", "to_municipality__name_norwegian")
    return rows.order_by("id").values("case_id", "case__key", *names)[:MOST]


@Kept
def ask_disputes(who: Seer, ask: Ask, _shape: None) -> Rows:
    """Disputes that this unit is a party to, and whether the one that helps has somebody by name."""
    owner = Assignment.objects.filter(
        case_id=OuterRef("case_id"),
        is_owner=True,
        state=AssignmentState.ACCEPTED,
        to_user__isnull=False,
        to_unit__controller__municipality_id=OuterRef("municipality_id"),
    )
    rows: Rows = Responsibility.objects.visible_to(who).filter(
        Q(to_unit_id=who.unit_id) | Q(second_unit_id=who.unit_id),
        superseded_at__isnull=True,
        state=ResponsibilityState.DISPUTED,
        case__closed_at__isnull=True,
    )
    names = ("municipality__name_norwegian", "second_municipality__name_norwegian", "governor_asked_on")
    asked: Rows = rows.annotate(is_named=Exists(owner)).order_by("answered_at", "id")
    return asked.values("case_id", "case__key", "answered_at", "is_named", *names)[:MOST]


@Kept
def ask_ended(who: Seer, ask: Ask, _shape: None) -> Rows:
    """Access that has ended since anybody looked: no name, no content."""
    rows: Rows = AccessEnd.objects.visible_to(who).unseen().filter(unit_id=who.unit_id)
    return rows.order_by("-ended_at", "id").values("key", "reference", "reason", "ended_at")[:MOST]


@Kept
def ask_people(who: Seer, ask: Ask, _shape: None) -> Rows:
    """Names by case, from the unit's own controller's records."""
    rows: Rows = Participation.objects.filter(
        case_id__any=ask.large_numbers("cases"),
        unit_id=who.unit_id,
        person__in=Person.objects.visible_to(who),
    )
    return rows.order_by("person_id", "id").values(
        "case_id", "person_id", "person__given_name", "person__family_name"
    )


@Kept
def ask_declined(who: Seer, ask: Ask, _shape: None) -> Rows:
    """Every no in the cases, the newest last."""
    rows: Rows = Assignment.objects.visible_to(who).filter(
        case_id__any=ask.large_numbers("cases"),
        state=AssignmentState.DECLINED,
        to_unit__controller_id=who.controller_id,
    )
    return rows.order_by("id").values("key", "case_id", "to_unit__name", "reason")
