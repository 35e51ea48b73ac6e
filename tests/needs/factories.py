"""Consents that open a case to units, and signed-in clients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, Consent, ConsentScope, owned_by
from tests.world import World

I = InfoClass  # noqa: E741
ALL = (I.IDENTITY, I.CUSTODY, I.HOUSING, I.ECONOMY, I.HEALTH, I.NETWORK, I.WORK, I.COORDINATION)
KLOK = "Klok Lyng"
MUNICIPAL = ("tk-koordinering", "tk-boligkontor", "tk-nav", "tk-oppfolging")


def share(
    world: World,
    to: Iterable[str] = MUNICIPAL,
    *,
    name: str = KLOK,
    classes: Sequence[InfoClass] = ALL,
    giver: str = "trondheim",
) -> Consent:
    """Tor writes down a consent for a year and opens the case; `giver` is whose rows are shared."""
    with acting_as(world.actor("Tor")) as tor:
        case = world.case(name)
        today = clock.today()
        fields = owned_by(tor, case, at=dt.datetime.now(dt.UTC))
        consent = Consent.objects.create(
            **fields, state="given", form="oral", starts_on=today, ends_before=today + dt.timedelta(days=365)
        )
        for slug in to:
            for info_class in classes:
                ConsentScope.objects.create(
                    **fields,
                    consent=consent,
                    giver_id=world.unit(giver).controller_id,
                    receiver_unit=world.unit(slug),
                    info_class=info_class,
                )
            call("give_access", consent.pk, world.unit(slug).pk)
    return consent


def the_case(world: World, who: str = "Tor", name: str = KLOK) -> Case:
    with acting_as(world.actor(who)):
        return world.case(name)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=world.actor(who).user_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def raw(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """What the database shows when no Python stands before it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
