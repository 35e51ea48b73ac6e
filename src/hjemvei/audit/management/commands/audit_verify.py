"""`hjemvei audit-verify`: recompute the seals, compare with the journal and with every row as it stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from hjemvei.audit.models import ChangeLog, Seal
from hjemvei.audit.seals import verify

WORDS = {
    "entries_changed": "log entries were changed, removed, added or reordered under",
    "chain_broken": "the chain of seals is broken at",
    "seal_missing": "a seal is missing",
    "seal_changed": "the published journal says something else about",
    "seal_not_published": "the published journal does not know",
    "journal_missing": "the published journal is missing:",
    "row_changed": "a row differs from its newest log entry:",
    "row_gone": "a row is gone without a log entry:",
    "row_back": "a row stands that the log says was deleted:",
    "row_not_logged": "a row was added without a log entry:",
}


class Command(BaseCommand):
    help = "Find any edit, deletion, insertion or reordering behind the change log's back."

    def handle(self, *args: Any, **options: Any) -> None:
        findings = verify(journal=settings.VAR / "seals" / "journal.jsonl", using="worker")
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
            self.stdout.write("nothing is sealed yet: `hjemvei worker` seals the change log while it runs")
        self.stdout.write(f"no finding: {seals} seals, journal and rows agree")
