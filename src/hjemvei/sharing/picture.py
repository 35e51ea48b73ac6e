"""The consent page's read model: who may know what now, what was answered, what has been handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, Consent, ConsentScope, Disclosure
from hjemvei.sharing.policy import can_ask_consent, is_in_force
from hjemvei.sharing.queries import consents_seen
from hjemvei.sharing.sealed import unlock
from hjemvei.sharing.terms import SHAREABLE, Arrow

COLUMNS = tuple(SHAREABLE)


@dataclass(frozen=True, slots=True)
class GridRow:
    """What one receiver may get from one giver; `last_day` is when the last of it ends. `opens` is the
    consent and the unit by which the actor, as the giver, can open now what is not open yet.
    """

    receiver: str
    giver: str
    has_access: bool
    opens: tuple[str, str] | None
    classes: Sequence[str]
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class ConsentView:
    key: str
    state: str
    state_label: str
    form: str
    answered_at: dt.datetime | None
    starts_on: dt.date | None
    last_day: dt.date | None
    recorded_by: str
    representative: str
    in_force: bool
    withdrawn_at: dt.datetime | None
    receivers: Sequence[str]


@dataclass(frozen=True, slots=True)
class DisclosureView:
    receiver: str
    what: str
    classes: Sequence[str]
    basis: str
    at: dt.datetime
    by: str
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ConsentPicture:
    """`asked` is a question that waits; `in_force` says whether anything may be shared now."""

    grid: Sequence[GridRow]
    consents: Sequence[ConsentView]
    disclosures: Sequence[DisclosureView]
    asked: bool
    in_force: bool


def consent_picture(actor: Actor, case: Case, *, today: dt.date) -> ConsentPicture:
    """Four queries, and one for keys, however many answers there are."""
    consents = unlock(consents_seen(actor).filter(case=case).select_related("recorded_by").order_by("-id"))
    scopes = list(
        ConsentScope.objects.visible_to(actor)
        .filter(consent__in=[consent.pk for consent in consents])
        .select_related("receiver_unit", "giver")
        .order_by("receiver_unit__name", "giver__name", "info_class")
    )
    disclosures = list(
        Disclosure.objects.visible_to(actor)
        .of(case)
        .select_related("receiver_unit", "recorded_by")
        .order_by("-id")
    )
    live = {consent.pk: consent for consent in consents if is_in_force(consent, today=today)}
    opened = {row.receiver_unit_id for row in disclosures if row.ended_at is None and row.consent_id in live}
    views = [_consent_view(consent, scopes, today) for consent in consents]
    return ConsentPicture(
        grid=_grid(scopes, live, opened, giver_id=actor.controller_id),
        consents=views,
        disclosures=[_disclosure_view(row) for row in disclosures],
        asked=any(view.state == ConsentState.ASKED for view in views),
        in_force=bool(live),
    )


def may_open(actor: Actor, case: Case, *, today: dt.date) -> bool:
    """Whether the person has said yes to something that the actor's controller has not opened yet."""
    picture = consent_picture(actor, case, today=today)
    return bool(can_ask_consent(actor, case)) and any(row.opens for row in picture.grid)


@dataclass(frozen=True, slots=True)
class Named:
    """What a consent names now, to fill the form that changes it."""

    arrows: Sequence[Arrow]
    receivers: Sequence[int]
    classes: Sequence[InfoClass]
    back: Sequence[InfoClass]


def named_in(actor: Actor, consent: Consent) -> Named:
    """`back` is what others may give to the unit that wrote the consent down."""
    rows = ConsentScope.objects.visible_to(actor).filter(consent=consent).order_by("id")
    found = [
        Arrow(row.giver_id, row.receiver_unit_id, InfoClass(row.info_class), Purpose(row.purpose))
        for row in rows
    ]
    out = [arrow for arrow in found if arrow.receiver_unit_id != consent.owner_unit_id]
    back = [arrow for arrow in found if arrow.receiver_unit_id == consent.owner_unit_id]
    return Named(
        arrows=found,
        receivers=list(dict.fromkeys(arrow.receiver_unit_id for arrow in out)),
        classes=sorted({arrow.info_class for arrow in out}),
        back=sorted({arrow.info_class for arrow in back} - {InfoClass.IDENTITY}),
    )


def possible_receivers(*, but: int, first: Sequence[int], today: dt.date) -> list[Unit]:
    """Units that a consent can name: those proposed first, then others outside of prison, by controller."""
    units = Unit.objects.in_force(today).exclude(pk=but).select_related("controller")
    found = list(units.exclude(kind="prison").order_by("controller__name", "name", "id")[:300])
    missing = set(first) - {unit.pk for unit in found}
    found += list(units.filter(pk__in=missing).order_by("id"))
    rank = {unit_id: place for place, unit_id in enumerate(first)}
    return sorted(found, key=lambda unit: rank.get(unit.pk, len(rank)))


def _grid(
    scopes: list[ConsentScope], live: dict[int, Consent], opened: set[int], *, giver_id: int
) -> list[GridRow]:
    named: dict[tuple[str, str], list[ConsentScope]] = {}
    for scope in scopes:
        if scope.consent_id in live:
            named.setdefault((scope.receiver_unit.name, scope.giver.name), []).append(scope)
    return [_grid_row(rows, live, opened, giver_id) for rows in named.values()]


def _grid_row(rows: list[ConsentScope], live: dict[int, Consent], opened: set[int], giver_id: int) -> GridRow:
    unit, newest = rows[0].receiver_unit, max(row.consent_id for row in rows)
    has_access = unit.pk in opened
    days = [day for row in rows if (day := live[row.consent_id].ends_before)]
    return GridRow(
        receiver=unit.name,
        giver=rows[0].giver.name,
        has_access=has_access,
        opens=(live[newest].key, unit.slug) if rows[0].giver_id == giver_id and not has_access else None,
        classes=[str(column.label) for column in COLUMNS if column in {row.info_class for row in rows}],
        last_day=max(days) - dt.timedelta(days=1),
    )


def _day_before(day: dt.date | None) -> dt.date | None:
    return day - dt.timedelta(days=1) if day else None


def _consent_view(consent: Consent, scopes: list[ConsentScope], today: dt.date) -> ConsentView:
    names = [scope.receiver_unit.name for scope in scopes if scope.consent_id == consent.pk]
    return ConsentView(
        key=consent.key,
        state=consent.state,
        state_label=consent.get_state_display(),
        form=consent.get_form_display(),
        answered_at=consent.answered_at,
        starts_on=consent.starts_on,
        last_day=_day_before(consent.ends_before),
        recorded_by=consent.recorded_by.name,
        representative=consent.representative_name,
        in_force=is_in_force(consent, today=today),
        withdrawn_at=consent.withdrawn_at,
        receivers=list(dict.fromkeys(names)),
    )


def _disclosure_view(row: Disclosure) -> DisclosureView:
    return DisclosureView(
        receiver=row.receiver_unit.name,
        what=gettext(row.what),
        classes=[str(InfoClass(number).label) for number in row.info_classes],
        basis=row.get_basis_display(),
        at=row.recorded_at,
        by=row.recorded_by.name,
        ended_at=row.ended_at,
    )
