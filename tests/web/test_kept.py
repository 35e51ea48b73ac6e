"""A kept statement gives whoever asks the rows that an ordinary query under `visible_to` gives."""

from __future__ import annotations

import pytest
from django.db.models import Q

from hjemvei.accounts import kept as kept_statements
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.together import Asked, together
from hjemvei.audit import reads
from hjemvei.cases.models import Task
from hjemvei.core.clock import today
from hjemvei.core.db import call
from hjemvei.core.slots import Slot
from hjemvei.sharing.models import Case
from hjemvei.web import board_lists, board_queries, case_list, case_page
from hjemvei.web.case_filters import CaseFilters, classes, permitted
from hjemvei.web.case_narrow import narrowing, values
from hjemvei.web.case_panels import panels_of
from hjemvei.web.case_search import search
from hjemvei.web.rules import ORDER, order_by
from tests.sharing.test_kernel import give_consent
from tests.web.factories import inside
from tests.world import World

EVERYBODY = ["Tor", "Siv", "Leif", "Ida", "Sara", "Nils", "Odd", "Hege", "Oda", "Kari", "Per", "Anne", "Liv"]
LISTS = [
    CaseFilters(),
    CaseFilters(innen="90", risiko="unknown", status="no_home"),
    CaseFilters(frist="over", ansvarlig="meg", samtykke="mangler"),
    CaseFilters(fengsel="trondheim", kommune="5001", vis="alle"),
    CaseFilters(ordne="frist"),
    CaseFilters(ordne="ansvarlig", ansvarlig="ingen", begrenset="ja"),
    CaseFilters(q="Lyng"),
    CaseFilters(q="klok ly 27909642545"),
]


@pytest.fixture
def klok(world: World) -> Case:
    case = inside(world, "Klok Lyng", days=20, risk="yes", status="no_home", task="consent_asked", due_in=-2)
    with acting_as(world.actor("Tor")):
        consent = give_consent(
            world, case, to="tk-koordinering", classes=[InfoClass.IDENTITY, InfoClass.COORDINATION]
        )
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    return case


@pytest.mark.parametrize("filters", LISTS, ids=[repr(filters.in_force()) for filters in LISTS])
def test_the_list(world: World, klok: Case, filters: CaseFilters) -> None:
    seen = 0
    for name in EVERYBODY:
        actor = world.actor(name)
        readable = classes(actor, actor.unit_id)
        kept = permitted(filters, readable)
        asked = search(kept.q, controller_id=actor.controller_id) if kept.q else None
        shape = case_list.ListShape(narrowing(kept, asked), order_by(kept.ordne, readable), 25)
        slots = values(actor, kept, unit_id=actor.unit_id, today=today(), search=asked)
        with acting_as(actor), reads.recording(actor, page="test"):
            found = case_list.LINES(actor, shape, **slots)
            assert found == case_list.LINES.fresh(actor, shape, **slots), name
            hits = case_list.HITS(actor, shape, **slots)
            assert hits == case_list.HITS.fresh(actor, shape, **slots), name
            page = (
                case_list.case_list(actor, unit_id=actor.unit_id, filters=filters, today=today())
                if asked
                else None
            )
        if page:
            assert [line.key for line in page.lines] == [row["case__key"] for row in found], name
            assert page.count == len(hits), name
        seen += len(found)
    assert seen or filters.in_force() or filters.ordne


def test_the_tasks_that_are_due_first(world: World, klok: Case) -> None:
    """What is found by the function of the kernel is what an ordinary query finds, and it tells a stranger
    nothing, whichever unit the stranger names.
    """
    found, told = {}, set()
    for name in EVERYBODY:
        actor = world.actor(name)
        with acting_as(actor):
            tasks = Task.objects.visible_to(actor).filter(
                Q(to_user__isnull=True) | Q(to_user_id=actor.user_id),
                to_unit_id__in=actor.case_units(),
                done_at__isnull=True,
                exempted_at__isnull=True,
                lapsed_at__isnull=True,
                opens_on__lte=today(),
            )
            plain = list(tasks.order_by("due_on", "key").values_list("key", flat=True))
            found[name] = [row.key for row in board_queries.tasks_for(actor, today=today())]
            assert found[name] == plain, name
            theirs = call("first_due", world.unit("trondheim").pk, actor.user_id, today(), 40)
            assert Task.objects.visible_to(actor).filter(pk__in=theirs).count() == len(theirs), name
            told |= {name} if theirs else set()
    assert found["Tor"]
    assert {"Tor", "Ida"} <= told
    assert not {"Oda", "Per", "Kari", "Liv"} & told


def test_the_counts_of_the_dashboard(world: World, klok: Case) -> None:
    shape = (
        ("late", narrowing(CaseFilters(frist="over"), prefix="late ")),
        ("all", narrowing(CaseFilters(), prefix="all ")),
    )
    counted = {}
    for name in EVERYBODY:
        actor = world.actor(name)
        slots = dict(
            values(actor, CaseFilters(frist="over"), unit_id=actor.unit_id, today=today(), prefix="late ")
        )
        with acting_as(actor):
            counted[name] = board_lists.ask_counts(actor, shape, **slots)
            assert counted[name] == board_lists.ask_counts.fresh(actor, shape, **slots), name
    assert counted["Tor"] == [{"late": 1, "all": 1}]
    assert counted["Oda"] == [{"late": 0, "all": 0}]


def body_of(actor: Actor) -> list[Asked]:
    return [
        *[(case_page.TASKS, None), (case_page.PEOPLE, None)],
        *(asked for panel in panels_of(actor) for asked in panel.reads),
    ]


def test_the_case_page(world: World, klok: Case) -> None:
    shown = set()
    for name in EVERYBODY:
        actor = world.actor(name)
        with acting_as(actor):
            parts = case_page.PARTS(actor, None, key=klok.key)
            assert parts == case_page.PARTS.fresh(actor, None, key=klok.key), name
            asked = body_of(actor)
            slots = {"case": klok.pk, "cases": [klok.pk], "today": today()}
            apart = [kept(actor, shape, **slots) for kept, shape in asked]
            assert apart == [kept.fresh(actor, shape, **slots) for kept, shape in asked], name
            assert apart == together(actor, asked, **slots), name
        shown |= {name} if parts else set()
    assert {"Tor", "Ida"} <= shown
    assert not {"Oda", "Per"} & shown


def test_what_is_searched_for_fills_no_memory(
    world: World, klok: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_statements, "MOST_KEPT", 3)
    lines = kept_statements.Kept(case_list.LINES.build)
    tor = world.actor("Tor")
    with acting_as(tor):
        for words in ("klok", "klok ly", "klok ly 27909642545", "lyng klok", "k l y n g", "lyng"):
            asked = search(words, controller_id=tor.controller_id)
            filters = CaseFilters(q=words)
            shape = case_list.ListShape(narrowing(filters, asked), ORDER[""], 25)
            slots = values(tor, filters, unit_id=tor.unit_id, today=today(), search=asked)
            assert lines(tor, shape, **slots) == lines.fresh(tor, shape, **slots), words
            assert len(lines._made) <= 3


@pytest.mark.parametrize("value", ["x", str(2**63), "1.5", ""])
def test_a_slot_takes_only_what_the_database_can_hold(value: str) -> None:
    number = Slot("case", case_list.TYPES["case_id"])
    with pytest.raises(Exception, match=r"number|heltall|integer") as caught:
        number.bound(value)
    assert caught.type.__name__ in ("ValueError", "ValidationError")
