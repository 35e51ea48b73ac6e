"""The tables that the world is made of, and the dates that they count from."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parent.parent
ROLLS = FOLDER / "rolls"
EARLIER_ROLL = dt.date(2026, 11, 2)
LATER_ROLL = dt.date(2026, 11, 9)
OSLO = ZoneInfo("Europe/Oslo")
START = dt.date(2020, 1, 1)


def rows(name: str) -> list[dict[str, str]]:
    """A table of `data/`: semicolons, first line the columns."""
    with (FOLDER / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every date of the world hangs on the day it is made: the second roll is last Monday's."""

    today: dt.date

    @property
    def shift(self) -> dt.timedelta:
        """Whole weeks from the files' dates to this world's."""
        monday = self.today - dt.timedelta(days=self.today.weekday() or 7)
        return monday - LATER_ROLL

    def day(self, days_ago: int) -> dt.date:
        return self.today - dt.timedelta(days=days_ago)

    def moment(self, day: dt.date, hour: int = 10) -> dt.datetime:
        """A working hour of the day in Norway, never later than the world's first minute."""
        return dt.datetime.combine(day, dt.time(hour), tzinfo=OSLO)
