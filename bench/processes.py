"""CPU time of process trees, read from /proc: nanoseconds on a processor, whatever else the machine is
doing.
"""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> set[int]:
    """The process and everything below it, at this moment."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            parent = _parent(int(entry.name))
            if parent is not None:
                children.setdefault(parent, []).append(int(entry.name))
    found, waiting = set(), [root]
    while waiting:
        process = waiting.pop()
        found.add(process)
        waiting += children.get(process, [])
    return found


def _parent(process: int) -> int | None:
    try:
        stat = (PROC / str(process) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(stat.rsplit(")", 1)[1].split()[1])


def cpu_ns(*roots: int) -> int:
    """Nanoseconds that the trees have spent on a processor; a process that ended in between is not
    counted.
    """
    total = 0
    for process in set().union(*(tree(root) for root in roots)):
        for task in (PROC / str(process) / "task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
    return total


def peak_memory_mb(process: int) -> float:
    """The highest resident memory that the process has had."""
    for line in (PROC / str(process) / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
