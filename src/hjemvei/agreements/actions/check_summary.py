"""Somebody else who knows the language has read the summary against the Norwegian text as it stands."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import SummaryTranslation
from hjemvei.agreements.policy_sign import can_check
from hjemvei.agreements.signing_kinds import TranslationStatus
from hjemvei.agreements.summaries import SOURCE, source_hash, summaries_of
from hjemvei.core.errors import RuleBroken


def check_summary(
    *, actor: Actor, summary: SummaryTranslation, role: str, at: dt.datetime
) -> SummaryTranslation:
    """`role`: in which capacity, as «autorisert translatør». Raises RuleBroken without one,
    NotAllowed for whoever wrote the text."""
    can_check(actor, summary).require()
    row = SummaryTranslation.objects.select_for_update().get(pk=summary.pk)
    can_check(actor, row).require()
    if not role.strip():
        raise RuleBroken(_("Skriv hvem som har kontrollert teksten."), code="role", field="role")
    source = summaries_of(row.version)[SOURCE]
    row.status, row.source_hash = TranslationStatus.CHECKED, source_hash(source.title, source.body)
    row.checked_by_id, row.checked_role, row.checked_at = actor.user_id, role.strip(), at
    row.approved_by, row.approved_at = None, None
    row.save()
    return row
