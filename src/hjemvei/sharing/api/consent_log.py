"""The log of a consent, and a yes for longer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from ninja import Query, Schema

from hjemvei.accounts.api import ApiRequest
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.api import Body, Day, Key, Listed, Paging, must_match, page_of
from hjemvei.sharing.actions.extend_consent import extend_consent
from hjemvei.sharing.api.consents import ConsentOut, consents, consents_out, found_consent
from hjemvei.sharing.api.shown import shown_case
from hjemvei.sharing.consent_log import terms_of
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.grounds import legal_grounds
from hjemvei.sharing.models import ConsentChange, ConsentEvent
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.sealed import unlock


class ChangeOut(Schema):
    """`change` is added, kept (by a narrower consent) or ended."""

    change: str
    giver: str
    receiver: str
    info_class: str


class EventOut(Schema):
    """One thing that happened to a consent. `replaces` is the wider consent that this one took over from."""

    key: str
    kind: str
    happened_at: dt.datetime
    form: str
    witness_name: str
    language: str
    interpreter_used: bool
    interpreter_how: str
    representation: str
    starts_on: dt.date | None
    ends_before: dt.date | None
    replaces: str | None
    changes: list[ChangeOut]


class GroundOut(Schema):
    """`takes_part_by` is why a unit is in the case; `legal_basis` by which law it processes at all."""

    unit: str
    takes_part_by: str
    legal_basis: str
    statute: str


class ExtensionIn(Body):
    """A yes for longer, as it was said."""

    form: ConsentForm
    ends_before: Day


@consents.read("/consents/{key}/events", Listed[EventOut])
def list_events(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[EventOut]:
    consent = found_consent(request.actor, key)
    seen = ConsentEvent.objects.visible_to(request.actor).filter(consent=consent)
    page = page_of(seen.values("id"), paging, by=("id",))
    rows = seen.filter(pk__in=[row["id"] for row in page.rows]).select_related("replaces").order_by("id")
    changes: dict[int, list[ChangeOut]] = defaultdict(list)
    lines = ConsentChange.objects.visible_to(request.actor).filter(event__in=rows.values("id"))
    for line in lines.select_related("giver", "receiver_unit").order_by("id"):
        changes[line.event_id].append(
            ChangeOut(
                change=line.change,
                giver=line.giver.name,
                receiver=line.receiver_unit.slug,
                info_class=InfoClass(line.info_class).name.lower(),
            )
        )
    items = [_out(row, changes[row.pk]) for row in unlock(rows)]
    return Listed[EventOut](items=items, next_cursor=page.next_cursor)


@consents.read("/cases/{key}/legal-bases", Listed[GroundOut])
def list_grounds(request: ApiRequest, key: Key) -> Listed[GroundOut]:
    found = legal_grounds(shown_case(request.actor, key))
    items = [
        GroundOut(
            unit=ground.unit_slug,
            takes_part_by=ground.basis,
            legal_basis=ground.code,
            statute=ground.statute,
        )
        for ground in found
    ]
    return Listed[GroundOut](items=items, next_cursor="")


@consents.write("/consents/{key}/extension", ConsentOut, updates=True)
def extend(request: ApiRequest, key: Key, body: ExtensionIn) -> ConsentOut:
    actor = request.actor
    consent = lock_consent(actor, found_consent(actor, key))
    must_match(request, consents_out(actor, [consent])[0])
    after = extend_consent(
        actor=actor,
        consent=consent,
        terms=terms_of(consent, how=body.form),
        ends_before=body.ends_before,
        today=clock.today(),
        at=clock.now(),
    )
    return consents_out(actor, [after])[0]


def _out(row: ConsentEvent, changes: list[ChangeOut]) -> EventOut:
    return EventOut(
        key=row.key,
        kind=row.kind,
        happened_at=row.happened_at,
        form=row.form,
        witness_name=row.witness_name,
        language=row.language,
        interpreter_used=row.interpreter_used,
        interpreter_how=row.interpreter_how,
        representation=row.representation,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        replaces=row.replaces.key if row.replaces else None,
        changes=changes,
    )
