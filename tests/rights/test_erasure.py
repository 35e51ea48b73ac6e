"""Erasure: two people, an archive that has what it shall have, no hold; then nobody can read it again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import BinaryField, CharField, JSONField, TextField

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.held import registers
from hjemvei.audit.reads import recording
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.core.privacy import About
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.models import DestructionGround, DuplicateLink, Identifier, Person
from hjemvei.rights import ledger
from hjemvei.rights.actions.dispose import (
    Backing,
    decline_disposal,
    erase,
    lift_hold,
    propose_disposal,
    set_hold,
)
from hjemvei.rights.enums import DisposalState, Outcome
from hjemvei.rights.migrations._sealed_sql import ERASE_TITLES
from hjemvei.rights.models import Disposal, Hold
from hjemvei.rights.queries import person_of_id
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import Case, SearchToken, StatuteMessage
from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.told import open_message
from tests.rights.factories import asked, prison_officer
from tests.web.factories import signed_in
from tests.world import World

KLOK = "Klok Lyng"
RECEIPT = Backing(DestructionGround.ARCHIVE_RECEIPT, "K-2026/17")
DECISION = Backing(DestructionGround.DISPOSAL_DECISION, "V-3")


@pytest.fixture(autouse=True)
def ledger_file(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = str(tmp_path / "erased.jsonl")
    return tmp_path / "erased.jsonl"


def proposed(world: World, outcome: Outcome = Outcome.ARCHIVE, *, by: str = "Tor") -> Disposal:
    prison_officer(world)
    person_id = world.admitted[KLOK].person_id
    with acting_as(world.actor(by)) as actor:
        return propose_disposal(
            actor=actor, person_id=person_id, outcome=outcome, reason="Ferdig.", at=clock.now()
        )


def close(world: World) -> None:
    with acting_as(world.actor("Tor")):
        call("close_case", world.admitted[KLOK].case_id, "completed")


def erased(world: World, disposal: Disposal, backing: Backing = RECEIPT, *, by: str = "Pia") -> None:
    with acting_as(world.actor(by)) as actor:
        erase(actor=actor, disposal=disposal, backing=backing, at=clock.now())


def test_what_was_archived_is_erased_from_rows_search_and_log(world: World, ledger_file: Path) -> None:
    who = world.admitted[KLOK]
    with acting_as(world.actor("Tor")):
        key = Person.objects.get(pk=who.person_id).key
        assert SearchToken.objects.filter(case_id=who.case_id).exists()
    disposal = proposed(world)
    close(world)
    erased(world, disposal)
    with acting_as(world.actor("Tor")):
        person = Person.objects.get(pk=who.person_id)
        gone = (person.family_name, person.given_name, person.name_search, person.sort_key, person.birth_date)
        assert gone == ("[Slettet]", "", "", "", None)
        assert not Identifier.objects.filter(person_id=who.person_id).exists()
        assert not SearchToken.objects.filter(case_id=who.case_id).exists()
        row = Disposal.objects.get(pk=disposal.pk)
        assert (row.state, row.reference) == (DisposalState.CARRIED_OUT, "K-2026/17")
        with connection.cursor() as cursor:
            cursor.execute("SELECT wrapped FROM persons_datakey WHERE person_id = %s", [who.person_id])
            assert [bytes(value) for (value,) in cursor.fetchall()] == [b""]
    assert ledger.references() == {ledger.reference(key)}
    assert key not in ledger_file.read_text()


def test_what_was_written_in_plain_columns_is_erased_too(world: World) -> None:
    disposal = proposed(world)
    who = world.admitted[KLOK]
    with acting_as(world.actor("Siv")) as siv:
        case = Case.objects.visible_to(siv).get(pk=who.case_id)
        sent = tell_by_statute(
            actor=siv, case=case, to_unit=world.unit("tk-nav"), basis=ShareBasis.STATUTE_DANGER,
            classes=[InfoClass.CUSTODY], body="Trues av en onkel.", why="Onkelen har sagt det.",
            at=clock.now(),
        )  # fmt: skip
        add_document(
            actor=siv, case=case, title="Brev om onkelen", kind="letter", info_class=InfoClass.IDENTITY,
            file_name="a.txt", content=b"Onkelen.", at=clock.now(),
        )  # fmt: skip
    close(world)
    erased(world, disposal)
    with acting_as(world.actor("Siv")) as siv, recording(siv, page="x"):
        gone = StatuteMessage.objects.get(pk=sent.pk)
        assert (gone.reason, open_message(siv, gone).body) == ("[Slettet]", "[Slettet]")
        assert {row.title for row in Document.objects.filter(case_id=who.case_id)} == {"[Slettet]"}
    with acting_as(world.actor("Nils")) as nils, recording(nils, page="x"):
        assert open_message(nils, StatuteMessage.objects.get(pk=sent.pk)).body == "[Slettet]"


@pytest.mark.parametrize("which", [0, 1])
def test_why_two_records_were_linked_goes_with_whichever_is_erased(world: World, which: int) -> None:
    """Sealed by the first record's key; when the second is erased, nothing of the reason is left either."""
    prison_officer(world)
    both = sorted((world.admitted[name].person_id, name) for name in (KLOK, "Tapper Foss"))
    gone, name = both[which]
    with acting_as(world.actor("Tor")) as tor:
        people = [Person.objects.get(pk=person_id) for person_id, _name in both]
        link = link_duplicate(actor=tor, persons=people, reason="Samme arr.", at=clock.now())
        assert DuplicateLink.objects.get(pk=link.pk).reason == "Samme arr."
        disposal = propose_disposal(
            actor=tor, person_id=gone, outcome=Outcome.ARCHIVE, reason="Ferdig.", at=clock.now()
        )
        call("close_case", world.admitted[name].case_id, "completed")
    erased(world, disposal)
    with acting_as(world.actor("Tor")):
        left = DuplicateLink.objects.get(pk=link.pk)
        assert (left.reason, left.unlink_reason) == ("[Slettet]", "")


