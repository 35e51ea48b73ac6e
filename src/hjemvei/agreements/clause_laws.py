"""The acts and regulations that the agreement's clauses build on, with how far each was checked.

Pure data. Names and numbers as in the domain notes; `note` says what a party must look at before it leans
on the text. Sections are those named by the notes; an act without sections is named as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown


class LawCode(StrEnum):
    EXECUTION_OF_SENTENCES = "execution_of_sentences"
    EXECUTION_REGULATION = "execution_regulation"
    HOUSING_SOCIAL = "housing_social"
    SOCIAL_SERVICES = "social_services"
    INDIVIDUAL_PLAN = "individual_plan"
    HOUSING_ALLOWANCE = "housing_allowance"
    TENANCY = "tenancy"
    ADMINISTRATION = "administration"
    ARCHIVES = "archives"
    BRIK = "brik"


@dataclass(frozen=True, slots=True)
class Law:
    """`number` is the citation; an empty `note`: nothing is known that must be looked at."""

    title: str
    number: str
    sections: str = ""
    note: str = ""


LAWS: Mapping[LawCode, Law] = {
    LawCode.EXECUTION_OF_SENTENCES: Law(
        _("straffegjennomføringsloven"),
        "LOV-2001-05-18-21",
        "§§ 2, 3, 4, 7 a, 41, 42, 43",
        _("Endringsloven 12. mai 2026 nr. 18 var ikke i kraft i teksten av 13. mai 2026. Kontroller § 4."),
    ),
    LawCode.EXECUTION_REGULATION: Law(
        _("forskrift om straffegjennomføring"), "FOR-2002-02-22-183", "§§ 1-3, 3-2, 3-3"
    ),
    LawCode.HOUSING_SOCIAL: Law(_("boligsosialloven"), "LOV-2022-12-20-121", "§§ 3, 5, 6, 7, 8, 9"),
    LawCode.SOCIAL_SERVICES: Law(
        _("sosialtjenesteloven"),
        "LOV-2009-12-18-131",
        "§§ 3, 13, 14, 17, 27, 28, 42, 43 a, 44, 49",
        _("Det er ikke avklart om fengsel regnes som institusjon etter § 3."),
    ),
    LawCode.INDIVIDUAL_PLAN: Law(
        _("forskrift om individuell plan"), "FOR-2022-06-22-1110", "§§ 4, 5, 6, 7, 9"
    ),
    LawCode.HOUSING_ALLOWANCE: Law(_("bustøttelova"), "LOV-2012-08-24-64", "§§ 9, 14, 15"),
    LawCode.TENANCY: Law(_("husleieloven"), "LOV-1999-03-26-17", "§§ 3-5, 3-6"),
    LawCode.ADMINISTRATION: Law(
        _("forvaltningsloven"),
        "LOV-2025-06-20-81",
        "",
        _("Ny lov er vedtatt. Kontroller om den eller loven av 1967 gjelder."),
    ),
    LawCode.ARCHIVES: Law(_("arkivlova"), "LOV-2025-06-20-96", "§§ 5, 6, 7, 13"),
    LawCode.BRIK: Law(_("forskrift om BRIK"), "FOR-2011-09-30-978"),
}
