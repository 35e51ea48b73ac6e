"""By which law each unit that takes part may process anything at all. Consent is never the answer to that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from hjemvei.audit.processing import BASES
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case


@dataclass(frozen=True, slots=True)
class Ground:
    """`takes_part` is why the unit is in the case, `statute` and `text` by which law it keeps records."""

    unit_slug: str
    unit_name: str
    basis: str
    takes_part: str
    code: str
    statute: str
    text: str


def legal_grounds(case: Case) -> Sequence[Ground]:
    """Of every unit that takes part now, for somebody who takes part too; otherwise none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, basis, legal_basis FROM kernel.legal_grounds(%s)", [case.pk])
        rows = cursor.fetchall()
    units = Unit.objects.in_bulk([unit_id for unit_id, _basis, _code in rows])
    found = [_ground(units[unit_id], basis, code) for unit_id, basis, code in rows]
    return sorted(found, key=lambda ground: (ground.unit_name, ground.basis))


def _ground(unit: Unit, basis: str, code: str) -> Ground:
    law = BASES[code]
    label = str(Basis(basis).label)
    return Ground(unit.slug, unit.name, basis, label, code, law.name, str(law.text))
