"""What `deviations` holds: what slipped in the cooperation about a person, never what a person did wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

_PARTIES = _("Partene i avtalen, også samarbeidsutvalget. Ingen sak og ingen dag står her.")

TABLES = [
    Table(
        model="deviations.Deviation",
        text=_("Det som glapp i samarbeidet, og det som gikk bra"),
        purpose="quality",
        bases=("cooperation", "social"),
        retention="case_work",
        held=(
            Held("kind happened_on times to_unit", _("hva som skjedde, når, og hvem som skal se på det")),
            Held("cause cause_note note measure effect", _("årsak, merknad, tiltak og virkning")),
            Held("to_user due_on done_at follow_up_on", _("hvem som følger opp, og når")),
            Held(
                "state closed_at withdrawn_at withdrawn_why", _("om det er lukket, eller ikke var et avvik")
            ),
        ),
        technical="info_class found_in",
    ),
    Table(
        model="deviations.DeviationSummary",
        text=_("Sammendrag til samarbeidsutvalget, uten navn og dager"),
        purpose="quality",
        bases=("cooperation", "social"),
        retention="case_work",
        held=(
            Held("text", _("det utvalget får lese")),
            Held("state released_by released_at", _("hvem som frigav det, og når")),
        ),
        technical="deviation agreement point",
    ),
    Table(
        model="deviations.AgendaPoint",
        text=_("Det samarbeidsutvalget leser om avvik, uten kobling til en sak"),
        about=About.NOBODY,
        owner=Owner.WRITER,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=_PARTIES,
        technical="id key agreement controller kind cause month text settled_month taken_back_month",
    ),
    Table(
        model="deviations.AgendaLabel",
        text=_("Hva et punkt heter på ett møte"),
        about=About.NOBODY,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=_PARTIES,
        technical="id point meeting label",
    ),
    Table(
        model="deviations.AgendaCount",
        text=_("Hvor mange noe glapp for, per halvår, aldri færre enn fem"),
        about=About.NOBODY,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=_PARTIES,
        technical="id agreement since dimension code people",
    ),
]
