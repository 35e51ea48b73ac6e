"""A roll's columns in the user's words, beside the name that stands in the file's first line. No Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hjemvei.exchange.enums import RollColumn

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
WORDS: Mapping[RollColumn, str] = {
    RollColumn.PERSON_REF: _("Referanse"),
    RollColumn.NATIONAL_ID: _("Identitetsnummer"),
    RollColumn.FAMILY_NAME: _("Etternavn"),
    RollColumn.GIVEN_NAME: _("Fornavn"),
    RollColumn.BIRTH_DATE: _("Fødselsdato"),
    RollColumn.SEX: _("Kjønn"),
    RollColumn.UNIT: _("Avdeling"),
    RollColumn.STATUS: _("Status"),
    RollColumn.ADMITTED_ON: _("Innsatt dato"),
    RollColumn.EXPECTED_RELEASE_ON: _("Forventet løslatelse"),
    RollColumn.RELEASE_KIND: _("Slags løslatelse"),
    RollColumn.RELEASE_CERTAINTY: _("Sikkerhet i datoen"),
    RollColumn.MUNICIPALITY_OF_STAY: _("Oppholdskommune"),
    RollColumn.WISHED_MUNICIPALITY: _("Ønsket kommune"),
    RollColumn.LANGUAGE: _("Språk"),
    RollColumn.ADDRESS_PROTECTION: _("Adressesperre"),
    RollColumn.ADDRESS_BEFORE: _("Bolig før fengsel, ifølge personen"),
}
BY_NAME = {column.value: words for column, words in WORDS.items()}


def column_name(name: str, translate: Callable[[str], str] = str) -> str:
    """«Etternavn (family_name)»; a name that is not agreed stands as it is in the file."""
    words = BY_NAME.get(name)
    return f"{translate(words)} ({name})" if words else name
