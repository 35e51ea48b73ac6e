"""The municipality opens what the person has said yes to; the prison loses it when it lets the person go."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import User
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.enums import Basis, ConsentForm
from hjemvei.sharing.models import Case, Consent, Participation
from hjemvei.sharing.terms import Terms, arrows
from tests.world import World

HOUSING = (InfoClass.HOUSING, InfoClass.COORDINATION, InfoClass.CONSENT)


def _noticed(world: World) -> tuple[Case, Consent]:
    """Trondheim municipality takes part, and may share housing back to the prison."""
    today, at = clock.today(), clock.now()
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        there = [world.unit("tk-koordinering").pk]
        both = arrows(giver_id=tor.controller_id, receivers=there, classes=HOUSING)
        giver = world.unit("tk-koordinering").controller_id
        both += arrows(giver_id=giver, receivers=[world.unit("trondheim").pk], classes=HOUSING)
        consent = give_consent(
            actor=tor,
            case=case,
            terms=Terms(form=ConsentForm.ORAL, explained="Hva som deles.", witness_name="Siv Prøve"),
            arrows=both,
            starts_on=today,
            ends_before=today + dt.timedelta(days=365),
            at=at,
        )
        send_notice(actor=tor, case=case, to_unit=world.unit("tk-koordinering"), note="", today=today, at=at)
    return case, consent


def _ida(client: Client) -> Client:
    client.force_login(User.objects.get(email="ida@example.test"))
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def test_the_municipality_gives_access_with_one_button(
    world: World, client: Client, settings: object
) -> None:
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
    case, consent = _noticed(world)
    ida = _ida(client)
    page = ida.get(f"/sak/{case.key}/samtykke/").content.decode()
    address = f"/sak/{case.key}/samtykke/{consent.key}/del/trondheim/"
    assert address in page
    assert ida.post(address, {"once": "a" * 22}).status_code == 302
    assert address not in ida.get(f"/sak/{case.key}/samtykke/").content.decode()


def test_release_ends_what_the_consent_let_the_prison_see(
    world: World, client: Client, settings: object
) -> None:
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]
    case, consent = _noticed(world)
    _ida(client).post(f"/sak/{case.key}/samtykke/{consent.key}/del/trondheim/", {"once": "b" * 22})
    unit = world.unit("trondheim").pk
    with acting_as(world.actor("Tor")):
        parts = Participation.objects.filter(case_id=case.pk, unit_id=unit)
        assert {part.basis for part in parts} == {Basis.CUSTODY, Basis.CONSENT}
        call("end_access", case.pk, unit, clock.now() - dt.timedelta(days=1))
        assert not Case.objects.filter(pk=case.pk).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sharing_case WHERE id = %s", [case.pk])
            assert cursor.fetchone() == (0,)
