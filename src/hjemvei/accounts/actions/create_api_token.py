"""Make a token for another system: shown once, kept as a hash, narrow in scope, for one unit and at most a
year.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import AccountEventKind, ApiToken, Membership, User, UserKind
from hjemvei.accounts.policy import can_make_token
from hjemvei.accounts.scopes import SCOPES
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.parties.models import Unit

PREFIX = "hjv_"
LONGEST = dt.timedelta(days=366)


def create_api_token(
    *,
    actor: Actor,
    name: str,
    unit: Unit,
    role: Role,
    scopes: Sequence[str],
    expires_on: dt.date,
    at: dt.datetime,
) -> str:
    """The token itself, for the only time; `role` says which classes of information it may reach. Raises
    NotAllowed, RuleBroken.
    """
    can_make_token(actor, unit=unit, role=role).require()
    _check(actor, name=name, scopes=scopes, expires_on=expires_on, at=at)
    user = _api_user(unit, name=name, role=role, today=localdate(at))
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        user=user,
        controller_id=unit.controller_id,
        unit=unit,
        name=name.strip(),
        token_hash=hash_api_token(token),
        scopes=" ".join(sorted(set(scopes))),
        created_at=at,
        expires_at=at + (expires_on - localdate(at)),
    )
    record_account_event(
        actor=actor, user_id=user.pk, kind=AccountEventKind.TOKEN_MADE, reason=name.strip(), at=at
    )
    return token


def hash_api_token(token: str) -> str:
    """sha256 is enough: the token is 256 random bits, not a word somebody chose."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check(actor: Actor, *, name: str, scopes: Sequence[str], expires_on: dt.date, at: dt.datetime) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise RuleBroken(_("Velg minst ett område fra listen."), field="scopes")
    if not localdate(at) < expires_on <= localdate(at + LONGEST):
        raise RuleBroken(_("Nøkkelen må ha en sluttdato innen ett år."), field="expires_on")
    live = ApiToken.objects.filter(
        controller_id=actor.controller_id, revoked_at__isnull=True, expires_at__gt=at
    )
    if live.filter(name=name.strip()).exists():
        raise RuleBroken(_("Det finnes allerede en gyldig nøkkel med dette navnet."), field="name")


def _api_user(unit: Unit, *, name: str, role: Role, today: dt.date) -> User:
    """An account of its own, so that the logs tell which system it was; it has no password and cannot sign
    in.
    """
    title = _("%(system)s i %(unit)s") % {"system": name.strip(), "unit": unit.name}
    user = User.objects.create_user(f"api-{new_key()}@system.invalid", name=title[:120], kind=UserKind.API)
    Membership.objects.create(user=user, unit=unit, role=role, starts_on=today)
    return user
