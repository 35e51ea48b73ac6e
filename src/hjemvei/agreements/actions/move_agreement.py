"""The parties' own decisions about where an agreement stands. Signing and its first day are others' moves."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.states import AGREEMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

BY_HAND = ("write_draft", "back_to_dialogue", "drop_revision", "end")


def move_agreement(*, actor: Actor, agreement: Agreement, verb: str, today: dt.date) -> Agreement:
    """To end it ends the version in force from today; the cases keep what they were given.

    Raises NotAllowed for who is no party, RuleBroken where the verb does not fit.
    """
    can_make_version(actor, agreement).require()
    if verb not in BY_HAND:
        raise RuleBroken(_("Velg et steg."), code="no_verb")
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    move(locked, verb, by=AGREEMENT)
    if verb == "end":
        _end_versions(locked, today)
    locked.save(update_fields=["state"])
    return locked


def _end_versions(agreement: Agreement, today: dt.date) -> None:
    signed = AgreementVersion.objects.signed().filter(agreement=agreement)
    if signed.filter(starts_on__gte=today).exists():
        raise RuleBroken(
            _("En undertegnet versjon har ikke begynt å gjelde. Vent til dagen etter at den gjør det."),
            code="to_come",
        )
    for version in signed.in_force(today):
        version.ends_before = today
        version.save(update_fields=["ends_before"])
