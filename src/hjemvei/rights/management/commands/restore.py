"""`hjemvei restore --from DIR`: a backup into an empty database; erased people stay erased."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hjemvei.rights.backup import BackupRefused, address
from hjemvei.rights.restore import may_restore, restore


class Command(BaseCommand):
    help = "Migrate an empty database, load a backup, erase again whom the ledger names, and verify the logs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, required=True, metavar="DIR", dest="source")
        parser.add_argument(
            "--without-ledger",
            action="store_true",
            help="nobody was ever erased here: without this, a missing ledger is refused",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Path(settings.ERASURE_LEDGER).exists() and not options["without_ledger"]:
            raise CommandError(
                f"The ledger of erased people is not at {settings.ERASURE_LEDGER}. Put it there"
                " (HJEMVEI_ERASURE_LEDGER), or say --without-ledger if nobody was ever erased.",
                returncode=1,
            )
        url = address(os.environ.get("DATABASE_OWNER_URL", ""), alias="owner", role="hjemvei_owner")
        try:
            may_restore(options["source"], url=url)
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            found = restore(options["source"], url=url)
        except (BackupRefused, ValueError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"restored: {found.rows} rows; erased again: {found.erased} people")
        try:
            call_command("audit_verify", stdout=self.stdout)
        except CommandError as error:
            self.stdout.write(
                f"{error}. Seals that were published after the backup was made are unknown to it; anything"
                " else must be looked into."
            )
