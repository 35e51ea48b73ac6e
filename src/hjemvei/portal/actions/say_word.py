"""The person says something to a unit: a message, what is wrong, a complaint, what went well."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.task_sql import FreshTask, TaskKind, write_tasks
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.portal.deeds import acting, units_of
from hjemvei.portal.enums import ANSWER_DAYS, WordKind
from hjemvei.portal.here import Here, actor_of
from hjemvei.portal.models import Word
from hjemvei.sharing.models import Case, owned_by

TITLES = {
    WordKind.MESSAGE: gettext_noop("Svar på melding fra personen"),
    WordKind.COMPLAINT: gettext_noop("Svar på klage fra personen"),
    WordKind.ERASURE: gettext_noop("Svar på ønske om å slette eller sperre noe"),
}


def say_word(
    *,
    here: Here,
    kind: WordKind,
    to_unit_id: int,
    body: str,
    about: str = "",
    at: dt.datetime,
    today: dt.date,
) -> Word:
    """The unit gets a task of its own with a day. Raises RuleBroken for a unit that takes no part."""
    if kind == WordKind.MESSAGE and not here.is_strong:
        raise NotAllowed(_("Du ser meldinger når vi er sikre på hvem du er."))
    unit = next((unit for unit in units_of(here) if unit.pk == to_unit_id), None)
    if unit is None:
        raise RuleBroken(_("Velg hvem du vil skrive til."), code="receiver", field="to_unit")
    if not body.strip():
        raise RuleBroken(_("Skriv noe først."), code="empty", field="body")
    fields = owned_by(actor_of(here, unit), Case(pk=here.case_id, access_units=[unit.pk]), at=at)
    word: Word = Word.objects.create(
        **fields, kind=kind, body=body.strip(), about=about.strip(), language=here.language
    )
    if kind in ANSWER_DAYS:
        _ask(here, unit, kind, word.key, at=at, today=today)
    return word


def _ask(here: Here, unit: Unit, kind: WordKind, key: str, *, at: dt.datetime, today: dt.date) -> None:
    """A task of the unit's own, which no other sees; the person's hand writes it and can't read it."""
    with override("nb"):
        title = _(TITLES[kind])
    party = PartyCode.PRISON if unit.kind == UnitKind.PRISON else PartyCode.MUNICIPALITY
    task = TaskKind(InfoClass.OWN.value, f"word_{kind}_{key}", title, "", "", party, "", False)
    due_on = today + dt.timedelta(days=ANSWER_DAYS[kind])
    with acting(here, by=unit.pk) as actor:
        by = unit.pk if actor.unit_id == unit.pk else actor.unit_id
        write_tasks(actor=actor, tasks=[FreshTask(here.case_id, by, unit.pk, task, today, due_on)], at=at)
        sync_caseload(case_ids=[here.case_id])
