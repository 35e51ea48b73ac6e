"""Emergency access as people use it: find, open, read, not write, an hour, review; none while one is late."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.emergency import Emergency, with_emergency
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Membership, User
from hjemvei.audit.models import Outbox, ReadLog
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.embedded import Server
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.break_glass import break_glass, review_by
from hjemvei.sharing.actions.review_break_glass import review_break_glass
from hjemvei.sharing.enums import ConsentForm, EmergencyCategory, ReviewOutcome
from hjemvei.sharing.models import BreakGlass, Case, owned_by
from hjemvei.sharing.queries import find_case, find_row
from hjemvei.sharing.terms import Terms
from hjemvei.web.digest import write_digests
from tests.conftest import NAME
from tests.guards.rows import case_row_models
from tests.guards.test_second_lock import filled, seen
from tests.sharing.emergencies import REASON, add_officer, in_emergency, opened
from tests.web.factories import signed_in
from tests.world import DAY, World

__all__ = ["filled"]
KLOK = "27909642545"
LATE = dt.timedelta(days=20)


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


@pytest.fixture
def officer(world: World) -> Actor:
    return add_officer(world)


@pytest.fixture
def klok(world: World) -> Case:
    with acting_as(world.actor("Tor")):
        return world.case("Klok Lyng")


def sent(client: Client, path: str, **data: str) -> Any:
    return client.post(path, {"once": secrets.token_urlsafe(16), **data})


def break_in(client: Client, case: Case, *, reason: str = REASON) -> Any:
    return sent(client, f"/nodtilgang/{case.key}/", category="homeless", reason=reason)


def officer_client(officer: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=officer.user_id))
    return client


@pytest.mark.parametrize("wanted", [KLOK, "279096 42545", "t1", "key"])
def test_find_says_the_unit_and_nothing_of_the_person(world: World, klok: Case, wanted: str) -> None:
    liv = signed_in(world, "Liv")
    text = liv.post("/nodtilgang/", {"wanted": klok.key if wanted == "key" else wanted}).content.decode()
    assert world.unit("trondheim").name in text and f"/nodtilgang/{klok.key}/" in text
    assert "Lyng" not in text and "Klok" not in text
    assert "42545" not in text.replace(f'value="{wanted}"', "")


def test_a_search_is_noted_found_or_not(world: World, klok: Case) -> None:
    liv = signed_in(world, "Liv")
    before = ReadLog.objects.count()
    assert liv.post("/nodtilgang/", {"wanted": "T99"}).status_code == 422
    assert liv.post("/nodtilgang/", {"wanted": KLOK}).status_code == 200
    assert ReadLog.objects.count() == before == 0  # nobody of the application reads the log


def test_nothing_is_found_in_another_controller_or_by_who_works_in_no_case(world: World, klok: Case) -> None:
    for name in ("Ida", "Oda", "Sara"):
        assert signed_in(world, name).post("/nodtilgang/", {"wanted": KLOK}).status_code == 422
        assert signed_in(world, name).get(f"/nodtilgang/{klok.key}/").status_code == 404
    for name in ("Kari", "Per", "Anne", "Vera"):
        assert signed_in(world, name).post("/nodtilgang/", {"wanted": KLOK}).status_code == 403


@pytest.mark.parametrize("protection", [1, 2, 3, 4])
def test_the_protected_are_not_found(world: World, klok: Case, protection: int) -> None:
    with acting_as(world.actor("Tor")) as tor:
        call("protect", klok.pk, tor.unit_id, protection, "prøve", clock.now(), "x" * 12)
    liv = signed_in(world, "Liv")
    assert liv.post("/nodtilgang/", {"wanted": KLOK}).status_code == 422
    assert liv.get(f"/nodtilgang/{klok.key}/").status_code == 404
    assert break_in(liv, klok).status_code == 404
    assert liv.get(f"/sak/{klok.key}/").status_code == 404


def test_open_read_and_end(world: World, klok: Case, officer: Actor) -> None:
    liv = signed_in(world, "Liv")
    assert "60 minutter" in liv.get(f"/nodtilgang/{klok.key}/").content.decode()
    assert break_in(liv, klok, reason="for kort").status_code == 422
    answer = break_in(liv, klok)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sak/{klok.key}/")
    page = liv.get(f"/sak/{klok.key}/").content.decode()
    assert "Klok Lyng" in page and "Nødtilgang: 60 minutter igjen" in page and "/nodtilgang/avslutt/" in page
    assert "Nødtilgang: 60 minutter igjen" in liv.get("/").content.decode()
    assert signed_in(world, "Liv").get(f"/sak/{klok.key}/").status_code == 403, (
        "another session has none of it"
    )
    assert sent(liv, "/nodtilgang/avslutt/").status_code == 302
    assert liv.get(f"/sak/{klok.key}/").status_code == 403
    assert "minutter igjen" not in liv.get("/").content.decode()


def test_colleagues_of_the_same_unit_see_nothing_of_it(world: World, klok: Case, officer: Actor) -> None:
    opening = opened(world, klok.key)
    for name in ("Siv", "Berit", "Leif"):
        with acting_as(world.actor(name)):
            Case.objects.visible_to(world.actor(name)).filter(pk=klok.pk).exists()
    user = User.objects.create_user("leo@example.test", name="Leo Prøve")
    Membership.objects.create(
        user=user, unit=world.unit("trondheim-leira"), role="contact_officer", starts_on=DAY
    )
    liv = world.actor("Liv")
    leo = Actor(user.pk, "Leo", liv.unit_id, liv.unit_name, liv.controller_id, "", liv.unit_roles)
    pretends = with_emergency(leo, Emergency(opening.key, klok.key, liv.unit_id, opening.ends_at))
    assert seen(leo, klok.pk) == seen(pretends, klok.pk) == {}


def test_it_gives_exactly_the_role_s_classes(world: World, filled: int, officer: Actor) -> None:
    """Raw SELECTs: what Tor's unit wrote in every class, as the contact officer of Leira sees it."""
    with acting_as(world.actor("Tor")):
        key = Case.objects.get(pk=filled).key
    found = seen(in_emergency(world, opened(world, key)), filled)
    classes = set().union(*found.values())
    hidden = {InfoClass.OWN, InfoClass.HEALTH, InfoClass.CONFIDENTIAL}
    assert classes == set(InfoClass) - hidden
    assert found["Task"] == set(InfoClass) - hidden
    closed = {model.__name__ for model in case_row_models() if model.row_class in hidden}
    assert {model.__name__ for model in case_row_models()} - set(found) == closed


