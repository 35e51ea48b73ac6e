"""What staff see of the person's own page: whether the way in works, and what was said to their unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from hjemvei.accounts.actor import Actor
from hjemvei.portal.enums import WordKind
from hjemvei.portal.models import Pack, Pin, Visit, Word
from hjemvei.portal.rules import MOST_TRIES, is_code_alive
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import unlock


@dataclass(frozen=True, slots=True)
class WordView:
    key: str
    kind: str
    kind_label: str
    at: dt.datetime
    about: str
    body: str
    answered_at: dt.datetime | None
    answers: Sequence[str]
    wants_answer: bool


@dataclass(frozen=True, slots=True)
class StaffView:
    """`code_until` is None without a code that can be used; `seen_at` is the newest visit."""

    code_until: dt.datetime | None
    tries_left: int
    has_pin: bool
    pin_locked: bool
    seen_at: dt.datetime | None
    words: Sequence[WordView]


def staff_view(actor: Actor, case: Case, *, at: dt.datetime) -> StaffView:
    packs = Pack.objects.visible_to(actor).of(case).filter(used_at__isnull=True, ended_at__isnull=True)
    pack = packs.order_by("-id").first()
    alive = pack is not None and is_code_alive(
        expires_at=pack.expires_at, tries=pack.tries, used=False, at=at
    )
    pins = Pin.objects.visible_to(actor).of(case).filter(ended_at__isnull=True)
    tries = pins.values_list("tries", flat=True).first()
    visits = Visit.objects.visible_to(actor).of(case).filter(started_at__isnull=False)
    return StaffView(
        code_until=pack.expires_at if pack is not None and alive else None,
        tries_left=MOST_TRIES - pack.tries if pack is not None else 0,
        has_pin=tries is not None,
        pin_locked=tries is not None and tries >= MOST_TRIES,
        seen_at=visits.order_by("-started_at").values_list("started_at", flat=True).first(),
        words=_words(actor, case),
    )


def _words(actor: Actor, case: Case) -> list[WordView]:
    rows = unlock(Word.objects.visible_to(actor).of(case).order_by("id"))
    answers: dict[int, list[str]] = {}
    for row in rows:
        if row.answers_id is not None:
            answers.setdefault(row.answers_id, []).append(row.body)
    found = [
        WordView(
            key=row.key,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            at=row.recorded_at,
            about=row.about,
            body=row.body,
            answered_at=row.answered_at,
            answers=answers.get(row.pk, ()),
            wants_answer=row.kind != WordKind.VICTORY and row.answered_at is None,
        )
        for row in rows
        if row.by_person
    ]
    return sorted(found, key=lambda word: (not word.wants_answer, -word.at.timestamp()))
