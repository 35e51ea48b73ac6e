"""Which files are taken in, by ending and content together. No Django.

What a file says of itself is not believed: the first bytes decide, pictures are measured and office files
are looked through before anybody's program unpacks them. Source: OWASP ASVS 5.0.0, chapter V5.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from enum import Enum

PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MOST_PIXELS = 80_000_000
MOST_PARTS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
MOST_TIMES = 200
"""How many times larger a part may be than it is packed; text in office files rarely passes 30."""
SMALL_PART = 1024 * 1024
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
MACROS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/")
TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


class Fault(Enum):
    TYPE = "type"
    MACRO = "macro"
    BOMB = "bomb"


def accepted_type(name: str, content: bytes) -> str | Fault:
    """The media type to keep the file by, or why it is not taken in."""
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS:
        return Fault.TYPE
    media_type, check = KINDS[ending]
    fault = check(content)
    return media_type if fault is None else fault


def _pdf(content: bytes) -> Fault | None:
    return None if content.startswith(b"%PDF-") else Fault.TYPE


def _png(content: bytes) -> Fault | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR" or len(content) < 24:
        return Fault.TYPE
    width, height = struct.unpack(">II", content[16:24])
    return Fault.BOMB if width * height > MOST_PIXELS else None


def _jpeg(content: bytes) -> Fault | None:
    if not content.startswith(b"\xff\xd8\xff"):
        return Fault.TYPE
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return Fault.BOMB if width * height > MOST_PIXELS else None
        at += 2 if marker in JPEG_ALONE else 2 + int.from_bytes(content[at + 2 : at + 4])
    return Fault.TYPE


def _text(content: bytes) -> Fault | None:
    """UTF-8 without control characters; what begins like a page or a program is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Fault.TYPE
    begins = text.lstrip()[:64].lower()
    marked = begins.startswith(("<", "#!", "{\\rtf", "%pdf"))
    return Fault.TYPE if marked or TEXT_CONTROLS & set(content) else None


def _docx(content: bytes) -> Fault | None:
    return _office(content, needs="word/document.xml")


def _odt(content: bytes) -> Fault | None:
    return _office(content, needs="content.xml", is_typed=True)


def _office(content: bytes, *, needs: str, is_typed: bool = False) -> Fault | None:
    if not content.startswith(b"PK\x03\x04"):
        return Fault.TYPE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            fault = _parts(parts)
            if fault is not None:
                return fault
            names = {part.filename for part in parts}
            if is_typed:
                told = packed.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
                return None if needs in names and told == ODT else Fault.TYPE
            kinds = packed.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        return Fault.TYPE
    if b"macroenabled" in kinds.lower():
        return Fault.MACRO
    return None if needs in names and kinds else Fault.TYPE


def _parts(parts: list[zipfile.ZipInfo]) -> Fault | None:
    """By the directory alone: nothing is unpacked yet."""
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return Fault.BOMB
    for part in parts:
        name = part.filename.lower()
        if part.flag_bits & 1 or name.startswith("/") or ".." in name.split("/"):
            return Fault.TYPE
        if any(name.startswith(mark) or name.endswith("/" + mark) or name == mark for mark in MACROS):
            return Fault.MACRO
        if part.file_size > SMALL_PART and part.file_size > MOST_TIMES * max(part.compress_size, 1):
            return Fault.BOMB
    return None


KINDS: Mapping[str, tuple[str, Callable[[bytes], Fault | None]]] = {
    "pdf": (PDF, _pdf),
    "png": (PNG, _png),
    "jpeg": (JPEG, _jpeg),
    "jpg": (JPEG, _jpeg),
    "txt": (TEXT, _text),
    "docx": (DOCX, _docx),
    "odt": (ODT, _odt),
}
