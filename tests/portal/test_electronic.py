"""In by an electronic ID, against a provider that runs here: the verified number counts, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from hjemvei.accounts.oidc import discovery
from tests.accounts.provider import Idp, entry, running
from tests.world import World

NUMBER = "27909642545"


@pytest.fixture
def idp(settings: Any, tmp_path: Path) -> Iterator[Idp]:
    discovery.forget()
    key = RSAKey.generate_key(2048)
    path = tmp_path / "key.pem"
    path.write_bytes(key.as_pem(private=True))
    with running(key) as found:
        levels = ["idporten-loa-substantial", "idporten-loa-high"]
        settings.OIDC_PROVIDERS = [
            {**entry(found, path), "slug": "idporten", "audience": "person", "acr_values": levels}
        ]
        settings.SITE_URL = "http://testserver"
        found.claims = {"pid": NUMBER, "acr": "idporten-loa-high"}
        yield found


def through(client: Client, idp: Idp) -> Any:
    there = client.get("/min-side/id/")
    assert there.status_code == 302, there.content.decode()
    return client.get(idp.visit(there.headers["Location"]))


def test_a_verified_number_opens_ones_own_case_with_everything(world: World, idp: Idp) -> None:
    client = Client()
    assert "elektronisk ID" in client.get("/min-side/lukket/").content.decode()
    assert through(client, idp).headers["Location"] == "/min-side/na/"
    assert client.get("/min-side/meldinger/").status_code == 200
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"acr": "idporten-loa-low"}, 403),
        ({"pid": ""}, 403),
        ({"pid": "03918228899"}, 404),
        ({"nonce": "another"}, 403),
    ],
)
def test_what_is_not_sure_opens_nothing(world: World, idp: Idp, claims: dict[str, str], status: int) -> None:
    idp.claims = {**idp.claims, **claims}
    client = Client()
    assert through(client, idp).status_code == status
    assert client.get("/min-side/na/").headers["Location"] == "/min-side/lukket/"


def test_an_answer_counts_once_and_only_where_it_was_begun(world: World, idp: Idp) -> None:
    client = Client()
    back = idp.visit(client.get("/min-side/id/").headers["Location"])
    assert Client().get(back).headers["Location"] == "/min-side/lukket/"
    assert client.get(back).headers["Location"] == "/min-side/na/"
    client.post("/min-side/skjul/")
    client.cookies.pop("hjemvei_min_side")
    assert client.get(back).headers["Location"] == "/min-side/lukket/"
