"""The paper with the code: safe to have in the cell. No offence, no address, no health, no case."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.exchange.letter_frame import Frame, box, heading, on, points, text
from hjemvei.exchange.letter_pdf import Block, Letter
from hjemvei.portal.rules import shown
from hjemvei.sharing.choices import LANGUAGES
from hjemvei.sharing.queries import PersonView


def pack_letter(
    actor: Actor, person: PersonView, *, language: str, code: str, expires_at: dt.datetime, at: dt.datetime
) -> Letter:
    """To the first name alone, from the unit; in the person's language."""
    with translation.override(language):
        frame = Frame(
            sender=actor.unit_name,
            receiver=person.given_name or person.name,
            dated_on=timezone.localdate(at),
            language=language,
        )
        return frame.letter(_("Din egen side"), _blocks(language, code, expires_at), is_signed=False)


def _blocks(language: str, code: str, expires_at: dt.datetime) -> list[Block]:
    blocks = [
        text(_("På denne siden kan du se hva som skjer videre, og hvem som hjelper deg.")),
        text(_("Du kan se hva du har sagt ja til å dele. Du kan dele mindre, eller si nei.")),
        box(_("Koden din"), shown(code)),
        text(
            _("Koden virker én gang. Den virker til %(day)s.") % {"day": on(timezone.localdate(expires_at))}
        ),
        heading(_("Slik gjør du")),
        points(
            _("Be en ansatt om å åpne siden på en maskin."),
            _("Skriv koden."),
            _("Skriv PIN-en din. Første gang velger du den selv: seks tall som bare du vet."),
            _("Gå alltid ut av siden når du er ferdig."),
        ),
        heading(_("Trygt")),
        points(
            _("Finner noen dette papiret, kan de ikke se noe uten deg."),
            _("Ikke skriv PIN-en på papiret."),
            _("Har du glemt PIN-en? En ansatt kan hjelpe deg å velge en ny."),
        ),
        box(
            _("Trenger du tolk?"),
            _("Pek på linjen under, og vis papiret til en ansatt. Tolk koster ingenting for deg."),
        ),
    ]
    if language not in ("nb", "nn", "en"):
        with translation.override("nb"):
            blocks.append(
                text(_("Jeg trenger tolk. Språket mitt er %(language)s.") % {"language": _name(language)})
            )
    return blocks


def _name(language: str) -> str:
    """In Bokmål, as the line is for staff: they need the language's name to order an interpreter."""
    return str(dict(LANGUAGES).get(language, language))
