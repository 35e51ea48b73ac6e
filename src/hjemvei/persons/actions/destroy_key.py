"""Destroy the key of a person record: what it sealed can't be read again, in no backup either once the
master key
that wrapped it there is gone (docs/operations/keys.md).
"""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.models import DestructionGround
from hjemvei.persons.policy import can_destroy_key


def destroy_key(*, actor: Actor, person_id: int, ground: DestructionGround, reference: str) -> None:
    """`reference` names the archive's receipt or the decision. Raises NotAllowed, or RuleBroken while a case
    is
    open, without a reference, or while another controller still holds what this key sealed.
    """
    can_destroy_key(actor).require()
    if not reference.strip():
        raise RuleBroken(
            _("Skriv hvilken kvittering eller hvilket vedtak det gjelder."),
            code="no_reference",
            field="reference",
        )
    try:
        with transaction.atomic():
            is_gone = call("destroy_key", person_id, ground.value, reference.strip()[:120])
    except DatabaseError as error:
        raise RuleBroken(
            _("Innholdet kan ikke slettes mens en sak er åpen, eller for en annen virksomhets person."),
            code="open_case",
        ) from error
    if not is_gone:
        raise RuleBroken(
            _("Innholdet er slettet fra før, eller andre har mottatt noe av det og er ikke ferdige med det."),
            code="held_by_others",
        )
