"""The map of tiles: every municipality has one of its own, near where it lies, each county in one piece."""

from __future__ import annotations

import csv

from scripts.tile_map import POINTS, TILE_KM, TILES, Cell, neighbours, pieces, read


def placed() -> dict[str, Cell]:
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["number"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def test_every_municipality_has_a_tile_of_its_own() -> None:
    points, _county = read(POINTS)
    assert placed().keys() == points.keys()
    assert len(set(placed().values())) == len(points) == 357


def test_every_county_is_in_one_piece() -> None:
    _points, county = read(POINTS)
    at = placed()
    for number in set(county.values()):
        assert pieces({at[name] for name, its in county.items() if its == number}) == 1, number


def test_tiles_lie_where_the_land_is() -> None:
    """At most two tiles away in the middle; the share of neighbours who still are is printed."""
    points, _county = read(POINTS)
    at = placed()
    wanted = {name: (x / TILE_KM, -y / TILE_KM) for name, (x, y) in points.items()}
    middle = [sorted(at[n][i] - wanted[n][i] for n in at)[len(at) // 2] for i in (0, 1)]
    away = sorted(
        ((at[n][0] - wanted[n][0] - middle[0]) ** 2 + (at[n][1] - wanted[n][1] - middle[1]) ** 2) ** 0.5
        for n in at
    )
    pairs = neighbours(points)
    kept = sum(max(abs(at[a][0] - at[b][0]), abs(at[a][1] - at[b][1])) == 1 for a, b in pairs)
    print(f"median {away[len(away) // 2]:.2f} tiles, {kept / len(pairs):.0%} of {len(pairs)} neighbours kept")
    assert away[len(away) // 2] <= 2
    assert kept / len(pairs) > 0.8
