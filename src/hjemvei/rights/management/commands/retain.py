"""`hjemvei manage retain [--dry-run]`: what the nightly job does with records whose last case is closed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hjemvei.core import clock
from hjemvei.rights.retention import retain


class Command(BaseCommand):
    help = "Restrict what is due by the retention rules, and propose to a human what shall end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, **options: Any) -> None:
        found = retain(today=clock.today(), dry=options["dry_run"])
        words = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{found.restricted} records {words} restricted, {found.proposed} {words} proposed for disposal"
        )
