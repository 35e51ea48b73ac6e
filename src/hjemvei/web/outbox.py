"""Send what waits in the outbox: each message once, again at the next run when the mail server says no."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from hjemvei.audit.models import Outbox, OutboxKind
from hjemvei.core.db import call

BATCH = 100
MOST_TRIES = 20
ALIAS = "worker"
log = logging.getLogger(__name__)


def send_waiting(*, at: dt.datetime, using: str = ALIAS) -> int:
    """Returns how many were sent. A message that was refused MOST_TRIES times is left for the operator; one
    about a case that its receiver no longer takes part in is cancelled, whatever the night has done yet.

    An invitation's link opens an account, so its text is blanked once it is sent; the demo sends nothing, and
    shows it. Each is locked, sent and marked in a transaction of its own: two workers never send the same,
    and a crash between sending and marking repeats one message with the same Message-ID, not a batch.
    """
    waiting = Outbox.objects.using(using).filter(
        sent_at__isnull=True, cancelled_at__isnull=True, tries__lt=MOST_TRIES
    )
    ids = list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH])
    return sum(_send_one(pk, at=at, using=using) for pk in ids)


def _send_one(pk: int, *, at: dt.datetime, using: str) -> bool:
    with transaction.atomic(using=using):
        locked = Outbox.objects.using(using).select_for_update(skip_locked=True, of=("self",))
        message = (
            locked.select_related("to_user")
            .filter(pk=pk, sent_at__isnull=True, cancelled_at__isnull=True)
            .first()
        )
        if message is None:
            return False
        if not call("may_leave", pk, using=using):
            message.cancelled_at = at
            message.save(using=using, update_fields=["cancelled_at"])
            return False
        sent = _deliver(message)
        message.tries += 1
        message.sent_at = at if sent else None
        if sent and message.kind == OutboxKind.INVITATION and not settings.DEMO:
            message.body = ""
        message.save(using=using, update_fields=["tries", "sent_at", "body"])
        return sent


def _deliver(message: Outbox) -> bool:
    address = message.to_address or (message.to_user.email if message.to_user else "")
    mail = EmailMessage(
        message.subject,
        message.body,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Message-ID": f"<{message.key}@hjemvei>", "Auto-Submitted": "auto-generated"},
    )
    try:
        return bool(mail.send())
    except (OSError, ValueError) as error:
        log.warning("message %s was not sent: %s", message.key, type(error).__name__)
        return False
