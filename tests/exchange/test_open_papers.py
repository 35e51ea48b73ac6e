"""What everybody may read of an opened agreement: what holds today, by offices and titles, made once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.opened import opened_version
from hjemvei.agreements.upkeep import upkeep
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.exchange import letter_kept
from hjemvei.exchange.letter_agreement import agreement_letter
from hjemvei.parties.models import ContactPoint
from tests.agreements.test_signing import draft, signed
from tests.cases.factories import agree
from tests.world import World

__all__ = ["draft"]


@pytest.fixture
def opened(world: World, draft: AgreementVersion) -> AgreementVersion:
    """Version 1 holds today, version 2 from next year."""
    signed(world, draft)
    Agreement.objects.filter(pk=draft.agreement_id).update(is_public=True)
    return draft


def days(count: int) -> dt.date:
    return clock.today() + dt.timedelta(days=count)


def get(path: str, **headers: str) -> Any:
    """As a stranger: nobody's session, and not that of the tests."""
    with session({}):
        return Client().get(path, headers=headers)


def test_it_is_the_one_that_holds_today(world: World, opened: AgreementVersion) -> None:
    key, first, second = opened.agreement.key, opened.agreement.versions.get(number=1), opened
    for today, expected in (
        (days(0), first),
        (second.starts_on - dt.timedelta(days=1), first),
        (second.starts_on, second),
    ):
        with session({}):
            found = opened_version(key, today=today)
        assert found == expected
    assert get(f"/avtaler/{key}/apen/avtale.json").json()["version"] == 1
    assert "Versjon 1, gjelder fra" in get(f"/avtaler/{key}/apen/").content.decode()


def test_what_holds_no_longer_or_not_yet_says_so(world: World) -> None:
    version = agree(world)
    key = version.agreement.key
    Agreement.objects.update(is_public=True)
    assert "Teksten gjelder ikke i dag" not in get(f"/avtaler/{key}/apen/").content.decode()
    with upkeep():
        other = Agreement.objects.create(name="En annen", state="signed", is_public=True)
        coming = AgreementVersion.objects.create(agreement=other, number=1, state="signed", starts_on=days(9))
        AgreementVersion.objects.filter(pk=version.pk).update(ends_before=days(-2))
    said = (("Avtalen gjelder ikke lenger.", version), ("Versjonen gjelder ikke ennå.", coming))
    for words, shown in said:
        place = f"/avtaler/{shown.agreement.key}/apen/"
        page, text = get(place).content.decode(), get(place + "avtale.md").content.decode()
        assert "Teksten gjelder ikke i dag" in page and words in page and words in text
        assert get(place + "avtale.json").json()["is_in_force"] is False


def test_it_names_offices_and_titles_and_nobody_there(world: World, opened: AgreementVersion) -> None:
    ida = User.objects.get(pk=world.actor("Ida").user_id)
    unit = world.unit("tk-koordinering")
    for email in (ida.email.upper(), "koordinering@example.test"):
        ContactPoint.objects.create(unit=unit, purpose="Varsler", email=email, starts_on=days(-9))
    with acting_as(world.actor("Ida")):
        inside = str(agreement_letter(opened, "nb", today=clock.today()))
    with session({}):
        outside = str(agreement_letter(opened, "nb", today=clock.today(), is_open=True))
    for name in ("Kari Nordmann", ida.email.upper(), "2026/114-3"):
        assert name in inside and name not in outside
    for shown in ("Direktør", "koordinering@example.test", "Kriminalomsorgen", "Trondheim kommune"):
        assert shown in inside and shown in outside
    place = f"/avtaler/{opened.agreement.key}/apen/"
    for path in ("", "avtale.md", "avtale.json"):
        text = get(place + path).content.decode()
        assert "Kari Nordmann" not in text and ida.email not in text and "Prøve" not in text


def test_a_paper_is_made_once_and_not_without_end(
    world: World, opened: AgreementVersion, settings: Any
) -> None:
    letter_kept._papers.clear()
    settings.OPEN_PDFS_PER_MINUTE = 1
    place = f"/avtaler/{opened.agreement.key}/apen/"
    first = get(place + "nb.pdf")
    assert first.status_code == 200 and first.headers["Cache-Control"] == "public, max-age=300"
    again = get(place + "nb.pdf")
    assert (again.status_code, again.content) == (200, first.content)
    assert get(place + "nb.pdf", **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(letter_kept._papers) == 1
    busy = get(place + "en.pdf")
    assert busy.status_code == 429 and int(busy.headers["Retry-After"]) > 0
    client = Client()
    client.force_login(User.objects.get(pk=world.actor("Leif").user_id))
    settings.MFA_REQUIRED = False
    assert client.get(place + "en.pdf").status_code == 200
    letter_kept._papers.clear()
