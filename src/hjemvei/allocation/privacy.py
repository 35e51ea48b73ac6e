"""What `allocation` holds: applications for a home, decisions and offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import Held, Table

_BASES = ("housing_help", "housing_data", "archive")

TABLES = [
    Table(
        model="allocation.Application",
        text=_("Søknad om bolig og vedtaket"),
        purpose="housing",
        bases=_BASES,
        retention="case_file",
        held=(
            Held(
                "to_unit state received_on provisional_reply_on",
                _("hvem den er sendt til, når, og hvor langt den er kommet"),
            ),
            Held("household_size wanted_kind wishes", _("hvor mange som skal bo der, og hva de ønsker")),
            Held(
                "decided_on decided_by help_given reasons appeal_by",
                _("vedtaket, begrunnelsen og klagefristen"),
            ),
        ),
    ),
    Table(
        model="allocation.Offer",
        text=_("Tilbud om bolig"),
        purpose="housing",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("dwelling available_from answer_by made_at", _("hvilken bolig, og svarfristen")),
            Held("state answered_at reason", _("svaret og grunnen")),
        ),
        technical="application",
    ),
]
