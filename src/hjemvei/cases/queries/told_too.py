"""Who must be told of a notice by the agreement that binds the case, beside the unit it is sent to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.queries import filled_roles
from hjemvei.cases.models import AppliedAgreement
from hjemvei.cases.queries.choices import notifiable_units
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case


@dataclass(frozen=True, slots=True)
class ToldToo:
    """`named` in a consent in force; `unnamed`: no yes to them, so they are told nothing."""

    named: Sequence[Unit]
    unnamed: Sequence[Unit]


def told_too(actor: Actor, case: Case, *, today: dt.date) -> ToldToo:
    """By name. Of the version that binds the case today; a unit that has closed is its successor."""
    bound = AppliedAgreement.objects.visible_to(actor).of(case).binding().values("version_id")
    roles = filled_roles(AgreementVersion.objects.filter(pk__in=bound)).values()
    wanted = {filled.unit_id for by_role in roles for filled in by_role.values() if filled.must_be_told}
    if not wanted:
        return ToldToo([], [])
    units = Unit.objects.in_force(today).filter(pk__in=wanted).exclude(pk__in=actor.units)
    may = {unit.pk for unit in notifiable_units(actor, case, today=today)}
    found = list(units.order_by("name", "id"))
    return ToldToo([u for u in found if u.pk in may], [u for u in found if u.pk not in may])
