"""Fill the journeys' database, whose tables are there: units, staff who sign in by a click, and the
agreement; no people.

Run as `python -m tests.journeys.seed` with the site's environment. The roll comes from the browser.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import django
from django.conf import settings
from django.core.management import call_command

ROLL = Path(__file__).resolve().parents[1] / "data" / "rolls" / "trondheim-2026-11-02.csv"
ROLL_DAY = dt.date(2026, 11, 2)
SHIFTED = ("admitted_on", "expected_release_on")


def today_in_norway() -> dt.date:
    """The site's own day; the browser's process may stand in another time zone."""
    return dt.datetime.now(ZoneInfo("Europe/Oslo")).date()


def last_monday(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=today.weekday())


def shifted_roll(today: dt.date) -> bytes:
    """The roll as it would stand last Monday: every day moves by the same whole weeks."""
    by = last_monday(today) - ROLL_DAY
    with ROLL.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        rows = [{**row, **{name: _moved(row[name], by) for name in SHIFTED}} for row in reader]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _moved(day: str, by: dt.timedelta) -> str:
    return (dt.date.fromisoformat(day) + by).isoformat() if day else ""


def main() -> None:
    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.db import transaction  # noqa: PLC0415  apps must be ready

    from hjemvei.core import clock  # noqa: PLC0415
    from tests.journeys.town import build_town  # noqa: PLC0415

    with transaction.atomic():
        made = build_town(today=clock.today())
    roll = settings.VAR / f"trondheim-{last_monday(clock.today())}.csv"
    roll.write_bytes(shifted_roll(clock.today()))
    made["roll"] = str(roll)
    (settings.VAR / "made.json").write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
