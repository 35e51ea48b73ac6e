"""What `homes` holds: dwellings, nobody in them. Who lives where is a lease (`tenancies`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Owner, Table

TABLES = [
    Table(
        model="homes.Dwelling",
        text=_("Boligene. Hvem som bor der, står i leieforholdet"),
        about=About.NOBODY,
        owner=Owner.HOLDER,
        purpose="housing",
        bases=("housing_help",),
        retention="stock",
        seen_by=_("De som arbeider med saker hos virksomheten som disponerer boligen."),
        technical=(
            "id key controller owner_unit municipality name address postal_code kind ownership rooms area"
            " rent is_step_free house_rules available_from ends_before recorded_at"
        ),
    ),
]
