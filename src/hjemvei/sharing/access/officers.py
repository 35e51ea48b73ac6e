"""The privacy officers of a controller; they are told at once that it happened, never about whom."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.sharing.models import BreakGlass


def officers_of(actor: Actor, *, today: dt.date) -> list[User]:
    seats = Membership.objects.in_force(today).filter(
        unit__controller_id=actor.controller_id, role=Role.PRIVACY_OFFICER
    )
    officers = User.objects.filter(pk__in=seats.values("user_id"), is_active=True, kind=UserKind.PERSON)
    return list(officers.exclude(pk=actor.user_id).order_by("id"))


def tell_officers(actor: Actor, opening: BreakGlass, *, at: dt.datetime) -> None:
    """A letter to each, once an opening."""
    for officer in officers_of(actor, today=localdate(at)):
        with translation.override(officer.language):
            body = _(
                "En ansatt i %(unit)s har åpnet en sak i en annen enhet med nødtilgang."
                " Gå gjennom den innen fem virkedager."
            )
            send_letter(
                Letter(
                    kind="alert",
                    unit_id=actor.unit_id,
                    user_id=officer.pk,
                    subject=_("Hjemvei: nødtilgang er brukt"),
                    body="\n".join([body % {"unit": actor.unit_name}, "", settings.SITE_URL]),
                    once=f"break-glass:{opening.key}:{officer.pk}",
                    at=at,
                )
            )
