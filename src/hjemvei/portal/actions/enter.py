"""The person types the code and the PIN. Both must be right; which one was wrong is not said."""

from __future__ import annotations

import datetime as dt
import hmac

from django.contrib.auth.hashers import check_password, make_password
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.portal.here import Here, actor_of, code_hash, new_token, peppered, token_hash
from hjemvei.portal.models import Pack, Pin, Visit
from hjemvei.portal.rules import MOST_TRIES, is_code_alive, pin_fault, typed
from hjemvei.sharing.models import Case, owned_by


def pin_is_chosen(here: Here) -> bool:
    return Pin.objects.filter(case_id=here.case_id, ended_at__isnull=True).values("id").exists()


def enter(*, here: Here, code: str, pin: str, at: dt.datetime) -> str:
    """Begin the session and return its new token. What is counted stays counted when this raises RuleBroken:
    a refused form is no failed transaction.
    """
    pack = Pack.objects.select_for_update().filter(
        case_id=here.case_id, used_at__isnull=True, ended_at__isnull=True
    ).order_by("-id").first()  # fmt: skip
    if pack is None or not is_code_alive(expires_at=pack.expires_at, tries=pack.tries, used=False, at=at):
        raise RuleBroken(_("Koden kan ikke brukes mer. Be en ansatt om en ny."), code="pack_dead")
    if not hmac.compare_digest(bytes(pack.code_hash), code_hash(typed(code))):
        Pack.objects.filter(pk=pack.pk).update(tries=pack.tries + 1)
        raise RuleBroken(_wrong(), code="wrong")
    _check_pin(here, pin, at)
    token = new_token()
    _begin(here, token, at)
    Pack.objects.filter(pk=pack.pk).update(used_at=at)
    return token


def _begin(here: Here, token: str, at: dt.datetime) -> None:
    """The kernel refuses everything to one employee alone, also with a paper printed since (ADR-0026)."""
    visit = Visit.objects.filter(pk=here.visit_id)
    try:
        with transaction.atomic():
            visit.update(token_hash=token_hash(token), started_at=at, seen_at=at)
    except DatabaseError as error:
        raise RuleBroken(_("Koden kan ikke brukes mer. Be en ansatt om en ny."), code="pack_dead") from error


def _check_pin(here: Here, pin: str, at: dt.datetime) -> None:
    found = Pin.objects.select_for_update().filter(case_id=here.case_id, ended_at__isnull=True).first()
    secret = peppered(pin, case_id=here.case_id)
    if found is None:
        _choose(here, pin, secret, at)
    elif found.tries >= MOST_TRIES:
        raise RuleBroken(_("PIN-en er låst. Be en ansatt om hjelp til å velge en ny."), code="pin_locked")
    elif not check_password(secret, found.pin_hash):
        Pin.objects.filter(pk=found.pk).update(tries=found.tries + 1)
        raise RuleBroken(_wrong(), code="wrong")
    else:
        Pin.objects.filter(pk=found.pk).update(tries=0)


def _choose(here: Here, pin: str, secret: str, at: dt.datetime) -> None:
    fault = pin_fault(pin)
    if fault:
        text = _("Velg seks tall.") if fault == "form" else _("Velg tall som er vanskeligere å gjette.")
        raise RuleBroken(text, code=fault, field="pin")
    unit = Unit.objects.select_related("controller").get(pk=here.unit_id)
    case = Case(pk=here.case_id, access_units=[here.unit_id])
    fields = owned_by(actor_of(here, unit), case, at=at)
    Pin.objects.create(**fields, pin_hash=make_password(secret))


def _wrong() -> str:
    return _("Koden eller PIN-en stemmer ikke. Prøv igjen, eller be en ansatt om hjelp.")
