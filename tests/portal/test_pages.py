"""What the person sees and says: own case alone, whichever way in; a yes taken back ends at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.models import Task
from hjemvei.cases.task_sql import FreshTask, TaskKind, write_tasks
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.portal.enums import Strength
from hjemvei.portal.forms import ShareForm
from hjemvei.portal.models import Word
from hjemvei.portal.page import shown_page
from hjemvei.portal.queries.home import HomeView
from hjemvei.portal.urls import urlpatterns
from hjemvei.portal.words import charge_text
from hjemvei.presence.actions.change_visit_day import change_visit_day
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.models import Case, Consent, Disclosure
from tests.cases.cooperation_factories import ORAL, consent_to, notify, raw
from tests.cases.cooperation_factories import inside as taken_in
from tests.portal.ways import here_of, inside, mark_of, opened
from tests.presence.test_visits import booked, visit_day
from tests.world import CLOCK, World

READING = [
    "home",
    "dates",
    "dwelling",
    "looks",
    "plan",
    "agreement",
    "consents",
    "corrections",
    "victories",
    "complaints",
    "rights",
]
FREE = "Ja eller nei betyr ingenting for permisjon eller prøveløslatelse."


def post(client: Client, name: str, *args: str, **values: object) -> object:
    return client.post(reverse(f"portal:{name}", args=args), {"mark": mark_of(client), **values})


def shared(world: World) -> tuple[Case, Consent]:
    """Somebody inside has said yes, and Trondheim municipality has the notice."""
    with acting_as(world.actor("Tor")) as tor:
        case = taken_in(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    return case, consent


@pytest.mark.parametrize("strength", list(Strength)[:2])
@pytest.mark.parametrize("language", ["nb", "en", "pl", "ar", "se", "so"])
def test_every_page_is_shown_in_every_language(world: World, strength: Strength, language: str) -> None:
    client = inside(world, strength=strength, language=language)
    for name in READING:
        answer = client.get(reverse(f"portal:{name}"))
        assert answer.status_code == 200, name
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "Content-Disposition" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "same-origin"
        page = answer.content.decode()
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
        assert ("Den norske teksten gjelder" in page) is (language not in {"nb", "en"})
    assert client.get(reverse("portal:messages")).status_code == (403 if strength == Strength.CODE else 200)


def test_a_session_never_reaches_another_case(world: World) -> None:
    """Every address of the page with the other's keys; what takes no key shows nothing of the other."""
    with acting_as(world.actor("Tor")) as tor:
        other = world.case("Tapper Foss")
        theirs = consent_to(world, tor, other, "tk-koordinering")
    client = inside(world, strength=Strength.ATTENDED)
    for entry in urlpatterns:
        keyed = "_key" in str(entry.pattern)
        path = reverse(f"portal:{entry.name}", args=[theirs.key] if keyed else [])
        for method in ("get", "post"):
            if entry.name in {"out", "hide"}:
                continue
            answer = getattr(client, method)(path, {"mark": mark_of(client)} if method == "post" else {})
            text = answer.content.decode()
            assert "Tapper" not in text and "Foss" not in text and other.key not in text, path
            if keyed:
                assert answer.status_code == 404 or (method, answer.status_code) == ("post", 405), path
    with acting_as(world.actor("Tor")):
        assert Consent.objects.get(pk=theirs.pk).state == "given"


def test_a_closed_case_is_closed_here_too(world: World) -> None:
    from hjemvei.core.db import call  # noqa: PLC0415  only here

    client = inside(world)
    assert client.get("/min-side/na/").status_code == 200
    with acting_as(world.actor("Tor")):
        call("close_case", world.admitted["Klok Lyng"].case_id, "settled")
    assert client.get("/min-side/na/").headers["Location"] == "/min-side/lukket/"


def test_a_form_of_another_session_is_not_taken(world: World) -> None:
    client = inside(world)
    answer = client.post("/min-side/bra/", {"mark": "x" * 64, "body": "Noe"})
    assert answer.status_code == 403
    assert client.post("/min-side/bra/", {"body": "Noe"}).status_code == 403


