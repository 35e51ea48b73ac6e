"""A consent that soon runs out is a task for whoever talks with the person: ask again before access stops."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Task
from hjemvei.cases.states import AssignmentState
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope

CODE = "consent_renewal"
LEAD = dt.timedelta(days=14)
TITLE = gettext_noop("Spør om samtykket skal fornyes")
CLAUSE = gettext_noop(
    "Når samtykket går ut, mister de andre tilgangen. Spør personen i god tid. Et nei er også et svar."
)
SOURCE = gettext_noop("Vårt forslag: fjorten dager før samtykket går ut")  # R109–R110


def remind_consents(*, actor: Actor, today: dt.date, at: dt.datetime) -> int:
    """For the unit acted for; how many tasks are new. A consent that another one outlives needs no asking.

    Each end of a consent is asked about once, however often this runs.
    """
    ending = _ending(actor, today)
    mine = {pk: rows_ for pk, rows_ in ending.items() if _asks(actor, rows_)}
    if not mine:
        return 0
    known = set(
        Task.objects.visible_to(actor)
        .filter(case_id__in=mine, code=CODE, to_unit_id=actor.unit_id)
        .values_list("case_id", "opens_on")
    )
    officers = _officers(actor, list(mine))
    kind = Unit.objects.only("kind").get(pk=actor.unit_id).kind
    fresh = []
    for case_id, consents in mine.items():
        ends = min(consent.ends_before for consent in consents if consent.ends_before)
        if (case_id, ends - LEAD) not in known:
            fresh.append(_task(actor, case_id, ends, to_user=officers.get(case_id), kind=kind, at=at))
    Task.objects.bulk_create(fresh, batch_size=rows.BATCH, ignore_conflicts=True)
    if fresh:
        sync_caseload(case_ids=[task.case_id for task in fresh])
    return len(fresh)


def _ending(actor: Actor, today: dt.date) -> dict[int, list[Consent]]:
    """By case: consents of the actor's controller that end within the lead and leave something uncovered."""
    given = Consent.objects.visible_to(actor).filter(
        controller_id=actor.controller_id,
        state=ConsentState.GIVEN,
        starts_on__lte=today,
        ends_before__gt=today,
        case__in=Case.objects.visible_to(actor).open(),
    )
    ending = list(given.filter(ends_before__lte=today + LEAD).select_related("case").order_by("id"))
    lasting = given.filter(ends_before__gt=today + LEAD, case_id__in=[row.case_id for row in ending])
    covered = _arrows(actor, list(lasting.values_list("id", flat=True)))
    wanted = _arrows(actor, [row.pk for row in ending])
    outlived = {case_id: set().union(*found.values()) for case_id, found in covered.items()}
    left: dict[int, list[Consent]] = defaultdict(list)
    for row in ending:
        if wanted[row.case_id][row.pk] - outlived.get(row.case_id, set()):
            left[row.case_id].append(row)
    return left


def _arrows(actor: Actor, consent_ids: list[int]) -> dict[int, dict[int, set[tuple[int, int, int]]]]:
    """By case and consent: giver, receiver and class of each arrow."""
    scopes = ConsentScope.objects.visible_to(actor).filter(consent_id__in=consent_ids)
    found: dict[int, dict[int, set[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(set))
    for case_id, consent_id, *arrow in scopes.values_list(
        "case_id", "consent_id", "giver_id", "receiver_unit_id", "info_class"
    ):
        giver_id, unit_id, info_class = arrow
        found[case_id][consent_id].add((giver_id, unit_id, info_class))
    return found


def _asks(actor: Actor, consents: list[Consent]) -> bool:
    """The unit that wrote the consent down; once that has left, the first of its controller that is here."""
    case = consents[0].case
    if consents[-1].owner_unit_id in case.access_units:
        return bool(consents[-1].owner_unit_id == actor.unit_id)
    own = Unit.objects.filter(controller_id=actor.controller_id, pk__in=case.access_units)
    return own.order_by("id").values_list("id", flat=True).first() == actor.unit_id


def _officers(actor: Actor, case_ids: list[int]) -> dict[int, int]:
    """Who has the person in this unit: the contact officer, else the owner."""
    parts = Assignment.objects.visible_to(actor).filter(
        case_id__in=case_ids,
        to_unit_id=actor.unit_id,
        to_user__isnull=False,
        state=AssignmentState.ACCEPTED,
    )
    found: dict[int, int] = {}
    for case_id, user_id, role, is_owner in parts.order_by("id").values_list(
        "case_id", "to_user_id", "role", "is_owner"
    ):
        if role == Role.CONTACT_OFFICER or is_owner:
            found[case_id] = user_id
    return found


def _task(
    actor: Actor, case_id: int, ends: dt.date, *, to_user: int | None, kind: str, at: dt.datetime
) -> Task:
    """Due on the last day that the consent is good for."""
    in_prison = kind == UnitKind.PRISON
    due_on = ends - dt.timedelta(days=1)
    return Task(
        **rows.row_of(actor, case_id, unit_id=actor.unit_id, at=at),
        info_class=InfoClass.CONSENT,
        code=CODE,
        title=TITLE,
        clause=CLAUSE,
        source=SOURCE,
        party=PartyCode.PRISON if in_prison else PartyCode.MUNICIPALITY,
        role=RoleCode.CONTACT_OFFICER if in_prison else RoleCode.MUNICIPAL_COORDINATOR,
        to_unit_id=actor.unit_id,
        to_user_id=to_user,
        opens_on=ends - LEAD,
        due_on=due_on,
        first_due_on=due_on,
    )
