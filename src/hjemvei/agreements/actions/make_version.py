"""The parties have agreed on something new: the next version of an agreement, from a day on."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.drafts import VersionDraft, columns_of, differs, draft_of
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.queries import newest_version, next_number
from hjemvei.agreements.signed import freeze
from hjemvei.agreements.written import copy_clauses, write_terms
from hjemvei.core.errors import RuleBroken


def make_version(
    *, actor: Actor, agreement: Agreement, draft: VersionDraft, today: dt.date, at: dt.datetime
) -> AgreementVersion:
    """The version before ends where this one starts; cases that it applies to keep it.

    Raises NotAllowed for who is no party, RuleBroken for a day that has passed or nothing new.
    """
    can_make_version(actor, agreement).require()
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = newest_version(agreement)
    if before is None:
        raise Http404
    check(before, draft, today=today)
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
    return freeze(version)


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
