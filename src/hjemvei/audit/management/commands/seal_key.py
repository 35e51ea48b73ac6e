"""`hjemvei seal-key`: print the public key that seals are checked with; `--make` makes the key at first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hjemvei.audit.seal_key import NoSealKey, make_key, read_key


class Command(BaseCommand):
    help = "Print the public key of the seals, to be kept outside this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--make", action="store_true", help="make the key where there is none yet")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.SEAL_KEY_FILE)
        try:
            key = make_key(path) if options["make"] else read_key(path)
        except FileExistsError as error:
            raise CommandError(f"There is a key at {path} already; it is left as it is.") from error
        except NoSealKey as error:
            raise CommandError(str(error)) from error
        self.stdout.write(key.public)
