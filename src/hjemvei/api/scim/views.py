"""`/api/scim/v2/`: a token with `users:read` or `users:write` acts as administrator of its controller's
users, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import wraps

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.end_everything import end_everything
from hjemvei.accounts.actions.invite_user import invite_user
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Purpose, Role
from hjemvei.accounts.models import User
from hjemvei.accounts.queries import directory
from hjemvei.accounts.queries.tokens import tokens_made_by
from hjemvei.api.requests import let_in, outermost
from hjemvei.api.scim import messages, reading
from hjemvei.api.scim.messages import Wrong, said, wrong
from hjemvei.core import clock
from hjemvei.core.api import Refusal
from hjemvei.core.db import read_only, session
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken
from hjemvei.parties.models import Unit

MOST = 100
REASON = "SCIM"
View = Callable[..., HttpResponse]
READ, WRITE = "users:read", "users:write"


def scim(**methods: Callable[..., HttpResponse]) -> View:
    """One address: a view for each method, in the transaction of who calls."""

    @outermost
    def answer(request: HttpRequest, **places: str) -> HttpResponse:
        view = methods.get(str(request.method))
        if view is None:
            response = wrong(405, _("Denne adressen tar ikke imot metoden."))
            response.headers["Allow"] = ", ".join(methods)
            return response
        scope = READ if request.method == "GET" else WRITE
        try:
            actor = _provisioner(let_in(request), scope)
            with (
                session(actor.session_values()),
                read_only() if scope == READ else nullcontext(),
                transaction.atomic(),
            ):
                return view(request, actor, **places)
        except Wrong as error:
            return wrong(error.status, error.detail, error.kind)
        except Refusal as error:
            response = wrong(error.status, error.detail)
            for name, value in error.headers:
                response.headers[name] = value
            return response
        except NotAllowed as error:
            return wrong(403, error.message)
        except (RuleBroken, Conflict) as error:
            return wrong(400, error.message, "invalidValue")
        except Http404:
            return wrong(404, _("Brukeren finnes ikke."))

    return wraps(next(iter(methods.values())))(answer)


def _provisioner(actor: Actor, scope: str) -> Actor:
    """The token's own role falls away: here it reads no case and no person."""
    if scope not in actor.scopes:
        raise Wrong(403, _("Nøkkelen har ikke området %(scope)s.") % {"scope": scope})
    roles = {unit_id: frozenset({Role.ADMINISTRATOR}) for unit_id in actor.units}
    return replace(actor, unit_roles=roles, purpose=Purpose.ADMINISTRATION)


def _listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    sought = reading.name_sought(request.GET.get("filter", ""))
    start = max(1, reading.number(request.GET.get("startIndex", ""), fallback=1, most=10**6))
    count = reading.number(request.GET.get("count", ""), fallback=MOST, most=MOST)
    users = User.objects.of_controller(actor.controller_id).order_by("pk")
    if sought:
        users = users.filter(email=sought)
    found = list(users[start - 1 : start - 1 + count])
    rows = directory.user_rows(actor, found, today=clock.today())
    shown = [messages.user(row, account) for row, account in zip(rows, found, strict=True)]
    return said(messages.listed(shown, total=users.count(), start=start))


def _shown(actor: Actor, found: User) -> dict[str, object]:
    return messages.user(directory.user_row(actor, found, today=clock.today()), found)


def _one(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    return said(_shown(actor, directory.find_user(actor, key)))


def _invited(request: HttpRequest, actor: Actor) -> HttpResponse:
    new = reading.newcomer(reading.body(request))
    ours = User.objects.of_controller(actor.controller_id).filter(email=new.email).first()
    if ours is not None and ours.is_active and directory.user_row(actor, ours, today=clock.today()).current:
        raise Wrong(409, _("Denne adressen har allerede en konto."), "uniqueness")
    user = invite_user(
        actor=actor,
        name=new.name,
        email=new.email,
        unit=Unit.objects.select_related("controller").get(pk=actor.unit_id),
        roles=new.roles,
        starts_on=clock.today(),
        ends_before=None,
        at=clock.now(),
    )
    if user is None:
        return said(messages.accepted(new.email), 202)
    user.refresh_from_db()
    response = said(_shown(actor, user), 201)
    response.headers["Location"] = f"{messages.BASE}/Users/{user.key}"
    return response


def _patched(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    found = directory.find_user(actor, key)
    reading.ends(reading.body(request))
    _ended(actor, found)
    found.refresh_from_db()
    row = directory.user_row(actor, found, today=clock.today())
    return said(messages.left(row, found, tokens_made_by(actor, found, at=clock.now())))


def _deleted(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """What the person has done stays in the logs; the account is closed, not erased."""
    _ended(actor, directory.find_user(actor, key))
    return said(None, 204)


def _ended(actor: Actor, user: User) -> None:
    end_everything(actor=actor, user=user, reason=REASON, today=clock.today(), at=clock.now())


def _config(request: HttpRequest, actor: Actor) -> HttpResponse:
    return said(messages.config())


def _types(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = messages.resource_types()
    return said(messages.listed(found, total=len(found)))


def _schemas(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = messages.schemas()
    return said(messages.listed(found, total=len(found)))


users = scim(GET=_listed, POST=_invited)
user = scim(GET=_one, PATCH=_patched, DELETE=_deleted)
config = scim(GET=_config)
resource_types = scim(GET=_types)
schemas = scim(GET=_schemas)
