"""The pages of the cooperation, from question to owner; strangers get nothing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.forms_cooperation import DecisionForm, ToUserForm
from hjemvei.cases.models import Assignment, Message, Notice
from hjemvei.core import clock
from hjemvei.sharing.models import Case, Consent
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.cases.test_cooperation_messages import ask
from tests.world import World

ONCE = "0123456789abcdef"


@pytest.fixture(autouse=True)
def plain_pages(settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def sign_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=world.actor(name).user_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def a_case(world: World, name: str = "Tapper Skog") -> Case:
    with acting_as(world.actor("Tor")):
        return inside(world, name, reference=name)


def notified(world: World, name: str = "Tapper Skog") -> Case:
    case = a_case(world, name)
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, case, "tk-koordinering", "tk-boligkontor")
        notify(world, tor, case)
    return case


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def once(number: int) -> str:
    return f"{ONCE}{number}"


def consent_form(world: World, **changes: object) -> dict[str, object]:
    values = {
        "once": once(1),
        "answer": "given",
        "receivers": [world.unit("tk-koordinering").pk],
        "classes": ["2", "3", "8", "10"],
        "last_day": clock.today().replace(year=clock.today().year + 1, day=1).isoformat(),
        "form": "oral",
        "language": "nb",
        "representation": "self",
        "explained": "Alt",
    }
    return values | changes


def test_neither_a_municipality_nor_a_colleague_is_chosen_by_standing_first(world: World) -> None:
    """Who answers for a person, and who takes the work over, somebody has chosen."""
    forms = {"municipality": DecisionForm({}, numbers=["5001"]), "to_user": ToUserForm({}, users=[])}
    for name, form in forms.items():
        assert form[name].subwidgets[0].data["value"] == "" and "Må fylles ut." in form.errors[name]


def test_from_question_to_owner_in_the_browser(world: World) -> None:
    case = a_case(world)
    tor, ida, sara = (sign_in(world, name) for name in ("Tor", "Ida", "Sara"))
    assert "Ingenting deles nå" in text(tor, f"/sak/{case.key}/samtykke/")
    form = text(tor, f"/sak/{case.key}/samtykke/nytt/")
    unit = world.unit("tk-koordinering").pk
    ticked = [tag for tag in re.findall(r"<input[^>]*>", form) if "checkbox" in tag and "checked" in tag]
    assert f'value="{unit}"' in form and ticked == []
    both = [unit, world.unit("tk-boligkontor").pk]
    answer = tor.post(f"/sak/{case.key}/samtykke/nytt/", consent_form(world, receivers=both))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert text(ida, f"/sak/{case.key}/varsler/", 404)
    sent = {"once": once(2), "to_unit": unit, "note": ""}
    assert tor.post(f"/sak/{case.key}/varsler/nytt/", sent).status_code == 302
    page = text(ida, "/sak/innboks/")
    assert "Tapper Skog" in page
    with acting_as(world.actor("Ida")) as actor:
        notice = Notice.objects.visible_to(actor).get(case=case)
    assert ida.post(f"/sak/{case.key}/varsler/{notice.key}/bekreft/").status_code == 302
    given = {
        "once": once(3),
        "to_unit": world.unit("tk-boligkontor").pk,
        "to_user": "",
        "role": "housing_officer",
        "is_owner": "on",
    }
    assert ida.post(f"/sak/{case.key}/ansvar/fordel/", given).status_code == 302
    assert "Tapper Skog" in text(sara, "/sak/innboks/")
    with acting_as(world.actor("Sara")) as actor:
        offer = Assignment.objects.visible_to(actor).get(case=case)
    assert sara.post(f"/sak/oppdrag/{offer.key}/ta/").status_code == 302
    assert "har ansvaret" in text(sara, f"/sak/{case.key}/ansvar/")


def test_a_unit_outside_the_consent_is_an_error_that_says_so(world: World) -> None:
    case = notified(world)
    ida = sign_in(world, "Ida")
    given = {"once": once(1), "to_unit": world.unit("tk-nav").pk, "to_user": "", "role": "social_caseworker"}
    answer = ida.post(f"/sak/{case.key}/ansvar/fordel/", given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "er ikke nevnt i samtykket" in page and f"/sak/{case.key}/samtykke/" in page


def test_a_refusal_is_an_answer(world: World) -> None:
    case = a_case(world)
    tor = sign_in(world, "Tor")
    answer = tor.post(f"/sak/{case.key}/samtykke/nytt/", consent_form(world, answer="refused", receivers=[]))
    assert answer.status_code == 302
    assert "Personen har sagt nei" in text(tor, f"/sak/{case.key}/samtykke/")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"receivers": []}, "Velg minst én mottaker"),
        ({"last_day": ""}, "Skriv hvor lenge"),
        ({"last_day": "2020-01-01"}, "Datoen kan ikke være før"),
        ({"representation": "guardian"}, "Skriv navnet på vergen"),
        ({"receivers": ["999999"]}, ""),
        ({"form": "telepati"}, ""),
    ],
)
def test_bad_consent_forms_say_what_is_wrong(world: World, changes: dict[str, object], says: str) -> None:
    case = a_case(world)
    answer = sign_in(world, "Tor").post(f"/sak/{case.key}/samtykke/nytt/", consent_form(world, **changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    with acting_as(world.actor("Tor")) as tor:
        assert not Consent.objects.visible_to(tor).filter(case=case).exists()


def test_widen_narrow_and_withdraw(world: World) -> None:
    case = notified(world)
    tor = sign_in(world, "Tor")
    with acting_as(world.actor("Tor")) as actor:
        consent = Consent.objects.visible_to(actor).get(case=case)
    units = [world.unit(slug).pk for slug in ("tk-koordinering", "tk-boligkontor", "tk-nav")]
    place = f"/sak/{case.key}/samtykke/{consent.key}"
    for page in ("utvid", "innskrenk", "fornye", "trekk"):
        text(tor, f"{place}/{page}/")
    how = {"form": "oral", "language": "nb", "representation": "self", "explained": "x"}
    wider = {"once": once(1), "receivers": units, "classes": ["2", "3", "8", "10"], **how}
    assert tor.post(f"{place}/utvid/", wider).status_code == 302
    longer = {"once": once(4), "last_day": (clock.today() + dt.timedelta(days=700)).isoformat(), **how}
    assert tor.post(f"{place}/fornye/", longer).status_code == 302
    less = {"once": once(2), "receivers": units[:1], "classes": ["8"], **how}
    assert tor.post(f"{place}/innskrenk/", less).status_code == 302
    with acting_as(world.actor("Tor")) as actor:
        fresh = Consent.objects.visible_to(actor).get(case=case, state="given")
    ida = sign_in(world, "Ida")
    assert "Tapper Skog" in text(ida, "/sak/innboks/")
    gone = {"once": once(3), "how": "paper"}
    assert tor.post(f"/sak/{case.key}/samtykke/{fresh.key}/trekk/", gone).status_code == 302
    assert "Tapper Skog" not in text(ida, "/sak/innboks/")
    log = text(tor, f"/sak/{case.key}/samtykke/")
    for part in ("innskrenket", "utvidet eller fornyet", "vitne: Tor Prøve", "NAV Trondheim", "Falt bort:"):
        assert part in log


def test_the_inbox_shows_nothing_of_others_not_even_a_count(world: World) -> None:
    notified(world)
    silent = a_case(world, "Stille Vann")
    page = text(sign_in(world, "Ida"), "/sak/innboks/")
    assert "Tapper Skog" in page and "Stille Vann" not in page
    for stranger in ("Oda", "Sara", "Odd"):
        page = text(sign_in(world, stranger), "/sak/innboks/")
        assert "Skog" not in page and "Vann" not in page
    oda = sign_in(world, "Oda")
    for panel in ("samtykke", "varsler", "ansvar", "meldinger", "samtykke/nytt", "ansvar/fordel"):
        text(oda, f"/sak/{silent.key}/{panel}/", 404)


def test_a_contact_officer_answers_from_the_dashboard_in_one_step(world: World) -> None:
    case = notified(world)
    question = ask(world, case)
    tor = sign_in(world, "Tor")
    assert "Har han bolig?" in text(tor, f"/sak/{case.key}/meldinger/")
    sent = {"once": once(1), "body": "Nei, ikke ennå.", "next": "/"}
    answer = tor.post(f"/sak/{case.key}/meldinger/{question.key}/svar/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    again = tor.post(f"/sak/{case.key}/meldinger/{question.key}/svar/", sent)
    assert again.status_code == 302
    with acting_as(world.actor("Tor")) as actor:
        assert Message.objects.visible_to(actor).filter(answers=question).count() == 1
    assert "Nei, ikke ennå." in text(sign_in(world, "Ida"), f"/sak/{case.key}/meldinger/")


def test_responsibility_in_the_browser(world: World) -> None:
    case = notified(world)
    tor, ida = sign_in(world, "Tor"), sign_in(world, "Ida")
    assert "5001" in text(tor, f"/sak/{case.key}/ansvar/kommune/")
    unknown = {"once": once(1), "stay_evidence": "unknown", "move": "not_asked"}
    assert tor.post(f"/sak/{case.key}/ansvar/kommune/", unknown).status_code == 422
    facts = {"once": once(2), "stayed_in": "5001", "stay_evidence": "documented", "move": "not_asked"}
    assert tor.post(f"/sak/{case.key}/ansvar/kommune/", facts).status_code == 302
    no = {"once": once(3), "reason": "Bodde i Oslo", "second": "0301"}
    refused = ida.post(f"/sak/{case.key}/ansvar/kommune/uenig/", no)
    assert refused.status_code == 422 and "kan ikke nevnes" in refused.content.decode()
    assert ida.post(f"/sak/{case.key}/ansvar/kommune/uenig/", no | {"second": ""}).status_code == 302
    asked = {"once": once(4), "asked_on": clock.today().isoformat()}
    assert ida.post(f"/sak/{case.key}/ansvar/kommune/statsforvalter/", asked).status_code == 302
    decided = {"once": once(5), "municipality": "5001", "answer": "Trondheim"}
    decided["decided_on"] = clock.today().isoformat()
    assert ida.post(f"/sak/{case.key}/ansvar/kommune/avgjort/", decided).status_code == 302
    assert "avgjort av statsforvalteren" in text(ida, f"/sak/{case.key}/ansvar/")


def test_inquiries_and_own_requests(world: World) -> None:
    tor, ida = sign_in(world, "Tor"), sign_in(world, "Ida")
    text(tor, "/sak/henvendelser/ny/")
    soft = {
        "once": once(1),
        "to_unit": world.unit("tk-koordinering").pk,
        "body": "Kjenner dere til Klok Lyng?",
    }
    assert tor.post("/sak/henvendelser/ny/", soft).status_code == 422
    assert tor.post("/sak/henvendelser/ny/", soft | {"checked": "on"}).status_code == 302
    assert "Kjenner dere" in text(ida, "/sak/innboks/")
    assert "Kjenner dere" in text(ida, "/sak/henvendelser/")
    assert "Kjenner dere" not in text(sign_in(world, "Oda"), "/sak/henvendelser/")
    bad = {"once": once(2), "given_name": "Stø", "family_name": "Kyst", "number": "123"}
    assert ida.post("/sak/innboks/ny/", bad).status_code == 422
    good = bad | {"number": "", "birth_date_day": "", "birth_date_month": "", "birth_date_year": ""}
    assert ida.post("/sak/innboks/ny/", good).status_code == 302
    assert "Stø Kyst" in text(ida, "/sak/innboks/")
    text(ida, f"/sak/innboks/overfor/{world.actor('Ida').user_id}/")


def test_the_prison_is_told_who_lacks_a_contact_officer(world: World) -> None:
    case = a_case(world)
    leif = sign_in(world, "Leif")
    assert "Uten kontaktbetjent" in text(leif, "/sak/innboks/")
    officer = {"once": once(1), "to_user": world.actor("Tor").user_id}
    assert leif.post(f"/sak/{case.key}/ansvar/kontaktbetjent/", officer).status_code == 302
    assert "Tapper Skog" not in text(leif, "/sak/innboks/")


@pytest.mark.parametrize("page", ["samtykke/skjema", "samtykke", "varsler", "ansvar", "meldinger"])
def test_panels_are_pages_and_fragments(world: World, page: str) -> None:
    case = notified(world)
    tor = sign_in(world, "Tor")
    assert "<html" in text(tor, f"/sak/{case.key}/{page}/")
    if page != "samtykke/skjema":
        part = tor.get(f"/sak/{case.key}/{page}/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and "<section" in part


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_statements_do_not_grow_with_rows(world: World) -> None:
    case = notified(world)
    ida = sign_in(world, "Ida")
    places = [
        "/sak/innboks/",
        *(f"/sak/{case.key}/{p}/" for p in ("varsler", "ansvar", "meldinger", "samtykke")),
    ]
    ask(world, case)
    assert queries(ida, places[0])  # the first request after sign-in writes its session
    one = [queries(ida, place) for place in places]
    for name in ("Stille Skog", "Rolig Skog"):
        notified(world, name)
        ask(world, case)
    assert [queries(ida, place) for place in places] == one
