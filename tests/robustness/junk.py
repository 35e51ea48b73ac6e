"""What forms are sent when somebody, or some program, sends them wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.robustness.pages import PageForm

NASTY = [
    "\x00",
    "Kl\x00ok",
    "😀" * 60,
    "\u202eשלום",
    "<script>alert(1)</script>",
    "&amp;\"'",
    "-1",
    "0",
    "²",
    "½",
    "٣",
    "1_000",
    "1e309",
    "NaN",
    "Infinity",
    "99999999999999999999",
    "-2147483649",
    "2147483648",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "31.02.2026",
    "2026-03-29T02:30",
    "25:61",
    "' OR 1=1 --",
    "%s %(name)s {0} {{ 7*7 }}",
    "..\\../etc/passwd",
    "\r\n\r\nSet-Cookie: a=b",
    " \t ",
    "null",
    "[]",
    "x" * 20_000,
    "æøå" * 2_000,
    "27909642545",
    "\ufffe\ufeff",
]
BOUNDARY = "klipp"
FORM = "application/x-www-form-urlencoded"
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.dates().map(str))
ways = st.sampled_from(["one", "one", "one", "all", "missing", "repeated", "added"])
bodies = st.sampled_from([*["urlencoded"] * 8, "multipart", "truncated", "json", "plain", "latin"])
languages = st.sampled_from(["nb", "nn", "en"])


@dataclass(frozen=True)
class Sent:
    """`values` is what was meant, `body` what went over the wire."""

    values: dict[str, list[str]]
    body: bytes
    content_type: str
    kind: str


@st.composite
def posts(draw: st.DrawFn, form: PageForm) -> Sent:
    """The page's own form with something wrong in it. The key against double submits stays."""
    found = form.values()
    names = sorted(set(form.fields) - {"once", "csrfmiddlewaretoken"}) or ["noe"]
    way = draw(ways)
    if way == "all":
        found |= {name: [draw(values)] for name in names}
    elif way == "missing":
        for name in draw(st.sets(st.sampled_from(names), min_size=1)):
            found.pop(name, None)
    elif way == "repeated":
        found[draw(st.sampled_from(names))] = draw(st.lists(values, min_size=2, max_size=5))
    elif way == "added":
        found[draw(st.text(min_size=1, max_size=20))] = [draw(values)]
    else:
        found[draw(st.sampled_from(names))] = [draw(values)]
    found = {name: [_sayable(value) for value in many] for name, many in found.items()}
    kind = draw(bodies)
    return Sent(found, *_body(kind, found), kind)


def _sayable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _body(kind: str, found: dict[str, list[str]]) -> tuple[bytes, str]:
    pairs = [(name, value) for name, many in found.items() for value in many]
    if kind in ("multipart", "truncated"):
        whole = b"".join(_part(name, value) for name, value in pairs) + f"--{BOUNDARY}--\r\n".encode()
        cut = len(whole) * 2 // 3 if kind == "truncated" else len(whole)
        return whole[:cut], f"multipart/form-data; boundary={BOUNDARY}"
    if kind == "json":
        return json.dumps(found).encode(), "application/json"
    if kind == "plain":
        return urlencode(pairs).encode(), "text/plain"
    if kind == "latin":
        return urlencode([*pairs, ("noe", "æ")], encoding="latin-1", errors="replace").encode(), FORM
    return urlencode(pairs).encode(), FORM


def _part(name: str, value: str) -> bytes:
    safe = "".join(char for char in name if char.isprintable() and char != '"')
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{safe}"\r\n\r\n{value}\r\n'.encode()
