"""Whoever is on the other side: a session of the person's, found by its token, and what it opens."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel, InfoClass, Purpose, Role
from hjemvei.core.db import int_array
from hjemvei.parties.models import Unit
from hjemvei.portal.enums import CLASSES, Strength

NAME = "Personen selv"
STRICTEST = 2
FIND = "SELECT * FROM kernel.portal_visit(%s, %s)"


@dataclass(frozen=True, slots=True)
class Here:
    """`case_id` is the case written in; `cases` are all that are seen. Before the code nothing is seen."""

    visit_id: int
    case_id: int
    cases: tuple[int, ...]
    unit_id: int
    controller_id: int
    strength: Strength
    language: str
    started_at: dt.datetime | None
    user_id: int

    @property
    def classes(self) -> frozenset[InfoClass]:
        return CLASSES[self.strength] if self.started_at is not None else frozenset()

    @property
    def is_strong(self) -> bool:
        """Whoever it is, is known: economy, health, family and messages are open."""
        return InfoClass.HEALTH in self.classes

    def values(self) -> Mapping[str, str]:
        """What row-level security reads while a page is shown: cases and classes, and no unit at all."""
        return {
            "hjemvei.user": str(self.user_id),
            "hjemvei.unit": str(self.unit_id),
            "hjemvei.controller": str(self.controller_id),
            "hjemvei.purpose": Purpose.OWN_CASE.value,
            "hjemvei.cases": int_array(self.cases),
            "hjemvei.own_classes": int_array(sorted(self.classes)),
        }


def find_here(token: str, *, at: dt.datetime) -> Here | None:
    """The session of this token while it lasts; looking keeps it from idling."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [token_hash(token), at])
        row = cursor.fetchone()
    if row is None or not row[2]:
        return None
    visit_id, case_id, cases, unit_id, controller_id, strength, language, started_at, user_id = row
    return Here(
        *(visit_id, case_id, tuple(cases), unit_id, controller_id),
        *(Strength(strength), language, started_at, user_id),
    )


def actor_of(here: Here, unit: Unit) -> Actor:
    """The person as an actor, by the hands of a unit that takes part: for actions, and for the read log."""
    return Actor(
        user_id=here.user_id,
        name=NAME,
        unit_id=unit.pk,
        unit_name=unit.name,
        controller_id=unit.controller_id,
        controller_name=unit.controller.name,
        unit_roles={unit.pk: frozenset({Role.PERSON})},
        clearance=STRICTEST,
        purpose=Purpose.OWN_CASE,
        channel=Channel.PORTAL,
        language=here.language,
        own_cases=frozenset(here.cases),
        within=here.classes,
    )


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def form_mark(token: str) -> str:
    """Stands in every form of a session; another site, and another session, can't know it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"min-side form " + token.encode(), "sha256").hexdigest()


def code_hash(code: str) -> bytes:
    return hmac.digest(settings.INDEX_KEY.encode(), b"min-side code " + code.encode(), "sha256")


def peppered(pin: str, *, case_id: int) -> str:
    """What is hashed in the PIN's place: without the key six figures are no secret to who reads the table."""
    return hmac.new(
        settings.INDEX_KEY.encode(), f"min-side pin {case_id} {pin}".encode(), "sha256"
    ).hexdigest()
