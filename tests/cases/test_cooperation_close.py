"""A case is closed with a reason, by the municipality, once no prison takes part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.add_task import add_task
from hjemvei.cases.actions.close_case import close_case
from hjemvei.cases.actions.take_request import take_request
from hjemvei.cases.models import Caseload, Event, Task
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.admit_people import Newcomer
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.test_cooperation_views import sign_in
from tests.world import World


def own_request(world: World) -> Case:
    with acting_as(world.actor("Ida")) as ida:
        newcomer = Newcomer(family_name="Lyng", given_name="Klok")
        return take_request(actor=ida, newcomer=newcomer, at=clock.now())


def test_what_is_left_lapses_and_the_case_leaves_the_list(world: World) -> None:
    case = own_request(world)
    with acting_as(world.actor("Ida")) as ida:
        today = clock.today()
        add_task(actor=ida, case=case, title="Ring", due_on=today, at=clock.now(), today=today)
        close_case(actor=ida, case=case, reason=CloseReason.SETTLED, at=clock.now())
        closed = Case.objects.visible_to(ida).get(pk=case.pk)
        assert (closed.closed_at is not None, closed.close_reason) == (True, "settled")
        assert not Task.objects.visible_to(ida).filter(case=case, lapsed_at=None).exists()
        assert Event.objects.visible_to(ida).filter(case=case, code="case_closed").count() == 1
        assert not Caseload.objects.visible_to(ida).get(case=case).is_open
        with pytest.raises(NotAllowed):
            close_case(actor=ida, case=closed, reason=CloseReason.MOVED, at=clock.now())


def test_not_while_the_prison_takes_part_and_not_by_the_prison(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
        with pytest.raises(NotAllowed):
            close_case(actor=tor, case=case, reason=CloseReason.SETTLED, at=clock.now())
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken):
        close_case(actor=ida, case=case, reason=CloseReason.SETTLED, at=clock.now())


def test_the_page_asks_why(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED, settings.STATIC_ROOT = False, tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    case = own_request(world)
    client = sign_in(world, "Ida")
    path = f"/sak/{case.key}/ansvar/avslutt/"
    assert path in client.get(f"/sak/{case.key}/ansvar/").content.decode()
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"once": "a" * 20, "reason": "died"}).status_code == 422
    assert client.post(path, {"once": "b" * 20, "reason": "moved"}).status_code == 302
    with acting_as(world.actor("Ida")) as ida:
        assert Case.objects.visible_to(ida).get(pk=case.pk).close_reason == "moved"
