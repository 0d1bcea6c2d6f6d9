"""三清单一台账 of one unit as Excel: 地块清单, 任务清单, 责任清单, 工作台账 - the same parcels in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

from landplan.lib.clock import local
from landplan.lib.lists import Sheet, sheets_file

from ..models import Parcel
from ..tables import Row, deadline_state

Cells = Callable[[Parcel, date], list[object]]
_FIRST = (("地块编号", 16), ("地块名称", 28))


@dataclass(frozen=True)
class UnitList:
    """一张清单: its columns after number and name, and the cells of a parcel."""

    title: str
    columns: tuple[tuple[str, int], ...]
    cells: Cells


def _steps(parcel: Parcel) -> str:
    return "；".join(f"{step.label} {step.due_on}" + ("（已完成）" if step.done_on else "") for step in parcel.steps) or "未倒排"


LISTS = {
    "land": UnitList("地块清单", (("县区", 12), ("坐落", 30), ("面积（亩）", 12), ("类别", 12), ("土地用途", 16), ("用地单位", 24), ("批准文号", 24),
                               ("形成原因", 20)),
                     lambda p, today: [p.region.name, p.location, p.area, p.get_kind_display(), p.purpose, p.land_user,
                                       p.batch.approval_no if p.batch else "", p.get_cause_display()]),
    "tasks": UnitList("任务清单", (("处置措施", 20), ("未处置（亩）", 12), ("完成时限", 12), ("离时限", 12), ("倒排节点", 50)),
                      lambda p, today: [p.planned_measure, p.unfinished, p.deadline_on, deadline_state(Row(p, today, {})).label, _steps(p)]),
    "duties": UnitList("责任清单", (("牵头单位", 24), ("配合单位", 30), ("包保领导岗位", 24), ("分包乡办或单位", 24), ("完成时限", 12)),
                       lambda p, today: [p.lead_unit, p.partner_units, p.sponsor_post, p.sponsor_unit, p.deadline_on]),
    "ledger": UnitList("工作台账", (("面积（亩）", 12), ("已验收（亩）", 12), ("在途（亩）", 12), ("未处置（亩）", 12), ("状态", 12), ("五要素", 8),
                                 ("最近更新", 12), ("备注", 30)),
                       lambda p, today: [p.area, p.accepted_area, p.in_transit_area, p.unfinished, p.get_status_display(), f"{p.elements}/5",
                                         local(p.updated_at).date(), p.remark]),
}


def unit_file(parcels: list[Parcel], keys: list[str], *, today: date, notes: list[str]) -> IO[bytes]:
    """The named lists as sheets of one open temporary file."""
    return sheets_file(Sheet(
        one.title, (*_FIRST, *one.columns), [[p.parcel_no, p.name, *one.cells(p, today)] for p in parcels],
        [f"合计 {len(parcels)} 宗"], notes) for one in (LISTS[key] for key in keys))
