"""Lay the municipalities out as tiles of one size, near where they are, each county in one piece.

Every municipality weighs as much as every other on such a map: what is asked is who has an agreement, not who
has much land. Written to `src/hjemvei/parties/reference/tiles.csv`; the same seed gives the same file.

    python scripts/tile_map.py [--tile-km 42] [--steps 400000] [--seed 357]

Middle points: Kartverket, CC BY 4.0. Prints the median and largest displacement in tiles and the share of
neighbours (Gabriel graph of the middle points) that are neighbours on the map, corners counted.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import statistics
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POINTS = ROOT / "src/hjemvei/parties/reference/municipalities.csv"
TILES = ROOT / "src/hjemvei/parties/reference/tiles.csv"
TILE_KM = 42.0
EARTH_KM = 6371.0
MIDDLE_MERIDIAN = 15.0
SIDES = ((0, 1), (1, 0), (0, -1), (-1, 0))
AROUND = tuple((dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
PIECE, NEIGHBOUR = 40.0, 1.2
Cell = tuple[int, int]
Point = tuple[float, float]


def projected(longitude: float, latitude: float) -> Point:
    """Kilometres east and north: transverse Mercator on a sphere, so that the north is not drawn out."""
    phi, lam = math.radians(latitude), math.radians(longitude - MIDDLE_MERIDIAN)
    east = math.atanh(math.cos(phi) * math.sin(lam))
    return EARTH_KM * east, EARTH_KM * math.atan2(math.tan(phi), math.cos(lam))


def neighbours(points: dict[str, Point]) -> list[tuple[str, str]]:
    """The Gabriel graph: two are neighbours where nobody lies in the circle between them."""
    names = sorted(points)
    found = []
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            (ax, ay), (bx, by) = points[a], points[b]
            mx, my, reach = (ax + bx) / 2, (ay + by) / 2, ((ax - bx) ** 2 + (ay - by) ** 2) / 4
            between = (
                (x - mx) ** 2 + (y - my) ** 2 < reach for n, (x, y) in points.items() if n not in (a, b)
            )
            if not any(between):
                found.append((a, b))
    return found


def pieces(cells: set[Cell]) -> int:
    """Into how many pieces the cells fall; two hang together by a side, not by a corner."""
    left, count = set(cells), 0
    while left:
        count += 1
        stack = [left.pop()]
        while stack:
            x, y = stack.pop()
            for dx, dy in SIDES:
                if (x + dx, y + dy) in left:
                    left.remove((x + dx, y + dy))
                    stack.append((x + dx, y + dy))
    return count


class Layout:
    """Where each municipality lies, and what a move would cost."""

    def __init__(self, wanted: dict[str, Point], county: dict[str, str], pairs: list[tuple[str, str]]):
        self.wanted, self.county = wanted, county
        self.near: dict[str, list[str]] = defaultdict(list)
        for a, b in pairs:
            self.near[a].append(b)
            self.near[b].append(a)
        self.members: dict[str, list[str]] = defaultdict(list)
        for name in sorted(county):
            self.members[county[name]].append(name)
        self.at: dict[str, Cell] = {}
        self.who: dict[Cell, str] = {}
        for name in sorted(wanted, key=lambda n: (wanted[n], n)):
            self.put(name, self.nearest_free(wanted[name]))

    def put(self, name: str, cell: Cell) -> None:
        self.at[name], self.who[cell] = cell, name

    def nearest_free(self, point: Point) -> Cell:
        x, y = round(point[0]), round(point[1])
        around = ((x + dx, y + dy) for dx in range(-12, 13) for dy in range(-12, 13))
        return min((c for c in around if c not in self.who), key=lambda c: (math.dist(c, point), c))

    def cost(self, names: set[str]) -> float:
        """Of these municipalities and their counties alone."""
        total = sum(math.dist(self.at[n], self.wanted[n]) ** 2 for n in names)
        for group in {self.county[n] for n in names}:
            total += PIECE * (pieces({self.at[n] for n in self.members[group]}) - 1)
        lost = {frozenset((n, o)) for n in names for o in self.near[n] if not self.touch(n, o)}
        return total + NEIGHBOUR * len(lost)

    def touch(self, a: str, b: str) -> bool:
        (ax, ay), (bx, by) = self.at[a], self.at[b]
        return max(abs(ax - bx), abs(ay - by)) == 1

    def move(self, name: str, cell: Cell) -> None:
        """To a free cell, or change places with who is there."""
        old, other = self.at[name], self.who.get(cell)
        del self.who[old]
        if other is not None and other != name:
            self.put(other, old)
        self.put(name, cell)

    def settle(self, *, steps: int, seed: int) -> None:
        """Simulated annealing: worse moves are taken ever more seldom."""
        dice, names = random.Random(seed), sorted(self.at)
        for step in range(steps):
            heat = 6.0 * (1 - step / steps) ** 2 + 0.01
            name = dice.choice(names)
            reach = 1 if dice.random() < 0.7 else 4
            (x, y), old = self.at[name], self.at[name]
            cell = (x + dice.randint(-reach, reach), y + dice.randint(-reach, reach))
            if cell == old:
                continue
            touched = {name} | ({self.who[cell]} if cell in self.who else set())
            before = self.cost(touched)
            self.move(name, cell)
            worse = self.cost(touched) - before
            if worse > 0 and dice.random() >= math.exp(-worse / heat):
                self.move(name, old)


def report(layout: Layout, pairs: list[tuple[str, str]]) -> dict[str, float]:
    away = [math.dist(layout.at[n], layout.wanted[n]) for n in layout.at]
    kept = sum(layout.touch(a, b) for a, b in pairs)
    split = [c for c, names in layout.members.items() if pieces({layout.at[n] for n in names}) > 1]
    return {
        "median displacement": statistics.median(away),
        "largest displacement": max(away),
        "neighbours kept": kept / len(pairs),
        "counties in pieces": len(split),
    }


def read(path: Path) -> tuple[dict[str, Point], dict[str, str]]:
    """Points in kilometres and counties, by municipality number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    points = {row["number"]: projected(float(row["longitude"]), float(row["latitude"])) for row in rows}
    return points, {number: number[:2] for number in points}


def lay_out(*, tile_km: float, steps: int, seed: int) -> tuple[Layout, list[tuple[str, str]]]:
    points, county = read(POINTS)
    pairs = neighbours(points)
    layout = Layout({n: (x / tile_km, y / tile_km) for n, (x, y) in points.items()}, county, pairs)
    layout.settle(steps=steps, seed=seed)
    return layout, pairs


def write(layout: Layout, path: Path) -> None:
    """Column from the west and row from the north, both from 0."""
    west, north = min(x for x, _y in layout.who), max(y for _x, y in layout.who)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["number", "column", "row"])
        out.writerows((name, x - west, north - y) for name, (x, y) in sorted(layout.at.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tile-km", type=float, default=TILE_KM)
    parser.add_argument("--steps", type=int, default=400_000)
    parser.add_argument("--seed", type=int, default=357)
    options = parser.parse_args()
    layout, pairs = lay_out(tile_km=options.tile_km, steps=options.steps, seed=options.seed)
    write(layout, TILES)
    for name, value in report(layout, pairs).items():
        print(f"{name}: {value:.2f}")


if __name__ == "__main__":
    main()
