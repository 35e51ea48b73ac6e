"""Which body answers for the archive: public ones themselves, private providers' the one whose task it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.actions.name_archive_body import name_archive_body
from hjemvei.parties.queries import archive_of
from hjemvei.privacy.documents import paper
from tests.web.factories import signed_in
from tests.world import World

TODAY = dt.date(2026, 11, 23)
PAPER = "behandlingsprotokoll"


def test_a_provider_names_the_body_whose_task_it_does(world: World) -> None:
    provider, municipality = world.unit("frivillig"), world.unit("tk-koordinering").controller
    assert archive_of(municipality) == municipality
    assert archive_of(provider.controller) is None
    page = signed_in(world, "Ida").get("/enheter/frivillig/").content.decode()
    assert "ikke avklart" in page and "/enheter/frivillig/arkiv/" not in page
    assert "det offentlige organet" in paper(PAPER, provider.controller, today=TODAY).markdown
    with acting_as(world.actor("Anne")) as anne, pytest.raises(NotAllowed):
        name_archive_body(actor=anne, unit=provider, body=municipality)
    with acting_as(world.actor("Anne")) as anne, pytest.raises(RuleBroken, match="eget arkiv"):
        name_archive_body(actor=anne, unit=world.unit("tk-nav"), body=municipality)
    seat = {"unit_id": provider.pk, "unit_roles": {provider.pk: world.actor("Anne").roles}}
    theirs = replace(world.actor("Anne"), controller_id=provider.controller_id, **seat)
    with pytest.raises(RuleBroken, match="offentlig organ"):
        name_archive_body(actor=theirs, unit=provider, body=provider.controller)
    name_archive_body(actor=theirs, unit=provider, body=municipality)
    provider.controller.refresh_from_db()
    assert archive_of(provider.controller) == municipality
    written = paper(PAPER, provider.controller, today=TODAY).markdown
    assert f"(arkivlova §§ 6 og 7): {municipality.name}" in written
    assert municipality.name in signed_in(world, "Ida").get("/enheter/frivillig/").content.decode()
