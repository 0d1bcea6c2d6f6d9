"""读出来的图形: what every reader gives, whatever the file was."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely

from .crs import System

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PLOTS = 5000
MAX_POINTS = 300_000
ERROR, ASK, NOTE = "error", "ask", "note"  # refused; to be confirmed; said


@dataclass(frozen=True)
class Found:
    """一处问题: where it stands (第 n 行 or the plot), what it is and how to mend it."""

    code: str
    severity: str
    words: str
    line: int = 0

    @property
    def sentence(self) -> str:
        return f"第 {self.line} 行：{self.words}" if self.line else self.words


@dataclass
class Plot:
    """一个地块 of a file: as drawn in the file's own system, and in degrees."""

    number: str
    name: str
    line: int
    drawn: shapely.Geometry
    shape: shapely.Geometry
    stated: str = ""  # the area as the file writes it
    stated_m2: float | None = None
    facts: dict[str, str] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)

    @property
    def points(self) -> int:
        return int(shapely.get_num_coordinates(self.drawn))

    @property
    def is_wrong(self) -> bool:
        return any(one.severity == ERROR for one in self.found)


@dataclass
class GeoFile:
    """一个图形文件: its kind, its system, its plots, and what is wrong with it as a whole."""

    kind: str
    name: str
    system: System
    plots: list[Plot] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def found_errors(self) -> list[Found]:
        """Errors of the file as a whole."""
        return [one for one in self.found if one.severity == ERROR]

    @property
    def errors(self) -> list[Found]:
        every = [*self.found, *(one for plot in self.plots for one in plot.found)]
        return [one for one in every if one.severity == ERROR]
