"""State machines of applications and offers."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class ApplicationState(TextChoices):
    RECEIVED = "received", _("mottatt")
    GRANTED = "granted", _("innvilget")
    REFUSED = "refused", _("avslått")
    WITHDRAWN = "withdrawn", _("trukket av personen")


APPLICATION = machine(
    "application",
    initial=ApplicationState.RECEIVED,
    moves=[
        ("grant", [ApplicationState.RECEIVED], ApplicationState.GRANTED),
        ("refuse", [ApplicationState.RECEIVED], ApplicationState.REFUSED),
        ("withdraw", [ApplicationState.RECEIVED, ApplicationState.GRANTED], ApplicationState.WITHDRAWN),
    ],
)


class OfferState(TextChoices):
    MADE = "made", _("tilbudt")
    ACCEPTED = "accepted", _("takket ja")
    DECLINED = "declined", _("takket nei")
    WITHDRAWN = "withdrawn", _("trukket tilbake")
    LEASED = "leased", _("leiekontrakt inngått")


OFFER = machine(
    "offer",
    initial=OfferState.MADE,
    moves=[
        ("accept", [OfferState.MADE], OfferState.ACCEPTED),
        ("decline", [OfferState.MADE], OfferState.DECLINED),
        ("withdraw", [OfferState.MADE, OfferState.ACCEPTED], OfferState.WITHDRAWN),
        ("lease", [OfferState.ACCEPTED], OfferState.LEASED),
    ],
)
