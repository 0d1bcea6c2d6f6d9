"""任务调整: a new version of a printed table, with its document, reason and first day; the older ones stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.errors import Conflict, Refusal, VersionMissing
from landplan.lib.numbers import parse_decimal
from parcels.services.common import permit, refuse

from ..choices import TableKey
from ..models import Plan, PrintedCell, PrintedRow, PrintedTable
from ..policies import may_govern
from ..rules.columns import Column, column
from ..rules.quota import read_printed
from .kept_quotas import keep_quotas

OFFICE = "任务调整由本方案的领导小组办公室办。"


@dataclass(frozen=True)
class Revision:
    """一次调整 as it was asked for: `cells` are (行次, column key) -> text; a blank text is a blank cell."""

    document_no: str
    section: str
    reason: str
    valid_from: date | None
    cells: dict[tuple[int, str], str]


@transaction.atomic
def revise_table(plan_id: int, key: str, *, actor: Actor, version: int | None, revision: Revision) -> PrintedTable:
    """出新版本 after the one that the person saw. What is not named is copied; reports of an earlier day keep their version.

    Raises NotAllowed, VersionMissing, Conflict, or Refusals with everything that is wrong with the request.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    permit(may_govern(actor, plan.region_id), OFFICE)
    last = PrintedTable.objects.filter(plan=plan, key=key).order_by("-version").first()
    if last is None:
        raise Refusal("本方案没有这张分解表，不能调整。", code="no_table")
    _check_version(last, version)
    cells = _read(last, revision)
    table = PrintedTable.objects.create(
        plan=plan, key=key, version=last.version + 1, title=last.title, unit=last.unit, dated_on=None, document_no=revision.document_no,
        section=revision.section or last.section, valid_from=revision.valid_from, reason=revision.reason, entered_at=clock.now())
    before, after = _copy(last, table, cells)
    record(actor=actor, action="revise_table", obj=table, label=f"{plan.number} {TableKey(key).label} 第{table.version}版", region_id=plan.region_id,
           before=before, after=after, reason=f"{revision.document_no}：{revision.reason}")
    return table


def _check_version(last: PrintedTable, version: int | None) -> None:
    if version is None:
        raise VersionMissing("没有说明调整的是哪一版。请带上版本号再提交。", code="version_missing")
    if last.version != version:
        raise Conflict(f"这张表在你打开之后已出了第 {last.version} 版，你看到的是第 {version} 版。你填的都还在，请对照新版后再保存。", code="stale")


def _read(last: PrintedTable, revision: Revision) -> dict[tuple[int, str], str]:
    """The changed cells as they will be printed; everything that is wrong is said at once."""
    found = []
    if not revision.document_no:
        found.append(Refusal("任务调整要有文件。请填调整文件的文号。", field="document_no", code="document_missing"))
    if not revision.reason:
        found.append(Refusal("任务调整要写原因，留痕和新版本都会记下原话。", field="reason", code="reason_missing"))
    if revision.valid_from is None:
        found.append(Refusal("没有写从哪一天起生效。请填生效日期；这一天以前的报表仍用旧版。", field="valid_from", code="day_missing"))
    elif revision.valid_from < last.valid_from:
        found.append(Refusal(f"生效日期 {revision.valid_from} 早于第 {last.version} 版的 {last.valid_from}。请改为不早于它的日期；"
                             "旧版不改，先后才分得清。", field="valid_from", code="too_early"))
    cells = {}
    for (sort, name), text in revision.cells.items():
        try:
            cells[sort, name] = printed_text(column(last.key, name), text, field=f"c{sort}_{name}")
        except Refusal as refusal:
            found.append(refusal)
    refuse(found)
    return cells


def printed_text(one: Column, text: str, *, field: str | None = None) -> str:
    """印发文字 of a typed figure: 70 -> 70% in a column of rates; blank stays blank. Raises Refusal."""
    if not one.is_revisable:
        raise Refusal(f"“{one.label}”是印发的底数，任务调整不改它；只改任务率和任务量。", field=field, code="not_revisable")
    return cell_text(one, text, field=field)


def cell_text(one: Column, text: str, *, field: str | None = None) -> str:
    """一格的文字, of any column, as it will be printed. Raises Refusal."""
    if not text:
        return ""
    try:
        value = parse_decimal(text.removesuffix("%").removesuffix("％"), name=one.label, places=2, field=field, digits=9)
    except Refusal as refusal:
        if refusal.code != "not_a_number":
            raise
        raise Refusal(f"{one.label}“{text}”读不出来。请写数字，如 {'60%' if one.kind == 'rate' else '6000'}；没有的留空。",
                      field=field, code="not_a_number")
    return plain(value) + ("%" if one.kind == "rate" else "")


def _copy(last: PrintedTable, table: PrintedTable, cells: dict[tuple[int, str], str]) -> tuple[dict, dict]:
    """All rows again, with the changed cells; gives what was and what is. Raises Refusal when nothing is different."""
    before, after = {}, {}
    for row in last.rows.prefetch_related("cells"):
        made = PrintedRow.objects.create(table=table, sort=row.sort, seq=row.seq, label=row.label, period=row.period, region_id=row.region_id,
                                         kind=row.kind, group=row.group)
        fresh = []
        for cell in row.cells.all():
            text = cells.get((row.sort, cell.column), cell.text)
            if text != cell.text:
                name = f"{row.name} {column(last.key, cell.column).name}"
                before[name], after[name] = cell.text or "空", text or "空"
            fresh.append(PrintedCell(row=made, column=cell.column, text=text, value=read_printed(text)))
        PrintedCell.objects.bulk_create(fresh)
    keep_quotas(table)
    if not after:
        raise Refusal("没有改动任何数。要调整哪一格，请先改它再保存；不改的，返回即可。", code="unchanged")
    return before, after
