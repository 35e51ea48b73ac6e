"""A party's leader approves a summary that has been checked; never the one who wrote it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import SummaryTranslation
from hjemvei.agreements.policy_sign import can_approve
from hjemvei.agreements.signing_kinds import TranslationStatus
from hjemvei.agreements.summaries import SOURCE, source_hash, summaries_of
from hjemvei.core.errors import RuleBroken


def approve_summary(*, actor: Actor, summary: SummaryTranslation, at: dt.datetime) -> SummaryTranslation:
    """Doing it twice does it once. Raises RuleBroken where the Norwegian text has moved on since."""
    can_approve(actor, summary).require()
    row = SummaryTranslation.objects.select_for_update().get(pk=summary.pk)
    can_approve(actor, row).require()
    source = summaries_of(row.version)[SOURCE]
    if row.source_hash != source_hash(source.title, source.body):
        raise RuleBroken(
            _("Den norske teksten er endret siden kontrollen. Kontroller oversettelsen på nytt."),
            code="stale",
        )
    if row.status != TranslationStatus.APPROVED:
        row.status, row.approved_by_id, row.approved_at = TranslationStatus.APPROVED, actor.user_id, at
        row.save(update_fields=["status", "approved_by", "approved_at"])
    return row
