"""矢量瓦片 (Mapbox Vector Tile 2). A drawing is put into the words of a tile once, when it is saved: in one unit for all zooms, so that
only where it begins differs from tile to tile. A tile then is heads, made for all its drawings at once by numpy, and stored bodies.

No library is quick enough (docs/decisions/map.md); tests read every tile back with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from .grid import BITS, rings_of

FINE, COARSE = 4, 9  # bits dropped from the units of the grid: 0.15 m, or 4.8 m for whoever may not read coordinates
_MOVE, _CLOSE, _LINE = 9, 15, 2


@dataclass(frozen=True)
class Body:
    """图形在瓦片里的样子: its first point (units of the grid), and all that follows it, fine and coarse."""

    x: int
    y: int
    fine: bytes
    coarse: bytes


def body_of(shape: shapely.Geometry) -> Body:
    """图形 (degrees) -> its body."""
    rings = rings_of(shape)
    return Body(int(rings[0][0][0]), int(rings[0][0][1]), _body(rings, FINE), _body(rings, COARSE))


def _body(rings: list[np.ndarray], shift: int) -> bytes:
    """The commands after the first point; rings of fewer than three points in this unit are left out, but for the first."""
    numbers: list[int] = []
    last = rings[0][0] >> shift
    for n, ring in enumerate(rings):
        points = ring >> shift
        points = points[np.r_[True, (points[1:] != points[:-1]).any(axis=1)]]
        if len(points) < 3 and n:
            continue
        if n:
            numbers += [_MOVE, *_zigzag(points[0] - last)]
        steps = np.diff(points, axis=0)
        numbers += [len(steps) << 3 | _LINE, *_zigzag(steps.ravel()), _CLOSE]
        last = points[-1]
    return b"".join(map(_varint, numbers))


def _zigzag(values: np.ndarray) -> list[int]:
    return ((values << 1) ^ (values >> 63)).tolist()


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def polygons_tile(layer: str, rows: Sequence[tuple[int, int, int, int, int, bytes]], values: Sequence[str], place: tuple[int, int, int],
                  shift: int = FINE) -> bytes:
    """瓦片 of drawings: rows of (id, index of `kind`, index of `state`, x, y, body); `values` are the words that the indexes mean (< 128)."""
    body = _features(rows, place, shift) if rows else b""
    return _layer(layer, body, ("kind", "state"), values, 1 << (BITS - place[0] - shift))


def points_tile(layer: str, rows: Iterable[tuple[int, int, dict[str, str | int]]], place: tuple[int, int, int]) -> bytes:
    """瓦片 of counts: rows of (x, y, properties), in units of the grid."""
    z, tx, ty = place
    rows, shift = list(rows), BITS - z - 12
    keys = list(dict.fromkeys(key for *_, facts in rows for key in facts))
    words = list(dict.fromkeys(str(value) for *_, facts in rows for value in facts.values()))
    body = b""
    for x, y, facts in rows:
        spot = np.array([(x >> shift) - (tx << 12), (y >> shift) - (ty << 12)])
        tags = b"".join(_varint(n) for key, value in facts.items() for n in (keys.index(key), words.index(str(value))))
        shape = _varint(_MOVE) + b"".join(map(_varint, _zigzag(spot)))
        body += _field(2, _field(2, tags) + b"\x18\x01" + _field(4, shape))
    return _layer(layer, body, keys, words, 1 << 12)


def _layer(name: str, body: bytes, keys: Sequence[str], values: Sequence[str], extent: int) -> bytes:
    head = _field(1, name.encode()) + b"".join(_field(3, key.encode()) for key in keys)
    head += b"".join(_field(4, _field(1, word.encode())) for word in values)
    return _field(3, head + body + b"\x28" + _varint(extent) + b"\x78\x02")


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _features(rows, place: tuple[int, int, int], shift: int) -> bytes:
    """Heads and bodies in turn: length, id, the two tags, type, length of the geometry, where it begins; then the stored body."""
    z, tx, ty = place
    ids, kinds, states, x, y, bodies = zip(*rows, strict=True)
    side = BITS - z - shift
    begins = [_zig((np.array(at, dtype=np.int64) >> shift) - (t << side)) for at, t in ((x, tx), (y, ty))]
    bodies_size = np.array([len(body) for body in bodies], dtype=np.int64)
    ids = np.array(ids, dtype=np.int64)
    inner = 1 + _size(begins[0]) + _size(begins[1]) + bodies_size
    outer = 1 + _size(ids) + 6 + 2 + 1 + _size(inner) + inner
    columns = (0x12, outer, 0x08, ids, 0x12, 4, 0, np.array(kinds), 1, np.array(states), 0x18, 3, 0x22, inner, _MOVE, *begins)
    heads, ends = _rows(columns, len(rows))
    parts, at = [], 0
    for end, body in zip(ends, bodies, strict=True):
        parts += (heads[at:end], body)
        at = end
    return b"".join(parts)


def _zig(values: np.ndarray) -> np.ndarray:
    return (values << 1) ^ (values >> 63)


def _size(numbers: np.ndarray) -> np.ndarray:
    """How many bytes a varint takes."""
    size = np.ones(len(numbers), dtype=np.int64)
    for bits in range(7, 42, 7):
        size += numbers >> bits > 0
    return size


def _rows(columns, count: int) -> tuple[bytes, list[int]]:
    """Varints of each row after each other, as one text, and where each row ends."""
    sizes = [1 if isinstance(column, int) else _size(column) for column in columns]
    widths = [1 if isinstance(size, int) else int(size.max()) for size in sizes]
    made, used, at = np.empty((count, sum(widths)), dtype=np.uint8), np.ones((count, sum(widths)), dtype=bool), 0
    for column, size, width in zip(columns, sizes, widths, strict=True):
        if width == 1:
            made[:, at] = column
        for byte in range(width if width > 1 else 0):
            made[:, at + byte] = column >> 7 * byte & 0x7F | (size > byte + 1) << 7
            used[:, at + byte] = size > byte
        at += width
    return made[used].tobytes(), np.cumsum(used.sum(axis=1)).tolist()
