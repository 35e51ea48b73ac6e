"""Jobs of `cases`: ids in, one action."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.follow_versions import follow_versions
from hjemvei.cases.actions.scan_waiting import scan_waiting
from hjemvei.cases.actions.sync_tasks import sync_tasks_now
from hjemvei.cases.models import Document
from hjemvei.cases.states import ScanState
from hjemvei.cases.system_actor import system_actor
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case

CHUNK = 500


@app.task(name="cases.sync_tasks", queue="cases")
def sync_tasks_job(unit_id: int, case_ids: list[int]) -> None:
    with acting_as(system_actor(unit_id)) as actor:
        at, today = clock.now(), clock.today()
        follow_versions(actor=actor, case_ids=case_ids, at=at, today=today)
        sync_tasks_now(actor=actor, case_ids=case_ids, at=at, today=today)


@app.periodic(cron="10 2 * * *")
@app.task(name="cases.nightly", queue="cases", queueing_lock="cases.nightly")
def nightly(timestamp: int) -> None:
    """Tasks that come near, deadlines that pass and access that ended: each unit's open cases, in chunks."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with acting_as(system_actor(unit_id)) as actor:
            ids = list(Case.objects.visible_to(actor).open().order_by("id").values_list("id", flat=True))
            for start in range(0, len(ids), CHUNK):
                sync_tasks_job.defer(unit_id=unit_id, case_ids=ids[start : start + CHUNK])


@app.task(name="cases.scan_document", queue="scans", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def scan_document(*, document_id: int, unit_id: int) -> None:
    """Fails while the scanner does not answer, and is tried again; the document waits."""
    with acting_as(system_actor(unit_id)) as actor:
        scan_waiting(actor=actor, document_ids=[document_id], at=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="cases.scan_left", queue="scans", queueing_lock="cases.scan_left")
def scan_left(timestamp: int) -> None:
    """What still waits after a longer stop of the scanner."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with acting_as(system_actor(unit_id)) as actor:
            left = Document.objects.visible_to(actor).filter(owner_unit_id=unit_id, scan=ScanState.WAITING)
            for document_id in left.order_by("id").values_list("id", flat=True):
                scan_document.defer(document_id=document_id, unit_id=unit_id)
