"""演示图形: plausible drawings of most demo parcels in made-up counties, none over another; the same on every run.

Pure functions of the generated parcels and a fixed seed, but for the last one, which hands them to the services. Nothing of it is any
real place's boundary: counties are squares of a made-up grid.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from math import cos, radians, sin, sqrt

import shapely

from landplan.lib.actors import Actor
from landplan.lib.geo.crs import System, to_degrees
from parcels import services
from parcels.choices.shapes import ShapeLack
from parcels.models import CountyOutline, Parcel, ParcelSpot
from parcels.services.shapes import Drawn
from units.models import Region

from .land import Plot

SYSTEM = System(38)
SIDE, COLUMNS = 26_000, 4  # metres of a made-up county, counties in a row
WEST, SOUTH = 38_455_000, 3_610_000
ROW, GAP = 3200, 24  # metres of a row of parcels, of the street between them
CLUSTERS = ((0.3, 0.35), (0.62, 0.3), (0.4, 0.66), (0.7, 0.62))
SOURCE = "演示范围，非真实界线"


def outline_at(number: int) -> shapely.Polygon:
    """演示县区范围: a square of the grid with a bent border, in metres."""
    x, y = WEST + number % COLUMNS * SIDE, SOUTH + number // COLUMNS * SIDE
    steps = 8

    def bend(i: float, j: float) -> tuple[float, float]:  # neighbours share the bends of their common border
        return x + i * SIDE + 700 * sin(3.1 * (y + j * SIDE) / 5000), y + j * SIDE + 700 * sin(2.7 * (x + i * SIDE) / 5000)

    ring = [bend(k / steps, 0) for k in range(steps)] + [bend(1, k / steps) for k in range(steps)]
    ring += [bend(1 - k / steps, 1) for k in range(steps)] + [bend(0, 1 - k / steps) for k in range(steps)]
    return shapely.Polygon(ring)


def drawings_of(plots: list[Plot], number: int, seed: int) -> Iterator[tuple[Plot, shapely.Polygon | None, str]]:
    """各宗的图形 (metres), or none with a reason, or none without: about one in thirty each."""
    rng = random.Random(f"shapes-{seed}-{number}")
    parts = [plots[k::len(CLUSTERS)] for k in range(len(CLUSTERS))]
    for (right, up), part in zip(CLUSTERS, parts, strict=True):
        origin = WEST + (number % COLUMNS + right) * SIDE - ROW / 2, SOUTH + (number // COLUMNS + up) * SIDE - ROW / 2
        turn, x, y, tallest = rng.uniform(-12, 12), 0.0, 0.0, 0.0
        for plot in part:
            width, height, shape = _shape(float(plot.values["area"]) * 2000 / 3, rng)
            if x and x + width > ROW:
                x, y, tallest = 0.0, y + tallest + GAP, 0.0
            placed = _placed(shape, x, y, origin, turn)
            x, tallest = x + width + GAP, max(tallest, height)
            chance = rng.random()
            lack = rng.choice((ShapeLack.NOT_SURVEYED, ShapeLack.OLD_SYSTEM, ShapeLack.DISPUTED)) if chance < 0.03 else ""
            yield plot, None if chance < 0.06 else placed, lack


def _shape(area: float, rng: random.Random) -> tuple[float, float, list[tuple[float, float]]]:
    """A street block with at most one cut corner, of nearly that area (㎡); about one in thirty is off by more than 1 %."""
    aspect = rng.uniform(0.65, 1.6)
    cut = rng.choice((0, 0, 0.12, 0.2))
    off = rng.uniform(1.012, 1.03) if rng.random() < 0.033 else rng.uniform(0.997, 1.003)
    width = sqrt(area * off * aspect / (1 - cut * cut / 2))
    height = width / aspect
    corner = [(width, height)] if not cut else [(width, height * (1 - cut)), (width * (1 - cut), height)]
    return width, height, [(0, 0), (width, 0), *corner, (0, height)]


def _placed(shape: list[tuple[float, float]], x: float, y: float, origin: tuple[float, float], turn: float) -> shapely.Polygon:
    c, s = cos(radians(turn)), sin(radians(turn))
    return shapely.Polygon([(origin[0] + (x + a) * c - (y + b) * s, origin[1] + (x + a) * s + (y + b) * c) for a, b in shape])


def keep_outline(region: Region, number: int, *, actor: Actor) -> None:
    """装入演示范围线, once."""
    if not CountyOutline.objects.filter(region=region).exists():
        services.save_outline(actor=actor, region=region, shape=to_degrees(outline_at(number), SYSTEM), source=SOURCE, is_demo=True)


def keep_drawings(plots: list[Plot], number: int, seed: int, *, actor: Actor) -> None:
    """存演示图形 of those parcels that have none yet."""
    ids = dict(Parcel.objects.filter(is_demo=True).values_list("parcel_no", "id"))
    done = set(ParcelSpot.objects.values_list("parcel__parcel_no", flat=True))
    for plot, shape, lack in drawings_of(plots, number, seed):
        if plot.no in done or plot.no not in ids:
            continue
        if shape is not None:
            given = Drawn(to_degrees(shape, SYSTEM), shape, SYSTEM)
            services.save_shape(ids[plot.no], actor=actor, given=given, seen=0, is_confirmed=True, is_demo=True)
        elif lack:
            services.note_lack(ids[plot.no], actor=actor, lack=lack, note="演示原因", seen=0)
