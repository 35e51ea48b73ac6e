"""What a withdrawal stops, whom it tells, and what it leaves; by which law anybody processes at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit.models import Outbox
from hjemvei.audit.processing import BASES
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Assignment, Message, Notice, Task
from hjemvei.core import clock
from hjemvei.plans.models import Goal, Measure, Plan
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.grounds import legal_grounds
from hjemvei.sharing.models import AccessEnd, Case, Consent, owned_by
from hjemvei.sharing.terms import arrows
from hjemvei.web import alerts
from hjemvei.web.outbox import send_waiting
from tests.cases.cooperation_factories import ORAL, consent_to, inside, notify, raw
from tests.cases.test_cooperation_views import sign_in
from tests.world import World


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def shared(world: World, *slugs: str) -> tuple[Case, Consent]:
    """Notified, and the coordinators have it."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", *slugs)
        notify(world, tor, case)
    return case, consent


def withdraw(world: World, consent: Consent, who: str = "Tor") -> None:
    with acting_as(world.actor(who)) as actor:
        withdraw_consent(actor=actor, consent=consent, how=ConsentForm.ORAL, at=clock.now())


def test_what_waits_for_those_who_lose_access_is_stopped(world: World) -> None:
    """Also what the one who takes it down can't see: Ida writes it, and the prison's rows stop."""
    case, consent = shared(world, "tk-nav")
    tor, unit = world.actor("Tor"), world.unit("tk-koordinering")
    today, now = clock.today(), clock.now()
    with acting_as(tor):
        question = send_message(actor=tor, case=case, to_unit=unit, body="Når?", is_question=True, at=now)
        own = owned_by(tor, case, at=now)
        dates = {"opens_on": today, "due_on": today, "first_due_on": today}
        task = Task.objects.create(
            **own, code="own_x", title="x", party="municipality", to_unit=unit, **dates
        )
        Plan.objects.create(**own, starts_on=today)
        goal = Goal.objects.create(**own, info_class=InfoClass.HOUSING, area="housing", text="x")
        measure = Measure.objects.create(
            **own, info_class=InfoClass.HOUSING, goal=goal, text="x", to_unit=unit
        )
        alerts.tell(tor, "date_moved", [unit.pk], at=now, about=case.pk)
    with acting_as(world.actor("Ida")) as ida:
        nav = world.unit("tk-nav")
        delegate_case(actor=ida, case=case, to_unit=nav, role=Role.SOCIAL_CASEWORKER, today=today, at=now)
    withdraw(world, consent, "Ida")
    with acting_as(tor):
        assert Notice.objects.get(case=case).state == "cancelled"
        assert Task.objects.get(pk=task.pk).lapsed_at is not None
        assert Message.objects.get(pk=question.pk).answer_by is None
        assert Measure.objects.get(pk=measure.pk).state == "dropped"
        (waiting,) = Outbox.objects.filter(case_id=case.pk)
        assert waiting.cancelled_at is not None and waiting.sent_at is None
    with acting_as(world.actor("Ida")):
        (part,) = Assignment.objects.filter(case=case, to_unit=nav)
        assert part.state == "ended"
    with acting_as(world.actor("Nils")):
        assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(0,)]


