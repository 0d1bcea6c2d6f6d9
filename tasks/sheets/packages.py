"""台账报送的 Excel: the frozen file of one sending, and the analysis of all counties' packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from landplan.lib.clock import local
from landplan.lib.excel import same_bytes
from landplan.lib.lists import Sheet, sheets_file
from landplan.lib.numbers import half_up
from parcels.choices import Kind

from ..models import PackageRow
from ..rules.ranking import completion
from ..selectors.packages import PackageLine, total_of_lines

ROWS = (("地块编号", 16), ("地块名称", 28), ("类别", 12), ("面积（亩）", 12), ("已验收（亩）", 12), ("形成原因", 18), ("处置措施", 20),
        ("完成时限", 12), ("责任单位", 24), ("五要素", 8), ("状态", 12))


def edition_bytes(title: str, rows: Sequence[PackageRow], progress: Iterable[tuple[str, Decimal | None, Decimal]], papers: list[dict],
                  notes: list[str]) -> bytes:
    """一次报送的文件: ledger, sums by kind, quotas against what was done, papers - always the same bytes."""
    area = sum((row.area for row in rows), Decimal(0))
    accepted = sum((row.accepted_area for row in rows), Decimal(0))
    with sheets_file([
        Sheet("工作台账", ROWS, (_cells(row) for row in rows), [f"合计 {len(rows)} 宗", None, None, area, accepted], notes),
        Sheet("分类汇总", (("类别", 16), ("宗数", 10), ("面积（亩）", 14), ("已验收（亩）", 14), ("缺要素（宗）", 14)), _sums(rows),
              ["合计", len(rows), area, accepted, sum(row.elements < 5 for row in rows)]),
        Sheet("任务完成", (("任务口径", 16), ("下达任务量（亩）", 18), ("处置量（亩）", 16), ("完成率（%）", 14)),
              [[label, quota, done, "—" if (rate := completion(done, quota)) is None else half_up(rate * 100, 2)]
               for label, quota, done in progress]),
        Sheet("材料", (("材料", 16), ("名称", 36), ("文件", 36), ("校验码", 70)),
              [[one["kind"], one["title"], one["name"], one["sha256"]] for one in papers]),
    ]) as file:
        return same_bytes(file.read(), title=title)


def _cells(row: PackageRow) -> list[object]:
    return [row.parcel_no, row.name, row.get_kind_display(), row.area, row.accepted_area, row.get_cause_display(), row.planned_measure,
            row.deadline_on, row.lead_unit, f"{row.elements}/5", row.get_status_display()]


def _sums(rows: Sequence[PackageRow]) -> list[list[object]]:
    found = []
    for kind in Kind:
        mine = [row for row in rows if row.kind == kind]
        found.append([kind.label, len(mine), sum((row.area for row in mine), Decimal(0)), sum((row.accepted_area for row in mine), Decimal(0)),
                      sum(row.elements < 5 for row in mine)])
    return found


def analysis_file(lines: list[PackageLine], *, title: str, notes: list[str]):
    """分析表 as an open temporary file: the rows, columns and sums of the screen."""
    columns = [("县区", 12), ("状态", 18), ("首次报送", 12), ("最近报送", 12), ("次数", 8), ("迟报（天）", 10)]
    columns += [cell for kind in Kind for cell in ((f"{kind.label}（宗）", 14), (f"{kind.label}（亩）", 14))]
    columns += [("合计（宗）", 10), ("合计（亩）", 14), ("缺要素（宗）", 12), ("无措施（宗）", 12), ("逐宗意见", 10)]
    total = total_of_lines(lines)
    foot = ["合计", None, None, None, None, f"迟报 {total.late} 个", *_figures(total, any(line.is_sent for line in lines))]
    return sheets_file([Sheet(title, columns, [_line(line) for line in lines], foot, notes)])


def _line(line: PackageLine) -> list[object]:
    one = line.package
    days = [local(at).date() if at else "—" for at in ((one.first_sent_at, one.sent_at) if one else (None, None))]
    head = [line.region.name, one.get_state_display() if one else "未报送", *days, one.number if one else 0,
            "未报" if line.is_missing else line.late]
    return [*head, *_figures(line, line.is_sent)]


def _figures(line: PackageLine, is_sent: bool) -> list[object]:
    """各数; what was not sent is 「—」 as on the screen, never 0."""
    found = [*(cell for pair in line.by_kind for cell in pair), *line.total, line.gaps, line.unmeasured]
    return [*(found if is_sent else ["—"] * len(found)), line.remarks]

