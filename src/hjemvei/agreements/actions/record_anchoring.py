"""Who approved the version in one's own organisation, and how those in the front line took part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import AgreementParty, AgreementVersion, AnchoringRecord, FrontLineInput
from hjemvei.agreements.policy_sign import can_speak_for
from hjemvei.core.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    level: str
    body: str
    decided_on: dt.date
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    how: str
    held_on: dt.date
    staff_count: int


def record_approval(
    *,
    actor: Actor,
    version: AgreementVersion,
    party: AgreementParty,
    approval: Approval,
    at: dt.datetime,
    today: dt.date,
) -> AnchoringRecord:
    """The same approval twice is one. Raises NotAllowed for another organisation's, RuleBroken for a day to
    come.
    """
    can_speak_for(actor, party).require()
    _has_been(approval.decided_on, "decided_on", today=today)
    row, _made = AnchoringRecord.objects.get_or_create(
        version=version,
        party=party,
        level=approval.level,
        body=approval.body.strip(),
        decided_on=approval.decided_on,
        defaults={
            "reference": approval.reference.strip(),
            "recorded_by_id": actor.user_id,
            "recorded_at": at,
        },
    )
    return row


def record_front_line(
    *,
    actor: Actor,
    version: AgreementVersion,
    party: AgreementParty,
    participation: Participation,
    at: dt.datetime,
    today: dt.date,
) -> FrontLineInput:
    """As `record_approval`."""
    can_speak_for(actor, party).require()
    _has_been(participation.held_on, "held_on", today=today)
    row, _made = FrontLineInput.objects.get_or_create(
        version=version,
        party=party,
        how=participation.how.strip(),
        held_on=participation.held_on,
        defaults={
            "staff_count": participation.staff_count,
            "recorded_by_id": actor.user_id,
            "recorded_at": at,
        },
    )
    return row


def _has_been(day: dt.date, field: str, *, today: dt.date) -> None:
    if day > today:
        raise RuleBroken(_("Datoen kan ikke ligge fram i tid."), code="future", field=field)
