"""The data key of a person record: what is written about somebody is sealed by it, and dies with it
(ADR-0018).

A key comes from the database wrapped by a master key; row-level security says who gets it. Opened ones are
kept in memory until the session ends, never longer. Where a page needs several, `fetch` asks for all of them
at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from hjemvei.core.crypto import NONCE_BYTES, Undecipherable, locked, master, newest_master, unlocked
from hjemvei.core.db import int_array, session_store

HEAD = b"\x03"
"""What a person's key sealed; the key's number follows, then nonce and ciphertext."""
NUMBER_BYTES = 8
KEY_BYTES = 32
TAG_BYTES = 16
FETCH = "SELECT id, wrapped, master FROM persons_datakey WHERE id = ANY (%s::bigint[])"
OF_PERSON = "SELECT id, wrapped, master FROM persons_datakey WHERE person_id = %s"
OF_CASES = """
SELECT p.case_id, k.id, k.wrapped, k.master FROM sharing_participation p
JOIN persons_datakey k ON k.person_id = p.person_id WHERE p.case_id = ANY (%s::bigint[]) AND p.controller_id
= %s ORDER BY p.id
"""
HOLD = (
    "SELECT id, wrapped, master, is_made"
    " FROM kernel.hold_key(%s::bigint, %s::int, %s::bigint, %s::bigint, %s::bytea, %s::smallint)"
)


class Destroyed(Undecipherable):
    """The person's key was destroyed; what it sealed can't be read by anybody."""


@dataclass(frozen=True, slots=True)
class DataKey:
    number: int
    cipher: AESGCM


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A new key and the form in which the database keeps it."""

    key: DataKey
    wrapped: bytes
    master: int


def fresh_key() -> FreshKey:
    number, content = secrets.randbits(62) + 1, secrets.token_bytes(KEY_BYTES)
    return FreshKey(DataKey(number, AESGCM(content)), wrap(number, content), newest_master())


def wrap(number: int, content: bytes) -> bytes:
    """By the newest master key, bound to the key's row."""
    return locked(master(newest_master()), content, bound_to=_row(number))


def unwrap(number: int, wrapped: bytes, by: int) -> bytes:
    """Raises Destroyed, or Undecipherable where the master key `by` is not here or not the right one."""
    if not wrapped:
        raise Destroyed(f"key {number} is destroyed")
    return unlocked(master(by), bytes(wrapped), bound_to=_row(number))


def _row(number: int) -> str:
    return f"persons_datakey:{number}:wrapped"


def seal(key: DataKey, content: bytes, *, bound_to: str) -> bytes:
    """`bound_to` names table, row and column: `cases_message:ab12…:body`."""
    return HEAD + key.number.to_bytes(NUMBER_BYTES) + locked(key.cipher, content, bound_to=bound_to)


def gone(number: int) -> bytes:
    """What stands where a value lay whose key `number` is destroyed: it holds nothing, and opens as that."""
    return HEAD + number.to_bytes(NUMBER_BYTES) + bytes(NONCE_BYTES + TAG_BYTES)


def is_sealed(data: bytes) -> bool:
    return data[:1] == HEAD


def unseal(data: bytes, *, bound_to: str) -> bytes:
    """Raises Destroyed, or Undecipherable where the actor may not have the key or the value was changed."""
    data = bytes(data)
    if not is_sealed(data):
        raise Undecipherable("not sealed by a person's key")
    cipher = _opened(key_number(data)).cipher
    return unlocked(cipher, data[1 + NUMBER_BYTES :], bound_to=bound_to)


def key_by_number(number: int) -> DataKey:
    """One that was given already or that the actor gets by a row: no other is made. Raises Undecipherable."""
    return _opened(number)


def key_number(data: bytes) -> int:
    return int.from_bytes(data[1 : 1 + NUMBER_BYTES])


Row = tuple[int, bytes, int]
"""A key as the database keeps it: its number, its wrapped form, and the master key that wrapped it."""


def fetch(sealed: Iterable[bytes]) -> None:
    """Get the keys of all these values that are not here yet, in one statement."""
    _fetch({key_number(data) for data in sealed if is_sealed(data)} - session_store("keys").keys())


def _fetch(numbers: Iterable[int]) -> list[Row]:
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FETCH, [int_array(sorted(numbers))])
        return _kept(cursor.fetchall())


def _kept(rows: Iterable[Row]) -> list[Row]:
    found = [(number, bytes(wrapped), by) for number, wrapped, by in rows]
    session_store("keys").update({row[0]: row for row in found})
    return found


def take(rows: Iterable[Row]) -> None:
    """Wrapped keys that a kernel function gave for a reason of its own; kept until the session ends."""
    _kept(rows)


def _opened(number: int) -> DataKey:
    known: Row | None = session_store("keys").get(number)
    for row in [known] if known else _fetch([number]):
        return _open(row)
    raise Undecipherable("the key is not given to this actor")


def _open(row: Row) -> DataKey:
    opened, number = session_store("opened keys"), row[0]
    key: DataKey | None = opened.get(number)
    if key is None:
        key = opened[number] = DataKey(number, AESGCM(unwrap(*row)))
    return key


def key_of_case(case_id: int, controller_id: int) -> DataKey:
    """The key of the record that this controller has of the person in the case, made where there is none.

    Raises DatabaseError for a case that the actor may not write in.
    """
    known, place = session_store("keys of cases"), (case_id, controller_id)
    if place in known:
        return _open(known[place])
    row, is_made = _hold(case_id, controller_id, None)
    if not is_made:  # one that is made now may be undone with what it seals: the next value asks again
        known[place] = row
    return _open(row)


def key_of_person(person_id: int) -> DataKey:
    """The key of a record that the actor sees; of the actor's own controller, made where there is none.

    Raises DatabaseError for a record that the actor may not write of.
    """
    with connection.cursor() as cursor:
        cursor.execute(OF_PERSON, [person_id])
        found = _kept(cursor.fetchall())
    return _open(found[0] if found else _hold(None, None, person_id)[0])


def _hold(case_id: int | None, controller_id: int | None, person_id: int | None) -> tuple[Row, bool]:
    offered = fresh_key()
    with connection.cursor() as cursor:
        cursor.execute(
            HOLD,
            [case_id, controller_id, person_id, offered.key.number, offered.wrapped, offered.master],
        )
        *row, is_made = cursor.fetchone()
    return _kept([(row[0], row[1], row[2])])[0], is_made


def expect_cases(case_ids: Sequence[int], controller_id: int) -> None:
    """Something is to be sealed in all these cases: get the keys of the actor's controller in one
    statement.
    """
    known = session_store("keys of cases")
    with connection.cursor() as cursor:
        cursor.execute(OF_CASES, [int_array(case_ids), controller_id])
        for case_id, *row in cursor.fetchall():
            known[case_id, controller_id] = _kept([(row[0], row[1], row[2])])[0]


def number_of(person_key: str, ciphertext: bytes) -> str:
    """An identity number, whole. Raises Undecipherable."""
    return unseal(ciphertext, bound_to=number_bound_to(person_key)).decode()


def number_bound_to(person_key: str) -> str:
    """What an identity number is bound to."""
    return f"persons_identifier:{person_key}:ciphertext"
