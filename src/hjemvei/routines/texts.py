"""What somebody writes: a routine's text and a lesson, refused where they hold what they may not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.agreements.clauses import CLAUSES, ClauseCode
from hjemvei.agreements.kinds import ClauseLanguage
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.choices import WORKING_ROLES, Effect, Source
from hjemvei.routines.rules import blocks, holds_number

RULES = frozenset(code for clause in CLAUSES.values() for code in clause.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineText:
    """One version as it is written; `clauses`, `rules` and `roles` are codes."""

    title: str
    steps: str
    language: str = ClauseLanguage.NB
    clauses: Sequence[str] = ()
    rules: Sequence[str] = ()
    roles: Sequence[str] = ()
    change_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """`kind` and `reference` are the source's own words for what it came from, `clause` the agreement's
    code, `origin` the row it came from by `origin_of` (`models.Improvement`).
    """

    source: Source
    learned: str
    kind: str = ""
    clause: str = ""
    reference: str = ""
    origin: str = ""
    effect_months: int = 6


def origin_of(source: Source, key: str) -> str:
    """Whoever sees the row can find what was learned from it; nobody finds the row from what was learned.
    SHA-256 of a random key, in hexadecimal.
    """
    return hashlib.sha256(f"{source.value}:{key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    effect: Effect
    note: str = ""


def check_text(text: RoutineText) -> None:
    """Raises RuleBroken for what is not a routine."""
    if not text.title.strip() or not any(blocks(text.steps)):
        raise RuleBroken(_("En rutine trenger en tittel og minst ett steg."), code="empty", field="steps")
    check_number(text.title, text.steps, text.change_note, field="steps")
    known: tuple[set[str], ...] = ({*ClauseCode}, {*RULES}, {role.value for role in WORKING_ROLES})
    asked = (text.clauses, text.rules, text.roles)
    if any(set(codes) - allowed for codes, allowed in zip(asked, known, strict=True)):
        raise RuleBroken(_("Velg punkter, frister og roller fra listene."), code="unknown")
    if not text.roles:
        raise RuleBroken(_("Velg hvem rutinen gjelder."), code="nobody", field="roles")


def check_number(*texts: str, field: str) -> None:
    if any(holds_number(text) for text in texts):
        raise RuleBroken(
            _("Teksten har et fødselsnummer. Den handler om arbeidet, aldri om en person."),
            code="number",
            field=field,
        )
