"""kill -9 of the whole database server while somebody writes: what was acknowledged is there, once.

The writer sends a form with its key again until it is answered, as a person does who saw an error page.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.models import Message
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import unlock
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.evidence import Measured
from tests.robustness.crashable import Crashable, Writer

rounds = pytest.mark.parametrize("rounds", [6, pytest.param(20, marks=pytest.mark.evidence)])
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quiet")]


def shared_case(place: Crashable, name: str) -> Case:
    with acting_as(place.world.actor("Tor")) as tor:
        case = inside(place.world, f"Kasse {name}", reference=name)
        consent_to(place.world, tor, case, "tk-koordinering")
        notify(place.world, tor, case)
    return case


def sending(place: Crashable, case: Case, rounds: int) -> Callable[[int], bool]:
    """The page of messages, as a browser sends it; every number has one key for ever."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = place.run(lambda: session_of(place))

    def send(number: int) -> bool:
        values = {
            "to_unit": place.world.unit("tk-koordinering").pk,
            "body": f"Melding nummer {number}",
            "once": f"once-key-{rounds:03}-{number:06}",
        }
        return client.post(f"/sak/{case.key}/meldinger/", values).status_code == 302

    return send


def session_of(place: Crashable) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=place.world.actor("Tor").user_id))
    session = client.session
    session["second_factor"] = True
    session.save()
    return str(session.session_key)


@rounds
def test_nothing_acknowledged_is_lost_or_doubled(place: Crashable, measured: Measured, rounds: int) -> None:
    measured(kills=rounds)
    case = place.run(lambda: shared_case(place, f"Nr{rounds}"))
    writer, chance = Writer(place, sending(place, case, rounds)), random.Random(20261116)
    writer.start()
    pauses, known = [], 0
    try:
        for _round in range(rounds):
            wait_until(lambda: len(writer.acknowledged) > known)  # noqa: B023
            time.sleep(chance.uniform(0.0, 0.15))
            place.kill()
            known, start = len(writer.acknowledged), time.monotonic()
            assert place.server.start()
            pauses.append(time.monotonic() - start)
        wait_until(lambda: len(writer.acknowledged) > known)
    finally:
        writer.over.set()
        writer.join()
    found = place.run(lambda: bodies(place, case))
    print(f"\n{len(writer.acknowledged)} acknowledged, {writer.refused} refused, back in {max(pauses):.1f} s")
    assert {body for body, times in found.items() if times > 1} == set()
    assert {f"Melding nummer {number}" for number in writer.acknowledged} <= set(found)
    assert len(found) - len(writer.acknowledged) in (0, 1)


def bodies(place: Crashable, case: Case) -> Counter[str]:
    with acting_as(place.world.actor("Tor")):
        rows = unlock(Message.objects.filter(case=case).order_by("id"))
        return Counter(row.body for row in rows if row.body.startswith("Melding nummer"))


def wait_until(holds: Callable[[], bool], *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "the writer stands still"
        time.sleep(0.01)
