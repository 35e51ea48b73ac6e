"""`hjemvei manage demo_signins`: who can be signed in as in the demo world, a line a unit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hjemvei.accounts.queries.own import demo_sign_ins
from hjemvei.core import clock


class Command(BaseCommand):
    help = "Print the names and roles of the demo sign-ins, by unit; with --verbosity 2 their addresses too."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo sign-ins exist in demo mode only (HJEMVEI_DEMO=1).")
        for unit, people in demo_sign_ins(today=clock.today()).items():
            if options["verbosity"] > 1:
                self.stdout.writelines(f"{who.email}\t{who.name}\t{who.roles}\t{unit}\n" for who in people)
                continue
            named = ", ".join(f"{who.name.split()[0]} ({who.roles})" for who in people)
            self.stdout.write(f"{unit}: {named}")
