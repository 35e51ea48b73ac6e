"""The archive message: valid against the published schema, screened, and complete with its file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document
from hjemvei.exchange.actions.drop_document import drop_document
from hjemvei.exchange.archive_entry import entry_of
from hjemvei.exchange.archive_message import (
    NAMESPACE,
    Entry,
    EntryType,
    Party,
    PartyType,
    archive_message,
)
from hjemvei.sharing.queries import view_of
from tests.allocation.factories import apply, decide
from tests.exchange.letters import HOSTILE
from tests.exchange.test_letters_sent import client_of, kept, logged, notified
from tests.needs.factories import share
from tests.world import CLOCK, World

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data" / "noark"
SCHEMA = SCHEMAS / "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.xsd"
N = {"a": NAMESPACE}
WHEN = dt.datetime(2026, 11, 16, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture(autouse=True)
def signed_in_without_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def an_entry(**changes: Any) -> Entry:
    entry = Entry(
        case_key="abc234def567",
        key="ghj234kmn567",
        case_title="Bolig og oppfølging – Klok Lyng",
        public_case_title="Bolig og oppfølging – *****",
        title="Vedtak om bolig – Klok Lyng",
        public_title="Vedtak – *****",
        entry_type=EntryType.OUTGOING,
        document_type=("VEDTAK", "Vedtak"),
        created_at=WHEN,
        created_by="Sara Prøve",
        unit="Trondheim kommune, boligkontoret",
        parties=(
            Party(kind=PartyType.INTERNAL_SENDER, name="Trondheim kommune, boligkontoret"),
            Party(kind=PartyType.RECEIVER, name="Klok Lyng", is_person=True),
        ),
        ground="Offl. § 13 jf. fvl. § 13",
        file_name="ghj234kmn567.pdf",
        media_type="application/pdf",
        format_code=("fmt/476", "PDF/A-2a"),
        is_archive_format=True,
        sha256="0" * 64,
        size=1234,
    )
    return dataclasses.replace(entry, **changes)


def valid(message: bytes) -> Any:
    """The message as a tree, checked against the published schema where it is beside the checkout."""
    tree = etree.fromstring(message)
    if not SCHEMA.exists():
        pytest.skip(f"the Fiks Arkiv schemas are not at {SCHEMAS}")
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(tree)
    return tree


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("entry_type", EntryType)
def test_every_type_of_entry_is_valid(entry_type: EntryType) -> None:
    tree = valid(archive_message(an_entry(entry_type=entry_type)))
    assert tree.findtext(".//{*}journalposttype/{*}kode") == entry_type


def test_hostile_names_are_valid_and_kept_as_text() -> None:
    tree = valid(archive_message(an_entry(title=HOSTILE + "]]>&<!--", created_by="\x00")))
    assert '#panic("ut")' in tree.findtext(".//a:registrering/a:tittel", namespaces=N)
    assert tree.findtext(".//a:registrering/a:opprettetAv", namespaces=N) == "-"


def test_the_same_entry_gives_the_same_bytes() -> None:
    assert archive_message(an_entry()) == archive_message(an_entry())


def test_a_decision_goes_out_screened_with_its_checksum(world: World) -> None:
    share(world)
    decide(world, apply(world))
    row = kept(world, "Sara", "decision")[0]
    with acting_as(world.actor("Sara")):
        case = Document.objects.select_related("case").get(pk=row.pk).case
    answer, log = logged(client_of(world, "Sara"), f"/sak/{case.key}/dokumenter/{row.key}/arkiv/")
    assert "'exchange:archive'" in log
    assert answer.status_code == 200
    files = unzipped(answer.content)
    assert set(files) == {"arkivmelding.xml", f"{row.key}.pdf"}
    tree = valid(files["arkivmelding.xml"])
    said = {
        name: tree.findtext(f".//a:registrering/a:{name}", namespaces=N)
        for name in ("tittel", "offentligTittel")
    }
    assert said == {"tittel": "Vedtak om bolig: innvilget – Klok Lyng", "offentligTittel": "Vedtak – *****"}
    assert "Klok" not in tree.findtext(".//a:mappe/a:offentligTittel", namespaces=N)
    assert tree.findtext(".//{*}journalposttype/{*}kode") == "U"
    assert tree.findtext(".//{*}skjermingshjemmel") == "Offl. § 13 jf. fvl. § 13"
    assert tree.findtext(".//{*}sjekksum") == hashlib.sha256(files[f"{row.key}.pdf"]).hexdigest()


def test_what_a_municipality_got_is_incoming_to_it_and_outgoing_from_the_prison(world: World) -> None:
    case = notified(world)
    row = kept(world, "Ida", "notice")[0]
    found = {}
    for who in ("Tor", "Ida"):
        answer = client_of(world, who).get(f"/sak/{case.key}/dokumenter/{row.key}/arkiv/")
        tree = valid(unzipped(answer.content)["arkivmelding.xml"])
        parties = [p.text for p in tree.iterfind(".//{*}korrespondanseparttype/{*}kode")]
        found[who] = (tree.findtext(".//{*}journalposttype/{*}kode"), parties)
    assert found == {"Tor": ("U", ["IA", "EM"]), "Ida": ("I", ["EA", "IM"])}


def test_a_protected_name_stands_in_no_title(world: World) -> None:
    notified(world)
    row = kept(world, "Tor", "notice")[0]
    with acting_as(world.actor("Tor")) as tor:
        row = Document.objects.select_related("case__person", "to_unit", "owner_unit", "recorded_by").get(
            pk=row.pk
        )
        person = view_of(row.case.person, has_number=False, restricted=False)
        hidden = dataclasses.replace(person, protection=1)
        message = archive_message(entry_of(tor, row, hidden)).decode()
    assert person.family_name not in message
    valid(message.encode())


def test_a_paper_that_was_added_is_a_note(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        row = add_document(
            actor=tor,
            case=case,
            title="Papir",
            kind="paper",
            info_class=InfoClass.COORDINATION,
            file_name="papir.png",
            content=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\0\0\1" * 2,
            at=CLOCK,
        )
    files = unzipped(client_of(world, "Tor").get(f"/sak/{case.key}/dokumenter/{row.key}/arkiv/").content)
    tree = valid(files["arkivmelding.xml"])
    assert tree.findtext(".//{*}journalposttype/{*}kode") == "X"
    assert tree.findtext(".//{*}variantformat/{*}kode") == "P"


def test_the_drop_folder_gets_one_whole_file_a_unit(world: World, settings: Any, tmp_path: Path) -> None:
    settings.ARCHIVE_DIRECTORY = str(tmp_path / "arkiv")
    notified(world)
    row = kept(world, "Ida", "notice")[0]
    for slug in ("trondheim", "tk-koordinering"):
        path = drop_document(document_id=row.pk, unit_id=world.unit(slug).pk)
        assert path == tmp_path / "arkiv" / slug / f"{row.key}.zip"
        assert "arkivmelding.xml" in unzipped(path.read_bytes())
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert drop_document(document_id=row.pk, unit_id=world.unit("ok-koordinering").pk) is None
    assert not (tmp_path / "arkiv" / "ok-koordinering").exists()


def test_without_a_folder_nothing_is_dropped(world: World, settings: Any) -> None:
    settings.ARCHIVE_DIRECTORY = ""
    notified(world)
    row = kept(world, "Ida", "notice")[0]
    assert drop_document(document_id=row.pk, unit_id=world.unit("trondheim").pk) is None
