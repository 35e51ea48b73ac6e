"""A world in which every form of the system can be opened: three cases at different stages."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import SavedView, User
from hjemvei.agreements.actions.begin_agreement import NewAgreement, begin_agreement
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.agreements.models import ReviewDate
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.actions.record_absence import record_absence
from hjemvei.cases.actions.send_inquiry import send_inquiry
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.actions.wish_move import wish_move
from hjemvei.cases.enums import AbsenceKind, StayEvidence
from hjemvei.cases.models import Task
from hjemvei.cases.rules.responsibility import Whereabouts
from hjemvei.core import clock
from hjemvei.deviations.models import Deviation
from hjemvei.needs.choices import Topic
from hjemvei.needs.confidential_choices import Question
from hjemvei.parties.models import ContactPoint, Municipality
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.models import Person
from hjemvei.plans.actions.add_measure import Promise, add_measure
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea
from hjemvei.sharing.models import Case, owned_by
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from tests.allocation.factories import answer, apply, decide, offer
from tests.cases.factories import agree, intake, take
from tests.exchange.factories import FIRST, stage
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK, share
from tests.robustness.stage_agreed import build_agreed
from tests.tenancies.factories import sign
from tests.world import World

PEOPLE = ("Tapper Skog", "Stille Bekk", "Lys Hei")
DOCUMENTED = StayEvidence.DOCUMENTED
UNKNOWN = "abcdefghjkmn"
Names = dict[str, list[Any]]


@dataclass
class Stage:
    """`keys`: what may stand at each named place of an address, by app and by name, most likely first."""

    world: World
    cases: list[Case] = field(default_factory=list)
    keys: dict[str, Names] = field(default_factory=dict)

    def put(self, place: str, *values: Any) -> None:
        app, name = place.split(".")
        self.keys.setdefault(app, {}).setdefault(name, []).extend(values)

    def choices(self, app: str, name: str) -> list[Any]:
        return self.keys.get(app, {}).get(name) or self.keys["any"].get(name, [UNKNOWN])


def signed_in(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=world.actor(who).user_id))
    session = client.session
    session["second_factor"], session["second_factor_at"] = True, time.time()
    session.save()
    return client


def build_stage(shared: World) -> Stage:
    world = replace(shared, admitted=dict(shared.admitted))
    made = Stage(world)
    with acting_as(world.actor("Tor")):
        agreed = agree(world).agreement
    _draft(made)
    made.put("agreements.key", agreed.key)
    for number, name in enumerate(PEOPLE):
        made.cases.append(_inside(world, name, number))
        made.put("any.consent_key", share(world, name=name).key)
    made.put("sharing.unit", "tk-koordinering")
    with acting_as(world.actor("Tor")):
        made.put("any.key", *[case.key for case in made.cases], world.case(KLOK).key)
    for build in (_talk, _duties, _ways_out, _plan, _homes, _after, _people, _roll):
        build(made)
    build_agreed(made, agreed)
    return made


def _inside(world: World, name: str, number: int) -> Case:
    """The second is on remand; each has tasks after the agreement."""
    today = clock.today()
    status = CustodyStatus.REMAND if number == 1 else CustodyStatus.SENTENCED
    person = intake(
        name,
        reference=f"S{number}",
        status=status,
        admitted_on=today - dt.timedelta(days=90),
        expected_on=None if number == 1 else today + dt.timedelta(days=60),
    )
    with acting_as(world.actor("Tor")) as tor:
        world.admitted[name] = take(world, person)
        case = Case.objects.select_related("person").get(pk=world.admitted[name].case_id)
        sync_tasks(actor=tor, case=case, at=clock.now(), today=today)
    return case


def _talk(made: Stage) -> None:
    world, at, today = made.world, clock.now(), clock.today()
    office, facts = world.unit("tk-koordinering"), Whereabouts(stayed_in="5001", stay_evidence=DOCUMENTED)
    rows = []
    with acting_as(world.actor("Tor")) as tor:
        for case in made.cases:
            row = propose_responsibility(actor=tor, case=case, facts=facts, at=at)
            rows.append(row)
            notice = send_notice(actor=tor, case=case, to_unit=office, note="", today=today, at=at)
            made.put("cases.notice_key", notice.key)
        inquiry = send_inquiry(actor=tor, to_unit=office, body="Ledig bolig?", at=at)
    with acting_as(world.actor("Ida")) as ida:
        for row in rows:
            row.refresh_from_db()
        accept_responsibility(actor=ida, responsibility=rows[0], at=at)
        raise_dispute(actor=ida, responsibility=row, reason="Bodde i Oslo", second=None, today=today, at=at)
        asked = {"body": "Har han bolig?", "is_question": True, "to_unit": world.unit("trondheim")}
        question = send_message(actor=ida, case=made.cases[0], at=at, **asked)
    _move(made)
    made.put("cases.message_key", question.key)
    made.put("cases.inquiry_key", inquiry.key)


def _move(made: Stage) -> None:
    """Wished, and neither looked at nor sent on."""
    with acting_as(made.world.actor("Tor")) as tor:
        wish = wish_move(
            actor=tor,
            case=Case.objects.get(pk=made.cases[0].pk),
            to_municipality=Municipality.objects.get(pk="0301"),
            why="",
            wished_on=clock.today(),
            today=clock.today(),
            at=clock.now(),
        )
    made.put("cases.wish_key", wish.key)


def _draft(made: Stage) -> None:
    """An agreement that nobody has signed, and a day to look at it."""
    world, later = made.world, clock.today() + dt.timedelta(days=30)
    new = NewAgreement(
        name="Avtale i utkast",
        purpose="Et sted å bo",
        kind="release",
        level="local",
        starts_on=later,
        prison_units=[world.unit("trondheim")],
        municipal_units=[world.unit("tk-koordinering")],
    )
    with acting_as(world.actor("Ida")) as ida:
        agreement = begin_agreement(actor=ida, new=new, at=clock.now())
        review = ReviewDate.objects.create(agreement=agreement, due_on=later, about="Formålet")
    made.put("agreements.key", agreement.key)
    made.put("agreements.number", 1, review.pk)
    made.put("any.number", 1)
    made.put("any.language", "nb")
    made.put("agreements.code", "purpose")


def _duties(made: Stage) -> None:
    world = made.world
    with acting_as(world.actor("Tor")):
        rows = Task.objects.filter(to_unit=world.unit("trondheim"), done_at=None, lapsed_at=None)
        made.put("cases.task_key", *rows.order_by("-can_be_exempted", "pk").values_list("key", flat=True)[:4])
    with acting_as(world.actor("Ida")) as ida:
        part = delegate_case(
            actor=ida,
            case=made.cases[0],
            to_unit=world.unit("tk-boligkontor"),
            role=Role.HOUSING_OFFICER,
            today=clock.today(),
            at=clock.now(),
        )
    made.put("cases.assignment_key", part.key)
    made.put("cases.user_id", world.actor("Ida").user_id)
    made.put("cases.item", "home", "id", "keys")


def _ways_out(made: Stage) -> None:
    """One is away, and one is gone from the roll."""
    today = clock.today()
    with acting_as(made.world.actor("Tor")) as tor:
        record_absence(
            actor=tor,
            case=made.cases[2],
            kind=AbsenceKind.LEAVE,
            starts_on=today - dt.timedelta(days=2),
            ends_before=None,
            at=clock.now(),
            today=today,
        )
        mark_gone(actor=tor, case_ids=[made.cases[1].pk], on=today, at=clock.now())


def _plan(made: Stage) -> None:
    case, at = made.cases[0], clock.now()
    with acting_as(made.world.actor("Tor")) as tor:
        start_plan(actor=tor, case=case, own_words="Jeg vil hjem", at=at)
        goal = set_goal(
            actor=tor, case=case, area=LifeArea.HOUSING, text="Egen dør", in_own_words=True, at=at
        )
        promise = Promise(text="Ringe", to_unit_id=made.world.unit("trondheim").pk, due_on=clock.today())
        measure = add_measure(actor=tor, goal=goal, promise=promise, at=at)
    made.put("plans.goal", goal.key)
    made.put("plans.measure", measure.key)
    made.put("plans.area", *LifeArea.values)
    made.put("needs.topic", *Topic.values)
    made.put("needs.question", *Question.values)


def _homes(made: Stage) -> None:
    """The first has an open application, the second an offer and the third a lease."""
    world = made.world
    first, second, third = (apply(world, name=name) for name in PEOPLE)
    open_offer = offer(world, decide(world, second), dwelling(world, "Gata 1"))
    taken = answer(world, offer(world, decide(world, third), dwelling(world, "Gata 2")))
    share(world)
    fourth = decide(world, apply(world))
    accepted = answer(world, offer(world, fourth, dwelling(world, "Gata 3")))
    lease = sign(world, taken)
    made.put("allocation.application", first.key, fourth.key, second.key)
    made.put("allocation.offer", open_offer.key)
    made.put("tenancies.offer", accepted.key)
    made.put("tenancies.lease", lease.key)
    made.put("homes.key", dwelling(world, "Gata 4").key)


def _after(made: Stage) -> None:
    world, case, today = made.world, made.cases[0], clock.today()
    unit = world.unit("tk-oppfolging").pk
    with acting_as(world.actor("Odd")) as odd:
        contacts = plan_follow_ups(
            actor=odd, case=case, to_unit_id=unit, released_on=today, person_agreed=True, at=clock.now()
        )
        slip = Deviation.objects.create(
            **owned_by(odd, case, at=clock.now()), kind="other", happened_on=today, to_unit_id=unit
        )
        closed = Deviation.objects.create(
            **owned_by(odd, case, at=clock.now()),
            kind="home_lost",
            happened_on=today,
            to_unit_id=unit,
            state="closed",
            cause="routines",
            closed_at=clock.now(),
        )
    made.put("tenancies.contact", contacts[0].key)
    made.put("deviations.deviation", slip.key, closed.key)


def _people(made: Stage) -> None:
    world, at, today = made.world, clock.now(), clock.today()
    with acting_as(world.actor("Tor")) as tor:
        pair = [Person.objects.get(pk=world.admitted[name].person_id) for name in PEOPLE[:2]]
        link = link_duplicate(actor=tor, persons=pair, reason="Samme bilde", at=at)
    with acting_as(world.actor("Anne")) as anne:
        view = SavedView.objects.create(user_id=anne.user_id, page="web:cases", name="Mine", query="")
    unit = world.unit("tk-koordinering")
    point = ContactPoint.objects.create(unit=unit, purpose="Bolig", phone="73 00 00 00", starts_on=today)
    made.put("persons.key", pair[0].key, pair[1].key)
    made.put("persons.link_key", link.key)
    made.put("parties.slug", "tk-koordinering")
    made.put("parties.key", point.key)
    made.put("accounts.key", User.objects.get(email="nils@example.test").key, view.key)
    made.put("accounts.token", "feil")


def _roll(made: Stage) -> None:
    with acting_as(made.world.actor("Siv")):
        roll = stage(made.world, FIRST, at=clock.now(), day=clock.today())
    made.put("exchange.key", roll.key, *[case.key for case in made.cases])
    made.put("exchange.line", 2)
    made.put("web.form", "xlsx")
