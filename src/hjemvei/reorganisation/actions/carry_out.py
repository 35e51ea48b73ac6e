"""The day has come: everything gets its new home in one transaction, or nothing happens at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.actions.end_unit import end_unit
from hjemvei.reorganisation.choices import Held, ReorganisationKind
from hjemvei.reorganisation.holdings import held_by, left_alone
from hjemvei.reorganisation.models import Moved, Reorganisation
from hjemvei.reorganisation.moving import move_cases, move_house, move_people, tell_in_cases
from hjemvei.reorganisation.policy import can_reorganise


def carry_out(
    *, actor: Actor, plan: Reorganisation, users: Collection[int] = (), at: dt.datetime, today: dt.date
) -> Reorganisation:
    """`users` are those who go along in a split. Raises NotAllowed, and RuleBroken before the day, for what
    is done already, and while anything would be left without a home.
    """
    can_reorganise(actor, plan.from_unit).require()
    with transaction.atomic():
        row = Reorganisation.objects.select_for_update(of=("self",)).select_related("from_unit", "to_unit")
        locked = row.get(pk=plan.pk)
        _check(locked, users, today)
        before = held_by(locked.from_unit, today=today)
        _move(actor, locked, users, at=at, today=today)
        after = held_by(locked.from_unit, today=today)
        if locked.kind != ReorganisationKind.SPLIT:
            _nothing_left(after)
            last_day = today - dt.timedelta(days=1)
            end_unit(actor=actor, unit=locked.from_unit, last_day=last_day, successor=locked.to_unit)
        locked.carried_out_at = at
        locked.save(update_fields=["carried_out_at"])
        moved = {kind: count - after[kind] for kind, count in before.items() if count > after[kind]}
        Moved.objects.bulk_create(
            [Moved(reorganisation=locked, what=kind, count=count) for kind, count in moved.items()]
        )
    return locked


def _check(plan: Reorganisation, users: Collection[int], today: dt.date) -> None:
    if plan.carried_out_at is not None or plan.cancelled_at is not None:
        raise RuleBroken(_("Omorganiseringen er gjennomført eller avlyst."), code="done")
    if plan.happens_on > today:
        raise RuleBroken(_("Dagen er ikke kommet ennå."), code="too_early")
    if plan.kind == ReorganisationKind.SPLIT and not users:
        raise RuleBroken(_("Velg hvem som går til den andre enheten."), code="nobody", field="users")


def _move(
    actor: Actor, plan: Reorganisation, users: Collection[int], *, at: dt.datetime, today: dt.date
) -> None:
    if plan.to_unit is None:
        return
    only = users if plan.kind == ReorganisationKind.SPLIT else None
    moved = move_cases(actor, plan.from_unit, plan.to_unit, only_of=only)
    tell_in_cases(actor, plan.from_unit, plan.to_unit, moved, at=at, is_whole=only is None)
    move_people(actor, plan.from_unit, plan.to_unit, only=only, at=at, today=today)
    if only is None:
        move_house(plan.from_unit, plan.to_unit, today=today)


def _nothing_left(held: dict[Held, int]) -> None:
    left = left_alone(held)
    if left:
        named = ", ".join(f"{kind.label}: {held[kind]}" for kind in left)
        text = _("Dette ville blitt stående uten noen: %(left)s. Gi det et nytt sted først.")
        raise RuleBroken(text % {"left": named}, code="left_alone")
