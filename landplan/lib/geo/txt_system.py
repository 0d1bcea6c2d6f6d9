"""TXT 的坐标系: which column is north, and which zone the eastings lie in - by the heading, by the numbers, else as the person says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .crs import ZONES, System
from .shapes import ERROR, NOTE, Found

_MOST = 10  # so many lines are named
HALF = {3: 190_000, 6: 340_000}  # metres from the middle of a zone beyond which no point of it lies in China


@dataclass(frozen=True)
class Axes:
    """两列的次序: (north, east) as the form wants, or swapped."""

    is_swapped: bool
    is_degrees: bool
    prefix: int | None  # the zone before the eastings, if they carry one
    eastings: tuple[tuple[int, float], ...] = ()  # (line, metres without the prefix)

    def place(self, first: float, second: float) -> tuple[float, float]:
        """(east, north) as the file has it."""
        return (first, second) if self.is_swapped else (second, first)


def _is_north(value: float) -> bool:
    return 1_800_000 <= value <= 6_200_000 or 15 <= value <= 56


def _is_east(value: float) -> bool:
    return 13_000_000 <= value < 46_000_000 or 0 < value < 1_000_000 and not 15 <= value <= 56


def axes_of(rows: list[tuple[int, float, float]]) -> tuple[Axes, list[Found]]:
    """列序和带号 from all points of a file (line, first, second)."""
    right = [_is_north(a) and _is_east(b) for _, a, b in rows]
    turned = [_is_east(a) and _is_north(b) and not ok for (_, a, b), ok in zip(rows, right, strict=True)]
    is_swapped = sum(turned) > sum(right)
    fitting = turned if is_swapped else right
    wrong = [rows[i] for i, ok in enumerate(fitting) if not ok]
    found = [_mixed(row, is_swapped) for row in wrong[:_MOST]]
    if is_swapped and not wrong:
        found.append(Found("swapped", NOTE, "X、Y 两列写反了（东坐标在前），已按东坐标、北坐标读。"))
    east = [(line, a if is_swapped else b) for line, a, b in rows]
    is_degrees = all(abs(value) <= 180 for _, value in east)
    prefixes = Counter(int(value // 1_000_000) for _, value in east) if not is_degrees else Counter()
    if len(prefixes) > 1 and not found:
        odd = prefixes.most_common()[-1][0]
        line = next(line for line, value in east if int(value // 1_000_000) == odd)
        zones = "、".join(str(zone or "不带带号") for zone in sorted(prefixes))
        found.append(Found("zones", ERROR, f"一个文件里有几个带的坐标（{zones}）。请按带号分成几个文件。", line))
    prefix = next(iter(prefixes), 0) or None
    return Axes(is_swapped, is_degrees, prefix, tuple((line, value % 1_000_000) for line, value in east)), found


def _mixed(row: tuple[int, float, float], is_swapped: bool) -> Found:
    line, first, second = row
    return Found("coordinate", ERROR, f"坐标（{first:g}，{second:g}）不像“北坐标 7 位、东坐标 8 位（带号）或 6 位”"
                 f"{'，其余各行是东坐标在前' if is_swapped else ''}。请核对这一行。", line)


def system_of(heads: dict[str, str], axes: Axes, zone: int | None) -> tuple[System, list[Found]]:
    """坐标系 of the file, with what speaks against it."""
    if axes.is_degrees:
        return System(), [Found("degrees", NOTE, "坐标是经纬度（度），按 CGCS2000 读。")]
    stated, width = _whole(heads.get("带号", "")), _whole(heads.get("几度分带", "")) or 3
    found = [] if width in ZONES else [Found("width", ERROR, f"几度分带={width}，应是 3 或 6。")]
    width = width if width in ZONES else 3
    if axes.prefix and axes.prefix not in ZONES[width]:
        other = 9 - width
        found += [Found("zone", ERROR, f"东坐标前的带号 {axes.prefix} 不是 {width}度带的带号"
                        f"{f'，是 {other}度带的；请改文件头的“几度分带”' if axes.prefix in ZONES[other] else '，请核对坐标'}。")]
        return System(38, 3), found
    if axes.prefix and stated and stated != axes.prefix:
        found.append(Found("zone", ERROR, f"文件头写带号={stated}，东坐标前是 {axes.prefix}。请核对是哪一带，两处改成一样。"))
    if zone and axes.prefix and zone != axes.prefix:
        found.append(Found("zone", ERROR, f"你选的是第 {zone} 带，东坐标前是 {axes.prefix}。请选“按文件”，或核对坐标。"))
    chosen = axes.prefix or stated or zone
    if not chosen:
        return System(38, 3), [*found, Found("no_zone", ERROR, "东坐标不带带号，文件头也没有“带号”。请在页面上选带号再交。")]
    if chosen not in ZONES[width]:
        return System(38, 3), [*found, Found("zone", ERROR, f"带号 {chosen} 不是 {width}度带的带号（{ZONES[width][0]} 至 {ZONES[width][-1]}）。")]
    system = System(chosen, width, axes.prefix is not None)
    far = [(line, value) for line, value in axes.eastings if abs(value - 500_000) > HALF[width]]
    if far:
        line, value = far[0]
        found.append(Found("far", ERROR, f"东坐标离第 {chosen} 带的中央经线 {abs(value - 500_000) / 1000:.0f} 公里，超出这一带。"
                           "多半是带号写错了，请核对。", line))
    return system, found


def _whole(text: str) -> int | None:
    digits = "".join(c for c in text if c.isdigit())
    return int(digits[:3]) if digits else None
