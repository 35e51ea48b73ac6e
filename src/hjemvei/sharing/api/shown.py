"""What every area about a case does first: find it, note who is shown, find a unit by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.audit import reads
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, CaseRowQuerySet, Participation
from hjemvei.sharing.queries import disclose, find_case


def shown_case(actor: Actor, key: str) -> Case:
    """The case, noted as shown. Raises Http404 when the caller may not know of it."""
    case = find_case(actor, key)
    disclose(actor, case)
    return case


def shown_row(actor: Actor, rows: CaseRowQuerySet, key: str, *, lock: bool = False) -> Any:
    """The row of a visible case, locked if wanted, its person noted as shown. Raises Http404."""
    wanted = rows.visible_to(actor).select_related("case").filter(key=key)
    found = (wanted.select_for_update(of=("self",)) if lock else wanted).first()
    if found is None:
        raise Http404
    disclose(actor, found.case)
    return found


def rows_shown(actor: Actor, rows: CaseRowQuerySet, ids: Sequence[int]) -> list[Any]:
    """The rows of one page in its order, the people of their cases noted as shown."""
    found = rows.visible_to(actor).select_related("case").in_bulk(list(ids))
    note_cases(actor, [row.case_id for row in found.values()])
    return [found[pk] for pk in ids]


def note_cases(actor: Actor, case_ids: Iterable[int]) -> None:
    """Note the people of the cases that a list shows, by the records of the caller's controller."""
    ids = set(case_ids)
    if ids:
        parts = Participation.objects.visible_to(actor).filter(case_id__in=ids)
        reads.note(persons=parts.values_list("person_id", flat=True), cases=ids)


def unit_named(slug: str, *, field: str, today: dt.date) -> Unit:
    """A unit that exists now. Raises RuleBroken."""
    unit = Unit.objects.in_force(today).select_related("controller").filter(slug=slug).first()
    if unit is None:
        raise RuleBroken(_("Det finnes ingen enhet med dette navnet."), code="no_unit", field=field)
    return unit
