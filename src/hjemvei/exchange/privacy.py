"""What `exchange` holds: lists of a prison on their way in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import About, Held, Owner, Table

_UNIT = _("De som arbeider med saker i enheten som leser inn listen.")
_SHORT = _("finnes bare til listen er tatt i bruk; det som blir stående, står i saken")

TABLES = [
    Table(
        model="exchange.RollImport",
        text=_("Hvilke lister som er lest inn"),
        about=About.STAFF,
        owner=Owner.HOLDER,
        purpose="coordination",
        bases=("correctional",),
        retention="roll_sums",
        seen_by=_UNIT,
        held=(
            Held(
                "loaded_by file_name loaded_at applied_at refusal", _("hvem som leste inn hvilken liste, når")
            ),
        ),
        technical=(
            "id key owner_unit file_hash roll_date state units row_count done_count same_count new_count"
            " gone_count changed_count faulty_count undecided_count"
        ),
    ),
    Table(
        model="exchange.RollFile",
        text=_("Selve listen, kryptert"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="release",
        bases=("correctional",),
        retention="staged",
        seen_by=_UNIT,
        held=(Held("ciphertext", _("listen slik fengselet ga den"), _SHORT),),
        technical="roll owner_unit size",
    ),
    Table(
        model="exchange.RollProgress",
        text=_("Hvor langt innlesingen er kommet"),
        about=About.NOBODY,
        owner=Owner.HOLDER,
        purpose="operation",
        bases=("correctional",),
        retention="staged",
        seen_by=_UNIT,
        technical="roll owner_unit done total",
    ),
    Table(
        model="exchange.RollRow",
        text=_("Radene i listen til de er kontrollert"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="release",
        bases=("correctional",),
        retention="staged",
        seen_by=_UNIT,
        held=(
            Held(
                "family_name given_name birth_date reference",
                _("navn, fødselsdato og fengselets referanse"),
                _SHORT,
            ),
            Held(
                "unit expected_release_on protection",
                _("fengsel, ventet løslatelse og adressesperre"),
                _SHORT,
            ),
            Held(
                "problems changes decided_by",
                _("hva som er feil eller nytt, og hvem som avgjorde det"),
                _SHORT,
            ),
        ),
        technical="id roll owner_unit line fate case_id person_id",
    ),
]