def test_a_leader_and_a_social_worker_get_theirs_and_no_health(
    world: World, filled: int, officer: Actor
) -> None:
    with acting_as(world.actor("Tor")):
        key = Case.objects.get(pk=filled).key
    seats = {"Bo": Role.PRISON_LEADER, "Bea": Role.PRISON_SOCIAL_WORKER}
    for name, role in seats.items():
        unit = world.unit("bergen")
        user = User.objects.create_user(f"{name}@example.test", name=name)
        Membership.objects.create(user=user, unit=unit, role=role, starts_on=DAY)
        world.actors[name] = Actor(
            user.pk, name, unit.pk, unit.name, unit.controller_id, "", {unit.pk: frozenset({role})}
        )
    try:
        leader = seen(in_emergency(world, opened(world, key, "Bo"), "Bo"), filled)
        worker = seen(in_emergency(world, opened(world, key, "Bea"), "Bea"), filled)
    finally:
        for name in seats:
            del world.actors[name]
    assert set().union(*leader.values()) == {
        InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.COORDINATION, InfoClass.CONSENT,
    }  # fmt: skip
    assert InfoClass.HEALTH not in set().union(*worker.values())


def test_it_is_for_reading(world: World, klok: Case, officer: Actor) -> None:
    liv = in_emergency(world, opened(world, klok.key))
    with acting_as(liv):
        case, at = find_case(liv, klok.key), clock.now()
        with pytest.raises(NotAllowed, match="lese, men ikke skrive"):
            owned_by(liv, case, at=at)
        with pytest.raises(NotAllowed, match="lese, men ikke skrive"):
            find_row(liv, BreakGlass, case=case, key="x", lock=True)  # type: ignore[type-var]
        with pytest.raises(NotAllowed, match="lese, men ikke skrive"):
            ask_consent(actor=liv, case=case, terms=Terms(form=ConsentForm.ORAL), at=at)
        assert call("may_write", case.pk) is False


