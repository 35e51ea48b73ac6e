"""The facts of one user and one case, from the kernel; codes and grades alone, never a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.access.rules import Answer, Facts, decide


@dataclass(frozen=True, slots=True)
class Found:
    """A case that the actor's controller has or had a part in, or that a consent names it in."""

    case_id: int
    facts: Facts

    @property
    def answer(self) -> Answer:
        return decide(self.facts)


def facts_of(actor: Actor, key: str) -> Found | None:
    """None where there is no such case for this controller."""
    if "\x00" in key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kernel.access_facts(%s)", [key])
        row = cursor.fetchone()
    if row is None:
        return None
    case_id, protection, is_blocked, relation, takes_part, is_held, is_open, consent = row
    return Found(
        case_id,
        Facts(
            protection=protection,
            clearance=actor.clearance,
            relation=relation,
            is_blocked=is_blocked,
            works_with_cases=bool(actor.case_units()),
            takes_part=takes_part,
            is_held=is_held,
            is_open=is_open and bool(actor.emergency),
            consent=consent,
        ),
    )
