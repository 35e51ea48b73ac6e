"""An agreement ends: by the notice that was agreed, or on a day that every party has said yes to."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.rules import earliest_end
from hjemvei.agreements.states import AGREED, AGREEMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.ui.formats import date


def end_agreement(
    *, actor: Actor, agreement: Agreement, ends_before: dt.date, by_consent: bool, today: dt.date
) -> bool:
    """Whether it is settled. `ends_before` is the first day without it; cases keep what they were given.

    `by_consent`: earlier than the notice; the day is kept as this party's yes, and holds when every party
    has given it. Raises NotAllowed for who is no party, RuleBroken (with the earliest day) for less notice.
    """
    can_make_version(actor, agreement).require()
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    versions = _versions(locked, today)
    if ends_before < today:
        raise RuleBroken(_("Dagen har vært."), code="past", field="ends_before")
    first = notice_ends(versions, today=today)
    if ends_before < first:
        if not by_consent:
            raise RuleBroken(
                _("Avtalen kan sies opp tidligst til %(day)s. Før det må hver part si ja til dagen.")
                % {"day": date(first)},
                code="notice",
                field="ends_before",
            )
        if _say_yes(actor, locked, ends_before, today=today):
            return False
    _settle(locked, versions, ends_before, today=today)
    return True


def notice_ends(versions: list[AgreementVersion], *, today: dt.date) -> dt.date:
    """The first day that one party alone can end it on, by the longest notice that it has signed."""
    months = max((row.termination_notice_months for row in versions), default=0)
    return earliest_end(today=today, notice_months=months)


def _versions(agreement: Agreement, today: dt.date) -> list[AgreementVersion]:
    """Those in force. Raises RuleBroken for what is not signed, and where another one is to come."""
    if agreement.state not in AGREED or not AGREEMENT.can(agreement.state, "end"):
        raise RuleBroken(_("Avtalen er ikke i kraft."), code="not_agreed")
    signed = AgreementVersion.objects.signed().filter(agreement=agreement)
    if signed.filter(starts_on__gte=today).exists():
        raise RuleBroken(
            _("En undertegnet versjon har ikke begynt å gjelde. Vent til dagen etter at den gjør det."),
            code="to_come",
        )
    return list(signed.in_force(today))


def _say_yes(actor: Actor, agreement: Agreement, day: dt.date, *, today: dt.date) -> bool:
    """Keeps this party's yes; whether another one is missing."""
    parties = AgreementParty.objects.on(today).filter(agreement=agreement)
    own = parties.get(controller_id=actor.controller_id)
    own.agrees_to_end = day
    own.save(update_fields=["agrees_to_end"])
    return any(row.agrees_to_end != day for row in parties)


def _settle(agreement: Agreement, versions: list[AgreementVersion], day: dt.date, *, today: dt.date) -> None:
    """From that day; today's end is at once, a later one comes by night (`take_effect`)."""
    for version in versions:
        if version.ends_before is None or version.ends_before > day:
            version.ends_before = day
            version.save(update_fields=["ends_before"])
    if day <= today:
        move(agreement, "end", by=AGREEMENT)
        agreement.save(update_fields=["state"])
