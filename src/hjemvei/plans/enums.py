"""Terms of a plan."""

from __future__ import annotations

from enum import StrEnum


class LifeArea(StrEnum):
    """The six areas of life that a plan has goals in."""

    HOUSING = "housing"
    WORK = "work"
    EDUCATION = "education"
    HEALTH = "health"
    NETWORK = "network"
    LEISURE = "leisure"
