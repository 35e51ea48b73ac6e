"""What the person has said about sharing, to whom they may say yes, and who has looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils import timezone

from hjemvei.accounts.enums import InfoClass
from hjemvei.oversight.looks import LookView, looked_at, older_than
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.portal.here import Here
from hjemvei.portal.models import Visit
from hjemvei.portal.queries.road import of_person
from hjemvei.portal.words import BASES, EMERGENCIES, EVENTS, FORMS, REVIEWS, TOLD, TOLD_BY, passed_on
from hjemvei.sharing.enums import ConsentState, ScopeChange, ShareBasis
from hjemvei.sharing.models import (
    BreakGlass,
    Consent,
    ConsentChange,
    ConsentEvent,
    ConsentScope,
    Disclosure,
)
from hjemvei.sharing.plain import CLASSES
from hjemvei.sharing.sealed import place, text_of
from hjemvei.ui.parts import Text

MOST_LOOKS = 100
MOST_VISITS = 20
EMERGENCIES_OF = (
    "SELECT key, starts_at, unit, who, category, reason, outcome FROM kernel.portal_emergencies(%s)"
)


@dataclass(frozen=True, slots=True)
class Receiver:
    """`told` says from whom: the same unit may be told by several; `now` is what it has become part of."""

    unit_id: int
    name: str
    classes: tuple[Text, ...]
    told: Text = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class ConsentView:
    key: str
    state: str
    answered_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    last_day: dt.date | None
    in_force: bool
    receivers: tuple[Receiver, ...]


Way = tuple[int, str, str]
"""To which unit, its name, and the kind of whoever tells it."""
WAY = ("receiver_unit_id", "receiver_unit__name", "giver__kind")


def way_of(row: Mapping[str, Any]) -> Way:
    return row["receiver_unit_id"], row["receiver_unit__name"], row["giver__kind"]


def receivers_of(named: Mapping[Way, Sequence[Text]]) -> tuple[Receiver, ...]:
    return tuple(
        Receiver(pk, name, tuple(told), TOLD_BY.get(kind, TOLD)) for (pk, name, kind), told in named.items()
    )


def consents(here: Here, *, today: dt.date) -> list[ConsentView]:
    """The newest first; those in force on top."""
    names = ("id", "key", "state", "answered_at", "withdrawn_at", "starts_on", "ends_before")
    rows = of_person(Consent, here).order_by("-id").values(*names)
    scopes = of_person(ConsentScope, here).order_by("receiver_unit__name", "giver_id", "info_class")
    named: dict[int, dict[Way, list[Text]]] = {}
    for scope in scopes.values("consent_id", *WAY, "info_class"):
        told = named.setdefault(scope["consent_id"], {}).setdefault(way_of(scope), [])
        text = CLASSES[InfoClass(scope["info_class"])]
        if text not in told:
            told.append(text)
    views = [_view(row, named.get(row["id"], {}), today) for row in rows]
    became = _became({one.unit_id for view in views if view.in_force for one in view.receivers}, today)
    views = [replace(v, receivers=tuple(_now(one, became) for one in v.receivers)) for v in views]
    return sorted(views, key=lambda view: not view.in_force)


def _became(unit_ids: set[int], today: dt.date) -> dict[int, str]:
    """Units that have been taken over by another of the same organisation, and which."""
    gone = Unit.objects.filter(pk__in=unit_ids, ends_before__lte=today, successor__isnull=False)
    return dict(gone.values_list("pk", "successor__name"))


def _now(one: Receiver, became: Mapping[int, str]) -> Receiver:
    return replace(one, now=became.get(one.unit_id, ""))


def _view(row: dict[str, object], named: dict[Way, list[Text]], today: dt.date) -> ConsentView:
    starts_on, ends_before = row["starts_on"], row["ends_before"]
    given = row["state"] == ConsentState.GIVEN and isinstance(starts_on, dt.date)
    in_force = given and isinstance(ends_before, dt.date) and starts_on <= today < ends_before  # type: ignore[operator]
    return ConsentView(
        key=str(row["key"]),
        state=str(row["state"]),
        answered_at=row["answered_at"],  # type: ignore[arg-type]
        withdrawn_at=row["withdrawn_at"],  # type: ignore[arg-type]
        last_day=ends_before - dt.timedelta(days=1) if isinstance(ends_before, dt.date) else None,
        in_force=bool(in_force),
        receivers=receivers_of(named),
    )


def asked(here: Here) -> bool:
    """Whether a question about sharing waits for an answer."""
    return of_person(Consent, here).filter(state=ConsentState.ASKED).values("id").exists()


def coordinations(*, today: dt.date) -> list[Unit]:
    """Where municipalities take such questions, by name."""
    units = Unit.objects.in_force(today).filter(kind=UnitKind.COORDINATION)
    return list(units.select_related("controller").order_by("name", "id"))


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was passed on. `what` is said of what was shared by consent."""

    at: dt.datetime
    receiver: str
    why: Text
    what: Text


