"""Views are tested as signed-in staff, without the shell's frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from hjemvei.accounts.models import User
from hjemvei.accounts.oidc import discovery
from tests.accounts.provider import Idp, entry, running
from tests.world import World


@pytest.fixture(autouse=True)
def _plain(settings: pytest.FixtureRequest) -> None:
    settings.HJEMVEI_CHROME = ""  # type: ignore[attr-defined]
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def sign_in(world: World) -> Callable[[str], Client]:
    """A browser in which the named member of the cast is signed in."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=world.actor(name).user_id))
        return client

    return enter


@pytest.fixture(scope="session")
def client_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[RSAKey, Path]:
    """What Hjemvei signs with at providers, and the file it lies in."""
    key = RSAKey.generate_key(2048)
    path = tmp_path_factory.mktemp("oidc") / "key.pem"
    path.write_bytes(key.as_pem(private=True))
    return key, path


@pytest.fixture
def idp(client_key: tuple[RSAKey, Path], settings: Any) -> Iterator[Idp]:
    """A provider of sign-in that runs now, registered as «Ansattporten»."""
    discovery.forget()
    with running(client_key[0]) as idp:
        settings.OIDC_PROVIDERS = [entry(idp, client_key[1])]
        settings.SITE_URL = "http://testserver"
        yield idp
