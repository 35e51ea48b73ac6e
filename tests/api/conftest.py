from __future__ import annotations

from typing import Any

import pytest

from hjemvei.accounts.enums import Role
from tests.api.factories import Caller, make_token
from tests.world import World


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def prison(world: World) -> Caller:
    """A system of Trondheim prison with the roles of a social worker and a contact officer."""
    return Caller(make_token(world, "trondheim", Role.PRISON_SOCIAL_WORKER, Role.CONTACT_OFFICER))


@pytest.fixture
def municipality(world: World) -> Caller:
    return Caller(make_token(world, "tk-koordinering", Role.MUNICIPAL_COORDINATOR))


@pytest.fixture
def stranger(world: World) -> Caller:
    return Caller(make_token(world, "ok-koordinering", Role.MUNICIPAL_COORDINATOR))
