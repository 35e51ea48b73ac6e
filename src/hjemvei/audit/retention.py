"""How long what is held, and what then: rules as data, overridable by an installation's own file.

The periods are proposals for a retention plan, not law: no statute sets them for this cooperation. An
installation puts its own into a file (setting RETENTION_FILE, JSON: code -> months and outcome), as far as
`runs` can carry it out: what nothing does is refused here (ADR-0025).
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
    until the end. `runs` names the job or command that carries it out; `fixed` where that has one period;
    `follows` the rule whose periods it has. `why` is the ground of keeping, with its source.
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
    fixed: bool = False
    follows: str = ""
    why: Promise | str = ""


END_DUE = "web.end_due"
"""Deletes rows of single tables (`rights.ending`)."""
RECORDS = "web.retain"
"""Restricts whole records, and proposes to a human what shall end (`rights.retention`)."""
RECORD = "person"
"""The rule of the record carries the case with it: nothing of a case file ends before its person does."""
_CLOSED = _("saken er avsluttet")
_LEFT = _("personens siste sak er avsluttet")
RULES: tuple[Rule, ...] = (
    Rule(
        code="case_file", text=_("Saksmappen: vedtak, varsler, avtaler, samtykker, planer og dokumenter"),
        starts=CASE_CLOSED, begins=_LEFT, restrict_months=12, end_months=72, outcome=Outcome.ARCHIVE,
        runs=RECORDS, follows=RECORD,
    ),
    Rule(
        code="case_work", text=_("Arbeidsopplysninger i saken: oppgaver, tildelinger og historikk"),
        starts=CASE_CLOSED, begins=_LEFT, restrict_months=12, end_months=72, outcome=Outcome.DELETE,
        runs=RECORDS, follows=RECORD,
    ),
    Rule(
        code="derived", text=_("Utregnede verdier: risiko, lister og søkeord"),
        starts=CASE_CLOSED, begins=_CLOSED, end_months=12, outcome=Outcome.DELETE, runs=END_DUE,
    ),
    Rule(
        code="in_confidence", text=_("Svar gitt i fortrolighet"),
        starts=CASE_CLOSED, begins=_CLOSED, end_months=12, outcome=Outcome.DELETE, runs=END_DUE,
    ),
    Rule(
        code=RECORD, text=_("Personopplysninger: navn, fødselsdato og fødselsnummer"),
        starts=PERSON_LEFT, begins=_LEFT, restrict_months=12, end_months=72, outcome=Outcome.ARCHIVE,
        runs=RECORDS,
    ),
    Rule(
        code="staged", text=_("Innleste lister før de er tatt i bruk"), starts="roll.loaded_at",
        begins=_("listen er lest inn"), end_days=1, outcome=Outcome.DELETE,
        runs="exchange.purge_staged_rolls", fixed=True,
    ),
    Rule(
        code="roll_sums", text=_("Hvilke lister som er lest inn, uten navn"), starts="loaded_at",
        begins=_("listen er lest inn"), end_months=24, outcome=Outcome.DELETE, runs=END_DUE,
    ),
    Rule(
        code="read_log", text=_("Hvem som har sett hva"), starts="at", begins=_("oppslaget"),
        end_months=120, outcome=Outcome.DELETE, runs="audit_purge",
    ),
    Rule(
        code="access_finding", text=_("Uvanlige oppslag og hva som kom ut av dem"), starts="found_at",
        begins=_("nattens gjennomgang"), end_months=60, outcome=Outcome.DELETE, runs=END_DUE,
    ),
    Rule(
        code="change_log", text=_("At noe er endret, uten innholdet"), starts="", begins=_("endringen"),
        outcome=Outcome.KEEP,
        why=_(
            "så lenge radene finnes, for å vise at de er som de ble skrevet (personvernforordningen art. 5"
            " nr. 2 og art. 32); når en person slettes, fornyes tallene som kunne knytte loggen til innholdet"
        ),
    ),
    Rule(
        code="with_row", text=_("Tilfeldige tall som hører til en rad"), starts="",
        begins=_("raden er slettet"), outcome=Outcome.WITH_PARENT,
    ),
    Rule(
        code="letters", text=_("E-poster til ansatte, uten personopplysninger om saker"),
        starts="created_at", begins=_("e-posten er skrevet"), end_months=6, outcome=Outcome.DELETE,
        runs=END_DUE,
    ),
    Rule(
        code="once", text=_("Svar på skjemaer som alt er sendt"), starts="created_at",
        begins=_("skjemaet er sendt"), end_days=7, outcome=Outcome.DELETE, runs="web.purge_once_keys",
        fixed=True,
    ),
    Rule(
        code="draft", text=_("Kladder som ikke er sendt"), starts="saved_at", begins=_("kladden er lagret"),
        end_days=7, outcome=Outcome.DELETE, runs="hjemvei.accounts.tasks.purge_drafts", fixed=True,
    ),
    Rule(
        code="inquiry", text=_("Spørsmål uten navn"), starts="sent_at", begins=_("spørsmålet er sendt"),
        end_months=12, outcome=Outcome.DELETE, runs=END_DUE,
    ),
    Rule(
        code="account", text=_("Ansattes konto, roller og det administratorer har gjort med den"), starts="",
        begins=_("siste rolle er avsluttet"), outcome=Outcome.KEEP,
        why=_("så lenge saker og logger nevner den ansatte; tilgangen tar slutt med siste rolle"),
    ),
    Rule(
        code="own_settings", text=_("Ansattes egne innstillinger og innlogginger"), starts="",
        begins=_("kontoen er slettet"), outcome=Outcome.WITH_PARENT,
    ),
    Rule(
        code="session", text=_("Innloggede økter"), starts="", begins=_("innloggingen er utløpt"),
        outcome=Outcome.DELETE, runs="web.forget_sessions", fixed=True,
    ),
    Rule(
        code="seal", text=_("Forseglinger av loggene, uten personopplysninger"), starts="",
        begins=_("forseglingen"), outcome=Outcome.KEEP,
    ),
    Rule(
        code="cooperation", text=_("Utvalg og nettverk: møter, referater og vedtak"), starts="",
        begins=_("avtalen er avsluttet"), outcome=Outcome.KEEP,
        why=_(
            "så lenge partene bygger på det de ble enige om; referater er saksdokumenter i partenes arkiver,"
            " og navnene er ansattes"
        ),
    ),
    Rule(
        code="routine_reading", text=_("Hvem som har bekreftet at de har lest en rutine"), starts="read_at",
        begins=_("bekreftelsen"), end_months=36, outcome=Outcome.DELETE, runs="routines.forget_readings",
        fixed=True,
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
        return _following(found | {code: _changed(found[code], values) for code, values in own.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ImproperlyConfigured(f"HJEMVEI_RETENTION_FILE {path}: {error!r}") from error


def _following(found: dict[str, Rule]) -> dict[str, Rule]:
    """The case goes when its person does."""
    for code, rule in found.items():
        if rule.follows:
            led = found[rule.follows]
            found[code] = replace(rule, restrict_months=led.restrict_months, end_months=led.end_months)
    return found


def _changed(rule: Rule, values: Mapping[str, object]) -> Rule:
    """Only what is carried out so may differ: a period that is only written would be untrue."""
    if rule.fixed:
        raise ValueError(f"{rule.code} is carried out by {rule.runs} and has one period")
    if rule.follows:
        raise ValueError(f"{rule.code} goes with {rule.follows}, and has the periods of that rule")
    unknown = set(values) - {"restrict_months", "end_months", "outcome"}
    if unknown:
        raise ValueError(f"{rule.code}: unknown {sorted(unknown)}")
    months = {name: values[name] for name in ("restrict_months", "end_months") if name in values}
    if any(not isinstance(value, int) or not 0 < value < 1200 for value in months.values()):
        raise ValueError(f"{rule.code}: months are whole numbers above 0")
    if undone := [name for name in months if getattr(rule, name) is None]:
        raise ValueError(f"{rule.code}: nothing carries out {undone}")
    outcome = Outcome(str(values.get("outcome", rule.outcome)))
    if outcome not in possible(rule):
        raise ValueError(f"{rule.code}: nothing carries out {outcome}")
    return replace(rule, outcome=outcome, **months)  # type: ignore[arg-type]


def possible(rule: Rule) -> frozenset[Outcome]:
    """What may become of it: what it says, or nothing; of a record also what a human may decide."""
    ends = {Outcome.DELETE, Outcome.ARCHIVE} if rule.code == RECORD else {rule.outcome}
    return frozenset({*ends, Outcome.KEEP} if rule.runs else ends)