def test_staff_signed_in_on_the_same_machine_are_nobody_here(world: World, client: Client) -> None:
    from hjemvei.accounts.models import User  # noqa: PLC0415  only here

    client.force_login(User.objects.get(email="tor@example.test"))
    assert client.get("/min-side/na/").headers["Location"] == "/min-side/lukket/"


def test_taking_back_a_yes_ends_the_municipalitys_access_at_once(world: World) -> None:
    case, consent = shared(world)
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM sharing_case") == [(1,)]
    client = inside(world, case=case, language="pl")
    asked = client.get(reverse("portal:withdraw", args=[consent.key])).content.decode()
    assert "Trondheim kommune, koordinering" in asked
    answer = post(client, "withdraw", consent.key)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM cases_notice WHERE state = 'sent'") == [(0,)]
        assert not Disclosure.objects.filter(ended_at__isnull=True).exists()
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
    with acting_as(world.actor("Tor")):
        row = Consent.objects.get(pk=consent.pk)
        assert (row.state, row.withdrawn_how) == ("withdrawn", "digital")
        assert raw(f"SELECT count(*) FROM cases_document WHERE about = 'withdrawal:{consent.key}'") == [(1,)]
    assert case.pk == row.case_id


def test_the_person_gives_less_and_refuses(world: World) -> None:
    case, consent = shared(world)
    client = inside(world, case=case)
    page = client.get(reverse("portal:narrow", args=[consent.key])).content.decode()
    assert FREE in page
    unit = world.unit("tk-koordinering").pk
    answer = post(client, "narrow", consent.key, keep=[f"{unit}-3", f"{unit}-8", f"{unit}-10"])
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")) as tor:
        fresh = Consent.objects.visible_to(tor).of(case).filter(state="given").get()
        classes = set(raw_ints(f"SELECT info_class FROM sharing_consentscope WHERE consent_id = {fresh.pk}"))
    assert (fresh.form, classes) == ("digital", {1, 3, 8, 10})
    with acting_as(world.actor("Ida")):
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
        assert raw("SELECT count(*) FROM sharing_case") == [(1,)]


def raw_ints(sql: str) -> list[int]:
    return [int(row[0]) for row in raw(sql)]


