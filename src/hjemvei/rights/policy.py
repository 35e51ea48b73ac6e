"""Who takes a request down, who answers for a controller, and who decides what is erased."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.policy import YES, Decision
from hjemvei.rights.models import Correction, Disposal


def can_ask(actor: Actor) -> Decision:
    """Whoever talks with the person: a right is never a matter of finding the right office."""
    if not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Den som arbeider i saken, skriver ned kravet for personen."))
    return YES


def can_release(actor: Actor) -> Decision:
    """The controller's own manager of requests; never the privacy officer, who must be free of decisions on
    what they watch (GDPR art. 38 no. 6).
    """
    if not actor.has(Role.RIGHTS_OFFICER):
        return Decision(False, _("Bare den innsynsansvarlige går gjennom og frigir det virksomheten har."))
    return YES


def can_advise(actor: Actor) -> Decision:
    if not actor.has(Role.PRIVACY_OFFICER):
        return Decision(False, _("Personvernombudet gir råd om krav og forslag."))
    return YES


def can_propose(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Den som arbeider i saken, foreslår sletting, sperring eller arkivering."))
    return YES


def can_decide(actor: Actor, disposal: Disposal) -> Decision:
    if not actor.has(Role.RIGHTS_OFFICER):
        return Decision(False, _("Bare den innsynsansvarlige avgjør hva som slettes."))
    if disposal.proposed_by_id == actor.user_id:
        return Decision(False, _("To personer må stå bak. Be en annen om å avgjøre det du har foreslått."))
    return YES


def can_take_down_correction(actor: Actor, info_class: InfoClass) -> Decision:
    """The person on their own page too, in what the way in opens."""
    if not actor.may_read(InfoClass.IDENTITY) or not actor.may_read(info_class):
        return Decision(False, _("Rollen din leser ikke slike opplysninger. Be en annen skrive det ned."))
    return YES


def can_answer_correction(actor: Actor, correction: Correction) -> Decision:
    if correction.to_unit_id not in actor.case_units():
        return Decision(False, _("Enheten som skrev det ned, svarer."))
    return can_take_down_correction(actor, InfoClass(correction.info_class))


def can_hold(actor: Actor) -> Decision:
    if not actor.has(Role.RIGHTS_OFFICER) and not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Den innsynsansvarlige eller den som arbeider i saken, stanser sletting."))
    return YES
