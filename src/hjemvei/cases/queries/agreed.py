"""What prison and municipality have agreed about answering each other, in words, with clause and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.defaults import CASE_DEADLINES
from hjemvei.agreements.rules import Moment, Offset, configured
from hjemvei.agreements.words import said
from hjemvei.cases.models import Message, Notice, Responsibility
from hjemvei.cases.queries.cooperation import AGREED, agreed_offsets, due_by
from hjemvei.cases.states import NoticeState, ResponsibilityState
from hjemvei.sharing.models import Case

ANSWERING = ("acknowledge_notice", "answer_inquiry", "dispute_to_governor")


@dataclass(frozen=True, slots=True)
class AgreedTerm:
    """`within`: «3 virkedager etter varsel». `due_on` where something in the case waits for it now."""

    code: str
    title: str
    within: str
    clause: str
    source: str
    due_on: dt.date | None
    overdue: bool


def agreed_terms(actor: Actor, case: Case, *, today: dt.date) -> list[AgreedTerm]:
    """By the agreements that apply to the case, else by the defaults."""
    offsets = agreed_offsets(actor, case, codes=ANSWERING, counted_from=today)
    return _terms(offsets, _waiting(actor, case), today)


def default_terms(*, today: dt.date) -> list[AgreedTerm]:
    """Where no case, and so no agreement, is named."""
    return _terms({code: AGREED[code] for code in ANSWERING}, {}, today)


def _terms(offsets: Mapping[str, Offset], waiting: Mapping[str, dt.date], today: dt.date) -> list[AgreedTerm]:
    rules = {rule.code: rule for rule in configured(CASE_DEADLINES, changes=offsets)}
    return [
        AgreedTerm(
            code=code,
            title=_(rules[code].title),
            within=said(Moment(rules[code].due.event, offset), each_prison=rules[code].each_prison),
            clause=_(rules[code].clause),
            source=_(rules[code].source),
            due_on=waiting.get(code),
            overdue=code in waiting and waiting[code] < today,
        )
        for code, offset in offsets.items()
    ]


def _waiting(actor: Actor, case: Case) -> dict[str, dt.date]:
    """The earliest day of each sort of answer that somebody waits for."""
    notices = Notice.objects.visible_to(actor).of(case).filter(state=NoticeState.SENT)
    asked = (
        Message.objects.visible_to(actor).of(case).filter(answer_by__isnull=False, answered_at__isnull=True)
    )
    disputed = (
        Responsibility.objects.visible_to(actor)
        .of(case)
        .filter(
            superseded_at__isnull=True,
            state=ResponsibilityState.DISPUTED,
            governor_asked_on__isnull=True,
        )
    )
    days: dict[str, Sequence[dt.date]] = {
        "acknowledge_notice": list(notices.values_list("acknowledge_by", flat=True)),
        "answer_inquiry": list(asked.values_list("answer_by", flat=True)),
        "dispute_to_governor": [
            due_by(
                actor,
                case,
                code="dispute_to_governor",
                counted_from=localdate(row.answered_at or row.recorded_at),
            )
            for row in disputed
        ],
    }
    return {code: min(found) for code, found in days.items() if found}