NOT_WRITTEN = {
    *("language", "legal_basis", "certainty", "risk", "status", "next_task", "answer", "media_type"),
    *("homeless_by_definition", "reasons", "rule", "clause", "code", "kind", "about", "finding", "sha256"),
    *(
        "table_name",
        "problems",
        "changes",
        "text",
        "values",
        "code_hash",
        "token_hash",
        "pin_hash",
        "content",
    ),
}
"""Codes, words of the system itself, and hashes: by column. `content` is sealed."""
KEPT = {
    "cases_task.title", "cases_task.source", "sharing_disclosure.what", "sharing_accessend.reference",
    "persons_keydestruction.reference", "rights_disposal.reference", "deviations_deviation.found_in",
}  # fmt: skip
"""Words of the system, and what the erasure itself stands on."""
NO_RECORDS = ("exchange_roll", "audit_")
"""Staged for a day; and the logs, which hold codes and hashes."""


def test_every_plain_column_about_a_person_is_emptied_or_tells_nothing() -> None:
    """A new column with free text outside `SealedText` is added to `erase_records`, or this fails."""
    statements = ERASE_TITLES.replace("\n", " ")
    left = []
    for register in registers():
        table = register.model._meta.db_table
        if register.table.about is not About.PERSON or table.startswith(NO_RECORDS):
            continue
        for column in register.model._meta.concrete_fields:
            plain = isinstance(column, CharField | TextField | JSONField | BinaryField)
            if not plain or isinstance(column, SealedText) or column.flatchoices or column.name == "key":
                continue
            if column.name in NOT_WRITTEN or f"{table}.{column.name}" in KEPT:
                continue
            emptied = re.search(rf"UPDATE public\.{table} \w SET [^;]*\b{column.name} = ", statements)
            if not emptied and f"DELETE FROM public.{table} " not in statements:
                left.append(f"{table}.{column.name}")
    assert not left


def test_it_takes_two_and_the_officer(world: World) -> None:
    disposal = proposed(world)
    close(world)
    for name in ("Tor", "Siv", "Leif", "Anne"):
        with acting_as(world.actor(name)) as actor, pytest.raises(NotAllowed):
            erase(actor=actor, disposal=disposal, backing=RECEIPT, at=clock.now())
        with (
            acting_as(world.actor(name)),
            pytest.raises(DatabaseError, match="not allowed"),
            transaction.atomic(),
        ):
            call("carry_out", disposal.pk, "archive_receipt", "K-1")
    with (
        acting_as(world.actor("Rut")),
        pytest.raises(DatabaseError, match="not allowed"),
        transaction.atomic(),
    ):
        call("carry_out", disposal.pk, "archive_receipt", "K-1")
    with acting_as(world.actor("Tor")), connection.cursor() as cursor:
        cursor.execute("UPDATE rights_disposal SET state = 'declined', proposed_by_id = 1")
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT kernel.erase_records(ARRAY[1]::bigint[])")


def test_nobody_decides_on_the_own_proposal(world: World) -> None:
    disposal = proposed(world)
    close(world)
    with acting_as(world.actor("Pia")) as pia, transaction.atomic():
        own = Disposal(proposed_by_id=pia.user_id, outcome=Outcome.DELETE)
        with pytest.raises(NotAllowed, match="To personer"):
            erase(actor=pia, disposal=own, backing=RECEIPT, at=clock.now())
        declined = decline_disposal(actor=pia, disposal=disposal, at=clock.now())
        assert declined.state == DisposalState.DECLINED


