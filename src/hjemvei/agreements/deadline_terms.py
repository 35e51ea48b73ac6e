"""Short words that the default deadlines are written with."""

from __future__ import annotations

from hjemvei.agreements.enums import CustodyStatus, EventCode, OffsetUnit, PartyCode, RoleCode, RuleBasis
from hjemvei.agreements.rules import Moment, Offset

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
DAYS, WEEKS, MONTHS = OffsetUnit.DAYS, OffsetUnit.WEEKS, OffsetUnit.MONTHS
WORKING_DAYS = OffsetUnit.WORKING_DAYS
PRISON, MUNICIPALITY, BOTH = PartyCode.PRISON, PartyCode.MUNICIPALITY, PartyCode.BOTH
STATUTE, AGREEMENT, GUIDANCE = RuleBasis.STATUTE, RuleBasis.AGREEMENT, RuleBasis.GUIDANCE
ONLY_REMAND = frozenset({CustodyStatus.REMAND})
ONLY_SENTENCED = frozenset({CustodyStatus.SENTENCED})
ONLY_PREVENTIVE = frozenset({CustodyStatus.PREVENTIVE_DETENTION})


def after(event: EventCode, count: int, unit: OffsetUnit = DAYS) -> Moment:
    """`count` units after the event."""
    return Moment(event, Offset(count, unit))


def before(event: EventCode, count: int, unit: OffsetUnit = DAYS) -> Moment:
    """`count` units before the event."""
    return Moment(event, Offset(-count, unit))


E = EventCode
R = RoleCode
INSIDE = after(E.ADMISSION, 0)
CONSENTED = after(E.CONSENT, 0)
OUT = after(E.RELEASED, 0)
UNPLANNED = after(E.UNPLANNED_RELEASE, 0)
AT_ONCE = (
    after(E.ADMISSION, 1, WORKING_DAYS),
    after(E.CONSENT, 1, WORKING_DAYS),
    after(E.RELEASE_DATE_KNOWN, 1, WORKING_DAYS),
)
AT_ONCE_INSIDE = (AT_ONCE[0], AT_ONCE[2])
