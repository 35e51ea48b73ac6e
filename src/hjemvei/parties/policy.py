"""Who may change what the others read about a unit. Reading is open to all signed-in staff."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from hjemvei.core.decisions import YES, Decision
from hjemvei.parties.models import Unit

ADMINISTRATOR = "administrator"
COORDINATORS = ("reintegration_coordinator", "municipal_coordinator")


class Editor(Protocol):
    """What is asked of an actor here; the actor itself stands on a higher rung."""

    @property
    def user_id(self) -> int: ...
    @property
    def controller_id(self) -> int: ...
    @property
    def units(self) -> tuple[int, ...]: ...
    def has(self, *roles: Any) -> bool: ...


OTHERS = Decision(False, _("Dette er en enhet i en annen virksomhet. Bare de kan endre opplysningene."))
NO_EDITOR = Decision(False, _("Bare administratorer og koordinatorer i enheten kan endre opplysningene."))
NO_ADMINISTRATOR = Decision(False, _("Bare en administrator i virksomheten kan legge ned en enhet."))


def can_edit_unit(actor: Editor, unit: Unit) -> Decision:
    """Administrators of the controller; coordinators for the units they sit in and those under them."""
    if unit.controller_id != actor.controller_id:
        return OTHERS
    if actor.has(ADMINISTRATOR):
        return YES
    if not actor.has(*COORDINATORS):
        return NO_EDITOR
    if unit.pk in actor.units or unit.parent_id in actor.units:
        return YES
    return NO_EDITOR


def can_end_unit(actor: Editor, unit: Unit) -> Decision:
    if unit.controller_id != actor.controller_id:
        return OTHERS
    if not actor.has(ADMINISTRATOR):
        return NO_ADMINISTRATOR
    return YES
