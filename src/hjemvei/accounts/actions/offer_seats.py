"""Offer a role to somebody whose account is not ours alone: they answer themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import AccountEventKind, User
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.accounts.policy import can_give_role
from hjemvei.parties.models import Unit

VALID = dt.timedelta(days=7)
Period = tuple[dt.date, dt.date | None]


def offer_seats(
    *, actor: Actor, user: User, unit: Unit, roles: Sequence[Role], period: Period, at: dt.datetime
) -> None:
    """One letter for each role; one that waits is not offered twice. Raises NotAllowed."""
    waiting = SeatOffer.objects.waiting(at).filter(user=user, unit=unit).values_list("role", flat=True)
    new = [role for role in roles if role not in set(waiting)]
    for role in new:
        can_give_role(actor, unit=unit, role=role, user_id=user.pk).require()
        offer = SeatOffer.objects.create(
            user=user,
            controller_id=unit.controller_id,
            unit=unit,
            role=role,
            starts_on=period[0],
            ends_before=period[1],
            offered_by_id=actor.user_id,
            offered_at=at,
            expires_at=at + VALID,
        )
        _tell(actor, offer, at=at)
    if new:
        invited = AccountEventKind.INVITED
        record_account_event(actor=actor, user_id=user.pk, kind=invited, reason=unit.name, at=at)


def _tell(actor: Actor, offer: SeatOffer, *, at: dt.datetime) -> None:
    text = _(
        "%(unit)s tilbyr deg en rolle i Hjemvei. Logg inn som før, og svar på denne siden. Lenken virker i "
        "sju dager.\n\n%(link)s\n\nKjenner du ikke til dette, kan du svare nei eller slette meldingen."
    )
    link = settings.SITE_URL + reverse("accounts:offer", args=[offer.key])
    letter = Letter(
        kind="invitation",
        unit_id=actor.unit_id,
        user_id=offer.user_id,
        subject=_("Du er tilbudt en rolle i Hjemvei"),
        body=text % {"unit": offer.unit.name, "link": link},
        once=f"offer:{offer.key}",
        at=at,
    )
    send_letter(letter)
