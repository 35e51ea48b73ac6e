"""`hjemvei privacy fields|retention|papers`: the registry as a page, what is due, the papers."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hjemvei.privacy.fields import fields_document

FIELDS = Path("docs") / "privacy" / "fields.md"


class Command(BaseCommand):
    help = "What is held about people, what is due, and the papers that must be on file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        made = verbs.add_parser("fields", help="write the list of fields with personal data")
        made.add_argument("--to", type=Path, default=FIELDS, metavar="FILE", help=f"({FIELDS})")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options)

    def fields(self, options: dict[str, Any]) -> None:
        options["to"].parent.mkdir(parents=True, exist_ok=True)
        options["to"].write_text(fields_document(), encoding="utf-8")
        self.stdout.write(f"written: {options['to']}")
