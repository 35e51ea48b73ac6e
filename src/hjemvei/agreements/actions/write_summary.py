"""Write or change the summary in one language. A changed text has to be checked anew."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AgreementVersion, SummaryTranslation
from hjemvei.agreements.policy_sign import can_prepare
from hjemvei.agreements.signing_kinds import TranslationStatus
from hjemvei.agreements.summaries import SOURCE, source_hash, summaries_of
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.languages import languages


def write_summary(
    *,
    actor: Actor,
    version: AgreementVersion,
    language: str,
    title: str,
    body: str,
    is_machine_made: bool,
    at: dt.datetime,
) -> SummaryTranslation:
    """Raises NotAllowed for who is no party, RuleBroken for a language that stands in no list."""
    can_prepare(actor, version.agreement).require()
    if language not in languages():
        raise RuleBroken(_("Språket finnes ikke i listen."), code="language", field="language")
    Agreement.objects.select_for_update().get(pk=version.agreement_id)
    title, body = title.strip(), body.replace("\r\n", "\n").strip()
    source = summaries_of(version)[SOURCE]
    is_source = language == SOURCE
    row = SummaryTranslation.objects.filter(version=version, language=language).first()
    if row is not None and (row.title, row.body) == (title, body):
        return row
    row = row or SummaryTranslation(version=version, language=language)
    row.title, row.body, row.is_machine_made = title, body, is_machine_made
    row.source_hash = source_hash(title, body) if is_source else source_hash(source.title, source.body)
    row.status, row.written_by_id, row.written_at = TranslationStatus.DRAFT, actor.user_id, at
    row.checked_by, row.checked_role, row.checked_at = None, "", None
    row.approved_by, row.approved_at = None, None
    row.save()
    return row
