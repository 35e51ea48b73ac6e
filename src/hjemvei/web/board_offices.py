"""Sections for whoever looks after the house and works in no case: figures and places, never a name."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.queries import overview
from hjemvei.accounts.queries.tokens import to_replace
from hjemvei.agreements.models import AgreementParty, AgreementVersion, ReviewDate
from hjemvei.agreements.queries import agreements_in_force, versions_to_come
from hjemvei.agreements.register import reviews_due as agreement_reviews_due
from hjemvei.agreements.signing import awaiting
from hjemvei.core import clock
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.states import LIVE
from hjemvei.oversight.queries import open_count
from hjemvei.rights.enums import DisposalState, PartState
from hjemvei.rights.queries import disposals, open_parts
from hjemvei.sharing.access.queries import OpeningView, openings, reviews_due
from hjemvei.ui import formats
from hjemvei.ui.parts import Link, Tag, Task, Tile, Tone
from hjemvei.web.board import Gathered, Section
from hjemvei.web.board_lists import SHOWN
from hjemvei.web.case_road import due_tag
from hjemvei.web.health import failed_jobs, worker
from hjemvei.web.registry import address

SOON = dt.timedelta(days=30)
REVIEW_SOON = dt.timedelta(days=14)
ENDS_SOON = dt.timedelta(days=90)


def upkeep(found: Gathered) -> Section:
    """What an administrator can put right, each with the place where it is done."""
    lacks = overview.lacking_counts(found.actor, today=found.today)
    invited, factor = lacks[overview.NOT_INVITED], lacks[overview.NO_FACTOR]
    tokens = overview.live_tokens(found.actor, at=clock.now())
    ending = tokens.filter(expires_at__lt=clock.now() + SOON).count()
    items = [
        _lacking(
            ngettext(
                "%(n)s har ikke tatt imot invitasjonen", "%(n)s har ikke tatt imot invitasjonen", invited
            ),
            invited,
            overview.NOT_INVITED,
            _("Lenken virker i sju dager. En ny sendes fra siden til brukeren."),
        ),
        _lacking(
            ngettext("%(n)s har ikke satt opp to trinn", "%(n)s har ikke satt opp to trinn", factor),
            factor,
            overview.NO_FACTOR,
            _("De blir bedt om det når de logger inn, og ser ingen saker før det er gjort."),
        ),
        _to_replace(found),
        ending
        and Task(
            title=ngettext("%(n)s systemnøkkel går ut", "%(n)s systemnøkler går ut", ending) % {"n": ending},
            url=address("accounts:tokens"),
            reason=_("Innen 30 dager. Lag en ny før det andre systemet stopper."),
        ),
        *_jobs(),
    ]
    return Section(
        title=_("Trenger deg"),
        items=[item for item in items if item],
        empty=_("Alle har tatt imot invitasjonen og satt opp to trinn, og bakgrunnsjobbene går."),
    )


def _to_replace(found: Gathered) -> Task | None:
    """Keys that somebody who has left may still have; the first to stop sets the day."""
    tokens = to_replace(found.actor, today=found.today, at=clock.now())
    if not tokens:
        return None
    count = len(tokens)
    title = ngettext("%(n)s systemnøkkel må byttes", "%(n)s systemnøkler må byttes", count)
    why = _("Den som laget nøkkelen, har sluttet. Den første slutter å virke %(day)s.")
    return Task(
        title=title % {"n": formats.number(count)},
        url=address("accounts:tokens"),
        reason=why % {"day": formats.date(tokens[0].expires_at)},
        tag=Tag(text=_("haster"), tone="danger"),
    )


def _lacking(title: str, count: int, what: str, why: str) -> Task | None:
    place = f"{address('accounts:users')}?mangler={what}"
    return Task(title=title % {"n": formats.number(count)}, url=place, reason=why) if count else None


def _jobs() -> list[Task]:
    place, failed, state = address("web:readyz"), failed_jobs(), worker()
    items = []
    if not state.is_well:
        items.append(
            Task(
                title=_("Bakgrunnsjobbene står stille"),
                url=place,
                reason=_("E-post, påminnelser og store lister venter. Si fra til den som drifter."),
                tag=Tag(text=_("haster"), tone="danger"),
            )
        )
    if failed:
        title = ngettext("%(n)s bakgrunnsjobb har feilet", "%(n)s bakgrunnsjobber har feilet", failed)
        why = _("Siste uke. Den som drifter, ser hvorfor i loggen.")
        items.append(Task(title=title % {"n": formats.number(failed)}, url=place, reason=why))
    return items


def accesses(found: Gathered) -> Section:
    """For the privacy officer: who may see what, as figures."""
    tokens = overview.live_tokens(found.actor, at=clock.now()).count()
    people = overview.people_by_role(found.actor, today=found.today)
    rows = [(str(role.label).capitalize(), formats.number(count)) for role, count in people]
    rows.append((_("Systemer med nøkkel"), formats.number(tokens)))
    factor = overview.lacking_counts(found.actor, today=found.today)[overview.NO_FACTOR]
    rows.append((_("Uten to trinn ennå"), formats.number(factor)))
    return Section(title=_("Hvem har tilgang"), rows=rows)


def odd_looks(found: Gathered) -> Section:
    """For the privacy officer: how many findings of the read log wait for an answer."""
    count = open_count(found.actor)
    title = ngettext("%(n)s funn å se på", "%(n)s funn å se på", count) % {"n": formats.number(count)}
    why = _("Nattens gjennomgang av leseloggen. Si for hvert funn om det er i orden.")
    return Section(
        title=_("Uvanlige oppslag"),
        items=[Task(title=title, url=address("oversight:report"), reason=why)] if count else (),
        counted=False,
        empty=_("Ingen funn venter. Hver natt ser systemet etter oppslag som er uvanlige."),
        more=Link(label=_("Se hvem som har sett hvor mange"), url=address("oversight:report")),
    )


def rights(found: Gathered) -> Section:
    """For those who answer and advise: requests and proposals that wait for this controller, by reference."""
    parts = [row for row in open_parts(found.actor) if row.state == PartState.ASKED]
    asked = [
        Task(
            title=_("Krav om innsyn, %(reference)s") % {"reference": row.key},
            url=address("rights:part", row.key),
            reason=_("Frist %(day)s") % {"day": formats.date(row.request.due_on)},
            tag=due_tag(row.request.due_on, found.today),
        )
        for row in parts
    ]
    waiting = [row for row in disposals(found.actor) if row.state == DisposalState.PROPOSED]
    proposed = [
        Task(
            title=_("Forslag: %(outcome)s") % {"outcome": row.get_outcome_display()},
            url=address("rights:disposal", row.key),
            reason=_("Foreslått %(day)s") % {"day": formats.date(localdate(row.proposed_at))},
        )
        for row in waiting
    ]
    return Section(
        title=_("Rettigheter"),
        items=[*asked, *proposed][:SHOWN],
        empty=_("Ingen krav om innsyn og ingen forslag om sletting venter på dere."),
        more=Link(label=_("Alle krav og forslag"), url=address("rights:list")),
    )


def emergencies(found: Gathered) -> Section:
    """For the privacy officer: what was opened in an emergency and waits for an answer, by reference."""
    rows = [row for row in openings(found.actor, at=clock.now()) if row.reviewed_at is None]
    return Section(
        title=_("Nødtilganger å gå gjennom"),
        items=[_emergency(row) for row in rows[:SHOWN]],
        empty=_("Ingen venter. Når noen åpner en annen enhets sak fordi det haster, kommer den hit."),
        more=Link(label=_("Alle nødtilganger"), url=address("access:reviews")),
    )


def _emergency(row: OpeningView) -> Task:
    due = _("frist %(day)s") % {"day": formats.date(row.review_by)}
    return Task(
        title=f"{row.who}, {row.unit}",
        url=address("access:review", row.key),
        reason=f"{row.category} · {formats.datetime(row.starts_at)}",
        tag=Tag(text=_("over fristen"), tone="danger") if row.is_late else Tag(text=due, tone="warning"),
    )


def officer_tiles(actor: Actor) -> list[Tile]:
    if not actor.has(Role.PRIVACY_OFFICER):
        return []
    waiting, late = reviews_due()
    tone: Tone = "danger" if late else "warning" if waiting else "neutral"
    label = _("nødtilganger å gå gjennom")
    return [Tile(value=str(waiting), label=label, url=address("access:reviews"), tone=tone)]


def access_changes(found: Gathered) -> Section:
    changed = overview.account_changes(found.actor, since=clock.now() - SOON)
    return Section(
        title=_("Endret tilgang siste 30 dager"),
        rows=[(str(kind.label).capitalize(), formats.number(count)) for kind, count in changed],
        empty=_("Ingen har fått eller mistet tilgang."),
    )


def staff(found: Gathered) -> Section:
    rows = []
    for unit in overview.staff_by_unit(found.actor, today=found.today):
        said = ngettext("%(n)s ansatt", "%(n)s ansatte", unit.people) % {"n": formats.number(unit.people)}
        if unit.away:
            said = _("%(staff)s, %(away)s borte i dag") % {"staff": said, "away": formats.number(unit.away)}
        rows.append((unit.name, said))
    return Section(title=_("Folk på jobb, etter enhet"), rows=rows)


def open_deviations(found: Gathered) -> Section:
    """How many wait for the leader's units; what they are about is one click away."""
    rows = Deviation.objects.visible_to(found.actor).filter(
        to_unit_id__in=found.actor.case_units(), state__in=LIVE
    )
    count = rows.count()
    return Section(
        title=_("Avvik"),
        rows=[(_("Åpne avvik hos dere"), formats.number(count))] if count else (),
        empty=_("Ingen åpne avvik. Her står det når det avtalte glapp."),
        more=Link(label=_("Se avvikene"), url=address("deviations:list")),
    )


