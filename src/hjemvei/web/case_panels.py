"""The case page in words: identity, dates, consent, banner, and which panels there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.allocation.panels import HOME
from hjemvei.cases.choices import CERTAINTY, CUSTODY_STATUS, PHASE, RELEASE_KIND
from hjemvei.cases.models import FAR
from hjemvei.cases.panels import DUTY, MESSAGES, TIMELINE
from hjemvei.cases.rules.release import phase
from hjemvei.needs.panels import CONFIDENTIAL
from hjemvei.oversight.policy import can_show_looks
from hjemvei.plans.panels import PLAN
from hjemvei.rights.beside import CORRECTIONS
from hjemvei.sharing.choices import LANGUAGES
from hjemvei.sharing.enums import Basis, ConsentState
from hjemvei.sharing.panels import CasePanel
from hjemvei.sharing.policy import can_show_number
from hjemvei.ui import formats
from hjemvei.ui.parts import Fact, Link, Tag, Text
from hjemvei.web.case_page import CaseBody, CaseHead, Part, day
from hjemvei.web.case_road import next_actions, road
from hjemvei.web.case_rows import RISK, STAGE_TONE, STAGES
from hjemvei.web.registry import address, has_page

COORDINATION, HOUSING, CUSTODY = InfoClass.COORDINATION, InfoClass.HOUSING, InfoClass.CUSTODY
LOOKS = "oversight:looks"
TABS: tuple[tuple[Text, str, InfoClass], ...] = (
    (gettext_lazy("Oppgaver"), "cases:tasks", COORDINATION),
    (gettext_lazy("Samtykke"), "sharing:consent", InfoClass.CONSENT),
    (gettext_lazy("Behov"), "needs:housing", HOUSING),
    (gettext_lazy("I fortrolighet"), "needs:confidential", InfoClass.CONFIDENTIAL),
    (gettext_lazy("Plan"), "plans:plan", COORDINATION),
    (gettext_lazy("Søknad og tilbud"), "allocation:home", HOUSING),
    (gettext_lazy("Leieforhold"), "tenancies:home", HOUSING),
    (gettext_lazy("Oppfølging"), "tenancies:follow_up", COORDINATION),
    (gettext_lazy("Meldinger"), "cases:messages", COORDINATION),
    (gettext_lazy("Dokumenter"), "cases:documents", COORDINATION),
    (gettext_lazy("Avvik"), "deviations:case_deviations", COORDINATION),
    (gettext_lazy("Personens side"), "portal_staff:person", COORDINATION),
    (gettext_lazy("Historikk"), "cases:timeline", InfoClass.IDENTITY),
    (gettext_lazy("Beskyttelse"), "access:protection", InfoClass.IDENTITY),
)
ASIDE: tuple[tuple[Text, str, InfoClass], ...] = (
    (gettext_lazy("Se og endre datoer"), "cases:dates", CUSTODY),
    (gettext_lazy("Varsler til kommunen"), "cases:notices", COORDINATION),
    (gettext_lazy("Fordel og svar på ansvar"), "cases:people", COORDINATION),
    (gettext_lazy("Når er de til stede? Avtal besøk"), "presence:meet", COORDINATION),
    (gettext_lazy("Se hvem som har sett"), LOOKS, InfoClass.CONSENT),
    (gettext_lazy("Innsyn, retting og sletting"), "rights:case", InfoClass.IDENTITY),
)
SHOWN = (DUTY, CORRECTIONS, MESSAGES, HOME, PLAN, CONFIDENTIAL, TIMELINE)
SOON = 14
NORWEGIAN = frozenset({"", "nb", "nn", "no"})


def tabs_of(actor: Actor, key: str, *, current: str = "web:case") -> list[Link]:
    """The pages about the case that exist and that the role may read."""
    links = [Link(label=_("Oversikt"), url=address("web:case", key), current=current == "web:case")]
    return links + [
        Link(label=label, url=address(name, key), current=current == name)
        for label, name, info_class in TABS
        if has_page(name) and actor.may_read(info_class)
    ]


def panels_of(actor: Actor) -> list[CasePanel]:
    """The panels of other apps that the page shows and the role may read."""
    needed = {name: info_class for _label, name, info_class in (*TABS, *ASIDE)}
    return [panel for panel in SHOWN if has_page(panel.page) and actor.may_read(needed[panel.page])]


def case_context(
    actor: Actor, head: CaseHead, body: CaseBody, *, panels: Sequence[CasePanel], today: dt.date
) -> dict[str, Any]:
    key, tasks = head.case.key, body.tasks
    mine, others = next_actions(actor, head, tasks, today=today, behind=body.behind)
    return {
        "head": head,
        "name": head.person.name,
        "facts": _identity(head, today),
        "tags": _tags(actor, head),
        "number_url": _number_url(actor, head),
        "when": _when(actor, head, today),
        "moved": _moved(head),
        "is_soon": _is_soon(head, today),
        "restricted": _restricted(head),
        "mine": mine,
        "others": others,
        "done": sum(task.state == "done" for task in tasks),
        "all": len(tasks),
        "road": road(head, tasks),
        "dates": _dates(actor, head, today),
        "consent": _consent(head, today) if actor.may_read(InfoClass.CONSENT) else None,
        "consent_url": address("sharing:consent", key),
        "aside": {
            name: Link(label=label, url=address(name, key))
            for label, name, info_class in ASIDE
            if has_page(name) and actor.may_read(info_class) and (name != LOOKS or can_show_looks(actor))
        },
        "people": [_person(part) for part in body.people],
        "tabs": tabs_of(actor, key),
        "case": head.case,
        "panels": [panel.template for panel in panels],
        **{name: value for shown in body.panels for name, value in shown.items()},
    }


def _identity(head: CaseHead, today: dt.date) -> list[Text]:
    person = head.person
    age = person.age(today)
    born = _("født %(day)s (%(age)s år)") % {"day": formats.date(person.birth_date), "age": age}
    place = " → ".join(part for part in (head.load.get("prison"), head.load.get("municipality")) if part)
    number = _("nummer registrert") if person.number else ""
    spoken = dict(LANGUAGES).get(person.language, person.language)
    tongue = "" if person.language in NORWEGIAN else _("språk: %(name)s") % {"name": spoken}
    status = (head.custody or {}).get("status", "")
    kind = CUSTODY_STATUS.get(status, "") if status else ""
    return [part for part in (born if age is not None else "", number, place, kind, tongue) if part]


def _number_url(actor: Actor, head: CaseHead) -> str:
    """Where the whole number is shown, for roles that need it."""
    may = bool(head.person.number) and bool(can_show_number(actor, head.case))
    return address("sharing:number", head.case.key) if may else ""


def _tags(actor: Actor, head: CaseHead) -> list[Tag]:
    tags = []
    if head.person.protection & 3:
        tags.append(Tag(text=_("adressesperre"), tone="danger"))
    if head.person.protection & 4:
        tags.append(Tag(text=_("skjermet"), tone="danger"))
    if head.person.needs_interpreter:
        tags.append(Tag(text=_("trenger tolk"), tone="warning"))
    if actor.may_read(HOUSING):
        status, risk = head.load.get("status"), RISK.get(head.load.get("risk") or "")
        if status:
            tags.append(Tag(text=STAGES.get(status, status), tone=STAGE_TONE.get(status, "neutral")))
        if risk and head.released_on is None:
            tags.append(Tag(text=risk[0], tone=risk[1]))
    if head.case.closed_at:
        tags.append(Tag(text=_("avsluttet")))
    return tags


def _when(actor: Actor, head: CaseHead, today: dt.date) -> str:
    """Days to release and the phase, the first thing everybody asks."""
    if not actor.may_read(CUSTODY):
        return ""
    stage = PHASE[phase(today=today, expected_on=head.expected_on, released_on=head.released_on)]
    if head.released_on:
        return _("Løslatt %(day)s – %(phase)s") % {"day": formats.date(head.released_on), "phase": stage}
    if head.expected_on is None or head.expected_on == FAR:
        return _("Løslatelsesdatoen er ikke kjent – kan skje når som helst")
    left = formats.days_until(head.expected_on, today)
    return _("Løslates %(left)s – %(phase)s") % {"left": left, "phase": stage}


def _is_soon(head: CaseHead, today: dt.date) -> bool:
    """Released within a fortnight, or the day has passed unanswered."""
    expected = head.expected_on
    return head.released_on is None and expected is not None and expected <= today + dt.timedelta(days=SOON)


def _moved(head: CaseHead) -> str:
    """What moved and by how much, where the newest date differs from the one before."""
    if len(head.dates) < 2 or head.released_on:
        return ""
    now, before = (day(version["expected_on"]) for version in head.dates)
    if now is None or before is None or now == before:
        return ""
    days = (now - before).days
    text = (
        _("Datoen er kommet %(n)s dager nærmere. Den var %(day)s.")
        if days < 0
        else _("Datoen er utsatt %(n)s dager. Den var %(day)s.")
    )
    return text % {"n": abs(days), "day": formats.date(before)}


def _restricted(head: CaseHead) -> str:
    """Why this unit sees little: the consent is gone, its own decisions stay its own."""
    if not head.person.restricted:
        return ""
    return _(
        "Samtykket er trukket eller gått ut. Dere ser bare det enheten selv har skrevet:"
        " egne vedtak, avtaler og notater. Det andre har delt, er borte herfra."
        " Spør personen på nytt hvis dere trenger mer."
    )


def _dates(actor: Actor, head: CaseHead, today: dt.date) -> list[Fact]:
    if not actor.may_read(CUSTODY) or not head.dates:
        return []
    newest = head.dates[0]
    facts = [
        Fact(
            label=_("Løslates"),
            value=formats.date(head.expected_on) if head.expected_on else _("ikke kjent"),
            note=CERTAINTY.get(newest["certainty"], ""),
        ),
        Fact(label=_("Slag"), value=RELEASE_KIND.get(newest["kind"], "")),
        Fact(label=_("Kilde"), value=newest["source"]),
    ]
    if len(head.dates) > 1 and head.dates[1]["expected_on"]:
        facts.append(Fact(label=_("Forrige dato"), value=formats.date(day(head.dates[1]["expected_on"]))))
    if head.basis == Basis.CONSENT:
        facts.append(Fact(label=_("Dere ser dette til"), value=formats.date(head.ends_at)))
    return facts


def _consent(head: CaseHead, today: dt.date) -> Tag:
    found = head.consent
    if found is None:
        return Tag(text=_("Personen er ikke spurt ennå"), tone="warning")
    ends = day(found["ends_before"])
    if found["state"] == ConsentState.GIVEN and ends and ends > today:
        return Tag(
            text=_("Gyldig til %(day)s") % {"day": formats.date(ends - dt.timedelta(days=1))}, tone="success"
        )
    if found["state"] == ConsentState.GIVEN:
        return Tag(text=_("Gikk ut %(day)s") % {"day": formats.date(ends)}, tone="danger")
    if found["state"] == ConsentState.WITHDRAWN:
        return Tag(
            text=_("Trukket %(day)s") % {"day": formats.date(day(found["withdrawn_at"]))}, tone="danger"
        )
    if found["state"] == ConsentState.REFUSED:
        return Tag(text=_("Personen sa nei"), tone="neutral")
    return Tag(text=_("Personen er spurt og har ikke svart"), tone="warning")


def _person(part: Part) -> dict[str, Text]:
    role = dict(Role.choices).get(part.role, part.role)
    note = _("har hovedansvaret") if part.is_owner else _("venter på svar") if part.state == "offered" else ""
    return {
        "name": part.name,
        "role": f"{role}, {part.unit}" if part.name != part.unit else str(role),
        "note": note,
    }
