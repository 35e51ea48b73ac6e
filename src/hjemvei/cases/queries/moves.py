"""The wish to move, as it stands, and the units that may be invited."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import OPEN
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Case, ConsentScope
from hjemvei.sharing.queries import consents_seen

RELATED = ("from_municipality", "to_municipality", "from_unit", "to_unit", "case")
INVITATION = frozenset({InfoClass.IDENTITY, InfoClass.COORDINATION})
"""What an invited municipality sees, whatever else the consent names: who it is, and what is agreed."""


def moves_of(actor: Actor, case: Case) -> list[MoveWish]:
    """The newest first."""
    return list(MoveWish.objects.visible_to(actor).of(case).select_related(*RELATED).order_by("-id"))


def open_move(actor: Actor, case: Case) -> MoveWish | None:
    rows = MoveWish.objects.visible_to(actor).of(case).filter(state__in=OPEN)
    found: MoveWish | None = rows.select_related(*RELATED).order_by("-id").first()
    return found


def lock_move(actor: Actor, wish: MoveWish) -> MoveWish:
    """As it stands now, locked. Raises DoesNotExist when the actor may not see it."""
    rows = MoveWish.objects.visible_to(actor).select_related(*RELATED)
    found: MoveWish = rows.select_for_update(of=("self",)).get(pk=wish.pk)
    return found


def invitable(actor: Actor, case: Case, *, number: str, today: dt.date) -> list[Unit]:
    """Units of the municipality that a consent in force lets know who it is and what is agreed."""
    consents = consents_seen(actor).filter(
        case=case, state=ConsentState.GIVEN, starts_on__lte=today, ends_before__gt=today
    )
    ids: set[int] | None = None
    for info_class in INVITATION:
        scopes = ConsentScope.objects.filter(
            consent__in=consents, info_class=info_class, receiver_unit__controller__municipality_id=number
        )
        named = set(scopes.values_list("receiver_unit_id", flat=True))
        ids = named if ids is None else ids & named
    return list(Unit.objects.filter(pk__in=ids or ()).order_by("name", "id"))
