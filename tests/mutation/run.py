"""Make the mutants in a copy of the checkout, try them, and say what was found by module."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutmut.mutation.file_mutation import MutatedFile, mutate_file_contents

from tests.mutation.plugin import MUTANTS, RESULTS

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENT = Path(__file__).parent / "equivalent.csv"
Change = tuple[str, str, str]
"""Function, the lines as they were, the lines as they became."""


@dataclass(frozen=True, slots=True)
class Module:
    """What became of the mutants of one module; of those not killed: where, from what and to what."""

    name: str
    killed: int
    survived: tuple[Change, ...]
    equivalent: tuple[Change, ...]

    @property
    def score(self) -> float:
        """Per cent of those that can be noticed at all."""
        return 100 * self.killed / max(self.killed + len(self.survived), 1)


def equivalents() -> dict[Change, str]:
    """Changes that change nothing anybody could see, each with its reason."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";", strict=True))
    return {(row["function"], row["was"], row["becomes"]): row["reason"] for row in rows}


def run(at: Path, *, only: str = "") -> list[Module]:
    """`at` is an empty directory; `only` a part of a module's path. Raises CalledProcessError where the tests
    are red before anything was changed.
    """
    wanted = _options(ROOT)["only_mutate"]
    for name in ("src", "tests", "docs"):
        shutil.copytree(ROOT / name, at / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", at)
    changes: dict[str, Change] = {}
    for path in wanted:
        if only in path:
            changes |= _mutate(at, path)
    (at / MUTANTS).write_text(json.dumps(list(changes)))
    _try(at)
    results = dict(json.loads(line) for line in (at / RESULTS).read_text().splitlines())
    return [_module(path, changes, results) for path in wanted if only in path]


def configured_modules() -> list[str]:
    return [_dotted(path) for path in _options(ROOT)["only_mutate"]]


def mutants_of(module: str) -> dict[str, Change]:
    """By the mutant's name; nothing is written."""
    path = f"src/{module.replace('.', '/')}.py"
    return _changes(path, mutate_file_contents(path, (ROOT / path).read_text("utf-8")))


def _options(root: Path) -> dict[str, Any]:
    options: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    return options


def _dotted(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").replace("/", ".")


def _mutate(at: Path, path: str) -> dict[str, Change]:
    """Texts that people read are left as they are (`do_not_mutate_patterns`); wording has its own tests."""
    made = mutate_file_contents(path, (at / path).read_text("utf-8"))
    (at / path).write_text(made.code, "utf-8")
    return _changes(path, made)


def _changes(path: str, made: MutatedFile) -> dict[str, Change]:
    lines = made.code.splitlines()
    body = {
        name: [line.strip() for line in lines[span.start - 1 : span.end]]
        for name, span in made.line_span_by_function_name.items()
    }
    found = {}
    for name in made.mutant_names:
        function = name.rpartition("__mutmut_")[0]
        was, becomes = _differing(body[f"{function}__mutmut_orig"], body[name])
        found[f"{_dotted(path)}.{name}"] = (f"{_dotted(path)}.{_plain(function)}", was, becomes)
    return found


def _plain(function: str) -> str:
    return re.sub(r"^x_", "", function.replace("xǁ", "").replace("ǁ", "."))


def _differing(first: list[str], second: list[str]) -> tuple[str, str]:
    """Without the `def` line, where only the name differs."""
    was = [line for line in first if line not in second and "__mutmut_" not in line]
    becomes = [line for line in second if line not in first and "__mutmut_" not in line]
    head = [_bare(line) for line in (first[0], second[0])]
    if head[0] != head[1]:
        was, becomes = [head[0], *was], [head[1], *becomes]
    return " ".join(was), " ".join(becomes)


def _bare(line: str) -> str:
    return re.sub(r"def \w+", "def", line)


def _try(at: Path) -> None:
    options = _options(at)
    chosen = [*options["pytest_add_cli_args"], *options["pytest_add_cli_args_test_selection"]]
    subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", "-p", "tests.mutation.plugin", *chosen],
        cwd=at,
        env={**os.environ, "PYTHONPATH": f"{at / 'src'}{os.pathsep}{at}"},
        check=True,
    )


def _module(path: str, changes: Mapping[str, Change], results: Mapping[str, str]) -> Module:
    known = equivalents()
    mine = [name for name in changes if name.startswith(f"{_dotted(path)}.x")]
    alive = [changes[name] for name in mine if results[name] != "killed"]
    return Module(
        name=_dotted(path),
        killed=len(mine) - len(alive),
        survived=tuple(change for change in alive if change not in known),
        equivalent=tuple(change for change in alive if change in known),
    )


def said(modules: Iterable[Module]) -> str:
    """Killed, survived and score by module, with every survivor."""
    rows = []
    for module in modules:
        rows.append(
            f"{module.name}: {module.killed} killed, {len(module.survived)} survived,"
            f" {len(module.equivalent)} equivalent, {module.score:.1f} %"
        )
        rows += [f"    {where}\n      - {was}\n      + {becomes}" for where, was, becomes in module.survived]
    return "\n".join(rows)