def told(here: Here) -> list[Told]:
    """By law as by consent, but for what two people have hidden for a reason on record."""
    rows = of_person(Disclosure, here).order_by("-id")
    return [
        Told(
            row["recorded_at"],
            row["receiver_unit__name"],
            BASES[row["basis"]],
            passed_on(row["what"]) if row["basis"] == ShareBasis.CONSENT else "",
        )
        for row in rows.values("recorded_at", "receiver_unit__name", "basis", "what")
    ]


@dataclass(frozen=True, slots=True)
class Emergency:
    """`reason` is shown only where it is certain who reads."""

    at: dt.datetime
    unit: str
    who: str
    why: Text
    reason: str
    review: Text


def emergencies(here: Here) -> list[Emergency]:
    rows = []
    for case_id in here.cases:
        with connection.cursor() as cursor:
            cursor.execute(EMERGENCIES_OF, [case_id])
            names = [column.name for column in cursor.description or ()]
            rows += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        Emergency(
            row["starts_at"],
            row["unit"],
            row["who"],
            EMERGENCIES[row["category"]],
            text_of(row["reason"], bound_to=place(BreakGlass(key=row["key"]), "reason")),
            REVIEWS[row["outcome"]],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a consent: `more` and `less` are the receivers and what they are told, or no longer."""

    at: dt.datetime
    what: Text
    form: Text
    more: tuple[Receiver, ...]
    less: tuple[Receiver, ...]


def history(here: Here) -> list[Event]:
    """Everything that was asked and answered, the newest first."""
    told = _changed(here)
    events = of_person(ConsentEvent, here).order_by("-happened_at", "-id")
    return [
        Event(
            row["happened_at"],
            EVENTS[row["kind"]],
            FORMS.get(row["form"], ""),
            told.get((row["id"], ScopeChange.ADDED), ()),
            told.get((row["id"], ScopeChange.ENDED), ()),
        )
        for row in events.values("id", "happened_at", "kind", "form")
    ]


def _changed(here: Here) -> dict[tuple[int, str], tuple[Receiver, ...]]:
    """By event and what it did, each receiver with the classes."""
    found: dict[tuple[int, str], dict[Way, list[Text]]] = {}
    changes = of_person(ConsentChange, here).order_by("receiver_unit__name", "giver_id", "info_class")
    for row in changes.values("event_id", "change", *WAY, "info_class"):
        receivers = found.setdefault((row["event_id"], row["change"]), {})
        classes = receivers.setdefault(way_of(row), [])
        text = CLASSES[InfoClass(row["info_class"])]
        if text not in classes:
            classes.append(text)
    return {place: receivers_of(named) for place, named in found.items()}


@dataclass(frozen=True, slots=True)
class Looked:
    """A page that somebody opened on one day, `count` times; the look is the last of them."""

    look: LookView
    count: int


@dataclass(frozen=True, slots=True)
class LooksPage:
    """`older` leads to those before, empty where there is none."""

    rows: Sequence[Looked]
    older: str


def looks(here: Here, *, cursor: str = "") -> LooksPage:
    """Everybody else who opened a page about the person, from whichever organisation; the newest first.

    Raises RuleBroken for a broken cursor.
    """
    found = {
        look.id: look
        for case_id in here.cases
        for look in looked_at(case_id, cursor=cursor, size=MOST_LOOKS + 1).rows
    }
    newest = [found[number] for number in sorted(found, reverse=True)]
    counts: dict[tuple[object, ...], tuple[LookView, int]] = {}
    for look in newest[:MOST_LOOKS]:
        same = (timezone.localdate(look.at), look.who, look.unit, look.page, look.purpose)
        first, count = counts.get(same, (look, 0))
        counts[same] = (first, count + 1)
    older = older_than(newest[MOST_LOOKS - 1]) if len(newest) > MOST_LOOKS else ""
    return LooksPage([Looked(look, count) for look, count in counts.values()], older)


def own_visits(here: Here) -> list[dt.datetime]:
    """When the person's own page was opened: a visit that was not theirs is seen here."""
    rows = Visit.objects.filter(case_id__in=here.cases, started_at__isnull=False).order_by("-started_at")
    return list(rows.values_list("started_at", flat=True)[:MOST_VISITS])
