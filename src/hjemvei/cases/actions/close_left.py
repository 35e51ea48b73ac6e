"""Close the cases that nobody takes part in any more: of people released long ago, who said no."""

from __future__ import annotations

from django.db import connections
from django.utils.translation import gettext_noop

from hjemvei.accounts.enums import Purpose
from hjemvei.cases.system_actor import system_user
from hjemvei.core.db import session

CLOSED = gettext_noop("Saken er avsluttet: ingen har del i den lenger")
"""The line of the timeline, which the kernel's function writes."""


def close_left(*, using: str = "worker") -> int:
    """How many. They are closed from the moment the last part ended, as the system's deed in the change log;
    twice does nothing more. Nobody can close them by hand: nobody sees them.
    """
    who = system_user().pk
    values = {"hjemvei.user": str(who), "hjemvei.purpose": Purpose.REMINDER.value}
    with session(values, using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT kernel.close_left(%s)", [who])
        return int(cursor.fetchone()[0])
