"""What a staged row says, in words: what changes, what is wrong, what must be decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.choices import CERTAINTY, CUSTODY_STATUS, RELEASE_KIND
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.exchange.roll_columns import column_name
from hjemvei.persons.models import Protection
from hjemvei.ui.formats import date as shown_date

LABELS = {
    "unit": gettext_lazy("Avdeling"),
    "status": gettext_lazy("Status"),
    "kind": gettext_lazy("Slags løslatelse"),
    "certainty": gettext_lazy("Sikkerhet i datoen"),
    "stay": gettext_lazy("Oppholdskommune"),
    "wished": gettext_lazy("Ønsket kommune"),
    "family_name": gettext_lazy("Etternavn"),
    "given_name": gettext_lazy("Fornavn"),
    "birth_date": gettext_lazy("Fødselsdato"),
    "sex": gettext_lazy("Kjønn"),
    "language": gettext_lazy("Språk"),
    "protection": gettext_lazy("Adressesperre"),
    "address": gettext_lazy("Bolig før fengsel, ifølge personen"),
    "reference": gettext_lazy("Referanse"),
}
DOUBTS = {
    "same_name": gettext_lazy("Samme navn og fødselsdato som en person som er registrert her."),
    "number_differs": gettext_lazy(
        "Referansen er kjent, men identitetsnummeret er et annet enn det som er registrert."
    ),
    "number_elsewhere": gettext_lazy(
        "Referansen og identitetsnummeret hører til to forskjellige personer her."
    ),
    "two_rows": gettext_lazy("Identitetsnummeret står på to rader i listen."),
}


def problem_texts(problems: Sequence[Mapping[str, Any]]) -> list[str]:
    texts = []
    for problem in problems:
        if problem["code"] in DOUBTS:
            text = str(DOUBTS[problem["code"]])
            if problem.get("line"):
                text += " " + _("Den andre er linje %(line)s.") % {"line": problem["line"]}
        else:
            text = _(problem["text"])
            text = f"{column_name(problem['column'], _)}: {text}" if problem["column"] else text
        texts.append(text)
    return texts


def change_texts(changes: Mapping[str, Any], units: Mapping[str, str]) -> list[str]:
    """In the order in which they matter; the release date first, with how far it moved."""
    texts = [_release(changes["release"])] if "release" in changes else []
    if "back" in changes:
        texts.append(_("På listen igjen"))
    if "number" in changes:
        texts.append(_("Identitetsnummer er kommet til"))
    for name, label in LABELS.items():
        if name in changes:
            before, after = (_value(name, changes[name].get(end), units) for end in ("from", "to"))
            texts.append(f"{label}: {before} → {after}")
    return texts


def _release(change: Mapping[str, Any]) -> str:
    before, after = (
        dt.date.fromisoformat(change[end]) if change.get(end) else None for end in ("from", "to")
    )
    if before and after:
        blanks = {"before": shown_date(before), "after": shown_date(after), "days": f"{change['days']:+d}"}
        return _("Løslatelse %(before)s → %(after)s (%(days)s dager)") % blanks
    if after:
        return _("Løslatelse satt til %(after)s") % {"after": shown_date(after)}
    return _("Løslatelse %(before)s er tatt bort") % {"before": shown_date(before)}


def _value(name: str, value: Any, units: Mapping[str, str]) -> str:
    if value in (None, ""):
        return _("ikke oppgitt")
    if name == "unit":
        return units.get(value, value)
    if name == "status":
        return str(CUSTODY_STATUS[CustodyStatus(value)])
    if name == "kind":
        return str(RELEASE_KIND[ReleaseKind(value)])
    if name == "certainty":
        return str(CERTAINTY[ReleaseCertainty(value)])
    if name == "protection":
        return str(Protection(value).label)
    return shown_date(dt.date.fromisoformat(value)) if name == "birth_date" else str(value)
