"""Open the case of another unit of one's own controller in an emergency: an hour, for reading, reviewed."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import READABLE, Role
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.core.working_days import NORWAY
from hjemvei.persons import keys
from hjemvei.sharing.access.facts import facts_of
from hjemvei.sharing.access.officers import officers_of, tell_officers
from hjemvei.sharing.access.policy import OVERDUE, can_break_glass
from hjemvei.sharing.access.rules import emergency_classes
from hjemvei.sharing.enums import EmergencyCategory
from hjemvei.sharing.models import BreakGlass
from hjemvei.sharing.sealed import place

MINUTES = 60
SHORTEST = 20
REVIEW_DAYS = 5


def break_glass(
    *, actor: Actor, key: str, category: EmergencyCategory, reason: str, at: dt.datetime
) -> BreakGlass:
    """One that runs already is given back. Raises Http404 for a case that the controller does not hold.

    Raises NotAllowed, and RuleBroken for a short reason, where nobody reviews, and where a review is overdue.
    """
    found = facts_of(actor, key)
    if found is None:
        raise Http404
    can_break_glass(actor, found.answer, at=at).require()
    if len(reason.strip()) < SHORTEST:
        raise RuleBroken(_("Skriv minst 20 tegn om hvorfor det haster."), code="short", field="reason")
    if not officers_of(actor, today=timezone.localdate(at)):
        raise RuleBroken(
            _(
                "Virksomheten har ikke noe personvernombud her. Uten noen som går gjennom, åpnes ingen"
                " nødtilgang."
            ),
            code="no_officer",
        )
    row_key = new_key()
    why = _sealed(found.case_id, row_key, reason.strip())
    opened = (found.case_id, actor.unit_id, category.value, why, classes_of(actor))
    try:
        with transaction.atomic():
            pk = call("break_glass", *opened, review_by(at), MINUTES, row_key)
    except DatabaseError as error:
        raise RuleBroken(str(OVERDUE.reason), code="refused") from error
    opening = BreakGlass.objects.select_related("unit").get(pk=pk)
    tell_officers(actor, opening, at=at)
    return opening


def _sealed(case_id: int, row_key: str, reason: str) -> bytes:
    """By the key of the own controller's record, which the kernel gives to who may open the case; for others
    nothing, which the kernel refuses.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, wrapped, master FROM kernel.emergency_key(%s)", [case_id])
        found = cursor.fetchone()
    if found is None:
        return b""
    keys.take([found])
    return keys.seal(
        keys.key_by_number(found[0]), reason.encode(), bound_to=place(BreakGlass(key=row_key), "reason")
    )


def classes_of(actor: Actor) -> list[int]:
    """What the roles in the unit acted for may read, less what no emergency opens."""
    roles = actor.unit_roles[actor.unit_id]
    readable = frozenset().union(*(READABLE[role] for role in roles))
    opened = emergency_classes(
        frozenset(c.value for c in readable), is_health_worker=Role.HEALTH_WORKER in roles
    )
    return sorted(opened)


def review_by(at: dt.datetime) -> dt.datetime:
    """The end of the fifth working day after the day it was opened."""
    last = NORWAY.add_working_days(day=timezone.localdate(at), count=REVIEW_DAYS)
    return timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time()))
