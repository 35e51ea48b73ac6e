"""The one place where a case that is not shown is refused: with the rule, or as if it did not exist."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel
from hjemvei.core.errors import NotAllowed
from hjemvei.sharing.access.facts import facts_of
from hjemvei.sharing.access.roles import EMERGENCY_ROLES
from hjemvei.sharing.access.rules import Rule, may_be_told


def refuse(actor: Actor, key: str) -> NoReturn:
    """Raises NotAllowed with the rule's code where existence is no secret, else Http404. A token acts in its
    own unit alone, and nothing else is told to a machine that could ask for key after key.
    """
    if actor.channel is Channel.API:
        raise Http404
    found = facts_of(actor, key)
    if found is None:
        raise Http404
    answer = found.answer
    if answer.rule is None or not may_be_told(answer, found.facts):
        raise Http404
    link = None
    if answer.may_break_glass and actor.roles & EMERGENCY_ROLES:
        link = (gettext("Haster det? Bruk nødtilgang"), reverse("access:open", args=[key]))
    raise NotAllowed(reason_of(answer.rule), code=answer.rule.code, link=link)


def reason_of(rule: Rule) -> str:
    """Rule and reason in the reader's language; the number is what one refers to when asking somebody."""
    text = gettext("%(reason)s (Regel %(order)s.)")
    return text % {"reason": gettext(rule.reason), "order": rule.order}
