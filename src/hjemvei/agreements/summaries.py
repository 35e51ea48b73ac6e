"""The agreement in plain words for the person, by language: which text there is, who has read it, and
whether it still says what the Norwegian one says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clauses import LANGUAGES, SUMMARY_LANGUAGES, read_summary
from hjemvei.agreements.models import AgreementVersion, SummaryTranslation
from hjemvei.agreements.signed_text import hash_of
from hjemvei.agreements.signing_kinds import TranslationStatus
from hjemvei.parties.languages import languages
from hjemvei.persons.models import Person

SOURCE = "nb"
FEWEST = 5
"""Fewer than this are not counted out: in a small prison a language may point at one person."""


@dataclass(frozen=True, slots=True)
class Summary:
    """`number` is the version that the text was written for; 0 for the built-in text. `is_stale`: the
    Norwegian text has been changed since.
    """

    language: str
    title: str
    body: str
    status: TranslationStatus
    is_machine_made: bool
    is_stale: bool
    number: int
    row: SummaryTranslation | None

    @property
    def is_checked(self) -> bool:
        """Somebody has read it, and the source is the one they read it against."""
        return self.status != TranslationStatus.DRAFT and not self.is_stale

    @property
    def needs_source(self) -> bool:
        """The Norwegian text follows: readers of the project's own languages may check it for themselves,
        unless the two differ.
        """
        may_differ = self.is_stale or self.language not in LANGUAGES
        return self.language != SOURCE and not self.is_checked and may_differ

    @property
    def is_rtl(self) -> bool:
        known = languages().get(self.language)
        return known is not None and known.is_rtl


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text as it was written for version `number`; without a row where the reader may not have it."""

    language: str
    title: str
    body: str
    status: str
    is_machine_made: bool
    source_hash: str
    number: int
    row: SummaryTranslation | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How many people read a language; None stands for fewer than `FEWEST`."""

    language: str
    people: int | None


def source_hash(title: str, body: str) -> str:
    return hash_of(f"{title}\n\n{body}")


def open_summaries(version: AgreementVersion) -> dict[str, Summary]:
    """What leaves the house: the newest approved text of each language, else the built-in one."""
    return newest_texts(_row(row) for row in _rows(version).filter(status=TranslationStatus.APPROVED))


def summaries_of(version: AgreementVersion) -> dict[str, Summary]:
    """The newest text of each language up to this version, the source first; in one statement. Drafts too:
    for those who work here, with its status beside it.
    """
    return newest_texts(_row(row) for row in _rows(version))


def _rows(version: AgreementVersion) -> QuerySet[SummaryTranslation]:
    rows = SummaryTranslation.objects.filter(
        version__agreement_id=version.agreement_id, version__number__lte=version.number
    ).select_related("version", "written_by", "checked_by", "approved_by")
    return rows.order_by("version__number", "id")


def newest_texts(rising: Iterable[Written]) -> dict[str, Summary]:
    """Of texts in rising order of version; the built-in ones where nobody has written any."""
    newest = {row.language: row for row in rising}
    source = newest.get(SOURCE)
    text = read_summary(SOURCE)
    now = source_hash(source.title, source.body) if source else source_hash(text.title, text.body)
    found = {language: _built_in(language, now) for language in SUMMARY_LANGUAGES}
    written = {language: _written(row, now) for language, row in newest.items()}
    return {language: (found | written)[language] for language in dict.fromkeys((*found, *written))}


def _row(row: SummaryTranslation) -> Written:
    return Written(
        language=row.language,
        title=row.title,
        body=row.body,
        status=row.status,
        is_machine_made=row.is_machine_made,
        source_hash=row.source_hash,
        number=row.version.number,
        row=row,
    )


def _written(text: Written, now: str) -> Summary:
    return Summary(
        language=text.language,
        title=text.title,
        body=text.body,
        status=TranslationStatus(text.status),
        is_machine_made=text.is_machine_made,
        is_stale=text.source_hash != now,
        number=text.number,
        row=text.row,
    )


def _built_in(language: str, now: str) -> Summary:
    text, source = read_summary(language), read_summary(SOURCE)
    is_read = language in settings.CHECKED_LANGUAGES
    return Summary(
        language=language,
        title=text.title,
        body=text.body,
        status=TranslationStatus.CHECKED if is_read else TranslationStatus.DRAFT,
        is_machine_made=not is_read,
        is_stale=source_hash(source.title, source.body) != now,
        number=0,
        row=None,
    )


def summary_for(version: AgreementVersion, wanted: str) -> Summary:
    return chosen(open_summaries(version), wanted)


def chosen(found: Mapping[str, Summary], wanted: str) -> Summary:
    """In the language wanted, else in Bokmål."""
    return found.get(wanted) or found[SOURCE]


def language_use(actor: Actor) -> list[Use]:
    """The preferred languages of those whom the actor may see, most used first; nobody is named."""
    rows = Person.objects.visible_to(actor).values("language").annotate(people=Count("id"))
    known = sorted(((row["language"], row["people"]) for row in rows), key=lambda row: (-row[1], row[0]))
    shown = [Use(language, people) for language, people in known if people >= FEWEST]
    return shown + [Use(language, None) for language, people in sorted(known) if people < FEWEST]


def unread(use: Sequence[Use], found: Mapping[str, Summary]) -> list[str]:
    """Languages that at least `FEWEST` read, and that have no text that somebody has checked."""
    return [
        row.language
        for row in use
        if row.people is not None and not (row.language in found and found[row.language].is_checked)
    ]
