"""The loaded world: its numbers, that each hard case has a next step, and that every page opens over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.signing import missing_parties
from hjemvei.agreements.summaries import summaries_of
from hjemvei.allocation.models import Application
from hjemvei.cases.models import (
    AppliedAgreement,
    Caseload,
    Inquiry,
    MoveWish,
    Notice,
    NoticeRating,
    Responsibility,
    Task,
)
from hjemvei.demo.world.around import sync_all
from hjemvei.demo.world.road import World
from hjemvei.demo.world.scenarios import read_scenarios
from hjemvei.deviations.models import AgendaLabel, Deviation
from hjemvei.plans.models import Plan
from hjemvei.presence.models import Booking, ShiftPattern
from hjemvei.reorganisation.models import Reorganisation
from hjemvei.sharing.models import BreakGlass, Case, Consent
from hjemvei.statistics.coverage import municipalities
from hjemvei.statistics.models import Figure
from hjemvei.tenancies.models import FollowUp, Lease

pytestmark = pytest.mark.slow
READERS = ("Tor", "Siv", "Leif", "Ida", "Sara", "Nils", "Odd", "Vera", "Kari", "Per", "Anne", "Oda")
SKIPPED = ("account_", "mfa_", "api", "accounts:sign_out")
KNOWN_OLD = ("readiness_pack", "consent_asked", "future_plan", "responsible_municipality")
"""What a road is about, and people who came from another prison with an old day of admission."""
OPEN = {"done_at": None, "exempted_at": None, "lapsed_at": None}


def pages(
    patterns: list[URLPattern | URLResolver], *, namespace: str = "", prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Name and path of every view, arguments still in it."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from pages(pattern.url_patterns, namespace=inner, prefix=path)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", path


ALL_PAGES = [page for page in pages(get_resolver().url_patterns) if not page[0].startswith(SKIPPED)]


def signed_in(world: World, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=world.staff[name].user_id))
    return client


def failures(client: Client, paths: list[str]) -> dict[str, int]:
    return {path: status for path in paths if (status := client.get(f"/{path}").status_code) >= 500}


def test_about_fifty_are_under_the_agreement(demo_world: World) -> None:
    with acting_as(demo_world.staff["Siv"]) as actor:
        inside = Caseload.objects.visible_to(actor).filter(is_open=True, released_on=None)
        under = inside.filter(case__in=AppliedAgreement.objects.visible_to(actor).values("case_id"))
        sharing = under.filter(has_consent=True)

        assert 40 <= sharing.values("case_id").distinct().count() <= 60


def test_every_layer_has_something_to_show(demo_world: World) -> None:
    with acting_as(demo_world.staff["Siv"]) as actor:
        states = set(Consent.objects.visible_to(actor).values_list("state", flat=True).order_by("state"))
        notices = set(Notice.objects.visible_to(actor).values_list("state", flat=True).order_by("state"))

        assert states == {"asked", "given", "refused", "withdrawn"}
        assert {"sent", "acknowledged", "replaced"} <= notices
        assert Plan.objects.visible_to(actor).exists()
    with acting_as(demo_world.staff["Sara"]) as actor:
        decided = set(Application.objects.visible_to(actor).values_list("state", flat=True).order_by("state"))

        assert {"received", "granted", "refused"} <= decided
        assert Lease.objects.visible_to(actor).count() >= 10
    with acting_as(demo_world.staff["Odd"]) as actor:
        outcomes = FollowUp.objects.visible_to(actor).order_by("outcome").values_list("outcome", flat=True)

        assert {"", "met", "missed", "phone"} <= set(outcomes)
    with acting_as(demo_world.staff["Ida"]) as actor:
        found = Deviation.objects.visible_to(actor)

        assert found.filter(closed_at=None).exists()
        assert found.filter(closed_at__isnull=False).exists()
        assert Inquiry.objects.visible_to(actor).filter(answers=None).count() >= 5
        assert Figure.objects.visible_to(actor).filter(low__isnull=False).exists()
    with acting_as(demo_world.staff["Pia"]) as actor:
        assert BreakGlass.objects.visible_to(actor).waiting().count() == 1


def test_agreements_stand_in_every_way(demo_world: World) -> None:
    today = demo_world.calendar.today
    with acting_as(demo_world.staff["Ida"]) as actor:
        agreements = Agreement.objects.visible_to(actor)
        assert set(agreements.values_list("state", flat=True)) == {
            *("under_revision", "in_force", "signed", "ended")
        }
        drafted = AgreementVersion.objects.get(state="draft")
        assert drafted.clauses.exists() and drafted.deadline_changes.exists()
        assert {"coming", "expired", "has", "lacks"} == set(municipalities(today=today).values())
        bergen = AgreementVersion.objects.get(agreement__name__endswith="Bergen")
        assert not missing_parties(bergen)
        texts = summaries_of(bergen)
        assert texts["pl"].is_checked and texts["lt"].is_stale
        assert AgendaLabel.objects.visible_to(actor).exists()
        assert Reorganisation.objects.filter(carried_out_at=None, cancelled_at=None).exists()


def test_somebody_moves_and_two_municipalities_disagree(demo_world: World) -> None:
    with acting_as(demo_world.staff["Aksel"]) as aksel:
        wish = MoveWish.objects.visible_to(aksel).get()
        assert (wish.state, wish.decision) == ("invited", "supports")
        disputed = Responsibility.objects.visible_to(aksel).get(state="disputed")
        assert disputed.answer and disputed.second_answer


def test_somebody_is_at_work_and_comes_to_visit(demo_world: World) -> None:
    with acting_as(demo_world.staff["Mona"]) as mona:
        assert ShiftPattern.objects.visible_to(mona).exists()
        seen = Booking.objects.visible_to(mona).values_list("state", flat=True)
        assert set(seen.order_by("state")) == {"booked", "done"}
    with acting_as(demo_world.staff["Ida"]) as ida:
        assert NoticeRating.objects.visible_to(ida).exists()


def test_each_open_hard_case_has_an_open_next_task(demo_world: World) -> None:
    hard = {scenario.code for scenario in read_scenarios() if scenario.is_hard}
    walking = {who.person.reference: who for who in demo_world.travellers if who.person.is_inside}
    wanted = {demo_world.cases[ref]: ref for ref, who in walking.items() if who.scenario.code in hard}
    without = dict(wanted)
    for name in ("Siv", "Berit", "Ida"):
        with acting_as(demo_world.staff[name]) as actor:
            found = Task.objects.visible_to(actor).filter(case_id__in=without, **OPEN)
            for case_id in set(found.order_by("id").values_list("case_id", flat=True)):
                del without[case_id]

    assert len(wanted) * 3 >= len(walking)
    assert {ref: walking[ref].scenario.code for ref in without.values()} == {}


def open_tasks(world: World, today: dt.date) -> list[Task]:
    """What waits past its day, as those who work with it see it."""
    found: dict[int, Task] = {}
    for name in ("Siv", "Berit", "Ida", "Sara", "Nils", "Odd"):
        with acting_as(world.staff[name]) as actor:
            mine = Task.objects.visible_to(actor).filter(to_unit_id__in=actor.units, due_on__lt=today, **OPEN)
            found |= {task.pk: task for task in mine.order_by("id")}
    return list(found.values())


def test_few_tasks_are_late_and_the_night_brings_no_old_ones(demo_world: World) -> None:
    """What lies more than a season behind is what a road is about."""
    sync_all(demo_world)
    today = demo_world.calendar.today
    late = open_tasks(demo_world, today)
    old = [task for task in late if task.due_on < today - dt.timedelta(days=30)]

    assert 10 <= len(late) <= 90
    assert len([task for task in old if task.code not in KNOWN_OLD]) <= 12


def test_earlier_people_are_followed_up_and_closed(demo_world: World) -> None:
    today = demo_world.calendar.today
    with acting_as(demo_world.staff["Odd"]) as actor:
        waiting = FollowUp.objects.visible_to(actor).filter(outcome="", planned_on__lt=today)
        assert waiting.count() <= 10
    with acting_as(demo_world.staff["Ida"]) as actor:
        assert Case.objects.visible_to(actor).filter(close_reason="settled").count() >= 10


@pytest.mark.parametrize("name", ["Hege", "Vera", "Roar", "Berit"])
def test_everybody_who_works_with_people_has_somebody(demo_world: World, name: str) -> None:
    with acting_as(demo_world.staff[name]) as actor:
        assert Case.objects.visible_to(actor).open().exists()


def test_a_stranger_municipality_sees_nothing(demo_world: World) -> None:
    with acting_as(demo_world.staff["Oda"]) as actor:
        assert not Case.objects.visible_to(actor).exists()
        assert not Case.objects.exists()


@pytest.mark.parametrize("name", READERS)
def test_pages_without_arguments_open(demo_world: World, name: str) -> None:
    client = signed_in(demo_world, name)

    assert failures(client, [path for _name, path in ALL_PAGES if "<" not in path]) == {}


@pytest.mark.parametrize("name", ["Siv", "Tor", "Ida", "Sara", "Nils", "Odd"])
def test_case_pages_open(demo_world: World, name: str) -> None:
    with acting_as(demo_world.staff[name]) as actor:
        keys = (
            Caseload.objects.visible_to(actor).order_by("rank", "sort_on").values_list("case__key", flat=True)
        )
        some = [*keys[:3], *keys.reverse()[:2]]
    client = signed_in(demo_world, name)
    paths = [path for _name, path in ALL_PAGES if path.startswith("sak/<") and path.count("<") == 1]

    assert paths
    assert some
    for key in some:
        assert (
            failures(
                client, [path.replace(path[path.index("<") : path.index(">") + 1], key) for path in paths]
            )
            == {}
        )
        assert client.get(f"/sak/{key}/").status_code == 200
