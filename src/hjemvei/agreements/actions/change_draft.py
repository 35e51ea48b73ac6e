"""Change the numbers, deadlines and units of a draft; or word one of its clauses anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clause_text import evened, placeholders_in
from hjemvei.agreements.clauses import CLAUSES, LANGUAGES, ClauseCode, is_own, placeholders
from hjemvei.agreements.drafts import VersionDraft, columns_of
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import AgreementClause, AgreementVersion
from hjemvei.agreements.policy import can_make_version
from hjemvei.agreements.states import VERSION
from hjemvei.agreements.written import rewrite_terms
from hjemvei.core.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """`change_note`: what was changed and why. `left_out`: the parties do without the clause."""

    language: str
    code: str
    title: str
    body: str
    change_note: str
    left_out: bool = False


def change_terms(
    *, actor: Actor, version: AgreementVersion, draft: VersionDraft, today: dt.date
) -> AgreementVersion:
    """Raises NotAllowed for who is no party, RuleBroken for what is signed or a day that has passed."""
    locked = open_for_change(actor, version)
    if draft.starts_on < today:
        raise RuleBroken(
            _("En versjon kan ikke gjelde bakover i tid: sakene har alt fått sine frister."),
            code="past",
            field="starts_on",
        )
    columns = columns_of(draft)
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(columns))
    rewrite_terms(locked, draft)
    return locked


def change_clause(
    *, actor: Actor, version: AgreementVersion, words: ClauseWords, position: int, forked_from: int | None
) -> AgreementClause:
    """The parties' own words from now on. Raises RuleBroken for what is signed, and for a blank that nothing
    fills: an agreement with a hole in it can't be shown.
    """
    locked = open_for_change(actor, version)
    _check_words(words)
    words = replace(words, body=evened(words.body))
    sister = AgreementClause.objects.filter(version=locked, code=words.code).order_by("id").first()
    row, made = AgreementClause.objects.get_or_create(
        version=locked,
        language=words.language,
        code=words.code,
        defaults={
            "position": sister.position if sister else position,
            "title": words.title,
            "body": words.body,
            "source": _source(words.code, forked_from),
            "forked_from_id": forked_from,
            "change_note": words.change_note,
            "is_left_out": words.left_out,
        },
    )
    if not made:
        row.title, row.body, row.change_note = words.title, words.body, words.change_note
        row.is_left_out = words.left_out
        row.save(update_fields=["title", "body", "change_note", "is_left_out"])
    if is_own(words.code):
        AgreementClause.objects.filter(version=locked, code=words.code).update(is_left_out=words.left_out)
    return row


def _source(code: str, forked_from: int | None) -> ClauseSource:
    if is_own(code):
        return ClauseSource.OWN
    return ClauseSource.PARENT if forked_from else ClauseSource.TEMPLATE


def open_for_change(actor: Actor, version: AgreementVersion) -> AgreementVersion:
    """The draft, locked. Raises NotAllowed for who is no party, RuleBroken for what is signed."""
    can_make_version(actor, version.agreement).require()
    locked = AgreementVersion.objects.select_for_update().select_related("agreement").get(pk=version.pk)
    if not VERSION.can(locked.state, "freeze"):
        raise RuleBroken(_("Versjonen er undertegnet og kan ikke endres. Lag en ny."), code="signed")
    return locked


def _check_words(words: ClauseWords) -> None:
    known = words.code in CLAUSES or is_own(words.code)
    if words.language not in LANGUAGES or not known:
        raise RuleBroken(_("Punktet finnes ikke."), code="no_clause")
    if not words.change_note.strip():
        raise RuleBroken(_("Skriv hva som er endret, og hvorfor."), code="no_note", field="change_note")
    allowed = frozenset[str]() if is_own(words.code) else placeholders(ClauseCode(words.code))
    unknown = sorted(set(placeholders_in(words.body)) - allowed)
    if unknown:
        raise RuleBroken(
            _("Disse feltene finnes ikke i punktet: %(names)s") % {"names": ", ".join(unknown)},
            code="placeholder",
            field="body",
        )
