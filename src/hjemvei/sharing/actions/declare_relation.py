"""Say that a member of staff is, or stands close to, somebody: those cases are closed to them from now on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.persons import crypto
from hjemvei.persons.rules import Refusal, classify_number
from hjemvei.sharing.access.policy import can_record_relation
from hjemvei.sharing.enums import RelationKind
from hjemvei.sharing.models import Case


def declare_relation(
    *, actor: Actor, user_id: int, kind: RelationKind, number: str = "", case: Case | None = None
) -> None:
    """By identity number, also for somebody who is not known here yet, or by a case that the actor sees.

    Said twice it is one relation; nothing tells whether the number is known. Raises RuleBroken for a number
    that is none.
    """
    can_record_relation(actor, user_id=user_id).require()
    if case is not None:
        call("declare_relation", user_id, kind.value, None, "", case.pk, new_key())
        return
    found = classify_number(number)
    if isinstance(found, Refusal):
        raise RuleBroken(_(found.text), field="number")
    index = crypto.blind_index(found.number)
    call("declare_relation", user_id, kind.value, index, found.number[-3:], None, new_key())
