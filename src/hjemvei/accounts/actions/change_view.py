"""Rename a saved view, make it the first of its page, or remove it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import SavedView
from hjemvei.core.errors import RuleBroken

RENAME, DEFAULT, NO_DEFAULT, DELETE = "rename", "default", "no_default", "delete"
CHANGES = (RENAME, DEFAULT, NO_DEFAULT, DELETE)


def change_view(*, actor: Actor, view: SavedView, change: str, name: str = "") -> None:
    """`view` is one of the actor's own; a removed one leaves no trace. Raises RuleBroken for a name in
    use.
    """
    mine = SavedView.objects.filter(user_id=actor.user_id, page=view.page)
    if change == DELETE:
        mine.filter(pk=view.pk).delete()
    elif change == RENAME:
        if not name.strip():
            raise RuleBroken(_("Gi visningen et navn."), field="name")
        if mine.filter(name=name.strip()).exclude(pk=view.pk).exists():
            raise RuleBroken(_("Du har allerede en visning med dette navnet."), field="name")
        mine.filter(pk=view.pk).update(name=name.strip())
    elif change in {DEFAULT, NO_DEFAULT}:
        mine.filter(is_default=True).update(is_default=False)
        mine.filter(pk=view.pk).update(is_default=change == DEFAULT)
    else:
        raise RuleBroken(_("Velg hva som skal gjøres med visningen."), code="unknown_change")
