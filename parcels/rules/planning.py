"""多规合一核对: what a checked parcel must state, and what a row of the exchanged file may say (驻政办〔2021〕19号 四（二）)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal
from landplan.lib.text import parse_day

from ..choices import PlanningResult

BASIS = "驻政办〔2021〕19号 四（二）“多规合一”"
HEADS = ("地块编号", "地块名称", "核对结论", "核对日期", "规划编号", "导出时的核对")
CODE_LENGTH = 80
_LABELS = {str(one.label): one.value for one in PlanningResult}
_NAMES = "、".join(_LABELS)


@dataclass(frozen=True)
class Planning:
    """一宗的核对: result, day and the code of the plan it was checked against."""

    result: str
    on: date | None
    code: str

    @property
    def told(self) -> str:
        """一格的写法: what the file keeps of it, so that a later change is seen when the file comes back."""
        label = str(PlanningResult(self.result).label)
        return label if self.result == PlanningResult.UNKNOWN else f"{label}，{self.on}，{self.code}"


@dataclass(frozen=True)
class Fault:
    """一格的错: where, what stands there, what it should be."""

    cell: str
    value: str
    wanted: str


def check_planning(given: Planning, today: date) -> list[tuple[str, str]]:
    """(field, 应当怎样) of what does not fit together."""
    found = []
    if given.result not in PlanningResult.values:
        return [("result", f"写{_NAMES}之一")]
    is_checked = given.result != PlanningResult.UNKNOWN
    if is_checked and given.on is None:
        found.append(("on", "符合、冲突的要写核对日期，如 2021-09-22"))
    if not is_checked and given.on is not None:
        found.append(("on", "未核的不写核对日期；核过的把结论改为符合或冲突"))
    if given.on and given.on > today:
        found.append(("on", f"不晚于今天 {today}"))
    if is_checked and not given.code:
        found.append(("code", "符合、冲突的要写核对所依规划的编号"))
    if len(given.code) > CODE_LENGTH:
        found.append(("code", f"最多 {CODE_LENGTH} 字，现在 {len(given.code)} 字"))
    return found


def read_file(rows: list[list[str]], *, known_of: Callable[[str], tuple[str, Planning] | None],
              today: date) -> tuple[dict[str, Planning], list[Fault]]:
    """文件的各行: number -> what it says, and every wrong cell. `known_of` gives the name of a parcel that the person may change and what
    stands there now; None for all others, whether they exist or not."""
    first = rows[0] if rows else [""] * len(HEADS)
    faults = [Fault(f"{'ABCDEF'[n]}1", cell or "空", f"表头“{head}”")
              for n, (head, cell) in enumerate(zip(HEADS, first, strict=True)) if cell != head]
    if faults:
        return {}, faults
    found: dict[str, Planning] = {}
    seen: dict[str, int] = {}
    for n, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        number = row[0]
        wrong = _check_number(number, row[1], n, seen, known_of)
        planning, more = _read_row(row, n, today)
        if planning and not wrong and not more:
            more = _check_newer(planning, known_of(number)[1], row[5], n)
        faults += wrong + more
        seen.setdefault(number, n)
        if planning and not wrong and not more:
            found[number] = planning
    return found, faults


def _check_number(number: str, name: str, n: int, seen: dict[str, int],
                  known_of: Callable[[str], tuple[str, Planning] | None]) -> list[Fault]:
    if not number:
        return [Fault(f"A{n}", "空", "写地块编号，或删去这一行")]
    if number in seen:
        return [Fault(f"A{n}", number, f"每宗一行；这个编号第 {seen[number]} 行已有")]
    known = known_of(number)
    if known is None:
        return [Fault(f"A{n}", number, "本县区台账里、可以改的宗地编号")]
    return [] if name == known[0] else [Fault(f"B{n}", name or "空", f"台账里的名称“{known[0]}”；名称不符多半是行错位了，请重新导出")]


def _check_newer(given: Planning, now: Planning, exported: str, n: int) -> list[Fault]:
    """台账在导出以后改过: a check that somebody entered since is not overwritten by what the file did not know."""
    if given == now or now.result == PlanningResult.UNKNOWN or exported == now.told:
        return []
    return [Fault(f"F{n}", exported or "空", f"台账现在的核对“{now.told}”：导出以后有人改过。"
                                            "以台账为准的，删去这一行；以文件为准的，核实后把这一格改成台账现在的")]


def _read_row(row: list[str], n: int, today: date) -> tuple[Planning | None, list[Fault]]:
    label, day, code = row[2:5]
    cells = {"result": ("C", label), "on": ("D", day), "code": ("E", code)}
    try:
        on = parse_day(day, name="核对日期", today=today) if day else None
    except Refusal:
        return None, [Fault(f"D{n}", day, "日期，如 2021-09-22")]
    given = Planning(_LABELS.get(label, ""), on, code)
    return given, [Fault(f"{cells[field][0]}{n}", cells[field][1] or "空", wanted) for field, wanted in check_planning(given, today)]
