"""A version's clauses as the parties word them: their own, else the central agreement's, else the built-in
template's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hjemvei.agreements.clauses import LANGUAGES, ClauseCode, is_own, number_of, read_template
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import AgreementClause, AgreementVersion

DEEPEST = 5
"""How many central agreements may stand above each other; more is a mistake in the register."""


@dataclass(frozen=True, slots=True)
class VersionClause:
    """`language` is that of the words: another than asked for, where the parties' own clause has not been
    translated. `row_id` is the clause it was inherited from.
    """

    code: str
    title: str
    body: str
    language: str
    row_id: int | None = None


def clauses_of(version: AgreementVersion, language: str, *, prevailing: str = "nb") -> list[VersionClause]:
    """In order. One statement for each central agreement above. Raises KeyError for an unknown language."""
    line: list[AgreementVersion] = []
    above: AgreementVersion | None = version
    while above is not None and len(line) < DEEPEST:
        line.append(above)
        above = above.parent_version
    found = [VersionClause(c.code, c.title, c.body, language) for c in read_template(language)]
    for row in reversed(line):
        found = _laid_over(found, _own(row, language, prevailing))
    return found


def _own(version: AgreementVersion, language: str, prevailing: str) -> list[AgreementClause]:
    """The rows in the language asked for; what stands in the one that counts alone, is taken from there, and
    a clause of the parties' own from wherever it stands: it has no other words.
    """
    rows = AgreementClause.objects.filter(version=version).order_by("id")
    by_code: dict[str, AgreementClause] = {}
    for row in sorted(rows, key=lambda row: (row.language == language, row.language == prevailing)):
        if is_own(row.code) or row.language in {language, prevailing}:
            by_code[row.code] = row
    return sorted(by_code.values(), key=lambda row: (row.position, row.pk))


def _laid_over(below: Sequence[VersionClause], own: Sequence[AgreementClause]) -> list[VersionClause]:
    out = {row.code for row in own if row.is_left_out}
    clauses = [clause for clause in below if clause.code not in out]
    places = {clause.code: place for place, clause in enumerate(clauses)}
    for row in own:
        if row.is_left_out:
            continue
        clause = VersionClause(row.code, row.title, row.body, row.language, row.pk)
        if row.code in places:
            clauses[places[row.code]] = clause
        else:
            clauses.insert(_place(clauses, row.position), clause)
            places = {found.code: place for place, found in enumerate(clauses)}
    return clauses


def _place(clauses: Sequence[VersionClause], position: int) -> int:
    """A clause of the parties' own stands before the template's clause of this number, or where it stood."""
    template = [
        (place, number_of(ClauseCode(row.code))) for place, row in enumerate(clauses) if not is_own(row.code)
    ]
    return next((place for place, number in template if number >= position), len(clauses))


def fix_clauses(version: AgreementVersion, *, prevailing: str) -> None:
    """What was read through is written down, in all languages: the template and the central agreement go on,
    this text does not.
    """
    standing = set(AgreementClause.objects.filter(version=version).values_list("language", "code"))
    rows = [
        AgreementClause(
            version=version,
            language=language,
            code=clause.code,
            position=position,
            title=clause.title,
            body=clause.body,
            source=ClauseSource.PARENT if clause.row_id else ClauseSource.TEMPLATE,
            forked_from_id=clause.row_id,
        )
        for language in LANGUAGES
        for position, clause in enumerate(clauses_of(version, language, prevailing=prevailing), 1)
        if (language, clause.code) not in standing and clause.language == language
    ]
    AgreementClause.objects.bulk_create(rows)


def in_language(clause: VersionClause, *, title: str, body: str) -> VersionClause:
    return replace(clause, title=title, body=body)