def agreements(found: Gathered) -> Section:
    coming = versions_to_come(today=found.today)
    now = agreements_in_force(today=found.today)
    return Section(
        title=_("Avtaler som gjelder nå"),
        items=[
            *(_awaiting(row) for row in awaiting(found.actor, today=found.today)),
            *(
                _review(row, found.today)
                for row in agreement_reviews_due(found.actor, by=found.today + REVIEW_SOON)
            ),
            *(_agreement(row, coming.get(row.agreement_id), found.today) for row in now),
        ],
        counted=False,
        empty=_("Ingen avtale gjelder i dag."),
    )


def _awaiting(row: AgreementParty) -> Task:
    said = _("Dere er spurt om å bli part.") if row.is_asked else _("Andre parter har undertegnet.")
    return Task(
        title=row.agreement.name,
        url=address("agreements:agreement", row.agreement.key),
        reason=said,
        tag=Tag(text=_("avventer dere"), tone="warning"),
    )


def _review(row: ReviewDate, today: dt.date) -> Task:
    return Task(
        title=_("Gjennomgå %(name)s") % {"name": row.agreement.name},
        url=address("agreements:agreement", row.agreement.key),
        reason=_("%(day)s: %(about)s") % {"day": formats.date(row.due_on), "about": row.about},
        tag=Tag(text=_("over fristen"), tone="danger") if row.due_on < today else None,
    )


def _agreement(now: AgreementVersion, coming: AgreementVersion | None, today: dt.date) -> Task:
    """An agreement that ends is told of in time, unless the next version takes over."""
    ends, said = now.ends_before, [_version(now)]
    if coming:
        said.append(_version(coming))
    elif ends:
        said.append(_("til %(day)s") % {"day": formats.date(ends - dt.timedelta(days=1))})
    is_ending = ends is not None and coming is None and ends < today + ENDS_SOON
    return Task(
        title=now.agreement.name,
        url=address("agreements:agreement", now.agreement.key),
        reason=" · ".join(said),
        tag=Tag(text=_("går snart ut"), tone="warning") if is_ending else None,
    )


def _version(row: AgreementVersion) -> str:
    day = formats.date(row.starts_on)
    return _("Versjon %(number)s, fra %(day)s") % {"number": row.number, "day": day}
