"""What the page of one roll shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.exchange import queries
from hjemvei.exchange.choices import RowFate
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.ui.parts import Column, Link, Paging

TABS = (RowFate.UNDECIDED, RowFate.NEW, RowFate.CHANGED, RowFate.GONE, RowFate.FAULTY)


def preview(actor: Actor, roll: RollImport, *, fate: str, cursor: str) -> dict[str, Any]:
    """The chosen tab, else the first one with something in it. Raises RuleBroken for a cursor it did not
    write.
    """
    view = queries.roll_view(roll)
    chosen = fate if fate in {tab.value for tab in TABS} else _first_with_rows(view)
    address = reverse("exchange:roll", kwargs={"key": roll.key})
    lines = queries.roll_lines(actor, roll, fate=chosen, cursor=cursor)
    done, total = queries.progress_of(actor, roll) if view.is_applying else (0, 0)

    def link(**query: str) -> str:
        return f"{address}?{urlencode(query)}"

    return {
        "roll": view,
        "fate": chosen,
        "done": done,
        "total": total,
        "may_handle": can_handle_roll(actor, roll).allowed,
        "tabs": [
            Link(
                label=label(tab), url=link(vis=tab.value), current=tab == chosen, count=view.counts[tab.value]
            )
            for tab in TABS
        ],
        "one_name": queries.one_name_count(actor, roll) if view.is_staged and view.counts["new"] else 0,
        "lines": lines.rows,
        "columns": _columns(chosen),
        "hidden": queries.hidden_count(actor, roll, fate=chosen),
        "paging": Paging(
            previous_url=link(vis=chosen, etter=lines.previous_cursor) if lines.previous_cursor else "",
            next_url=link(vis=chosen, etter=lines.next_cursor) if lines.next_cursor else "",
        ),
    }


def label(fate: RowFate) -> str:
    return {
        RowFate.NEW: _("Nye"),
        RowFate.CHANGED: _("Endret"),
        RowFate.GONE: _("Ikke lenger på listen"),
        RowFate.UNDECIDED: _("Må avklares"),
        RowFate.FAULTY: _("Feil i raden"),
        RowFate.SAME: _("Uendret"),
    }[fate]


def _first_with_rows(view: queries.RollView) -> str:
    return next((tab.value for tab in TABS if view.counts[tab.value]), RowFate.NEW.value)


def _columns(fate: str) -> list[Column]:
    columns = [Column(label=_("Navn")), Column(label=_("Referanse")), Column(label=_("Avdeling"))]
    if fate != RowFate.GONE:
        columns.insert(0, Column(label=_("Linje"), numeric=True))
    columns.append(Column(label=_("Løslatelse")))
    if fate in (RowFate.CHANGED, RowFate.FAULTY, RowFate.UNDECIDED):
        columns.append(Column(label=_("Hva listen sier")))
    return columns
