"""A consent that soon runs out is a task for whoever talks with the person: ask again before access stops."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.agreements.defaults import DEFAULT_PARAMETERS, LONGEST_RENEWAL
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Task
from hjemvei.cases.queries.cooperation import renewal_days
from hjemvei.cases.states import AssignmentState
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope

CODE = "consent_renewal"
Arrow = tuple[int, int, int]
TITLE = gettext_noop("Spør om samtykket skal fornyes")
CLAUSE = gettext_noop(
    "Når samtykket går ut, mister de andre tilgangen. Spør personen i god tid. Et nei er også et svar."
)
SOURCE = gettext_noop(
    "Avtalen; fjorten dager før samtykket går ut når partene ikke har bestemt noe annet"
)  # R109–R110


def remind_consents(*, actor: Actor, today: dt.date, at: dt.datetime) -> int:
    """For the unit acted for; how many tasks are new. A consent that another one outlives needs no asking.

    Each end of a consent is asked about once, however often this runs and whatever becomes of the lead.
    """
    ending = _ending(actor, today)
    mine = {pk: found for pk, found in ending.items() if _asks(actor, found.consents)}
    if not mine:
        return 0
    known = set(
        Task.objects.visible_to(actor)
        .filter(case_id__in=mine, code=CODE, to_unit_id=actor.unit_id)
        .values_list("case_id", "first_due_on")
    )
    officers = _officers(actor, list(mine))
    kind = Unit.objects.only("kind").get(pk=actor.unit_id).kind
    fresh = [
        _task(actor, case_id, found, to_user=officers.get(case_id), kind=kind, at=at)
        for case_id, found in mine.items()
        if (case_id, found.last_day) not in known
    ]
    Task.objects.bulk_create(fresh, batch_size=rows.BATCH, ignore_conflicts=True)
    if fresh:
        sync_caseload(case_ids=[task.case_id for task in fresh])
    return len(fresh)


@dataclass(frozen=True, slots=True)
class Ending:
    """A case's consents that end within its lead and leave something uncovered."""

    consents: list[Consent]
    lead: dt.timedelta

    @property
    def ends_before(self) -> dt.date:
        return min(row.ends_before for row in self.consents if row.ends_before)

    @property
    def last_day(self) -> dt.date:
        return self.ends_before - dt.timedelta(days=1)


def _ending(actor: Actor, today: dt.date) -> dict[int, Ending]:
    """By case, of the consents of the actor's controller."""
    given = Consent.objects.visible_to(actor).filter(
        controller_id=actor.controller_id,
        state=ConsentState.GIVEN,
        starts_on__lte=today,
        ends_before__gt=today,
        case__in=Case.objects.visible_to(actor).open(),
    )
    longest = today + dt.timedelta(days=LONGEST_RENEWAL)
    near = set(given.filter(ends_before__lte=longest).values_list("case_id", flat=True).order_by())
    consents = list(given.filter(case_id__in=near).select_related("case").order_by("id"))
    agreed = renewal_days(actor, near)
    leads = {pk: dt.timedelta(days=agreed.get(pk, DEFAULT_PARAMETERS.consent_renewal_days)) for pk in near}
    arrows = _arrows(actor, [row.pk for row in consents])
    outlived: dict[int, set[Arrow]] = defaultdict(set)
    ending = []
    for row in consents:
        if row.ends_before and row.ends_before <= today + leads[row.case_id]:
            ending.append(row)
        else:
            outlived[row.case_id] |= arrows[row.pk]
    left: dict[int, list[Consent]] = defaultdict(list)
    for row in ending:
        if arrows[row.pk] - outlived[row.case_id]:
            left[row.case_id].append(row)
    return {case_id: Ending(found, leads[case_id]) for case_id, found in left.items()}


def _arrows(actor: Actor, consent_ids: list[int]) -> dict[int, set[Arrow]]:
    """By consent: giver, receiver and class of each arrow."""
    scopes = ConsentScope.objects.visible_to(actor).filter(consent_id__in=consent_ids)
    found: dict[int, set[Arrow]] = defaultdict(set)
    for consent_id, giver_id, unit_id, info_class in scopes.values_list(
        "consent_id", "giver_id", "receiver_unit_id", "info_class"
    ):
        found[consent_id].add((giver_id, unit_id, info_class))
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
    actor: Actor, case_id: int, found: Ending, *, to_user: int | None, kind: str, at: dt.datetime
) -> Task:
    """Due on the last day that the consent is good for."""
    in_prison = kind == UnitKind.PRISON
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
        opens_on=found.ends_before - found.lead,
        due_on=found.last_day,
        first_due_on=found.last_day,
    )
