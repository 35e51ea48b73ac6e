"""The lines of an inbox, and the names on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from hjemvei.accounts.kept import Rows
from hjemvei.audit import reads
from hjemvei.cases.models import FAR, Assignment, Notice
from hjemvei.cases.queries.cooperation import default_due_by
from hjemvei.cases.states import NoticeState
from hjemvei.sharing.models import Case
from hjemvei.ui.parts import Tone


@dataclass(frozen=True, slots=True)
class InboxRow:
    """Something that nobody has yet. `notice_key` is empty for a person's own request."""

    case_key: str
    name: str
    notice_key: str
    acknowledged: bool
    received_at: dt.datetime
    due_on: dt.date
    overdue: bool
    expected_on: dt.date | None
    declined_by: str
    declined_reason: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A part that waits for an answer; `to` is the unit or person it was offered to."""

    key: str
    case_key: str
    name: str
    to: str
    role: str
    offered_at: dt.datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class InquiryRow:
    key: str
    unit: str
    body: str
    sent_at: dt.datetime
    answer_by: dt.date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How many accepted parts somebody has."""

    user_id: int
    name: str
    count: int
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """Those of ours who are in one prison and have said yes."""

    prison: str
    people: Sequence[tuple[str, str, dt.date | None]]


@dataclass(frozen=True, slots=True)
class EndedRow:
    """Access that a consent gave and that is over. `reference` is what the unit's papers call it."""

    key: str
    reference: str
    reason: str
    ended_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A dispute, a move or a case handed on too often: what waits, how much it presses, and until when."""

    case_key: str
    name: str
    text: str
    tone: Tone
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Inbox:
    rows: Sequence[InboxRow]
    offers: Sequence[OfferRow]
    waiting: Sequence[OfferRow]
    inquiries: Sequence[InquiryRow]
    loads: Sequence[Load]
    inside: Sequence[Inside]
    without_officer: Sequence[tuple[str, str]]
    ended: Sequence[EndedRow] = ()
    duties: Sequence[DutyRow] = ()


class People:
    """Names by case, from the unit's own controller's records; whoever is named is noted as read."""

    def __init__(self, rows: Rows) -> None:
        """From the rows of `ask_people`."""
        self.names = {
            row["case_id"]: f"{row['person__given_name']} {row['person__family_name']}".strip()
            for row in rows
        }
        reads.note(persons=[row["person_id"] for row in rows], cases=list(self.names))

    def of(self, case_id: int) -> str:
        return self.names.get(case_id, "")

    def name(self, case: Case) -> str:
        return self.names.get(case.pk, "")


def from_notice(
    notice: Notice, people: People, declined: dict[int, tuple[str, str]], today: dt.date
) -> InboxRow:
    acknowledged = notice.state == NoticeState.ACKNOWLEDGED
    unit, reason = declined.get(notice.case_id, ("", ""))
    return InboxRow(
        case_key=notice.case.key,
        name=people.name(notice.case),
        notice_key=notice.key,
        acknowledged=acknowledged,
        received_at=notice.sent_at,
        due_on=notice.acknowledge_by,
        overdue=notice.acknowledge_by < today and not acknowledged,
        expected_on=notice.expected_release_on,
        declined_by=unit,
        declined_reason=reason,
    )


def from_request(
    case: Case, people: People, declined: dict[int, tuple[str, str]], today: dt.date
) -> InboxRow:
    due_on = default_due_by(code="answer_inquiry", counted_from=localdate(case.opened_at))
    unit, reason = declined.get(case.pk, ("", ""))
    return InboxRow(
        case_key=case.key,
        name=people.name(case),
        notice_key="",
        acknowledged=True,
        received_at=case.opened_at,
        due_on=due_on,
        overdue=due_on < today,
        expected_on=None,
        declined_by=unit,
        declined_reason=reason,
    )


def pressing(row: InboxRow) -> tuple[bool, bool, dt.date, dt.datetime]:
    """Declined first, then overdue, then by release."""
    return not row.declined_by, not row.overdue, row.expected_on or FAR, row.received_at


def offer_row(row: Assignment, to: str, people: People, today: dt.date) -> OfferRow:
    due_on = default_due_by(code="acknowledge_notice", counted_from=localdate(row.offered_at))
    return OfferRow(
        key=row.key,
        case_key=row.case.key,
        name=people.name(row.case),
        to=to,
        role=row.get_role_display(),
        offered_at=row.offered_at,
        overdue=due_on < today,
    )
