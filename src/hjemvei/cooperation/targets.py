"""Target numbers that are off the mark come to the committee's agenda."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.cooperation.sources import Asked, Point
from hjemvei.statistics.choices import Light
from hjemvei.statistics.queries import NumberView, YearView, numbers_of, with_unit

OFF = (Light.RED, Light.AMBER)
LAST_TWO = 2


def targets(asked: Asked) -> Sequence[Point]:
    """Those of this year, and of last year once it is frozen, that are near the target or not reached."""
    agreement_id = asked.meeting.forum.agreement_id
    if agreement_id is None:
        return []
    numbers = numbers_of([agreement_id], today=asked.today)[agreement_id]
    return [
        _point(number, year)
        for number in numbers
        for year in number.years[-LAST_TWO:]
        if year.light in OFF and (year is number.now or year.is_final)
    ]


def _point(number: NumberView, year: YearView) -> Point:
    text = _("%(year)s: %(shown)s, mål %(goal)s (%(light)s)") % {
        "year": year.year,
        "shown": year.shown,
        "goal": with_unit(year.goal, number.kind),
        "light": year.light.label,
    }
    return Point(f"target:{number.key or number.code}:{year.year}", number.name, text)
