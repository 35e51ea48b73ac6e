"""Agreements in plain words in more languages: checked and approved, checked and overtaken by its source."""

from __future__ import annotations

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.approve_summary import approve_summary
from hjemvei.agreements.actions.check_summary import check_summary
from hjemvei.agreements.actions.write_summary import write_summary
from hjemvei.agreements.clauses import read_summary
from hjemvei.agreements.models import Agreement, AgreementVersion, SummaryTranslation
from hjemvei.agreements.queries import newest_version
from hjemvei.agreements.summaries import SOURCE
from hjemvei.demo.world.road import World

READER = "Rolf"
"""Of the prison: party to both, and writer of none of them."""
TRANSLATOR = "statsautorisert translatør"
OWN_LINE = "\n\nI Bergen er det boligkontoret i bydelen din som svarer."


def add_summaries(world: World, main: Agreement) -> None:
    """In Trondheim the Polish text is approved; in Bergen the Lithuanian one has been left behind."""
    here = newest_version(main)
    bergen = Agreement.objects.filter(name__endswith="Bergen").get()
    there = newest_version(bergen)
    if here is None or there is None:
        raise LookupError("the agreements are signed before they are translated")
    _checked(world, "Ida", here, "pl", ago=150)
    _checked(world, "Aksel", there, "lt", ago=280)
    _checked(world, "Aksel", there, SOURCE, ago=200, more=OWN_LINE)
    _checked(world, "Aksel", there, "pl", ago=190)
    approved = ((here, "Bodil", "pl"), (there, "Leif", SOURCE), (there, "Leif", "pl"))
    for version, approver, language in approved:
        with acting_as(world.staff[approver]) as actor:
            row = SummaryTranslation.objects.get(version=version, language=language)
            approve_summary(actor=actor, summary=row, at=world.calendar.moment(world.calendar.day(140)))


def _written(
    world: World, name: str, version: AgreementVersion, language: str, *, ago: int, more: str = ""
) -> SummaryTranslation:
    text = read_summary(language)
    with acting_as(world.staff[name]) as actor:
        return write_summary(
            actor=actor,
            version=version,
            language=language,
            title=text.title,
            body=text.body + more,
            is_machine_made=False,
            at=world.calendar.moment(world.calendar.day(ago)),
        )


def _checked(
    world: World, name: str, version: AgreementVersion, language: str, *, ago: int, more: str = ""
) -> None:
    row = _written(world, name, version, language, ago=ago, more=more)
    with acting_as(world.staff[READER]) as actor:
        at = world.calendar.moment(world.calendar.day(ago - 1))
        check_summary(actor=actor, summary=row, role=TRANSLATOR, at=at)
