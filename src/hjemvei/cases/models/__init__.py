"""What happens in a case: custody and dates, cooperation, work, and each unit's own list.

Every table is a case's child under row-level security; `Caseload` is kept by the kernel.
"""

from __future__ import annotations

from hjemvei.cases.models.caseload import FAR, Caseload
from hjemvei.cases.models.cooperation import (
    AppliedAgreement,
    Assignment,
    Inquiry,
    Message,
    Notice,
    NoticeRating,
    Responsibility,
)
from hjemvei.cases.models.custody import Absence, Custody, Placement, PresumedStay, ReleaseDate
from hjemvei.cases.models.duty import Hand, MoveWish
from hjemvei.cases.models.work import Document, Event, HomeStatus, Task

__all__ = [
    "FAR",
    "Absence",
    "AppliedAgreement",
    "Assignment",
    "Caseload",
    "Custody",
    "Document",
    "Event",
    "Hand",
    "HomeStatus",
    "Inquiry",
    "Message",
    "MoveWish",
    "Notice",
    "NoticeRating",
    "Placement",
    "PresumedStay",
    "ReleaseDate",
    "Responsibility",
    "Task",
]
