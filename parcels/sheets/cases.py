"""缺证据、认定清单和供地清单的 Excel: the same rows, columns and sums as the screen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import IO

from landplan.lib.lists import Sheet, sheets_file

from ..choices import Kind
from ..models import Finding, Parcel
from ..selectors.parcel import DisposalLine

LACKING = (("处置", 24), ("地块名称", 28), ("县区", 12), ("措施", 20), ("面积（亩）", 12),
           ("缺的材料", 44), ("已有", 8), ("状态", 12), ("登记人", 14))
FINDINGS = (("地块编号", 14), ("地块名称", 22), ("县区", 9), ("认定类型", 16), ("认定文号", 20), ("认定日期", 12), ("面积（亩）", 11),
            ("已处置（亩）", 12), ("认定意见", 34), ("参加单位", 18), ("告知日期", 12))
ENDED = (("结果", 12), ("结果文书", 20), ("结束日期", 12))
FILED = (("省厅备案号", 18), ("备案日期", 12))
TO_SUPPLY = (("地块编号", 16), ("地块名称", 28), ("县区", 12), ("类别", 12), ("面积（亩）", 12),
             ("批次", 34), ("可供", 12), ("最近推介", 12), ("优先划拨", 10))


def lacking_file(lines: Iterable[DisposalLine], count: int, *, notes: list[str]) -> IO[bytes]:
    """缺证据清单 as an open temporary file."""
    def cells(line: DisposalLine) -> list[object]:
        d = line.disposal
        return [str(d), d.parcel.name, d.region.name, d.measure.label, d.area, "、".join(paper["label"] for paper in line.lacking),
                f"{line.present}/{line.required}", d.get_state_display(), d.created_by.name]

    return sheets_file([Sheet("缺证据", LACKING, (cells(line) for line in lines), [f"合计 {count} 笔"], notes)])


def findings_file(title: str, kind: str, rows: Iterable[Finding], sums: dict, *, is_ended: bool, notes: list[str]) -> IO[bytes]:
    """认定清单 of a kind as an open temporary file: 低效用地清单, 整改台账, 闲置认定."""
    filed = FILED if kind == Kind.USED_UNSUPPLIED else ()
    ended = ENDED if is_ended else ()

    def cells(row: Finding) -> list[object]:
        p = row.parcel
        own = [p.parcel_no, p.name, row.region.name, row.type_label, row.doc_no, row.found_on, p.area, p.accepted_area,
               row.opinion, row.units, row.notified_on]
        own += [row.filing_no, row.filed_on] if filed else []
        return own + ([row.get_result_display(), row.result_no, row.ended_on] if ended else [])

    foot = [f"合计 {sums['count']} 宗", *[None] * 5, sums["area"], sums["accepted"]]
    return sheets_file([Sheet(title, (*FINDINGS, *filed, *ended), (cells(row) for row in rows), foot, notes)])


def to_supply_file(rows: Iterable[Parcel], count: int, area: Decimal | None, *, notes: list[str]) -> IO[bytes]:
    """供地清单 as an open temporary file."""
    def cells(p: Parcel) -> list[object]:
        return [p.parcel_no, p.name, p.region.name, p.get_kind_display(), p.area, str(p.batch) if p.batch else "", p.cleared_on or "条件未齐",
                p.promoted_on or "没有", "是" if p.allocate_first else "否"]

    return sheets_file([Sheet("供地清单", TO_SUPPLY, (cells(row) for row in rows), [f"合计 {count} 宗", *[None] * 3, area or Decimal(0)], notes)])
