"""查定期报告的内容: one period put together from the dated facts - for the page, the trial file and the frozen edition alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from landplan.lib.area import plain, show
from landplan.lib.clock import local
from landplan.lib.numbers import half_up
from tasks.choices import IdlePart, QuotaClass, RowKind
from tasks.models import Plan
from tasks.rules.ranking import combined
from tasks.selectors.done import known_regions
from tasks.selectors.quotas import QuotaRow, QuotaSheet, quota_sheet
from tasks.selectors.targets import headline_quotas, next_goals, pace_to
from tasks.selectors.unit_standings import ranks_units
from units.models import Region

from ..choices import Basis, PeriodKind
from ..models import PeriodSnapshot
from ..rules.period import COMBINED, KEYS, PeriodRow, PeriodSheet, placed
from ..rules.sheet import CLASSES, ByClass
from .period_extra import extra_of, stated_of
from .period_units import collected_of
from .periods import Period, cycles_for
from .week_facts import Facts, Key, class_in, facts_of, last_entry_id

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class _Parts:
    """What a sheet is put together from."""

    period: Period
    basis: str
    lines: list[QuotaRow]
    total: QuotaRow | None
    table: QuotaSheet | None
    older: dict[int, dict]
    facts: Facts
    other: Facts
    system: dict
    goals: dict
    codes: dict[int, str]
    known: set[int]
    known_before: set[int]


def period_sheet(period: Period, moment: datetime, *, basis: str = Basis.RECORDED, before: PeriodSheet | None = None) -> PeriodSheet:
    """一期的内容 in the open territory as it stands at `moment`. `before` is the frozen edition that a new one replaces: its
    differing rows are marked."""
    parts = _parts(period, basis)
    rows = [_row(parts, line) for line in parts.lines]
    total = _total(parts, rows)
    rows, total = placed(rows, total, [[_pair_before(parts, row, key) for row in rows] for key in KEYS])
    if before:
        rows = [replace(row, is_corrected=_differs(row, before)) for row in rows]
    sheet = PeriodSheet(
        head=_head(parts), rows=rows, total=total, goals=[vars(one) | {"due_on": f"{one.due_on:%Y-%m-%d}"} for one in parts.goals.values()],
        collected=[one.as_data() for one in collected_of(period, moment)], corrections=_corrections(parts),
        footnotes=[*_headlines(parts, total), *_tails(rows, total)], sources=_sources(parts))
    return replace(sheet, extra=extra_of(period, sheet, moment))


def snapshots_of(period: Period) -> list[PeriodSnapshot]:
    """各版定稿, without the bytes."""
    if period.report is None:
        return []
    rows = PeriodSnapshot.objects.filter(report=period.report).defer("file", "notice__file").select_related("replaces", "notice")
    return list(rows.order_by("edition"))


# --- what it is made of -----------------------------------------------------------------------------


def _parts(period: Period, basis: str) -> _Parts:
    plan = period.plan
    table, old = quota_sheet(plan, period.until), quota_sheet(plan, period.after)
    regions = list(Region.objects.within(plan.region).counties().values_list("id", "code", "name"))
    bare = [QuotaRow(name, RowKind.COUNTY, key, _printed_for(plan, table)) for key, _, name in regions]
    lines = table.counties if table and table.counties else bare
    start = plan.counts_after
    after = max(period.after, start) if start else period.after
    facts = facts_of(plan, after, period.until, basis)
    older = {one.region_id: one.quotas for one in old.counties or [replace(line, quotas=_printed_for(plan, old)) for line in bare]} if old else {}
    known = known_regions(facts.done, [key for key, _, _ in regions], period.until)
    cells = facts.recorded if basis == Basis.RECORDED else facts.effective
    known_before = known_regions({key: area - cells.get(key, 0) for key, area in facts.done.items()}, known, period.after)
    return _Parts(period, str(basis), lines, table.total if table else None, table, older, facts,
                  facts_of(plan, after, period.until, _other(basis)), _system(period), next_goals(plan, period.until_on),
                  {key: code for key, code, _ in regions}, known, known_before)


def _printed_for(plan: Plan, table: QuotaSheet | None) -> ByClass:
    """任务量 of a county that the table has no row of: in its own plan, which shares out among its units, the printed 合计; else blank."""
    return dict(table.total.quotas) if table and table.total and ranks_units(plan) else dict.fromkeys(CLASSES)


def _system(period: Period) -> dict[tuple[int, str], Decimal]:
    """部系统数 of the last day of a stage by county and class; 闲置 may stand in its two parts."""
    if period.kind != PeriodKind.STAGE:
        return {}
    stated = stated_of(period)
    found = {(region, one): area for (region, one, part), area in stated.items() if not part}
    for region in {region for region, *_ in stated}:
        parts = [stated.get((region, QuotaClass.IDLE.value, part.value)) for part in IdlePart]
        if None not in parts:
            found.setdefault((region, QuotaClass.IDLE.value), sum(parts, Decimal(0)))
    return found


def _row(parts: _Parts, line: QuotaRow) -> PeriodRow:
    """一县区. Of an empty ledger nothing is known, and what is not known is not 0."""
    keys, is_known = {one: (line.region_id, one) for one in CLASSES}, line.region_id in parts.known

    def figures(value: Callable[[Key], Decimal | None]) -> ByClass:
        return {one: (value(key) or ZERO) if is_known else None for one, key in keys.items()}

    row = PeriodRow(
        label=line.label, region_id=line.region_id, code=parts.codes[line.region_id], quotas=dict(line.quotas),
        amounts=figures(lambda key: parts.facts.cell(parts.basis, key)),
        other_amounts=figures(lambda key: parts.facts.cell(_other(parts.basis), key)),
        done=figures(parts.facts.total), other_done=figures(parts.other.total), system={one: parts.system.get(key) for one, key in keys.items()})
    return replace(row, short={one: _short(parts, row, one) for one in CLASSES})


def _short(parts: _Parts, row: PeriodRow, one: str) -> Decimal | None:
    pace = pace_to(parts.goals.get(one), row.decides(one), row.quotas.get(one), parts.period.until_on)
    return pace.short_by if pace else None


def _total(parts: _Parts, rows: list[PeriodRow]) -> PeriodRow:
    """合计: quotas as printed, figures as exact sums. Its ministry's figure is that of the counties that have one, else the ledger's."""
    def added(name: str) -> ByClass:
        found = {one: [value for row in rows if (value := getattr(row, name).get(one)) is not None] for one in CLASSES}
        return {one: sum(values, ZERO) if values else None for one, values in found.items()}

    quotas = headline_quotas(parts.period.plan, parts.table) if parts.table else dict.fromkeys(CLASSES)
    stated = {one: sum((row.decides(one) or ZERO for row in rows), ZERO) if any(row.system.get(one) is not None for row in rows) else None
              for one in CLASSES}
    total = PeriodRow(label=parts.total.label if parts.total else "合 计", quotas=quotas, amounts=added("amounts"),
                      other_amounts=added("other_amounts"), done=added("done"), other_done=added("other_done"), system=stated)
    return replace(total, short={one: _short(parts, total, one) for one in CLASSES})


def _pair_before(parts: _Parts, row: PeriodRow, key: str) -> tuple[Decimal | None, Decimal | None]:
    """(done, quota) at the end of the period before: what was done then, by the same facts and basis. Before the base date nothing
    counts and nobody is ranked."""
    start = parts.period.plan.counts_after
    quotas = {} if start and parts.period.after <= start else parts.older.get(row.region_id, {})
    was_known = row.region_id in parts.known_before
    pairs = {one: (row.done[one] - row.amounts[one] if was_known else None, quotas.get(one)) for one in CLASSES}
    return combined(pairs.values()) if key == COMBINED else pairs[key]


def _differs(row: PeriodRow, before: PeriodSheet) -> bool:
    old = next((one for one in before.rows if one.region_id == row.region_id), None)
    return old is not None and any((old.amounts[one], old.done[one], old.system.get(one)) != (row.amounts[one], row.done[one], row.system.get(one))
                                   for one in CLASSES)


def _other(basis: str) -> str:
    return Basis.EFFECTIVE if basis == Basis.RECORDED else Basis.RECORDED


# --- what stands around the figures -----------------------------------------------------------------


def _head(parts: _Parts) -> dict:
    period, plan = parts.period, parts.period.plan
    table = parts.table.table if parts.table else None
    return {"kind": str(period.kind), "key": period.key, "label": period.label, "name": str(period), "plan": plan.number, "plan_title": plan.name,
            "region": plan.region.name, "basis": parts.basis, "after": f"{local(period.after):%Y-%m-%d %H:%M}",
            "until": f"{local(period.until):%Y-%m-%d %H:%M}", "due_on": f"{period.due_on}", "publish_on": f"{period.publish_on}",
            "table": f"{table.document_no} {table.section}" if table else "", "base_on": f"{plan.document.base_on or ''}",
            "section": "、".join(dict.fromkeys(one.section for one in cycles_for(plan, period.kind)))}


def _corrections(parts: _Parts) -> list[dict]:
    """更正 of the plan's counties: recorded in the period, and recorded later but concerning it."""
    inside = {one.id for one in parts.facts.corrections}
    return [{"entry": one.id, "disposal": one.disposal_id, "label": f"{one.parcel_no} 第{one.number}笔", "region": one.region,
             "quota_class": quota_class, "area": one.area, "recorded_at": f"{local(one.recorded_at):%Y-%m-%d %H:%M}",
             "effective_at": f"{local(one.effective_at):%Y-%m-%d %H:%M}", "reason": one.reason, "is_recorded_here": one.id in inside}
            for one in parts.facts.moved
            if one.region_id in parts.codes and (quota_class := class_in(parts.period.plan, one.kind))]


