"""The parties have agreed on something new: the next version of an agreement, from a day on."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.drafts import VersionDraft, differs, draft_of, own_offsets
from hjemvei.agreements.models import Agreement, AgreementVersion, DeadlineChange, RoleUnit
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.queries import newest_version
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
    before.ends_before = draft.starts_on
    before.save(update_fields=["ends_before"])
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=before.number + 1,
        minimum_stay_months=draft.minimum_stay_months,
        remand_needs_presumption=draft.remand_needs_presumption,
        target_people_at_a_time=draft.target_people_at_a_time,
        prison_access_days_after_release=draft.prison_access_days_after_release,
        renotify_when_moved_days=draft.renotify_when_moved_days,
        consent_renewal_days=draft.consent_renewal_days,
        starts_on=draft.starts_on,
        note=draft.note.strip()[:400],
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    _write_terms(agreement, before, version, draft)
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


def _write_terms(
    agreement: Agreement, before: AgreementVersion, version: AgreementVersion, draft: VersionDraft
) -> None:
    """What differs from the default rules, also where nobody may change it by hand; and the units."""
    kept = DeadlineChange.objects.filter(version=before).exclude(code__in=list(draft.deadlines))
    changes = [(row.code, row.count, row.unit) for row in kept.order_by("id")]
    changes += [(code, offset.count, offset.unit) for code, offset in own_offsets(draft).items()]
    DeadlineChange.objects.bulk_create(
        DeadlineChange(version=version, code=code, count=count, unit=unit) for code, count, unit in changes
    )
    RoleUnit.objects.bulk_create(
        RoleUnit(agreement=agreement, version=version, role=role, unit_id=unit_id)
        for role, unit_id in draft.role_units.items()
    )
