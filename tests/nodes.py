"""Whether a test that a document cites is there: a file of tests, one of its functions, or one of a class."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def names(path: Path) -> frozenset[str]:
    """Every test of a file, methods as Class::name; the file itself is the empty name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {""}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(name for name in found if not name or "test" in name.lower())


def exists(node: str) -> bool:
    place, _, name = node.partition("::")
    path = ROOT / place
    return place.startswith("tests/") and path.is_file() and name in names(path)
