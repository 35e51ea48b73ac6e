"""Which roles open in an emergency, lead, protect, and lift a protection. The kernel knows the first two."""

from __future__ import annotations

from hjemvei.accounts.enums import Role

EMERGENCY_ROLES = frozenset(
    {
        Role.CONTACT_OFFICER,
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PRISON_LEADER,
        Role.PROBATION_OFFICER,
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
        Role.HOUSING_OFFICER,
        Role.HOUSING_CONSULTANT,
        Role.HEALTH_WORKER,
        Role.FOLLOW_UP_WORKER,
    }
)
"""Staff of the controller itself who work with people; the kernel knows the same list."""

LEADERS = frozenset({Role.PRISON_LEADER, Role.MUNICIPAL_LEADER, Role.MUNICIPAL_COORDINATOR})
PROTECTORS = frozenset(
    {
        Role.PRISON_SOCIAL_WORKER,
        Role.REINTEGRATION_COORDINATOR,
        Role.PRISON_LEADER,
        Role.PROBATION_OFFICER,
        Role.MUNICIPAL_COORDINATOR,
        Role.SOCIAL_CASEWORKER,
    }
)
"""They set and raise a protection; who sees a protected case and leads in it lifts it again."""

LIFTERS = frozenset({Role.PRISON_LEADER, Role.REINTEGRATION_COORDINATOR, Role.MUNICIPAL_COORDINATOR})
