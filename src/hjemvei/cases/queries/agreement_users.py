"""Users of an agreement: from the day that it applies and the person says yes, until one of the two ends.

Source: the agreement's target group and its voluntariness (R109-R111, R126).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.audit import reads
from hjemvei.cases.models import AppliedAgreement, Caseload
from hjemvei.cases.rules.spells import Spell, spells_of
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import consents_seen

SAID_YES = (ConsentState.GIVEN, ConsentState.WITHDRAWN)
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class AgreementUser:
    """`until`: the first day on which the person is no user any more; None while nothing ends it."""

    case_id: int
    version: int
    since: dt.date
    until: dt.date | None

    def is_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class UserLine:
    case_key: str
    name: str
    prison: str
    municipality: str
    version: int
    since: dt.date
    ends_on: dt.date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class AgreementUsers:
    """`waiting`: how many the agreement applies to who have not said yes. What the actor may see, no more."""

    users: Sequence[AgreementUser]
    waiting: int

    def on(self, day: dt.date) -> int:
        return sum(user.is_on(day) for user in self.users)


def agreement_users(actor: Actor, agreement: Agreement, *, today: dt.date) -> AgreementUsers:
    """In three statements; one line a spell, newest first."""
    rows = AppliedAgreement.objects.visible_to(actor).filter(version__agreement=agreement).order_by("id")
    applied: dict[int, tuple[dt.date, int]] = {}
    for case_id, at, number in rows.values_list("case_id", "recorded_at", "version__number"):
        since = applied[case_id][0] if case_id in applied else localdate(at)
        applied[case_id] = (since, number)
    closed = dict(
        Case.objects.visible_to(actor)
        .filter(pk__in=applied, closed_at__isnull=False)
        .values_list("pk", "closed_at")
    )
    periods = _periods(actor, applied)
    users = [
        AgreementUser(case_id, number, spell.since, spell.until)
        for case_id, (day, number) in applied.items()
        for spell in spells_of(
            periods.get(case_id, []),
            not_before=day,
            ends=localdate(closed[case_id]) if case_id in closed else None,
            today=today,
        )
    ]
    open_cases = applied.keys() - closed.keys()
    return AgreementUsers(
        users=sorted(users, key=lambda user: (user.since, user.case_id), reverse=True),
        waiting=len(open_cases - {user.case_id for user in users if user.is_on(today)}),
    )


def _periods(actor: Actor, case_ids: Iterable[int]) -> dict[int, list[Spell]]:
    rows = consents_seen(actor).filter(
        case_id__in=list(case_ids), state__in=SAID_YES, starts_on__isnull=False
    )
    found: dict[int, list[Spell]] = defaultdict(list)
    for case_id, starts_on, ends_before, withdrawn_at in rows.values_list(
        "case_id", "starts_on", "ends_before", "withdrawn_at"
    ):
        found[case_id].append(Spell(starts_on, localdate(withdrawn_at) if withdrawn_at else ends_before))
    return found


def lines_of(actor: Actor, users: Sequence[AgreementUser], *, today: dt.date) -> list[UserLine]:
    """One page of users with their names, in one statement; everybody shown is noted as read."""
    rows = (
        Caseload.objects.visible_to(actor)
        .filter(case_id__in=[user.case_id for user in users])
        .order_by("case_id", "-has_consent", "id")
    )
    fields = ("case_id", "case__key", "person_id", "person__given_name", "person__family_name")
    places = ("prison_unit__name", "municipality__name_norwegian")
    found = {row[0]: row for row in reversed(rows.values_list(*fields, *places))}
    reads.note(persons=[row[2] for row in found.values()], cases=list(found))
    return [_line(user, found[user.case_id], today=today) for user in users if user.case_id in found]


def _line(user: AgreementUser, row: tuple[object, ...], *, today: dt.date) -> UserLine:
    _case_id, key, _person_id, given, family, prison, municipality = row
    return UserLine(
        case_key=str(key),
        name=f"{given} {family}".strip(),
        prison=str(prison or ""),
        municipality=str(municipality or ""),
        version=user.version,
        since=user.since,
        ends_on=user.until - dt.timedelta(days=1) if user.until else None,
        is_now=user.is_on(today),
    )
