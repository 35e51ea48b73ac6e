"""`hjemvei privacy fields|retention|papers`: the registry as a page, what is due, the papers."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.text import slugify

from hjemvei.core import clock
from hjemvei.parties.models import Controller
from hjemvei.privacy.documents import papers, pdf
from hjemvei.privacy.due import due
from hjemvei.privacy.fields import fields_document
from hjemvei.privacy.spoken import kept_words
from hjemvei.rights.ending import Ended, end_due
from hjemvei.rights.retention import Retained, retain

FIELDS = Path("docs") / "privacy" / "fields.md"


class Command(BaseCommand):
    help = "What is held about people, what is due, and the papers that must be on file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        made = verbs.add_parser("fields", help="write the list of fields with personal data")
        made.add_argument("--to", type=Path, default=FIELDS, metavar="FILE", help=f"({FIELDS})")

        made = verbs.add_parser("retention", help="what the retention rules do, by rule")
        made.add_argument("--dry-run", action="store_true", help="count only")

        made = verbs.add_parser("papers", help="the papers of each organisation, as Markdown and PDF")
        made.add_argument("--to", type=Path, required=True, metavar="DIR")
        made.add_argument("--organisation", default="", metavar="NAME", help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options)

    def papers(self, options: dict[str, Any]) -> None:
        """One folder for each organisation whose staff use the system. Raises CommandError for none."""
        today, found = clock.today(), Controller.objects.filter(units__memberships__isnull=False).distinct()
        if options["organisation"]:
            found = found.filter(name=options["organisation"])
        if not found:
            raise CommandError("There is no such organisation with staff in this installation.")
        for controller in found.order_by("name"):
            folder = options["to"] / slugify(controller.name)
            folder.mkdir(parents=True, exist_ok=True)
            for made in papers(controller, today=today):
                (folder / f"{made.name}.md").write_text(made.markdown, encoding="utf-8")
                (folder / f"{made.name}.pdf").write_bytes(pdf(made, controller, today=today))
                self.stdout.write(f"{folder / made.name}: {made.to_fill_in} places to fill in")

    def retention(self, options: dict[str, Any]) -> None:
        """What is due, in rows; then what the nightly jobs do with rows and whole records, unless dry."""
        dry = options["dry_run"]
        with translation.override("nb"):
            for line in retention_lines(at=clock.now()):
                self.stdout.write(line)
            self.stdout.write(rows_line(end_due(at=clock.now(), dry=dry), dry=dry))
            self.stdout.write(records_line(retain(today=clock.today(), dry=dry), dry=dry))

    def fields(self, options: dict[str, Any]) -> None:
        options["to"].parent.mkdir(parents=True, exist_ok=True)
        options["to"].write_text(fields_document(), encoding="utf-8")
        self.stdout.write(f"written: {options['to']}")


def records_line(found: Retained, *, dry: bool) -> str:
    """No record is ever erased by a job: a human decides about each proposal."""
    if dry:
        would = f"{found.restricted} personer ville blitt sperret, {found.proposed} foreslått til sletting."
        return f"{would} Ingenting er endret."
    return f"{found.restricted} personer er sperret, {found.proposed} er foreslått. Ingen person er slettet."


def rows_line(found: Sequence[Ended], *, dry: bool) -> str:
    """Of single tables; less than what is due where a hold or a request for access stops it."""
    rows = ", ".join(f"{line.rows} i {line.table}" for line in found if line.rows) or "ingen"
    return f"Rader i enkelte tabeller som {'ville blitt slettet' if dry else 'er slettet'}: {rows}."


def retention_lines(*, at: dt.datetime) -> Iterator[str]:
    """By rule: what it says, then each table of which rows are due; a rule without any says so."""
    lines = sorted(due(at=at), key=lambda line: line.rule.code)
    for code, group in groupby(lines, key=lambda line: line.rule.code):
        found = list(group)
        yield f"{code}: {found[0].rule.text}. {kept_words(found[0].rule)}."
        rows = [line for line in found if line.restrict or line.end]
        for line in rows:
            yield f"  {line.table}: {line.restrict or 0} å begrense, {line.end or 0} ved slutten av tiden"
        if not rows:
            yield "  ingenting nå"
