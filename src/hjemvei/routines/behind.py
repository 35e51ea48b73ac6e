"""The routine behind a task and the clause it stands in, for lists of tasks; and what waits for an actor.

Everything here is asked in one statement a page, together with others where the page has one (ADR-0014).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.accounts.together import together
from hjemvei.agreements.clauses import LANGUAGES, ClauseCode, clause_of_rule, read_template
from hjemvei.core.slots import Ask
from hjemvei.routines.choices import Covers, Effect
from hjemvei.routines.models import Improvement, Routine, RoutineReading, RoutineVersion
from hjemvei.routines.policy import WRITERS, roles_in
from hjemvei.routines.states import HELD
from hjemvei.ui.parts import Link


@dataclass(frozen=True, slots=True)
class Behind:
    """By code of a deadline: owner, whether the whole organisation follows it, key, title."""

    found: Mapping[str, Sequence[tuple[int, bool, str, str]]]
    units: frozenset[int]

    def link(self, code: str, unit_id: int) -> Link | None:
        """The routine of the unit that has the task; else the organisation's, in one's own units."""
        of_code = self.found.get(code, ())
        own = [row for row in of_code if row[0] == unit_id and not row[1]]
        common = [row for row in of_code if row[1] and (row[0] == unit_id or unit_id in self.units)]
        for _owner, _common, key, title in (*own, *common):
            return Link(label=_("Rutine: %(title)s") % {"title": title}, url=_address(key))
        return None


NOTHING_BEHIND = Behind({}, frozenset())


@cache
def _place() -> str:
    return reverse("routines:routine", args=["k" * 12])


def _address(key: str) -> str:
    return _place().replace("k" * 12, key)


def behind_of(actor: Actor, rows: Rows) -> Behind:
    found: dict[str, list[tuple[int, bool, str, str]]] = {}
    for row in rows:
        whole = row["routine__covers"] == Covers.CONTROLLER
        for code in row["rules"]:
            line = (row["routine__owner_unit_id"], whole, row["routine__key"], row["title"])
            found.setdefault(code, []).append(line)
    return Behind(found, frozenset(actor.units))


def read_behind(actor: Actor, codes: Iterable[str], *, today: dt.date) -> Behind:
    """One statement; none where no deadline of an agreement is among the tasks."""
    if not any(clause_label(code) for code in codes):
        return NOTHING_BEHIND
    return behind_of(actor, ask_routines(actor, None, today=today))


def _in_force(who: Seer, ask: Ask) -> QuerySet[Any, Any]:
    today = ask.day("today")
    rows: QuerySet[Any, Any] = RoutineVersion.objects.visible_to(who).filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        controller_id=who.controller_id,
        state__in=HELD,
        approved_at__isnull=False,
        valid_from__lte=today,
    )
    return rows


def _routines(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = _in_force(who, ask).exclude(rules=[])
    fields = ("title", "rules", "routine__key", "routine__owner_unit_id", "routine__covers")
    return rows.order_by("routine_id").values(*fields)


def _unread(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    """What holds and the user has not confirmed; whom it concerns is seen by the roles."""
    mine = RoutineReading.objects.visible_to(who).filter(version_id=OuterRef("pk"))
    rows = _in_force(who, ask).filter(~Exists(mine))
    fields = ("title", "number", "valid_from", "roles", "routine__key", "routine__owner_unit_id")
    return rows.order_by("valid_from", "id").values(*fields, "routine__covers")


def _reviews(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = Routine.objects.visible_to(who).filter(
        controller_id=who.controller_id, review_on__lte=ask.day("until")
    )
    return rows.order_by("review_on", "id").values("key", "title", "review_on", "owner_unit_id")


def _effects(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = Improvement.objects.visible_to(who).filter(
        Q(effect="") | Q(answered_at__date__lt=F("effect_on"), effect=Effect.TOO_EARLY),
        effect_on__lte=ask.day("until"),
    )
    return rows.order_by("effect_on", "id").values("key", "routine__title", "effect_on", "owner_unit_id")


ask_routines, ask_unread = Kept(_routines), Kept(_unread)
ask_reviews, ask_effects = Kept(_reviews), Kept(_effects)
AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """Something the owner is asked: look at the routine again, or say whether the change helped."""

    key: str
    title: str
    due_on: dt.date
    is_effect: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a dashboard shows: the routines behind tasks, those to be read, and what owners are asked."""

    behind: Behind = NOTHING_BEHIND
    unread: Rows = field(default_factory=list)
    due: Sequence[Due] = ()


WAITING = ((ask_routines, None), (ask_unread, None), (ask_reviews, None), (ask_effects, None))
"""To be asked together with others, with the slots `today` and `until`."""


def waiting_for(actor: Actor, *, today: dt.date) -> Waiting:
    """One statement."""
    return waiting_of(actor, together(actor, WAITING, today=today, until=today + AHEAD))


def waiting_of(actor: Actor, rows: Sequence[Rows]) -> Waiting:
    """Of what `WAITING` gave. Owners are asked by the units in which the actor writes routines."""
    routines, unread, reviews, effects = rows
    mine = {unit for unit in actor.units if roles_in(actor, unit) & WRITERS}
    due = [Due(row["key"], row["title"], row["review_on"], False) for row in reviews if _of(row, mine)]
    due += [
        Due(row["key"], row["routine__title"], row["effect_on"], True) for row in effects if _of(row, mine)
    ]
    read = [row for row in unread if concerns(actor, row)]
    return Waiting(behind_of(actor, routines), read, sorted(due, key=lambda row: (row.due_on, row.key)))


def _of(row: Mapping[str, Any], units: set[int]) -> bool:
    return row["owner_unit_id"] in units


def concerns(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Whether somebody with these roles, in these units, is to read it."""
    whole = row["routine__covers"] == Covers.CONTROLLER
    units = actor.units if whole else [row["routine__owner_unit_id"]]
    return any(role in row["roles"] for unit in units for role in actor.unit_roles.get(unit, ()))


def clause_label(code: str) -> str:
    """Where in the agreement the task's duty stands, by number and title; empty for a task of one's own."""
    try:
        clause = clause_of_rule(code)
    except KeyError:
        return ""
    return clause_title(clause)


def clause_title(clause: str) -> str:
    language = get_language() or ""
    number, title = _titles(language if language in LANGUAGES else LANGUAGES[0])[clause]
    return _("Punkt %(number)s: %(title)s") % {"number": number, "title": title}


@cache
def _titles(language: str) -> Mapping[str, tuple[int, str]]:
    texts = read_template(language)
    return {code: (n, text.title) for n, (code, text) in enumerate(zip(ClauseCode, texts, strict=True), 1)}
