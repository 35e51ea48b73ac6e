"""What the cooperation is counted from: agreed deadlines, the notice in force, who is responsible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import shift
from hjemvei.agreements.defaults import CASE_DEADLINES, DEFAULT_PARAMETERS, parameter_changes
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.models import DeadlineChange
from hjemvei.agreements.rules import Offset
from hjemvei.cases.models import AppliedAgreement, Assignment, Notice, Responsibility
from hjemvei.cases.states import AssignmentState, NoticeState
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import participants

RELATED = ("case", "municipality", "second_municipality", "to_unit", "second_unit")
LIVE_NOTICE = (NoticeState.SENT, NoticeState.ACKNOWLEDGED)
LIVE_ASSIGNMENT = (AssignmentState.OFFERED, AssignmentState.ACCEPTED)
AGREED = {
    **{rule.code: rule.due.offset for rule in CASE_DEADLINES},
    **parameter_changes(DEFAULT_PARAMETERS),
}


def due_by(actor: Actor, case: Case, *, code: str, counted_from: dt.date) -> dt.date:
    """The last day by the agreements that apply to the case, the strictest of them; else by our default."""
    offset = agreed_offsets(actor, case, codes=[code], counted_from=counted_from)[code]
    return shift(day=counted_from, count=offset.count, unit=offset.unit)


def agreed_offsets(
    actor: Actor, case: Case, *, codes: Sequence[str], counted_from: dt.date
) -> dict[str, Offset]:
    """By code: how long the agreements that apply to the case give from this day, the strictest of them."""
    versions = (
        AppliedAgreement.objects.visible_to(actor).of(case).binding().values_list("version_id", flat=True)
    )
    found: dict[str, list[Offset]] = {code: [] for code in codes}
    for row in DeadlineChange.objects.filter(version_id__in=versions, code__in=list(codes)):
        found[row.code].append(Offset(row.count, OffsetUnit(row.unit)))

    def last_day(offset: Offset) -> dt.date:
        return shift(day=counted_from, count=offset.count, unit=offset.unit)

    return {code: min(offsets or [AGREED[code]], key=last_day) for code, offsets in found.items()}


def default_due_by(*, code: str, counted_from: dt.date) -> dt.date:
    """The same where no case, and so no agreement, is named."""
    return shift(day=counted_from, count=AGREED[code].count, unit=AGREED[code].unit)


def moved_days_that_count(actor: Actor, case_ids: Iterable[int]) -> dict[int, int]:
    """By case: how many days a date must move before the municipality is told anew; the strictest."""
    rows = AppliedAgreement.objects.visible_to(actor).binding().filter(case_id__in=list(case_ids))
    found: dict[int, int] = {}
    for case_id, days in rows.values_list("case_id", "version__renotify_when_moved_days"):
        found[case_id] = min(days, found.get(case_id, days))
    return found


def renewal_days(actor: Actor, case_ids: Iterable[int]) -> dict[int, int]:
    """By case that an agreement is applied to: how many days before a consent ends the person is asked
    again; the earliest.
    """
    rows = AppliedAgreement.objects.visible_to(actor).binding().filter(case_id__in=list(case_ids))
    found: dict[int, int] = {}
    for case_id, days in rows.values_list("case_id", "version__consent_renewal_days"):
        found[case_id] = max(days, found.get(case_id, days))
    return found


def live_notice(actor: Actor, case: Case, *, unit_id: int) -> Notice | None:
    """The notice in force to a unit."""
    rows = Notice.objects.visible_to(actor).of(case).filter(to_unit_id=unit_id, state__in=LIVE_NOTICE)
    found: Notice | None = rows.order_by("-id").first()
    return found


def responsibility_in_force(actor: Actor, case: Case) -> Responsibility | None:
    rows = Responsibility.objects.visible_to(actor).of(case).filter(superseded_at__isnull=True)
    found: Responsibility | None = rows.select_related(*RELATED).order_by("-id").first()
    return found


def live_assignments(actor: Actor, case: Case) -> list[Assignment]:
    """Who has a part now, the owner first."""
    rows = Assignment.objects.visible_to(actor).of(case).filter(state__in=LIVE_ASSIGNMENT)
    return list(rows.select_related("to_unit__controller", "to_user").order_by("-is_owner", "id"))


def lock_responsibility(actor: Actor, row: Responsibility) -> Responsibility:
    """As it stands now, locked. Raises DoesNotExist when the actor may not see it."""
    rows = Responsibility.objects.visible_to(actor).select_related(
        "case", "municipality", "second_municipality"
    )
    found: Responsibility = rows.select_for_update(of=("self",)).get(pk=row.pk, superseded_at__isnull=True)
    return found


def lock_assignment(actor: Actor, row: Assignment) -> Assignment:
    """As it stands now, locked. Raises DoesNotExist when the actor may not see it."""
    rows = Assignment.objects.visible_to(actor).select_related("case", "to_unit")
    found: Assignment = rows.select_for_update(of=("self",)).get(pk=row.pk)
    return found


def receiver_in(actor: Actor, case: Case, *, municipality: str) -> int | None:
    """The unit of this municipality that answers: the one with the notice, else its coordination."""
    notice = (
        Notice.objects.visible_to(actor)
        .of(case)
        .filter(state__in=LIVE_NOTICE, to_unit__controller__municipality_id=municipality)
        .order_by("-id")
        .first()
    )
    if notice is not None:
        return int(notice.to_unit_id)
    ids = [part.unit_id for part in participants(case) if part.basis != Basis.OWN]
    units = Unit.objects.filter(pk__in=ids, controller__municipality_id=municipality)
    coordination = units.filter(kind=UnitKind.COORDINATION).order_by("id").first()
    found = coordination or units.order_by("id").first()
    return found.pk if found else None
