"""docs/evidence/mutation.md, as the newest whole run found it."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator, Sequence

from tests.mutation.run import ROOT, Change, Module, equivalents

PAGE = ROOT / "docs" / "evidence" / "mutation.md"
AREAS = {
    "access": ("sharing.access.rules", "accounts.policy", "accounts.actor"),
    "consent": ("sharing.policy", "sharing.rules", "sharing.terms"),
    "deadlines": (
        "core.working_days",
        "agreements.calendar",
        "agreements.rules",
        "allocation.rules",
        "tenancies.rules",
        "deviations.rules",
        "rights.rules",
    ),
    "queues": ("web.rules",),
    "retention": ("privacy.rules", "audit.retention"),
}
HEAD = """# Mutation

Written by `hjemvei evidence tests/mutation`. Each function of the rules below is changed a little in many
ways (mutmut: another comparison, another number, `and` for `or`, an argument left out); a mutant is killed
when a test that reaches the function fails. The score is killed of those that can be noticed at all. Every
module has to have at least 90 per cent. Each mutant meets the tests without a database alone.

Day {day}, commit {commit}.

| area | module | mutants | killed | survived | equivalent | score |
|---|---|---|---|---|---|---|
"""
NOT_CHANGED = """
## What is not changed here
- Texts that people read, tables of data (which role reads which class, the rules' order, the agreement's
  numbers) and functions under a decorator (properties, what is remembered). Data has its own tables in
  `tests/*/golden` and `tests/guards`.
- What decides inside the database: policies of row-level security and the kernel's functions. They are tried
  from outside, by the guards of both locks.
- Order by the database (`rank` of the case list, housing queues): a statement, no function of ours.
"""


def area_of(module: str) -> str:
    return next(area for area, names in AREAS.items() if module.removeprefix("hjemvei.") in names)


def page(modules: Sequence[Module], *, day: dt.date) -> str:
    whole = Module(
        "",
        sum(module.killed for module in modules),
        _all(module.survived for module in modules),
        _all(module.equivalent for module in modules),
    )
    lines = [line for area in AREAS for line in _rows(area, modules)]
    lines += [_row("all", "", whole), "", "## Survivors", *_listed(whole.survived)]
    lines += ["", "## Equivalent", *_listed(whole.equivalent, why=True)]
    return HEAD.format(day=day.isoformat(), commit=commit()) + "\n".join(lines) + "\n" + NOT_CHANGED


def _all(found: Iterator[tuple[Change, ...]]) -> tuple[Change, ...]:
    return tuple(change for changes in found for change in changes)


def _rows(area: str, modules: Sequence[Module]) -> Iterator[str]:
    return (_row(area, f"`{m.name}`", m) for m in modules if area_of(m.name) == area)


def _row(area: str, name: str, module: Module) -> str:
    survived, equivalent = len(module.survived), len(module.equivalent)
    count = module.killed + survived + equivalent
    return (
        f"| {area} | {name} | {count} | {module.killed} | {survived} | {equivalent} | {module.score:.1f} % |"
    )


def _listed(changes: Sequence[Change], *, why: bool = False) -> Iterator[str]:
    reasons = equivalents()
    if not changes:
        yield "None."
    for change in changes:
        function, was, becomes = change
        reason = f": {reasons[change]}" if why else ""
        yield f"- `{function.removeprefix('hjemvei.')}`: `{was}` became `{becomes}`{reason}"


def commit() -> str:
    """Of the checkout; `*` where something in it is not committed. Empty outside one."""
    ask = ["git", "-C", str(ROOT)]
    try:
        name = subprocess.check_output([*ask, "rev-parse", "--short", "HEAD"], text=True).strip()
        changed = subprocess.check_output([*ask, "status", "--porcelain", "--", "src", "tests"], text=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{name}{'*' if changed else ''}"
