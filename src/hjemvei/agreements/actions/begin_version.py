"""Begin the next version of an agreement as a draft, filled with what holds now."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.drafts import columns_of, draft_of
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.queries import newest_version, next_number, open_draft
from hjemvei.agreements.states import AGREEMENT
from hjemvei.agreements.written import copy_clauses, write_terms
from hjemvei.core.states import move


def begin_version(
    *, actor: Actor, agreement: Agreement, starts_on: dt.date, at: dt.datetime
) -> AgreementVersion:
    """The draft there is, where somebody has begun already. Raises NotAllowed for who is no party."""
    can_make_version(actor, agreement).require()
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    begun, before = open_draft(agreement), newest_version(agreement)
    if begun is not None:
        return begun
    if before is None:
        raise Http404
    draft = draft_of(before)
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=next_number(agreement),
        parent_version=newest_version(agreement.parent) if agreement.parent else None,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        **{**columns_of(draft), "starts_on": starts_on},
    )
    write_terms(before, version, draft)
    copy_clauses(before, version, source=ClauseSource.EARLIER)
    move(agreement, "revise", by=AGREEMENT)
    agreement.save(update_fields=["state"])
    return version
