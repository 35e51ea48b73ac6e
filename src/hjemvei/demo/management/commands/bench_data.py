"""`hjemvei bench-data --cases N`: fill an empty installation with invented cases, to measure with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.demo.filling import fill


class Command(BaseCommand):
    help = "Fill an empty installation with invented cases, to measure with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cases"] < 1:
            raise CommandError("--cases must be at least 1", returncode=2)
        try:
            fill(cases=options["cases"], today=clock.today(), say=self.stdout.write)
        except RuleBroken as refusal:
            raise CommandError(refusal.message, returncode=1) from refusal
