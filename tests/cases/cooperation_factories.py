"""Consent, notice and delegation in one call each, for the tests of the cooperation."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import Notice
from hjemvei.core import clock
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.terms import DEFAULT_CLASSES, Terms, arrows
from tests.cases.factories import case_of, intake, take
from tests.world import World

ORAL = Terms(form=ConsentForm.ORAL, explained="Hva som deles, med hvem og hvor lenge.")


def raw(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def inside(world: World, name: str = "Tapper Skog", **values: object) -> Case:
    """Somebody in Trondheim prison with a custody and a date; call as Tor."""
    return case_of(take(world, intake(name, **values)))


def consent_to(
    world: World,
    actor: Actor,
    case: Case,
    *slugs: str,
    classes: tuple[InfoClass, ...] = DEFAULT_CLASSES,
    giver: str = "trondheim",
) -> Consent:
    """A yes from today and for a year, from the controller of `giver` to the units."""
    today = clock.today()
    return give_consent(
        actor=actor,
        case=case,
        terms=ORAL,
        arrows=arrows(
            giver_id=world.unit(giver).controller_id,
            receivers=[world.unit(slug).pk for slug in slugs],
            classes=classes,
        ),
        starts_on=today,
        ends_before=today + dt.timedelta(days=365),
        at=clock.now(),
    )


def notify(world: World, actor: Actor, case: Case, slug: str = "tk-koordinering", note: str = "") -> Notice:
    return send_notice(
        actor=actor, case=case, to_unit=world.unit(slug), note=note, today=clock.today(), at=clock.now()
    )


def move_date(actor: Actor, case: Case, expected_on: dt.date | None) -> None:
    change = DateChange(case.pk, expected_on, ReleaseKind.PROBATION, ReleaseCertainty.LIKELY)
    change_dates(actor=actor, changes=[change], source="prøve", at=clock.now())
