"""The person wants to live in another municipality. The wish is recorded as said, and respected."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.asked import DECIDE, ask_unit
from hjemvei.cases.models import MoveWish, Responsibility
from hjemvei.cases.policy.moves import can_record_move
from hjemvei.cases.queries.cooperation import due_by, receiver_in, responsibility_in_force
from hjemvei.cases.queries.moves import open_move
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Municipality
from hjemvei.sharing.models import Case, owned_by

WISHED = gettext_noop("Personen ønsker å flytte til %(municipality)s")


def wish_move(
    *,
    actor: Actor,
    case: Case,
    to_municipality: Municipality,
    why: str = "",
    wished_on: dt.date,
    today: dt.date,
    at: dt.datetime,
) -> MoveWish:
    """The same wish twice is one. Raises RuleBroken while nobody answers yet, for the municipality that
    answers now, for a day to come, and while another wish is open.
    """
    can_record_move(actor, case).require()
    answers = responsibility_in_force(actor, case)
    earlier = open_move(actor, case)
    if earlier is not None and earlier.to_municipality_id == to_municipality.pk:
        return earlier
    _check(answers, earlier, to_municipality, wished_on, today)
    assert answers is not None
    unit_id = answers.to_unit_id or receiver_in(actor, case, municipality=answers.municipality_id)
    wish: MoveWish = MoveWish.objects.create(
        **owned_by(actor, case, at=at),
        from_municipality=answers.municipality,
        from_unit_id=unit_id,
        to_municipality=to_municipality,
        wished_on=wished_on,
        own_words=why.strip()[:600],
        decide_by=due_by(actor, case, code="decide_move", counted_from=today),
    )
    if unit_id is not None:
        ask_unit(actor, case, code=DECIDE, unit_id=unit_id, due_on=wish.decide_by, today=today, at=at)
    record_event(
        actor=actor, case=case, code="move_wished", text=WISHED, info_class=InfoClass.COORDINATION, at=at,
        milestone=True, municipality=to_municipality.name_norwegian,
    )  # fmt: skip
    return wish


def _check(
    answers: Responsibility | None,
    earlier: MoveWish | None,
    wished: Municipality,
    wished_on: dt.date,
    today: dt.date,
) -> None:
    if answers is None:
        text = _("Foreslå først hvilken kommune som har ansvaret nå. Den beholder det til den nye sier ja.")
        raise RuleBroken(text, code="nobody_answers", field="to_municipality")
    if answers.municipality_id == wished.pk:
        raise RuleBroken(_("Kommunen har alt ansvaret."), code="same", field="to_municipality")
    if earlier is not None:
        text = _("Det er alt et ønske om %(name)s. Avslutt det før et nytt registreres.")
        raise RuleBroken(
            text % {"name": earlier.to_municipality.name_norwegian}, code="open", field="to_municipality"
        )
    if wished_on > today:
        raise RuleBroken(_("Datoen kan ikke være fram i tid."), code="future", field="wished_on")
