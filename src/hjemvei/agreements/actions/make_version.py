"""One party lays a new version before the others: it binds nobody until each has signed (ADR-0033)."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.drafts import VersionDraft, columns_of, differs, draft_of
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.queries import newest_version, next_number, open_draft
from hjemvei.agreements.states import AGREEMENT
from hjemvei.agreements.written import copy_clauses, write_terms
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move


def make_version(
    *, actor: Actor, agreement: Agreement, draft: VersionDraft, today: dt.date, at: dt.datetime
) -> AgreementVersion:
    """A draft, whole and ready to sign. With the last signature the version before ends where this starts.

    Raises NotAllowed for who is no party, RuleBroken for a day that has passed, for nothing new, and where a
    draft is begun already.
    """
    can_make_version(actor, agreement).require()
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = newest_version(agreement)
    if before is None:
        raise Http404
    check(before, draft, today=today)
    if open_draft(agreement) is not None:
        raise RuleBroken(_("Avtalen har alt et utkast. Arbeid videre i det."), code="one_draft")
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=next_number(agreement),
        parent_version=before.parent_version,
        **columns_of(draft),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    write_terms(before, version, draft)
    copy_clauses(before, version, source=ClauseSource.EARLIER)
    if AGREEMENT.can(agreement.state, "revise"):
        move(agreement, "revise", by=AGREEMENT)
        agreement.save(update_fields=["state"])
    return version


def check(before: AgreementVersion, draft: VersionDraft, *, today: dt.date) -> None:
    """Raises RuleBroken where the draft can't follow this version."""
    if draft.starts_on < today:
        raise RuleBroken(
            _("En versjon kan ikke gjelde bakover i tid: sakene har alt fått sine frister."),
            code="past",
            field="starts_on",
        )
    if draft.starts_on <= before.starts_on:
        raise RuleBroken(
            _("Versjonen må starte etter versjon %(n)s, som gjelder fra %(day)s.")
            % {"n": before.number, "day": before.starts_on.strftime("%d.%m.%Y")},
            code="before_the_last",
            field="starts_on",
        )
    if not draft.note.strip():
        raise RuleBroken(
            _("Skriv hva partene er blitt enige om, og hvor det er vedtatt."), code="no_note", field="note"
        )
    if not differs(draft_of(before), draft):
        raise RuleBroken(_("Ingenting er endret fra versjonen før."), code="nothing_new")
