"""Correction: what is written stays; what the person says, and the answer, stand beside it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Message, Task
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.rights.actions.answer_correction import answer_correction
from hjemvei.rights.actions.take_down_correction import Said, take_down_correction, task_code
from hjemvei.rights.enums import CorrectionState, Delivery, RequestForm
from hjemvei.rights.models import Correction
from hjemvei.rights.pointing import written
from hjemvei.rights.rules import due_on
from hjemvei.sharing.models import Case
from tests.portal.ways import inside, send
from tests.rights.factories import ANSWERED, TOLD, shared_case
from tests.web.factories import signed_in
from tests.world import World

WRONG, RIGHT = "Datoen er 3. mars.", "Datoen er 13. mars."


def said_in(
    world: World, case: Case, *, by: str = "Tor", to: str = "trondheim", info_class: InfoClass
) -> Correction:
    with acting_as(world.actor(by)) as actor:
        return take_down_correction(
            actor=actor, case=case, said=Said(info_class=info_class, about=WRONG, said=RIGHT),
            to_unit=world.unit(to), form=RequestForm.ORAL, at=clock.now(),
        )  # fmt: skip


def seen(world: World, who: str) -> bool:
    with acting_as(world.actor(who)) as actor:
        found = Correction.objects.visible_to(actor).exists()
        assert Correction.objects.exists() == found
        return found


def test_it_is_read_by_whoever_reads_the_original_and_answered_by_who_wrote_it(world: World) -> None:
    case, _consent = shared_case(world)
    row = said_in(world, case, info_class=InfoClass.CUSTODY)
    assert row.due_on == due_on(clock.today())
    assert seen(world, "Tor") and not seen(world, "Rut") and not seen(world, "Anne")
    with acting_as(world.actor("Tor")) as tor:
        task = Task.objects.visible_to(tor).get(code=task_code(row))
        assert task.due_on == row.due_on and task.done_at is None
        with pytest.raises(RuleBroken, match="hvorfor ikke"):
            answer_correction(
                actor=tor, correction=row, state=CorrectionState.NOT_CORRECTED, answer=" ",
                told=Delivery.HANDED, at=clock.now(),
            )  # fmt: skip
        done = answer_correction(
            actor=tor, correction=row, state=CorrectionState.CORRECTED, answer="Ny dato er ført.",
            told=Delivery.HANDED, at=clock.now(),
        )  # fmt: skip
        assert (done.about, done.said, done.answered_by_id) == (WRONG, RIGHT, tor.user_id)
        assert Task.objects.visible_to(tor).get(code=task_code(row)).done_at is not None
        with pytest.raises(RuleBroken, match="besvart"):
            answer_correction(
                actor=tor, correction=done, state=CorrectionState.NOTED, answer="x", told=Delivery.HANDED,
                at=clock.now(),
            )  # fmt: skip


def test_another_controllers_row_goes_to_that_controller(world: World) -> None:
    case, _consent = shared_case(world)
    row = said_in(world, case, to="tk-koordinering", info_class=InfoClass.COORDINATION)
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed, match="skrev det ned"):
        answer_correction(
            actor=tor, correction=row, state=CorrectionState.NOTED, answer="x", told=Delivery.HANDED,
            at=clock.now(),
        )  # fmt: skip
    with acting_as(world.actor("Ida")) as ida:
        own = Correction.objects.visible_to(ida).get()
        done = answer_correction(
            actor=ida, correction=own, state=CorrectionState.NOTED, answer="Vi vet ikke hvem som har rett.",
            told=Delivery.POST, at=clock.now(),
        )  # fmt: skip
        assert done.said == RIGHT and Task.objects.visible_to(ida).get(code=task_code(row)).done_at
    with acting_as(world.actor("Tor")) as tor:
        assert Correction.objects.visible_to(tor).get().answer == "Vi vet ikke hvem som har rett."


def test_staff_point_at_the_row_and_it_stands_beside_it_on_every_page(world: World) -> None:
    case, _consent = shared_case(world)
    with acting_as(world.actor("Tor")) as tor:
        rows = {row.text: row for row in written(tor, case)}
        (theirs,) = (row for text, row in rows.items() if ANSWERED in text)
        assert any(TOLD in text for text in rows) and theirs.table == Message._meta.db_table
    client = signed_in(world, "Tor")
    to = f"/rettigheter/sak/{case.key}/retting/"
    page = client.get(to).content.decode()
    assert ANSWERED in page
    refused = client.post(to, {"form": "oral", "said": RIGHT, "once": "a" * 20})
    assert refused.status_code == 422 and "Velg fra listen" in refused.content.decode()
    values = {"form": "oral", "row": theirs.value, "said": "Jeg vil ikke bo der.", "once": "b" * 20}
    assert client.post(to, values).status_code == 302
    with acting_as(world.actor("Ida")) as ida:
        row = Correction.objects.visible_to(ida).get()
        assert (row.table_name, row.row_id) == (theirs.table, theirs.row_id) and ANSWERED in row.about
        assert row.to_unit_id == theirs.unit.pk == ida.unit_id and row.info_class == theirs.info_class
        assert Message.objects.visible_to(ida).get(pk=theirs.row_id).body == ANSWERED
    for path in (f"/sak/{case.key}/", f"/sak/{case.key}/meldinger/", f"/rettigheter/sak/{case.key}/"):
        for name in ("Tor", "Ida"):
            shown = signed_in(world, name).get(path).content.decode()
            assert shown.count("Jeg vil ikke bo der.") == 1, (path, name)
    link = f"/rettigheter/sak/{case.key}/retting/{row.key}/"
    assert link in signed_in(world, "Ida").get(f"/sak/{case.key}/").content.decode()
    assert client.get(link).status_code == 403
    answer = {"state": "not_corrected", "answer": "Slik ble det sagt.", "told": "portal", "once": "c" * 20}
    assert signed_in(world, "Ida").post(link, answer).status_code == 302
    assert "Slik ble det sagt." in client.get(f"/sak/{case.key}/").content.decode()


def test_the_person_says_it_on_their_own_page_and_reads_the_answer_there(world: World) -> None:
    case, _consent = shared_case(world)
    person = inside(world, case=case)
    values = {"to_unit": str(world.unit("trondheim").pk), "about": WRONG, "body": RIGHT}
    health = send(person, "/min-side/rett/", info_class=str(InfoClass.HEALTH.value), **values)
    assert health.status_code == 422  # type: ignore[attr-defined]
    sent = send(person, "/min-side/rett/", info_class=str(InfoClass.CUSTODY.value), **values)
    assert sent.status_code == 302  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")) as tor:
        row = Correction.objects.visible_to(tor).get()
        assert (row.form, row.said, row.owner_unit_id) == (RequestForm.PORTAL, RIGHT, tor.unit_id)
        assert Task.objects.visible_to(tor).get(code=task_code(row)).due_on == row.due_on
        answer_correction(
            actor=tor, correction=row, state=CorrectionState.CORRECTED, answer="Nå er det rettet.",
            told=Delivery.PORTAL, at=clock.now() + dt.timedelta(minutes=1),
        )  # fmt: skip
    page = person.get("/min-side/rett/").content.decode()
    assert RIGHT in page and "Nå er det rettet." in page


def test_nobody_takes_down_what_they_may_not_read(world: World) -> None:
    case, _consent = shared_case(world)
    with acting_as(world.actor("Tor")) as tor, transaction.atomic(), pytest.raises(NotAllowed):
        unit = Unit.objects.get(pk=tor.unit_id)
        take_down_correction(
            actor=tor, case=case, said=Said(info_class=InfoClass.CONFIDENTIAL, about="x", said="y"),
            to_unit=unit, form=RequestForm.PAPER, at=clock.now(),
        )  # fmt: skip
