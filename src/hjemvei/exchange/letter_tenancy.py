"""What others read of a tenancy: the confirmation, and the guarantee to the landlord (neutral: R86)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.exchange.letter_frame import Frame, box, facts, kroner, on, text
from hjemvei.exchange.letter_pdf import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """Also the landlord may read this: where, how much, from when; never where the tenant comes from."""

    tenant: str
    address: str
    rent: int
    signed_on: dt.date | None
    starts_on: dt.date
    ends_before: dt.date | None


def lease_confirmation(frame: Frame, tenancy: Tenancy) -> Letter:
    """Neutral, since it is shown to electricity suppliers, the post and others."""
    return frame.letter(
        _("Bekreftelse på leieforhold"),
        [
            text(_("Vi bekrefter at det er inngått leiekontrakt for boligen under.")),
            facts(*_terms(tenancy)),
            box(
                _("Ta vare på bekreftelsen"),
                _(
                    "Du kan bruke den når du melder flytting, bestiller strøm eller søker om bostøtte."
                    " Hva du og utleier har plikt til, står i leiekontrakten og i husleieloven.",
                ),
            ),
        ],
    )


def guarantee(frame: Frame, tenancy: Tenancy, *, amount: int, issued_on: dt.date, is_deposit: bool) -> Letter:
    """To the landlord. Neutral sender and wording (R86); at most six months' rent (husleieloven § 3-6)."""
    title = _("Depositum for husleie") if is_deposit else _("Garanti for husleie")
    said = (
        _("%(sender)s stiller depositum for leieforholdet under.")
        if is_deposit
        else _("%(sender)s garanterer for leietakerens plikter i leieforholdet under, inntil beløpet.")
    )
    return frame.letter(
        title,
        [
            text(said % {"sender": frame.sender}),
            facts((_("Beløp"), kroner(amount)), (_("Stilt"), on(issued_on)), *_terms(tenancy)),
            text(
                _(
                    "Depositum og garanti kan til sammen ikke være høyere enn seks måneders leie"
                    " (husleieloven §§ 3-5 og 3-6). Krav meldes skriftlig til oss med dokumentasjon.",
                )
            ),
        ],
    )


def _terms(tenancy: Tenancy) -> tuple[tuple[str, str], ...]:
    return (
        (_("Leietaker"), tenancy.tenant),
        (_("Adresse"), tenancy.address),
        (_("Leie"), _("%(sum)s i måneden") % {"sum": kroner(tenancy.rent)}),
        (_("Kontrakt signert"), on(tenancy.signed_on)),
        (_("Leieforholdet starter"), on(tenancy.starts_on)),
        (_("Siste dag"), on(tenancy.ends_before - dt.timedelta(days=1)) if tenancy.ends_before else ""),
    )
