"""An administrator asks that a colleague be cleared for protected people; another one answers."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind, Membership, User, UserKind
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.policy import can_ask_clearance
from hjemvei.core.db import call
from hjemvei.core.errors import Conflict, RuleBroken
from hjemvei.core.text import new_key

LONGEST = dt.timedelta(days=366)


def ask_clearance(
    *,
    actor: Actor,
    user: User,
    value: int,
    reason: str,
    ends_before: dt.date,
    today: dt.date,
    at: dt.datetime,
) -> Clearance:
    """`value` as `Clearance.value`. Raises NotAllowed; RuleBroken without a reason, a date within a year or a
    second administrator; Conflict where one waits already.
    """
    seats = Membership.objects.in_force(today)
    is_ours = seats.filter(user=user, unit__controller_id=actor.controller_id).exists()
    can_ask_clearance(actor, user_id=user.pk, is_ours=is_ours).require()
    _check(value=value, reason=reason, ends_before=ends_before, today=today)
    others = _who_may_answer(actor, user, today=today)
    if not others:
        raise RuleBroken(
            _("Det må to administratorer til, og ingen annen kan svare. Inviter en administrator til."),
            code="alone",
        )
    try:
        with transaction.atomic():
            asked = (user.pk, value, reason.strip(), ends_before, at, new_key())
            pk = call("ask_clearance", *asked)
    except DatabaseError as error:
        raise Conflict(_("En klarering for brukeren venter alt på svar.")) from error
    record_account_event(
        actor=actor, user_id=user.pk, kind=AccountEventKind.CLEARANCE_ASKED, reason=reason.strip(), at=at
    )
    made = Clearance.objects.get(pk=pk)
    _tell(actor, others, user, made, at=at)
    return made


def _check(*, value: int, reason: str, ends_before: dt.date, today: dt.date) -> None:
    if not value:
        raise RuleBroken(_("Velg hva klareringen gjelder."), field="address")
    if not reason.strip():
        raise RuleBroken(_("Skriv hva kollegaen trenger klareringen til."), field="reason")
    if ends_before <= today:
        raise RuleBroken(_("Siste dag kan ikke ha vært."), field="last_day")
    if ends_before > today + LONGEST:
        raise RuleBroken(
            _("En klarering gjelder høyst ett år. Be om en ny før den går ut."), field="last_day"
        )


def _who_may_answer(actor: Actor, user: User, *, today: dt.date) -> list[User]:
    seats = Membership.objects.in_force(today).filter(
        unit__controller_id=actor.controller_id, role=Role.ADMINISTRATOR
    )
    people = User.objects.filter(pk__in=seats.values("user_id"), is_active=True, kind=UserKind.PERSON)
    return list(people.exclude(pk__in=[actor.user_id, user.pk]).order_by("pk"))


def _tell(actor: Actor, others: list[User], user: User, made: Clearance, *, at: dt.datetime) -> None:
    """Where it is answered, and no more: a letter says not who is cleared for what."""
    address = settings.SITE_URL.rstrip("/") + reverse("accounts:user", args=[user.key])
    for other in others:
        with translation.override(other.language):
            letter = Letter(
                kind="alert",
                unit_id=actor.unit_id,
                user_id=other.pk,
                subject=_("Hjemvei: en klarering venter på svar"),
                body=_("En administrator har bedt om klarering for en kollega. Svar her:") + f"\n\n{address}",
                once=f"clearance:{made.key}:{other.pk}",
                at=at,
            )
        send_letter(letter)
