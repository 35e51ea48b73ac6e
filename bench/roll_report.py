"""What the roll's import was measured to cost, beside its targets."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Staging: medians over the rounds; the rest once. Seconds and megabytes; None was not measured."""

    rows: int
    rounds: int
    floor_cpu: float
    stage_client: float
    stage_database: float
    stage_wall: float
    ratio: float
    ratio_spread: float
    peer_client: float | None = None
    peer_ratio: float | None = None
    apply_client: float | None = None
    apply_database: float | None = None
    apply_wall: float | None = None
    tasks_client: float | None = None
    tasks_database: float | None = None
    tasks_wall: float | None = None
    import_wall: float | None = None
    whole_wall: float | None = None
    again_cpu: float | None = None
    nightly_cpu: float | None = None
    nightly_ratio: float | None = None
    nightly_apply_cpu: float | None = None
    nightly_apply_wall: float | None = None
    peak_mb: float = 0.0


TARGETS = (
    ("ratio", "parse, check, match and stage", "<= 1.6 P", 1.6),
    ("peer_ratio", "client CPU of django-import-export", ">= 27 x", -27.0),
    ("nightly_ratio", "nightly comparison, 1 % changed", "<= 1 P", 1.0),
    ("import_wall", "file to applied, wall", "<= 60 s", 60.0),
    ("whole_wall", "file to the last task, wall", "<= 60 s", 60.0),
    ("peak_mb", "memory of the process", "<= 500 MB", 500.0),
)


def verdicts(figures: Figures) -> list[tuple[str, str, str, str]]:
    """What, target, got, and whether it was reached; a target below zero is a floor. Not measured is said."""
    rows = []
    for name, what, target, limit in TARGETS:
        got = getattr(figures, name)
        if got is None:
            absent = "not installed" if name == "peer_ratio" else "not measured"
            rows.append((what, target, absent, ""))
            continue
        reached = got >= -limit if limit < 0 else got <= limit
        rows.append((what, target, f"{got:.2f}", "reached" if reached else "MISSED"))
    return rows


def show(figures: Figures) -> str:
    lines = [f"Roll import, {figures.rows} rows, median of {figures.rounds} rounds"]
    for name, value in asdict(figures).items():
        shown = "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
        lines.append(f"  {name:<20}{shown:>12}")
    lines += [f"  {what:<36}{target:>10}{got:>16}  {said}" for what, target, got, said in verdicts(figures)]
    return "\n".join(lines)
