"""A whole case to the archive: what one controller wrote in it, valid and whole, and nobody else's rows."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from collections import deque
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import etree

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.reads import recording
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.models import Controller
from hjemvei.plans.models import Goal, Plan
from hjemvei.rights.actions.dispose import decline_disposal, propose_disposal
from hjemvei.rights.actions.hand_over_case import hand_over_case
from hjemvei.rights.archive_package import Package, kept_registers, letters
from hjemvei.rights.enums import Outcome
from hjemvei.rights.models import Disposal, Handover
from hjemvei.rights.queries import ClosedCase, closed_cases, own_person
from hjemvei.rights.rules import hands_over
from hjemvei.sharing.models import Case, owned_by
from tests.exchange.letters import HOSTILE, words
from tests.exchange.test_archive import N, unzipped, valid
from tests.exchange.test_letters_sent import logged
from tests.rights.factories import ANSWERED, TOLD, closed, prison_officer, shared_case
from tests.web.factories import signed_in
from tests.world import World

PAPER = b"Avtale om bolig, skrevet av fengselet."
THEIRS = "Kommunens eget dokument"
GOAL = "Egen bolig ved sjøen"


@pytest.fixture
def case(world: World) -> Case:
    """The prison and the municipality have both written in it."""
    prison_officer(world)
    case, _consent = shared_case(world)
    with acting_as(world.actor("Siv")) as siv:
        add(siv, case, "Avtale", PAPER)
        Plan.objects.create(**owned_by(siv, case, at=clock.now()), starts_on=clock.today())
        own = owned_by(siv, case, at=clock.now())
        Goal.objects.create(**own, info_class=InfoClass.HOUSING, area="housing", text=GOAL)
    with acting_as(world.actor("Ida")) as ida:
        add(ida, case, THEIRS, THEIRS.encode())
    return case


def add(actor: Any, case: Case, title: str, content: bytes) -> Document:
    return add_document(
        actor=actor, case=case, title=title, kind="agreement", info_class=InfoClass.COORDINATION,
        file_name="a.txt", content=content, at=clock.now(),
    )  # fmt: skip


def proposed(world: World, case: Case, outcome: Outcome = Outcome.ARCHIVE) -> Disposal:
    with acting_as(world.actor("Tor")) as tor:
        return propose_disposal(
            actor=tor, person_id=own_person(tor, case), outcome=outcome, reason="Ferdig.", at=clock.now()
        )


def handed_over(world: World, disposal: Disposal) -> Handover:
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        return hand_over_case(actor=pia, disposal=disposal, case=closed_cases(disposal)[0], at=clock.now())


@pytest.mark.parametrize(
    ("outcome", "state", "hands"),
    [
        ("archive", "proposed", True),
        ("archive", "declined", False),
        ("archive", "carried_out", False),
        ("delete", "proposed", False),
        ("restrict", "proposed", False),
    ],
)
def test_what_a_package_is_made_of(outcome: str, state: str, hands: bool) -> None:
    assert hands_over(outcome=outcome, state=state) is hands


def told_in(world: World, made: Handover, disposal: Disposal) -> dict[str, str]:
    """By file, what the letters in the package say."""
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        made.case = closed_cases(disposal)[0].row
        package = Package(made, "x")
        deque(package.chunks(), maxlen=0)
        return {name: words(letter) for name, _title, letter in letters(package)}


def test_one_case_is_packed_whole_and_valid(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    closed(world, case)
    pia, at = signed_in(world, "Pia"), f"/rettigheter/forslag/{disposal.key}/"
    assert "Lag pakke" in pia.get(at).content.decode()
    assert pia.post(f"{at}arkiv/{case.key}/", {"once": "p" * 32}).status_code == 302
    with acting_as(world.actor("Pia")) as actor:
        made = Handover.objects.visible_to(actor).select_related("body").get()
    page = pia.get(at).content.decode()
    assert made.checksum in page and made.body.name in page
    answer, log = logged(pia, f"/rettigheter/arkivpakke/{made.key}.zip")
    content = b"".join(answer.streaming_content)
    assert "'rights:archive_file'" in log and answer.headers["Content-Type"] == "application/zip"
    assert (hashlib.sha256(content).digest(), len(content)) == (bytes(made.sha256), made.size)
    files = unzipped(content)
    messages = [name for name in files if name.endswith("arkivmelding.xml")]
    assert len(messages) == made.files and len(files) == 2 * made.files + 1
    for name in messages:
        tree = etree.fromstring(files[name])
        beside = name.replace("arkivmelding.xml", tree.findtext(".//{*}filnavn"))
        assert tree.findtext(".//{*}sjekksum") == hashlib.sha256(files[beside]).hexdigest()
        assert tree.findtext("a:mappe/{*}referanseEksternNoekkel/{*}noekkel", namespaces=N) == case.key
    sums = dict(line.split("  ")[::-1] for line in files["sjekksummer.txt"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "sjekksummer.txt"
    }
    assert PAPER in files.values()
    assert {"samtykker.pdf", "plan.pdf", "saksopplysninger.pdf"} <= {name.split("/")[-1] for name in files}
    told = told_in(world, made, disposal)
    assert GOAL in told["plan.pdf"] and TOLD in told["saksopplysninger.pdf"]
    assert "muntlig" in told["samtykker.pdf"]


def test_each_message_of_a_whole_case_is_valid(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    closed(world, case)
    made = handed_over(world, disposal)
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        made.case = closed_cases(disposal)[0].row
        files = unzipped(b"".join(Package(made, HOSTILE).chunks()))
    messages = [data for name, data in files.items() if name.endswith(".xml")]
    assert len(messages) == made.files
    for message in messages:
        valid(message)


def test_what_another_controller_wrote_is_never_in_it(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    closed(world, case)
    made = handed_over(world, disposal)
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        made.case = closed_cases(disposal)[0].row
        files = unzipped(b"".join(Package(made, "x").chunks()))
    told = "".join(told_in(world, made, disposal).values())
    told += "".join(data.decode() for name, data in files.items() if not name.endswith(".pdf"))
    assert TOLD in told and ANSWERED not in told and THEIRS not in told
    with acting_as(world.actor("Ida")):
        theirs = Document.objects.filter(case=case).exclude(controller_id=made.controller_id)
        assert theirs and not {row.key for row in theirs} & {
            name.split("/")[-1].split(".")[0] for name in files
        }
    kept = {register.table.model for register in kept_registers()}
    assert {"sharing.Consent", "sharing.ConsentEvent", "plans.Plan", "cases.Notice", "cases.Message"} <= kept
    assert not kept & {"needs.ConfidentialAnswer", "cases.Event", "cases.Task", "needs.RiskAssessment"}


def test_only_who_decides_only_a_closed_case_and_only_while_it_waits(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    with acting_as(world.actor("Pia")):
        assert closed_cases(disposal) == []
    assert signed_in(world, "Pia").post(
        f"/rettigheter/forslag/{disposal.key}/arkiv/{case.key}/", {"once": "p" * 32}
    ).status_code == 404  # fmt: skip
    closed(world, case)
    made = handed_over(world, disposal)
    for name in ("Tor", "Siv", "Ida", "Rut", "Anne", "Berit"):
        second_lock(world, name, disposal, case)
        client = signed_in(world, name)
        assert client.get(f"/rettigheter/arkivpakke/{made.key}.zip").status_code == 404
        answer = client.post(
            f"/rettigheter/forslag/{disposal.key}/arkiv/{case.key}/", {"once": name.ljust(32, "x")}
        )
        assert answer.status_code in (403, 404)
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed):
        hand_over_case(actor=tor, disposal=disposal, case=None, at=clock.now())  # type: ignore[arg-type]
    with acting_as(world.actor("Pia")) as pia:
        decline_disposal(actor=pia, disposal=disposal, at=clock.now())
    assert signed_in(world, "Pia").get(f"/rettigheter/arkivpakke/{made.key}.zip").status_code == 409


def second_lock(world: World, name: str, disposal: Disposal, case: Case) -> None:
    with acting_as(world.actor(name)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rights_handover")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM kernel.archive_cases(%s)", [disposal.pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM kernel.archive_keys(%s, %s)", [disposal.pk, case.pk])
        assert cursor.fetchone() == (0,)
        for sql in (
            f"SELECT kernel.archive_rows({disposal.pk}, {case.pk}, 'cases_notice')",
            "INSERT INTO rights_handover (key, disposal_id, case_id, person_id, controller_id, body_id,"
            f" files, held_back, size, sha256, made_by_id, made_at) VALUES ('x', {disposal.pk}, {case.pk},"
            f" {disposal.person_id}, {disposal.controller_id}, {disposal.controller_id}, 1, 0, 1, '',"
            f" {disposal.proposed_by_id}, now())",
        ):
            refused = pytest.raises(DatabaseError, match=r"not allowed|row-level security")
            with refused, transaction.atomic():
                cursor.execute(sql)


def test_the_officer_gets_no_other_case_and_no_table_of_another_kind(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    closed(world, case)
    other = world.admitted["Klok Lyng"].case_id
    with acting_as(world.actor("Pia")):
        for case_id, table in (
            (other, "cases_notice"),
            (case.pk, "accounts_user"),
            (case.pk, "sharing_case"),
        ):
            with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
                call("archive_rows", disposal.pk, case_id, table)
        with connection.cursor() as cursor:
            cursor.execute("SELECT h ? 'content' FROM kernel.archive_rows(%s, %s, 'cases_document') h",
                           [disposal.pk, case.pk])  # fmt: skip
            assert set(cursor.fetchall()) == {(False,)}


def test_a_case_that_changed_is_packed_anew(world: World, case: Case) -> None:
    disposal = proposed(world, case)
    closed(world, case)
    made = handed_over(world, disposal)
    with acting_as(world.actor("Siv")) as siv:
        rows = Document.objects.visible_to(siv).filter(case=case)
        (row,) = [document for document in rows if document.title == "Avtale"]
        row.title = "Avtalen"
        row.save(update_fields=["title"])
    answer = signed_in(world, "Pia").get(f"/rettigheter/arkivpakke/{made.key}.zip")
    assert answer.status_code == 409 and "Lag den på nytt" in answer.content.decode()


def test_nobody_packs_for_an_archive_that_nobody_answers_for(world: World, case: Case) -> None:
    disposal = proposed(world, case, Outcome.DELETE)
    closed(world, case)
    with acting_as(world.actor("Pia")) as pia:
        assert closed_cases(disposal) == []
        found = ClosedCase(case, clock.now(), clock.now(), 0)
        with pytest.raises(RuleBroken, match="levere til arkivet"):
            hand_over_case(actor=pia, disposal=disposal, case=found, at=clock.now())
        disposal.outcome = Outcome.ARCHIVE
        disposal.controller_id = Controller.objects.get(name="Veikirken").pk
        with pytest.raises(RuleBroken, match="Ingen er utpekt"):
            hand_over_case(actor=pia, disposal=disposal, case=found, at=clock.now())


def test_one_file_at_a_time_is_in_memory(world: World, case: Case) -> None:
    size, count = 1024 * 1024, 12
    with acting_as(world.actor("Siv")) as siv:
        for number in range(count):
            add(siv, case, f"Vedlegg {number}", os.urandom(size // 2).hex().encode())
    disposal = proposed(world, case)
    closed(world, case)
    made = handed_over(world, disposal)
    assert made.files >= count
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        made.case = closed_cases(disposal)[0].row
        tracemalloc.start()
        deque(Package(made, "x").chunks(), maxlen=0)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 8 * size
