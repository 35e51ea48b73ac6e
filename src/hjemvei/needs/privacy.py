"""What `needs` holds: where the person lived, and whether a home is waiting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import Held, Table

_BASES = ("housing_help", "housing_data", "social_data", "release")

TABLES = [
    Table(
        model="needs.HousingFact",
        text=_("Det som er sagt og bekreftet om bolig"),
        purpose="housing",
        bases=_BASES,
        retention="case_file",
        retention_of={InfoClass.CONFIDENTIAL: "in_confidence"},
        held=(
            Held("info_class", _("hva slags opplysning det er")),
            Held("topic situation standing detail", _("hvordan personen bodde eller skal bo")),
            Held("as_of source is_verified", _("fra når, kilde, og om det er bekreftet")),
        ),
        technical="corrects",
    ),
    Table(
        model="needs.ConfidentialAnswer",
        text=_("Det personen har sagt i fortrolighet til kommunen"),
        purpose="housing",
        bases=("housing_help", "social_data"),
        retention="in_confidence",
        held=(
            Held("question answer text", _("spørsmålet, svaret og personens egne ord")),
            Held("told_on way", _("når det ble sagt, og hvordan det kom til kommunen")),
        ),
        technical="replaces",
    ),
    Table(
        model="needs.RiskAssessment",
        text=_("Fare for å stå uten bolig, utregnet av det som er bekreftet"),
        purpose="housing",
        bases=_BASES,
        retention="derived",
        held=(Held("answer reasons homeless_by_definition computed_on", _("svaret, grunnene og datoen")),),
    ),
]
