"""The pages: find, write, approve, read and confirm, compare, learn; and the link from each task."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.clauses import ClauseCode
from hjemvei.core import clock
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.choices import Covers, Source
from hjemvei.routines.models import Improvement, Routine, RoutineReading, RoutineVersion
from hjemvei.routines.texts import Lesson
from hjemvei.sharing.models import owned_by
from tests.api.factories import Caller, make_token
from tests.needs.factories import the_case
from tests.routines.factories import TODAY, approve, draft, in_use, text
from tests.web.factories import add_task, signed_in, statements
from tests.world import CLOCK, World

ONCE = "x" * 20


def typed(**changes: Any) -> dict[str, Any]:
    new = text()
    names = ("title", "steps", "language", "clauses", "rules", "roles")
    values = {name: getattr(new, name) for name in names}
    return {**values, "covers": "unit", "change_note": "", "once": ONCE, **changes}


def page(world: World, who: str, name: str, *keys: object, status: int = 200, **query: str) -> str:
    answer = signed_in(world, who).get(reverse(f"routines:{name}", args=keys), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_starter_becomes_the_unit_s_own_is_approved_and_read(world: World) -> None:
    leif = signed_in(world, "Leif")
    assert "Gjør den til vår" in page(world, "Leif", "starters")
    form = leif.get(reverse("routines:new"), {"fra": "first_notice"}).content.decode()
    assert "Første varsel til kommunen" in form and "renotify" in form
    place = reverse("routines:new") + "?fra=first_notice"
    for _twice in range(2):
        assert leif.post(place, typed()).status_code == 302
    with acting_as(world.actor("Leif")):
        routine = Routine.objects.get()
    key = routine.key
    assert routine.starter == "first_notice"
    assert "dere har den" in page(world, "Leif", "starters")
    assert "Dette er et utkast" in page(world, "Leif", "routine", key)
    today = clock.today()
    days = {"valid_from": today.isoformat(), "review_on": "2099-01-01", "once": "y" * 20}
    assert leif.post(reverse("routines:approve", args=[key]), days).status_code == 302
    shown = page(world, "Tor", "routine", key)
    assert "Jeg har lest og forstått" in shown and "Punkt 6: " in shown
    tor = signed_in(world, "Tor")
    for _twice in range(2):
        assert tor.post(reverse("routines:confirm", args=[key, 1])).status_code == 302
    assert "du har lest den" in page(world, "Tor", "routine", key)
    with acting_as(world.actor("Tor")):
        assert RoutineReading.objects.count() == 1
    names = page(world, "Leif", "readers", key)
    assert "1 av 1" in names and "Tor Prøve" in names
    for who in ("Tor", "Siv"):
        assert "Tor Prøve" not in page(world, who, "readers", key, status=403).split("</header>")[-1]


def test_a_new_version_is_compared_with_the_one_before(world: World) -> None:
    key = in_use(world).routine.key
    leif = signed_in(world, "Leif")
    sent = typed(steps="1. Ring personen.\n2. Send varselet.", title="Første <b>", roles=["prison_leader"])
    answer = leif.post(reverse("routines:edit", args=[key]), sent)
    assert answer.status_code == 302 and answer["Location"].endswith("versjon=2")
    shown = page(world, "Leif", "compare", key, til="2")
    assert "<del>" in shown and "Ring" in shown and "Første &lt;b&gt;" not in shown.split("<title>")[0]
    assert "<b>" not in shown
    assert "leder i fengsel" in shown
    page(world, "Leif", "compare", key, fra="1", til="1", status=404)
    page(world, "Leif", "compare", key, fra="x", til="99999", status=404)


def test_bad_input_is_told_and_writes_nothing(world: World) -> None:
    leif = signed_in(world, "Leif")
    wrong: list[dict[str, Any]] = [
        {"steps": "Ring 27909642545"},
        {"roles": []},
        {"rules": ["x"]},
        {"title": ""},
        {"covers": "x"},
    ]
    for changes in wrong:
        answer = leif.post(reverse("routines:new"), typed(**changes))
        assert answer.status_code == 422, changes
    with acting_as(world.actor("Leif")):
        assert not Routine.objects.exists()
    assert leif.get(reverse("routines:new"), {"fra": "../x"}).status_code == 404
    key = draft(world).routine.key
    days = {"valid_from": "2001-01-01", "review_on": "2001-01-01", "once": ONCE}
    assert leif.post(reverse("routines:approve", args=[key]), days).status_code == 422
    assert leif.post(reverse("routines:lesson", args=["abcdefghjkmn"]), {}).status_code == 404
    assert leif.post(reverse("routines:new_lesson"), {"learned": "x"}).status_code == 422
    assert leif.get(reverse("routines:list"), {"side": "xx", "hvem": "y"}).status_code < 500


@pytest.mark.parametrize("name", ["edit", "approve", "withdraw", "review", "readers"])
def test_others_do_not_reach_the_owner_s_pages(world: World, name: str) -> None:
    key = in_use(world).routine.key
    place = reverse(f"routines:{name}", args=[key])
    assert signed_in(world, "Tor").get(place).status_code == 403
    assert signed_in(world, "Tor").post(place, {"once": ONCE}).status_code in (403, 405)
    assert signed_in(world, "Ida").get(place).status_code == 404


def test_others_read_what_is_approved_without_names_and_never_a_draft(world: World) -> None:
    used, waiting = in_use(world, title="Åpen"), draft(world, title="Lukket")
    shown = page(world, "Ida", "routine", used.routine.key)
    assert "Send varselet" in shown and "Leif Prøve" not in shown and "Jeg har lest" not in shown
    page(world, "Ida", "routine", waiting.routine.key, status=404)
    listed = page(world, "Ida", "list", hvem="andre")
    assert "Åpen" in listed and "Lukket" not in listed
    assert "Åpen" not in page(world, "Ida", "list")
    assert "Send varselet" in page(world, "Ida", "paper", used.routine.key)


def test_withdrawn_and_gone_through(world: World) -> None:
    version = in_use(world)
    key, leif = version.routine.key, signed_in(world, "Leif")
    sent = {"review_on": "2098-01-01", "once": "a" * 20}
    assert leif.post(reverse("routines:review", args=[key]), sent).status_code == 302
    assert leif.post(reverse("routines:withdraw", args=[key]), {"once": "b" * 20}).status_code == 302
    assert "gjelder ikke nå" in page(world, "Tor", "routine", key)
    assert signed_in(world, "Tor").post(reverse("routines:confirm", args=[key, 1])).status_code >= 400
    sent["once"] = "c" * 20
    assert leif.post(reverse("routines:review", args=[key]), sent).status_code == 422


def test_a_lesson_is_written_taken_in_and_answered(world: World) -> None:
    key = in_use(world).routine.key
    tor, leif = signed_in(world, "Tor"), signed_in(world, "Leif")
    said = {"source": "deviation", "reference": "A-17", "learned": "Ring først", "routine": key}
    sent = {**said, "effect_months": "3", "once": ONCE}
    for _twice in range(2):
        assert tor.post(reverse("routines:new_lesson"), sent).status_code == 302
    with acting_as(world.actor("Tor")):
        row = Improvement.objects.get()
    assert "Ring først" in page(world, "Tor", "lessons")
    assert "A-17" in page(world, "Tor", "lesson", row.key)
    assert "Ring først" in page(world, "Leif", "edit", key)
    assert leif.post(reverse("routines:edit", args=[key]), typed(improvement=row.key)).status_code == 302
    with acting_as(world.actor("Leif")):
        version = RoutineVersion.objects.get(number=2)
    approve(world, version, on=TODAY)
    answer = {"effect": "helped", "note": "", "once": "z" * 20}
    assert tor.post(reverse("routines:lesson", args=[row.key]), answer).status_code == 403
    assert leif.post(reverse("routines:lesson", args=[row.key]), answer).status_code == 302
    assert "Ja, det hjalp" in page(world, "Tor", "lesson", row.key)
    page(world, "Ida", "lesson", row.key, status=404)


def test_the_spreadsheet_lists_one_s_own(world: World) -> None:
    in_use(world, title="=1+1")
    answer = signed_in(world, "Tor").get(reverse("routines:export"))
    with ZipFile(io.BytesIO(answer.content)) as book:
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()


def test_each_task_leads_to_clause_and_routine_in_as_many_statements(world: World) -> None:
    case = the_case(world)
    with acting_as(world.actor("Tor")) as tor:
        fields = owned_by(tor, case, at=CLOCK)
        add_task(world, case, fields, task="first_notice", due_in=3, unit="trondheim")
    client = signed_in(world, "Tor")
    counts = {}
    for round_ in ("without", "with", "three"):
        for place in (f"/sak/{case.key}/", f"/sak/{case.key}/oppgaver/"):
            client.get(place)
            with statements() as said:
                shown = client.get(place).content.decode()
            counts[round_, place] = len(said)
            assert f"Punkt {[*ClauseCode].index(ClauseCode.PRISON_DUTIES) + 1}: " in shown
            assert ("Rutine: Første varsel" in shown) is (round_ != "without")
        if round_ == "without":
            in_use(world)
        elif round_ == "with":
            in_use(world, covers=Covers.CONTROLLER, title="Felles", rules=["keep_home", "first_notice"])
            in_use(world, rules=["contact_officer"], title="Vakt")
    for place in (f"/sak/{case.key}/", f"/sak/{case.key}/oppgaver/"):
        assert counts["without", place] == counts["with", place] == counts["three", place]


def test_the_list_costs_the_same_for_one_and_three(world: World) -> None:
    counts: list[list[int]] = []
    for _round in range(2):
        for number in range(1 + len(counts) * 2):
            in_use(world, title=f"Rutine {number}")
        with acting_as(world.actor("Leif")) as leif:
            log_improvement(actor=leif, lesson=Lesson(source=Source.OTHER, learned="x"), at=CLOCK)
        client = signed_in(world, "Tor")
        client.get(reverse("routines:list"))
        said_of = []
        for name in ("list", "lessons"):
            with statements() as said:
                client.get(reverse(f"routines:{name}"))
            said_of.append(len(said))
        counts.append(said_of)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def test_the_dashboard_says_what_is_to_be_read_and_nothing_when_all_is(world: World) -> None:
    assert "Les rutinen" not in signed_in(world, "Tor").get("/").content.decode()
    key = in_use(world).routine.key
    shown = signed_in(world, "Tor").get("/").content.decode()
    assert "Les rutinen: Første varsel" in shown and f"/rutiner/{key}/" in shown
    assert "Les rutinen" not in signed_in(world, "Ida").get("/").content.decode()
    signed_in(world, "Tor").post(reverse("routines:confirm", args=[key, 1]))
    assert "Les rutinen" not in signed_in(world, "Tor").get("/").content.decode()


def test_another_system_reads_what_holds(world: World) -> None:
    used = in_use(world)
    draft(world, title="Utkast")
    caller = Caller(make_token(world, "trondheim", scopes=("routines:read",)))
    listed = caller.get("/routines").json()
    assert [row["title"] for row in listed["items"]] == ["Første varsel"]
    one = caller.get(f"/routines/{used.routine.key}")
    assert one.status_code == 200 and one.json()["rules"] == ["first_notice"]
    assert caller.get("/routines/abcdefghjkmn").status_code == 404
