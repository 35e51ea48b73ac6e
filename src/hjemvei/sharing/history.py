"""The log of the consents of a case, to be read by people: who, when, how, and what changed for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept
from hjemvei.core.slots import Ask
from hjemvei.sharing.choices import LANGUAGES
from hjemvei.sharing.enums import ConsentEventKind, Representation, ScopeChange
from hjemvei.sharing.models import Case, ConsentChange, ConsentEvent
from hjemvei.sharing.rules import Told
from hjemvei.sharing.sealed import unlock

Scans = Callable[[Actor, Case], frozenset[str]]
_scans: list[Scans] = []
TONES = {
    ConsentEventKind.GIVEN: "success",
    ConsentEventKind.EXTENDED: "success",
    ConsentEventKind.ASKED: "warning",
}


def register_scans(finder: Scans) -> None:
    """Called from an upper app's `listeners.py`: which events (by key) have a signed paper in the case."""
    if finder not in _scans:
        _scans.append(finder)


@dataclass(frozen=True, slots=True)
class Line:
    """What one event did for one receiver, from one giver."""

    sign: str
    receiver: str
    giver: str
    classes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `how` are facts in words; `scan` is the key of the event where its paper is kept."""

    key: str
    kind: str
    label: str
    tone: str
    happened_at: dt.datetime
    by: str
    how: Sequence[str]
    explained: str
    last_day: dt.date | None
    lines: Sequence[Line]
    scan: str


def consent_history(actor: Actor, case: Case) -> list[Entry]:
    """As far as the actor may see it, newest first."""
    events = unlock(
        ConsentEvent.objects.visible_to(actor).of(case).select_related("recorded_by").order_by("-id")
    )
    changes = _changes(actor, events)
    scanned = frozenset().union(*(find(actor, case) for find in _scans))
    return [_entry(event, changes.get(event.pk, []), scanned) for event in events]


def told(actor: Actor, case: Case) -> list[Told]:
    """The same log as `rules.fold` reads it, from the beginning."""
    changes: dict[tuple[int, str], set[tuple[int, int, int, str]]] = {}
    for row in CHANGES(actor, None, case=case.pk):
        arrow = row["giver_id"], row["receiver_unit_id"], row["info_class"], row["purpose"]
        changes.setdefault((row["event_id"], row["change"]), set()).add(arrow)

    def opened(event: int, change: ScopeChange) -> frozenset[tuple[int, int, int, str]]:
        return frozenset(changes.get((event, change.value), ()))

    return [
        Told(
            consent=event["consent_id"],
            kind=event["kind"],
            added=opened(event["id"], ScopeChange.ADDED),
            kept=opened(event["id"], ScopeChange.KEPT),
            ended=opened(event["id"], ScopeChange.ENDED),
            ends_before=event["ends_before"],
            replaces=event["replaces_id"],
        )
        for event in EVENTS(actor, None, case=case.pk)
    ]


def _told_events(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = ConsentEvent.objects.visible_to(who).filter(case_id=ask.number("case")).order_by("id")
    found: QuerySet[Any, Any] = rows.values("id", "consent_id", "kind", "ends_before", "replaces_id")
    return found


def _told_changes(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows = ConsentChange.objects.visible_to(who).filter(case_id=ask.number("case"))
    found: QuerySet[Any, Any] = rows.values(
        "event_id", "change", "giver_id", "receiver_unit_id", "info_class", "purpose"
    )
    return found


EVENTS, CHANGES = Kept(_told_events), Kept(_told_changes)


def _changes(actor: Actor, events: Iterable[ConsentEvent]) -> dict[int, list[ConsentChange]]:
    rows = ConsentChange.objects.visible_to(actor).filter(event__in=[event.pk for event in events])
    found: dict[int, list[ConsentChange]] = {}
    for row in rows.select_related("receiver_unit", "giver").order_by(
        "change", "receiver_unit__name", "giver__name", "info_class"
    ):
        found.setdefault(row.event_id, []).append(row)
    return found


def _entry(event: ConsentEvent, changes: list[ConsentChange], scanned: frozenset[str]) -> Entry:
    kind = ConsentEventKind(event.kind)
    return Entry(
        key=event.key,
        kind=event.kind,
        label=str(kind.label),
        tone=TONES.get(kind, "neutral"),
        happened_at=event.happened_at,
        by="" if kind == ConsentEventKind.EXPIRED else event.recorded_by.name,
        how=_how(event),
        explained=event.explained,
        last_day=event.ends_before - dt.timedelta(days=1) if event.ends_before else None,
        lines=_lines(changes),
        scan=event.key if event.key in scanned else "",
    )


def _how(event: ConsentEvent) -> list[str]:
    """In the order people ask: how, heard by whom, in which language, by whose mouth."""
    if not event.form:
        return []
    found = [str(event.get_form_display())]
    if event.witness_name:
        found.append(_("vitne: %(name)s") % {"name": event.witness_name})
    found.append(str(dict(LANGUAGES).get(event.language, event.language)))
    if event.interpreter_used:
        found.append(str(event.get_interpreter_how_display()) or _("med tolk"))
    if event.representation != Representation.SELF:
        named = {"who": event.get_representation_display(), "name": event.representative_name}
        found.append(_("ved %(who)s, %(name)s") % named)
    return found


def _lines(changes: list[ConsentChange]) -> list[Line]:
    """What goes on as before is left out: the last day says how long."""
    signs = {ScopeChange.ADDED.value: "+", ScopeChange.ENDED.value: "−"}
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in changes:
        if row.change in signs:
            place = (signs[row.change], row.receiver_unit.name, row.giver.name)
            found.setdefault(place, []).append(str(InfoClass(row.info_class).label))
    return [Line(sign, receiver, giver, classes) for (sign, receiver, giver), classes in found.items()]
