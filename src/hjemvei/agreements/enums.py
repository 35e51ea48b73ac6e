"""Terms of agreements and deadlines. The values are stored; labels in Norwegian stand beside the models."""

from __future__ import annotations

from enum import StrEnum


class OffsetUnit(StrEnum):
    """How a deadline is counted. Months are calendar months; days are calendar days."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class EventCode(StrEnum):
    """What a deadline can be counted from. Each is one date in a case or in the life of an agreement."""

    ADMISSION = "admission"
    CONSENT = "consent"
    CONSENT_DECLINED = "consent_declined"
    ELIGIBLE = "eligible"
    RELEASE_DATE_KNOWN = "release_date_known"
    RELEASE_DATE_MOVED = "release_date_moved"
    EXPECTED_RELEASE = "expected_release"
    RELEASED = "released"
    UNPLANNED_RELEASE = "unplanned_release"
    NOTICE_SENT = "notice_sent"
    LAST_CONTACT = "last_contact"
    INQUIRY_RECEIVED = "inquiry_received"
    DISPUTE_RAISED = "dispute_raised"
    MOVE_WISH = "move_wish"
    MOVE_INVITATION = "move_invitation"
    TEMPORARY_STAY_STARTED = "temporary_stay_started"
    ABSENCE_ENDED = "absence_ended"
    MINIMUM_TIME = "minimum_time"
    REPORTING_DUTY_STARTED = "reporting_duty_started"
    NETWORK_MET = "network_met"
    MAPPING_EXPORTED = "mapping_exported"


class PartyCode(StrEnum):
    """Which side of the agreement a duty rests on."""

    PRISON = "prison"
    MUNICIPALITY = "municipality"
    BOTH = "both"


class RoleCode(StrEnum):
    """Who does it, by the roles of the agreement; an agreement names the unit that fills each role."""

    CONTACT_OFFICER = "contact_officer"
    PRISON_SOCIAL_WORKER = "prison_social_worker"
    REINTEGRATION_COORDINATOR = "reintegration_coordinator"
    NAV_ADVISER_IN_PRISON = "nav_adviser_in_prison"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    HOUSING_CONSULTANT = "housing_consultant"
    HOUSING_OFFICE = "housing_office"
    NAV_CASEWORKER = "nav_caseworker"
    FOLLOW_UP_WORKER = "follow_up_worker"
    PROBATION_OFFICER = "probation_officer"


class CustodyStatus(StrEnum):
    """On which ground somebody is held; the same values as in a prison's roll."""

    SENTENCED = "sentenced"
    REMAND = "remand"
    PREVENTIVE_DETENTION = "preventive_detention"


class RuleBasis(StrEnum):
    """How firm a deadline stands: law or agreement text, practice that was read, or a default of our own."""

    STATUTE = "statute"
    AGREEMENT = "agreement"
    GUIDANCE = "guidance"
    OWN_DEFAULT = "own_default"
