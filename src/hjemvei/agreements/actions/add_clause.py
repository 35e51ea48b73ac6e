"""A clause of the parties' own, beyond the template's (ADR-0033)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.change_draft import open_for_change
from hjemvei.agreements.clause_text import evened, placeholders_in
from hjemvei.agreements.clauses import MOST_OWN, OWN, ClauseCode, number_of
from hjemvei.agreements.kinds import ClauseLanguage, ClauseSource
from hjemvei.agreements.models import AgreementClause, AgreementVersion
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClause:
    """In Bokmål; other languages are written afterwards, and read Bokmål until then."""

    after: ClauseCode
    title: str
    body: str
    change_note: str


def add_clause(*, actor: Actor, version: AgreementVersion, words: OwnClause) -> AgreementClause:
    """Raises NotAllowed for who is no party; RuleBroken for what is signed, a title that the draft has, too
    many, and for blanks: nothing fills those of an own clause.
    """
    locked = open_for_change(actor, version)
    own = AgreementClause.objects.filter(version=locked, code__startswith=OWN, is_left_out=False)
    if own.filter(title__iexact=words.title.strip()).exists():
        raise RuleBroken(
            _("Utkastet har alt et eget punkt med denne overskriften."), code="once", field="title"
        )
    if own.values("code").distinct().count() >= MOST_OWN:
        raise RuleBroken(_("Høyst %(n)s egne punkter.") % {"n": MOST_OWN}, code="many")
    refuse_blanks(words.body)
    return AgreementClause.objects.create(
        version=locked,
        language=ClauseLanguage.NB,
        code=f"{OWN}{new_key()}",
        position=number_of(words.after) + 1,
        title=words.title.strip(),
        body=evened(words.body),
        source=ClauseSource.OWN,
        change_note=words.change_note.strip(),
    )


def refuse_blanks(body: str) -> None:
    """Raises RuleBroken."""
    if unknown := sorted(set(placeholders_in(body))):
        raise RuleBroken(
            _("Disse feltene finnes ikke i punktet: %(names)s") % {"names": ", ".join(unknown)},
            code="placeholder",
            field="body",
        )
