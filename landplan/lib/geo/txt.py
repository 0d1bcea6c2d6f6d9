"""界址点坐标 TXT 的读: lenient in form, strict in sense; every fault with its line (勘测定界界址点坐标交换格式)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ..errors import Refusal
from .crs import System, refuse_old, to_degrees
from .rings import assemble, check_shape, closed, note_open
from .shapes import ASK, ERROR, MAX_PLOTS, MAX_POINTS, NOTE, Found, GeoFile, Plot
from .text_file import decoded
from .txt_system import Axes, axes_of, system_of

_HEAD, _ATTRIBUTES, _PLOTS = "项目", "属性描述", "地块坐标"
_BRACKETS = str.maketrans("【】〔〕［］〖〗", "[][][][]")
_FILE = "请核对文件，改好后整个再交。"
_FORM = "界址点数,地块面积,地块编号,地块名称,面,图幅号,地块用途,地类编码,@"
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")


@dataclass
class _Point:
    line: int
    name: str
    ring: str
    first: float
    second: float


@dataclass
class _Raw:
    """一个地块 as its lines stand: heading fields and points."""

    line: int
    fields: list[str]
    points: list[_Point] = field(default_factory=list)

    def at(self, number: int) -> str:
        return self.fields[number] if len(self.fields) > number else ""


def read_txt(content: bytes, name: str, zone: int | None = None) -> GeoFile:
    """读 TXT; `zone` is the 3° zone that the person named, for files that do not say theirs. Raises Refusal."""
    heads, raws, found = _parse(decoded(content))
    refuse_old(heads.get("坐标系", ""))
    if not raws:
        raise Refusal("文件里没有地块：没有读到“…,@”结尾的地块行。请核对是不是界址点坐标文件。", field="file", code="no_plots")
    points = [point for raw in raws for point in raw.points]
    if len(raws) > MAX_PLOTS or len(points) > MAX_POINTS:
        raise Refusal(f"文件有 {len(raws)} 个地块、{len(points)} 个点，一次最多 {MAX_PLOTS} 个地块、{MAX_POINTS} 个点。请分成几个文件。",
                      field="file", code="too_many")
    if any(one.severity == ERROR for one in found) or not points:
        return GeoFile("txt", name, System(), found=found or [Found("no_points", ERROR, f"没有读到一个界址点。{_FILE}", raws[0].line)])
    axes, more = axes_of([(point.line, point.first, point.second) for point in points])
    found += more
    system, more = system_of(heads, axes, zone)
    found += more
    file = GeoFile("txt", name, system, found=found)
    if not file.errors:
        file.plots = [_plot(raw, axes, system) for raw in raws]
    return file


def _parse(text: str) -> tuple[dict[str, str], list[_Raw], list[Found]]:
    """行 -> heading keys, plots, faults. A section that is not named is told by its lines."""
    heads: dict[str, str] = {}
    raws: list[_Raw] = []
    found: list[Found] = []
    commas = 0
    for number, original in enumerate(text.splitlines(), 1):
        line = plain(original)
        if not line or line.startswith("["):
            continue
        is_full = original.count(",") >= _FORM.count(",") and "@" in original
        commas += "，" in original and not is_full
        if "@" in line:
            raws.append(_heading(original if is_full else line, number, found))
        elif raws and "," in line:
            _point(line, number, raws[-1], found)
        elif "=" in line:
            key, _, value = line.partition("=")
            heads[key.strip().replace(" ", "")] = value.strip()
        else:
            found.append(Found("unreadable", ERROR, f"“{line[:40]}”读不出来：不是“名称=值”，不是地块行，也不是“点号,圈号,X,Y”。{_FILE}", number))
    if commas:
        found.append(Found("commas", NOTE, f"{commas} 行用了中文逗号，已当作英文逗号读。"))
    return heads, raws, found


def plain(text: str) -> str:
    """一行文字 with the brackets, letters and digits that the form has, of half width."""
    return unicodedata.normalize("NFKC", text.translate(_BRACKETS)).strip(" \t\ufeff\x00")


def _heading(line: str, number: int, found: list[Found]) -> _Raw:
    """地块行. A line with all its commas comes as written: what looks like a comma or an @ besides belongs to a name."""
    fields = [plain(one) for one in line[:line.rindex("@")].rstrip(",").split(",")]
    if len(fields) < 4:
        found.append(Found("heading", ERROR, f"地块行只有 {len(fields)} 项。应是“{_FORM}”。", number))
    kind = fields[4] if len(fields) > 4 else ""
    if kind in ("点", "线"):
        found.append(Found("not_area", ERROR, f"地块是“{kind}”，要的是“面”。请只交面状地块。", number))
    if len(fields) >= 4 and not fields[2]:
        found.append(Found("no_number", NOTE, "地块编号是空的，要按名称和面积去找宗地。", number))
    return _Raw(number, fields)


def _point(line: str, number: int, raw: _Raw, found: list[Found]) -> None:
    fields = [one.strip().replace(" ", "") for one in line.rstrip(",").split(",")]
    if len(fields) != 4:
        found.append(Found("point", ERROR, f"界址点行有 {len(fields)} 项，应是 4 项“点号,圈号,X坐标,Y坐标”：“{line[:60]}”。", number))
        return
    for word, text in (("X坐标", fields[2]), ("Y坐标", fields[3])):
        if not _NUMBER.fullmatch(text):
            found.append(Found("not_a_number", ERROR, f"{word}“{text[:30]}”不是数。应是米数，如 3752000.000。", number))
            return
    raw.points.append(_Point(number, fields[0], fields[1] or "1", float(fields[2]), float(fields[3])))


def _plot(raw: _Raw, axes: Axes, system: System) -> Plot:
    rings, names, found, open_rings = [], {}, [], []
    for number, points in _rings(raw.points):
        ring = [axes.place(point.first, point.second) for point in points]
        names |= {place: point.name for place, point in zip(ring, points, strict=True)}
        if len(set(ring)) < 3:
            found.append(Found("few_points", ERROR, f"第 {number} 圈只有 {len(set(ring))} 个不同的点，成不了面。至少要 3 个。", points[0].line))
            continue
        open_rings += note_open(ring, points[-1].line, number)
        rings.append(closed(ring))
    found += _count(raw)
    if not rings or any(one.severity == ERROR for one in found):
        empty = Found("no_ring", ERROR, "这个地块没有成圈的界址点。", raw.line)
        return _made(raw, None, system, [*found, *([] if rings or found else [empty])])
    drawn = assemble(rings)
    return _made(raw, drawn, system, [*found, *_same(open_rings), *check_shape(drawn, raw.line, names)])


def _rings(points: list[_Point]):
    """Points of one ring stand together; a ring ends where its first point comes again, or another ring number begins."""
    at = 0
    for i in range(1, len(points) + 1):
        is_back = i - at > 3 and (points[i - 1].first, points[i - 1].second) == (points[at].first, points[at].second)
        if i == len(points) or points[i].ring != points[at].ring or is_back:
            yield points[at].ring, points[at:i]
            at = i


def _count(raw: _Raw) -> list[Found]:
    """点数: with or without the repeated closing points."""
    stated = raw.at(0)
    if not stated.isdigit():
        return [Found("count", NOTE, f"界址点数“{stated}”不是整数，没有核对点数。", raw.line)]
    rings = [(points[0], points[-1]) for _, points in _rings(raw.points)]
    repeated = sum(1 for first, last in rings if (first.first, first.second) == (last.first, last.second))
    counts = {len(raw.points), len(raw.points) - repeated, len(raw.points) + len(rings) - repeated}
    if int(stated) in counts:
        return []
    return [Found("count", ASK, f"写的界址点数是 {stated}，读到 {len(raw.points)} 行。请核对有没有漏点。", raw.line)]


def _same(found: list[Found]) -> list[Found]:
    """Many open rings are said once."""
    return found if len(found) < 2 else [Found("not_closed", NOTE, f"{len(found)} 圈首尾不闭合，已连回第一点。", found[0].line)]


def _made(raw: _Raw, drawn, system: System, found: list[Found]) -> Plot:
    shape = to_degrees(drawn, system) if drawn is not None else None
    facts = {"图幅号": raw.at(5), "地块用途": raw.at(6), "地类编码": raw.at(7)}
    return Plot(raw.at(2), raw.at(3), raw.line, drawn, shape, stated=raw.at(1), facts={k: v for k, v in facts.items() if v}, found=found)


