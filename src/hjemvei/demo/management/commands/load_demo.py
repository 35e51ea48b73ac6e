"""`hjemvei manage load_demo`: the demo world, in an empty database of demo mode."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.demo.world.beside import make_haste, may_go_beside
from hjemvei.demo.world.history import build_world


class Command(BaseCommand):
    help = "Load the seeded, fictional world of the demo. Refuses outside demo mode and where it is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world is loaded in demo mode only: `hjemvei demo` starts it.")
        if User.objects.filter(is_demo=True).exists():
            raise CommandError("The demo world is there already; `hjemvei demo --reset` makes it anew.")
        start = time.monotonic()
        make_haste()
        world = build_world(today=clock.today(), say=self._say, side_by_side=may_go_beside())
        people = len(world.travellers)
        self._say(f"{people} roads walked, {len(world.cases)} cases inside, {time.monotonic() - start:.0f} s")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
