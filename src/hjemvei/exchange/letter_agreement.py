"""An agreement on paper: every clause filled in, who signed which text, where to turn, and the summary for
the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.accounts.models import User
from hjemvei.agreements.clauses import LANGUAGES, labels
from hjemvei.agreements.composed import VersionClause
from hjemvei.agreements.models import AgreementVersion, Signature
from hjemvei.agreements.opened import standing
from hjemvei.agreements.signed_text import shown_clauses
from hjemvei.agreements.signing import SigningState, parties_of, signing_state
from hjemvei.agreements.states import VersionState
from hjemvei.agreements.summaries import summary_for
from hjemvei.exchange.letter_frame import box, facts, heading, on, table, text
from hjemvei.exchange.letter_pdf import Block, Letter
from hjemvei.exchange.letter_summary import agreed, frame, paragraphs, warnings
from hjemvei.parties.models import ContactPoint
from hjemvei.parties.queries import points_in_force


def agreement_letter(
    version: AgreementVersion, language: str, *, today: dt.date, is_open: bool = False
) -> Letter:
    """`is_open`: for everybody, so that it names offices and titles and nobody who works there.

    Raises KeyError for a language that agreements are not written in, UnknownPlaceholder for a text with a
    hole.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    clauses = shown_clauses(version, language)
    state = signing_state(version)
    with translation.override(language):
        blocks = [
            *_standing(version, today),
            *(block for clause in _numbered(clauses) for block in _clause(*clause, language)),
            *_signatures(version, state, is_open=is_open),
            *_annexes(version, language, today=today, is_open=is_open),
        ]
        made = frame(agreed(version), language).letter(version.agreement.name, blocks, is_signed=False)
    return replace(made, is_read=language == state.language)


def _standing(version: AgreementVersion, today: dt.date) -> Iterator[Block]:
    if version.state == VersionState.DRAFT:
        yield box(_("Dette er et utkast"), _("Partene har ikke undertegnet. Teksten kan bli endret."))
    elif said := standing(version, today=today):
        yield box(_("Teksten gjelder ikke i dag"), said)


def _numbered(clauses: Sequence[VersionClause]) -> Iterator[tuple[str, VersionClause]]:
    return zip(labels(row.code for row in clauses), clauses, strict=True)


def _clause(number: str, clause: VersionClause, language: str) -> Iterator[Block]:
    lang = "" if clause.language == language else clause.language
    for block in (heading(f"{number}. {clause.title}"), *paragraphs(clause.body)):
        yield replace(block, lang=lang)


def _signatures(version: AgreementVersion, state: SigningState, *, is_open: bool) -> Iterator[Block]:
    yield heading(_("Underskrifter"))
    if state.signatures:
        who = _("Tittel") if is_open else _("Navn og tittel")
        rows = [_signed(row, is_open=is_open) for row in state.signatures]
        yield table((_("Part"), who, _("Undertegnet"), _("Dato")), rows)
        yield facts(
            (_("Språket som gjelder"), _("nynorsk") if state.language == "nn" else _("bokmål")),
            (_("Tekstens avtrykk (SHA-256)"), state.shown_hash),
        )
    elif version.state == VersionState.SIGNED:
        day = on(version.agreement.signed_on)
        yield text(_("Undertegnet utenfor Hjemvei %(day)s, og ført inn her.") % {"day": day})
    yield from _missing(state)


def _signed(row: Signature, *, is_open: bool) -> tuple[str, str, str, str]:
    way, party, day = row.get_way_display(), row.party.controller.name, on(row.signed_on)
    if is_open:
        return party, row.title, way, day
    return (
        party,
        f"{row.name}, {row.title}",
        way + (f" ({row.paper_reference})" if row.paper_reference else ""),
        day,
    )


def _missing(state: SigningState) -> Iterator[Block]:
    for party in state.missing:
        yield text(_("%(party)s har ikke undertegnet.") % {"party": party.controller.name})


def _annexes(version: AgreementVersion, language: str, *, today: dt.date, is_open: bool) -> Iterator[Block]:
    yield Block("part", text=_("Vedlegg: kontaktpunkter"))
    units = {row.contact_unit_id: row.contact_unit.name for row in parties_of(version)}
    units |= {row.unit_id: row.unit.name for row in version.role_units.select_related("unit")}
    points = list(points_in_force(today).filter(unit_id__in=units))
    hidden = _own_addresses(points) if is_open else frozenset()
    emails = {point.pk: "" if point.email in hidden else point.email for point in points}
    rows = [(units[row.unit_id], row.purpose, _reach(row.phone, emails[row.pk])) for row in points]
    yield text(_("Slik kontaktpunktene var %(day)s.") % {"day": on(today)})
    if rows:
        yield table((_("Enhet"), _("Gjelder"), _("Telefon og e-post")), rows)
    else:
        yield text(_("Ingen kontaktpunkter er ført opp. Se enhetenes egne sider."))
    summary = summary_for(version, language)
    yield Block("part", text=_("Vedlegg: sammendrag for personen"))
    yield from warnings(summary)
    yield heading(summary.title)
    yield from paragraphs(summary.body)


def _own_addresses(points: Iterable[ContactPoint]) -> frozenset[str]:
    """Addresses that are somebody's own and no office's: an office's own may stand on an open paper."""
    asked = {point.email.lower(): point.email for point in points if point.email}
    found = User.objects.annotate(low=Lower("email")).filter(low__in=asked).values_list("low", flat=True)
    return frozenset(asked[low] for low in found)


def _reach(*ways: str) -> str:
    return " · ".join(way for way in ways if way) or "–"


def file_name(version: AgreementVersion, languages: Iterable[str]) -> str:
    return f"{version.agreement.name} {version.number} {' '.join(languages)}.pdf"
