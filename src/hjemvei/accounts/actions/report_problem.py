"""Tell the administrators of one's own organisation that something does not work (R260)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import Membership
from hjemvei.core.errors import RuleBroken

LOOKS_LIKE_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{6}[ ]?\d{5}(?!\d)")


def report_problem(*, actor: Actor, page: str, text: str, at: dt.datetime) -> int:
    """Return how many administrators are told; 0 means that there is none. The same text on one day is
    told once.

    Raises RuleBroken for what looks like an identity number: e-mail is no place for it.
    """
    if not text.strip():
        raise RuleBroken(_("Skriv hva som ikke virker."), field="text")
    if LOOKS_LIKE_IDENTITY_NUMBER.search(text):
        raise RuleBroken(
            _("Dette ligner et fødselsnummer. Ta det bort: meldingen sendes som e-post."), field="text"
        )
    digest = hashlib.sha256(f"{actor.user_id}:{localdate(at)}:{page}:{text}".encode()).hexdigest()[:24]
    body = _("Side: %(page)s\nEnhet: %(unit)s\n\n%(text)s")
    receivers = administrators(actor.controller_id, today=localdate(at))
    for user_id in receivers:
        letter = Letter(
            kind="alert",
            unit_id=actor.unit_id,
            user_id=user_id,
            subject=_("Hjemvei: en bruker melder om et problem"),
            body=body % {"page": page or "–", "unit": actor.unit_name, "text": text.strip()},
            once=f"problem:{digest}:{user_id}",
            at=at,
        )
        send_letter(letter)
    return len(receivers)


def administrators(controller_id: int, *, today: dt.date) -> list[int]:
    seats = Membership.objects.in_force(today).filter(
        unit__controller_id=controller_id, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return sorted(set(seats.values_list("user_id", flat=True)))
