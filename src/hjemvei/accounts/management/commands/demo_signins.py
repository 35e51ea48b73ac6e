"""`hjemvei manage demo_signins`: who can be signed in as in the demo world."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hjemvei.accounts.queries.own import demo_sign_ins
from hjemvei.core import clock


class Command(BaseCommand):
    help = "Print address, name, role and unit of every demo sign-in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo sign-ins exist in demo mode only (HJEMVEI_DEMO=1).")
        for unit, people in demo_sign_ins(today=clock.today()).items():
            for person in people:
                self.stdout.write(f"{person.email}\t{person.name}\t{person.roles}\t{unit}")
