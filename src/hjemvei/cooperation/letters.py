"""The letter about a meeting: when, where, and the page. No agenda and no personal data."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import Letter, send_letter
from hjemvei.accounts.models import User
from hjemvei.audit.models import OutboxKind
from hjemvei.cooperation.models import Meeting, Seat
from hjemvei.cooperation.states import MeetingState
from hjemvei.ui import formats


def tell_members(actor: Actor, meeting: Meeting, *, at: dt.datetime) -> None:
    """One letter for each state of the meeting to each member with an account, but the one who did it."""
    seats = Seat.objects.live().filter(forum_id=meeting.forum_id).exclude(user_id=actor.user_id)
    for user in User.objects.filter(pk__in=seats.values("user_id"), is_active=True).only("pk", "language"):
        with translation.override(user.language):
            send_letter(_letter(actor, user, meeting, at=at))


def _letter(actor: Actor, user: User, meeting: Meeting, *, at: dt.datetime) -> Letter:
    values = {"name": meeting.forum.name, "day": formats.date(meeting.starts_at)}
    when = f"{formats.datetime(meeting.starts_at)}–{formats.time(meeting.ends_at)}"
    page = reverse("cooperation:meeting", args=[meeting.forum.key, meeting.key])
    told = [text for text in (when, meeting.place, meeting.link) if text]
    lines = [*told, "", settings.SITE_URL.rstrip("/") + page]
    return Letter(
        kind=OutboxKind.INVITATION if meeting.sequence == 0 else OutboxKind.ALERT,
        unit_id=actor.unit_id,
        user_id=user.pk,
        subject=_subject(meeting) % values,
        body="\n".join(lines),
        once=f"meeting:{meeting.key}:{meeting.sequence}:{user.pk}",
        at=at,
    )


def _subject(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return _("Avlyst: %(name)s %(day)s")
    if meeting.sequence:
        return _("Flyttet: %(name)s %(day)s")
    return _("Innkalling: %(name)s %(day)s")


def overdue_letter(*, unit_id: int, user: User, key: str, name: str, at: dt.datetime) -> Letter:
    """At most one a month for each forum."""
    with translation.override(user.language):
        page = settings.SITE_URL.rstrip("/") + reverse("cooperation:forum", args=[key])
        text = _("Det er lenger siden forrige møte enn avtalt, og ingen møter er planlagt.")
        subject = _("Hjemvei: %(name)s skulle ha møttes") % {"name": name}
    return Letter(
        kind=OutboxKind.ALERT,
        unit_id=unit_id,
        user_id=user.pk,
        subject=subject,
        body=f"{text}\n\n{page}",
        once=f"overdue:{key}:{user.pk}:{at:%Y%m}",
        at=at,
    )
