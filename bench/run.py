"""`make bench`: 1k, 10k and 100k cases with row-level security on; `make bench SIZES=1M` for the largest.

Prints a table and writes `var/bench/results.json`. Each figure stands next to the unit U (a session and a
user, two statements) of the same run, next to floors: the same rows by hand-written SQL without security, and
a bare page of the same bytes; and, where it is installed, next to django-helpdesk with the same people.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench import pages, world  # noqa: E402  the path must be set first
from bench.measure import Figure  # noqa: E402
from bench.peers import helpdesk  # noqa: E402

TARGETS = {
    "list": 4.5,
    "case": 5.0,
    "search": 5.0,
    "complete a task": 4.0,
}
MOST_APART = 0.25
SLOPES = {"list": 0.02, "case": 0.02, "complete a task": 0.02, "search": 0.15}
UNITS = {"k": 1_000, "m": 1_000_000}


def size(text: str) -> int:
    """`10k`, `1M` or a plain number of cases."""
    return int(text[:-1]) * UNITS[text[-1].lower()] if text[-1].lower() in UNITS else int(text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=os.environ.get("SIZES") or "1k,10k,100k")
    parser.add_argument("--no-peer", action="store_true", help="leave django-helpdesk out")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    found: list[Figure] = []
    for cases in [size(text) for text in options.sizes.split(",")]:
        with world.filled(cases) as place:
            found += pages.measure_all(place)
            found += [] if options.no_peer else helpdesk.measure_all(place)
    report = {
        "machine": machine(),
        "figures": [figure.as_row() for figure in found],
        "verdicts": verdicts(found),
        "peer": beside_peer(found),
    }
    report["seconds"] = round(time.monotonic() - started)
    path = ROOT / "var" / "bench" / "results.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=1))
    show(found, report)
    print(f"written to {path.relative_to(ROOT)} after {report['seconds']} s")
    return 0


def machine() -> dict[str, object]:
    return {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.platform()}


def unit(found: list[Figure], cases: int) -> float:
    return next(figure.cpu_ms for figure in found if figure.cases == cases and figure.name == "U")


def steadiness(found: list[Figure], cases: int) -> float:
    return next(figure.apart for figure in found if figure.cases == cases and figure.name == "U")


def verdicts(found: list[Figure]) -> list[dict[str, object]]:
    """Every target with what was measured; a miss is a row like any other."""
    rows: list[dict[str, object]] = []
    for name, target in TARGETS.items():
        for figure in found:
            if figure.name == name or (name == "case" and figure.name.startswith("case and ")):
                got = f"{figure.cpu_ms / unit(found, figure.cases):.2f} U"
                if steadiness(found, figure.cases) > MOST_APART:
                    got += " (the machine was too busy to judge)"
                rows.append(
                    {"what": f"{figure.name} at {figure.cases}", "target": f"<= {target} U", "got": got}
                )
    for name, target in SLOPES.items():
        slope = log_slope([(f.cases, f.cpu_ms / unit(found, f.cases)) for f in found if f.name == name])
        if slope is not None:
            rows.append({"what": f"growth of {name}", "target": f"<= {target}", "got": f"{slope:.3f}"})
    lists = [figure for figure in found if figure.name == "list"]
    rows += [
        {"what": f"list at {f.cases}", "target": "<= 7 SQL", "got": f"{f.statements} SQL"} for f in lists
    ]
    rows += [
        {"what": f"list at {f.cases}", "target": "<= 20 kB", "got": f"{f.size / 1000:.1f} kB"} for f in lists
    ]
    return rows


def beside_peer(found: list[Figure]) -> list[dict[str, object]]:
    """How many times less CPU each page of ours takes than the peer's, and how theirs grow; empty without."""
    at = {(figure.name, figure.cases): figure for figure in found}
    rows: list[dict[str, object]] = []
    for ours, name in helpdesk.BESIDE.items():
        points = []
        for cases in sorted({figure.cases for figure in found}):
            theirs = at.get((f"{helpdesk.PEER}: {name}", cases))
            if theirs is not None:
                points.append((cases, theirs.cpu_ms / unit(found, cases)))
                times = theirs.cpu_ms / at[ours, cases].cpu_ms
                rows.append({"what": f"{ours} at {cases}", "times": round(times, 1)})
        slope = log_slope(points)
        if slope is not None:
            rows.append({"what": f"growth of their {name}", "slope": round(slope, 3)})
    return rows


def log_slope(points: list[tuple[int, float]]) -> float | None:
    """Least-squares slope of log(CPU in U) over log(cases): a machine that slows down between two sizes is no
    growth. None for a single size.
    """
    if len({cases for cases, _cpu in points}) < 2:
        return None
    xs = [math.log(cases) for cases, _cpu in points]
    ys = [math.log(cpu) for _cases, cpu in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - mean_x) ** 2 for x in xs
    )


def show(found: list[Figure], report: dict[str, object]) -> None:
    heads = ("CPU ms", "U", "web", "db", "wall", "SQL", "bytes")
    print(f"\n{'workload':34} {'cases':>8} {'  '.join(heads)}")
    for figure in found:
        ratio = figure.cpu_ms / unit(found, figure.cases)
        print(
            f"{figure.name:34} {figure.cases:>8} {figure.cpu_ms:>8.2f} {ratio:>6.2f} {figure.web_ms:>7.2f}"
            f" {figure.database_ms:>7.2f} {figure.wall_ms:>7.1f} {figure.statements:>4} {figure.size:>7}"
        )
    print("\ntargets")
    for row in report["verdicts"]:  # type: ignore[attr-defined]
        print(f"  {row['what']:34} {row['target']:>10}   {row['got']}")
    if report["peer"]:
        print(f"\n{helpdesk.PEER}, CPU in times of ours")
    for row in report["peer"]:  # type: ignore[attr-defined]
        print(f"  {row['what']:34} {row.get('times', row.get('slope')):>10}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
