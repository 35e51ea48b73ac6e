"""Mails: counts only, once a day; red events at once; sent once, tried again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import Agreement, ReviewDate
from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Custody, ReleaseDate
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import owned_by
from hjemvei.web.alerts import on_date_moved, on_released
from hjemvei.web.digest import write_digests
from hjemvei.web.outbox import send_waiting
from hjemvei.web.upkeep import refresh_lists
from tests.cases.factories import agree
from tests.web.factories import NOW, TODAY, inside
from tests.web.test_views_case import share
from tests.world import World

NAMES = ("Klok", "Lyng", "Måke", "27909642545", "T1")


def letters(world: World, actor: str, kind: OutboxKind) -> list[Outbox]:
    with acting_as(world.actor(actor)):
        return list(Outbox.objects.filter(kind=kind).order_by("id"))


def said(mails: list[Outbox]) -> str:
    return "\n".join(f"{mail.subject}\n{mail.body}" for mail in mails)


def test_one_mail_a_day_with_counts_and_no_names(world: World) -> None:
    inside(world, "Klok Lyng", days=20, risk="yes", task="consent_asked", due_in=-2)
    inside(world, "Stø Måke", days=40, task="plan_started", due_in=3)
    assert write_digests(at=NOW, today=TODAY) == 3
    assert write_digests(at=NOW, today=TODAY) == 3
    mails = letters(world, "Tor", OutboxKind.DIGEST)
    assert {mail.to_user_id for mail in mails} == {
        world.actor(name).user_id for name in ("Tor", "Siv", "Leif")
    }
    assert len(mails) == 3
    text = said(mails)
    assert "1 oppgave er over fristen." in text
    assert "1 oppgave har frist innen en uke." in text
    assert [name for name in NAMES if name in text] == []
    assert letters(world, "Berit", OutboxKind.DIGEST) == []


def test_nothing_waits_no_mail(world: World) -> None:
    assert write_digests(at=NOW, today=TODAY) == 0


def test_a_date_moved_near_is_told_at_once_without_names(world: World) -> None:
    case = inside(world, "Klok Lyng", days=9)
    far = inside(world, "Stø Måke", days=90)
    with acting_as(world.actor("Tor")) as tor:
        on_date_moved(actor=tor, case_ids=[far.pk], at=NOW)
        assert not Outbox.objects.exists()
        on_date_moved(actor=tor, case_ids=[case.pk, far.pk], at=NOW)
        on_date_moved(actor=tor, case_ids=[case.pk], at=NOW)
    mails = letters(world, "Tor", OutboxKind.ALERT)
    assert [mail.to_user_id for mail in mails] == [world.actor("Siv").user_id]
    assert [name for name in NAMES if name in said(mails)] == []


def test_an_unplanned_release_is_told_at_once(world: World) -> None:
    case = inside(world, "Klok Lyng", days=60)
    with acting_as(world.actor("Tor")) as tor:
        Custody.objects.filter(case=case).update(ends_before=TODAY, way_out="acquittal")
        on_released(actor=tor, case_ids=[case.pk], at=NOW)
        assert "tidligere enn ventet" in Outbox.objects.get().body


def test_a_release_on_the_day_is_no_alarm(world: World) -> None:
    case = inside(world, "Klok Lyng", days=0)
    with acting_as(world.actor("Tor")) as tor:
        Custody.objects.filter(case=case).update(ends_before=TODAY, way_out="release")
        on_released(actor=tor, case_ids=[case.pk], at=NOW)
        assert not Outbox.objects.exists()


def test_a_withdrawn_consent_is_told_to_those_who_lose_access(world: World) -> None:
    case = inside(world, "Klok Lyng", days=60)
    consent = share(world, case, to="tk-koordinering", classes=[InfoClass.IDENTITY])
    with acting_as(world.actor("Tor")) as tor:
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=NOW)
    mails = letters(world, "Tor", OutboxKind.ALERT)
    assert world.actor("Ida").user_id in {mail.to_user_id for mail in mails}
    assert [name for name in NAMES if name in said(mails)] == []


@pytest.mark.django_db(databases=["default", "worker"], transaction=False)
def test_the_list_is_made_anew_at_night(world: World) -> None:
    case = inside(world, "Klok Lyng", days=100)
    with acting_as(world.actor("Tor")) as tor:
        custody = Custody.objects.get(case=case)
        fields = owned_by(tor, case, at=NOW)
        later = NOW + dt.timedelta(seconds=1)
        ReleaseDate.objects.create(
            **fields, custody=custody, expected_on=TODAY, certainty="fixed", source="s", known_at=later
        )
    assert refresh_lists(at=later) >= 6
    with acting_as(world.actor("Tor")):
        from hjemvei.cases.models import Caseload  # noqa: PLC0415

        assert Caseload.objects.get(case=case).sort_on == TODAY
        sync_caseload(case_ids=[case.pk])


class TestSending:
    @pytest.fixture(autouse=True)
    def _waiting(self, world: World, settings: object) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
        with acting_as(world.actor("Tor")) as tor:
            Outbox.objects.create(
                kind=OutboxKind.DIGEST, owner_unit_id=tor.unit_id, to_address="a@example.test", subject="S",
                body="B", once="x", created_at=NOW,
            )  # fmt: skip

    def test_one_that_cannot_be_a_mail_stops_no_other(self, world: World) -> None:
        with acting_as(world.actor("Tor")) as tor:
            Outbox.objects.create(
                kind=OutboxKind.DIGEST, owner_unit_id=tor.unit_id, to_address="b@example.test",
                subject="S\nBcc: alle@example.test", body="B", once="y", created_at=NOW,
            )  # fmt: skip
            first = Outbox.objects.get(once="x")
            Outbox.objects.filter(pk=first.pk).update(once="z", subject="S\r\nto")
            assert send_waiting(at=NOW, using="default") == 0
            Outbox.objects.filter(pk=first.pk).update(subject="S")
            assert send_waiting(at=NOW, using="default") == 1
        assert [message.to for message in mail.outbox] == [["a@example.test"]]

    def test_sent_once(self, world: World) -> None:
        with acting_as(world.actor("Tor")):
            assert send_waiting(at=NOW, using="default") == 1
            assert send_waiting(at=NOW, using="default") == 0
            assert Outbox.objects.get().sent_at == NOW
        assert [message.to for message in mail.outbox] == [["a@example.test"]]

    def test_tried_again_when_the_server_says_no(self, world: World, settings: object) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_PORT = 9  # type: ignore[attr-defined]
        with acting_as(world.actor("Tor")):
            assert send_waiting(at=NOW, using="default") == 0
            settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
            assert Outbox.objects.get().tries == 1
            assert send_waiting(at=NOW, using="default") == 1

    @pytest.mark.parametrize(
        ("kind", "demo", "kept"),
        [("invitation", False, ""), ("invitation", True, "B"), ("digest", False, "B")],
    )
    def test_an_invitations_link_does_not_stay(
        self, world: World, settings: Any, kind: str, demo: bool, kept: str
    ) -> None:
        settings.DEMO = demo
        with acting_as(world.actor("Tor")):
            Outbox.objects.update(kind=kind)
            assert send_waiting(at=NOW, using="default") == 1
            assert Outbox.objects.get().body == kept
        assert mail.outbox[0].body == "B"

    def test_a_link_that_was_not_sent_waits(self, world: World, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = 9
        with acting_as(world.actor("Tor")):
            Outbox.objects.update(kind="invitation")
            assert send_waiting(at=NOW, using="default") == 0
            assert Outbox.objects.get().body == "B"


def review(world: World, agreement: Agreement, due_on: dt.date, *, held: bool = False) -> None:
    """As Ida of the municipality keeps it."""
    with acting_as(world.actor("Ida")):
        row, _made = ReviewDate.objects.get_or_create(agreement=agreement, due_on=due_on, about="Halvår")
        row.held_on, row.outcome = (TODAY, "Ingen endring") if held else (None, "")
        row.save()


def test_a_review_of_an_agreement_is_told_until_it_is_held(world: World) -> None:
    """To those who look after agreements, in numbers: the first time a week before its day."""
    agreement = agree(world).agreement
    review(world, agreement, TODAY + dt.timedelta(days=7))
    review(world, agreement, TODAY + dt.timedelta(days=40))
    yesterday = TODAY - dt.timedelta(days=1)
    assert write_digests(at=NOW - dt.timedelta(days=1), today=yesterday) == 0
    told = write_digests(at=NOW, today=TODAY)
    mails = [mail for who in ("Tor", "Ida") for mail in letters(world, who, OutboxKind.DIGEST)]
    receivers = {mail.to_user_id for mail in mails}
    assert told == len(receivers) == len(mails)
    assert world.actor("Ida").user_id in receivers and world.actor("Tor").user_id not in receivers
    assert said(mails).count("1 avtale skal gjennomgås innen en uke.") == told and "Halvår" not in said(mails)
    later = TODAY + dt.timedelta(days=9)
    assert write_digests(at=NOW + dt.timedelta(days=9), today=later) == told
    mails = [mail for who in ("Tor", "Ida") for mail in letters(world, who, OutboxKind.DIGEST)]
    assert said(mails).count("1 gjennomgang av en avtale er over fristen.") == told
    review(world, agreement, TODAY + dt.timedelta(days=7), held=True)
    assert write_digests(at=NOW + dt.timedelta(days=10), today=later + dt.timedelta(days=1)) == 0
