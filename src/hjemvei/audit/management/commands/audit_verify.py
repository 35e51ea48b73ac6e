"""`hjemvei audit-verify`: recompute the seals, compare with the journal and with every row as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from hjemvei.audit.journal import installed_journal
from hjemvei.audit.models import ChangeLog, Seal
from hjemvei.audit.seal_key import NoSealKey, read_key
from hjemvei.audit.seals import verify

WORDS = {
    "entries_changed": "log entries were changed, removed, added or reordered under",
    "reads_changed": "lines of the read log were changed, removed, added or reordered under",
    "chain_broken": "the chain of seals is broken at",
    "seal_missing": "a seal is missing",
    "seal_changed": "the published journal says something else about",
    "seal_not_published": "the published journal does not know",
    "journal_missing": "the published journal is missing:",
    "journal_line": "the published journal can't be read at",
    "journal_rewritten": "what stands before this head is not what it vouches for:",
    "journal_key": "signed with another key than the one that is trusted:",
    "journal_unsigned": "nothing is signed in",
    "signature_wrong": "the signature does not fit:",
    "row_changed": "a row differs from its newest log entry:",
    "row_gone": "a row is gone without a log entry:",
    "row_back": "a row stands that the log says was deleted:",
    "row_not_logged": "a row was added without a log entry:",
}


class Command(BaseCommand):
    help = "Find any edit, deletion, insertion or reordering behind the logs' backs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            metavar="HEX",
            help="the key you hold, as `hjemvei seal-key` printed it; once for each key that was ever used",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = [key.strip().lower() for key in options["public_key"]]
        keys = given or _own()
        findings = verify(journal=installed_journal(), public_keys=keys, using="worker")
        for finding in findings:
            self.stdout.write(f"{WORDS.get(finding.what, finding.what)} {finding.where}")
        anew = ChangeLog.objects.using("worker").filter(operation="S").values_list("purpose", "table_name")
        for migration, table, count in anew.annotate(Count("pk")).order_by("purpose", "table_name"):
            self.stdout.write(
                f"migration {migration} logged rows of {table} anew, with their new columns: {count}"
            )
        if findings:
            raise CommandError(f"{len(findings)} findings", returncode=1)
        seals = Seal.objects.using("worker").count()
        if not seals:
            self.stdout.write("nothing is sealed yet: `hjemvei worker` seals the logs while it runs")
        if not given:
            self.stdout.write("whose signatures they are was not checked: give --public-key from outside")
        self.stdout.write(f"no finding: {seals} seals, journal and rows agree")


def _own() -> Sequence[str]:
    """The installation's own key: it finds a journal that somebody else signed, not one signed with it."""
    try:
        return [read_key(Path(settings.SEAL_KEY_FILE)).public]
    except NoSealKey:
        return []
