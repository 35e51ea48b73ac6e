"""What receivers have said of notices: of one case, and summed for each pair of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Notice, NoticeRating
from hjemvei.cases.states import NoticeState
from hjemvei.sharing.models import Case

RATINGS = {"good": (True, True), "late": (False, True), "missing": (True, False), "both": (False, False)}
"""Code of a button: early enough, complete enough."""
CODES = {said: code for code, said in RATINGS.items()}


@dataclass(frozen=True, slots=True)
class Rated:
    """From one unit to another, replaced and stopped notices left out."""

    sender: str
    receiver: str
    notices: int
    rated: int
    early: int
    complete: int


def ratings_of(actor: Actor, case: Case) -> dict[str, str]:
    """The newest word on each notice of the case, by its key, as the code of `RATINGS`."""
    rows = NoticeRating.objects.visible_to(actor).of(case).order_by("id")
    return {
        notice: CODES[early, complete]
        for notice, early, complete in rows.values_list("notice__key", "is_early", "is_complete")
    }


def rated_notices(actor: Actor) -> Sequence[Rated]:
    """Of notices that the actor's units have sent or got."""
    units = actor.case_units()
    notices = Notice.objects.visible_to(actor).filter(
        Q(owner_unit_id__in=units) | Q(to_unit_id__in=units),
        state__in=[NoticeState.SENT, NoticeState.ACKNOWLEDGED],
    )
    rows = (
        notices.annotate(early=_newest(actor, "is_early"), complete=_newest(actor, "is_complete"))
        .values(sender=F("owner_unit__name"), receiver=F("to_unit__name"))
        .annotate(
            notices=Count("pk"),
            rated=Count("pk", filter=Q(early__isnull=False)),
            early_ones=Count("pk", filter=Q(early=True)),
            complete_ones=Count("pk", filter=Q(complete=True)),
        )
        .order_by("sender", "receiver")
    )
    return [
        Rated(
            row["sender"],
            row["receiver"],
            row["notices"],
            row["rated"],
            row["early_ones"],
            row["complete_ones"],
        )
        for row in rows
    ]


def _newest(actor: Actor, field: str) -> Subquery:
    said: QuerySet[Any, Any] = NoticeRating.objects.visible_to(actor).filter(notice_id=OuterRef("pk"))
    return Subquery(said.order_by("-id").values(field)[:1])
