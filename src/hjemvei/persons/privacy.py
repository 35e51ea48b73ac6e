"""What `persons` holds: who it is about, for each controller by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import Held, Owner, Table

_SEARCH = _("gjør at navnet kan finnes og sorteres; sier ikke noe nytt")
_ACCESS = _("styrer tilgang; vises som hvem som deltar")
_BASES = ("correctional", "housing_data", "social_data")

TABLES = [
    Table(
        model="persons.Person",
        text=_("Personen, slik én virksomhet har registrert hen"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=_BASES,
        retention="person",
        held=(
            Held("key", _("referanse")),
            Held("controller", _("hvilken virksomhet som har opplysningene")),
            Held("family_name given_name", _("navn")),
            Held("name_search sort_key", _("navn til søk og sortering"), _SEARCH),
            Held("birth_date sex", _("fødselsdato og kjønn, slik de er oppgitt")),
            Held("language needs_interpreter", _("språk og om det trengs tolk")),
            Held("protection", _("grad av adressesperre")),
            Held(
                "access_units visible_until blocked_users",
                _("hvem som slipper til, og hvem som er sperret ute"),
                _ACCESS,
            ),
            Held("recorded_at", _("når det ble skrevet")),
        ),
        technical="id",
    ),
    Table(
        model="persons.Identifier",
        text=_("Fødselsnummer, D-nummer eller annet nummer, kryptert"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=_BASES,
        retention="person",
        held=(Held("kind ciphertext", _("nummeret, kryptert, og hva slags nummer det er")),),
        technical="id person controller blind_index",
    ),
    Table(
        model="persons.DuplicateLink",
        text=_("At to registreringer er samme person"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=_BASES,
        retention="person",
        held=(
            Held("first second reason unlink_reason", _("hvilke registreringer, og hvorfor")),
            Held("linked_by linked_at unlinked_by unlinked_at", _("hvem som skrev det, og når")),
        ),
        technical="id key controller",
    ),
    Table(
        model="persons.DataKey",
        text=_("Personens egen nøkkel: uten den kan ingen lese det som er skrevet om hen"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=_BASES,
        retention="person",
        seen_by=_("De som ser personen eller noe de har fått om hen; alltid låst med en hovednøkkel."),
        held=(Held("destroyed_at", _("når nøkkelen ble ødelagt")),),
        technical="id person wrapped master",
    ),
    Table(
        model="persons.KeyDestruction",
        text=_("Hvorfor innhold ble slettet for godt"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="identity",
        bases=_BASES,
        retention="person",
        seen_by=_("Virksomheten som slettet det."),
        held=(
            Held("ground reference", _("kvittering fra arkivet eller vedtak om kassasjon")),
            Held("decided_by destroyed_at", _("hvem som slettet, og når")),
        ),
        technical="id person controller",
    ),
]
