"""Periodic jobs: three lines each, one function. Times are UTC."""

from __future__ import annotations

from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from hjemvei.audit.journal import installed_journal
from hjemvei.audit.retention import END_DUE
from hjemvei.audit.seal_key import installed_key
from hjemvei.audit.seals import seal_batch
from hjemvei.cases.actions.close_left import close_left
from hjemvei.core import clock
from hjemvei.rights.ending import end_due
from hjemvei.rights.retention import retain
from hjemvei.web import upkeep
from hjemvei.web.digest import write_digests
from hjemvei.web.outbox import send_waiting

KEPT_HOURS = 24 * 31
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.periodic(cron="0 5 * * 1-5")
@app.task(name="web.digest", queue="mail", queueing_lock="web.digest", retry=AGAIN)
def digest(timestamp: int) -> None:
    write_digests(at=clock.now(), today=clock.today())


@app.periodic(cron="* * * * *")
@app.task(name="web.send_outbox", queue="mail", queueing_lock="web.send_outbox", lock="web.send_outbox")
def send_outbox(timestamp: int) -> None:
    send_waiting(at=clock.now())


@app.periodic(cron="10 0,23 * * *")
@app.task(name="web.refresh_lists", queue="upkeep", queueing_lock="web.refresh_lists", retry=AGAIN)
def refresh_lists(timestamp: int) -> None:
    """Ten past midnight in Norway, summer and winter."""
    upkeep.refresh_lists(at=clock.now())


@app.periodic(cron="30 2 * * *")
@app.task(name="web.remind_consents", queue="upkeep", queueing_lock="web.remind_consents", retry=AGAIN)
def remind_consents(timestamp: int) -> None:
    """Before the digest, which counts the new tasks."""
    upkeep.remind_of_consents(at=clock.now(), today=clock.today())


@app.periodic(cron="10 3 * * *")
@app.task(name="web.find_deviations", queue="upkeep", queueing_lock="web.find_deviations", retry=AGAIN)
def find_deviations(timestamp: int) -> None:
    """After the tasks of the night are brought up to date (`cases.nightly`)."""
    upkeep.look_for_deviations(at=clock.now(), today=clock.today())


@app.periodic(cron="15 3 * * *")
@app.task(name="web.tell_committees", queue="upkeep", queueing_lock="web.tell_committees", retry=AGAIN)
def tell_committees(timestamp: int) -> None:
    """Twice a year there is something to count, a fortnight after the half-year; else nothing is done."""
    upkeep.tell_committees(today=clock.today())


@app.periodic(cron="20 3 * * *")
@app.task(name="web.find_odd_looks", queue="upkeep", queueing_lock="web.find_odd_looks", retry=AGAIN)
def find_odd_looks(timestamp: int) -> None:
    upkeep.look_for_odd_looks(at=clock.now(), today=clock.today())


@app.periodic(cron="30 3 * * *")
@app.task(name="web.close_left", queue="upkeep", queueing_lock="web.close_left", retry=AGAIN)
def close_what_was_left(timestamp: int) -> None:
    """Before the retention rules, which count from the day a case was closed."""
    close_left()


@app.periodic(cron="40 3 * * *")
@app.task(name="web.retain", queue="upkeep", queueing_lock="web.retain", retry=AGAIN)
def keep_no_longer(timestamp: int) -> None:
    """Restrict what is due, propose what shall end; no record is erased by night."""
    retain(today=clock.today())


@app.periodic(cron="50 3 * * *")
@app.task(name=END_DUE, queue="upkeep", queueing_lock="web.end_due", retry=AGAIN)
def end_what_is_due(timestamp: int) -> None:
    """Rows of single tables whose time is out; what they were is counted in the log."""
    end_due(at=clock.now())


@app.periodic(cron="55 3 * * *")
@app.task(name="web.forget_sessions", queue="upkeep", queueing_lock="web.forget_sessions", retry=AGAIN)
def forget_sessions(timestamp: int) -> None:
    upkeep.forget_sessions()


@app.periodic(cron="30 4 * * 1-5")
@app.task(name="web.remind_notices", queue="mail", queueing_lock="web.remind_notices", retry=AGAIN)
def remind_notices(timestamp: int) -> None:
    upkeep.remind_of_notices(at=clock.now(), today=clock.today())


@app.periodic(cron="35 4 * * 1-5")
@app.task(name="web.remind_meetings", queue="mail", queueing_lock="web.remind_meetings", retry=AGAIN)
def remind_meetings(timestamp: int) -> None:
    upkeep.remind_of_meetings(at=clock.now(), today=clock.today())


@app.periodic(cron="*/10 * * * *")
@app.task(name="web.refresh_access", queue="upkeep", queueing_lock="web.refresh_access", retry=AGAIN)
def refresh_access(timestamp: int) -> None:
    upkeep.refresh_access()


@app.periodic(cron="40 23 * * *")
@app.task(name="web.log_expired", queue="upkeep", queueing_lock="web.log_expired", retry=AGAIN)
def log_expired(timestamp: int) -> None:
    """After midnight in Norway, when consents end."""
    upkeep.end_expired_consents(at=clock.now())


@app.periodic(cron="50 23 * * *")
@app.task(name="web.lapse_left_tasks", queue="upkeep", queueing_lock="web.lapse_left_tasks", retry=AGAIN)
def lapse_left_tasks(timestamp: int) -> None:
    """After midnight in Norway, when access ends."""
    upkeep.lapse_left_tasks(at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="web.seal", queue="upkeep", queueing_lock="web.seal", lock="web.seal")
def seal(timestamp: int) -> None:
    """Fails where there is no key to sign with: `hjemvei doctor` says so."""
    seal_batch(at=clock.now(), journal=installed_journal(), key=installed_key(), using="worker")


@app.periodic(cron="40 2 * * *")
@app.task(name="web.purge_once_keys", queue="upkeep", queueing_lock="web.purge_once_keys")
def purge_once_keys(timestamp: int) -> None:
    upkeep.purge_once_keys(at=clock.now())


@app.periodic(cron="45 * * * *")
@app.task(name="web.purge_limits", queue="upkeep", queueing_lock="web.purge_limits")
def purge_limits(timestamp: int) -> None:
    upkeep.purge_limits()


@app.periodic(cron="50 2 * * *")
@app.task(name="web.forget_jobs", queue="upkeep", queueing_lock="web.forget_jobs", pass_context=True)
async def forget_jobs(context: Any, timestamp: int) -> None:
    """What was done more than a month ago; `hjemvei doctor` asks for less."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="*/2 * * * *")
@app.task(name="web.retry_stalled", queue="upkeep", queueing_lock="web.retry_stalled", pass_context=True)
async def retry_stalled(context: Any, timestamp: int) -> None:
    """Jobs of a worker that was killed are taken up again; every job may run twice.

    Where the same periodic job waits already, that one does the work: the killed one would be refused by its
    queueing lock for ever, and might hold the lock that the waiting one needs.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=60):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
