"""`hjemvei test`, `evidence`, `check` and `bench`: what developers and the build server run in a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hjemvei.cli import place
from hjemvei.cli.browser import require_chromium
from hjemvei.cli.refusal import Refused


def test(arguments: list[str]) -> int:
    """The whole suite on two processes; with arguments, pytest with those."""
    root = place.checkout()
    if not arguments:
        os.environ["HJEMVEI_CHROMIUM"] = str(require_chromium())
    return _run(["pytest", *(arguments or ["-n", "2"])], root)


def evidence(arguments: list[str]) -> int:
    """The long tests that the suite leaves out; further arguments go to pytest. What they measured is
    written to docs/evidence, or to the page that `HJEMVEI_EVIDENCE` names.
    """
    root = place.checkout()
    os.environ.setdefault("HJEMVEI_EVIDENCE", str(root / "docs" / "evidence" / "README.md"))
    os.environ["HJEMVEI_CHROMIUM"] = str(require_chromium())
    patience = ["-o", "faulthandler_timeout=3600"]
    return _run(["pytest", "-m", "evidence", *patience, "-p", "no:randomly", *arguments], root)


def bench(arguments: list[str]) -> int:
    root = place.checkout()
    program = root / "bench" / "run.py"
    if not program.exists():
        raise Refused(f"{program} is missing from this checkout.")
    return subprocess.call([sys.executable, "-P", str(program), *arguments], cwd=root)


def check() -> int:
    """Run every check even if one fails, so that one look shows all; 1 if any failed."""
    root = place.checkout()
    python = [path for path in ("src", "tests", "bench", "scripts", "hjemvei.py") if (root / path).exists()]
    steps = {
        "style": (["ruff", "check", *python], root),
        "format": (["ruff", "format", "--check", *python], root),
        "types": (["mypy"], root),
        "layers": (
            [
                "lint-imports",
                "--no-logo",
                "--cache-dir",
                "../.import_linter_cache",
                "--config",
                "../pyproject.toml",
            ],
            root / "src",
        ),
        "templates": (["djlint", "src", "--lint", "--quiet", "--extension", "html"], root),
    }
    with place.database():
        failed = [name for name, (command, place_) in steps.items() if not _step(name, command, place_)]
        pending = [
            "django",
            "makemigrations",
            "--check",
            "--dry-run",
            "--settings",
            "hjemvei.config.settings",
        ]
        if not _step("migrations", pending, root):
            failed.append("migrations")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _step(name: str, command: list[str], cwd: Path) -> bool:
    print(f"\n== {name}", flush=True)
    return _run(command, cwd) == 0


def _run(command: list[str], cwd: Path) -> int:
    """Run a tool of the environment; `-P` keeps the checkout's own hjemvei.py out of the way."""
    script = Path(sys.executable).parent / command[0]
    start = [str(script)] if command[0] == "lint-imports" else [sys.executable, "-P", "-m", command[0]]
    return subprocess.call([*start, *command[1:]], cwd=cwd)
