"""Speed of agreements: python -m bench.agreements [--cases 112000] [--page 5000] [--preview 10000].

Opening an agreement with so many open cases under it, previewing a changed deadline over so many (target
below 5 s), and the nightly look for deviations over all open cases (below 60 s, constant memory). Wall time
in seconds, and the highest resident memory of the process that asked. Every target is printed beside what was
measured, also where it misses.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench import world  # noqa: E402  the path must be set first
from bench.pages import BUSIEST, sign_in  # noqa: E402
from bench.web import Client  # noqa: E402

TARGETS = {"preview": 5.0, "deviations": 60.0}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=112_000)
    parser.add_argument("--page", type=int, default=5_000)
    parser.add_argument("--preview", type=int, default=10_000)
    options = parser.parse_args(arguments)
    rows: list[dict[str, object]] = []
    with world.filled(options.cases) as place:
        for name, many in (("page", options.page), ("preview", options.preview)):
            bound = inside(place, "bind", str(many))
            if name == "page":
                rows.append(opened(place, str(bound["key"]), int(str(bound["bound"]))))
            else:
                rows.append({"what": "preview", **inside(place, "preview", str(bound["key"]))})
        rows.append({"what": "deviations", "cases": place.cases, **inside(place, "deviations")})
    for row in rows:
        target = TARGETS.get(str(row["what"]))
        row["target"] = f"< {target:.0f} s" if target else ""
        print(json.dumps(row))
    path = ROOT / "var" / "bench" / "agreements.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1))
    print(f"written to {path.relative_to(ROOT)}")
    return 0


def opened(place: world.Place, key: str, cases: int) -> dict[str, object]:
    """The middle of five, after one to warm up."""
    client = Client(place.app.port, {"sessionid": sign_in(place, BUSIEST)})
    seconds = []
    for _ in range(6):
        started = time.perf_counter()
        answer = client.get(f"/avtaler/{key}/")
        assert answer.status == 200, answer.status
        seconds.append(time.perf_counter() - started)
    return {"what": "page", "cases": cases, "seconds": round(sorted(seconds[1:])[2], 3)}


def inside(place: world.Place, *words: str) -> dict[str, object]:
    """What one of `agreements_inside` found, in a process of its own."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "bench" / "agreements_inside.py"), *words],
        env={**os.environ, **place.environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
