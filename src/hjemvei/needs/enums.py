"""Terms of housing need that rules decide on.

The values are stored; Norwegian labels stand beside the models.
"""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How well a fact stands.

    Only what is verified counts; what is said may be coloured by its consequences.
    """

    VERIFIED = "verified"
    SAID = "said"
    UNKNOWN = "unknown"


class LivingSituation(StrEnum):
    """Where somebody lives or stays, after the national mappings of homelessness."""

    NONE = "none"
    OWNED = "owned"
    RENTED_PRIVATE = "rented_private"
    RENTED_MUNICIPAL = "rented_municipal"
    SUBLET = "sublet"
    WITH_FAMILY_PERMANENT = "family_permanent"
    WITH_FAMILY_TEMPORARY = "family_temporary"
    INSTITUTION = "institution"
    PRISON = "prison"
    TEMPORARY_HOUSING = "temporary"
    OVERNIGHT_LODGING = "overnight_lodging"
    CRISIS_CENTRE = "crisis_centre"
    ASYLUM_RECEPTION = "asylum_reception"
    ROUGH = "rough"
    OTHER = "other"
    UNKNOWN = "unknown"


class HomeRisk(StrEnum):
    """Whether there will be a home on release, from verified facts alone."""

    KEPT = "kept"
    AT_RISK = "at_risk"
    NONE = "none"
    UNKNOWN = "unknown"
