"""Found a committee or a network, change what it is, end it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.cooperation.enums import ChairWay, ForumKind, SeatRole
from hjemvei.cooperation.models import Forum, Seat
from hjemvei.cooperation.policy import can_found, can_found_committee, can_lead
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import Conflict, RuleBroken

ONCE = "forum_one_committee"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFacts:
    """`interval_days` None: it meets when there is something to meet about."""

    name: str
    purpose: str = ""
    chair_way: ChairWay = ChairWay.FIXED
    interval_days: int | None = None


def found_forum(
    *, actor: Actor, kind: ForumKind, facts: ForumFacts, agreement: Agreement | None, at: dt.datetime
) -> Forum:
    """Whoever founds it is its secretary until others are seated. Raises RuleBroken, and Conflict where the
    agreement has a committee already.
    """
    if agreement is not None:
        can_found_committee(actor, agreement).require()
    can_found(actor).require()
    if (kind == ForumKind.COMMITTEE) is (agreement is None):
        raise RuleBroken(_("Velg avtalen utvalget hører til."), code="no_agreement", field="agreement")
    try:
        with transaction.atomic():
            forum = Forum.objects.create(
                kind=kind,
                agreement=agreement,
                controller_id=actor.controller_id,
                founded_by_id=actor.user_id,
                founded_at=at,
                **_values(facts),
            )
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        text = _("Avtalen har alt et utvalg. Be den som leder det, om en plass.")
        raise Conflict(text, code="has_committee") from error
    Seat.objects.create(
        forum=forum,
        controller_id=actor.controller_id,
        unit_id=actor.unit_id,
        user_id=actor.user_id,
        role=SeatRole.SECRETARY,
        starts_on=localdate(at),
        added_by_id=actor.user_id,
        added_at=at,
    )
    return forum


def edit_forum(*, actor: Actor, forum: Forum, facts: ForumFacts) -> Forum:
    can_lead(actor, forum).require()
    values = _values(facts)
    for name, value in values.items():
        setattr(forum, name, value)
    forum.save(update_fields=list(values))
    return forum


def close_forum(*, actor: Actor, forum: Forum, at: dt.datetime) -> Forum:
    """Its members go on reading what was decided."""
    can_lead(actor, forum).require()
    forum.closed_at = at
    forum.save(update_fields=["closed_at"])
    return forum


def _values(facts: ForumFacts) -> dict[str, object]:
    name, purpose = facts.name.strip(), facts.purpose.strip()
    refuse_numbers(name=name, purpose=purpose)
    return {
        "name": name,
        "purpose": purpose,
        "chair_way": facts.chair_way,
        "interval_days": facts.interval_days,
    }
