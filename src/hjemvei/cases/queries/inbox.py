"""The inbox of one unit: consented notices, own requests, offers; nothing else, not even a count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import CASEWORK_ROLES, Role
from hjemvei.accounts.models import Membership
from hjemvei.audit import reads
from hjemvei.cases.models import FAR, Assignment, Caseload, Inquiry, Notice
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT, LIVE_NOTICE
from hjemvei.cases.queries.inbox_rows import (
    Inbox,
    InquiryRow,
    Inside,
    Load,
    People,
    from_notice,
    from_request,
    offer_row,
    pressing,
)
from hjemvei.cases.states import AssignmentState
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case, Participation

PRISON = (
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.PRISON_LEADER,
)


def inbox(actor: Actor, *, today: dt.date) -> Inbox:
    """For the unit acted for, in a fixed number of statements. Everybody shown is noted as read."""
    unit_id = actor.unit_id
    fresh, asked = _notices(actor, unit_id), _requests(actor, unit_id)
    parts = list(
        Assignment.objects.visible_to(actor)
        .filter(Q(to_unit_id=unit_id) | Q(owner_unit_id=unit_id), state=AssignmentState.OFFERED)
        .filter(_shared("case_id", unit_id), case__closed_at__isnull=True)
        .select_related("case", "to_unit", "to_user")
        .order_by("offered_at", "id")
    )
    loads = list(_without_officer(actor, unit_id))
    people = People(actor, unit_id, [*[n.case for n in fresh], *asked, *[a.case for a in parts], *loads])
    declined = _declined(actor, people.case_ids)
    rows = [from_notice(notice, people, declined, today) for notice in fresh]
    rows += [from_request(case, people, declined, today) for case in asked]
    offers = [offer_row(row, people, today) for row in parts if _is_for(actor, row)]
    waiting = [offer_row(row, people, today) for row in parts if row.owner_unit_id == unit_id]
    return Inbox(
        rows=sorted(rows, key=pressing),
        offers=offers,
        waiting=waiting,
        inquiries=_inquiries(actor, unit_id, today),
        loads=workload(actor, unit_id, today=today),
        inside=_inside(actor, unit_id, people),
        without_officer=[(case.key, people.name(case)) for case in loads],
    )


def workload(actor: Actor, unit_id: int, *, today: dt.date) -> list[Load]:
    """Accepted parts of everybody who works in the unit, in one statement; those with fewest first."""
    counts = dict(
        Assignment.objects.visible_to(actor)
        .filter(to_unit_id=unit_id, state=AssignmentState.ACCEPTED, to_user__isnull=False)
        .values_list("to_user_id")
        .annotate(n=Count("id"))
        .order_by()
    )
    members = Membership.objects.in_force(today).filter(
        unit_id=unit_id, user__is_active=True, role__in=CASEWORK_ROLES
    )
    names = dict(members.order_by("user__name").values_list("user_id", "user__name"))
    found = [Load(user_id, name, counts.get(user_id, 0)) for user_id, name in names.items()]
    return sorted(found, key=lambda load: (load.count, load.name))


def _shared(column: str, unit_id: int) -> Exists:
    """The unit takes part now, and with more than its own archive."""
    parts = Participation.objects.filter(
        case_id=OuterRef(column), unit_id=unit_id, starts_at__lte=Now(), ends_at__gt=Now()
    )
    return Exists(parts.exclude(basis=Basis.OWN))


def _given_away(actor: Actor, column: str) -> Exists:
    return Exists(
        Assignment.objects.filter(
            case_id=OuterRef(column),
            state__in=LIVE_ASSIGNMENT,
            to_unit__controller_id=actor.controller_id,
        )
    )


def _notices(actor: Actor, unit_id: int) -> list[Notice]:
    rows = Notice.objects.visible_to(actor).filter(
        _shared("case_id", unit_id),
        ~_given_away(actor, "case_id"),
        to_unit_id=unit_id,
        state__in=LIVE_NOTICE,
        case__closed_at__isnull=True,
    )
    return list(rows.select_related("case").order_by("id"))


def _requests(actor: Actor, unit_id: int) -> list[Case]:
    asked = Participation.objects.visible_to(actor).filter(
        unit_id=unit_id, basis=Basis.REQUEST, starts_at__lte=Now(), ends_at__gt=Now()
    )
    rows = Case.objects.visible_to(actor).open().filter(pk__in=asked.values("case_id"))
    return list(rows.filter(~_given_away(actor, "pk")).order_by("id"))


def _without_officer(actor: Actor, unit_id: int) -> list[Case]:
    """People who are inside here without a contact officer (R138); only a prison has any."""
    if not actor.has(*PRISON):
        return []
    officer = Assignment.objects.filter(
        case_id=OuterRef("case_id"), role=Role.CONTACT_OFFICER, state=AssignmentState.ACCEPTED
    )
    rows = Caseload.objects.visible_to(actor).filter(
        ~Exists(officer), unit_id=unit_id, prison_unit_id=unit_id, is_open=True, released_on__isnull=True
    )
    return [row.case for row in rows.select_related("case").order_by("sort_on", "case_id")[:50]]


def _declined(actor: Actor, case_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The newest no in each case: who said it and why."""
    rows = Assignment.objects.visible_to(actor).filter(
        case_id__in=case_ids, state=AssignmentState.DECLINED, to_unit__controller_id=actor.controller_id
    )
    found = rows.order_by("id").values_list("case_id", "to_unit__name", "reason")
    return {case_id: (unit, reason) for case_id, unit, reason in found}


def _is_for(actor: Actor, row: Assignment) -> bool:
    return row.to_unit_id == actor.unit_id and row.to_user_id in (None, actor.user_id)


def _inquiries(actor: Actor, unit_id: int, today: dt.date) -> list[InquiryRow]:
    rows = Inquiry.objects.visible_to(actor).filter(
        to_unit_id=unit_id, answered_at__isnull=True, answers__isnull=True
    )
    return [
        InquiryRow(
            row.key,
            row.owner_unit.name,
            row.body,
            row.sent_at,
            row.answer_by,
            row.answer_by is not None and row.answer_by < today,
        )
        for row in rows.select_related("owner_unit").order_by("answer_by", "id")[:50]
    ]


def _inside(actor: Actor, unit_id: int, people: People) -> list[Inside]:
    """«Våre i fengsel», by prison (R239): only what consent has put in the unit's own list."""
    rows = (
        Caseload.objects.visible_to(actor)
        .filter(unit_id=unit_id, is_open=True, is_restricted=False, released_on__isnull=True)
        .exclude(prison_unit__isnull=True)
        .exclude(prison_unit_id=unit_id)
        .order_by("prison_unit__name", "sort_on", "case_id")
        .values_list(
            "prison_unit__name",
            "case__key",
            "person__given_name",
            "person__family_name",
            "sort_on",
            "person_id",
        )
    )
    found: dict[str, list[tuple[str, str, dt.date | None]]] = {}
    for prison, key, given, family, sort_on, _pk in rows:
        known = None if sort_on == FAR else sort_on
        found.setdefault(prison, []).append((key, f"{given} {family}".strip(), known))
    reads.note(persons=[row[-1] for row in rows])
    return [Inside(prison, names) for prison, names in found.items()]
