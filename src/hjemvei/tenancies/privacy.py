"""What `tenancies` holds: leases, guarantees, the first night, follow-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import Held, Table

_BASES = ("housing_help", "housing_data")

TABLES = [
    Table(
        model="tenancies.Lease",
        text=_("Leieforhold"),
        purpose="housing",
        bases=(*_BASES, "archive"),
        retention="case_file",
        held=(
            Held("dwelling rent", _("hvilken bolig, og leien")),
            Held(
                "signed_on starts_on ends_before keys_handed_at",
                _("når kontrakten er signert, begynner og slutter, og når nøklene ble gitt"),
            ),
            Held("cancelled_at end_reason", _("når og hvorfor det tok slutt")),
        ),
        technical="offer",
    ),
    Table(
        model="tenancies.Guarantee",
        text=_("Depositum eller garanti"),
        purpose="housing",
        bases=(*_BASES, "deposit", "archive"),
        retention="case_file",
        held=(Held("kind amount issued_on", _("slag, beløp og dato")),),
        technical="lease",
    ),
    Table(
        model="tenancies.FirstNight",
        text=_("Den første natten etter løslatelse"),
        purpose="follow_up",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("place night_of detail source", _("hvor personen sov, hvilken natt, og hvem som sa det")),
        ),
    ),
    Table(
        model="tenancies.FollowUp",
        text=_("Oppfølging etter løslatelse"),
        purpose="follow_up",
        bases=(*_BASES, "social"),
        retention="case_file",
        held=(
            Held("to_unit to_user planned_on person_agreed", _("hvem, når, og at personen er enig")),
            Held("outcome happened_on still_housed note reported_at", _("hvordan det gikk")),
            Held("went_well", _("det som gikk bra")),
        ),
        technical="code",
    ),
]
