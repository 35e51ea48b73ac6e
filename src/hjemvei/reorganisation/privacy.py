"""What `reorganisation` holds: which unit became part of which, and who at work decided it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

_ALL = _("Alle som er logget inn.")

TABLES = [
    Table(
        model="reorganisation.Reorganisation",
        text=_("Omorganiseringer"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_ALL,
        held=(
            Held("kind from_unit to_unit happens_on reason", _("hvilke enheter, når og hvorfor")),
            Held("recorded_by recorded_at carried_out_at cancelled_at", _("hvem som bestemte det, og når")),
        ),
        technical="id key controller",
    ),
    Table(
        model="reorganisation.Moved",
        text=_("Hvor mye som ble flyttet i en omorganisering"),
        about=About.NOBODY,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_ALL,
        technical="id reorganisation what count",
    ),
]
