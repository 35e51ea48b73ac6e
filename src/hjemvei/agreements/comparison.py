"""A version's clauses beside others': the built-in template, the earlier version, the central agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hjemvei.agreements.clause_text import ClauseDiff, ClauseText, compare
from hjemvei.agreements.clauses import read_template
from hjemvei.agreements.composed import clauses_of
from hjemvei.agreements.drafts import draft_of, template_draft
from hjemvei.agreements.models import AgreementClause, AgreementVersion
from hjemvei.agreements.page import Change, changes


class Beside(StrEnum):
    """With what; the values stand in addresses."""

    TEMPLATE = "mal"
    EARLIER = "forrige"
    PARENT = "sentral"
    SOURCE = "forbilde"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`notes`: what the parties say of their change, by clause. `numbers`: those that differ."""

    diffs: Sequence[ClauseDiff]
    numbers: Sequence[Change]
    notes: dict[str, str]

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
    old = _texts(other, language) if other else list(read_template(language))
    notes = AgreementClause.objects.filter(version=version, language=language).exclude(change_note="")
    return Comparison(
        diffs=compare(old, _texts(version, language)),
        numbers=changes(draft_of(other) if other else template_draft(like=now), now),
        notes=dict(notes.values_list("code", "change_note")),
    )


def _texts(version: AgreementVersion, language: str) -> list[ClauseText]:
    return [ClauseText(row.code, row.title, row.body) for row in clauses_of(version, language)]