def test_a_cancelled_mail_is_never_sent(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        letter = {"kind": "alert", "owner_unit_id": tor.unit_id, "to_user_id": tor.user_id, "body": "x"}
        for number, cancelled in enumerate((clock.now(), None)):
            Outbox.objects.create(
                **letter,
                subject=str(number),
                once=str(number),
                created_at=clock.now(),
                cancelled_at=cancelled,
            )
        assert send_waiting(at=clock.now(), using="default") == 1
        assert [sent.subject for sent in mail.outbox] == ["1"]


def test_who_loses_access_is_told_without_content_and_others_are_not(world: World) -> None:
    case, consent = shared(world, "tk-nav")
    withdraw(world, consent)
    with acting_as(world.actor("Ida")) as ida:
        (end,) = AccessEnd.objects.visible_to(ida)
        assert (end.unit_id, end.reference, end.reason) == (ida.unit_id, case.key, "withdrawn")
    with acting_as(world.actor("Nils")) as nils:  # named, but nothing was ever opened to it
        assert not AccessEnd.objects.visible_to(nils).exists()
        assert raw("SELECT count(*) FROM sharing_accessend") == [(0,)]
    client = sign_in(world, "Ida")
    page = client.get("/sak/innboks/").content.decode()
    assert "Tilgangen er avsluttet" in page and case.key in page and "Skog" not in page
    where = f"/sak/innboks/avsluttet/{end.key}/"
    assert client.post(where, {"once": "a" * 22}).status_code == 302
    assert "Tilgangen er avsluttet" not in client.get("/sak/innboks/").content.decode()
    assert client.get(f"/sak/{case.key}/").status_code in (200, 404)


def test_a_narrower_yes_stops_only_what_falls_out(world: World) -> None:
    case, consent = shared(world, "tk-nav")
    tor = world.actor("Tor")
    with acting_as(tor):
        unit = world.unit("tk-koordinering")
        less = arrows(giver_id=tor.controller_id, receivers=[unit.pk], classes=[InfoClass.COORDINATION])
        narrow_consent(
            actor=tor, consent=consent, terms=ORAL, arrows=less, today=clock.today(), at=clock.now()
        )
        assert Notice.objects.get(case=case).state == "sent"
    with acting_as(world.actor("Ida")) as ida:
        assert not AccessEnd.objects.visible_to(ida).exists()


def test_another_consent_that_still_lets_the_unit_in_keeps_its_work(world: World) -> None:
    case, consent = shared(world)
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, case, "tk-koordinering")
    with acting_as(world.actor("Ida")) as ida:
        delegate_case(
            actor=ida,
            case=case,
            to_unit=world.unit("tk-koordinering"),
            role=Role.MUNICIPAL_COORDINATOR,
            today=clock.today(),
            at=clock.now(),
        )
    withdraw(world, consent)
    with acting_as(world.actor("Ida")) as ida:
        assert not AccessEnd.objects.visible_to(ida).exists()
        assert Assignment.objects.visible_to(ida).get(case=case).state != "ended"


@pytest.mark.parametrize("function", ["losing(%s, '{}')", "tell_ended(%s, '{}', now())"])
def test_a_stranger_can_neither_ask_nor_tell(world: World, function: str) -> None:
    _case, consent = shared(world)
    with acting_as(world.actor("Berit")), transaction.atomic():
        try:
            with transaction.atomic():
                assert raw(f"SELECT kernel.{function}", consent.pk) == [([],)]
        except DatabaseError as error:
            assert "not allowed" in str(error)


def test_nobody_writes_that_access_has_ended(world: World) -> None:
    for sql in (
        "INSERT INTO sharing_accessend (reference) VALUES ('x')",
        "UPDATE sharing_accessend SET unit_id = 1",
        "DELETE FROM sharing_accessend",
    ):
        with (
            acting_as(world.actor("Ida")),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_each_unit_has_its_own_law_and_consent_is_none(world: World) -> None:
    case, consent = shared(world, "tk-nav")
    with acting_as(world.actor("Ida")) as ida:
        delegate_case(
            actor=ida,
            case=case,
            to_unit=world.unit("tk-nav"),
            role=Role.SOCIAL_CASEWORKER,
            today=clock.today(),
            at=clock.now(),
        )
        found = {ground.unit_slug: ground.code for ground in legal_grounds(case)}
    assert found == {"trondheim": "correctional", "tk-koordinering": "housing_data", "tk-nav": "social_data"}
    withdraw(world, consent)
    with acting_as(world.actor("Ida")):
        kept = {ground.unit_slug: ground.code for ground in legal_grounds(case)}
    assert kept["tk-koordinering"] == "archive" and set(kept.values()) <= set(BASES)
    with acting_as(world.actor("Berit")):
        assert legal_grounds(case) == []
    with (
        acting_as(world.actor("Tor")),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        raw("UPDATE sharing_participation SET legal_basis = 'own_agreement' RETURNING id")


def test_the_page_says_by_which_law(world: World) -> None:
    case, _consent = shared(world)
    client = sign_in(world, "Tor")
    page = client.get(f"/sak/{case.key}/samtykke/").content.decode()
    assert "Hvorfor har de lov?" in page and "boligsosialloven § 8" in page
    assert "straffegjennomføringsloven §§ 4 a–4 e" in page
