"""Name the units that fill the roles of a draft, and who steps in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.change_draft import open_for_change
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import AgreementVersion, RoleUnit
from hjemvei.agreements.queries import units_of_parties
from hjemvei.agreements.words import ROLE
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True)
class Filling:
    """`must_be_told`: a notice to the municipality goes to the unit too, where the person has said yes."""

    unit: Unit
    deputy: Unit | None = None
    must_be_told: bool = False


def name_units(*, actor: Actor, version: AgreementVersion, filled: Mapping[RoleCode, Filling]) -> None:
    """A role that is not named keeps what it has. Raises NotAllowed for who is no party, RuleBroken for what
    is signed, and for a unit of an organisation that is no party.
    """
    locked = open_for_change(actor, version)
    ours = set(units_of_parties(locked.agreement).values_list("pk", flat=True))
    for role, filling in filled.items():
        _check(role, filling, ours)
        RoleUnit.objects.update_or_create(
            agreement=locked.agreement,
            version=locked,
            role=role,
            defaults={
                "unit": filling.unit,
                "deputy_unit": filling.deputy,
                "must_be_told": filling.must_be_told,
            },
        )


def _check(role: RoleCode, filling: Filling, ours: set[int]) -> None:
    if filling.deputy == filling.unit:
        raise RuleBroken(
            _("Stedfortrederen må være en annen enhet."), code="own_deputy", field=f"stedfortreder_{role}"
        )
    for unit in (filling.unit, filling.deputy):
        if unit is not None and unit.pk not in ours:
            raise RuleBroken(
                _("%(unit)s hører ikke til noen av partene: %(role)s.")
                % {"unit": unit.name, "role": ROLE[role]},
                code="not_a_party",
                field=f"enhet_{role}",
            )
