"""Whether a prison is left alone with a case."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.cases.rows import open_custodies
from hjemvei.parties.enums import UnitKind
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import participants


def left_alone(actor: Actor, case: Case) -> bool:
    """Only prisons take part, and the person has left: others were refused, or have ended their part."""
    kinds = {part.kind for part in participants(case)}
    return kinds == {UnitKind.PRISON} and not open_custodies(actor, [case.pk])
