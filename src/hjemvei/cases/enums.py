"""Terms of a case that rules decide on. The values are stored; Norwegian labels stand beside the models."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """Three answers. Unknown is an answer of its own: nobody falls out because a fact is missing."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ReleaseCertainty(StrEnum):
    """How sure the expected release date is; the same values as in a prison's roll."""

    FIXED = "fixed"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


class ReleaseKind(StrEnum):
    """What sort of release the date is the date of; the same values as in a prison's roll."""

    PROBATION = "probation"
    FULL_TERM = "full_term"
    REMAND_END = "remand_end"
    UNKNOWN = ""


class Phase(StrEnum):
    """Where on the road somebody is, by dates alone."""

    NO_DATE = "no_date"
    INSIDE = "inside"
    SIX_MONTHS = "six_months"
    TWO_MONTHS = "two_months"
    EIGHT_WEEKS = "eight_weeks"
    FOURTEEN_DAYS = "fourteen_days"
    THREE_DAYS = "three_days"
    RELEASE_DAY = "release_day"
    DATE_PASSED = "date_passed"
    FIRST_DAYS = "first_days"
    FIRST_MONTH = "first_month"
    FIRST_YEAR = "first_year"
    AFTER_FIRST_YEAR = "after_first_year"


class StepState(StrEnum):
    """State of one task on a given day."""

    OVERDUE = "overdue"
    OPEN = "open"
    UPCOMING = "upcoming"
    DONE = "done"
    EXEMPTED = "exempted"
    LAPSED = "lapsed"


class WayOut(StrEnum):
    """Every way in which somebody can be gone from a prison's roll."""

    RELEASE = "release"
    PROBATION_RELEASE = "probation_release"
    TRANSFER = "transfer"
    HOME_DETENTION = "home_detention"
    INSTITUTION = "institution"
    DEPORTATION = "deportation"
    SENTENCE_TRANSFER = "sentence_transfer"
    ACQUITTAL = "acquittal"
    ESCAPE = "escape"
    INTERRUPTION = "interruption"
    DEATH = "death"
    ERROR = "error"


class AbsenceKind(StrEnum):
    """Why somebody was away during the sentence; decides whether the time counts as served."""

    LEAVE = "leave"
    ESCORTED_OUTING = "escorted_outing"
    HOSPITAL = "hospital"
    INTERRUPTION = "interruption"
    ESCAPE = "escape"
    FAILED_RETURN = "failed_return"


class StayEvidence(StrEnum):
    """How well it is known where somebody slept before custody."""

    DOCUMENTED = "documented"
    PROBABLE = "probable"
    SAID = "said"
    UNKNOWN = "unknown"


class MoveAnswer(StrEnum):
    """What the municipality somebody wants to move to has answered."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class MoveView(StrEnum):
    """What the original municipality thinks of a wish to move. It never decides where somebody may live."""

    SUPPORTS = "supports"
    ADVISES_AGAINST = "advises_against"


class MoveRefusal(StrEnum):
    """Why a municipality says no to taking over; words stand beside it."""

    NO_STAY = "no_stay"
    OTHER_RESPONSIBLE = "other_responsible"
    NO_HOME_NOW = "no_home_now"
    NO_SERVICE_NOW = "no_service_now"
    OTHER = "other"
