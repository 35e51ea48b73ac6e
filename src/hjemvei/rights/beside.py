"""What the person says is wrong, as it stands beside what is written: on every page of the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, Rows, columns, instance
from hjemvei.core.slots import Ask
from hjemvei.rights.enums import CorrectionState
from hjemvei.rights.models import Correction
from hjemvei.rights.policy import can_answer_correction
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import CasePanel
from hjemvei.sharing.sealed import fetch_for
from hjemvei.ui import formats
from hjemvei.ui.parts import Remark

MOST = 50


@Kept
def ask_corrections(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """Newest first."""
    rows: QuerySet[Any, Any] = Correction.objects.visible_to(who).filter(case_id=ask.number("case"))
    return rows.order_by("-recorded_at", "-id").values(*columns(Correction), "to_unit__name")[:MOST]


def remarks(actor: Actor, case: Case) -> list[Remark]:
    return _remarks(actor, case, ask_corrections(actor, None, case=case.pk))


def _remarks(actor: Actor, case: Case, rows: Rows) -> list[Remark]:
    fetch_for(rows)
    return [_remark(actor, case, instance(Correction, row), row["to_unit__name"]) for row in rows]


def _remark(actor: Actor, case: Case, row: Correction, unit: str) -> Remark:
    asked = row.state == CorrectionState.ASKED
    day = formats.date(row.due_on)
    waits = _("%(unit)s svarer innen %(day)s") % {"unit": unit, "day": day}
    mine = asked and bool(can_answer_correction(actor, row))
    return Remark(
        about=row.about,
        said=row.said,
        answer=row.answer,
        note=waits if asked else unit,
        kind=str(InfoClass(row.info_class).label).capitalize(),
        state=row.get_state_display(),
        tone="warning" if asked else "neutral",
        url=reverse("rights:answer_correction", args=[case.key, row.key]) if mine else "",
    )


def _panel(actor: Actor, case: Case, _today: Any, rows: Sequence[Rows]) -> dict[str, Any]:
    return {"remarks": _remarks(actor, case, rows[0])}


CORRECTIONS = CasePanel("rights:case", "rights/_beside.html", ((ask_corrections, None),), _panel)
