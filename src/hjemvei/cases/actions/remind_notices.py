"""Remind the receiver of notices not acknowledged in time. E-mail says only that something waits."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.events import Letter
from hjemvei.accounts.models import Membership
from hjemvei.audit.letters import post
from hjemvei.audit.models import OutboxKind
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.models import Notice
from hjemvei.cases.policy.cooperation import ACKNOWLEDGERS
from hjemvei.cases.states import NoticeState
from hjemvei.sharing.enums import ConsentState

REMINDED = gettext_noop("Påminnelse sendt til %(unit)s om varsel som ikke er bekreftet")


def remind_notices(*, actor: Actor, today: dt.date, at: dt.datetime) -> int:
    """For the notices of the actor's units; each is reminded of once. Return how many.

    Where the consent has ended the receiver sees no notice any more, and is not reminded of one.
    """
    overdue = (
        Notice.objects.visible_to(actor)
        .filter(
            owner_unit_id__in=actor.case_units(),
            state=NoticeState.SENT,
            acknowledge_by__lt=today,
            reminded_at__isnull=True,
            case__closed_at__isnull=True,
            consent__state=ConsentState.GIVEN,
            consent__ends_before__gt=today,
        )
        .select_related("case", "to_unit")
        .order_by("id")
    )
    notices = list(overdue)
    for notice in notices:
        notice.reminded_at = at
        notice.save(update_fields=["reminded_at"])
        _write_to(actor, notice, today=today, at=at)
        record_event(
            actor=actor,
            case=notice.case,
            code="notice_reminded",
            text=REMINDED,
            info_class=InfoClass.COORDINATION,
            at=at,
            unit=notice.to_unit.name,
        )
    return len(notices)


def _write_to(actor: Actor, notice: Notice, *, today: dt.date, at: dt.datetime) -> None:
    members = Membership.objects.in_force(today).filter(unit_id=notice.to_unit_id, role__in=ACKNOWLEDGERS)
    for user_id in sorted(set(members.values_list("user_id", flat=True))):
        letter = Letter(
            kind=OutboxKind.ALERT,
            unit_id=actor.unit_id,
            user_id=user_id,
            subject=_("Et varsel venter på bekreftelse"),
            body=_("Et varsel i innboksen din skulle vært bekreftet. Logg inn i Hjemvei for å se det."),
            once=f"notice-reminder:{notice.key}:{user_id}",
            at=at,
            case_id=notice.case_id,
            to_unit_id=notice.to_unit_id,
        )
        post(letter)
