"""What others have sent and what the home needs: sections of the dashboard made of one kind of row each."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from hjemvei.deviations.choices import DeviationKind
from hjemvei.ui import formats
from hjemvei.ui.parts import Link, Tag, Task
from hjemvei.web import board_lists as lists
from hjemvei.web.board import Gathered, Section
from hjemvei.web.board_queries import Waiting
from hjemvei.web.case_road import due_tag
from hjemvei.web.registry import address


def item_of(
    found: Gathered,
    row: Waiting,
    *,
    what: str,
    page: str,
    action: str,
    reason: str = "",
    tag: Tag | None = None,
) -> Task | None:
    who = found.who(row)
    if who is None:
        return None
    place = address(page, who.key) or address("web:case", who.key)
    due = due_tag(row.due_on, found.today) if row.due_on else None
    return Task(
        title=f"{who.name}: {what}",
        url=address("web:case", who.key),
        reason=reason,
        tag=tag or due,
        action_label=action,
        action_url=place,
    )


def items_of(
    found: Gathered, name: str, *, what: str, page: str, action: str, reason: Callable[[Waiting], str]
) -> list[Task]:
    made = [
        item_of(found, row, what=what, page=page, action=action, reason=reason(row))
        for row in found.lists[name]
    ]
    return [item for item in made if item is not None]


def page_link(label: str, name: str) -> Link | None:
    place = address(name)
    return Link(label=label, url=place) if place else None


def offered(found: Gathered) -> Section:
    made = items_of(
        found,
        "offered",
        what=_("vil dere ta saken?"),
        page="cases:people",
        action=_("Svar"),
        reason=lambda row: _("Spurt av %(unit)s") % {"unit": row.note},
    )
    return Section(title=_("Saker du er spurt om å ta"), items=made, empty=_("Ingen venter på ja eller nei."))


def notices(found: Gathered) -> Section:
    def why(row: Waiting) -> str:
        moved = _("Datoen er flyttet") if row.note == "moved" else _("Nytt varsel")
        return _("%(what)s fra %(unit)s") % {"what": moved, "unit": row.text}

    made = items_of(
        found,
        "notices",
        what=_("varsel om løslatelse"),
        page="cases:notices",
        action=_("Bekreft mottak"),
        reason=why,
    )
    empty = _("Alle varsler er bekreftet mottatt.")
    return Section(
        title=_("Varsler å bekrefte"), items=made, empty=empty, more=page_link(_("Innboksen"), "cases:inbox")
    )


def unanswered(found: Gathered) -> Section:
    made = items_of(
        found,
        "unanswered",
        what=_("varselet er ikke bekreftet mottatt"),
        page="cases:notices",
        action=_("Følg opp"),
        reason=lambda row: (
            _("%(unit)s skulle bekrefte innen %(day)s") % {"unit": row.text, "day": formats.date(row.due_on)}
        ),
    )
    empty = _("Ingen varsler har stått ubekreftet over fristen.")
    return Section(title=_("Varsler som ikke er bekreftet"), items=made, empty=empty)


def declined(found: Gathered) -> Section:
    made = items_of(
        found,
        "declined",
        what=_("noen sa nei til ansvaret"),
        page="cases:people",
        action=_("Fordel på nytt"),
        reason=lambda row: f"{row.note}: {row.text}",
    )
    return Section(title=_("Avslått fordeling"), items=made, empty=_("Ingen har sagt nei til en fordeling."))


def applications(found: Gathered) -> Section:
    made = items_of(
        found,
        "applications",
        what=_("søknad om bolig"),
        page="allocation:home",
        action=_("Avgjør"),
        reason=lambda row: _("Mottatt %(day)s") % {"day": formats.date(row.due_on)},
    )
    empty = _("Alle søknader er avgjort.")
    return Section(
        title=_("Søknader å avgjøre"),
        items=made,
        empty=empty,
        more=page_link(_("Hele køen"), "allocation:queue"),
    )


def offers(found: Gathered) -> Section:
    made = items_of(
        found,
        "offers",
        what=_("tilbud uten svar"),
        page="allocation:home",
        action=_("Følg opp"),
        reason=lambda row: row.text,
    )
    return Section(title=_("Tilbud som stopper opp"), items=made, empty=_("Ingen tilbud venter på svar nå."))


def free_homes(found: Gathered) -> Section:
    items = [
        Task(
            title=name,
            url=address("homes:dwelling", key) or address("homes:list"),
            reason=_("Ledig fra %(day)s · %(rent)s kr i måneden")
            % {"day": formats.date(day), "rent": formats.number(rent)},
        )
        for key, name, day, rent in lists.vacancies(found.actor, today=found.today)
    ]
    empty = _("Ingen ledige boliger den neste måneden. Før inn boliger under Boliger.")
    return Section(
        title=_("Ledige boliger"), items=items, empty=empty, more=page_link(_("Alle boliger"), "homes:list")
    )


def visits(found: Gathered) -> Section:
    def why(row: Waiting) -> str:
        said = _("Husk å spørre om personen vil ha besøk") if row.note == "ask" else _("Personen har sagt ja")
        return " · ".join((formats.date(row.due_on), said))

    made = items_of(
        found,
        "visits",
        what=_("oppfølging"),
        page="tenancies:follow_up",
        action=_("Skriv hvordan det gikk"),
        reason=why,
    )
    empty = _("Ingen besøk i dag. Planlagte kontakter kommer hit dagen før.")
    more = page_link(_("Alle dagens besøk"), "tenancies:today")
    return Section(title=_("Besøk i dag"), items=made, empty=empty, more=more)


def followed(found: Gathered) -> Section | None:
    """None for whoever answers for no deviation."""
    made = [
        item_of(
            found,
            row,
            what=str(DeviationKind(row.text).label),
            page="deviations:case_deviations",
            action=_("Følg opp avviket"),
        )
        for row in found.lists["followed"]
    ]
    more = page_link(_("Alle dine avvik"), "deviations:list")
    items = [item for item in made if item is not None]
    return Section(title=_("Avvik du følger opp"), items=items, more=more) if items else None


def missed(found: Gathered) -> Section:
    made = items_of(
        found,
        "missed",
        what=_("fikk ikke kontakt"),
        page="tenancies:follow_up",
        action=_("Prøv igjen"),
        reason=lambda row: formats.date(row.due_on),
    )
    return Section(title=_("Svarer ikke"), items=made, empty=_("Dere har nådd alle de siste to ukene."))
