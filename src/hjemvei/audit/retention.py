"""How long what is held, and what then: rules as data, overridable by an installation's own file.

The periods are proposals for a retention plan, not law: no statute sets them for this cooperation. An
installation puts its own into a file (setting RETENTION_FILE, JSON: code -> months and outcome). What the
system carries out today says `runs`; of the rest there is a report only (`hjemvei privacy retention`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    DELETE = "delete"
    ARCHIVE = "archive"
    WITH_PARENT = "with_parent"
    KEEP = "keep"


OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.DELETE: _("slettes"),
    Outcome.ARCHIVE: _("leveres til arkivet og slettes her"),
    Outcome.WITH_PARENT: _("slettes sammen med det de hører til"),
    Outcome.KEEP: _("beholdes"),
}

CASE_CLOSED = "case"
"""Counted from the day the case was closed, through the row's `case`."""
PERSON_LEFT = "person"
"""Counted from the day the last case of the person record was closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`starts`: CASE_CLOSED, PERSON_LEFT or the table's own column. Months from then until restricted, and
    until the end. `runs` names the job that carries it out today; empty means reported only.
    """

    code: str
    text: Promise
    starts: str
    begins: Promise
    restrict_months: int | None = None
    end_months: int | None = None
    end_days: int | None = None
    outcome: Outcome
    runs: str = ""


_CLOSED = _("saken er avsluttet")
RULES: tuple[Rule, ...] = (
    Rule(
        code="case_file", text=_("Saksmappen: vedtak, varsler, avtaler, samtykker, planer og dokumenter"),
        starts=CASE_CLOSED, begins=_CLOSED, restrict_months=12, end_months=72, outcome=Outcome.ARCHIVE,
    ),
    Rule(
        code="case_work", text=_("Arbeidsopplysninger i saken: oppgaver, tildelinger og historikk"),
        starts=CASE_CLOSED, begins=_CLOSED, restrict_months=12, end_months=72, outcome=Outcome.DELETE,
    ),
    Rule(
        code="derived", text=_("Utregnede verdier: risiko, lister og søkeord"),
        starts=CASE_CLOSED, begins=_CLOSED, end_months=12, outcome=Outcome.DELETE,
    ),
    Rule(
        code="in_confidence", text=_("Svar gitt i fortrolighet"),
        starts=CASE_CLOSED, begins=_CLOSED, end_months=12, outcome=Outcome.DELETE,
    ),
    Rule(
        code="person", text=_("Personopplysninger: navn, fødselsdato og fødselsnummer"),
        starts=PERSON_LEFT, begins=_("personens siste sak er avsluttet"), restrict_months=12, end_months=72,
        outcome=Outcome.ARCHIVE,
    ),
    Rule(
        code="staged", text=_("Innleste lister før de er tatt i bruk"), starts="roll.loaded_at",
        begins=_("listen er lest inn"), end_days=1, outcome=Outcome.DELETE,
        runs="exchange.purge_staged_rolls",
    ),
    Rule(
        code="roll_sums", text=_("Hvilke lister som er lest inn, uten navn"), starts="loaded_at",
        begins=_("listen er lest inn"), end_months=24, outcome=Outcome.DELETE,
    ),
    Rule(
        code="read_log", text=_("Hvem som har sett hva"), starts="at", begins=_("oppslaget"),
        end_months=120, outcome=Outcome.DELETE,
    ),
    Rule(
        code="access_finding", text=_("Uvanlige oppslag og hva som kom ut av dem"), starts="found_at",
        begins=_("nattens gjennomgang"), end_months=60, outcome=Outcome.DELETE,
    ),
    Rule(
        code="change_log", text=_("At noe er endret, uten innholdet"), starts="at", begins=_("endringen"),
        end_months=120, outcome=Outcome.DELETE,
    ),
    Rule(
        code="with_row", text=_("Tilfeldige tall som hører til en rad"), starts="",
        begins=_("raden er slettet"), outcome=Outcome.WITH_PARENT,
    ),
    Rule(
        code="letters", text=_("E-poster til ansatte, uten personopplysninger om saker"), starts="sent_at",
        begins=_("e-posten er sendt"), end_months=6, outcome=Outcome.DELETE,
    ),
    Rule(
        code="once", text=_("Svar på skjemaer som alt er sendt"), starts="created_at",
        begins=_("skjemaet er sendt"), end_days=7, outcome=Outcome.DELETE, runs="web.purge_once_keys",
    ),
    Rule(
        code="draft", text=_("Kladder som ikke er sendt"), starts="saved_at", begins=_("kladden er lagret"),
        end_days=7, outcome=Outcome.DELETE, runs="hjemvei.accounts.tasks.purge_drafts",
    ),
    Rule(
        code="inquiry", text=_("Spørsmål uten navn"), starts="sent_at", begins=_("spørsmålet er sendt"),
        end_months=12, outcome=Outcome.DELETE,
    ),
    Rule(
        code="account", text=_("Ansattes konto, roller og det administratorer har gjort med den"), starts="",
        begins=_("siste rolle er avsluttet"), end_months=120, outcome=Outcome.DELETE,
    ),
    Rule(
        code="own_settings", text=_("Ansattes egne innstillinger og innlogginger"), starts="",
        begins=_("kontoen er slettet"), outcome=Outcome.WITH_PARENT,
    ),
    Rule(
        code="session", text=_("Innloggede økter"), starts="", begins=_("innloggingen er utløpt"),
        outcome=Outcome.DELETE,
    ),
    Rule(
        code="seal", text=_("Forseglinger av loggene, uten personopplysninger"), starts="",
        begins=_("forseglingen"), outcome=Outcome.KEEP,
    ),
    Rule(
        code="stock", text=_("Boliger, enheter og avtaler"), starts="", begins=_("de ikke brukes lenger"),
        outcome=Outcome.KEEP,
    ),
)  # fmt: skip


def rules() -> dict[str, Rule]:
    """By code, with the installation's own periods. Raises ImproperlyConfigured where its file is wrong."""
    found = {rule.code: rule for rule in RULES}
    path: str = getattr(settings, "RETENTION_FILE", "")
    if not path:
        return found
    try:
        own = json.loads(Path(path).read_text(encoding="utf-8"))
        return found | {code: _changed(found[code], values) for code, values in own.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(f"HJEMVEI_RETENTION_FILE {path}: {error!r}") from error


def _changed(rule: Rule, values: Mapping[str, object]) -> Rule:
    """Only what is not carried out by a job may differ: a period that is only written would be untrue."""
    if rule.runs:
        raise ValueError(f"{rule.code} is carried out by {rule.runs} and has one period")
    unknown = set(values) - {"restrict_months", "end_months", "outcome"}
    if unknown:
        raise ValueError(f"{rule.code}: unknown {sorted(unknown)}")
    months = {name: values[name] for name in ("restrict_months", "end_months") if name in values}
    if any(not isinstance(value, int) or not 0 < value < 1200 for value in months.values()):
        raise ValueError(f"{rule.code}: months are whole numbers above 0")
    outcome = Outcome(str(values.get("outcome", rule.outcome)))
    return replace(rule, outcome=outcome, **months)  # type: ignore[arg-type]
