"""Files: which are taken in, how they are kept and given out, and what the virus scanner says of them."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import User
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.actions.scan_waiting import scan_waiting
from hjemvei.cases.document_content import opened
from hjemvei.cases.models import Document
from hjemvei.cases.rules.files import DOCX, JPEG, ODT, PDF, PNG, TEXT, Fault, accepted_type
from hjemvei.cases.scanner import ScannerSilent
from hjemvei.cases.states import ScanState
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.keys import HEAD
from tests.world import World

BAD = b"fixture-signature-of-a-virus"
"""What the scanner of these tests takes for a virus; no real one, so that no machine's own scanner stirs."""


class Scanner(socketserver.BaseRequestHandler):
    """clamd's INSTREAM: chunks with their length before them until one is empty, then one line back."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        if stream.readline() != b"nINSTREAM\n":
            self.request.sendall(b"UNKNOWN COMMAND\n")
            return
        content = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            content += stream.read(size)
        if b"too large" in content:
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\n")
            return
        self.request.sendall(b"stream: Test.Fixture FOUND\n" if BAD in content else b"stream: OK\n")


@pytest.fixture
def clamd(settings: Any) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield settings.CLAMD
        server.shutdown()


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(**{"[Content_Types]_dot_xml": b"<Types/>", "word__document_dot_xml": b"<w/>", **more})


def odt(**more: bytes) -> bytes:
    return packed(**{"mimetype": ODT.encode(), "content_dot_xml": b"<o/>", **more})


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height) + b"\x08"
    )


def jpeg(width: int, height: int) -> bytes:
    start = b"\xff\xd8\xff\xe0\x00\x04ab"
    return start + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 10


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("vedtak.pdf", b"%PDF-1.7 x", PDF),
        ("VEDTAK.PDF", b"%PDF-1.7 x", PDF),
        ("kart.png", png(800, 600), PNG),
        ("kart.jpg", jpeg(800, 600), JPEG),
        ("brev.txt", "Hei på deg\n".encode(), TEXT),
        ("brev.docx", docx(), DOCX),
        ("brev.odt", odt(), ODT),
        ("vedtak.pdf", b"<html>", Fault.TYPE),
        ("vedtak.exe", b"%PDF-1.7 x", Fault.TYPE),
        ("vedtak.pdf.html", b"%PDF-1.7 x", Fault.TYPE),
        ("kart.png", b"%PDF-1.7 x", Fault.TYPE),
        ("kart.svg", b"<svg/>", Fault.TYPE),
        ("ark.xlsx", docx(), Fault.TYPE),
        ("brev.txt", b"<script>alert(1)</script>", Fault.TYPE),
        ("brev.txt", b"MZ\x00\x01", Fault.TYPE),
        ("brev.txt", b"\xff\xfeh\x00", Fault.TYPE),
        ("brev.docx", packed(word__document_dot_xml=b"x"), Fault.TYPE),
        ("brev.docx", odt(), Fault.TYPE),
        ("brev.odt", docx(), Fault.TYPE),
        ("brev.docx", b"PK\x03\x04 torn", Fault.TYPE),
        ("brev.docx", docx(word__vbaProject_dot_bin=b"x"), Fault.MACRO),
        ("brev.docx", docx(**{"[Content_Types]_dot_xml": b"application/x.macroEnabled.main"}), Fault.MACRO),
        ("brev.odt", odt(Basic__Standard__Module1_dot_xml=b"x"), Fault.MACRO),
        ("brev.odt", odt(Scripts__python__x_dot_py=b"x"), Fault.MACRO),
        ("brev.docx", docx(**{"..__..__evil": b"x"}), Fault.TYPE),
        ("brev.docx", docx(word__media__x_dot_bin=b"\0" * 5_000_000), Fault.BOMB),
        ("brev.docx", docx(**{f"p{n}": b"" for n in range(2_100)}), Fault.BOMB),
        ("kart.png", png(60_000, 60_000), Fault.BOMB),
        ("kart.jpeg", jpeg(60_000, 60_000), Fault.BOMB),
    ],
)
def test_what_is_taken_in(name: str, content: bytes, expected: object) -> None:
    assert accepted_type(name, content) == expected


def add(world: World, content: bytes, *, name: str = "papir.pdf", actor: str = "Tor") -> Document:
    with acting_as(world.actor(actor)) as by:
        return add_document(
            actor=by,
            case=world.case("Klok Lyng"),
            title="Papir",
            kind="paper",
            info_class=InfoClass.COORDINATION,
            file_name=name,
            content=content,
            at=clock.now(),
        )


def scan(world: World, row: Document) -> Document:
    with acting_as(world.actor("Tor")) as tor:
        scan_waiting(actor=tor, document_ids=[row.pk], at=clock.now())
        return Document.objects.get(pk=row.pk)


def fetched(world: World, row: Document, name: str = "Tor") -> Any:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    with acting_as(world.actor("Tor")):
        key = world.case("Klok Lyng").key
    return client.get(f"/sak/{key}/dokumenter/{row.key}/")


@pytest.fixture(autouse=True)
def _one_step(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def test_without_a_scanner_a_document_says_that_nobody_looked(world: World) -> None:
    row = add(world, b"%PDF-1.7 innhold")
    assert row.scan == ScanState.NOT_SCANNED
    assert bytes(row.content).startswith(HEAD) and b"innhold" not in bytes(row.content)
    answer = fetched(world, row)
    assert answer.content == b"%PDF-1.7 innhold"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert fetched(world, row, "Ida").status_code == 404
    assert fetched(world, row, "Berit").status_code == 403, "another unit of the prison's own controller"


def test_a_clean_document_waits_first_and_is_given_out_then(world: World, clamd: str) -> None:
    row = add(world, b"%PDF-1.7 rent")
    assert row.scan == ScanState.WAITING
    assert fetched(world, row).status_code == 409
    assert scan(world, row).scan == ScanState.CLEAN
    assert fetched(world, row).content == b"%PDF-1.7 rent"


def test_an_infected_document_is_never_given_out(world: World, clamd: str) -> None:
    row = scan(world, add(world, b"%PDF-1.7 " + BAD))
    assert (row.scan, row.finding) == (ScanState.INFECTED, "Test.Fixture")
    answer = fetched(world, row)
    assert answer.status_code == 409 and BAD not in answer.content
    with acting_as(world.actor("Tor")), pytest.raises(RuleBroken, match="Virus"):
        opened(Document.objects.get(pk=row.pk))
    assert scan(world, row).scan == ScanState.INFECTED  # no second look makes it clean


def test_a_scanner_that_does_not_answer_leaves_the_document_waiting(
    world: World, clamd: str, settings: Any
) -> None:
    row, large = add(world, b"%PDF-1.7 x"), add(world, b"%PDF-1.7 too large")
    with pytest.raises(ScannerSilent):
        scan(world, large)
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(ScannerSilent):
        scan(world, row)
    with acting_as(world.actor("Tor")):
        states = Document.objects.filter(pk__in=[row.pk, large.pk]).values_list("scan", flat=True)
        assert set(states) == {ScanState.WAITING}


def test_every_download_stands_in_the_read_log(world: World) -> None:
    row = add(world, b"%PDF-1.7 x")
    with CaptureQueriesContext(connection) as said:
        fetched(world, row)
    (logged,) = [query["sql"] for query in said if "audit_readlog" in query["sql"]]
    assert "cases:document" in logged


def test_a_file_with_macros_is_refused_in_words(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor("Tor").user_id))
    with acting_as(world.actor("Tor")):
        key = world.case("Klok Lyng").key
    sent = {"title": "Brev", "kind": "paper", "info_class": "8", "once": "m" * 20}
    file = SimpleUploadedFile("brev.docx", docx(word__vbaProject_dot_bin=b"x"))
    answer = client.post(f"/sak/{key}/dokumenter/nytt/", sent | {"file": file})
    assert answer.status_code == 422 and "makroer" in answer.content.decode()
