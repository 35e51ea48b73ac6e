"""What every answer tells the browser: nothing foreign, no guessing, no keeping, no frame; and cookies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import _plain as _plain
from tests.accounts.conftest import sign_in as sign_in
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
SIGNED_IN = ["/", "/saker/", "/enheter/", "/personvern/", "/konto/meg/", "/finnes-ikke/"]
OPEN = ["/konto/login/", "/tilgjengelighet/", "/healthz", "/api/v1/openapi.json"]


def check(answer: Any) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "charset=utf-8" in answer.headers["Content-Type"] or "json" in answer.headers["Content-Type"]
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", SIGNED_IN)
def test_every_answer_is_closed_to_others_and_kept_by_nobody(
    world: World, sign_in: Callable[[str], Client], path: str
) -> None:
    answer = sign_in("Ida").get(path)
    assert answer.status_code in {200, 404}
    check(answer)
    if answer.status_code == 200:
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", OPEN)
def test_open_pages_too(world: World, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    check(answer)


ASK = """
import django
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
      s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS,
      s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH)
"""


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (
            "https://hjemvei.example.no",
            "__Host-sessionid __Host-csrftoken True True True True Lax 31536000 True None /",
        ),
        ("http://127.0.0.1:8000", "sessionid csrftoken False False True True Lax 0 False None /"),
    ],
)
def test_cookies_and_transport_follow_the_address_of_the_site(site: str, said: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HJEMVEI_SITE_URL": site,
        "HJEMVEI_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hjemvei.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    asked = subprocess.run(
        [sys.executable, "-P", "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == said
