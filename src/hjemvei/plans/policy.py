"""Who works with the plan, and in which areas of life."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.policy import YES, Decision
from hjemvei.plans.choices import CLASS_OF_AREA, LifeArea
from hjemvei.plans.models import Measure


def can_plan(actor: Actor) -> Decision:
    if not actor.may_read(InfoClass.COORDINATION) or not actor.may_read(InfoClass.IDENTITY):
        return Decision(False, _("Rollen din arbeider ikke med planer."))
    return YES


def can_plan_in(actor: Actor, area: LifeArea) -> Decision:
    """Nobody writes where they may not read: health goals are for those who work with health."""
    if not actor.may_read(CLASS_OF_AREA[area]):
        text = _("Rollen din arbeider ikke med området «%(area)s».")
        return Decision(False, text % {"area": area.label})
    return can_plan(actor)


def can_move_measure(actor: Actor, measure: Measure) -> Decision:
    """The one who does it, the one who wrote it, and anybody for the person's own efforts."""
    if measure.is_own_effort or measure.owner_unit_id in actor.units:
        return can_plan(actor)
    if measure.to_unit_id not in actor.units:
        return Decision(False, _("Bare den som har tiltaket, kan si hvordan det går."))
    return can_plan(actor)
