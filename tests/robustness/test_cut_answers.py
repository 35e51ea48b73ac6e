"""Eighty forms whose answer never came, sent again with their key: done once, answered as the first time.
Twenty calls of the JSON interface are cut in tests/api/test_replays.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Inquiry, Message, ReleaseDate
from hjemvei.core import clock
from hjemvei.plans.models import Goal
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.robustness.stage import signed_in
from tests.world import World

TIMES = 20
Form = Callable[[World, Case, int], tuple[str, dict[str, Any]]]


def message(world: World, case: Case, number: int) -> tuple[str, dict[str, Any]]:
    unit = world.unit("tk-koordinering").pk
    return f"/sak/{case.key}/meldinger/", {"to_unit": unit, "body": f"Melding {number}"}


def inquiry(world: World, case: Case, number: int) -> tuple[str, dict[str, Any]]:
    unit = world.unit("tk-koordinering").pk
    return "/sak/henvendelser/ny/", {"to_unit": unit, "body": f"Ledig rom {number}?", "checked": "on"}


def goal(world: World, case: Case, number: int) -> tuple[str, dict[str, Any]]:
    return f"/sak/{case.key}/plan/omrade/housing/", {"text": f"Mål {number}", "in_own_words": "on"}


def date(world: World, case: Case, number: int) -> tuple[str, dict[str, Any]]:
    day = clock.today().replace(day=1).replace(year=clock.today().year + 1, month=number % 12 + 1)
    values = {"expected_on": day.isoformat(), "kind": "probation", "certainty": "fixed"}
    return f"/sak/{case.key}/datoer/ny/", values | {"reason": f"Vedtak {number}"}


FORMS: dict[type, Form] = {Message: message, Inquiry: inquiry, Goal: goal, ReleaseDate: date}


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_what_was_done_is_not_done_again(world: World, model: Any) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        before = model.objects.count()
    client = signed_in(world, "Tor")
    for number in range(TIMES):
        path, values = FORMS[model](world, case, number)
        values["once"] = f"once-key-number-{number:04}"
        lost = client.post(path, values)
        again = client.post(path, values)
        assert (lost.status_code, again.status_code) == (302, 302), lost.content.decode()[:2000]
        assert again.headers["Location"] == lost.headers["Location"]
    with acting_as(world.actor("Tor")):
        assert model.objects.count() - before == TIMES
