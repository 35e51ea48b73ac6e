"""`hjemvei manage load_demo`: the demo world, in an empty database of demo mode."""

from __future__ import annotations

import gc
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.demo.world.history import build_world


def make_haste() -> None:
    """A half-loaded world is made anew, so no commit waits for the disk; there is little garbage to find."""
    gc.set_threshold(100_000, 50, 100)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


class Command(BaseCommand):
    help = "Load the seeded, fictional world of the demo. Refuses outside demo mode and where it is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is loaded in demo mode only: `hjemvei demo` starts it.")
        if User.objects.filter(is_demo=True).exists():
            raise CommandError("The demo world is there already; `hjemvei demo --reset` makes it anew.")
        start = time.monotonic()
        make_haste()
        world = build_world(today=clock.today(), say=self.stdout.write)
        self.stdout.write(f"{len(world.cases)} cases in {time.monotonic() - start:.0f} s")
