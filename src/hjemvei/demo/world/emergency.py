"""One opening of another unit's case in an emergency, today, that waits for the privacy officer's review."""

from __future__ import annotations

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.demo.world.road import World
from hjemvei.sharing.actions.break_glass import break_glass
from hjemvei.sharing.enums import EmergencyCategory
from hjemvei.sharing.models import Case

OPENED_BY, HELD_BY = "Berit", "Tor"
WHY = "Broren ringte hit: ingen har fått tak i personen etter permisjonen, og han trengte et sted i natt."


def open_in_emergency(world: World) -> None:
    """The newest case of the holding prison that nobody of the other may see and nothing protects."""
    with acting_as(world.staff[OPENED_BY]) as actor:
        seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
    with acting_as(world.staff[HELD_BY]) as holder:
        free = Case.objects.visible_to(holder).open().filter(protection=0).exclude(pk__in=seen)
        key = free.order_by("-id").values_list("key", flat=True)[0]
    with acting_as(world.staff[OPENED_BY]) as actor:
        break_glass(actor=actor, key=key, category=EmergencyCategory.OTHER, reason=WHY, at=clock.now())
