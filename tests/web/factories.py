"""Small additions to the world for the shell's tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Custody, HomeStatus, Placement, ReleaseDate, Task
from hjemvei.sharing.actions.admit_people import Newcomer, admit_people
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case, owned_by
from hjemvei.ui.formats import OSLO
from tests.world import World

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.astimezone(OSLO).date()


def signed_in(world: World, name: str) -> Client:
    """A browser in which this member of the cast has signed in with both factors."""
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    session = client.session
    session["second_factor"] = True
    now = int(dt.datetime.now(dt.UTC).timestamp())
    session["signed_in_at"] = session["seen_at"] = session["second_factor_at"] = now
    session.save()
    return client


def inside(
    world: World,
    name: str,
    *,
    days: int | None,
    risk: str = "",
    status: str = "",
    actor: str = "Tor",
    unit: str = "trondheim",
    task: str = "",
    due_in: int = 5,
    owner: str = "",
) -> Case:
    """Give somebody of the world a custody, a release in `days`, a home status, a task and an owner."""
    who = world.actor(actor)
    with acting_as(who):
        case = Case.objects.get(pk=world.admitted[name].case_id)
        fields: dict[str, Any] = owned_by(who, case, at=NOW)
        custody = Custody.objects.create(
            **fields, status=CustodyStatus.SENTENCED, reference="R1", starts_on=TODAY - dt.timedelta(days=200)
        )
        Placement.objects.create(
            **fields, custody=custody, unit=world.unit(unit), starts_on=TODAY - dt.timedelta(days=200)
        )
        if days is not None:
            ReleaseDate.objects.create(
                **fields,
                custody=custody,
                expected_on=TODAY + dt.timedelta(days=days),
                certainty="likely",
                source="liste",
                known_at=NOW,
            )
        if risk or status:
            HomeStatus.objects.create(**fields, risk=risk, status=status)
        if task:
            add_task(world, case, fields, task=task, due_in=due_in, unit=unit)
        if owner:
            Assignment.objects.create(
                **fields,
                role="contact_officer",
                to_unit=world.unit(unit),
                to_user_id=world.actor(owner).user_id,
                state="accepted",
                is_owner=True,
                offered_at=NOW,
                answered_at=NOW,
            )
        sync_caseload(case_ids=[case.pk])
    return case


def add_task(world: World, case: Case, fields: dict[str, Any], *, task: str, due_in: int, unit: str) -> Task:
    due_on = TODAY + dt.timedelta(days=due_in)
    return Task.objects.create(
        **fields,
        code=task,
        title=f"Oppgave {task}",
        clause="3.2",
        party="prison",
        to_unit=world.unit(unit),
        opens_on=TODAY - dt.timedelta(days=30),
        due_on=due_on,
        first_due_on=due_on,
    )


def admit(
    world: World, *, family: str, given: str, actor: str = "Tor", unit: str = "trondheim", **values: Any
) -> None:
    """One more person inside."""
    person = Newcomer(family_name=family, given_name=given, sex="m", **values)
    with acting_as(world.actor(actor)):
        admitted = admit_people(
            actor=world.actor(actor), unit_id=world.unit(unit).pk, basis=Basis.CUSTODY, people=[person]
        )
    world.admitted[f"{given} {family}"] = admitted[0]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement of a request as the web server runs it: BEGIN and COMMIT count, here as savepoints.

    Left out are the two that only a transaction inside another needs: reading and giving back who acts.
    """
    with CaptureQueriesContext(connection) as captured:
        found: list[str] = []
        yield found
    said = [query["sql"] for query in captured.captured_queries]
    kept = [sql for sql in said if not sql.startswith("SELECT current_setting")]
    given_back = [at for at, sql in enumerate(kept) if sql.startswith("SELECT set_config")][1:]
    found += [sql for at, sql in enumerate(kept) if at not in given_back]
