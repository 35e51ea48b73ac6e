"""`hjemvei backup --to DIR`: every row, as it stands at one moment."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hjemvei.core import clock
from hjemvei.rights.backup import BackupRefused, address, write_backup


class Command(BaseCommand):
    help = "Write every row of the database into an empty directory, with a manifest of hashes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="an empty or new directory")

    def handle(self, *args: Any, **options: Any) -> None:
        url = address(settings.BACKUP_URL, alias="default", role="hjemvei_backup")
        try:
            manifest = write_backup(options["to"], url=url, at=clock.now())
        except BackupRefused as error:
            raise CommandError(str(error), returncode=1) from error
        rows = sum(table["rows"] for table in manifest["tables"])
        self.stdout.write(f"written: {options['to']}, {len(manifest['tables'])} tables, {rows} rows")
        self.stdout.write(
            f"not in it: the keys ({settings.VAR / 'keys'}), the journal of seals and the ledger of erased"
            f" people ({settings.ERASURE_LEDGER}). Keep them elsewhere: docs/operations/backup.md"
        )
