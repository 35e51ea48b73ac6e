"""What the evidence runs measured, written to `docs/evidence/README.md`: for each test its newest run.

A test says its size by the fixture `measured`; what it found and how long it took is read from its report.
Lines of tests that did not run this time stay as they were, so that each can be run alone.
"""

from __future__ import annotations

import ast
import datetime as dt
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evidence" / "README.md"
MARK = "mark.evidence"
SIZE = "size: "
NEVER = "not run yet"
HEAD = """# Evidence

Written by `hjemvei evidence` ([why and how](../architecture.md#evidence)): for each long test its newest run.
No figure here is typed by hand; `tests/docs/test_evidence.py` fails when an evidence test is missing. A red
line is a run that found something. The size is what was run, which may be less than what the test can do;
seconds are wall time, on whatever machine it was. A commit with `*` had changes that were not committed.

| test | result | size | found | seconds | day | commit |
|---|---|---|---|---|---|---|
"""


def existing() -> list[str]:
    """Path and function of every test with the mark, also where only one of its parameters has it."""
    return sorted(
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in _marked(path)
    )


def _marked(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if MARK not in source:
        return
    tree = ast.parse(source)
    named = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and MARK in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            said = {ast.unparse(decorator) for decorator in node.decorator_list}
            if "pytestmark" in named or said & named or any(MARK in text for text in said):
                yield node.name


def lines(text: str) -> dict[str, str]:
    """The page's lines by test."""
    rows = [line for line in text.splitlines() if line.startswith("| `tests/")]
    return {row.split("`")[1]: row for row in rows}


def page(text: str, fresh: dict[str, str]) -> str:
    """The page anew: what ran now, what stood there, and what has never run; tests that are gone fall out."""
    kept = {**lines(text), **fresh}
    return HEAD + "".join(kept.get(name, f"| `{name}` | {NEVER} | | | | | |") + "\n" for name in existing())


Measured = Callable[..., None]
"""The fixture `measured`."""


@dataclass
class Run:
    """All parameters of one test function in one run."""

    sizes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    seconds: float = 0

    def add(self, report: pytest.TestReport) -> None:
        self.seconds += report.duration
        if report.when == "call":
            for name, value in report.user_properties:
                if name.startswith(SIZE):
                    self.sizes[name.removeprefix(SIZE)] += int(str(value))
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.outcome] += 1
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            self.found.append(str(crash.message if crash else report.longrepr).strip())

    def line(self, name: str, *, day: str, commit: str) -> str:
        sizes = [f"{count:,} {what}" for what, count in self.sizes.items()]
        tests = f"{self.outcomes.total()} test{'s' if self.outcomes.total() > 1 else ''}"
        is_green = set(self.outcomes) == {"passed"}
        result = "green" if is_green else f"**red**: {dict(sorted(self.outcomes.items()))}"
        found = " / ".join(" ".join(text.split())[:160] for text in self.found[:3]) or "nothing"
        cells = [
            f"`{name}`",
            result,
            ", ".join([*sizes, tests]),
            found.replace("|", "¦"),
            f"{self.seconds:,.0f}",
        ]
        return f"| {' | '.join([*cells, day, commit])} |"


class Reporter:
    """Gathers the reports of evidence tests; on the controller where several processes test.

    Day and commit are those of the start: the checkout may move on during a long run.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.runs = path, dict[str, Run]()
        self.day, self.commit = dt.datetime.now(dt.UTC).date().isoformat(), _commit()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if "evidence" in report.keywords:
            self.runs.setdefault(report.nodeid.split("[")[0], Run()).add(report)

    def pytest_sessionfinish(self) -> None:
        if not self.runs:
            return
        fresh = {name: run.line(name, day=self.day, commit=self.commit) for name, run in self.runs.items()}
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(page(text, fresh), encoding="utf-8")


def _commit() -> str:
    """Of the checkout; `*` where something in it is not committed. Empty outside one."""
    ask = ["git", "-C", str(ROOT)]
    try:
        name = subprocess.check_output([*ask, "rev-parse", "--short", "HEAD"], text=True).strip()
        changed = subprocess.check_output([*ask, "status", "--porcelain", "--", "src", "tests"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{name}{'*' if changed else ''}"


def configure(config: pytest.Config) -> None:
    """`HJEMVEI_EVIDENCE`: the page to write; `hjemvei evidence` sets it."""
    path = os.environ.get("HJEMVEI_EVIDENCE")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter(Path(path)), "hjemvei-evidence")


@pytest.fixture
def measured(record_property: Callable[[str, Any], None]) -> Measured:
    """Say how much was tried: `measured(runs=300, steps=15000)`; printed, and written with the evidence."""

    def say(**sizes: int) -> None:
        print("\n" + ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in sizes.items()))
        for what, count in sizes.items():
            record_property(SIZE + what.replace("_", " "), count)

    return say


if (
    __name__ == "__main__"
):  # python -m tests.evidence: lines for tests that are new, none for those that are gone
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), {}), encoding="utf-8")
