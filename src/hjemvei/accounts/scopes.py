"""The closed list of what another system's token may be allowed to do."""

from __future__ import annotations

AREAS = (
    "rolls",
    "persons",
    "cases",
    "release-dates",
    "consents",
    "notifications",
    "tasks",
    "dwellings",
    "applications",
    "offers",
    "leases",
    "follow-ups",
)
SCOPES: tuple[str, ...] = tuple(f"{area}:{verb}" for area in AREAS for verb in ("read", "write"))
