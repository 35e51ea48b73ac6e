"""`hjemvei manage retain [--dry-run]`: what the nightly jobs do with old records and rows of tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hjemvei.core import clock
from hjemvei.rights.ending import end_due
from hjemvei.rights.retention import retain


class Command(BaseCommand):
    help = "Restrict what is due by the retention rules, and propose to a human what shall end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        words = "would be" if dry else "were"
        for ended in end_due(at=clock.now(), dry=dry):
            if ended.rows:
                self.stdout.write(
                    f"{ended.rows} rows of {ended.table} {'would be' if dry else 'were'} deleted"
                )
        found = retain(today=clock.today(), dry=options["dry_run"])
        words = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{found.restricted} records {words} restricted, {found.proposed} {words} proposed for disposal"
        )
