"""What time alone changes: lists after midnight, access that ran out, keys that nobody will send again."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import DatabaseError, connections
from django.db.models.functions import Now

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Purpose
from hjemvei.audit.models import OnceKey
from hjemvei.audit.retention import rules
from hjemvei.cases.actions.note_left_tasks import Left, note_left_tasks
from hjemvei.cases.actions.remind_consents import remind_consents
from hjemvei.cases.actions.remind_notices import remind_notices
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.system_actor import system_actor, system_user
from hjemvei.cooperation.actions.remind_overdue import remind_overdue
from hjemvei.core.db import session
from hjemvei.core.errors import HjemveiError
from hjemvei.core.shared_cache import SharedCache
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.actions.publish_counts import publish_counts
from hjemvei.oversight.actions.find_patterns import find_patterns
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.expire_consent import expire_consent
from hjemvei.sharing.models import Case, Consent

BATCH = 500
ONCE_DAYS = 7
LOOKED_BACK = 3


log = logging.getLogger(__name__)


def each_unit(act: Callable[[Actor], int], *, units: Sequence[int] | None = None) -> int:
    """Do it for every unit (or `units`), each in a transaction of its own; the sum of what `act` returns.

    One unit that fails keeps no other from its turn. Raises RuntimeError at the end, so that the job is tried
    again: `act` must bear being done twice.
    """
    done, failed = 0, []
    for unit_id in units_with_cases() if units is None else units:
        try:
            with acting_as(system_actor(unit_id)) as actor:
                done += act(actor)
        except (DatabaseError, HjemveiError) as error:
            log.exception("unit %s: %s", unit_id, type(error).__name__)
            failed.append(unit_id)
    if failed:
        raise RuntimeError(f"failed for units {failed}")
    return done


def remind_of_notices(*, at: dt.datetime, today: dt.date) -> int:
    return each_unit(lambda actor: remind_notices(actor=actor, today=today, at=at))


def remind_of_consents(*, at: dt.datetime, today: dt.date) -> int:
    return each_unit(lambda actor: remind_consents(actor=actor, today=today, at=at))


def look_for_deviations(*, at: dt.datetime, today: dt.date) -> int:
    """All units in one pass; the database keeps each to what it sees (ADR-0030)."""
    who = system_user().pk
    with session({"hjemvei.user": str(who), "hjemvei.purpose": Purpose.REMINDER.value}):
        return find_deviations(by=who, today=today, at=at)


def tell_committees(*, today: dt.date) -> int:
    return publish_counts(today=today)


def one_unit_each() -> list[int]:
    """One unit of each controller, for what is done once an organisation."""
    first: dict[int, int] = {}
    for unit_id, controller_id in Unit.objects.order_by("-id").values_list("pk", "controller_id"):
        first[controller_id] = unit_id
    return sorted(first.values())


def remind_of_meetings(*, at: dt.datetime, today: dt.date) -> int:
    return each_unit(lambda actor: remind_overdue(actor=actor, today=today, at=at), units=one_unit_each())


def look_for_odd_looks(*, at: dt.datetime, today: dt.date) -> int:
    """Yesterday's looks and those of the days before, should the worker have been down."""
    days = [today - dt.timedelta(days=n) for n in range(1, LOOKED_BACK + 1)]
    return each_unit(
        lambda actor: sum(find_patterns(actor=actor, day=day, at=at) for day in days),
        units=one_unit_each(),
    )


def units_with_cases() -> list[int]:
    """Units that may have cases; the system looks into each as that unit."""
    return list(Unit.objects.order_by("id").values_list("pk", flat=True))


