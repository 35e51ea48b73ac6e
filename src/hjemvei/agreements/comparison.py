"""A version's clauses beside others': the built-in template, the earlier version, the central agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation

from hjemvei.agreements.clause_pieces import BAR, SEPARATOR
from hjemvei.agreements.clause_text import PLACEHOLDER, ClauseDiff, ClauseText, compare
from hjemvei.agreements.clauses import BLOCKS, labels, read_template
from hjemvei.agreements.composed import VersionClause, clauses_of
from hjemvei.agreements.defaults import CASE_DEADLINES, DEFAULT_PARAMETERS, parameter_changes
from hjemvei.agreements.drafts import draft_of, template_draft
from hjemvei.agreements.filling import Values
from hjemvei.agreements.models import AgreementClause, AgreementVersion
from hjemvei.agreements.page import Change, changes
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import DeadlineRule, configured


class Beside(StrEnum):
    """With what; the values stand in addresses."""

    TEMPLATE = "mal"
    EARLIER = "forrige"
    PARENT = "sentral"
    SOURCE = "forbilde"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`notes`: what the parties say of their change, by clause. `numbers`: those that differ. `labels`: the
    number of each clause in the version.
    """

    diffs: Sequence[ClauseDiff]
    numbers: Sequence[Change]
    notes: dict[str, str]
    labels: dict[str, str]

    @property
    def changed(self) -> int:
        return sum(diff.state != "same" for diff in self.diffs)


def other_of(version: AgreementVersion, beside: Beside) -> AgreementVersion | None:
    """The version on the other side; None for the template, and where there is none."""
    if beside is Beside.PARENT:
        return version.parent_version
    signed = AgreementVersion.objects.signed()
    if beside is Beside.EARLIER:
        rows = signed.filter(agreement_id=version.agreement_id, number__lt=version.number)
        return rows.order_by("-number").first()
    if beside is Beside.SOURCE and version.agreement.adapted_from_id:
        rows = signed.filter(agreement_id=version.agreement.adapted_from_id)
        return rows.order_by("-starts_on", "-id").first()
    return None


def possible(version: AgreementVersion) -> list[Beside]:
    return [side for side in Beside if side is Beside.TEMPLATE or other_of(version, side) is not None]


def comparison(version: AgreementVersion, beside: Beside, language: str) -> Comparison:
    """Raises KeyError for a language without a template."""
    other, now = other_of(version, beside), draft_of(version)
    clauses, old = clauses_of(version, language), _old(other, language)
    before = draft_of(other) if other else template_draft(like=now)
    rules = terms_of([other.pk])[other.pk].rules if other else _template_rules()
    then, mine = Values(version, language, beside=(before, rules)), Values(version, language)
    with translation.override(language):
        diffs = compare(
            [ClauseText(row.code, row.title, _said(row.body, then)) for row in old],
            [ClauseText(row.code, row.title, _said(row.body, mine)) for row in clauses],
        )
    notes = AgreementClause.objects.filter(version=version, language=language).exclude(change_note="")
    return Comparison(
        diffs=diffs,
        numbers=changes(before, now),
        notes=dict(notes.values_list("code", "change_note")),
        labels=dict(zip((row.code for row in clauses), labels(row.code for row in clauses), strict=True)),
    )


def _old(other: AgreementVersion | None, language: str) -> Sequence[VersionClause | ClauseText]:
    return clauses_of(other, language) if other else read_template(language)


def _template_rules() -> Sequence[DeadlineRule]:
    return configured(CASE_DEADLINES, changes=parameter_changes(DEFAULT_PARAMETERS))


def _said(text: str, values: Values) -> str:
    """With each side's own numbers where the text has room for them: a deadline changes where it stands.
    Who the parties and the units are, is the version's on both sides.
    """

    def word(found: re.Match[str]) -> str:
        code = found[1]
        return _read_out(values.block(code)) if code in BLOCKS else values.words.get(code, found[0])

    return PLACEHOLDER.sub(word, text)


def _read_out(block: str) -> str:
    """A table's rows as lines: what is new is marked word by word."""
    rows = (line.removeprefix(BAR).replace(SEPARATOR, " · ") for line in block.splitlines())
    return "\n".join(rows)
