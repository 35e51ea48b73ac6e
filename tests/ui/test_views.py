from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from hjemvei.core.errors import NotAllowed
from hjemvei.ui import views
from hjemvei.ui.render import render, render_block

pytestmark = pytest.mark.urls("tests.ui.urls")


@pytest.fixture(autouse=True)
def _anonymous_frame(settings):
    settings.HJEMVEI_CHROME = ""
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with translation.override("nb"):
        yield


def _request(
    path: str = "/", method: str = "get", data: dict[str, str] | None = None, **headers: str
) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)(path, data or {}, headers=headers)
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def test_the_component_page_shows_everything() -> None:
    response = views.components(_request())
    assert response.status_code == 200
    assert b"Fjelltelt" in response.content
    assert response["Vary"] == "HX-Request"


def test_errors_are_shown_on_the_component_page() -> None:
    assert b"data-error-summary" in views.components(_request(data={"feil": "1"})).content


def _answer(**headers: str) -> str:
    request = _request(**headers)
    context = views.gallery_context(request)
    return render(request, "ui/gallery.html", context, block="rows").content.decode()


def test_htmx_gets_only_the_block() -> None:
    html = _answer(**{"HX-Request": "true"})
    assert "<html" not in html
    assert 'id="liste"' in html


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_a_restored_or_boosted_page_is_whole(header: str) -> None:
    assert "<html" in _answer(**{"HX-Request": "true", header: "true"})


def test_a_block_that_does_not_exist_fails() -> None:
    request = _request()
    with pytest.raises(KeyError, match="no block 'nowhere'"):
        render_block(
            "ui/gallery.html", "nowhere", views.page_context(request, views.gallery_context(request))
        )


def test_403_tells_the_reason_and_404_tells_nothing() -> None:
    refused = views.forbidden(_request(), NotAllowed("Enheten deltar ikke."))
    assert refused.status_code == 403
    assert "Enheten deltar ikke." in refused.content.decode()
    other = views.forbidden(_request(), PermissionDenied("Reauthentication not available"))
    assert "Reauthentication" not in other.content.decode()
    missing = views.not_found(_request(), Exception("hemmelig"))
    assert missing.status_code == 404
    assert "hemmelig" not in missing.content.decode()


def test_other_error_pages() -> None:
    assert views.bad_request(_request()).status_code == 400
    assert views.csrf_failure(_request(), "CSRF token missing").status_code == 403
    broken = views.server_error(_request())
    assert broken.status_code == 500
    assert "{{" not in broken.content.decode()


def test_colours_are_remembered_and_the_way_back_is_our_own() -> None:
    response = views.set_scheme(_request(method="post", data={"scheme": "dark", "next": "/liste/?a=1"}))
    assert response["Location"] == "/liste/?a=1"
    assert response.cookies["hjemvei_scheme"].value == "dark"
    away = views.set_scheme(_request(method="post", data={"scheme": "pink", "next": "//elsewhere.example/"}))
    assert away["Location"] == "/"
    assert "hjemvei_scheme" not in away.cookies


def test_the_page_says_language_direction_and_colours() -> None:
    request = _request()
    request.COOKIES["hjemvei_scheme"] = "dark"
    html = views.components(request).content.decode()
    assert '<html lang="nb" dir="ltr" data-color-scheme="dark">' in html
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl"' in views.components(_request()).content.decode()


def test_a_language_unknown_to_django_keeps_its_given_name(settings) -> None:
    settings.LANGUAGES = [("nb", "Bokmål"), ("smj", "Julevsámegiella")]
    html = views.components(_request()).content.decode()
    assert "Norsk (bokmål)</button>" in html
    assert "Julevsámegiella</button>" in html


def test_the_frame_comes_from_the_setting_and_only_when_shown(settings) -> None:
    settings.HJEMVEI_CHROME = "tests.ui.frame.chrome"
    request = _request()
    html = views.components(request).content.decode()
    assert "Ida Eksempel" in html
    assert "Hasteåpning" in html
    settings.HJEMVEI_CHROME = "tests.ui.frame.missing"
    fragment = _request(**{"HX-Request": "true"})
    assert "<html" not in views.components(fragment).content.decode()
