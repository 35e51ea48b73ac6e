"""Columns that the installation's own key encrypts: what waits for days and lies in nobody's record
(ADR-0018).

A field says by `place` what its values are bound to, in names of columns. `hjemvei keys rotate` reads from
the models which columns these are, and encrypts every one of them again.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from django.db import models

from hjemvei.core.crypto import decrypt, encrypt

if TYPE_CHECKING:
    Bytes = models.Field[bytes | None, Any]
else:
    Bytes = models.BinaryField


class MasterEncrypted(Bytes):
    """Bytes to the database. `place` is `draft:{user_id}:{path}`: names of columns, also past a reference."""

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        self.place = place
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Migrations know it as what it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    @property
    def names(self) -> list[str]:
        """The columns that a value is bound to."""
        return [name for _text, name, _spec, _way in Formatter().parse(self.place) if name]

    def encrypt(self, text: str, **names: object) -> bytes:
        return encrypt(text, bound_to=self.place.format(**names))

    def decrypt(self, value: bytes, **names: object) -> str:
        """Raises Undecipherable."""
        return decrypt(bytes(value), bound_to=self.place.format(**names))


def master_field(model: type[models.Model], name: str) -> MasterEncrypted:
    """Raises TypeError for a column of another kind."""
    field = model._meta.get_field(name)
    if not isinstance(field, MasterEncrypted):
        raise TypeError(f"{model._meta.label}.{name} is not encrypted by the installation's key")
    return field