def test_the_person_answers_a_question_with_yes_and_with_no(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = taken_in(world)
        ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
    client = inside(world, case=case)
    assert "Noen har spurt" in client.get("/min-side/na/").content.decode()
    assert FREE in client.get("/min-side/samtykker/nytt/").content.decode()
    assert post(client, "refuse").status_code == 302  # type: ignore[attr-defined]
    unit = world.unit("tk-koordinering")
    answer = post(client, "give", receivers=[str(unit.pk)], classes=["3", "8"], back="on", months="6")
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")) as tor:
        states = list(Consent.objects.visible_to(tor).of(case).order_by("id").values_list("state", "form"))
    assert states == [("refused", "digital"), ("given", "digital")]
    assert "Trondheim kommune, koordinering" in client.get("/min-side/samtykker/").content.decode()


def test_the_person_is_told_what_was_seen_and_by_whom(world: World) -> None:
    from hjemvei.accounts.models import User  # noqa: PLC0415  only here

    case, _consent = shared(world)
    ida = Client()
    ida.force_login(User.objects.get(email="ida@example.test"))
    session = ida.session
    session["second_factor"] = True
    session.save()
    ida.get(f"/sak/{case.key}/")
    page = inside(world, case=case).get("/min-side/hvem-har-sett/").content.decode()
    assert "Trondheim kommune, koordinering" in page


def test_what_the_person_says_is_a_task_for_the_unit_and_seen_by_it_alone(world: World) -> None:
    case, _consent = shared(world)
    client = inside(world, case=case)
    unit = world.unit("trondheim")
    answer = post(client, "complaints", to_unit=str(unit.pk), body="Jeg fikk ikke svar.")
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")) as tor:
        word = Word.objects.visible_to(tor).of(case).get()
        task = Task.objects.visible_to(tor).of(case).get(code=f"word_complaint_{word.key}")
        assert (task.to_unit_id, word.owner_unit_id, word.recorded_by.name) == (
            unit.pk,
            unit.pk,
            "Personen selv",
        )
    with acting_as(world.actor("Ida")) as ida:
        assert not Word.objects.visible_to(ida).exists()
        assert raw("SELECT count(*) FROM portal_word") == [(0,)]
    from hjemvei.portal.actions.answer_word import answer_word  # noqa: PLC0415  only here

    with acting_as(world.actor("Tor")) as tor:
        answer_word(actor=tor, word=word, body="Beklager. Vi snakkes i dag.", at=clock.now())
        task.refresh_from_db()
        assert task.done_at is not None
    assert "Beklager. Vi snakkes i dag." in client.get("/min-side/klage/").content.decode()


def test_a_message_needs_to_know_who_it_is(world: World) -> None:
    unit = str(world.unit("trondheim").pk)
    weak = inside(world)
    assert post(weak, "messages", to_unit=unit, body="Hei").status_code == 403  # type: ignore[attr-defined]
    strong = inside(world, "Tapper Foss", strength=Strength.ATTENDED)
    assert post(strong, "messages", to_unit=unit, body="Hei").status_code == 302  # type: ignore[attr-defined]
    assert "Hei" in strong.get("/min-side/meldinger/").content.decode()


def test_the_plan_is_the_persons(world: World) -> None:
    client = inside(world)
    assert post(client, "own_words", own_words="Jeg vil hjem.").status_code == 302  # type: ignore[attr-defined]
    assert post(client, "goal", area="housing", text="Egen leilighet").status_code == 302  # type: ignore[attr-defined]
    page = client.get("/min-side/plan/").content.decode()
    assert "Jeg vil hjem." in page and "Egen leilighet" in page
    assert post(client, "goal", area="health", text="Slutte å røyke").status_code == 422  # type: ignore[attr-defined]
    assert post(client, "victories", body="Jeg ringte broren min.").status_code == 302  # type: ignore[attr-defined]
    assert "Jeg ringte broren min." in client.get("/min-side/bra/").content.decode()


def test_hiding_ends_the_session_and_says_nothing(world: World) -> None:
    client = inside(world)
    answer = post(client, "hide")
    assert answer.headers["Location"] == "/klokka/"  # type: ignore[attr-defined]
    assert "cookies" in answer.headers["Clear-Site-Data"]  # type: ignore[attr-defined]
    page = client.get("/klokka/").content.decode()
    assert "Klokka" in page and "min-side" not in page
    assert client.get("/min-side/na/").headers["Location"] == "/min-side/lukket/"


def test_a_get_writes_nothing_but_the_read_log(world: World) -> None:
    client = inside(world)
    here = here_of(client)
    before = raw_counts()
    client.get("/min-side/na/")
    assert {name for name, count in raw_counts().items() if count != before[name]} <= {"audit_readlog"}
    assert here.started_at is not None and clock.now() - here.started_at < dt.timedelta(minutes=5)
    assert opened(world, "Stø Måke").code


def raw_counts() -> dict[str, int]:
    from django.db import connections  # noqa: PLC0415  only here

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def test_staff_see_what_was_said_and_answer_it(world: World, client: Client, settings: object) -> None:
    from hjemvei.accounts.models import User  # noqa: PLC0415  only here

    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
    case, _consent = shared(world)
    person = inside(world, case=case)
    post(person, "complaints", to_unit=str(world.unit("trondheim").pk), body="Det er feil.")
    client.force_login(User.objects.get(email="tor@example.test"))
    page = client.get(f"/sak/{case.key}/min-side/").content.decode()
    assert "Det er feil." in page and "Åpne for personen" in page
    assert len(set(ids := re.findall(r' id="([^"]+)"', page))) == len(ids)
    with acting_as(world.actor("Tor")) as tor:
        word = Word.objects.visible_to(tor).of(case).get()
    to = f"/sak/{case.key}/min-side/svar/{word.key}/"
    assert client.post(to, {"body": "", "once": "y" * 20}).status_code == 422
    assert client.post(to, {"body": "Nå er det rettet.", "once": "z" * 20}).status_code == 302
    assert "Nå er det rettet." in person.get("/min-side/klage/").content.decode()


@pytest.mark.parametrize("path", ["finnes-ikke/", "samtykker/xyz/annet/", "wp-login.php"])
def test_an_address_that_is_none_is_said_on_the_persons_own_page(world: World, path: str) -> None:
    for client, says in ((inside(world, language="pl"), "Przejdź"), (Client(), "Siden finnes ikke")):
        answer = client.get(f"/min-side/{path}")
        page = answer.content.decode()
        assert answer.status_code == 404 and 'id="hide"' in page and says in page
        assert "Søk etter" not in page and answer.headers["Cache-Control"] == "no-store, private"


def test_what_is_late_says_so_and_whom_to_ask(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = taken_in(world)
        today, unit = clock.today(), world.unit("trondheim")
        kind = TaskKind(
            InfoClass.COORDINATION.value, "renotify", "Varsle", "", "", PartyCode.PRISON, "", False
        )
        days = (today - dt.timedelta(days=9), today - dt.timedelta(days=2))
        task = FreshTask(case.pk, unit.pk, unit.pk, kind, *days)
        write_tasks(actor=tor, tasks=[task], at=clock.now())
    page = inside(world, case=case).get("/min-side/na/").content.decode()
    assert "Dette er forsinket. Du kan spørre <bdi>" in page


def test_who_is_mainly_responsible_says_where(world: World) -> None:
    assert str(charge_text("contact_officer")).endswith("i fengselet")
    assert str(charge_text("housing_officer")).endswith("i kommunen")
    assert str(charge_text("probation_officer")) == "har hovedansvaret"


@pytest.mark.parametrize(("days", "says"), [(0, "kan du klage til"), (-1, "Fristen for å klage var")])
def test_a_time_limit_that_is_over_is_said_to_be_over(
    world: World, rf: RequestFactory, days: int, says: str
) -> None:
    day = clock.today() + dt.timedelta(days=days)
    home = HomeView("", None, None, day, (), (), ())
    context = {"home": home, "is_strong": False, "securities": {}, "today": clock.today()}
    request = rf.get("/min-side/hjem/")
    assert says in shown_page(request, "portal/dwelling.html", context).content.decode()


def test_a_consent_says_who_tells_whom(world: World) -> None:
    case, _consent = shared(world)
    page = inside(world, case=case).get("/min-side/samtykker/").content.decode()
    assert "får vite fra fengselet:" in page


def test_the_proposed_stand_open_and_the_rest_of_the_country_is_folded(world: World) -> None:
    units = [Unit(pk=number, name=f"Kommune {number}") for number in range(1, 30)]
    html = str(ShareForm(units=units, first=[7, 9]))
    near, rest = html.split("<summary>")
    assert near.count('name="receivers"') == 2 and "Kommune 7" in near and "Kommune 9" in near
    assert rest.startswith("Andre kommuner (27)") and 'class="hv-fold" open' not in html
    assert "<summary>" not in str(ShareForm(units=units))


def test_the_next_visit_stands_on_the_first_page_and_among_the_dates(world: World) -> None:
    with time_machine.travel(CLOCK, tick=False):
        day = visit_day(world)
        booked(world, day)
        for name in ("home", "dates"):
            text = inside(world).get(reverse(f"portal:{name}")).content.decode()
            assert "20. november" in text and "09:00" in text and "boligkontoret" in text, name
            assert "Depositum" not in text and "Du får en ny tid" not in text
        with acting_as(world.actor("Leif")) as leif:
            change_visit_day(
                actor=leif, day=day, on=dt.date(2026, 11, 20), begins=None, ends=None, reason="x", at=CLOCK,
                today=CLOCK.date(),
            )  # fmt: skip
        assert "Du får en ny tid" in inside(world).get(reverse("portal:home")).content.decode()
        other = inside(world, "Tapper Foss").get(reverse("portal:dates")).content.decode()
        assert "boligkontoret" not in other
