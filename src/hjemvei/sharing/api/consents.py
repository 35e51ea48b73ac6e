"""Consents for other systems: what the person said, to whom it opens, and its end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Literal

from django.http import Http404
from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.api import (
    Body,
    Day,
    Key,
    Line,
    Listed,
    OptionalLine,
    Paging,
    Routes,
    Slug,
    YesNo,
    must_match,
    page_of,
)
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.api.shown import shown_case, unit_named
from hjemvei.sharing.enums import ConsentForm, ConsentState, Representation
from hjemvei.sharing.models import Case, Consent, ConsentScope
from hjemvei.sharing.queries import consents_seen, disclose, lock_consent
from hjemvei.sharing.sealed import unlock
from hjemvei.sharing.terms import Terms, arrows, one_year_after

consents = Routes("consents")
ClassName = Literal[
    "identity", "custody", "housing", "economy", "health", "network", "work", "coordination", "consent"
]


class ScopeOut(Schema):
    """What one unit may have."""

    receiver: str
    classes: list[str]


class ConsentOut(Schema):
    key: str
    case: str
    state: str
    form: str
    language: str
    interpreter_used: bool
    representation: str
    representative_name: str
    answered_at: dt.datetime | None
    starts_on: dt.date | None
    ends_before: dt.date | None
    withdrawn_at: dt.datetime | None
    scopes: list[ScopeOut]


class ConsentIn(Body):
    """What the person said. `receivers` are slugs of units; the name always goes along with what is shared.

    For `given`, the period is a year from today where none is said.
    """

    answer: Literal["asked", "given", "refused"]
    form: ConsentForm
    language: Annotated[str, Field(pattern="^[a-z]{2,3}(-[A-Za-z]{2,4})?$")] = "nb"
    interpreter_used: YesNo = False
    representation: Representation = Representation.SELF
    representative_name: Annotated[OptionalLine, Field(max_length=120)] = ""
    explained: OptionalLine = ""
    receivers: Annotated[list[Slug], Field(max_length=20)] = []
    classes: Annotated[list[ClassName], Field(max_length=9)] = []
    starts_on: Day | None = None
    ends_before: Day | None = None


class WithdrawalIn(Body):
    how: ConsentForm


class AccessIn(Body):
    """Open the case to a unit that the consent names; `what` says what is handed over."""

    receiver: Slug
    what: Annotated[Line, Field(max_length=200)]


@consents.read("/cases/{key}/consents", Listed[ConsentOut])
def list_consents(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[ConsentOut]:
    case = shown_case(request.actor, key)
    rows = consents_seen(request.actor).filter(case=case).values("id")
    found = page_of(rows, paging, by=("id",))
    ids = [row["id"] for row in found.rows]
    kept = consents_seen(request.actor).filter(pk__in=ids).order_by("id")
    return Listed[ConsentOut](items=consents_out(request.actor, kept), next_cursor=found.next_cursor)


@consents.read("/consents/{key}", ConsentOut, single=True)
def read_consent(request: ApiRequest, key: Key) -> ConsentOut:
    return consents_out(request.actor, [found_consent(request.actor, key)])[0]


@consents.write("/cases/{key}/consents", ConsentOut, status=201)
def record_consent(request: ApiRequest, key: Key, body: ConsentIn) -> ConsentOut:
    actor, at, today = request.actor, clock.now(), clock.today()
    case = shown_case(actor, key)
    terms = Terms(
        form=body.form,
        language=body.language,
        interpreter_used=body.interpreter_used,
        representation=body.representation,
        representative_name=body.representative_name,
        explained=body.explained,
    )
    if body.answer == "asked":
        consent = ask_consent(actor=actor, case=case, terms=terms, at=at)
    elif body.answer == "refused":
        consent = refuse_consent(actor=actor, case=case, terms=terms, at=at)
    else:
        consent = _give(actor, case, terms, body, today=today, at=at)
    return consents_out(actor, [consent])[0]


def _give(
    actor: Actor, case: Case, terms: Terms, body: ConsentIn, *, today: dt.date, at: dt.datetime
) -> Consent:
    units = [unit_named(slug, field="receivers", today=today).pk for slug in body.receivers]
    classes = [InfoClass[name.upper()] for name in body.classes]
    starts_on = body.starts_on or today
    return give_consent(
        actor=actor,
        case=case,
        terms=terms,
        arrows=arrows(giver_id=actor.controller_id, receivers=units, classes=classes),
        starts_on=starts_on,
        ends_before=body.ends_before or one_year_after(starts_on),
        at=at,
    )


@consents.write("/consents/{key}/access", ConsentOut, updates=True)
def open_access(request: ApiRequest, key: Key, body: AccessIn) -> ConsentOut:
    actor, today = request.actor, clock.today()
    consent = lock_consent(actor, found_consent(actor, key))
    must_match(request, consents_out(actor, [consent])[0])
    unit = unit_named(body.receiver, field="receiver", today=today)
    open_to_unit(
        actor=actor,
        case=consent.case,
        consent=consent,
        unit=unit,
        what=body.what,
        today=today,
        at=clock.now(),
    )
    return consents_out(actor, [consent])[0]


@consents.write("/consents/{key}/withdrawal", ConsentOut, updates=True)
def end_consent(request: ApiRequest, key: Key, body: WithdrawalIn) -> ConsentOut:
    """Who is let in by this consent alone sees the case no more after it."""
    actor, at = request.actor, clock.now()
    consent = lock_consent(actor, found_consent(actor, key))
    before = consents_out(actor, [consent])[0]
    must_match(request, before)
    withdraw_consent(actor=actor, consent=consent, how=body.how, at=at)
    still = consents_seen(actor).filter(pk=consent.pk).first()
    if still is not None:
        return consents_out(actor, [still])[0]
    return before.model_copy(update={"state": ConsentState.WITHDRAWN.value, "withdrawn_at": at})


def found_consent(actor: Actor, key: str) -> Consent:
    found: Consent | None = consents_seen(actor).filter(key=key).first()
    if found is None:
        raise Http404
    disclose(actor, found.case)
    return found


def consents_out(actor: Actor, found: Iterable[Consent]) -> list[ConsentOut]:
    rows = unlock(found)
    scopes: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    named = ConsentScope.objects.visible_to(actor).filter(consent_id__in=[row.pk for row in rows])
    fields = ("consent_id", "receiver_unit__slug", "info_class")
    for consent_id, slug, number in named.order_by("receiver_unit__slug", "info_class").values_list(*fields):
        scopes[consent_id][slug].append(InfoClass(number).name.lower())
    return [_consent_out(row, scopes[row.pk]) for row in rows]


def _consent_out(row: Consent, scopes: dict[str, list[str]]) -> ConsentOut:
    return ConsentOut(
        key=row.key,
        case=row.case.key,
        state=row.state,
        form=row.form,
        language=row.language,
        interpreter_used=row.interpreter_used,
        representation=row.representation,
        representative_name=row.representative_name,
        answered_at=row.answered_at,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        withdrawn_at=row.withdrawn_at,
        scopes=[ScopeOut(receiver=slug, classes=classes) for slug, classes in scopes.items()],
    )
