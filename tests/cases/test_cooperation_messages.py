"""Talk between the parties: an answer closes a question, withdrawal ends it; inquiries name nobody."""

from __future__ import annotations

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.calendar import NORWAY
from hjemvei.cases.actions.answer_inquiry import answer_inquiry
from hjemvei.cases.actions.answer_message import answer_message
from hjemvei.cases.actions.read_messages import read_messages
from hjemvei.cases.actions.send_inquiry import send_inquiry
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Inquiry, Message
from hjemvei.cases.rules.anonymity import has_identity_number, may_identify
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.world import World


def shared(world: World) -> tuple[Case, Consent]:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    return case, consent


def ask(world: World, case: Case) -> Message:
    with acting_as(world.actor("Ida")) as ida:
        return send_message(
            actor=ida,
            case=case,
            to_unit=world.unit("trondheim"),
            body="Har han bolig?",
            is_question=True,
            at=clock.now(),
        )


def test_a_question_is_answered_in_one_step(world: World) -> None:
    case, _consent = shared(world)
    question = ask(world, case)
    assert question.answer_by == NORWAY.add_working_days(day=clock.today(), count=5)
    with acting_as(world.actor("Tor")) as tor:
        answer = answer_message(actor=tor, question=question, body="Nei, ikke nå.", at=clock.now())
        question.refresh_from_db()
    assert question.answered_at is not None and question.read_at is not None
    assert (answer.to_unit_id, answer.to_user_id) == (
        world.unit("tk-koordinering").pk,
        world.actor("Ida").user_id,
    )
    with acting_as(world.actor("Ida")) as ida:
        assert read_messages(actor=ida, case=case, at=clock.now()) == 1
        assert read_messages(actor=ida, case=case, at=clock.now()) == 0
        with pytest.raises(NotAllowed):
            answer_message(actor=ida, question=question, body="Selvsvar", at=clock.now())
    for stranger in ("Berit", "Oda", "Sara", "Kari"):
        with acting_as(world.actor(stranger)):
            assert raw("SELECT count(*) FROM cases_message") == [(0,)]


def test_nothing_is_written_to_somebody_outside(world: World) -> None:
    case, _consent = shared(world)
    with acting_as(world.actor("Tor")) as tor:
        for slug, body, code in [
            ("ok-koordinering", "Hei", "no_consent"),
            ("tk-koordinering", " ", "empty"),
        ]:
            with pytest.raises(RuleBroken) as refused:
                send_message(actor=tor, case=case, to_unit=world.unit(slug), body=body, at=clock.now())
            assert refused.value.code == code


def test_withdrawal_ends_the_talk_and_keeps_what_was_received(world: World) -> None:
    case, consent = shared(world)
    question = ask(world, case)
    with acting_as(world.actor("Tor")) as tor:
        answer_message(actor=tor, question=question, body="Han bor hos en venn.", at=clock.now())
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.PAPER, at=clock.now())
        with pytest.raises(RuleBroken):
            send_message(
                actor=tor, case=case, to_unit=world.unit("tk-koordinering"), body="Mer", at=clock.now()
            )
    with acting_as(world.actor("Ida")) as ida:
        assert Message.objects.visible_to(ida).filter(case=case).count() == 2
        with pytest.raises(RuleBroken):
            send_message(actor=ida, case=case, to_unit=world.unit("trondheim"), body="Mer?", at=clock.now())


def test_an_inquiry_names_nobody_and_is_seen_by_two_units(world: World) -> None:
    unit = world.unit("tk-koordinering")
    with acting_as(world.actor("Tor")) as tor:
        with pytest.raises(RuleBroken) as refused:
            send_inquiry(actor=tor, to_unit=unit, body="Gjelder 279096 42545", at=clock.now())
        assert refused.value.code == "identifying"
        inquiry = send_inquiry(actor=tor, to_unit=unit, body="Tar dere imot en på 20 år?", at=clock.now())
    with acting_as(world.actor("Oda")):
        assert raw("SELECT count(*) FROM cases_inquiry") == [(0,)]
    with acting_as(world.actor("Ida")) as ida:
        answer_inquiry(actor=ida, inquiry=inquiry, body="Ja.", at=clock.now())
    with acting_as(world.actor("Tor")) as tor:
        assert Inquiry.objects.visible_to(tor).get(answers=inquiry).body == "Ja."
        inquiry.refresh_from_db()
    assert inquiry.answered_at is not None


@pytest.mark.parametrize(
    ("text", "number", "identifies"),
    [
        ("Har dere plass til en mann på 30?", False, False),
        ("Ring 73 00 00 00 i Trondheim kommune", False, False),
        ("27909642545", True, False),
        ("født 27.10.1996", False, True),
        ("Det gjelder Klok Lyng på Tunga", False, True),
    ],
)
def test_texts_that_say_who_it_is(text: str, number: bool, identifies: bool) -> None:
    assert (has_identity_number(text), may_identify(text)) == (number, identifies)
