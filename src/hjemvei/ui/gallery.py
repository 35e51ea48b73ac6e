"""Sample content of the component page: a club that lends equipment; no word of the field is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.middleware.csrf import get_token

from hjemvei.ui import forms as ui_forms
from hjemvei.ui.formats import OSLO
from hjemvei.ui.icons import names
from hjemvei.ui.parts import (
    Bar,
    Check,
    Chip,
    Column,
    Event,
    Fact,
    GoalBar,
    Group,
    Link,
    MapGroup,
    MapKey,
    MapTile,
    Message,
    Paging,
    Phase,
    Span,
    Tag,
    Task,
    Tile,
    Tone,
)

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 14, 2, tzinfo=OSLO)


class FilterForm(ui_forms.Form):
    q = forms.CharField(label="Navn", required=False)
    place = forms.ChoiceField(
        label="Sted", choices=[("", "Alle"), ("n", "Nordbygda"), ("s", "Sørbygda")], required=False
    )
    before = ui_forms.DateField(label="Leveres innen", required=False)


class SampleForm(ui_forms.OnceForm):
    name = forms.CharField(label="Navn på utstyret", help_text="Slik det står på merkelappen.")
    kind = forms.ChoiceField(
        label="Slag", choices=[("telt", "Telt"), ("ski", "Ski")], widget=forms.RadioSelect
    )
    parts = forms.MultipleChoiceField(
        label="Hva følger med?",
        choices=[("pose", "Pose"), ("plugger", "Plugger"), ("bok", "Bruksanvisning")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(label="Sted", choices=[("", "Velg"), ("n", "Nordbygda"), ("s", "Sørbygda")])
    lent_on = ui_forms.DateField(label="Lånes fra", help_text="Dagen utstyret hentes.")
    born_on = ui_forms.KnownDateField(label="Kjøpt", help_text="For eksempel 4 9 2019.", required=False)
    count = forms.IntegerField(label="Antall", required=False)
    note = ui_forms.TextField(label="Merknad", max_length=500, required=False)
    picture = forms.FileField(label="Kvittering", required=False)
    agreed = forms.BooleanField(label="Jeg har lest reglene for utlån")


def _rows() -> list[dict[str, Any]]:
    rows = [
        ("Fjelltelt", "Kari Eksempel", "Nordbygda", Tag(text="Mangler", tone="danger"), 26, 5),
        ("Truger", "Per Prøve", "Sørbygda", Tag(text="Pågår", tone="info"), 41, 7),
        ("Kanot", "Anna Fiktiv", "Nordbygda", Tag(text="Forfaller snart", tone="warning"), 3, 3),
        ("Ski, 190 cm", "علي تجريبي", "Sørbygda", Tag(text="Fullført", tone="success"), -3, 9),
        ("Stormkjøkken", "Ola Utkast", "Vestbygda", Tag(text="Ikke startet"), 54, 4),
    ]
    keys = ("thing", "who", "place", "tag", "days", "done")
    return [dict(zip(keys, row, strict=True)) | {"due": TODAY + dt.timedelta(row[4])} for row in rows]


_FLOW: dict[str, Any] = {
    "tasks": [
        Task(
            title="Avtale signert",
            url="#",
            reason="Gjelder ut året.",
            tag=Tag(text="Fullført", tone="success"),
        ),
        Task(
            title="Be om depositum",
            url="#",
            reason="Må være klart 14 dager før henting.",
            clause="Reglene pkt. 4",
            tag=Tag(text="Forfaller om 12 dager", tone="warning"),
            action_label="Be om",
            action_url="#",
        ),
        Task(
            title="Finne en som kan hente",
            url="#",
            reason="Ingen er satt opp.",
            tag=Tag(text="Mangler ansvarlig", tone="danger"),
            action_label="Sett opp",
            action_url="#",
        ),
        Task(title="Sjekke utstyret", url="#", tag=Tag(text="Ikke startet")),
    ],
    "events": [
        Event(
            title="Dato flyttet",
            at=NOW,
            who="Kari Eksempel",
            text="Ny dato 18.12.2026 (før: 18.02.2027).",
            tone="danger",
        ),
        Event(
            title="Notat",
            at=NOW - dt.timedelta(4),
            who="Per Prøve",
            text="Ringte og sa fra.",
            milestone=False,
        ),
        Event(title="Møte holdt", at=NOW - dt.timedelta(10), who="Per Prøve", text="Alle var til stede."),
        Event(title="Varsel mottatt", at=NOW - dt.timedelta(70), who="Nordbygda", tone="success"),
    ],
    "phases": [
        Phase(label="Søknad", state="done", note="14.09.2026"),
        Phase(label="Samtykke", state="done", note="21.09.2026"),
        Phase(label="Avtale", state="late", note="4 dager over", url="#"),
        Phase(label="Depositum", state="current", note="01.12.2026"),
        Phase(label="Henting", state="next", note="18.12.2026"),
        Phase(label="Oppfølging", state="next"),
    ],
    "checks": [
        Check(label="Nøkkel utlevert", met=True, note="Hentet 20.11.2026"),
        Check(label="Strøm bestilt", met=None, note="Ikke spurt"),
        Check(label="Seng på plass", met=False, url="#"),
    ],
    "thread": [
        Message(
            author="Kari Eksempel",
            unit="Nordbygda",
            at=NOW - dt.timedelta(1),
            text="Kan dere ta imot på fredag?",
        ),
        Message(
            author="Per Prøve",
            unit="Sørbygda",
            at=NOW,
            text="Ja, klokka ti passer.\nVi møter ved porten.",
            own=True,
            unread=True,
        ),
    ],
}


def _group(label: str, done: int, begun: int, missing: int) -> Group:
    counts: tuple[tuple[str, int, Tone], ...] = (
        ("Ferdig", done, "success"),
        ("Pågår", begun, "info"),
        ("Mangler", missing, "danger"),
    )
    return Group(label=label, bars=[Bar(label=n, value=c, shown=str(c), tone=t) for n, c, t in counts])


def _bars() -> list[Bar]:
    values = (58, 61, 66, 64, 71, 78, 83)
    names = ("1.25", "2.25", "3.25", "4.25", "1.26", "2.26", "3.26")
    return [
        Bar(label=name, value=value, shown=f"{value} %") for name, value in zip(names, values, strict=True)
    ]


_LETTERS = {"full": "T", "dots": "K", "lines": "L", "empty": "–"}


def _area(label: str, row: int, patterns: Sequence[Any]) -> MapGroup:
    tiles = [
        MapTile(column=place, row=row, title=f"{label} {place}", letter=_LETTERS[pattern], pattern=pattern)
        for place, pattern in enumerate(patterns)
    ]
    return MapGroup(label=label, url="#", tiles=tiles)


_SPANS = [
    Span(
        row="Telt",
        label="Utlånt",
        starts_on=dt.date(2026, 2, 1),
        ends_before=dt.date(2026, 6, 15),
        tone="info",
    ),
    Span(
        row="Telt",
        label="Reparasjon",
        starts_on=dt.date(2026, 7, 1),
        ends_before=dt.date(2026, 8, 1),
        tone="warning",
    ),
    Span(row="Kanot", label="Utlånt", starts_on=dt.date(2026, 9, 1), ends_before=None, tone="accent"),
]
_CHARTS: dict[str, Any] = {
    "bars": _bars(),
    "holders": ["Nordbygda", "Sørbygda", "Nordbygda"],
    "changes": [
        {"on": dt.date(2026, 11, 2), "before": "Nordbygda", "after": "Sørbygda"},
        {"on": dt.date(2026, 11, 9), "before": "Sørbygda", "after": "Nordbygda"},
    ],
    "groups": [_group("Nordbygda", 12, 5, 2), _group("Sørbygda", 7, 7, 1)],
    "spans": _SPANS,
    "values": (58, 61, 66, 64, 71, 78, 83),
    "first": dt.date(2026, 1, 1),
    "last": dt.date(2026, 12, 31),
    "goals": [
        GoalBar(label="2024", value=41, shown="41 %", goal=None, start=40, tone="neutral"),
        GoalBar(label="2025", value=58, shown="58 %", goal=60, start=40, tone="warning"),
        GoalBar(label="2026", value=40, most=60, shown="40–60 %", goal=70, start=40, tone="neutral"),
    ],
    "map_groups": [_area("Nordbygda", 0, ("full", "dots")), _area("Sørbygda", 1, ("lines", "empty"))],
    "map_keys": [
        MapKey(label="har telt", letter="T", pattern="full", count=1),
        MapKey(label="telt kommer", letter="K", pattern="dots", count=1),
        MapKey(label="teltet er levert", letter="L", pattern="lines", count=1),
        MapKey(label="mangler telt", letter="–", pattern="empty", count=1),
    ],
}


_LISTS: dict[str, Any] = {
    "columns": [
        Column(label="Utstyr"),
        Column(label="Låner"),
        Column(label="Sted"),
        Column(label="Status"),
        Column(label="Leveres", sort_url="?sort=-due", sorted="ascending"),
        Column(label="Oppgaver", sort_url="?sort=done", numeric=True),
    ],
    "rows": _rows(),
    "paging": Paging(previous_url="?before=a", next_url="?after=b", shown="Viser 5 av 48"),
    "chips": [Chip(label="Mine", url="?"), Chip(label="Ikke avsluttet", url="?")],
    "tiles": [
        Tile(value="4", label="leveres innen 30 dager uten henter", url="#", tone="danger"),
        Tile(value="7", label="frister denne uken", url="#", tone="warning"),
        Tile(value="12", label="venter på svar", url="#", tone="info"),
        Tile(value="83 %", label="levert i tide (3. kv.)", url="#", tone="success"),
    ],
    "facts": [
        Fact(label="Dato", value="18.12.2026", note="Før: 18.02.2027"),
        Fact(label="Sted", value="Nordbygda", change_url="#"),
        Fact(label="Kontakt", value="Kari Eksempel"),
    ],
    "tabs": [
        Link(label="Oversikt", url="#", current=True),
        Link(label="Planer", url="#", count=2),
        Link(label="Dokumenter", url="#"),
    ],
    "trail": [Link(label="Forsiden", url="/"), Link(label="Komponenter", url="")],
    "menu": [
        Link(label="Skriv ut", url="#", icon="print"),
        Link(label="Last ned", url="#", icon="download"),
    ],
}


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    get_token(request)
    wrong = {
        "name": "",
        "born_on_day": "31",
        "born_on_month": "2",
        "born_on_year": "2019",
        "once": "0123456789abcdef",
    }
    form = SampleForm(wrong, auto_id="feil_%s") if "feil" in request.GET else SampleForm()
    common = {
        "today": TODAY,
        "now": NOW,
        "form": form,
        "filter": FilterForm(),
        "row_form": FilterForm(auto_id="rad_%s"),
        "icon_names": names(),
    }
    return {**common, **_LISTS, **_FLOW, **_CHARTS}
