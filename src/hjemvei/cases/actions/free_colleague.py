"""A colleague has left: the tasks go back to the unit, and whoever may take over the parts is told."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import CASEWORK_ROLES
from hjemvei.accounts.events import Left, Letter, send_letter
from hjemvei.accounts.models import Membership
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Task
from hjemvei.cases.policy.cooperation import LEADERS
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT
from hjemvei.cases.system_actor import system_actor


def free_colleague(news: Left) -> None:
    """In each unit that was left, seen as the unit sees it. The parts stay, for somebody to take over."""
    for unit_id in news.unit_ids:
        with acting_as(system_actor(unit_id)) as system:
            mine = {"to_unit_id": unit_id, "to_user_id": news.user_id}
            tasks = Task.objects.visible_to(system).filter(
                **mine, done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True
            )
            cases = sorted(set(tasks.values_list("case_id", flat=True)))
            freed = tasks.update(to_user=None)
            parts = Assignment.objects.visible_to(system).filter(**mine, state__in=LIVE_ASSIGNMENT).count()
            sync_caseload(case_ids=cases)
            if freed or parts:
                _tell(news, unit_id, system.unit_name, parts=parts, tasks=freed)


def _tell(news: Left, unit_id: int, unit_name: str, *, parts: int, tasks: int) -> None:
    text = _(
        "%(name)s har sluttet i %(unit)s. %(parts)d oppdrag må overtas av noen, og %(tasks)d oppgaver er "
        "tilbake i enhetens liste.\n\n%(link)s"
    )
    values = {"name": news.name, "unit": unit_name, "parts": parts, "tasks": tasks}
    for user_id in _responsible(unit_id, but=news.user_id, today=localdate(news.at)):
        letter = Letter(
            kind="alert",
            unit_id=unit_id,
            user_id=user_id,
            subject=_("Hjemvei: saker må overtas"),
            body=text % {**values, "link": settings.SITE_URL + reverse("cases:inbox")},
            once=f"left:{news.user_id}:{unit_id}:{news.at.isoformat()}:{user_id}",
            at=news.at,
        )
        send_letter(letter)


def _responsible(unit_id: int, *, but: int, today: dt.date) -> list[int]:
    """Those who lead the unit; where nobody does, all who work with cases there."""
    seats = Membership.objects.in_force(today).filter(unit_id=unit_id, user__is_active=True)
    found = seats.exclude(user_id=but).values_list("user_id", "role")
    for roles in (LEADERS, CASEWORK_ROLES):
        people = sorted({user_id for user_id, role in found if role in roles})
        if people:
            return people
    return []