@pytest.mark.parametrize(
    ("outcome", "backing", "refused"),
    [
        (Outcome.ARCHIVE, DECISION, "kvittert"),
        (Outcome.ARCHIVE, Backing(DestructionGround.ARCHIVE_RECEIPT, " "), "nummer|vedtak"),
        (Outcome.RESTRICT, RECEIPT, "ikke et forslag"),
    ],
)
def test_deleting_stands_on_a_receipt_or_a_decision(
    world: World, outcome: Outcome, backing: Backing, refused: str, ledger_file: Path
) -> None:
    disposal = proposed(world, outcome)
    close(world)
    with pytest.raises(RuleBroken, match=refused):
        erased(world, disposal, backing)
    assert not ledger_file.exists()


def test_an_open_case_a_hold_and_a_request_stop_it(world: World, ledger_file: Path) -> None:
    disposal = proposed(world, Outcome.DELETE)
    with pytest.raises(RuleBroken, match="åpen"):
        erased(world, disposal, DECISION)
    with acting_as(world.actor("Tor")):
        case = world.case(KLOK)
    asked(world, case)
    close(world)
    with pytest.raises(RuleBroken, match="innsyn"):
        erased(world, disposal, DECISION)
    with acting_as(world.actor("Siv")) as siv:
        person_id = world.admitted[KLOK].person_id
        set_hold(actor=siv, person_id=person_id, reason="Klage til Sivilombudet.", at=clock.now())
        with pytest.raises(RuleBroken, match="fra før"):
            set_hold(actor=siv, person_id=person_id, reason="x", at=clock.now())
    with pytest.raises(RuleBroken, match="stanset"):
        erased(world, disposal, DECISION)
    with acting_as(world.actor("Pia")) as pia:
        lift_hold(actor=pia, hold=Hold.objects.get(), reason="Avgjort.", at=clock.now())
        assert Hold.objects.get().lift_reason == "Avgjort."
    assert not ledger_file.exists()


def test_an_unwritten_ledger_undoes_the_erasure(world: World, settings: Any, tmp_path: Path) -> None:
    disposal = proposed(world)
    close(world)
    (tmp_path / "file").write_text("")
    settings.ERASURE_LEDGER = str(tmp_path / "file" / "erased.jsonl")
    with acting_as(world.actor("Pia")) as pia, pytest.raises(OSError), transaction.atomic():
        erase(actor=pia, disposal=disposal, backing=RECEIPT, at=clock.now())
    with acting_as(world.actor("Tor")):
        assert Person.objects.get(pk=world.admitted[KLOK].person_id).family_name == "Lyng"


def test_the_officer_is_told_who_and_strangers_are_not(world: World) -> None:
    disposal = proposed(world)
    with acting_as(world.actor("Pia")) as pia, recording(pia, page="x"):
        assert person_of_id(pia, disposal.person_id).name == KLOK
        assert person_of_id(pia, world.admitted["Rask Øy"].person_id).person_id == 0
    with acting_as(world.actor("Rut")) as rut, recording(rut, page="x"):
        assert person_of_id(rut, disposal.person_id).person_id == 0


def test_proposed_and_decided_on_the_pages(world: World, ledger_file: Path) -> None:
    prison_officer(world)
    tor, pia = signed_in(world, "Tor"), signed_in(world, "Pia")
    with acting_as(world.actor("Tor")):
        case = world.case(KLOK)
    form = {"outcome": "archive", "reason": "Levert.", "once": "q" * 32}
    assert tor.post(f"/rettigheter/sak/{case.key}/forslag/", form).status_code == 302
    with acting_as(world.actor("Tor")):
        key = Disposal.objects.get().key
    close(world)
    assert "Slett for godt" not in tor.get(f"/rettigheter/forslag/{key}/").content.decode()
    page = pia.get(f"/rettigheter/forslag/{key}/").content.decode()
    assert KLOK in page and "Slett for godt" in page
    wrong = pia.post(
        f"/rettigheter/forslag/{key}/", {"ground": "disposal_decision", "reference": "V", "once": "r" * 32}
    )
    assert wrong.status_code == 422
    sent = {"ground": "archive_receipt", "reference": "K-1", "once": "s" * 32}
    assert pia.post(f"/rettigheter/forslag/{key}/", sent).status_code == 302
    assert len(ledger.references()) == 1
    assert tor.post(f"/rettigheter/forslag/{key}/avslag/").status_code == 403
