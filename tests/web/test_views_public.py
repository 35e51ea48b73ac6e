"""Open pages, the frame, and the mails of the demo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.audit.models import Outbox
from hjemvei.web.accessibility import measured
from tests.web.factories import NOW, inside, signed_in, statements
from tests.world import World


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/healthz", "ok"),
        ("/readyz", '"migrations"'),
        ("/robots.txt", "Disallow: /"),
        ("/tilgjengelighet/", "WCAG 2.2 AA"),
    ],
)
def test_open_to_everybody(world: World, path: str, says: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/saker/", "/saker/saker.csv", "/sak/abcdefghjkmn/", "/e-poster/", "/meny/"]
)
def test_closed_to_strangers(world: World, path: str) -> None:
    assert Client().get(path).status_code == 302


def test_the_statement_reads_what_the_tests_wrote(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    figures = {
        "measured_on": "2026-11-16",
        "standard": "WCAG 2.2 AA",
        "pages": 40,
        "violations": 0,
        "tool": "axe",
    }
    path.write_text(json.dumps({**figures, "falls_short": ["Kart mangler tekst."]}))
    found = measured(path)
    assert (found.pages, found.falls_short) == (40, ["Kart mangler tekst."])
    path.write_text("{}")
    with pytest.raises(ValueError, match="measured_on"):
        measured(path)


def test_mails_are_read_in_the_demo_alone(world: World, settings: object) -> None:
    with acting_as(world.actor("Tor")) as tor:
        Outbox.objects.create(
            kind="digest", owner_unit_id=tor.unit_id, to_address="a@example.test", subject="Emne", body="B",
            once="x", created_at=NOW,
        )  # fmt: skip
    client = signed_in(world, "Tor")
    assert client.get("/e-poster/").status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "Emne" in client.get("/e-poster/").content.decode()
    assert "Emne" not in signed_in(world, "Berit").get("/e-poster/").content.decode()


def test_the_frame_asks_nothing_of_the_database(world: World) -> None:
    client = signed_in(world, "Siv")
    client.get("/meny/")
    with statements() as said:
        text = client.get("/meny/").content.decode()
    assert len(said) == 5, said
    assert "Logg ut" in text
    assert "Saker" in text


def test_saved_views_stand_on_the_list(world: World) -> None:
    inside(world, "Klok Lyng", days=20)
    client = signed_in(world, "Tor")
    client.post(
        "/konto/visninger/", {"page": "web:cases", "name": "Mine snart", "query": "innen=30&ansvarlig=meg"}
    )
    text = client.get("/saker/").content.decode()
    assert "Mine snart" in text
    assert "innen=30" in text
    assert "Mine snart" in client.get("/saker/?q=ingen").content.decode()
