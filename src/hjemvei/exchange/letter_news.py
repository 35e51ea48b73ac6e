"""Which news makes which letter. Registered when the apps are ready; told in the sender's transaction."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation import events as allocation_events
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.states import ApplicationState
from hjemvei.cases import events as cases_events
from hjemvei.cases.choices import CERTAINTY
from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.models import Notice
from hjemvei.exchange import letter_cooperation, letter_housing, letter_tenancy
from hjemvei.exchange.letter_consent_news import on_sharing
from hjemvei.exchange.letter_frame import Frame
from hjemvei.exchange.letter_pdf import Letter
from hjemvei.exchange.letters import (
    Sent,
    frame_to_person,
    frame_to_unit,
    keep_letter,
    name_of,
    neutral_frame,
    person_of,
)
from hjemvei.homes.choices import DwellingKind
from hjemvei.homes.models import Dwelling
from hjemvei.sharing.events import on_sharing_changed
from hjemvei.tenancies import events as tenancies_events
from hjemvei.tenancies.choices import SecurityKind
from hjemvei.tenancies.models import Guarantee, Lease

HOUSING = InfoClass.HOUSING
Listener = TypeVar("Listener")


def on_notice(actor: Actor, row: Notice, at: dt.datetime) -> None:
    """The same facts as the notice's own page shows the receiving unit."""
    person = person_of(actor, row.case)

    def write(frame: Frame) -> Letter:
        told = letter_cooperation.Told(
            person=name_of(person),
            born_on=person.birth_date,
            expected_on=row.expected_release_on,
            certainty=str(CERTAINTY[ReleaseCertainty(row.certainty)]),
            lead_days=row.lead_days,
            acknowledge_by=row.acknowledge_by,
            is_again=row.replaces_id is not None,
            note=row.note,
        )
        return letter_cooperation.notice(frame, told)

    keep_letter(
        actor=actor,
        case=row.case,
        frame=frame_to_unit(actor, row.case, unit=row.to_unit, at=at),
        write=write,
        sent=Sent(
            kind="letter",
            about=f"notice:{row.key}",
            info_class=InfoClass.COORDINATION,
            to_unit=row.to_unit,
        ),
        at=at,
    )


def on_decided(actor: Actor, row: Application, at: dt.datetime) -> None:
    if row.decided_on is None or row.appeal_by is None:
        return
    ruling = letter_housing.Ruling(
        is_granted=row.state == ApplicationState.GRANTED,
        received_on=row.received_on,
        decided_on=row.decided_on,
        appeal_by=row.appeal_by,
        help_given=row.help_given,
        reasons=row.reasons,
    )
    keep_letter(
        actor=actor,
        case=row.case,
        frame=frame_to_person(actor, row.case, at=at),
        write=partial(letter_housing.decision, ruling=ruling),
        sent=Sent(kind="decision", about=f"decision:{row.key}", info_class=HOUSING),
        at=at,
    )


def on_provisional_reply(actor: Actor, row: Application, at: dt.datetime) -> None:
    keep_letter(
        actor=actor,
        case=row.case,
        frame=frame_to_person(actor, row.case, at=at),
        write=partial(letter_housing.provisional_reply, received_on=row.received_on),
        sent=Sent(kind="letter", about=f"reply:{row.key}", info_class=HOUSING),
        at=at,
    )


def on_offer(actor: Actor, row: Offer, at: dt.datetime) -> None:
    home = Dwelling.objects.visible_to(actor).get(pk=row.dwelling_id)

    def write(frame: Frame) -> Letter:
        said = letter_housing.Home(
            address=_address(home),
            kind=str(DwellingKind(home.kind).label),
            rooms=home.rooms,
            area=home.area,
            rent=home.rent,
            is_step_free=home.is_step_free,
            house_rules=home.house_rules,
        )
        return letter_housing.offer(frame, said, available_from=row.available_from, answer_by=row.answer_by)

    keep_letter(
        actor=actor,
        case=row.case,
        frame=frame_to_person(actor, row.case, at=at),
        write=write,
        sent=Sent(kind="letter", about=f"offer:{row.key}", info_class=HOUSING),
        at=at,
    )


def on_lease(actor: Actor, row: Lease, at: dt.datetime) -> None:
    """Shown to the electricity supplier, the bank and others, so as neutral as a letter to the landlord."""
    person, tenancy = person_of(actor, row.case), _tenancy(actor, row)
    keep_letter(
        actor=actor,
        case=row.case,
        frame=neutral_frame(
            actor, receiver=tenancy.tenant, address=tenancy.address, language=person.language, at=at
        ),
        write=partial(letter_tenancy.lease_confirmation, tenancy=tenancy),
        sent=Sent(kind="letter", about=f"lease:{row.key}", info_class=HOUSING),
        at=at,
    )


def on_guarantee(actor: Actor, row: Guarantee, at: dt.datetime) -> None:
    tenancy = _tenancy(actor, row.lease)
    write = partial(
        letter_tenancy.guarantee,
        tenancy=tenancy,
        amount=row.amount,
        issued_on=row.issued_on,
        is_deposit=row.kind == SecurityKind.DEPOSIT,
    )
    keep_letter(
        actor=actor,
        case=row.case,
        frame=neutral_frame(actor, receiver=_("Utleier"), address=tenancy.address, at=at),
        write=write,
        sent=Sent(kind="letter", about=f"guarantee:{row.lease.key}", info_class=InfoClass.ECONOMY),
        at=at,
    )


def _tenancy(actor: Actor, lease: Lease) -> letter_tenancy.Tenancy:
    home = Dwelling.objects.visible_to(actor).get(pk=lease.dwelling_id)
    return letter_tenancy.Tenancy(
        tenant=name_of(person_of(actor, lease.case)),
        address=_address(home),
        rent=lease.rent,
        signed_on=lease.signed_on,
        starts_on=lease.starts_on,
        ends_before=lease.ends_before,
    )


def _address(home: Dwelling) -> str:
    return f"{home.address}, {home.postal_code}" if home.postal_code else home.address


def register() -> None:
    _listen(cases_events.notice_sent, on_notice)
    _listen(allocation_events.application_decided, on_decided)
    _listen(allocation_events.provisional_reply_sent, on_provisional_reply)
    _listen(allocation_events.offer_made, on_offer)
    _listen(tenancies_events.lease_signed, on_lease)
    _listen(tenancies_events.guarantee_issued, on_guarantee)
    on_sharing_changed(on_sharing)


def _listen(heard: list[Listener], listener: Listener) -> None:
    """Once, however often the apps get ready."""
    if listener not in heard:
        heard.append(listener)