def test_a_form_that_is_sent_in_an_emergency_is_refused_with_the_reason(
    world: World, klok: Case, officer: Actor
) -> None:
    liv = signed_in(world, "Liv")
    break_in(liv, klok)
    answer = sent(liv, f"/sak/{klok.key}/samtykke/nytt/", answer="asked", form="oral")
    assert answer.status_code == 403 and "ikke skrive" in answer.content.decode()
    answer = sent(liv, f"/sak/{klok.key}/beskyttelse/", grade="1", reason="Prøve")
    assert answer.status_code in (403, 422) or "ikke skrive" in answer.content.decode()
    with acting_as(world.actor("Tor")):
        assert Case.objects.get(pk=klok.pk).protection == 0


def test_an_hour_by_the_clock_of_the_session(world: World, klok: Case, officer: Actor) -> None:
    opening = opened(world, klok.key)
    emergency = Emergency(opening.key, klok.key, opening.unit_id, opening.ends_at)
    assert opening.ends_at - opening.starts_at == dt.timedelta(hours=1)
    assert emergency.minutes_left(opening.starts_at) == 60
    assert emergency.minutes_left(opening.ends_at - dt.timedelta(seconds=30)) == 1
    liv = signed_in(world, "Liv")
    session = liv.session
    over = clock.now() - dt.timedelta(seconds=1)
    session["emergency"] = [opening.key, klok.key, opening.unit_id, over.isoformat()]
    session.save()
    assert liv.get(f"/sak/{klok.key}/").status_code == 403


@contextmanager
def superuser(server: Server) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server.url("postgres", NAME)) as connection:
        yield connection
        connection.rollback()


def as_liv(cursor: Any, liv: Actor) -> None:
    for name, value in liv.session_values().items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    cursor.execute("SET LOCAL ROLE hjemvei_app")


def test_an_hour_by_the_clock_of_the_database(world: World, database_server: Server) -> None:
    """An array that nobody has brought up to date opens nothing: the participation's end counts."""
    liv = with_emergency(
        world.actor("Liv"), Emergency("x", "x", world.actor("Liv").unit_id, clock.now() + LATE)
    )
    case_id, person_id = world.admitted["Klok Lyng"].case_id, world.admitted["Klok Lyng"].person_id
    for ends, expected in (("10 minutes", 1), ("-1 second", 0)):
        with superuser(database_server) as connection, connection.cursor() as cursor:
            values = [case_id, liv.unit_id, liv.controller_id, person_id, ends]
            cursor.execute(
                "INSERT INTO sharing_participation (case_id, unit_id, controller_id, person_id, basis,"
                " can_write,"
                " starts_at, ends_at) VALUES (%s, %s, %s, %s, 'break_glass', false,"
                " now() - interval '50 minutes',"
                " now() + %s::interval) RETURNING id",
                values,
            )
            for table, row in (("sharing_case", case_id), ("persons_person", person_id)):
                cursor.execute(
                    f"UPDATE {table} SET access_units = access_units || %s::int,"
                    " visible_until = now() + %s::interval WHERE id = %s",
                    [-liv.user_id, ends, row],
                )
            as_liv(cursor, liv)
            for table, row in (("sharing_case", case_id), ("persons_person", person_id)):
                cursor.execute(f"SELECT count(*) FROM {table} WHERE id = %s", [row])
                assert cursor.fetchone() == (expected,), (table, ends)


def test_the_privacy_officer_is_told_at_once_and_reviews_without_opening_the_case(
    world: World, klok: Case, officer: Actor
) -> None:
    break_in(signed_in(world, "Liv"), klok)
    with acting_as(world.actor("Liv")):
        letter = Outbox.objects.get(to_user_id=officer.user_id)
    assert letter.kind == "alert" and "nødtilgang" in letter.subject
    assert not any(name in f"{letter.subject}{letter.body}" for name in ("Klok", "Lyng", KLOK, klok.key))
    pia = officer_client(officer)
    assert "Liv Prøve" in pia.get("/").content.decode()
    assert pia.get(f"/sak/{klok.key}/").status_code == 404
    with acting_as(officer):
        opening = BreakGlass.objects.visible_to(officer).get()
    address = f"/nodtilgang/gjennomgang/{opening.key}/"
    assert REASON in pia.get(address).content.decode()
    assert "Lyng" not in pia.get(address).content.decode()
    assert sent(pia, address, outcome="not_in_order").status_code == 422
    assert sent(pia, address, outcome="not_in_order", text="Stedfortrederen var på jobb.").status_code == 302
    assert "ikke i orden" in pia.get("/nodtilgang/gjennomgang/").content.decode()
    assert sent(pia, address, outcome="in_order").status_code == 422, "it is answered once"