def _batches(unit_id: int, *, ended: bool, closed_since: dt.datetime | None = None) -> Iterator[list[int]]:
    """Ids of the unit's cases; `ended`: of those where somebody's access has run out. With `closed_since`
    without those that were closed before.
    """
    last = 0
    while True:
        with acting_as(system_actor(unit_id)) as actor:
            found = Case.objects.visible_to(actor).filter(pk__gt=last)
            if ended:
                found = found.filter(visible_until__lte=Now())
            if closed_since is not None:
                found = found.exclude(closed_at__lt=closed_since)
            ids = list(found.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


def refresh_lists(*, at: dt.datetime) -> int:
    """Every unit's list again, since rank and days depend on today. Returns how many cases.

    What was closed so long ago that its lists are deleted stays out of them.
    """
    seen = 0
    months = rules()["derived"].end_months
    since = at - dt.timedelta(days=30 * months) if months else None
    for unit_id in units_with_cases():
        for ids in _batches(unit_id, ended=False, closed_since=since):
            with acting_as(system_actor(unit_id)):
                sync_caseload(case_ids=ids)
            seen += len(ids)
    return seen


def refresh_access(*, using: str = "worker") -> int:
    """Write down that access has ended where it has; row-level security has refused since that moment.

    Where a consent has run out, its receivers keep their own rows, as after a withdrawal.
    """
    seen = 0
    for unit_id in units_with_cases():
        for ids in _batches(unit_id, ended=True):
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT kernel.expire(%s)", [ids])
                cursor.execute("SELECT kernel.sync_caseload(%s)", [ids])
            seen += len(ids)
    return seen


def end_expired_consents(*, at: dt.datetime, using: str = "worker") -> int:
    """What ran out since the last time, each in a transaction of its own; how many.

    Where nobody of the consent's controller is in the case any more, it is told and logged, and there is no
    work of theirs to stop. Raises RuntimeError when one fails, after the others had their turn.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT consent, unit FROM kernel.consents_over()")
        over = cursor.fetchall()
    ended = 0
    failed = []
    for consent_id, unit_id in over:
        try:
            with acting_as(system_actor(unit_id)) as actor:
                ended += expire_consent(actor=actor, consent_id=consent_id, at=at)
        except (DatabaseError, HjemveiError, Consent.DoesNotExist) as error:
            log.exception("consent %s: %s", consent_id, type(error).__name__)
            failed.append(consent_id)
    if failed:
        raise RuntimeError(f"failed for consents {failed}")
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT kernel.expire_consents(%s)", [system_user().pk])
        return ended + int(cursor.fetchone()[0])


def lapse_left_tasks(*, at: dt.datetime, using: str = "worker") -> int:
    """What a prison left undone lapses when its part in the case is over, since nobody there can do it now.

    What was late stays a deviation: it was found while the prison took part. One unit that goes on with the
    case writes in the timeline how much it was; the unit that coordinates comes first.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT of_case, tasks, late FROM kernel.lapse_left()")
        left = {case_id: Left(tasks, late) for case_id, tasks, late in cursor.fetchall()}
        cursor.execute("SELECT kernel.sync_caseload(%s)", [list(left)])
    untold = dict(left)
    for unit_id in _units_outside() if untold else ():
        with acting_as(system_actor(unit_id)) as actor:
            for case_id in note_left_tasks(actor=actor, left=untold, at=at):
                del untold[case_id]
    return len(left)


def _units_outside() -> list[int]:
    rows = Unit.objects.exclude(kind=UnitKind.PRISON).values_list("pk", "kind").order_by("pk")
    return [pk for pk, _kind in sorted(rows, key=lambda row: row[1] != UnitKind.COORDINATION)]


def forget_sessions() -> int:
    """Sign-ins that have run out."""
    return Session.objects.filter(expire_date__lt=Now())._raw_delete("default")


def purge_limits() -> int:
    """Counters of sign-in attempts that have run out."""
    cache = caches["default"]
    assert isinstance(cache, SharedCache)
    return cache.forget_expired()


def purge_once_keys(*, at: dt.datetime, using: str = "worker") -> int:
    """Answers to forms sent a week ago."""
    old = OnceKey.objects.using(using).filter(created_at__lt=at - dt.timedelta(days=ONCE_DAYS))
    return old._raw_delete(using)
