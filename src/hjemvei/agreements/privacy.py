"""What `agreements` holds about people: who put a version on record. The rest names nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

TABLES = [
    Table(
        model="agreements.AgreementVersion",
        text=_("Versjoner av samarbeidsavtalen"),
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_("Alle som er logget inn."),
        held=(Held("recorded_by recorded_at", _("hvem som skrev det, og når")),),
        technical=(
            "id agreement number minimum_stay_months remand_needs_presumption target_people_at_a_time"
            " prison_access_days_after_release renotify_when_moved_days consent_renewal_days starts_on"
            " ends_before note"
        ),
    ),
]
