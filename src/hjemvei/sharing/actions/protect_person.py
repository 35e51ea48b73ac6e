"""Set, raise or lift the protection of a person, for a reason, on record."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.access.policy import can_protect
from hjemvei.sharing.models import Case, ProtectionChange, writing_unit
from hjemvei.sharing.sealed import seal_text


def protect_person(
    *, actor: Actor, case: Case, grade: int, is_shielded: bool, reason: str, at: dt.datetime
) -> bool:
    """Return whether the actor still sees the case: who is not cleared for it loses it at once.

    Raises RuleBroken without a reason, or where nothing changes.
    """
    value = grade + (4 if is_shielded else 0)
    can_protect(actor, case, value=value).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hva beskyttelsen bygger på."), field="reason")
    if value == case.protection:
        raise RuleBroken(_("Beskyttelsen er alt slik."), code="same", field="grade")
    change = ProtectionChange(case_id=case.pk, controller_id=actor.controller_id)
    why = seal_text(change, "reason", reason.strip()[:300])
    call("protect", case.pk, writing_unit(actor, case), value, why, at, change.key)
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()
