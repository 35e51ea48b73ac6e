"""What is said in confidence stays with the unit that heard it: a prison's sight does not move by a byte."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import READABLE, InfoClass, Role
from hjemvei.cases.models import Caseload
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.needs.actions.record_confidential_answer import Confided, record_confidential_answer
from hjemvei.needs.actions.record_housing_fact import record_housing_fact
from hjemvei.needs.confidential_choices import ANSWERS, Question, Way
from hjemvei.needs.models import ConfidentialAnswer
from hjemvei.sharing.models import Case
from hjemvei.web.case_panels import ASIDE, TABS
from tests.api.factories import make_token
from tests.guards.rows import readable_row_models
from tests.needs.factories import KLOK, share
from tests.needs.test_actions_record_housing_fact import answered
from tests.web.factories import inside, signed_in
from tests.world import CLOCK, World

RUNS = int(os.environ.get("HJEMVEI_CONFIDENCE_RUNS", "1"))
"""How often every question is answered, with all that a prison sees compared after each round."""
SECRET = "Fjellveien 900"
RANDOM = re.compile(r'(csrfmiddlewaretoken"? value="|X-CSRFToken"?: ?"|name="once" value=")[^"]+')
LISTS = ("/", "/saker/?ordne=frist", "/saker/utskrift/", "/saker/saker.csv", "/avvik/", "/sak/innboks/")
CALLS = ("cases", "cases/{key}", "cases/{key}/notifications", "tasks", "persons?q=Lyng")
STAFF = ("Tor", "Siv", "Leif")


@pytest.fixture
def case(world: World) -> Case:
    found = inside(world, KLOK, days=20, risk="yes", status="no_home", task="consent_asked", owner="Tor")
    share(world)
    return found


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands: what is printed on a page must not differ by the minute."""
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False):
        yield


def confide(world: World, who: str = "Nils", **changes: Any) -> ConfidentialAnswer:
    values: dict[str, Any] = {
        "question": Question.REAL_HOME,
        "answer": "family",
        "told_on": CLOCK.date(),
        "text": SECRET,
    }
    with acting_as(world.actor(who)) as actor:
        return record_confidential_answer(
            actor=actor,
            case=world.case(KLOK),
            confided=Confided(**{**values, **changes}),
            at=CLOCK,
        )


def pages(key: str) -> list[str]:
    """All but the list of the prison's own looks, which this crawl adds to."""
    names = [name for _label, name, _class in (*TABS, *ASIDE) if name != "oversight:looks"]
    own = [reverse(name, args=[key]) for name in names]
    return [*LISTS, f"/sak/{key}/", *own, f"{reverse('cases:timeline', args=[key])}?vis=alt"]


def seen(client: Client, address: str, **headers: str) -> tuple[int, str]:
    answer = client.get(address, headers=headers or None)
    return answer.status_code, RANDOM.sub(r"\1", answer.content.decode())


def sight(world: World, case: Case, token: str) -> dict[str, object]:
    """All that a prison's staff and systems are answered, and all rows that the database gives them."""
    found: dict[str, object] = {}
    for who in STAFF:
        client = signed_in(world, who)
        found |= {f"{who} {address}": seen(client, address) for address in pages(case.key)}
        with acting_as(world.actor(who)), connection.cursor() as cursor:
            tables = [model._meta.db_table for model in readable_row_models()]
            for table in (*tables, Caseload._meta.db_table):
                cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t")
                found[f"{who} {table}"] = cursor.fetchone()
    for call in CALLS:
        address = f"/api/v1/{call.format(key=case.key)}"
        found[address] = seen(Client(), address, authorization=f"Bearer {token}")
    return found


def test_a_prison_s_pages_lists_api_and_rows_are_the_same_to_the_byte(
    world: World, case: Case, still: None
) -> None:
    token = make_token(world, "trondheim", Role.PRISON_SOCIAL_WORKER, Role.CONTACT_OFFICER)
    rng, before = random.Random("fortrolig"), sight(world, case, token)
    shown = [name for name, answer in before.items() if isinstance(answer, tuple) and answer[0] == 200]
    assert len(shown) > 50, "the prison sees too little for this to prove anything"
    for number in range(RUNS):
        for question in Question:
            answer = rng.choice(list(ANSWERS[question]))
            confide(world, rng.choice(["Nils", "Ida"]), question=question, answer=answer)
        with acting_as(world.actor("Nils")) as nils:
            said = answered(in_confidence=True, detail=f"{SECRET} {number}")
            record_housing_fact(actor=nils, case=world.case(KLOK), answered=said, at=clock.now())
        after = sight(world, case, token)
        assert [name for name in before if before[name] != after[name]] == []
    print(f"{RUNS} rounds of answers, {len(before)} things compared after each")


