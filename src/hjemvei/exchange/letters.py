"""Letters as they leave: in the receiver's language, made into PDF, sealed as a document of the case."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.cases.document_content import keep
from hjemvei.cases.models import Document
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.archive_drop import drop_later
from hjemvei.exchange.letter_frame import Frame, letter_language, person_language
from hjemvei.exchange.letter_pdf import Letter, in_both, letter_pdf
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Controller, Unit
from hjemvei.parties.queries import points_in_force
from hjemvei.persons.models import Person
from hjemvei.sharing.models import Case, Participation, owned_by, writing_unit

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a letter is kept: `kind` as in the list of documents, `about` is what it was written from."""

    kind: str
    about: str
    info_class: InfoClass
    to_unit: Unit | None = None


def person_of(actor: Actor, case: Case) -> Person:
    """The record of the actor's own controller; nothing is shown here, so nothing is noted as read.

    Raises RuleBroken where the controller no longer holds the person.
    """
    parts = Participation.objects.visible_to(actor).filter(case=case).values("person_id")
    person = Person.objects.visible_to(actor).filter(pk__in=parts).order_by("id").first()
    if person is None:
        raise RuleBroken(_("Personen finnes ikke lenger i enhetens register."), code="no_person")
    return person


def name_of(person: Person) -> str:
    return f"{person.given_name} {person.family_name}".strip()


def frame_to_person(actor: Actor, case: Case, *, language: str = "", at: dt.datetime) -> Frame:
    """No address: the letter is handed over, or goes by the person's own mailbox."""
    person = person_of(actor, case)
    wanted = person_language(language or person.language)
    return _frame(actor, case, receiver=name_of(person), language=wanted, at=at)


def frame_to_unit(actor: Actor, case: Case, *, unit: Unit, at: dt.datetime) -> Frame:
    lines = (unit.controller.name,) if unit.controller.name not in unit.name else ()
    return _frame(actor, case, receiver=unit.name, receiver_lines=lines, language="nb", at=at)


def neutral_frame(
    actor: Actor, *, receiver: str, address: str, language: str = "nb", at: dt.datetime
) -> Frame:
    """For landlords and what is shown to others: the municipality's name alone; no unit, no case (R86).

    Raises RuleBroken for the correctional service, whose name tells where the tenant comes from.
    """
    sender = Controller.objects.get(pk=actor.controller_id)
    if sender.kind == ControllerKind.CORRECTIONAL_SERVICE:
        text = _("Brev til utleiere sendes av kommunen eller tjenesteyteren.")
        raise RuleBroken(text, code="sender_tells")
    return Frame(
        sender=sender.name,
        receiver=receiver,
        receiver_lines=(address,),
        dated_on=timezone.localdate(at),
        language=letter_language(language),
        signed_by=_signature(actor),
    )


def _frame(
    actor: Actor,
    case: Case,
    *,
    receiver: str,
    language: str,
    at: dt.datetime,
    receiver_lines: tuple[str, ...] = (),
) -> Frame:
    unit = Unit.objects.select_related("controller").get(pk=writing_unit(actor, case))
    point = points_in_force(timezone.localdate(at)).filter(unit=unit).first()
    reach = " · ".join(part for part in (point.phone, point.email) if part) if point else ""
    owner = unit.controller.name if unit.controller.name not in unit.name else ""
    return Frame(
        sender=unit.name,
        sender_lines=tuple(line for line in (owner, reach) if line),
        receiver=receiver,
        receiver_lines=receiver_lines,
        dated_on=timezone.localdate(at),
        language=language,
        reference=case.key,
        signed_by=_signature(actor),
    )


def _signature(actor: Actor) -> str:
    return "" if actor.has(Role.SYSTEM, Role.PERSON) else actor.name


def keep_letter(
    *, actor: Actor, case: Case, frame: Frame, write: Callable[[Frame], Letter], sent: Sent, at: dt.datetime
) -> Document:
    """Part of the action that sends it: same transaction, no policy of its own and no line in the story."""
    letter = in_both(frame.language, lambda language: write(replace(frame, language=language)))
    content = letter_pdf(letter)
    row = Document(
        **owned_by(actor, case, at=at),
        info_class=sent.info_class,
        to_unit=sent.to_unit,
        kind=sent.kind,
        about=sent.about,
        title=letter.title[:200],
        media_type=PDF,
        language=frame.language,
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
    )
    keep(row, content)
    row.save(force_insert=True)
    drop_later(actor, row)
    return row
