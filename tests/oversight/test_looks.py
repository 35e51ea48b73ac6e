"""Who has looked: everything for the person, the own controller's for those who print it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.urls import get_resolver, reverse

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit import reads
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.oversight.looks import looked_at, own_looks
from hjemvei.oversight.pages import in_plain_words
from hjemvei.sharing.models import Case, Participation
from tests.guards.test_urls import is_open, patterns
from tests.needs.factories import KLOK, share, signed_in, the_case
from tests.world import World

OTHER = "Stø Måke"


def look(world: World, who: str, page: str = "web:case", *, name: str = KLOK) -> None:
    """Somebody opens a page about the person, as their controller knows them."""
    case = world.admitted[name].case_id
    with acting_as(world.actor(who)) as actor, reads.recording(actor, page=page):
        parts = Participation.objects.filter(case_id=case, controller_id=actor.controller_id)
        reads.note(persons=parts.values_list("person_id", flat=True), cases=[case])


def as_the_person(case_id: int, *, cases: str | None = None) -> Any:
    with connection.cursor() as cursor:
        own = f"{{{case_id}}}" if cases is None else cases
        cursor.execute("SELECT set_config('hjemvei.cases', %s, true)", [own])
    return looked_at(case_id)


def staff(actor: Actor, world: World) -> list[tuple[str, str]]:
    with acting_as(actor):
        return [(row.who, row.page) for row in own_looks(Case(pk=world.admitted[KLOK].case_id)).rows]


def test_the_person_sees_every_organisation_s_looks_with_role_unit_and_purpose(world: World) -> None:
    share(world, to=["tk-nav"])
    look(world, "Tor")
    look(world, "Nils", "needs:housing")
    look(world, "Siv", "web:cases", name=OTHER)
    found = as_the_person(world.admitted[KLOK].case_id).rows
    assert [(row.who, row.role, row.unit) for row in found] == [
        ("Nils Prøve", "saksbehandler i sosialtjenesten", "NAV Trondheim, sosialtjenesten"),
        ("Tor Prøve", "kontaktbetjent", world.unit("trondheim").name),
    ]
    assert found[0].page == "hvor du har bodd og skal bo"
    assert (found[0].purpose, found[0].channel) == ("arbeid med saken", "nettside")
    assert found[1].controller == world.actor("Tor").controller_name


@pytest.mark.parametrize("cases", ["", "{}", "{999999}"])
def test_without_the_session_s_own_case_there_is_no_row(world: World, cases: str) -> None:
    look(world, "Tor")
    assert as_the_person(world.admitted[KLOK].case_id, cases=cases).rows == []


def test_staff_see_their_own_controller_s_looks_and_no_others(world: World) -> None:
    share(world, to=["tk-nav", "tk-koordinering"])
    look(world, "Tor")
    look(world, "Nils", "needs:housing")
    assert staff(world.actor("Siv"), world) == [("Tor Prøve", "hovedsiden i saken")]
    assert staff(world.actor("Ida"), world) == [("Nils Prøve", "hvor du har bodd og skal bo")]


@pytest.mark.parametrize("who", ["Berit", "Oda", "Liv", "Per", "Kari", "Anne", "Nils"])
def test_those_who_take_no_part_see_nothing_by_the_function_itself(world: World, who: str) -> None:
    look(world, "Tor")
    assert staff(world.actor(who), world) == []


def test_a_role_that_reads_no_consents_sees_nothing_by_the_function_itself(world: World) -> None:
    share(world, to=["tk-oppfolging", "tk-nav"], classes=[InfoClass.IDENTITY, InfoClass.CONSENT])
    look(world, "Nils")
    assert staff(world.actor("Odd"), world) == []


def test_family_and_a_grade_beyond_the_clearance_close_the_list_too(world: World) -> None:
    look(world, "Tor")
    with acting_as(world.actor("Siv")):
        call("block", world.admitted[KLOK].case_id, world.actor("Tor").user_id)
    assert staff(world.actor("Tor"), world) == []
    assert staff(world.actor("Siv"), world) != []
    with acting_as(world.actor("Siv")):
        call("set_protection", world.admitted[KLOK].case_id, 2)
    assert staff(world.actor("Siv"), world) == []


def test_the_list_goes_on_where_the_page_ended(world: World) -> None:
    for _number in range(3):
        look(world, "Tor")
    with acting_as(world.actor("Tor")):
        case = world.case(KLOK)
        first = own_looks(case, size=2)
        rest = own_looks(case, size=2, cursor=first.next_cursor)
        assert (len(first.rows), len(rest.rows), rest.next_cursor) == (2, 1, "")
        with pytest.raises(RuleBroken):
            own_looks(case, cursor="tull")


def test_the_page_and_the_paper_name_the_others_and_nobody_of_theirs(world: World) -> None:
    share(world, to=["tk-nav"])
    look(world, "Nils")
    case = the_case(world)
    client = signed_in(world, "Tor")
    for name in ("oversight:looks", "oversight:looks_paper"):
        text = client.get(reverse(name, args=[case.key])).content.decode()
        assert "Tor Prøve" in text or name == "oversight:looks"
        assert "Trondheim kommune" in text
        assert "Nils" not in text and "hvor du har bodd" not in text
    assert reverse("oversight:looks", args=[case.key]) in client.get(f"/sak/{case.key}/").content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("Leif", 403), ("Sara", 403), ("Berit", 403), ("Oda", 404), ("Per", 404)]
)
def test_who_may_not_show_it(world: World, who: str, status: int) -> None:
    share(world, to=["tk-boligkontor"])
    address = reverse("oversight:looks", args=[the_case(world).key])
    assert signed_in(world, who).get(address).status_code == status


def test_every_page_has_plain_words() -> None:
    names = {name for _path, name, _view in patterns(get_resolver()) if not is_open(name)}
    unnamed = {name for name in names if ":" in name and not in_plain_words(name)}
    assert unnamed - {name for name in names if name.startswith("ui:")} == set()
    assert in_plain_words("import_roll") and in_plain_words("exchange:drop")
