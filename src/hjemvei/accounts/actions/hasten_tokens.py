"""Somebody who leaves has seen keys of other systems in plain text: each ends within fourteen days, and the
administrators are told to replace it before.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.report_problem import administrators
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import ApiToken, User
from hjemvei.accounts.queries.tokens import tokens_made_by

WITHIN = dt.timedelta(days=14)


def hasten_tokens(*, actor: Actor, maker: User, at: dt.datetime) -> list[ApiToken]:
    """The keys of the actor's controller that must be replaced. Called for a leaver alone, by
    `end_everything`; done twice no key lives longer.
    """
    found = list(tokens_made_by(actor, maker, at=at))
    late = [token.pk for token in found if token.expires_at > at + WITHIN]
    ApiToken.objects.filter(pk__in=late).update(expires_at=at + WITHIN)
    if late:
        _tell(actor, maker, found, at=at)
    return found


def _tell(actor: Actor, maker: User, tokens: list[ApiToken], *, at: dt.datetime) -> None:
    text = _(
        "En kollega som har sluttet, laget disse systemnøklene og kan ha dem ennå:\n\n%(tokens)s\n\n"
        "De slutter å virke om 14 dager. Lag nye, sett dem inn i systemene som bruker dem, og trekk de "
        "gamle tilbake:\n\n%(link)s"
    )
    values = {"tokens": "\n".join(f"- {token.name}" for token in tokens)}
    values["link"] = settings.SITE_URL + reverse("accounts:tokens")
    for user_id in administrators(actor.controller_id, today=localdate(at)):
        letter = Letter(
            kind="alert",
            unit_id=actor.unit_id,
            user_id=user_id,
            subject=_("Hjemvei: systemnøkler må byttes innen 14 dager"),
            body=text % values,
            once=f"tokens:{maker.key}:{at.isoformat()}:{user_id}",
            at=at,
        )
        send_letter(letter)
