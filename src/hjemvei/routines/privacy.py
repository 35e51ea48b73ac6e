"""What `routines` holds about people: who wrote, approved and read at work. Nobody in prison stands in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

TABLES = [
    Table(
        model="routines.Routine",
        text=_("Rutiner"),
        about=About.NOBODY,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_("Egen virksomhet. Andre som er logget inn, når rutinen er godkjent."),
        technical="id key controller owner_unit covers title starter review_on",
    ),
    Table(
        model="routines.RoutineVersion",
        text=_("Versjoner av rutinene"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_("Egen virksomhet. Andre som er logget inn, når rutinen er godkjent."),
        held=(
            Held("recorded_by recorded_at", _("hvem som skrev den, og når")),
            Held("approved_by approved_at", _("hvem som godkjente den, og når")),
        ),
        technical=(
            "id routine controller number state title language steps clauses rules roles change_note"
            " valid_from ends_before"
        ),
    ),
    Table(
        model="routines.RoutineReading",
        text=_("Hvem som har bekreftet at de har lest en rutine"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="routine_reading",
        seen_by=_("Den ansatte selv og lederen for enheten. Brukes ikke til noe annet."),
        held=(Held("user unit version read_at", _("hvilken rutine som er lest, og når")),),
        technical="id controller",
    ),
    Table(
        model="routines.Improvement",
        text=_("Hva vi har lært, og hvilken rutine som ble endret"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=_("Alle i egen virksomhet."),
        held=(
            Held("recorded_by recorded_at", _("hvem som skrev det, og når")),
            Held("answered_by answered_at effect effect_note", _("hvem som svarte på om det hjalp, og hva")),
        ),
        technical=(
            "id key controller owner_unit routine version source kind clause reference origin learned"
            " effect_months effect_on"
        ),
    ),
]