def _headlines(parts: _Parts, total: PeriodRow) -> list[str]:
    """全市任务量照正文; where the table prints another total, both are said (C-01)."""
    if parts.total is None:
        return []
    return [f"{QuotaClass(one).label}全市任务量照文件正文 {plain(total.quotas[one])} 亩，{parts.table.table.section}合计印 {plain(printed)} 亩。"
            for one, printed in parts.total.quotas.items() if None not in (printed, total.quotas.get(one)) and printed != total.quotas[one]]


def _tails(rows: list[PeriodRow], total: PeriodRow) -> list[str]:
    """尾差: where the rounded total of what was done differs from the sum of the rounded rows."""
    notes = []
    for one in CLASSES:
        shown, whole = sum((half_up(row.done[one], 2) for row in rows if row.done[one] is not None), Decimal(0)), half_up(total.done[one] or ZERO, 2)
        if shown != whole:
            notes.append(f"尾差：{QuotaClass(one).label}累计处置合计 {show(whole)} 由未舍入的各行相加后四舍五入，与各行所列之和 {show(shown)} 相差 "
                         f"{show(abs(whole - shown))}。")
    return notes


def _sources(parts: _Parts) -> dict:
    """来源及其版本: which plan, which version of the table, up to which entry of the ledger."""
    period = parts.period
    table = parts.table.table if parts.table else None
    return {"plan": {"id": period.plan.id, "version": period.plan.version}, "table": {"id": table.id, "version": table.version} if table else None,
            "entries": {"after": period.after, "until": period.until, "last_id": last_entry_id(),
                        "counts": {f"{region}:{one}": count for (region, one), count in sorted(parts.facts.counts.items())
                                   if region in parts.codes}}}
