"""The key that signs the seals: Ed25519, in a file outside the database that only its owner may read."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
PEM = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


class NoSealKey(RuntimeError):
    """There is no usable key to sign with; nothing is sealed unsigned."""


@dataclass(frozen=True, slots=True)
class Signer:
    """`public` is the key's public half in hex, as an auditor keeps it."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        return self.private.public_key().public_bytes(*RAW).hex()

    def sign(self, message: bytes) -> str:
        return self.private.sign(message).hex()


def name_of(public: str) -> str:
    """The short name of a public key that each signed line carries."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def is_signed(message: bytes, *, signature: str, public: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def make_key(path: Path) -> Signer:
    """Make a new key at `path`; raises FileExistsError where there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(made.private_bytes(*PEM))
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    return Signer(made)


def read_key(path: Path) -> Signer:
    """Raises NoSealKey where the file is missing or holds no Ed25519 key."""
    try:
        found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoSealKey(
            f"No key to sign the seals with at {path}: run `hjemvei seal-key --make`,"
            " or let HJEMVEI_SEAL_KEY_FILE name one."
        ) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise NoSealKey(f"{path} holds no Ed25519 key.")
    return Signer(found)


def installed_key() -> Signer:
    """The installation's key. A demo makes its own at first; anywhere else somebody decides where it lies.

    A key made unasked beside the database's own files would prove little: raises NoSealKey instead.
    """
    path = Path(settings.SEAL_KEY_FILE)
    if settings.DEMO and not path.exists():
        try:
            return make_key(path)
        except FileExistsError:
            pass
    return read_key(path)
