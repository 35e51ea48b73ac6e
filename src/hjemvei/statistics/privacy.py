"""What `statistics` holds about people: who set a target and who counted. The figures name nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

EVERYBODY = _("Alle som er logget inn.")
TABLES = [
    Table(
        model="statistics.Target",
        text=_("Måltall i avtalene"),
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=EVERYBODY,
        held=(Held("recorded_by recorded_at", _("hvem som skrev det, og når")),),
        technical="id key agreement code name kind way side ended_at",
    ),
    Table(
        model="statistics.TargetYear",
        text=_("Mål for et år"),
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=EVERYBODY,
        held=(Held("recorded_by recorded_at", _("hvem som skrev det, og når")),),
        technical="id target year baseline goal note",
    ),
    Table(
        model="statistics.Figure",
        text=_("Tall for et år, uten personopplysninger"),
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=EVERYBODY,
        held=(Held("counted_by counted_at", _("hvem som talte på nytt, og når")),),
        technical="id agreement target code year people low high value is_final note",
    ),
    Table(
        model="statistics.StepDay",
        text=_("Hvor ofte et skjema er sendt, og hvor lenge det lå åpent"),
        about=About.NOBODY,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=_("Ingen. Sidene viser summer for minst fem ansatte."),
        technical="id day controller role step sent timed seconds buckets",
    ),
    Table(
        model="statistics.FieldUse",
        text=_("Hvor mange rader som har noe i et valgfritt felt"),
        about=About.NOBODY,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="stock",
        seen_by=EVERYBODY,
        technical="id day table_name column_name total filled",
    ),
]
