"""What `bench.agreements` runs inside a filled database: bind cases, preview a version, look for slips."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import django

from bench.processes import peak_memory_mb

if TYPE_CHECKING:
    from hjemvei.agreements.models import AgreementVersion

BATCH = 1_000
SLUG = "bench-0301"


def bind(many: str) -> dict[str, object]:
    """An agreement of the busiest office, and up to `many` of its open cases under it, each by the decision
    of the prison that has it, with the tasks that follow.
    """
    from hjemvei.accounts.actor import acting_as  # noqa: PLC0415  apps must be ready
    from hjemvei.agreements.actions.make_agreement import AgreementText, make_agreement  # noqa: PLC0415
    from hjemvei.agreements.enums import RoleCode  # noqa: PLC0415
    from hjemvei.cases.system_actor import system_actor  # noqa: PLC0415
    from hjemvei.core import clock  # noqa: PLC0415
    from hjemvei.parties.models import Unit  # noqa: PLC0415
    from hjemvei.sharing.models import Case  # noqa: PLC0415

    office, day = Unit.objects.get(slug=SLUG), clock.today() - dt.timedelta(days=400)
    prisons = list(Unit.objects.prisons().order_by("id"))
    version = make_agreement(
        text=AgreementText(name=f"Avtale om {many}", purpose="Prøve", signed_on=day, starts_on=day),
        prison_units=prisons,
        municipal_unit=office,
        role_units=dict.fromkeys(RoleCode, office),
    )
    with acting_as(system_actor(office.pk)) as actor:
        shared = Case.objects.visible_to(actor).open().order_by("id")
        found = list(shared.values_list("id", "opened_by_unit_id")[: int(many)])
    for prison in prisons:
        _apply(prison.pk, version, [case for case, unit in found if unit == prison.pk])
    return {"key": version.agreement.key, "bound": len(found)}


def _apply(unit_id: int, version: AgreementVersion, cases: list[int]) -> None:
    from hjemvei.accounts.actor import acting_as  # noqa: PLC0415
    from hjemvei.cases import rows  # noqa: PLC0415
    from hjemvei.cases.actions.sync_tasks import sync_tasks_now  # noqa: PLC0415
    from hjemvei.cases.models import AppliedAgreement  # noqa: PLC0415
    from hjemvei.cases.system_actor import system_actor  # noqa: PLC0415
    from hjemvei.core import clock  # noqa: PLC0415

    at, agreed = clock.now(), {"version": version, "municipality_id": "0301", "rule": "bench"}
    with acting_as(system_actor(unit_id)) as actor:
        applied = [rows.row_of(actor, case, unit_id=unit_id, at=at) for case in cases]
        AppliedAgreement.objects.bulk_create(
            [AppliedAgreement(**fields, **agreed) for fields in applied], batch_size=BATCH
        )
        sync_tasks_now(actor=actor, case_ids=cases, at=at, today=clock.today())


def preview(key: str) -> dict[str, object]:
    """Every deadline of the version in days one day later, from tomorrow."""
    from hjemvei.accounts.actor import acting_as  # noqa: PLC0415
    from hjemvei.accounts.models import User  # noqa: PLC0415
    from hjemvei.accounts.queries import actor_of, user_with_seats  # noqa: PLC0415
    from hjemvei.agreements.defaults import CASE_DEADLINES  # noqa: PLC0415
    from hjemvei.agreements.models import Agreement  # noqa: PLC0415
    from hjemvei.agreements.rules import Offset, configured  # noqa: PLC0415
    from hjemvei.cases.queries.versions import preview_version  # noqa: PLC0415
    from hjemvei.core import clock  # noqa: PLC0415

    today = clock.today()
    changes = {rule.code: Offset(rule.due.offset.count + 1, rule.due.offset.unit) for rule in CASE_DEADLINES}
    rules = configured(CASE_DEADLINES, changes=changes)
    user, seats = user_with_seats(User.objects.get(email=f"{SLUG}@bench.test").pk, today=today)
    assert user is not None
    who = actor_of(user, seats)
    assert who is not None
    with acting_as(who) as actor:
        agreement, started = Agreement.objects.get(key=key), time.perf_counter()
        found = preview_version(actor, agreement, rules, starts_on=today + dt.timedelta(days=1), today=today)
        seconds = round(time.perf_counter() - started, 2)
    moved = {"moved_cases": found.moved_cases, "moved_tasks": found.tasks, "past_due": found.past_due}
    return {"cases": found.open_cases, "seconds": seconds, "memory_mb": _memory(), **moved}


def deviations() -> dict[str, object]:
    from hjemvei.core import clock  # noqa: PLC0415
    from hjemvei.web.upkeep import look_for_deviations  # noqa: PLC0415

    started = time.perf_counter()
    found = look_for_deviations(at=clock.now(), today=clock.today())
    seconds = round(time.perf_counter() - started, 1)
    again = time.perf_counter()
    look_for_deviations(at=clock.now(), today=clock.today())
    again_seconds = round(time.perf_counter() - again, 1)
    return {
        "seconds": seconds, "second_night": again_seconds, "found": found,
        "memory_mb": _memory(),
    }  # fmt: skip


def _memory() -> int:
    return round(peak_memory_mb(os.getpid()))


WORK: dict[str, Callable[..., dict[str, object]]] = {
    "bind": bind,
    "preview": preview,
    "deviations": deviations,
}

if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])) + "\n")
