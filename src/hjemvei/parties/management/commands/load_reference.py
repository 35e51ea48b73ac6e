"""`hjemvei manage load_reference`: counties, municipalities, prisons and city districts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from hjemvei.parties.actions.load_reference import load_reference


class Command(BaseCommand):
    help = "Load the reference data of the package; what somebody has edited stays."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            counts = load_reference()
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
