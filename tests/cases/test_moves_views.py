"""The pages of a move, the picture of hands, the inbox, the daily mail, and the person's own page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.refuse_move import refuse_move
from hjemvei.cases.enums import MoveRefusal
from hjemvei.cases.hands import note_hand
from hjemvei.cases.models import MoveWish
from hjemvei.core import clock
from hjemvei.portal.enums import Strength
from hjemvei.sharing.models import Case
from hjemvei.ui import charts
from hjemvei.web.digest import write_digests
from tests.cases.test_cooperation_views import once, plain_pages, sign_in, text
from tests.cases.test_moves_and_disputes import answered, invited, wished
from tests.portal.ways import inside, mark_of
from tests.world import World

__all__ = ["plain_pages"]


def to(case: Case, way: str) -> str:
    return f"/sak/{case.key}/ansvar/{way}"


def test_a_move_in_the_browser(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering")
    tor, ida, oda = (sign_in(world, name) for name in ("Tor", "Ida", "Oda"))
    assert to(case, "flytting/") in text(tor, to(case, ""))
    same = {"once": once(1), "to_municipality": "5001", "wished_on": clock.today().isoformat(), "why": ""}
    assert tor.post(to(case, "flytting/"), same).status_code == 422
    assert tor.post(to(case, "flytting/"), same | {"to_municipality": "0301"}).status_code == 302
    with acting_as(world.actor("Tor")):
        wish = MoveWish.objects.get(case=case)
    assert "Vil flytte til Oslo" in text(ida, f"/sak/{case.key}/")
    assert "ta stilling" in text(ida, "/sak/innboks/")
    view = {"once": once(2), "view": "advises_against", "reason": ""}
    assert ida.post(to(case, f"flytting/{wish.key}/stilling/"), view).status_code == 422
    assert ida.post(to(case, f"flytting/{wish.key}/stilling/"), view | {"reason": "Vent"}).status_code == 302
    assert ida.get(to(case, f"flytting/{wish.key}/nei/")).status_code == 403
    assert oda.get(to(case, "")).status_code == 404
    unit = {"once": once(3), "to_unit": world.unit("ok-koordinering").pk}
    assert tor.post(to(case, f"flytting/{wish.key}/inviter/"), unit).status_code == 302
    shown = text(oda, to(case, ""))
    assert (
        "Ja, vi overtar ansvaret" in shown and "Trondheim har ansvaret til en annen kommune sier ja" in shown
    )
    assert "dere er invitert" in text(oda, "/sak/innboks/")
    no = {"once": once(4), "refusal": "no_home_now", "reason": "Kø på tolv måneder"}
    answer = oda.post(to(case, f"flytting/{wish.key}/nei/"), no)
    assert (answer.status_code, answer["Location"]) == (302, "/sak/innboks/")
    assert oda.get(to(case, "")).status_code == 404
    assert "Kø på tolv måneder" in text(tor, to(case, ""))
    assert oda.post(to(case, f"flytting/{wish.key}/ja/"), {"once": once(5)}).status_code == 404


def test_the_way_from_hand_to_hand_is_a_picture_with_a_table_and_costs_no_query_more(world: World) -> None:
    case, _consent = answered(world, "tk-nav", "tk-boligkontor")
    ida = sign_in(world, "Ida")
    text(ida, f"/sak/{case.key}/")
    with CaptureQueriesContext(connection) as calm:
        assert "skiftet hender" not in text(ida, f"/sak/{case.key}/")
    _hand_on(world, case, 4)
    with CaptureQueriesContext(connection) as handed:
        shown = text(ida, f"/sak/{case.key}/")
    assert len(handed) <= len(calm)
    assert "hv-hands-path" in shown and "3 ganger" in shown and "4. Trondheim kommune, koordinering" in shown
    assert "har skiftet hender 3 ganger" in text(ida, "/sak/innboks/")


def _hand_on(world: World, case: Case, times: int) -> None:
    """Ida in her own unit and Nils in his take it in turns."""
    for n in range(times):
        name, slug = (("Nils", "tk-nav"), ("Ida", "tk-koordinering"))[n % 2]
        at = clock.now() + dt.timedelta(days=n)
        with acting_as(world.actor("Ida")) as ida:
            held = Case.objects.get(pk=case.pk)
            part = delegate_case(
                actor=ida,
                case=held,
                to_unit=world.unit(slug),
                to_user=User.objects.get(pk=world.actor(name).user_id),
                role=Role.SOCIAL_CASEWORKER,
                today=clock.today(),
                at=at,
            )
        if name == "Nils":
            with acting_as(world.actor("Nils")) as nils:
                accept_assignment(actor=nils, assignment=part, at=at)


def test_leaders_are_told_a_number_and_no_name(world: World) -> None:
    boss = User.objects.create_user("leder@example.test", name="Leder Prøve")
    Membership.objects.create(
        user=boss,
        unit=world.unit("tk-koordinering"),
        role=Role.MUNICIPAL_LEADER,
        starts_on=dt.date(2020, 1, 1),
    )
    case, _consent = answered(world, "tk-nav")
    for n in range(4):
        _hand(world, case, n)
    write_digests(at=clock.now(), today=clock.today())
    with acting_as(world.actor("Ida")):
        mails = {mail.to_user_id: mail.body for mail in Outbox.objects.filter(kind=OutboxKind.DIGEST)}
    told = "1 sak har skiftet hender tre ganger eller mer."
    assert told in mails[boss.pk] and told in mails[world.actor("Ida").user_id]
    assert "Skog" not in "".join(mails.values())
    assert told not in mails.get(world.actor("Nils").user_id, "")


def _hand(world: World, case: Case, n: int) -> None:
    unit = world.unit(("tk-nav", "tk-koordinering")[n % 2])
    with acting_as(world.actor("Ida")) as ida:
        note_hand(ida, Case.objects.get(pk=case.pk), unit=unit, at=clock.now() + dt.timedelta(days=n))


def test_the_person_sees_where_it_stands_and_may_stay(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering")
    wish = wished(world, case)
    client = inside(world, case=case)
    shown = text(client, reverse("portal:home"))
    assert "Du vil flytte til Oslo" in shown and "Trondheim skal hjelpe deg" in shown
    assert "Oslo er ikke spurt ennå" in shown
    invited(world, case, wish)
    assert "Oslo er spurt" in text(client, reverse("portal:home"))
    place = reverse("portal:stay", args=[wish.key])
    assert client.get(reverse("portal:stay", args=["x" * 12])).status_code == 404
    assert "Ja, jeg blir" in text(client, place)
    for _twice in range(2):
        assert client.post(place, {"mark": mark_of(client)}).status_code == 302
    assert "ikke vil flytte likevel" in text(client, reverse("portal:home"))
    assert sign_in(world, "Oda").get(to(case, "")).status_code == 404


@pytest.mark.parametrize("strength", [Strength.CODE, Strength.ATTENDED])
def test_the_person_reads_why_the_answer_was_no(world: World, strength: Strength) -> None:
    case, _consent = answered(world, "ok-koordinering")
    wish = invited(world, case, wished(world, case))
    with acting_as(world.actor("Oda")) as oda:
        refuse_move(actor=oda, wish=wish, refusal=MoveRefusal.NO_HOME_NOW, reason="Lang kø", at=clock.now())
    shown = text(inside(world, case=case, strength=strength), reverse("portal:home"))
    assert "De har ingen bolig til deg nå." in shown and "Lang kø" in shown


def test_the_path_bends_from_hand_to_hand() -> None:
    assert charts.hands([]).path == ""
    found = charts.hands(["a", "b", "c"])
    assert [hold.number for hold in found.holds] == [1, 2, 3]
    assert found.path.startswith("M28 58 C") and found.path.count("C") == 2
