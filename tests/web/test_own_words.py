"""A task in staff's own words: read where it is to be done, sealed in the database, told neither by the list
of cases nor by the story.
"""

from __future__ import annotations

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.add_task import OWN_TASK, add_task
from hjemvei.cases.models import Caseload, Event, Task
from hjemvei.persons import keys
from hjemvei.sharing.models import Case
from tests.web.factories import NOW, TODAY, inside, signed_in, statements
from tests.world import World

WORDS = "Ring søsteren om nøkkelen"


@pytest.fixture
def klok(world: World) -> Case:
    return inside(world, "Klok Lyng", days=20, owner="Tor")


def own_task(world: World, case: Case) -> Task:
    with acting_as(world.actor("Tor")) as tor:
        return add_task(actor=tor, case=case, title=WORDS, due_on=TODAY, at=NOW, today=TODAY)


def test_it_is_read_where_it_is_to_be_done_and_nowhere_else(world: World, klok: Case) -> None:
    task = own_task(world, klok)
    client, place = signed_in(world, "Tor"), f"/sak/{klok.key}"
    for page in ("/", f"{place}/", f"{place}/oppgaver/", f"{place}/oppgaver/{task.key}/gjort/"):
        assert WORDS in client.get(page).content.decode(), page
    listed = client.get("/saker/").content.decode()
    assert OWN_TASK in listed and WORDS not in listed
    done = client.post(f"{place}/oppgaver/{task.key}/gjort/", {"note": "", "once": "a" * 20})
    assert done.status_code == 302
    assert WORDS in client.get(f"{place}/oppgaver/").content.decode()
    story = client.get(f"{place}/historikk/?alt=1").content.decode()
    assert f"Oppgave gjort: {OWN_TASK}" in story and WORDS not in story


def test_no_table_holds_a_word_of_it(world: World, klok: Case) -> None:
    task = own_task(world, klok)
    with acting_as(world.actor("Tor")), connection.cursor() as cursor:
        cursor.execute("SELECT title, words FROM cases_task WHERE id = %s", [task.pk])
        ((title, words),) = cursor.fetchall()
        assert title == OWN_TASK and keys.is_sealed(bytes(words))
        assert Caseload.objects.filter(next_task=OWN_TASK).exists()
        assert not Event.objects.filter(values__icontains=WORDS).exists()


@pytest.mark.parametrize("page", ["/", "/sak/{key}/", "/sak/{key}/oppgaver/"])
def test_statements_do_not_grow_with_own_tasks(world: World, klok: Case, page: str) -> None:
    client, counts = signed_in(world, "Tor"), []
    for _number in range(3):
        own_task(world, klok)
        client.get(page.format(key=klok.key))
        with statements() as said:
            client.get(page.format(key=klok.key))
        counts.append(len(said))
    assert len(set(counts)) == 1
