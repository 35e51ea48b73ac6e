"""Views are tested as signed-in staff, without the shell's frame."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hjemvei.accounts.models import User
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