def test_the_unit_that_heard_it_sees_it_and_the_next_unit_does_not(world: World, case: Case) -> None:
    confide(world)
    page = reverse("needs:confidential", args=[case.key])
    assert SECRET in signed_in(world, "Nils").get(page).content.decode()
    assert SECRET in signed_in(world, "Nils").get(f"/sak/{case.key}/").content.decode()
    ida = signed_in(world, "Ida").get(page).content.decode()
    assert SECRET not in ida and "ikke spurt" in ida
    for who in ("Nils", "Ida", "Tor", "Sara", "Odd"):
        with acting_as(world.actor(who)) as actor:
            expected = 1 if who == "Nils" else 0
            assert ConfidentialAnswer.objects.count() == expected, who
            assert ConfidentialAnswer.objects.visible_to(actor).count() == expected, who


@pytest.mark.parametrize("who", ["Tor", "Siv", "Leif", "Sara", "Odd"])
def test_for_every_other_role_there_is_no_such_page(world: World, case: Case, who: str) -> None:
    client = signed_in(world, who)
    for address in ("needs:confidential", "needs:confide"):
        place = reverse(address, args=[case.key, *(["real_home"] if address.endswith("confide") else [])])
        assert client.get(place).status_code == 404
        assert place not in client.get(f"/sak/{case.key}/").content.decode()


@pytest.mark.parametrize("role", Role)
def test_only_roles_of_a_municipality_write_it_down_in_both_locks(
    world: World, case: Case, role: Role
) -> None:
    may = InfoClass.CONFIDENTIAL in READABLE[role]
    assert may is (role in {Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER})
    nils = world.actor("Nils")
    actor = replace(nils, unit_roles={nils.unit_id: frozenset({role, Role.CONTACT_OFFICER})})
    told = Confided(question=Question.ADDRESS_GIVEN, answer="no", told_on=CLOCK.date())
    with acting_as(actor):
        found = world.case(KLOK)
        if may:
            assert record_confidential_answer(actor=actor, case=found, confided=told, at=CLOCK).pk
            return
        with pytest.raises(NotAllowed):
            record_confidential_answer(actor=actor, case=found, confided=told, at=CLOCK)
        with pytest.raises(DatabaseError), transaction.atomic():
            ConfidentialAnswer.objects.create(
                case=found, controller_id=actor.controller_id, owner_unit_id=actor.unit_id,
                recorded_by_id=actor.user_id, recorded_at=CLOCK, question="address_given", answer="no",
                told_on=CLOCK.date(), way="talk",
            )  # fmt: skip


def test_a_new_answer_replaces_the_old_one_which_stays(world: World, case: Case) -> None:
    first = confide(world, answer="family")
    second = confide(world, answer="nowhere", text="")
    assert second.replaces_id == first.pk
    text = signed_in(world, "Nils").get(reverse("needs:confidential", args=[case.key])).content.decode()
    assert text.index("Har ikke noe sted") < text.index("Tidligere svar") < text.index("Hos familie")


@pytest.mark.parametrize(("question", "answer"), [(Question.ADDRESS_GIVEN, "family"), (Question.REASON, "")])
def test_an_answer_to_another_question_is_refused_by_action_and_database(
    world: World, case: Case, question: Question, answer: str
) -> None:
    with pytest.raises(RuleBroken):
        confide(world, question=question, answer=answer)
    with pytest.raises(DatabaseError), transaction.atomic():
        row = confide(world)
        with acting_as(world.actor("Nils")):
            ConfidentialAnswer.objects.filter(pk=row.pk).update(question=question, answer=answer)


def test_the_form_takes_talk_and_sealed_paper_and_saves_once(world: World, case: Case) -> None:
    client, address = signed_in(world, "Nils"), reverse("needs:confide", args=[case.key, "keep_back"])
    form = {"answer": "with_whom", "text": SECRET, "told_on": "2026-11-02", "once": "0123456789abcdefgh"}
    assert client.post(address, {**form, "way": "portal"}).status_code == 422
    for _again in range(2):
        sent = client.post(address, {**form, "way": "sealed_paper", "once": "0123456789abcdefgi"})
        assert sent.status_code == 302
    with acting_as(world.actor("Nils")):
        row = ConfidentialAnswer.objects.get()
        assert (row.way, row.text) == (Way.SEALED_PAPER, SECRET)
    assert client.get(reverse("needs:confide", args=[case.key, "offence"])).status_code == 404
