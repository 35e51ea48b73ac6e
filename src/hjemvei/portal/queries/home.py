"""The home, the plan, and what went well, as the person sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hjemvei.allocation.models import Application, Offer
from hjemvei.cases.models import HomeStatus
from hjemvei.homes.models import Dwelling
from hjemvei.persons.models import Person
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal, Measure, Plan
from hjemvei.portal.enums import WordKind
from hjemvei.portal.here import Here
from hjemvei.portal.models import Word
from hjemvei.portal.queries.road import of_person
from hjemvei.portal.words import AREAS, STAGES
from hjemvei.sharing.sealed import open_values
from hjemvei.tenancies.models import FollowUp, Guarantee, Lease
from hjemvei.ui.parts import Text


@dataclass(frozen=True, slots=True)
class Place:
    """`address` is empty where it is protected and the session is not strong enough to show it."""

    name: str
    address: str
    rent: int | None
    starts_on: dt.date | None
    answer_by: dt.date | None
    has_keys: bool


@dataclass(frozen=True, slots=True)
class HomeView:
    stage: Text
    applied_on: dt.date | None
    decided_on: dt.date | None
    appeal_by: dt.date | None
    offers: Sequence[Place]
    leases: Sequence[Place]
    securities: Sequence[tuple[str, int]]


def home(here: Here) -> HomeView:
    status = of_person(HomeStatus, here).order_by("-id").values_list("status", flat=True).first() or ""
    asked = of_person(Application, here).order_by("-received_on", "-id")
    application = asked.values("received_on", "decided_on", "appeal_by").first() or {}
    offers = of_person(Offer, here).filter(state="made").order_by("id")
    leases = of_person(Lease, here).filter(cancelled_at__isnull=True).order_by("-starts_on", "-id")
    securities = of_person(Guarantee, here).order_by("id").values_list("kind", "amount")
    return HomeView(
        stage=STAGES.get(str(status), ""),
        applied_on=application.get("received_on"),
        decided_on=application.get("decided_on"),
        appeal_by=application.get("appeal_by"),
        offers=_offers(here, list(offers.values("dwelling_id", "answer_by"))),
        leases=_leases(here, list(leases.values("dwelling_id", "rent", "starts_on", "keys_handed_at"))),
        securities=list(securities),
    )


def _dwellings(here: Here, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and address. A protected address is not for a screen that anybody may pass."""
    hidden = is_protected(here) and not here.is_strong
    rows = Dwelling.objects.filter(pk__in=ids).values("id", "name", "address", "postal_code")
    return {
        row["id"]: ("", "") if hidden else (row["name"], f"{row['address']} {row['postal_code']}".strip())
        for row in rows
    }


def _offers(here: Here, rows: list[dict[str, Any]]) -> list[Place]:
    found = _dwellings(here, [row["dwelling_id"] for row in rows])
    places = []
    for row in rows:
        name, address = found.get(row["dwelling_id"], ("", ""))
        places.append(Place(name, address, None, None, row["answer_by"], False))
    return places


def _leases(here: Here, rows: list[dict[str, Any]]) -> list[Place]:
    found = _dwellings(here, [row["dwelling_id"] for row in rows])
    places = []
    for row in rows:
        name, address = found.get(row["dwelling_id"], ("", ""))
        rent = row["rent"] if here.is_strong else None
        places.append(Place(name, address, rent, row["starts_on"], None, row["keys_handed_at"] is not None))
    return places


def is_protected(here: Here) -> bool:
    return Person.objects.filter(protection__gt=0).values("id").exists()


@dataclass(frozen=True, slots=True)
class GoalView:
    key: str
    text: str
    reached_on: dt.date | None
    steps: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class PlanView:
    """`areas` are those of the plan that the session opens, each with its goals."""

    key: str
    own_words: str
    review_on: dt.date | None
    areas: Sequence[tuple[Text, Sequence[GoalView]]]


def plan(here: Here) -> PlanView | None:
    found = list(of_person(Plan, here).order_by("id").values("key", "own_words", "review_on")[:1])
    if not found:
        return None
    (row,) = open_values(found, Plan, "own_words")
    steps: dict[int, list[tuple[str, str, bool]]] = {}
    measures = of_person(Measure, here).exclude(state="dropped").order_by("id")
    rows = measures.values("key", "goal_id", "text", "to_unit__name", "state")
    for one in open_values(rows, Measure, "text"):
        done = one["state"] == "done"
        steps.setdefault(one["goal_id"], []).append((one["text"], one["to_unit__name"] or "", done))
    goals: dict[str, list[GoalView]] = {}
    wanted = of_person(Goal, here).order_by("id").values("id", "key", "area", "text", "reached_on")
    for goal in open_values(wanted, Goal, "text"):
        view = GoalView(goal["key"], goal["text"], goal["reached_on"], steps.get(goal["id"], ()))
        goals.setdefault(goal["area"], []).append(view)
    areas = [(AREAS[area], goals[area]) for area in LifeArea if area in goals]
    return PlanView(row["key"], row["own_words"], row["review_on"], areas)


@dataclass(frozen=True, slots=True)
class Victory:
    on: dt.date
    text: str
    is_own: bool


def victories(here: Here) -> list[Victory]:
    """Goals reached, steps done, what somebody noticed, and what the person says; the newest first."""
    reached = of_person(Goal, here).filter(reached_on__isnull=False).values("key", "reached_on", "text")
    found = [Victory(row["reached_on"], row["text"], False) for row in open_values(reached, Goal, "text")]
    done = of_person(Measure, here).filter(state="done").values("key", "done_on", "text")
    found += [Victory(row["done_on"], row["text"], False) for row in open_values(done, Measure, "text")]
    seen = of_person(FollowUp, here).exclude(went_well="").filter(happened_on__isnull=False)
    kind_words = seen.values("key", "happened_on", "went_well")
    found += [
        Victory(row["happened_on"], row["went_well"], False)
        for row in open_values(kind_words, FollowUp, "went_well")
    ]
    said = Word.objects.filter(case_id__in=here.cases, kind=WordKind.VICTORY, by_person=True)
    own = said.values("key", "recorded_at", "body")
    found += [Victory(row["recorded_at"].date(), row["body"], True) for row in open_values(own, Word, "body")]
    return sorted(found, key=lambda victory: victory.on, reverse=True)[:50]
