"""Jobs of `exchange`: ids in, one action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hjemvei.core import clock
from hjemvei.exchange.actions.drop_document import drop_document as write_document
from hjemvei.exchange.actions.purge_staging import purge_staging
from hjemvei.exchange.actions.run_roll import run_roll


@app.task(name="exchange.apply_staged_roll", queue="rolls")
def apply_staged_roll(*, roll_id: int, user_id: int, unit_id: int) -> None:
    run_roll(roll_id=roll_id, user_id=user_id, unit_id=unit_id, at=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="exchange.purge_staged_rolls", queue="upkeep")
def purge_staged_rolls(timestamp: int) -> None:
    purge_staging(at=clock.now())


@app.task(name="exchange.drop_document", queue="archive", retry=5)
def drop_document(*, document_id: int, unit_id: int) -> None:
    write_document(document_id=document_id, unit_id=unit_id)
