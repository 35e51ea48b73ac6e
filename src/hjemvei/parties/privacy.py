"""What `parties` holds about people: names and numbers of people at work, where contact points name them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

TABLES = [
    Table(
        model="parties.ContactPoint",
        text=_("Hvor andre henvender seg"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_("Alle som er logget inn."),
        held=(
            Held("purpose phone email note", _("telefon og e-post til enheten, i arbeidstiden")),
            Held("deputy is_on_call", _("hvem som svarer når ingen er der")),
            Held("starts_on ends_before", _("periode")),
        ),
        technical="id key unit",
    ),
]
