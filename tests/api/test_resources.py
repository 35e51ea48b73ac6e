"""Each area works, refuses, is closed to strangers and to tokens without its scope."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.enums import Role
from hjemvei.accounts.scopes import SCOPES
from hjemvei.api.document import document
from hjemvei.cases.queries.derived import DERIVED
from hjemvei.core import clock
from hjemvei.persons.rules import HIDDEN
from tests.api.factories import (
    DWELLING,
    LATER,
    TODAY,
    Caller,
    inside,
    made,
    make_token,
    move_date,
    problem_of,
    reading_log,
    road,
)
from tests.world import World

SINGLE = ("persons", "cases", "consents", "notifications", "applications", "offers", "leases")


def test_the_whole_road_over_the_interface(world: World) -> None:
    walked = road(world)
    case = f"/cases/{walked.keys['cases']}"
    shown = made(walked.municipality.get(case), 200)
    assert shown["home_status"] == "keys"
    assert {part["unit"] for part in shown["participants"]} == {"trondheim", "tk-koordinering"}
    plan = {"to_unit": "tk-koordinering", "released_on": TODAY, "person_agreed": True}
    planned = made(walked.municipality.post(f"{case}/follow-ups", plan))["items"]
    assert planned
    assert made(walked.municipality.post(f"{case}/follow-ups", plan))["items"] == []
    path = f"/follow-ups/{planned[0]['key']}"
    report = {"outcome": "met", "happened_on": TODAY, "still_housed": True}
    tag = walked.tag(walked.municipality, path)
    assert made(walked.municipality.post(f"{path}/report", report, tag=tag), 200)["outcome"] == "met"
    future = report | {"happened_on": LATER}
    tag = walked.tag(walked.municipality, path)
    assert problem_of(walked.municipality.post(f"{path}/report", future, tag=tag), 422)["errors"]


@pytest.mark.parametrize("area", SINGLE)
def test_a_stranger_is_told_nothing(world: World, stranger: Caller, area: str) -> None:
    walked = road(world)
    key = walked.keys[area]
    owner = walked.municipality if area not in ("persons", "consents") else walked.prison
    with reading_log() as rows:
        assert made(owner.get(f"/{area}/{key}"), 200)["tag"]
        problem_of(stranger.get(f"/{area}/{key}"), 404)
    assert len(rows) == 1


def test_lists_of_strangers_are_empty(world: World, stranger: Caller) -> None:
    walked = road(world)
    for path in ("/cases", "/tasks", "/notifications", "/applications", "/follow-ups", "/dwellings"):
        found = stranger.get(path)
        items = found.json()["items"] if found.status_code == 200 else []
        assert items == []
    for tail in (
        "consents",
        "release-dates",
        "notifications",
        "applications",
        "offers",
        "leases",
        "follow-ups",
        "deviations",
    ):
        problem_of(stranger.get(f"/cases/{walked.keys['cases']}/{tail}"), 404)


def test_without_consent_the_municipality_sees_nothing(world: World, municipality: Caller) -> None:
    case = inside(world)
    assert municipality.get("/cases").json()["items"] == []
    assert municipality.get("/persons", q="Rolig Vik").json()["items"] == []
    problem_of(municipality.get(f"/cases/{case.key}"), 404)
    problem_of(municipality.get(f"/persons/{case.person.key}"), 404)


def test_withdrawal_closes_what_was_shared_at_the_next_call(world: World) -> None:
    walked = road(world, until="notifications")
    case = f"/cases/{walked.keys['cases']}"
    assert walked.municipality.get(case).status_code == 200
    path = f"/consents/{walked.keys['consents']}"
    tag = walked.tag(walked.prison, path)
    ended = made(walked.prison.post(f"{path}/withdrawal", {"how": "oral"}, tag=tag), 200)
    assert ended["state"] == "withdrawn"
    left = made(walked.municipality.get(case), 200)
    assert left["is_restricted"]
    assert [left[name] for name in ("expected_release_on", "prison", "housing_risk")] == [None, None, None]
    notice = made(walked.municipality.get(f"/notifications/{walked.keys['notifications']}"), 200)
    assert notice["state"] == "cancelled"
    assert walked.municipality.get(f"{case}/release-dates").json()["items"] == []


def test_the_receiver_may_take_down_a_withdrawal(world: World) -> None:
    walked = road(world, until="notifications")
    path = f"/consents/{walked.keys['consents']}"
    tag = walked.tag(walked.municipality, path)
    ended = made(walked.municipality.post(f"{path}/withdrawal", {"how": "oral"}, tag=tag), 200)
    assert ended["state"] == "withdrawn"
    assert made(walked.municipality.get(f"/cases/{walked.keys['cases']}"), 200)["is_restricted"]


def test_a_person_is_found_by_name_and_reference_with_a_masked_number(
    world: World, prison: Caller, stranger: Caller
) -> None:
    for words in ("Klok Lyng", "lyn", "T1", "27909642545"):
        found = prison.get("/persons", q=words).json()["items"]
        assert [(row["given_name"], row["number"]) for row in found] == [("Klok", HIDDEN)]
        assert "27909642545" not in str(found)
        assert stranger.get("/persons", q=words).json()["items"] == []
    assert prison.get("/persons", q="Klok Foss").json()["items"] == []
    assert prison.get("/persons", q="lynx").json()["items"] == []
    problem_of(prison.get("/persons"), 422)
    problem_of(prison.get("/persons", q="a\x00b"), 422)


def test_a_role_that_may_not_read_dates_or_housing_gets_none(world: World) -> None:
    inside(world)
    leader = Caller(make_token(world, "trondheim", Role.PRISON_LEADER))
    row = leader.get("/cases").json()["items"][0]
    assert (row["expected_release_on"] is not None, row["housing_risk"], row["home_status"]) == (
        True,
        None,
        None,
    )
    problem_of(leader.get("/dwellings"), 403)


def test_release_dates_are_versions(world: World, prison: Caller) -> None:
    case = inside(world)
    path = f"/cases/{case.key}/release-dates"
    body = {
        "expected_on": LATER,
        "kind": "probation",
        "certainty": "fixed",
        "source": "Kompis",
        "reason": "vedtak",
    }
    first = made(prison.post(path, body))
    assert (first["expected_on"], first["in_force"]) == (LATER, True)
    assert made(prison.post(path, body))["key"] == first["key"]
    assert [row["in_force"] for row in prison.get(path).json()["items"]] == [False, True]
    early = body | {"expected_on": "2001-01-01"}
    assert problem_of(prison.post(path, early), 422)["errors"][0]["pointer"] == "#/body/expected_on"


def test_the_municipality_cannot_set_the_prisons_date(world: World) -> None:
    walked = road(world, until="notifications")
    body = {"expected_on": LATER, "certainty": "fixed", "source": "x"}
    problem_of(walked.municipality.post(f"/cases/{walked.keys['cases']}/release-dates", body), 403)


def test_a_task_is_done_once_on_what_was_read(world: World, prison: Caller) -> None:
    case = inside(world)
    move_date(world, case, 20)
    prison.post(
        f"/cases/{case.key}/release-dates",
        {"expected_on": LATER, "kind": "full_term", "certainty": "likely", "source": "test"},
    )
    tasks = [row for row in prison.get("/tasks").json()["items"] if row["code"] not in DERIVED]
    assert tasks
    path = f"/tasks/{tasks[0]['key']}"
    read = made(prison.get(path), 200)
    problem_of(prison.post(f"{path}/completion", {}), 428)
    problem_of(prison.post(f"{path}/completion", {}, tag='"old"'), 412)
    done = made(prison.post(f"{path}/completion", {"note": "ordnet"}, tag=read["tag"]), 200)
    assert (done["state"], done["done_note"]) == ("done", "ordnet")
    problem_of(prison.post(f"{path}/completion", {}, tag=read["tag"]), 412)
    problem_of(prison.post(f"{path}/completion", {}, tag=done["tag"]), 422)
    problem_of(prison.post(f"{path}/exemption", {"reason": "x"}, tag=done["tag"]), 422)
    assert tasks[0]["key"] not in {row["key"] for row in prison.get("/tasks").json()["items"]}
    again = made(prison.post(f"{path}/reopening", {}, tag=done["tag"]), 200)
    assert (again["state"], again["done_at"]) == ("open", None)
    problem_of(prison.post(f"{path}/reopening", {}, tag=again["tag"]), 422)


def test_a_notice_is_acknowledged_by_who_got_it(world: World) -> None:
    walked = road(world, until="notifications")
    path = f"/notifications/{walked.keys['notifications']}"
    tag = walked.tag(walked.prison, path)
    problem_of(walked.prison.post(f"{path}/acknowledgement", tag=tag), 403)
    got = walked.municipality.get("/notifications", state="sent").json()["items"]
    assert [row["key"] for row in got] == [walked.keys["notifications"]]
    tag = walked.tag(walked.municipality, path)
    answered = made(walked.municipality.post(f"{path}/acknowledgement", tag=tag), 200)
    assert answered["state"] == "acknowledged"


def test_nobody_is_notified_without_consent(world: World, prison: Caller) -> None:
    case = inside(world)
    found = problem_of(prison.post(f"/cases/{case.key}/notifications", {"to_unit": "tk-koordinering"}), 422)
    assert found["type"].endswith("no-consent")
    problem_of(prison.post(f"/cases/{case.key}/notifications", {"to_unit": "finnes-ikke"}), 422)


def test_dwellings_are_kept_and_given_once(world: World) -> None:
    walked = road(world, until="offers")
    housing = walked.municipality
    path = f"/dwellings/{walked.keys['dwellings']}"
    assert housing.get("/dwellings", free_on=TODAY).json()["items"] == []
    problem_of(housing.post("/dwellings", DWELLING), 422)
    changed = housing.send("PUT", path, DWELLING | {"rent": 9500}, tag=walked.tag(housing, path))
    assert made(changed, 200)["rent"] == 9500
    problem_of(housing.post(f"{path}/end", {"ends_before": LATER}, tag=walked.tag(housing, path)), 422)
    other = made(housing.post("/dwellings", DWELLING | {"name": "Gata 5"}))
    body = {"dwelling": other["key"], "available_from": LATER, "answer_by": LATER}
    problem_of(housing.post(f"/applications/{walked.keys['applications']}/offers", body), 422)
    problem_of(walked.prison.send("PUT", path, DWELLING, tag='"x"'), 404)


def test_a_dwelling_that_is_offered_cannot_be_offered_again(world: World) -> None:
    walked = road(world, until="offers")
    path = f"/offers/{walked.keys['offers']}"
    tag = walked.tag(walked.municipality, path)
    problem_of(walked.municipality.post(f"{path}/answer", {"accepts": False}, tag=tag), 422)
    no = made(
        walked.municipality.post(f"{path}/answer", {"accepts": False, "reason": "for langt"}, tag=tag), 200
    )
    assert no["state"] == "declined"
    body = {"dwelling": "2" * 12, "available_from": LATER, "answer_by": LATER}
    problem_of(walked.municipality.post(f"/applications/{walked.keys['applications']}/offers", body), 409)


def test_a_lease_ends_with_a_reason(world: World) -> None:
    walked = road(world)
    path = f"/leases/{walked.keys['leases']}"
    end = (clock.today() + dt.timedelta(days=200)).isoformat()
    tag = walked.tag(walked.municipality, path)
    problem_of(walked.municipality.post(f"{path}/end", {"ends_before": None, "reason": "x"}, tag=tag), 422)
    ended = made(
        walked.municipality.post(f"{path}/end", {"ends_before": end, "reason": "flytter"}, tag=tag), 200
    )
    assert (ended["ends_before"], ended["end_reason"]) == (end, "flytter")


def test_every_operation_refuses_a_token_without_its_scope(world: World) -> None:
    paths = document()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            scope = operation["security"][0]["token"][0]
            others = tuple(known for known in SCOPES if known != scope)
            caller = Caller(make_token(world, "trondheim", Role.CONTACT_OFFICER, scopes=others))
            address = path.removeprefix("/api/v1").replace("{key}", "2" * 12).replace("{line}", "1")
            assert problem_of(caller.send(method.upper(), address), 403)["type"].endswith(":scope"), address
