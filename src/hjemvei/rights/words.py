"""What stands in a column, in words for the person: codes by their labels, references by their names, days as
people write them. The exact values stand in the machine-readable answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.accounts.models import User
from hjemvei.agreements.words import PARTY, ROLE
from hjemvei.audit.held import registers
from hjemvei.audit.processing import BASES
from hjemvei.cases.choices import ABSENCE, CERTAINTY, CUSTODY_STATUS, RELEASE_KIND, WAY_OUT, HomeStage
from hjemvei.cases.queries.timeline import said
from hjemvei.needs.confidential_choices import ANSWERS
from hjemvei.oversight.pages import in_plain_words
from hjemvei.parties.models import Controller, Unit
from hjemvei.persons.models import Person, Protection
from hjemvei.sharing.models import Case
from hjemvei.ui.parts import Text

ANSWERED: Mapping[str, Text] = {
    "yes": gettext_lazy("ja"),
    "no": gettext_lazy("nei"),
    "unknown": gettext_lazy("vet ikke"),
}
AT_RISK: Mapping[str, Text] = {
    "yes": gettext_lazy("fare for å stå uten bolig"),
    "no": gettext_lazy("har bolig ved løslatelse"),
    "unknown": gettext_lazy("risiko ikke avklart"),
}
DOCUMENTS: Mapping[str, Text] = {"letter": gettext_lazy("brev")}
OPERATIONS: Mapping[str, Text] = {
    "I": gettext_lazy("skrevet"),
    "U": gettext_lazy("endret"),
    "D": gettext_lazy("slettet"),
    "S": gettext_lazy("lagret på nytt da systemet ble oppdatert"),
}
LABELS: Mapping[str, Mapping[Any, Text]] = {
    "audit_changelog.operation": OPERATIONS,
    "audit_changelog.purpose": dict(Purpose.choices),
    "cases_absence.kind": ABSENCE,
    "cases_caseload.certainty": CERTAINTY,
    "cases_caseload.risk": AT_RISK,
    "cases_caseload.status": dict(HomeStage.choices),
    "cases_custody.status": CUSTODY_STATUS,
    "cases_custody.way_out": WAY_OUT,
    "cases_document.kind": DOCUMENTS,
    "cases_homestatus.risk": AT_RISK,
    "cases_notice.certainty": CERTAINTY,
    "cases_releasedate.certainty": CERTAINTY,
    "cases_releasedate.kind": RELEASE_KIND,
    "cases_task.party": PARTY,
    "cases_task.role": ROLE,
    "needs_riskassessment.answer": AT_RISK,
    "needs_riskassessment.homeless_by_definition": {
        "yes": gettext_lazy("uten bolig slik det regnes i statistikken"),
        "no": gettext_lazy("ikke uten bolig slik det regnes i statistikken"),
        "unknown": "",
    },
    "sharing_case.protection": dict(Protection.choices),
    "sharing_participation.legal_basis": {code: basis.name for code, basis in BASES.items()},
}
"""By table and column: columns whose choices are codes, or that have none."""
YES_NO: Mapping[str, tuple[Text, Text]] = {
    "by_person": (gettext_lazy("sagt av personen"), gettext_lazy("sagt av en ansatt")),
    "can_write": (gettext_lazy("kan skrive"), gettext_lazy("kan bare lese")),
    "has_consent": (gettext_lazy("samtykke er gitt"), gettext_lazy("uten samtykke")),
    "in_own_words": (gettext_lazy("med egne ord"), ""),
    "interpreter_used": (gettext_lazy("med tolk"), gettext_lazy("uten tolk")),
    "is_open": (gettext_lazy("saken er åpen"), gettext_lazy("saken er avsluttet")),
    "is_own_effort": (gettext_lazy("personen selv"), ""),
    "is_owner": (gettext_lazy("har ansvaret for saken"), ""),
    "is_restricted": (gettext_lazy("sperret"), ""),
    "is_verified": (gettext_lazy("bekreftet"), gettext_lazy("ikke bekreftet")),
    "needs_interpreter": (gettext_lazy("trenger tolk"), gettext_lazy("trenger ikke tolk")),
    "person_agreed": (gettext_lazy("personen er enig"), gettext_lazy("personen er ikke spurt")),
    "still_housed": (gettext_lazy("bor der fortsatt"), gettext_lazy("bor der ikke lenger")),
}
MESSAGES = {
    *("cases_appliedagreement.rule", "cases_caseload.next_task", "cases_task.title"),
    *("cases_document.title", "sharing_disclosure.what"),
}
"""Sentences of the system's own, kept in Bokmål and said in the reader's language."""
UNSAID = {
    *(
        "key",
        "rank",
        "about",
        "cases_responsibility.rule",
        "audit_changelog.row_id",
        "audit_readlog.case_ids",
    ),
    *("portal_visit.cases", "portal_pack.tries", "portal_pin.tries"),
}
"""References and order: they say something to a machine alone."""
FOR_SUMS = {"rent", "amount"}


@dataclass(slots=True)
class Known:
    """What one answer is about: the records and cases that are the part's own; and what things are called."""

    people: Collection[int] = ()
    cases: Collection[int] = ()
    _names: dict[tuple[type[models.Model], Any], str] = field(default_factory=dict)

    def name(self, model: type[models.Model], value: Any) -> str:
        """Units, organisations, places and people at work by name; empty for what has none."""
        if (model, value) not in self._names:
            self._names[model, value] = _name(model, value)
        return self._names[model, value]

    def own(self, model: Any, value: int) -> bool:
        """False for somebody else's record or case: it is never in this answer."""
        if model is Person:
            return value in self.people
        return model is not Case or value in self.cases


