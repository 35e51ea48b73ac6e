"""The pages: load, look through, decide, take into use; and what others get."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.models import Custody
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.roll_scope import importing
from tests.exchange.factories import FIRST, replaced
from tests.world import World


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def upload(client: Client, data: bytes, *, once: str = "", day: str = "2026-11-02", **more: str) -> Any:
    return client.post(
        "/lister/",
        {
            "prison": "trondheim",
            "roll_date": day,
            "file": SimpleUploadedFile("liste.csv", data),
            "once": once or secrets.token_urlsafe(16),
            **more,
        },
    )


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_refused_file_tells_why_without_saying_that_nothing_has_changed_yet(world: World) -> None:
    client = client_of(world, "Siv")
    data = FIRST.replace(b"family_name", b"<b>100%</b>", 1)
    page = text_of(client.get(upload(client, data).url))
    assert "Filen ble ikke tatt imot" in page and "Ingenting er endret ennå" not in page
    assert "Ingenting fra filen er lest inn." in page and "Lagret." not in page
    assert "Etternavn (family_name)" in page and "&lt;b&gt;100%&lt;/b&gt;" in page


def test_somebody_with_one_name_is_taken_in_and_marked(world: World) -> None:
    client = client_of(world, "Siv")
    page = text_of(client.get(upload(client, replaced(FIRST, "T0100063", family_name="")).url))
    assert "Ingenting er endret ennå" in page
    assert "Noen rader har bare ett navn" in page and page.count("ett navn</") == 1


def test_the_whole_way_in_the_browser(world: World) -> None:
    client = client_of(world, "Siv")
    first = client.get("/lister/")
    assert first.status_code == 200 and "Les inn en liste" in text_of(first)
    bad = replaced(FIRST, "T0100077", birth_date="=1+1", given_name="=HYPERLINK(1)")
    answer = upload(client, bad)
    assert answer.status_code == 302
    address = answer.headers["Location"]
    page = text_of(client.get(address))
    assert "Foss" in page and "Samme navn og fødselsdato" in page and "Ta i bruk" in page
    line = page.split("/rad/")[1].split('"')[0]
    decided = client.post(f"{address}rad/{line}", {"verdict": "same"})
    assert decided.status_code == 302 and decided.headers["Location"].startswith(address)
    assert client.post(f"{address}ta-i-bruk").status_code == 302
    assert client.post(f"{address}ta-i-bruk").status_code == 302
    page = text_of(client.get(f"{address}?vis=faulty"))
    assert "Listen er tatt i bruk" in page and "Fødselsdato (birth_date): Datoen kan ikke leses" in page
    with acting_as(importing(world.actor("Siv"))):
        assert Custody.objects.filter(ends_before=None).count() == 123
    csv = client.get(f"{address}feil.csv")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in csv.content.decode("utf-8-sig")
    assert client.get("/lister/").status_code == 200
    assert client.get(f"{address}fremdrift").status_code == 200


def test_pages_page_by_key_and_hide_the_protected(world: World) -> None:
    client = client_of(world, "Siv")
    address = upload(client, FIRST).headers["Location"]
    page = text_of(client.get(f"{address}?vis=new"))
    assert page.count("/rad/") == 0 and "vises ikke for deg" in page
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    block = client.get(following, headers={"HX-Request": "true"})
    assert text_of(block).lstrip().startswith('<div id="rader"')
    assert client.get(f"{address}?vis=new&etter=tull").status_code == 409


def test_every_shown_page_and_file_is_in_the_read_log(world: World) -> None:
    client = client_of(world, "Siv")
    address = upload(client, replaced(FIRST, "T0100077", sex="?")).headers["Location"]
    for path, page in (("?vis=new", "exchange:roll"), ("feil.csv", "exchange:errors")):
        with CaptureQueriesContext(connection) as said:
            assert client.get(address + path).status_code == 200
        (logged,) = [query["sql"] for query in said if "audit_readlog" in query["sql"]]
        assert page in logged


def test_a_refused_file_says_why_and_typing_errors_are_kept(world: World) -> None:
    client = client_of(world, "Siv")
    refused = client.get(upload(client, FIRST[:9000]).headers["Location"])
    assert "kuttet" in text_of(refused) and "Ta i bruk" not in text_of(refused)
    late = upload(client, FIRST, day="2099-01-01")
    assert late.status_code == 422 and "kan ikke være etter" in text_of(late)
    assert upload(client, FIRST, prison="bergen").status_code == 422


def test_a_double_click_on_the_form_reads_the_file_once(world: World) -> None:
    client, key = client_of(world, "Siv"), secrets.token_urlsafe(16)
    one, two = (upload(client, FIRST, once=key) for _ in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    with acting_as(world.actor("Siv")):
        assert RollImport.objects.count() == 1


def test_others_get_nothing(world: World) -> None:
    address = upload(client_of(world, "Siv"), FIRST).headers["Location"]
    for name in ("Berit", "Ida", "Liv"):
        client = client_of(world, name)
        for path in ("", "feil.csv", "fremdrift"):
            assert client.get(address + path).status_code == 404, (name, path)
        assert client.post(f"{address}ta-i-bruk").status_code == 404
        assert upload(client, FIRST).status_code == 422
    officer = client_of(world, "Tor")
    assert officer.get(address).status_code == 200, "a colleague in the unit may look"
    assert officer.post(f"{address}ta-i-bruk").status_code == 403
    assert officer.post(f"{address}forkast").status_code == 403
    assert officer.get(f"{address}feil.csv").status_code == 403


def test_a_large_roll_becomes_a_job(world: World, monkeypatch: pytest.MonkeyPatch, at: dt.datetime) -> None:
    from hjemvei.exchange.actions import start_roll as start  # noqa: PLC0415
    from hjemvei.exchange.actions.run_roll import run_roll  # noqa: PLC0415

    monkeypatch.setattr(start, "SMALL_ROLL", 100)
    client = client_of(world, "Siv")
    address = upload(client, FIRST).headers["Location"]
    assert client.post(f"{address}ta-i-bruk").status_code == 302
    assert "fremdrift" in text_of(client.get(address))
    siv = world.actor("Siv")
    with acting_as(siv):
        roll = RollImport.objects.get()
        assert roll.state == "applying"
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'exchange.apply_staged_roll'")
        ((args,),) = cursor.fetchall()
    assert json.loads(args) == {"roll_id": roll.pk, "user_id": siv.user_id, "unit_id": siv.unit_id}
    run_roll(**json.loads(args), at=at)
    assert "er tatt i bruk" in text_of(client.get(f"{address}fremdrift", headers={"HX-Request": "true"}))
