"""Who may say that two records are one human being, and who destroys what is to be forgotten."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.persons.models import Person


def can_link(actor: Actor, first: Person, second: Person) -> Decision:
    if not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Rollen din gir ikke tilgang til personopplysninger."))
    if first.controller_id != actor.controller_id or second.controller_id != actor.controller_id:
        return Decision(False, _("Du kan bare knytte sammen registreringer i egen virksomhet."))
    return YES


def can_destroy_key(actor: Actor) -> Decision:
    """The database asks for the ground and that nobody needs it any more."""
    if not actor.has(Role.RIGHTS_OFFICER):
        return Decision(False, _("Bare den innsynsansvarlige sletter innhold for godt."))
    return YES
