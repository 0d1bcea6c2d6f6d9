"""拟定方案: what a copy takes over, days moved by whole years, what is still lacking before it can be issued, rows of a table of quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landplan.lib.errors import Refusal

from ..choices import Compares, RowKind, TableKey
from .columns import COLUMNS

CARRIED = {"words": "用语", "duties": "应办事项", "obligations": "应发应建", "thresholds": "比例和界限", "cycles": "报告周期", "groups": "领导小组",
           "department_duties": "部门职责", "tasks": "工作任务"}
TOTALS, SUBTOTAL = ("合计", "总计", "全市合计", "全区合计", "全县合计"), ("小计", "合计")
HEADS = ("单位", "期间", *(column.name for column in COLUMNS[TableKey.OWN]))
KEYS = ("label", "period", *(column.key for column in COLUMNS[TableKey.OWN]))
MOST_ROWS = 300


def shifted(day: str | None, years: int) -> str | None:
    """同月同日 so many years later; 29 February becomes the 28th."""
    if not day:
        return day
    year, rest = int(day[:4]) + years, day[4:]
    try:
        return date.fromisoformat(f"{year:04d}{rest}").isoformat()
    except ValueError:
        return f"{year:04d}-02-28"


@dataclass(frozen=True)
class Line:
    """一行 of a table of quotas as it was typed; texts by key."""

    number: int
    texts: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not any(self.texts.values())


def kind_of(label: str) -> str:
    """合计, 小计 or a unit, by its name."""
    plain = label.replace(" ", "").replace("　", "")
    if plain in TOTALS:
        return RowKind.TOTAL
    return RowKind.SUBTOTAL if plain.endswith(SUBTOTAL) else RowKind.COUNTY


def check_lines(lines: Sequence[Line]) -> list[Refusal]:
    """各行: every row with figures has its unit, no unit stands twice in one period, one total at the end."""
    found, seen, totals = [], {}, []
    for line in lines:
        label, period = line.texts["label"], line.texts["period"]
        if not label:
            found.append(_no(line, "label", "写了数，单位没有填。请写单位；这一行不要的，把数也清掉。"))
            continue
        if (label, period) in seen:
            found.append(_no(line, "label", f"“{label}{period and ' ' + period}”与第 {seen[label, period]} 行重复。请并成一行，或写上不同的期间。"))
        seen.setdefault((label, period), line.number)
        if kind_of(label) == RowKind.TOTAL:
            totals.append(line)
    if len(totals) > 1:
        found.append(_no(totals[1], "label", f"“{totals[1].texts['label']}”是第二个合计。一张表只有一行合计。"))
    if lines and not any(kind_of(line.texts["label"]) == RowKind.COUNTY for line in lines if line.texts["label"]):
        found.append(Refusal("表里一个单位也没有。请至少写一个单位的任务量。", code="empty"))
    if len(lines) > MOST_ROWS:
        found.append(Refusal(f"有 {len(lines)} 行，一张表最多 {MOST_ROWS} 行。", code="too_many"))
    return found


def _no(line: Line, key: str, message: str) -> Refusal:
    return Refusal(f"第 {line.number} 行{message}", field=f"r{line.number}_{key}", code="row")


def grouped(labels: Sequence[str]) -> list[str]:
    """小计组: units above a subtotal, back to the one before, belong to it."""
    found, waiting = [""] * len(labels), []
    for at, label in enumerate(labels):
        kind = kind_of(label)
        if kind == RowKind.COUNTY:
            waiting.append(at)
        elif kind == RowKind.SUBTOTAL:
            name = label.replace(" ", "").removesuffix("合计").removesuffix("小计")
            for one in (*waiting, at):
                found[one] = name
            waiting = []
    return found


def lacking(data: dict, today: date) -> list[str]:
    """还缺什么: sentences; none when the draft can be issued."""
    document, found = data["document"], []
    found += [f"{label}没有填" for key, label in (("number", "文号"), ("title", "标题"), ("issuer", "印发机关"), ("dated_on", "成文日期"),
                                               ("issued_on", "印发日期")) if not document.get(key)]
    if document.get("dated_on") and document["dated_on"] > today.isoformat():
        found.append(f"成文日期 {document['dated_on']} 晚于今天 {today}，还没有成文的不能印发")
    if document.get("dated_on") and document.get("issued_on") and document["issued_on"] < document["dated_on"]:
        found.append(f"印发日期 {document['issued_on']} 早于成文日期 {document['dated_on']}")
    return found + _lacking_parts(data)


def _lacking_parts(data: dict) -> list[str]:
    found, settings = [], data["settings"]
    if not data["phases"]:
        found.append("一个阶段也没有")
    for phase in data["phases"]:
        if phase["starts_on"] and phase["ends_on"] and phase["ends_on"] < phase["starts_on"]:
            found.append(f"阶段“{phase['name']}”止于 {phase['ends_on']}，早于起 {phase['starts_on']}")
    first, last = settings.get("first_cutoff_on"), settings.get("last_cutoff_on")
    if bool(first) != bool(last) or (first and last and last < first):
        found.append("首个和末个周报截止日要一起填，末个不早于首个；没有周报的都空着")
    if not data["targets"]:
        found.append("一个目标也没有")
    bare = [f"“{one['category']} {one['metric']}”" for one in data["targets"] if not one["text"] or not one["section"]]
    if bare:
        found.append(f"{len(bare)} 个目标没有写新文件的原文和章节：{'、'.join(bare[:3])}{'等' if len(bare) > 3 else ''}")
    held = any(row["kind"] == RowKind.COUNTY and any(row["cells"].values()) for table in data["printed_tables"] for row in table["rows"])
    if not held and any(target["compares"] == Compares.QUOTA_RATE for target in data["targets"]):
        found.append("有按任务量算的目标，任务分解还没有填")
    return found
