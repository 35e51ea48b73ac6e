"""Count an agreement's figures of a year. The counting itself, and what is hidden, stands in the database."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.core.db import call
from hjemvei.statistics.choices import Measure
from hjemvei.statistics.models import Figure
from hjemvei.statistics.rules import is_frozen
from hjemvei.statistics.sources import meetings_of

NEW_YEAR = (1, 1)


def count_figures(
    *, actor: Actor, agreement: Agreement, year: int, today: dt.date, at: dt.datetime, note: str = ""
) -> int:
    """How many figures are new. A frozen year stays, unless `note` says why it is counted again."""
    written = int(call("count_figures", agreement.pk, year, today, at, note) or 0)
    return written + _count_meetings(actor, agreement, year=year, today=today, at=at, note=note)


def _count_meetings(
    actor: Actor, agreement: Agreement, *, year: int, today: dt.date, at: dt.datetime, note: str
) -> int:
    starts_on = dt.date(year, *NEW_YEAR)
    count = meetings_of(agreement.pk, starts_on=starts_on, ends_before=dt.date(year + 1, *NEW_YEAR))
    known = Figure.objects.visible_to(actor).filter(agreement=agreement, year=year, code=Measure.MEETINGS)
    before, final = known.order_by("-id").first(), is_frozen(year, today)
    if count is None or (before is not None and before.is_final and not note):
        return 0
    if before is not None and before.value == count and before.is_final == final:
        return 0
    Figure.objects.create(
        agreement=agreement,
        code=Measure.MEETINGS,
        year=year,
        value=count,
        is_final=final,
        note=note,
        counted_at=at,
    )
    return 1