def _name(model: type[models.Model], value: Any) -> str:
    names = {column.name for column in model._meta.concrete_fields}
    if "name" not in names:
        return ""
    return str(model._default_manager.filter(pk=value).values_list("name", flat=True).first() or "")


def spoken(column: models.Field[Any, Any], value: Any, row: Mapping[str, Any], known: Known) -> str:
    """What stands in one column that is neither sealed nor empty."""
    place = f"{column.model._meta.db_table}.{column.name}"
    if column.name in UNSAID or place in UNSAID:
        return ""
    if place in SPOKEN:
        return SPOKEN[place](value, row, known)
    if column.is_relation:
        return _referred(column.related_model, value, known)
    if place in LABELS:
        return str(LABELS[place].get(value, value))
    if column.name == "language":
        return str(dict(settings.PERSON_LANGUAGES).get(value, value))
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    return str(_(value)) if place in MESSAGES and value else _plain(column, value)


def _referred(model: Any, value: Any, known: Known) -> str:
    if model is Person:
        return _("registreringen her") if known.own(model, value) else _("en annen registrering")
    if model is Case:
        return ""
    return known.name(model, value)


def _plain(column: models.Field[Any, Any], value: Any) -> str:
    if column.name in {"info_class", "info_classes"}:
        return classes(value if isinstance(value, list) else [value])
    if isinstance(column, models.DateTimeField) and (at := parse_datetime(value)):
        return formats.date_format(localtime(at), "j. F Y H:i") if at.year < dt.MAXYEAR else ""
    if isinstance(column, models.DateField) and (day := parse_date(value)):
        return formats.date_format(day, "j. F Y") if day.year < dt.MAXYEAR else ""
    if isinstance(value, bool):
        yes, no = YES_NO.get(column.name, (_("ja"), _("nei")))
        return str(yes if value else no)
    if column.name in FOR_SUMS:
        return _("%(amount)s kroner") % {"amount": value}
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def classes(numbers: Sequence[int]) -> str:
    return ", ".join(str(InfoClass(number).label) for number in numbers)


def _granted(keys: Sequence[int], _row: Mapping[str, Any], known: Known) -> str:
    """Keys are a unit times sixteen and a class: what each unit's rows are opened for."""
    opened: dict[int, list[int]] = {}
    for key in keys:
        opened.setdefault(key // 16, []).append(key % 16)
    return "; ".join(f"{known.name(Unit, unit)}: {classes(found)}" for unit, found in opened.items())


def _reasons(reasons: Sequence[Mapping[str, Any]], _row: Mapping[str, Any], _known: Known) -> str:
    return " ".join(said(reason["text"], reason.get("facts", {})) for reason in reasons)


def _table(table: str, _row: Mapping[str, Any], _known: Known) -> str:
    texts = (str(found.table.text) for found in registers() if found.model._meta.db_table == table)
    return next(texts, "")


def _columns(names: Sequence[str], row: Mapping[str, Any], _known: Known) -> str:
    """The pieces of information that the changed columns belong to."""
    found = next((one for one in registers() if one.model._meta.db_table == row["table_name"]), None)
    if found is None:
        return ""
    of_model = {
        str(getattr(column, "column", "")): column.name for column in found.model._meta.concrete_fields
    }
    changed = {of_model.get(name, name) for name in names}
    return ", ".join(str(part.text) for part in found.parts if changed & set(part.names.split()))


def _on_list(people: Sequence[int], _row: Mapping[str, Any], _known: Known) -> str:
    return _("sammen med andre i en liste") if len(people) > 1 else ""


Speaker = Callable[[Any, Mapping[str, Any], Known], str]
SPOKEN: Mapping[str, Speaker] = {
    "audit_changelog.fields": _columns,
    "audit_changelog.table_name": _table,
    "audit_changelog.unit_id": lambda value, _row, known: known.name(Unit, value),
    "audit_changelog.user_id": lambda value, _row, known: known.name(User, value),
    "audit_readlog.controller_id": lambda value, _row, known: known.name(Controller, value),
    "audit_readlog.page": lambda value, _row, _known: in_plain_words(value),
    "audit_readlog.person_ids": _on_list,
    "audit_readlog.unit_id": lambda value, _row, known: known.name(Unit, value),
    "audit_readlog.user_id": lambda value, _row, known: known.name(User, value),
    "allocation_application.household_size": lambda value, _row, _known: (
        ngettext("%(n)s person", "%(n)s personer", value) % {"n": value}
    ),
    "cases_caseload.open_tasks": lambda value, _row, _known: (
        ngettext("%(n)s åpen oppgave", "%(n)s åpne oppgaver", value) % {"n": value}
    ),
    "cases_event.text": lambda value, row, _known: said(value, row["values"]),
    "cases_event.values": lambda _value, _row, _known: "",
    "cases_notice.lead_days": lambda value, _row, _known: (
        ngettext("%(n)s dag før", "%(n)s dager før", value) % {"n": value}
    ),
    "needs_confidentialanswer.answer": lambda value, row, _known: str(ANSWERS[row["question"]][value]),
    "needs_riskassessment.reasons": _reasons,
    "sharing_grant.keys": _granted,
}
"""By table and column: what is said with the help of the row, or of other tables."""
