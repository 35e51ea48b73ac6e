"""The register of agreements: the list of all kinds, and what its page says beside the version."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.kinds import AgreementKind, AgreementLevel
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementVersion, ReviewDate
from hjemvei.agreements.policy import can_join
from hjemvei.agreements.states import AGREED, AGREEMENT, AgreementState
from hjemvei.core.paging import Page, page

MOST_EXPORTED = 5_000
FIELDS = ("id", "key", "name", "kind", "level", "state", "is_public", "parent__name")
TONES = {
    AgreementState.DIALOGUE: "neutral",
    AgreementState.DRAFT: "info",
    AgreementState.SIGNED: "accent",
    AgreementState.IN_FORCE: "success",
    AgreementState.UNDER_REVISION: "warning",
    AgreementState.ENDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty is everything."""

    kind: str = ""
    level: str = ""
    state: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class AgreementLine:
    key: str
    name: str
    kind: str
    level: str
    state: str
    tone: str
    parent: str
    parties: Sequence[str]
    in_force: str


def register(actor: Actor, asked: Asked, *, cursor: str, today: dt.date) -> Page[AgreementLine]:
    """In three statements."""
    found = page(_asked_for(actor, asked).values(*FIELDS), by=("name", "id"), cursor=cursor)
    return Page(_lines(found.rows, today=today), found.next_cursor, found.previous_cursor)


def whole_register(actor: Actor, asked: Asked, *, today: dt.date) -> list[AgreementLine]:
    """For a spreadsheet: no more than `MOST_EXPORTED`, in as many statements."""
    rows = _asked_for(actor, asked).order_by("name", "id").values(*FIELDS)
    return _lines(rows[:MOST_EXPORTED], today=today)


def open_register(words: str, *, cursor: str, today: dt.date) -> Page[AgreementLine]:
    """For everybody, signed in or not: what its parties have opened."""
    rows = Agreement.objects.public()
    for word in words.split()[:5]:
        of_party = AgreementParty.objects.filter(controller__name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | Q(pk__in=of_party.values("agreement_id")))
    found = page(rows.values(*FIELDS), by=("name", "id"), cursor=cursor)
    lines = [replace(line, parent="") for line in _lines(found.rows, today=today)]
    return Page(lines, found.next_cursor, found.previous_cursor)


def _asked_for(actor: Actor, asked: Asked) -> QuerySet[Agreement]:
    rows = Agreement.objects.visible_to(actor)
    for name in ("kind", "level", "state"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    if asked.party:
        named = Q(controller__name__icontains=asked.party) | Q(contact_unit__name__icontains=asked.party)
        rows = rows.filter(pk__in=AgreementParty.objects.filter(named).values("agreement_id"))
    return rows


def _lines(found: Iterable[dict[str, Any]], *, today: dt.date) -> list[AgreementLine]:
    rows = list(found)
    ids = [row["id"] for row in rows]
    parties: dict[int, list[str]] = defaultdict(list)
    for agreement_id, name in (
        AgreementParty.objects.on(today)
        .filter(agreement_id__in=ids)
        .order_by("id")
        .values_list("agreement_id", "controller__name")
    ):
        parties[agreement_id].append(name)
    live = AgreementVersion.objects.in_force(today).filter(agreement_id__in=ids)
    versions = dict(live.values_list("agreement_id", "number"))
    return [_line(row, parties[row["id"]], versions.get(row["id"])) for row in rows]


def _line(row: dict[str, Any], parties: Sequence[str], version: int | None) -> AgreementLine:
    state = AgreementState(row["state"])
    return AgreementLine(
        key=row["key"],
        name=row["name"],
        kind=str(AgreementKind(row["kind"]).label),
        level=str(AgreementLevel(row["level"]).label),
        state=str(state.label),
        tone=TONES[state],
        parent=row["parent__name"] or "",
        parties=parties,
        in_force=_("versjon %(n)s") % {"n": version} if version else "–",
    )


@dataclass(frozen=True, slots=True)
class PartyLine:
    name: str
    unit: str
    role: str
    number: int
    is_asked: bool
    may_answer: bool
    joins_on: dt.date | None
    leaves_before: dt.date | None
    agrees_to_end: dt.date | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """`moves`: what the parties may do with the agreement now, verb and words."""

    state: str
    tone: str
    parties: Sequence[PartyLine]
    reviews: Sequence[ReviewDate]
    anchoring: Sequence[Any]
    children: Sequence[Agreement]
    is_agreed: bool
    may_take_out: bool = False
    may_end: bool = False
    moves: Sequence[tuple[str, str]] = field(default_factory=list)


def register_page(actor: Actor, agreement: Agreement, *, may_change: bool) -> RegisterPage:
    """Four statements."""
    rows = agreement.parties.select_related("controller", "contact_unit").order_by("id")
    state = AgreementState(agreement.state)
    return RegisterPage(
        state=str(state.label),
        tone=TONES[state],
        parties=[
            PartyLine(
                row.controller.name,
                row.contact_unit.name,
                row.get_role_display(),
                row.pk,
                row.is_asked,
                row.is_asked and bool(can_join(actor, row)),
                row.joins_on,
                row.leaves_before,
                row.agrees_to_end,
            )
            for row in rows
        ],
        reviews=list(agreement.reviews.order_by("due_on", "id")),
        anchoring=list(agreement.anchoring.order_by("-decided_on", "id")),
        children=list(Agreement.objects.visible_to(actor).filter(parent=agreement).order_by("name", "id")),
        is_agreed=state in AGREED,
        may_end=may_change and state in AGREED and AGREEMENT.can(state, "end"),
        may_take_out=may_change and state not in AGREED,
        moves=_moves(agreement) if may_change else [],
    )


def _moves(agreement: Agreement) -> list[tuple[str, str]]:
    words = {
        "write_draft": _("Begynn på et utkast"),
        "back_to_dialogue": _("Tilbake til dialog"),
        "end": _("Avslutt avtalen"),
    }
    if agreement.state in AGREED:
        del words["end"]
    return [(verb, text) for verb, text in words.items() if AGREEMENT.can(agreement.state, verb)]


def reviews_due(actor: Actor, *, by: dt.date) -> list[ReviewDate]:
    """Those that the actor's organisation is to hold by that day, the earliest first."""
    ours = AgreementParty.objects.of(actor).values("agreement_id")
    rows = ReviewDate.objects.filter(agreement_id__in=ours, held_on__isnull=True, due_on__lte=by)
    return list(
        rows.exclude(agreement__state=AgreementState.ENDED)
        .select_related("agreement")
        .order_by("due_on", "id")
    )
