"""How many people something slipped for, written down once for each agreement and half-year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import connections

from hjemvei.agreements.models import Agreement
from hjemvei.deviations.agenda import LOOKED
from hjemvei.deviations.models import AgendaCount
from hjemvei.deviations.rules import SMALL, ended_half_year, told, told_base

POOLED = ""
TABLES = ("kind", "cause", "month", "well")


def publish_counts(*, today: dt.date, using: str = "worker") -> int:
    """How many agreements were told something. A half-year is looked at once, also where too few slipped to
    tell: else the day when the fifth is written would tell of that one. The worker alone may count; what is
    small stays in its memory.
    """
    since, before = ended_half_year(today)
    done = 0
    counted = AgendaCount.objects.using(using).filter(since=since)
    for agreement in Agreement.objects.using(using).order_by("id").values_list("pk", flat=True):
        if counted.filter(agreement_id=agreement).exists():
            continue
        cells = _cells(agreement, since, before, using)
        rows = [
            AgendaCount(agreement_id=agreement, since=since, dimension=dimension, code=code, people=people)
            for dimension, code, people in _told(cells)
        ]
        looked = AgendaCount(agreement_id=agreement, since=since, dimension=LOOKED, people=0)
        AgendaCount.objects.using(using).bulk_create([looked, *rows])
        done += bool(rows)
    return done


def _cells(agreement: int, since: dt.date, before: dt.date, using: str) -> dict[str, dict[str, int]]:
    cells: dict[str, dict[str, int]] = defaultdict(dict)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM kernel.slip_cells(%s, %s, %s)", [agreement, since, before])
        for dimension, code, people in cursor.fetchall():
            cells[dimension][code] = people
    return cells


def _told(cells: dict[str, dict[str, int]]) -> list[tuple[str, str, int]]:
    base, slipped = cells["all"]["base"], cells["all"]["slipped"]
    if slipped < SMALL:
        return []
    rows = [("all", "slipped", slipped)]
    if (shown := told_base(base=base, slipped=slipped)) is not None:
        rows.append(("all", "base", shown))
    for dimension in TABLES:
        found = told(cells[dimension])
        rows += [(dimension, code, people) for code, people in found.cells]
        if found.pooled is not None:
            rows.append((dimension, POOLED, found.pooled))
    return rows