def test_reviews_are_for_the_privacy_officer_of_the_controller(
    world: World, klok: Case, officer: Actor
) -> None:
    opening = opened(world, klok.key)
    for name in ("Per", "Leif", "Berit", "Ida"):  # Per is the municipality's
        with acting_as(world.actor(name)) as actor:
            rows = BreakGlass.objects.all().count()
            assert rows == BreakGlass.objects.visible_to(actor).count() == (1 if name == "Leif" else 0), name
            with pytest.raises(NotAllowed):
                review_break_glass(
                    actor=actor, opening=opening, outcome=ReviewOutcome.IN_ORDER, text="", at=clock.now()
                )
    assert signed_in(world, "Leif").get("/nodtilgang/gjennomgang/").status_code == 403


def test_the_units_of_the_case_see_who_opened_it(world: World, klok: Case, officer: Actor) -> None:
    opening = opened(world, klok.key)
    page = signed_in(world, "Tor").get(f"/sak/{klok.key}/beskyttelse/").content.decode()
    assert "Liv Prøve" in page and REASON in page and opening.key in page


def test_none_new_while_a_review_is_overdue(world: World, klok: Case, officer: Actor) -> None:
    """Of one's own, or of another's in the same case; after the review the way is free."""
    early = clock.now() - LATE
    opening = opened(world, klok.key, at=early)
    assert opening.review_by < clock.now()
    with acting_as(world.actor("Liv")):
        call("end_break_glass", opening.pk)
    with pytest.raises(NotAllowed, match="innen fristen"):
        opened(world, klok.key)
    with pytest.raises(RuleBroken, match="innen fristen"):
        opened(world, klok.key, "Berit")
    page = officer_client(officer).get("/").content.decode()
    assert "over fristen" in page
    with acting_as(officer):
        review_break_glass(
            actor=officer, opening=opening, outcome=ReviewOutcome.IN_ORDER, text="", at=clock.now()
        )
    assert opened(world, klok.key, "Berit").pk != opening.pk


def test_one_at_a_time_and_the_same_one_again(world: World, klok: Case, officer: Actor) -> None:
    opening = opened(world, klok.key)
    assert opened(world, klok.key).pk == opening.pk
    with acting_as(world.actor("Tor")):
        other = world.case("Stø Måke")
    with acting_as(in_emergency(world, opening)) as liv, pytest.raises(NotAllowed, match="Avslutt"):
        break_glass(actor=liv, key=other.key, category=EmergencyCategory.LIFE, reason=REASON, at=clock.now())


def test_without_a_privacy_officer_nothing_is_opened(world: World, klok: Case) -> None:
    with pytest.raises(RuleBroken, match="personvernombud"):
        opened(world, klok.key)


def test_the_review_is_due_after_five_working_days() -> None:
    monday = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
    assert timezone.localdate(review_by(monday)) == dt.date(2026, 11, 24)
    before_christmas = dt.datetime(2026, 12, 22, 9, 0, tzinfo=dt.UTC)
    assert timezone.localdate(review_by(before_christmas)) == dt.date(2026, 12, 31)


def test_the_daily_mail_counts_what_waits(world: World, klok: Case, officer: Actor) -> None:
    opened(world, klok.key, at=clock.now() - LATE)
    write_digests(at=clock.now(), today=clock.today())
    with acting_as(world.actor("Berit")):  # of the unit in whose name the letter stands
        body = Outbox.objects.get(to_user_id=officer.user_id, kind="digest").body
    assert "1 nødtilgang venter på gjennomgang." in body and "1 nødtilgang er over fristen" in body


def test_a_fresh_second_factor_is_asked_for_first(
    world: World, klok: Case, officer: Actor, settings: Any
) -> None:
    settings.MFA_REQUIRED = True
    liv = signed_in(world, "Liv")
    assert liv.get(f"/nodtilgang/{klok.key}/").status_code == 200
    session = liv.session
    session["second_factor_at"] = int(clock.now().timestamp()) - 600
    session.save()
    answer = break_in(liv, klok)
    assert answer.status_code == 302 and "til=" in answer.headers["Location"]
    with acting_as(world.actor("Liv")):
        assert not BreakGlass.objects.exists()
