"""What a document holds, encrypted and bound to its key, and which files are taken in."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from hjemvei.core.crypto import decrypt, encrypt

MAX_BYTES = 10 * 1024 * 1024
ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument."
SIGNATURES: Mapping[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "docx": (ZIP, f"{OFFICE}wordprocessingml.document"),
    "xlsx": (ZIP, f"{OFFICE}spreadsheetml.sheet"),
    "odt": (ZIP, "application/vnd.oasis.opendocument.text"),
}
ENDINGS = {media: ending for ending, (_start, media) in SIGNATURES.items() if ending != "jpg"}


def media_type_of(name: str, content: bytes) -> str:
    """By ending and first bytes together; empty where they do not agree or are not taken in."""
    ending = name.rpartition(".")[2].lower()
    start, media_type = SIGNATURES.get(ending, (b"", ""))
    return media_type if start and content.startswith(start) else ""


def sealed(content: bytes, *, key: str) -> bytes:
    return encrypt(base64.b64encode(content).decode(), bound_to=f"document:{key}:content")


def opened(stored: bytes, *, key: str) -> bytes:
    """Raises Undecipherable for content that was changed or belongs to another document."""
    return base64.b64decode(decrypt(stored, bound_to=f"document:{key}:content"))
