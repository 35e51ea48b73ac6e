"""The parties' own decisions about where an agreement stands. Signing and its first day are others' moves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.states import AGREED, AGREEMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

BY_HAND = ("write_draft", "back_to_dialogue", "drop_revision", "end")
"""What binds somebody is ended by `end_agreement`."""


def move_agreement(*, actor: Actor, agreement: Agreement, verb: str) -> Agreement:
    """Raises NotAllowed for who is no party, RuleBroken where the verb does not fit."""
    can_make_version(actor, agreement).require()
    if verb == "end" and agreement.state in AGREED:
        raise RuleBroken(_("Avtalen binder partene. Velg hvilken dag den skal slutte."), code="notice")
    if verb not in BY_HAND:
        raise RuleBroken(_("Velg et steg."), code="no_verb")
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    move(locked, verb, by=AGREEMENT)
    locked.save(update_fields=["state"])
    return locked
