"""What a cooperation committee may read of deviations. No case, no day, no way back to either."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.deviations.choices import WELL, WHY_WELL, Cause, DeviationKind
from hjemvei.deviations.models import AgendaCount, AgendaLabel

LOOKED = "looked"
"""Of a row that says that a half-year has been counted, and nothing else."""


@dataclass(frozen=True, slots=True)
class Point:
    """`label` is of this meeting alone; `month` the first of the month it happened in."""

    label: str
    kind: str
    cause: str
    month: dt.date
    text: str
    by: str
    settled: bool
    went_well: bool


@dataclass(frozen=True, slots=True)
class Count:
    """`label` of what is pooled, because each of it is small, says so."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Counts:
    """People in one half-year. `base` all with consent, None where it would tell of a few."""

    since: dt.date
    slipped: int
    base: int | None
    tables: Sequence[tuple[str, Sequence[Count]]]


def agenda_points(actor: Actor, agreement: Agreement, meeting: str) -> list[Point]:
    """The points of a meeting, by their labels of that day (`put_on_agenda` gives them)."""
    rows = (
        AgendaLabel.objects.visible_to(actor)
        .filter(meeting=meeting, point__agreement=agreement, point__taken_back_month=None)
        .select_related("point__controller")
        .order_by("label")
    )
    return [
        Point(
            label=row.label,
            kind=str(DeviationKind(row.point.kind).label),
            cause=cause_label(row.point.kind, row.point.cause),
            month=row.point.month,
            text=row.point.text,
            by=row.point.controller.name,
            settled=row.point.settled_month is not None,
            went_well=row.point.kind in WELL,
        )
        for row in rows
    ]


def agenda_counts(actor: Actor, agreement: Agreement) -> Counts | None:
    """The newest half-year that is told of; None where there is none, or all of it is small."""
    rows = AgendaCount.objects.visible_to(actor).filter(agreement=agreement).exclude(dimension=LOOKED)
    since = rows.order_by("-since").values_list("since", flat=True).first()
    if since is None:
        return None
    found: dict[str, list[Count]] = {}
    whole: dict[str, int] = {}
    for dimension, code, people in (
        rows.filter(since=since).order_by("-people", "code").values_list("dimension", "code", "people")
    ):
        if dimension == "all":
            whole[code] = people
        else:
            found.setdefault(dimension, []).append(Count(_label(dimension, code), people))
    titles = {"kind": _("Hva"), "cause": _("Årsak"), "month": _("Måned"), "well": _("Hva som gikk bra")}
    tables = [(titles[name], found[name]) for name in titles if name in found]
    return Counts(since, whole["slipped"], whole.get("base"), tables)


def cause_label(kind: str, cause: str) -> str:
    if not cause:
        return ""
    return str(dict(WHY_WELL).get(cause, Cause(cause).label) if kind in WELL else Cause(cause).label)


def _label(dimension: str, code: str) -> str:
    if not code:
        return _("annet, til sammen")
    if dimension == "cause":
        return _("ikke avklart") if code == "unknown" else str(Cause(code).label)
    return code if dimension == "month" else str(DeviationKind(code).label)
