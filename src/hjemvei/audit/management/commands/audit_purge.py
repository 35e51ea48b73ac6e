"""`hjemvei manage audit_purge [--dry-run]`: reads that are older than the retention rule go, on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hjemvei.audit.journal import installed_journal
from hjemvei.audit.purge import PurgeRefused, purge_reads
from hjemvei.audit.seal_key import NoSealKey, read_key
from hjemvei.core import clock


class Command(BaseCommand):
    help = "Remove lines of the read log that are older than the rule says; the seals and their roots stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, **options: Any) -> None:
        dry = options["dry_run"]
        try:
            key = read_key(Path(settings.SEAL_KEY_FILE))
            found = purge_reads(at=clock.now(), journal=installed_journal(), key=key, dry=dry)
        except (PurgeRefused, NoSealKey, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        if not found.seal:
            self.stdout.write("nothing is that old")
            return
        words = "would be removed" if dry else "removed, and published as such"
        self.stdout.write(f"{found.reads} reads under the seals up to {found.seal} {words}")
