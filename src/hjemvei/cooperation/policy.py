"""Who may do what in a forum: a seat decides, not a role."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel
from hjemvei.accounts.policy import YES, Decision
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.policy import MAKERS
from hjemvei.cooperation.enums import SeatRole
from hjemvei.cooperation.models import AgendaPoint, Forum, Improvement, Post, Seat
from hjemvei.cooperation.models import Decision as Decided


def can_found(actor: Actor) -> Decision:
    if not actor.has(*MAKERS):
        return Decision(False, _("Utvalg og nettverk opprettes av ledere og koordinatorer."))
    return YES


def can_found_committee(actor: Actor, agreement: Agreement) -> Decision:
    if not agreement.parties.of(actor).exists():
        return Decision(False, _("Bare partene i avtalen kan opprette utvalget."))
    return can_found(actor)


def can_lead(actor: Actor, forum: Forum) -> Decision:
    """The chair, the chair's deputy, the secretary, each member where the chair goes round; whoever may
    found one where nobody leads any more.
    """
    if forum.closed_at is not None:
        return Decision(False, _("Dette er avsluttet."))
    if Seat.objects.held_by(actor).leading().filter(forum=forum).exists():
        return YES
    ours = forum.controller_id == actor.controller_id and actor.has(*MAKERS)
    if (
        actor.channel != Channel.API
        and ours
        and not Seat.objects.live().leading().filter(forum=forum).exists()
    ):
        return YES
    return Decision(False, _("Bare leder og sekretær kan gjøre dette."))


def can_speak(actor: Actor, forum: Forum) -> Decision:
    if forum.closed_at is not None:
        return Decision(False, _("Dette er avsluttet."))
    seats = Seat.objects.held_by(actor).filter(forum=forum).exclude(role=SeatRole.OBSERVER)
    if actor.channel == Channel.API or not seats.exists():
        return Decision(False, _("Bare medlemmer kan skrive her."))
    return YES


def can_add_point(actor: Actor, forum: Forum) -> Decision:
    spoken = can_speak(actor, forum)
    return spoken if spoken else can_lead(actor, forum)


def can_withdraw_point(actor: Actor, point: AgendaPoint) -> Decision:
    if point.added_by_id == actor.user_id:
        return can_add_point(actor, point.forum)
    return can_lead(actor, point.forum)


def can_close_work(actor: Actor, work: Decided | Improvement) -> Decision:
    """Whoever owns it says what came of it; so may those who lead."""
    if Seat.objects.held_by(actor).filter(pk=work.owner_id).exists() and work.forum.closed_at is None:
        return YES
    return can_lead(actor, work.forum)


def can_withdraw_post(actor: Actor, post: Post) -> Decision:
    if post.author_id == actor.user_id:
        return can_speak(actor, post.forum)
    return can_lead(actor, post.forum)
