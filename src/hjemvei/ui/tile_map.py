"""Where the tiles of a map stand, in units of the picture: one square a place, groups with a line around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hjemvei.ui.parts import MapGroup, MapTile

SIZE, GAP, EDGE = 20, 2, 4
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    x: int
    y: int
    tile: MapTile


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """`path` goes around the group's tiles, `tiles` stand inside."""

    group: MapGroup
    path: str
    tiles: tuple[Placed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    width: int
    height: int
    size: int
    groups: tuple[Outlined, ...]


def layout(groups: Sequence[MapGroup]) -> TileMap:
    """The smallest column and row become the upper left corner."""
    cells = [(tile.column, tile.row) for group in groups for tile in group.tiles]
    left, top = min((c for c, _r in cells), default=0), min((r for _c, r in cells), default=0)
    right, bottom = max((c for c, _r in cells), default=0), max((r for _c, r in cells), default=0)
    placed = tuple(
        Outlined(
            group=group,
            path=outline({(tile.column - left, tile.row - top) for tile in group.tiles}),
            tiles=tuple(
                Placed(x=_at(tile.column - left) + GAP // 2, y=_at(tile.row - top) + GAP // 2, tile=tile)
                for tile in group.tiles
            ),
        )
        for group in groups
    )
    return TileMap(
        width=_at(right - left + 1) + EDGE, height=_at(bottom - top + 1) + EDGE, size=SIZE, groups=placed
    )


def _at(step: int) -> int:
    return EDGE + step * (SIZE + GAP)


def outline(cells: set[Cell]) -> str:
    """The sides that lie against another group or the sea, as one path."""
    parts = []
    for column, row in sorted(cells):
        x, y, side = _at(column), _at(row), SIZE + GAP
        if (column, row - 1) not in cells:
            parts.append(f"M{x} {y}h{side}")
        if (column, row + 1) not in cells:
            parts.append(f"M{x} {y + side}h{side}")
        if (column - 1, row) not in cells:
            parts.append(f"M{x} {y}v{side}")
        if (column + 1, row) not in cells:
            parts.append(f"M{x + side} {y}v{side}")
    return "".join(parts)
