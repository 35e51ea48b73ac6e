"""What counts as a deviation around release. No Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LOOK_BACK_DAYS = 31
ORDINARY = frozenset({"housing_office", "social_service", "city_district", "health", "follow_up"})
NOT_HOUSED = frozenset({"rough", "temporary", "visiting_flat"})
VISITING_FLAT = "visiting_flat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """`consented`: a municipality takes part. `owner_kind`: of the unit that answers that day, empty where
    none does, None where the looking unit can't know.

    `night`: where the first night was spent, empty where nobody has written it down.
    """

    released_on: date
    consented: bool
    owner_kind: str | None
    night: str


def release_deviations(released: Released) -> tuple[str, ...]:
    """Codes of what slipped.

    Without consent nothing was agreed with a municipality, so nothing can slip. On release day the owner is
    in the ordinary service, not with a coordinator (R255). An unknown first night is a task, not a deviation.
    """
    if not released.consented:
        return ()
    found = []
    if released.owner_kind is not None and released.owner_kind not in ORDINARY:
        found.append("no_owner_at_release")
    if released.night in NOT_HOUSED:
        found.append("no_home_at_release")
    if released.night == VISITING_FLAT:
        found.append("visiting_flat_used")
    return tuple(found)
