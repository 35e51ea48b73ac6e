"""docs/evidence names every evidence test; what a run found is written as it was, red as red."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.evidence import NEVER, PAGE, SIZE, Run, existing, lines, page


def report(*, outcome: str = "passed", message: str = "", **sizes: int) -> Any:
    crash = SimpleNamespace(reprcrash=SimpleNamespace(message=message))
    said = [(SIZE + what, count) for what, count in sizes.items()]
    return SimpleNamespace(
        when="call",
        outcome=outcome,
        failed=outcome == "failed",
        duration=61,
        user_properties=said,
        longrepr=crash,
    )


def test_the_page_has_a_line_for_every_evidence_test_and_no_other() -> None:
    there = list(lines(PAGE.read_text(encoding="utf-8")))
    assert there == existing(), (
        "run it, or say that it has not run: PYTHONPATH=src:. python -m tests.evidence"
    )


def test_the_tests_are_found_by_every_way_of_marking_them() -> None:
    found = set(existing())
    assert "tests/guards/test_matrix.py::test_every_pair" in found  # the function
    assert (
        "tests/robustness/test_kill_worker.py::test_no_job_is_lost_and_none_is_done_twice" in found
    )  # a name
    assert any(name.startswith("tests/robustness/test_forms.py::") for name in found)  # a parameter
    assert any(name.startswith("tests/journeys/test_every_page.py::") for name in found)  # the module


def test_a_run_is_summed_and_what_failed_is_red() -> None:
    run = Run()
    run.add(report(pairs=1000))
    run.add(report(pairs=500))
    assert run.line("tests/x.py::test_x", day="2026-11-23", commit="abc") == (
        "| `tests/x.py::test_x` | green | 1,500 pairs, 2 tests | nothing | 122 | 2026-11-23 | abc |"
    )
    run.add(report(outcome="failed", message="a | b\nsecond line", pairs=1))
    line = run.line("tests/x.py::test_x", day="2026-11-23", commit="abc")
    assert "**red**: {'failed': 1, 'passed': 2}" in line
    assert "| a ¦ b second line |" in line


def test_what_did_not_run_stays_and_what_never_ran_says_so() -> None:
    first, second, *_others = existing()
    once = page("", {first: f"| `{first}` | green | 1 | nothing | 2 | d | c |"})
    assert lines(once)[second].split("|")[2].strip() == NEVER
    again = page(once, {second: f"| `{second}` | green | 3 | nothing | 4 | d | c |"})
    assert "| green | 1 |" in lines(again)[first]
    assert "| green | 3 |" in lines(again)[second]
    gone = "tests/gone.py::test_gone"
    assert gone not in page(f"| `{gone}` | green | | | | | |\n", {})
