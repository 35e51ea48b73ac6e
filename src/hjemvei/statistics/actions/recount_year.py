"""Count again in the open: a running year at once, a frozen one with a reason that stands by the figure."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.core.errors import RuleBroken
from hjemvei.statistics.actions.count_figures import count_figures
from hjemvei.statistics.policy import can_set_target
from hjemvei.statistics.rules import is_frozen


def recount_year(
    *, actor: Actor, agreement: Agreement, year: int, note: str, today: dt.date, at: dt.datetime
) -> int:
    """Raises NotAllowed for who is no party, RuleBroken for a frozen year without a reason, or where nothing
    moves by five people: less would tell of somebody (ADR-0032).
    """
    can_set_target(actor, agreement).require()
    if is_frozen(year, today) and not note.strip():
        raise RuleBroken(_("Skriv hvorfor året telles på nytt."), code="no_note", field="note")
    text = note.strip() if is_frozen(year, today) else ""
    written = count_figures(actor=actor, agreement=agreement, year=year, today=today, at=at, note=text)
    if text and not written:
        message = _("Ingen tall ble endret. En forskjell på færre enn fem personer vises ikke.")
        raise RuleBroken(message, code="too_small", field="note")
    return written
