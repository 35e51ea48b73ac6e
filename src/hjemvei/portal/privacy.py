"""What `portal` holds: the ways in to the person's own page, and what the person says there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import Held, Table

_SECURITY = ("accountability",)
_SECRET = _("En hemmelighet som bare personen kjenner, og som ikke kan leses tilbake")

TABLES = [
    Table(
        model="portal.Pack",
        text=_("Papir med kode til personens egen side"),
        purpose="security",
        bases=_SECURITY,
        retention="case_work",
        held=(
            Held("language", _("språket på papiret")),
            Held(
                "expires_at tries",
                _("når koden ble laget, hvor lenge den virker, hvor mange forsøk som er brukt"),
            ),
            Held("used_at ended_at", _("når koden ble brukt eller erstattet")),
        ),
        technical="code_hash",
    ),
    Table(
        model="portal.Pin",
        text=_("PIN som personen har valgt"),
        purpose="security",
        bases=_SECURITY,
        retention="case_work",
        held=(
            Held("pin_hash", _("PIN-en, lagret slik at ingen kan lese den"), withheld=_SECRET),
            Held("tries ended_at", _("forsøk og når den ble byttet")),
        ),
    ),
    Table(
        model="portal.Visit",
        text=_("Besøk på personens egen side"),
        purpose="security",
        bases=_SECURITY,
        retention="case_work",
        held=(
            Held("strength how", _("hvordan personen kom inn, og hvordan en ansatt visste hvem det var")),
            Held(
                "cases language opens_before started_at seen_at ended_at",
                _("hvilke saker, språk, og når besøket begynte og tok slutt"),
            ),
        ),
        technical="token_hash",
    ),
    Table(
        model="portal.Word",
        text=_("Det personen har sagt til en enhet, og svarene"),
        purpose="coordination",
        bases=("cooperation", "social", "housing_help"),
        retention="case_file",
        held=(
            Held("kind about", _("hva slags beskjed det er, og hva den gjelder")),
            Held("body", _("personens egne ord, eller svaret")),
            Held("by_person language answered_at", _("hvem som sa det, språket, og når det ble besvart")),
        ),
        technical="answers",
    ),
]
