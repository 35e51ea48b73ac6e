"""Say that two records of one controller are the same human being. Nothing is merged, and it can be
undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.models import DuplicateLink, Person
from hjemvei.persons.policy import can_link


def link_duplicate(*, actor: Actor, persons: Sequence[Person], reason: str, at: dt.datetime) -> DuplicateLink:
    """The link in force between the two; linking twice gives the first one. Raises RuleBroken for a
    person with itself or without a reason.
    """
    first, second = sorted(persons, key=lambda person: person.pk)
    if first.pk == second.pk:
        raise RuleBroken(_("Velg to forskjellige registreringer."), code="same_record", field="other")
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor det er samme person."), code="no_reason", field="reason")
    can_link(actor, first, second).require()
    found = DuplicateLink.objects.filter(first=first, second=second, unlinked_at=None).first()
    if found is not None:
        return found
    return DuplicateLink.objects.create(
        controller_id=actor.controller_id,
        first=first,
        second=second,
        reason=reason.strip()[:300],
        linked_by_id=actor.user_id,
        linked_at=at,
    )
