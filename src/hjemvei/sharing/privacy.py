"""What `sharing` holds: the case's shell, who takes part, what the person said yes to, what was handed over.

`ROW` is what every fact in a case has; it is declared once, for all apps.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import About, Held, Owner, Table

ROW = (
    Held("key", _("referanse")),
    Held("case", _("hvilken sak det hører til")),
    Held("controller owner_unit", _("hvilken virksomhet og enhet som har skrevet det")),
    Held("recorded_by recorded_at", _("hvem som skrev det, og når")),
)
ROW_TECHNICAL = "id"
_ACCESS = _("styrer tilgang; vises som hvem som deltar")
_BASES = ("accountability", "confidentiality")

TABLES = [
    Table(
        model="sharing.Case",
        text=_("Saken: en ramme uten navn og uten fakta"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="coordination",
        bases=("cooperation", "social", "housing_help"),
        retention="case_file",
        held=(
            Held("key", _("referanse")),
            Held("controller opened_by_unit opened_at", _("hvem som åpnet saken, og når")),
            Held("closed_at close_reason", _("når og hvorfor den ble avsluttet")),
            Held("protection", _("grad av adressesperre")),
            Held(
                "access_units visible_until blocked_users",
                _("hvem som slipper til, og hvem som er sperret ute"),
                _ACCESS,
            ),
        ),
        technical="id person",
    ),
    Table(
        model="sharing.Participation",
        text=_("Hvilke enheter som deltar i saken, på hvilket grunnlag"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="security",
        bases=("accountability",),
        retention="case_file",
        seen_by=_("Enheten det gjelder. Alle som deltar i saken, ser hvem de andre er."),
        held=(
            Held(
                "case unit controller basis legal_basis can_write consent",
                _("hvem som deltar, hvorfor, etter hvilken lov, og om de kan skrive"),
            ),
            Held("starts_at ends_at", _("periode")),
        ),
        technical="id person",
    ),
    Table(
        model="sharing.Grant",
        text=_("Hva en enhet kan lese av det en annen virksomhet har skrevet"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="security",
        bases=("accountability",),
        retention="case_file",
        seen_by=_("Enheten det gjelder."),
        held=(
            Held("case giver unit keys", _("fra hvem, til hvem og hva")),
            Held("starts_at ends_at", _("periode")),
        ),
        technical="id participation",
    ),
    Table(
        model="sharing.SearchToken",
        text=_("Søkeord for navnet, som nøkler"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=("accountability",),
        retention="derived",
        seen_by=_("Ingen på noen side. Søket bruker dem."),
        held=(Held("unit token case", _("navn til søk og sortering"), _("sier ikke noe uten nøkkelen")),),
        technical="id",
    ),
    Table(
        model="sharing.Consent",
        text=_("Det personen har svart om deling"),
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("state answered_at", _("svaret, og når det kom")),
            Held(
                "form language interpreter_used explained",
                _("hvordan det ble spurt, på hvilket språk, og hva som ble forklart"),
            ),
            Held(
                "representation representative_name", _("hvem som svarte for personen, hvis noen gjorde det")
            ),
            Held("starts_on ends_before", _("periode")),
            Held("withdrawn_at withdrawn_how", _("når og hvordan det ble trukket")),
        ),
    ),
    Table(
        model="sharing.ConsentScope",
        text=_("Hva et samtykke gjelder"),
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("consent giver receiver_unit info_class purpose", _("fra hvem, til hvem, hva og hvorfor")),
        ),
    ),
    Table(
        model="sharing.ConsentEvent",
        text=_("Hva som er sagt om et samtykke, hver gang"),
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        held=(
            Held(
                "consent kind happened_at replaces",
                _("hva som skjedde, når, og hvilket samtykke det gjelder"),
            ),
            Held(
                "form witness_name language interpreter_used interpreter_how explained",
                _("hvordan det ble sagt, hvem som hørte det, på hvilket språk, og hva som ble forklart"),
            ),
            Held(
                "representation representative_name", _("hvem som svarte for personen, hvis noen gjorde det")
            ),
            Held("starts_on ends_before", _("periode")),
        ),
    ),
    Table(
        model="sharing.ConsentChange",
        text=_("Hva som kom til og falt bort hver gang"),
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        held=(
            Held(
                "event change giver receiver_unit info_class purpose",
                _("fra hvem, til hvem, hva, og om det kom til eller falt bort"),
            ),
        ),
    ),
    Table(
        model="sharing.AccessEnd",
        text=_("Melding til en enhet om at tilgangen er avsluttet, uten innhold"),
        info_class=InfoClass.IDENTITY,
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        seen_by=_("Enheten det gjelder."),
        held=(
            Held("unit reference", _("hvem som har mistet tilgang, og sakens referanse")),
            Held("reason ended_at", _("når, og om samtykket ble trukket eller gikk ut")),
            Held("seen_at seen_by", _("hvem i enheten som har lest det")),
        ),
        technical="id key case",
    ),
    Table(
        model="sharing.StatuteMessage",
        text=_("Én melding til en enhet etter en lov, uten samtykke"),
        info_class=InfoClass.IDENTITY,
        purpose="consent",
        bases=("accountability",),
        retention="case_file",
        seen_by=_("Enheten som sendte den og enheten som fikk den, i de klassene rollen kan lese."),
        held=(
            Held("owner_unit to_unit sent_by sent_at", _("fra hvem, til hvem, når")),
            Held("basis reason info_classes", _("etter hvilken lov, hvorfor, og hva den handler om")),
            Held("body", _("teksten, kryptert")),
            Held("read_at read_by", _("hvem som har lest den")),
            Held("protection blocked_users", _("hvem som er sperret ute"), _ACCESS),
        ),
        technical="id key disclosure person",
    ),
    Table(
        model="sharing.HiddenDisclosure",
        text=_("At en melding ikke vises for personen, og hvem som godkjente det"),
        purpose="consent",
        bases=("accountability",),
        retention="case_file",
        held=(
            Held("disclosure reason", _("hva, og hvorfor")),
            Held("approved_by approved_at", _("hvem som godkjente, og når")),
        ),
    ),
    Table(
        model="sharing.Disclosure",
        text=_("Det som er utlevert, uten innholdet"),
        purpose="consent",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("receiver_unit info_classes what", _("hva, og til hvem")),
            Held("basis consent ended_at", _("grunnlaget, og når det tok slutt")),
        ),
    ),
    Table(
        model="sharing.ProtectionChange",
        text=_("Når en beskyttelse er satt, hevet eller opphevet"),
        purpose="security",
        bases=("accountability",),
        retention="case_file",
        held=(Held("before after reason", _("hva som ble endret, og hva det bygger på")),),
    ),
    Table(
        model="sharing.BreakGlass",
        text=_("Når en annen enhet i virksomheten har åpnet saken fordi det hastet"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="security",
        bases=("accountability",),
        retention="case_file",
        seen_by=_("Den som åpnet, virksomhetens enheter i saken og personvernombudet, som ikke ser saken."),
        held=(
            Held("key case", _("hvilken sak, og referansen til åpningen")),
            Held("user unit controller", _("hvem som åpnet, fra hvilken enhet og virksomhet")),
            Held("category reason", _("hvorfor det hastet")),
            Held("starts_at ends_at", _("fra når til når")),
            Held(
                "review_by reviewed_at reviewed_by outcome review_text",
                _("personvernombudets gjennomgang og hva den viste"),
            ),
        ),
        technical="id person participation",
    ),
    Table(
        model="sharing.Relation",
        text=_("Ansatte som ikke skal se en sak fordi den er deres egen, eller gjelder noen de står nær"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="account",
        seen_by=_("Den ansatte selv, den som registrerte det, og for en sak: enhetene i den."),
        held=(
            Held("user controller kind", _("hvem, og hva forholdet er")),
            Held("blind_index last_digits case", _("hvem det gjelder: et avtrykk av nummeret, eller en sak")),
            Held("recorded_by recorded_at", _("hvem som registrerte det, og når")),
            Held("lifted_by lifted_at lift_reason", _("når, av hvem og hvorfor det ble opphevet")),
        ),
        technical="id key",
    ),
]
