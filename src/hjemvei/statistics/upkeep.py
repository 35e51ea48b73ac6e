"""What is counted by night, each agreement in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.agreements.upkeep import upkeep
from hjemvei.cases.system_actor import system_actor
from hjemvei.core.db import call
from hjemvei.core.errors import HjemveiError
from hjemvei.statistics.actions.count_figures import count_figures
from hjemvei.statistics.load import optional_columns

LOOKED_BACK = 6
"""Days: the keys of forms are kept for seven."""
log = logging.getLogger(__name__)


def count_all(*, today: dt.date, at: dt.datetime) -> int:
    """How many figures are new. One that fails keeps no other from its turn; raises RuntimeError."""
    with upkeep():
        parties = AgreementParty.objects.on(today).order_by("-id")
        units = dict(parties.values_list("agreement_id", "contact_unit_id"))
        agreements = list(Agreement.objects.filter(pk__in=units).order_by("id"))
    written, failed = 0, []
    for agreement in agreements:
        try:
            with acting_as(system_actor(units[agreement.pk])) as actor:
                written += sum(
                    count_figures(actor=actor, agreement=agreement, year=year, today=today, at=at)
                    for year in (today.year - 1, today.year)
                )
        except (DatabaseError, HjemveiError) as error:
            log.exception("agreement %s: %s", agreement.pk, type(error).__name__)
            failed.append(agreement.pk)
    if failed:
        raise RuntimeError(f"failed for agreements {failed}")
    return written


def gather_steps(*, today: dt.date) -> int:
    """Yesterday's forms, and those of the days before should the worker have been down."""
    days = [today - dt.timedelta(days=n) for n in range(1, LOOKED_BACK + 1)]
    with transaction.atomic():
        return sum(int(call("gather_steps", day) or 0) for day in days)


def count_fields(*, today: dt.date) -> int:
    with transaction.atomic():
        return int(call("count_fields", optional_columns(), today) or 0)
