"""What users do for themselves: unit, profile, language, drafts, saved views, help."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.drafts import COOKIE, draft_of, keep_draft
from hjemvei.accounts.forms import InviteForm
from hjemvei.accounts.models import Draft, SavedView, User
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.ui import jinja
from tests.accounts.factories import letters_to
from tests.world import World

PAGE = "/konto/brukere/ny/"
TEXT = "Klok ønsker å bo nær søsteren sin"


def drafts_of(world: World, name: str) -> list[Draft]:
    with acting_as(world.actor(name)):
        return list(Draft.objects.all())


def test_a_unit_is_chosen_among_ones_own(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Siv")
    path = reverse("accounts:units")
    assert "Leira" in client.get(path).content.decode()
    leira = world.unit("trondheim-leira").pk
    assert client.post(path, {"unit": leira, "next": "https://evil.test/"}).headers["Location"] == "/"
    assert client.session["unit_id"] == leira
    for wrong in (str(world.unit("bergen").pk), "", "x"):
        assert client.post(path, {"unit": wrong}).status_code == 404
    assert client.session["unit_id"] == leira


def test_the_profile_keeps_name_and_language(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Nils")
    path = reverse("accounts:profile")
    assert "nils@example.test" in client.get(path).content.decode()
    assert client.post(path, {"name": "", "language": "nb"}).status_code == 422
    assert client.post(path, {"name": "Nils Ny", "language": "nn"}).status_code == 302
    user = User.objects.get(pk=world.actor("Nils").user_id)
    assert (user.name, user.language) == ("Nils Ny", "nn")
    client.post("/ui/sprak/", {"language": "en", "next": "/enheter/"})
    user.refresh_from_db()
    assert user.language == "en"
    client.post("/ui/sprak/", {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_other_sessions_can_be_ended(sign_in: Callable[[str], Client]) -> None:
    here, there = sign_in("Nils"), sign_in("Nils")
    there.get(reverse("accounts:profile"))
    assert here.post(reverse("accounts:end_other_sessions")).status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert there.get(reverse("accounts:profile")).status_code == 302


def test_a_draft_is_kept_given_back_and_forgotten(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    save = f"{reverse('accounts:save_draft')}?path={PAGE}"
    for text in ("Klok", TEXT):
        assert client.post(save, {"name": text, "once": "x" * 20, "password1": "hemmelig"}).status_code == 204
    (row,) = drafts_of(world, "Anne")
    assert TEXT.encode() not in bytes(row.content)
    request = RequestFactory().get(PAGE)
    request.actor = world.actor("Anne")  # type: ignore[attr-defined]
    with acting_as(world.actor("Anne")):
        kept = draft_of(request)
    assert kept is not None
    assert kept.data.dict() == {"name": TEXT}
    form = InviteForm(units=Unit.objects.none(), roles=frozenset())
    kept.fill(form)
    assert form["name"].value() == TEXT
    assert kept.notice(row.saved_at.astimezone(ZoneInfo("Europe/Oslo")).date()).startswith(
        "Vi har tatt vare på det du skrev kl. "
    )
    values = {
        "name": "Ny Prøve",
        "email": "ny@example.test",
        "unit": world.unit("tk-nav").pk,
        "roles": "social_caseworker",
        "starts_on": "2026-11-16",
    }
    assert client.post(PAGE, values).status_code == 302
    assert drafts_of(world, "Anne") == []


def test_a_draft_is_its_writers_alone(world: World, sign_in: Callable[[str], Client]) -> None:
    save = f"{reverse('accounts:save_draft')}?path={PAGE}"
    sign_in("Anne").post(save, {"name": TEXT})
    for name in ("Tor", "Ida", "Per"):
        assert drafts_of(world, name) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_draft")
        assert cursor.fetchone() == (0,)


def test_drafts_have_limits(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    save = reverse("accounts:save_draft")
    assert client.post(f"{save}?path={PAGE}", {"name": "x" * 70_000}).status_code == 413
    assert client.post(f"{save}?path=/finnes/ikke/", {"name": "x"}).status_code == 404
    assert Client().post(f"{save}?path={PAGE}", {"name": "x"}).status_code == 302


def test_old_drafts_are_swept_away(world: World) -> None:
    now = dt.datetime.now(dt.UTC)
    with acting_as(world.actor("Anne")) as anne:
        for path, days in (("/a/", 8), ("/b/", 6)):
            data = QueryDict("text=hei")
            keep_draft(user_id=anne.user_id, path=path, data=data, at=now - dt.timedelta(days=days))
    assert call("purge_drafts") == 1
    assert [row.path for row in drafts_of(world, "Anne")] == ["/b/"]


def late(client: Client, **headers: str) -> object:
    """A form sent after the session has ended, as a browser sends it."""
    token = client.cookies["csrftoken"].value
    values = {"name": TEXT, "csrfmiddlewaretoken": token}
    origin = {"HTTP_REFERER": f"http://testserver{PAGE}", **headers}
    return client.post(PAGE, "&".join(f"{k}={v}" for k, v in values.items()), content_type=FORM, **origin)


FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def browser(world: World) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=world.actor("Anne").user_id))
    assert client.get(PAGE).status_code == 200
    return client


def test_what_comes_after_the_session_is_not_lost(world: World, browser: Client) -> None:
    session = browser.session
    session["seen_at"] = 1
    session.save()
    answer = late(browser)
    place = answer.headers["Location"]  # type: ignore[attr-defined]
    assert place == f"{reverse('account_login')}?next={PAGE}&tatt-vare-paa=1"
    assert "Det du skrev, er tatt vare på" in browser.get(place).content.decode()
    assert "Det du skrev" not in browser.get(reverse("account_login")).content.decode()
    (row,) = drafts_of(world, "Anne")
    assert row.path == PAGE
    words = re.split(r"[^0-9A-Za-z]+", browser.cookies[COOKIE].value)
    assert str(world.actor("Anne").user_id) not in words
    assert browser.cookies[COOKIE]["httponly"]


def test_it_goes_to_its_writer_even_when_somebody_else_signs_in(world: World, browser: Client) -> None:
    browser.session.flush()
    late(browser)
    browser.force_login(User.objects.get(pk=world.actor("Nils").user_id))
    browser.get(reverse("accounts:profile"))
    assert drafts_of(world, "Nils") == []
    assert len(drafts_of(world, "Anne")) == 1


def test_another_site_plants_no_draft(world: World, browser: Client) -> None:
    browser.session.flush()
    browser.post(PAGE, "name=plantet", content_type=FORM)
    browser.cookies[COOKIE] = "A" * 60
    late(browser)
    assert drafts_of(world, "Anne") == []


JUNK = (
    "\x00",
    "\x00navn",
    "\ud800",
    "//[",
    "/" + "x" * 3000,
    "javascript:alert(1)",
    "http://[::1",
    "å" * 300,
    "/\r\nX: y",
)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("field", ["page", "name", "query", "next"])
def test_a_junk_view_is_refused_or_kept_in_plain_words(
    world: World, sign_in: Callable[[str], Client], field: str, junk: str
) -> None:
    values = {"page": "web:cases", "name": "Haster", "query": "status=late", "next": "/", field: junk}
    body = "&".join(f"{key}={quote(value, errors='surrogatepass')}" for key, value in values.items())
    answer = sign_in("Nils").post(reverse("accounts:save_view"), body, content_type=FORM)
    assert answer.status_code == 302


def test_saved_views(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Nils")
    save = reverse("accounts:save_view")
    values = {
        "page": "web:cases",
        "name": "Haster",
        "query": "?status=late&q=Lyng&cursor=abc",
        "is_default": "1",
    }
    for _ in range(2):
        assert client.post(save, {**values, "next": "/enheter/"}).headers["Location"] == "/enheter/"
    view = SavedView.objects.get()
    assert (view.query, view.is_default) == ("status=late", True)
    change = reverse("accounts:change_view", args=[view.key])
    client.post(save, {**values, "name": "Nye"})
    assert SavedView.objects.get(is_default=True).name == "Nye"
    client.post(change, {"change": "rename", "name": "Nye"})
    assert SavedView.objects.get(pk=view.pk).name == "Haster"
    client.post(change, {"change": "rename", "name": "Viktig"})
    client.post(change, {"change": "default"})
    assert SavedView.objects.get(is_default=True).name == "Viktig"
    assert sign_in("Tor").post(change, {"change": "delete"}).status_code == 404
    client.post(change, {"change": "delete"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_help_follows_the_role_and_sends_problems(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Nils")
    path = reverse("accounts:help")
    page = client.get(path).content.decode()
    assert "Ta imot varsler fra fengsel" in page
    assert "Administrere brukere" not in page
    assert client.post(path, {"text": ""}).status_code == 422
    assert client.post(path, {"text": "27909642545 får feil"}).status_code == 422
    assert client.post(path, {"text": "Listen er tom", "page": "/saker/"}).status_code == 302
    assert "Listen er tom" in letters_to(world.actor("Anne").user_id)[0][1]


def test_too_many_views_are_refused(world: World) -> None:
    from hjemvei.accounts.actions.save_view import MOST, save_view  # noqa: PLC0415

    nils = world.actor("Nils")
    for number in range(MOST):
        save_view(actor=nils, page="p", name=str(number), query="")
    with pytest.raises(RuleBroken):
        save_view(actor=nils, page="p", name="en til", query="")


def test_languages_that_nobody_offers_are_not_kept(sign_in: Callable[[str], Client]) -> None:
    """Each has its templates and texts in memory for good; the cookie is whatever the browser says."""
    client = sign_in("Anne")
    client.get(reverse("accounts:profile"))
    before = jinja.environment_in.cache_info().currsize
    for wished in ("xx", "../../etc", "a" * 300):
        client.cookies["hjemvei_language"] = wished
        page = client.get(reverse("accounts:profile"))
        assert (page.status_code, page.headers["Content-Language"]) == (200, "nb")
    assert jinja.environment_in.cache_info().currsize == before
