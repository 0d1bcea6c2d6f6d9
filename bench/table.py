"""表: goals and growth, as text that is read on a screen and pasted into a page."""

from __future__ import annotations

import unicodedata

from .measure import Line

HEAD = ("goal", "what", "ms", "against", "ms", "ratio", "limit", "")


def goals_table(lines: list[Line]) -> str:
    """One line a goal."""
    return _table([HEAD, *(line.cells() for line in lines)])


def growth_table(at: dict[str, list[Line]]) -> str:
    """What each measure takes at each size (ms); measures that all sizes have, once."""
    sizes = list(at)
    found: dict[str, dict[str, float]] = {}
    for size, lines in at.items():
        for line in lines:
            found.setdefault(f"{line.goal} {line.what}", {}).setdefault(size, line.ours.ms)
            found.setdefault(f"{line.goal}    {line.against}", {}).setdefault(size, line.other.ms)
    rows = [(what, *(f"{ms[size]:.2f}" for size in sizes)) for what, ms in found.items() if len(ms) == len(sizes)]
    return _table([("ms", *sizes), *sorted(rows)])


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
