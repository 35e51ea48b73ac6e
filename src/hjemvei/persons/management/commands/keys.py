"""`hjemvei keys status` and `hjemvei keys rotate`: the master keys that wrap everybody's own key."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hjemvei.core.crypto import Undecipherable, newest_master
from hjemvei.persons import rotation

FROM_OUTSIDE = (
    "The master keys come from the environment (HJEMVEI_FIELD_KEY): add a new one to HJEMVEI_FIELD_KEYS in"
    " all processes, start them anew, and run this again."
)


class Command(BaseCommand):
    help = "The master keys: how many personal keys each one wraps, and a new one that wraps them all again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "rotate"])
        parser.add_argument("--batch", type=int, default=5000, help="keys in one transaction (5000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "rotate":
            self._rotate(options["batch"])
        self._status()

    def _rotate(self, batch: int) -> None:
        """A rotation that was broken off goes on; else a new key is made first."""
        if not rotation.is_behind():
            if os.environ.get("HJEMVEI_FIELD_KEY", "").strip():
                raise CommandError(FROM_OUTSIDE)
            self.stdout.write(f"master key {rotation.new_master()} is made")
        done = 0
        try:
            for count in rotation.wrap_again(batch=batch):
                done += count
                self.stdout.write(f"{done} keys are wrapped by master key {newest_master()}")
            for label, count in rotation.encrypt_again(batch=batch):
                self.stdout.write(f"{count} of {label} are encrypted by it")
            factors = rotation.encrypt_factors_again()
        except Undecipherable as error:
            raise CommandError(
                f"An older master key is missing: {error}. Nothing is lost; bring it back."
            ) from error
        self.stdout.write(f"{factors} users' second factors are encrypted by it")

    def _status(self) -> None:
        newest = newest_master()
        self.stdout.write(f"newest master key: {newest}")
        for master, keys, destroyed in rotation.key_counts():
            if destroyed:
                self.stdout.write(f"destroyed keys: {destroyed}")
            else:
                self.stdout.write(f"master key {master} wraps {keys} keys")
        if rotation.is_behind():
            self.stdout.write("older master keys are still needed: run `hjemvei keys rotate`")
