"""Each section of the dashboard in words, and which role has which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.ui import formats
from hjemvei.ui.parts import Link, Task
from hjemvei.web import board_lists as lists
from hjemvei.web import board_meetings
from hjemvei.web import board_offices as offices
from hjemvei.web.board import Gathered, Question, Section
from hjemvei.web.board_queries import Waiting
from hjemvei.web.board_routines import routines
from hjemvei.web.board_rows import (
    applications,
    declined,
    followed,
    free_homes,
    missed,
    notices,
    offered,
    offers,
    unanswered,
    visits,
)
from hjemvei.web.case_filters import CaseFilters
from hjemvei.web.case_road import due_tag, ways_to_do
from hjemvei.web.case_rows import CaseLine
from hjemvei.web.registry import address

NIGHT = 2
"""Days: what is due later than this can wait for the day shift."""


def _list(label: str, **filters: str) -> Link:
    return Link(label=label, url=CaseFilters(**filters).address(address("web:cases")))


def _line(line: CaseLine) -> Task:
    place = " → ".join(part for part in (line.prison, line.municipality) if part)
    when = ", ".join(part for part in (line.date, line.days, line.certainty) if part)
    release = _("Løslatelse %(when)s") % {"when": when} if line.date else when
    tags = [line.status, *line.tags] if line.status else list(line.tags)
    return Task(
        title=line.name,
        url=address("web:case", line.key),
        reason=" · ".join(part for part in (release, place, line.task) if part),
        tag=tags[-1] if tags else None,
    )


def _task(found: Gathered, row: Waiting) -> Task | None:
    who = found.who(row)
    if who is None:
        return None
    ways = ways_to_do(found.actor, who.key, task_key=row.key, code=row.code, unit_id=row.unit_id)
    due = _("Frist %(day)s") % {"day": formats.date(row.due_on)}
    return Task(
        title=f"{who.name}: {_(row.text)}",
        url=address("web:case", who.key),
        reason=" · ".join(part for part in (due, _(row.note) if row.note else "") if part),
        tag=due_tag(row.due_on or found.today, found.today),
        action_label=_("Gjør dette") if ways.page else "",
        action_url=ways.page,
        done_label=ways.label,
        done_url=ways.click,
        guide=found.routines.behind.link(row.code, row.unit_id),
    )


def tasks(found: Gathered) -> Section:
    soon = found.today + dt.timedelta(days=NIGHT)
    items = [_task(found, row) for row in found.tasks if row.due_on is None or row.due_on <= soon]
    return Section(
        title=_("Haster"),
        items=[item for item in items if item is not None][: lists.SHOWN],
        empty=_("Ingenting har frist de nærmeste dagene."),
        more=_list(_("Alle med frist"), ordne="frist"),
    )


def pressing(found: Gathered) -> Section:
    """For whoever leads without casework: what presses by kind, never whose; the list is one click away."""
    soon = found.today + dt.timedelta(days=NIGHT)
    rows = [
        (_(title), late_of(count, late))
        for title, count, late in lists.pressing_kinds(found.actor, until=soon, today=found.today)
    ]
    return Section(
        title=_("Haster i enheten"),
        rows=rows,
        empty=_("Ingenting har frist de nærmeste dagene."),
        more=_list(_("Alle med frist"), ordne="frist"),
    )


def late_of(count: int, late: int) -> str:
    if not late:
        return formats.number(count)
    if late == count:
        return (
            _("%(count)s, alle over fristen") % {"count": formats.number(count)}
            if count > 1
            else _("1, over fristen")
        )
    return _("%(count)s, %(late)s over fristen") % {
        "count": formats.number(count),
        "late": formats.number(late),
    }


def later(found: Gathered) -> Section:
    soon = found.today + dt.timedelta(days=NIGHT)
    items = [_task(found, row) for row in found.tasks if row.due_on is not None and row.due_on > soon]
    return Section(
        title=_("Kan vente til dagvakten"),
        items=[item for item in items if item is not None][: lists.SHOWN],
        empty=_("Ingenting annet venter. Nye oppgaver kommer hit når en frist åpner."),
    )


def questions(found: Gathered) -> Section:
    asked = [(row, found.who(row)) for row in found.lists["questions"]]
    return Section(
        title=_("Spørsmål til deg"),
        answers=[
            Question(
                name=who.name,
                unit=row.note,
                text=row.text,
                due_on=row.due_on,
                url=address("cases:messages", who.key) or address("web:case", who.key),
                answer_url=address("cases:answer_message", who.key, row.key),
                late=row.due_on is not None and row.due_on < found.today,
            )
            for row, who in asked
            if who is not None
        ],
        empty=_("Ingen har spurt om noe. Spørsmål fra kommunen og fengselet kommer hit, og du svarer her."),
    )


def mine_soon(found: Gathered) -> Section:
    return _cases(
        found,
        _("Dine som løslates snart uten bolig"),
        "mine",
        _("Ingen av dine løslates de nærmeste to månedene uten avklart bolig."),
        _list(_("Alle dine"), ansvarlig="meg"),
    )


def owned(found: Gathered) -> Section:
    """For those who take a part in few cases: all of them, whether or not anything is due."""
    return _cases(
        found,
        _("Dine saker"),
        "owned",
        _("Du har ingen saker ennå. De kommer hit når du har sagt ja til å ta en del."),
        _list(_("Alle dine"), ansvarlig="meg"),
    )


def _cases(found: Gathered, title: str, wanted: str, empty: str, more: Link) -> Section:
    lines = lists.cases_where(found.actor, unit_id=found.unit_id, wanted=wanted, today=found.today)
    return Section(title=title, items=[_line(line) for line in lines], empty=empty, more=more)


def newcomers(found: Gathered) -> Section:
    return _cases(
        found,
        _("Nye siste to uker"),
        "new",
        _("Ingen nye uten samtykke. Nye kommer hit når fengselets liste leses inn."),
        _list(_("Alle saker")),
    )


def without_consent(found: Gathered) -> Section:
    return _cases(
        found,
        _("Mangler samtykke"),
        "unasked",
        _("Alle som har vært her i to uker og løslates innen seks måneder, har sagt ja."),
        _list(_("Alle uten samtykke"), samtykke="mangler"),
    )


def unassigned(found: Gathered) -> Section:
    return _cases(
        found,
        _("Uten ansvarlig"),
        "unassigned",
        _("Alle saker har en ansvarlig."),
        _list(_("Fordel alle"), ansvarlig="ingen"),
    )


def load(found: Gathered) -> Section:
    rows = [(name, formats.number(count)) for name, count in lists.workload(found.actor)]
    return Section(
        title=_("Arbeidsmengde"),
        rows=rows,
        empty=_("Ingen saker er fordelt ennå. Her ser du hvem som har plass."),
    )


def administration(found: Gathered) -> Section:
    places = (
        (
            _("Brukere og roller"),
            "accounts:users",
            _("Inviter, gi og avslutt roller, hjelp med ny totrinnskode"),
        ),
        (_("Enheter"), "parties:units", _("Kontaktpunkter, åpningstider og fakta om enhetene")),
        (_("Andre systemer"), "accounts:tokens", _("Tilgang for fagsystemer")),
        (_("Er alt i drift?"), "web:readyz", _("Database, bakgrunnsjobber og migreringer")),
    )
    items = [Task(title=title, url=address(name), reason=why) for title, name, why in places if address(name)]
    return Section(
        title=_("Administrasjon"), items=items, empty=_("Ingenting å administrere her ennå."), counted=False
    )


Maker = Callable[[Gathered], Section | None]
"""None where somebody has no use of the section at all."""
PRISON: tuple[Maker, ...] = (questions, tasks, unanswered, followed, newcomers, without_consent, later)
BOARDS: tuple[tuple[frozenset[Role], tuple[Maker, ...]], ...] = (
    (frozenset({Role.CONTACT_OFFICER}), (questions, mine_soon, tasks, later)),
    (frozenset({Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR}), PRISON),
    (
        frozenset({Role.MUNICIPAL_COORDINATOR}),
        (notices, offered, unassigned, declined, tasks, questions, followed, load),
    ),
    (
        frozenset({Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT}),
        (offered, applications, offers, tasks, questions, free_homes),
    ),
    (
        frozenset({Role.FOLLOW_UP_WORKER, Role.VOLUNTARY_PROVIDER}),
        (offered, visits, missed, questions, tasks, owned, later),
    ),
    (frozenset({Role.SOCIAL_CASEWORKER}), (offered, notices, tasks, questions, later)),
    (frozenset({Role.HEALTH_WORKER}), (offered, questions, tasks, owned, later)),
    (frozenset({Role.PROBATION_OFFICER}), (questions, tasks, owned, later)),
    (frozenset({Role.PRISON_LEADER}), (pressing, offices.open_deviations, offices.staff)),
    (frozenset({Role.MUNICIPAL_LEADER}), (offices.staff,)),
    (frozenset({Role.ADMINISTRATOR}), (offices.upkeep, administration)),
    (frozenset({Role.RIGHTS_OFFICER}), (offices.rights,)),
    (
        frozenset({Role.PRIVACY_OFFICER}),
        (offices.rights, offices.emergencies, offices.odd_looks, offices.accesses, offices.access_changes),
    ),
    (
        frozenset({Role.COMMITTEE_MEMBER, Role.MUNICIPAL_LEADER, Role.PRISON_LEADER, Role.PRIVACY_OFFICER}),
        (offices.agreements,),
    ),
    (frozenset(Role), (board_meetings.meetings,)),
    (frozenset(Role), (routines,)),
)


def sections(actor: Actor, found: Gathered) -> Sequence[Section]:
    """The sections of all the actor's roles, each once, in the order of the boards; empty ones last."""
    makers = dict.fromkeys(maker for who, made in BOARDS if who & actor.roles for maker in made)
    made = [section for maker in makers if (section := maker(found)) is not None]
    return sorted(made, key=lambda section: not (section.items or section.answers or section.rows))
