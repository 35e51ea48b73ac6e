"""Where the seals are published outside the database: signed lines in a file, and in a copy elsewhere.

The first line of a journal is its head with the public key. Lines are only ever appended: the copy may lie
on a disk that allows nothing else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from hjemvei.audit.seal_key import Signer, is_signed, name_of

NAME = "journal.jsonl"
TAIL = 20
PURGED = "purged_to"
"""In a line that says that the reads under the seals up to this one were removed, by the retention rule."""

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Journal:
    """`path` is the journal itself; each of `copies` gets the same seals, with a head of its own."""

    path: Path
    copies: Sequence[Path] = ()

    @property
    def places(self) -> tuple[Path, ...]:
        return (self.path, *self.copies)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: `what` is a code, `where` a seal, a log entry or a table row."""

    what: str
    where: str


def installed_journal() -> Journal:
    copies = (Path(settings.SEAL_COPY) / NAME,) if settings.SEAL_COPY else ()
    return Journal(settings.VAR / "seals" / NAME, copies)


def message(line: Line) -> bytes:
    """What is signed: the line without its signature, in one form only."""
    bare = {name: value for name, value in line.items() if name != "signature"}
    return json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()


def read_lines(path: Path) -> list[Line]:
    """Every line; one that is no JSON object (cut off in the middle) is kept as `{}`: nothing fits it."""
    if not path.exists():
        return []
    return [_line(text) for text in path.read_text().splitlines()]


def _line(text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def last_sealed(path: Path) -> int:
    """The number of the newest seal in the file; 0 where there is none."""
    texts = path.read_text().splitlines()[-TAIL:] if path.exists() else []
    return max((int(line["seal"]) for line in map(_line, texts) if "seal" in line), default=0)


def purged_to(journal: Journal) -> int:
    """The newest seal whose reads were removed, as the journal says; 0 where none were."""
    return max((int(line[PURGED]) for line in read_lines(journal.path) if PURGED in line), default=0)


def is_headed(path: Path, key: Signer) -> bool:
    """Whether the newest head is this key's."""
    texts = path.read_text().splitlines() if path.exists() else []
    heads = [_line(text) for text in texts if '"public_key"' in text]
    return bool(heads) and heads[-1].get("public_key") == key.public


def append(path: Path, lines: Sequence[Line], *, key: Signer, at: dt.datetime) -> None:
    """Sign the lines and write them at the end, on the disk when this returns; a head first where it lacks.

    A head that is not the file's first line vouches for what stands before it. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = [] if is_headed(path, key) else [_head(path, key, at)]
    signed = [_signed({**line, "key": name_of(key.public)}, key) for line in [*before, *lines]]
    text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in signed)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _head(path: Path, key: Signer, at: dt.datetime) -> Line:
    before = path.read_bytes() if path.exists() else b""
    return {
        "journal": "hjemvei seals",
        "at": at.isoformat(),
        "public_key": key.public,
        "before": hashlib.sha256(before).hexdigest(),
    }


def _signed(line: Line, key: Signer) -> Line:
    return {**line, "signature": key.sign(message(line))}


def verify_signatures(path: Path, public_keys: Sequence[str]) -> Iterator[Finding]:
    """Every line is signed by one of `public_keys`; without any, by the keys that the heads name.

    Lines older than the first head were written before seals were signed; that head vouches for them. A
    reader who holds the public key finds a journal that was written anew with another one.
    """
    text = path.read_bytes() if path.exists() else b""
    trusted = {name_of(public): public for public in public_keys}
    headed, offset = False, 0
    for number, raw in enumerate(text.splitlines(keepends=True), start=1):
        line, where = _line(raw.decode(errors="replace")), f"line {number} of {path.name}"
        if "public_key" in line:
            headed = True
            if not public_keys:
                trusted[name_of(str(line["public_key"]))] = str(line["public_key"])
            if line.get("before") != hashlib.sha256(text[:offset]).hexdigest():
                yield Finding("journal_rewritten", where)
        offset += len(raw)
        public = trusted.get(str(line.get("key")))
        if public is None and headed:
            yield Finding("journal_key", where)
        elif public and not is_signed(message(line), signature=str(line.get("signature")), public=public):
            yield Finding("signature_wrong", where)
    if text and not headed and public_keys:
        yield Finding("journal_unsigned", path.name)
