"""查单位排名: the units of a county's own plan at the end of a quarter, from the dated facts up to the cut-off, with the two lists."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal

from landplan.lib.clock import local
from parcels.selectors.unit_facts import UnitTrail
from tasks.choices import CaseKind
from tasks.rules.ranking import combined
from tasks.rules.supervision import NO_UNIT_RULE
from tasks.selectors.supervision import unit_nominations
from tasks.selectors.unit_standings import WHY, Figures, UnitSheet, ranks_units, unit_sheet

from ..choices import PeriodKind
from ..rules.period import COMBINED, KEYS, PeriodRow, placed
from ..rules.sheet import CLASSES
from ..rules.units import notes_of
from .periods import Period

_LISTS = ((CaseKind.SUPPORT, "奖励建议（用地政策支持）"), (CaseKind.INTERVIEW, "约谈建议"))


def has_units(period: Period) -> bool:
    """有没有单位排名: the quarters of a county's own plan."""
    return period.kind == PeriodKind.QUARTERLY and ranks_units(period.plan)


def unit_data(period: Period, basis: str) -> dict:
    """单位排名 of a quarter as canonical content, in the open territory of the whole plan."""
    plan, trail = period.plan, UnitTrail(period.plan.region_id)
    now = unit_sheet(plan, period.until, after=period.after, basis=basis, trail=trail)
    then = unit_sheet(plan, period.after, basis=basis, trail=trail)
    rows = [_row(unit.name, figures) for unit, figures in now.lines]
    strays = [(name, WHY[why], _row(name, figures)) for name, why, figures in now.strays]
    rows, total = placed(rows, _row("合 计", now.total), _before(period, now, then))
    table = now.table
    return {
        "rows": [{"unit_id": unit.id, "kind": unit.get_kind_display(), "row": asdict(row)} for (unit, _), row in zip(now.lines, rows, strict=True)],
        "total": asdict(total), "strays": [{"name": name, "why": why, "row": asdict(row)} for name, why, row in strays],
        "table": f"{table.document_no} {table.section}".strip() if table else "",
        "sources": {"table": {"id": table.id, "version": table.version} if table else None},
        "notes": notes_of(rows, total, now.printed, has_table=table is not None, has_strays=bool(strays)),
        "lists": [_list(period, kind, title, basis, trail) for kind, title in _LISTS]}


def _row(label: str, figures: Figures) -> PeriodRow:
    return PeriodRow(label=label, quotas=dict(figures.quotas), amounts=dict(figures.amounts), done=dict(figures.done))


def _before(period: Period, now: UnitSheet, then: UnitSheet) -> list[list[tuple[Decimal, Decimal | None]]]:
    """(done, quota) of each unit at the end of the quarter before; nobody was ranked before the plan was issued or its base date."""
    plan = period.plan
    is_first = local(period.after).date() < plan.document.dated_on or bool(plan.counts_after and period.after <= plan.counts_after)
    held = {} if is_first else {unit.id: figures for unit, figures in then.lines}

    def pair(unit_id: int, key: str) -> tuple[Decimal, Decimal | None]:
        if unit_id not in held:
            return Decimal(0), None
        pairs = {one: held[unit_id].pair(one) for one in CLASSES}
        return combined(pairs.values()) if key == COMBINED else pairs[key]

    return [[pair(unit.id, key) for unit, _ in now.lines] for key in KEYS]


def _list(period: Period, kind: str, title: str, basis: str, trail: UnitTrail) -> dict:
    """一份建议名单: what the office's rules say of this quarter; without a rule it says so."""
    rules = unit_nominations(period.plan, kind, period.until_on, basis, trail)
    return {"kind": str(kind), "title": title, "told": "" if rules else NO_UNIT_RULE,
            "rules": [{"words": words, "basis": rule.basis, "found": [{"name": one.name, "figures": [list(pair) for pair in figures]}
                                                                    for one, figures in found]} for rule, words, found in rules]}
