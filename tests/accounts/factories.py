"""More of the cast, for accounts."""

from __future__ import annotations

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.accounts.queries import actor_of, user_with_seats
from tests.world import CLOCK, DAY, World


def administrator(world: World, slug: str) -> Actor:
    """An administrator in any unit."""
    user = User.objects.create_user(f"admin-{slug}@example.test", name="Ada Prøve")
    Membership.objects.create(user=user, unit=world.unit(slug), role=Role.ADMINISTRATOR, starts_on=DAY)
    found, seats = user_with_seats(user.pk, today=CLOCK.date())
    assert found is not None
    actor = actor_of(found, seats)
    assert actor is not None
    return actor


def letters_to(user_id: int) -> list[tuple[str, str]]:
    """Subject and body of the letters to somebody, read as the unit that wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hjemvei.units', (SELECT array_agg(id)::text FROM parties_unit), true)"
        )
        cursor.execute("SELECT subject, body FROM audit_outbox WHERE to_user_id = %s ORDER BY id", [user_id])
        return cursor.fetchall()
