"""查周报表: the whole content of one week's report - for the page, the trial file and the frozen edition alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from landplan.lib.clock import local
from tasks.rules.ranking import combined, rank, rank_words
from tasks.selectors.done import known_regions
from tasks.selectors.quotas import QuotaRow, QuotaSheet, quota_sheet
from units.models import Region

from ..choices import Basis
from ..models import ReportSnapshot
from ..rules.period import rate_words
from ..rules.remarks import Said, remark_of
from ..rules.sheet import CLASSES, Row, Sheet, tail_notes
from .week_facts import Facts, class_in, facts_of, last_entry_id
from .week_returns import Returned, awaited, returns_of
from .weeks import Week

COMBINED = "combined"
TITLE = "全市批而未用土地处置周报表"


@dataclass(frozen=True)
class Parts:
    """What a sheet is put together from."""

    week: Week
    basis: str
    quotas: QuotaSheet
    facts: Facts
    returns: dict[int, Returned]
    codes: dict[int, str]
    before: Sheet | None
    moment: datetime
    known: set[int]

    def returned(self, region_id: int) -> Returned:
        found = self.returns.get(region_id)
        return found or awaited(self.week, self.moment)


def sheet_of(week: Week, moment: datetime, *, basis: str = Basis.RECORDED, before: Sheet | None = None, tells_empty: bool = True) -> Sheet | None:
    """周报表 in the open territory as it stands at `moment`; None without a printed annex 4.

    `before` is the frozen edition that a new one replaces: its differing rows are marked. Of an empty ledger nothing is known, which is not 0;
    `tells_empty` is off for what was frozen before that was told (`rules.sheet.FORMAT`).
    """
    quotas = quota_sheet(week.plan, week.until)
    if quotas is None:
        return None
    codes = dict(Region.objects.filter(id__in=[line.region_id for line in quotas.counties]).values_list("id", "code"))
    facts = facts_of(week.plan, week.after, week.until, basis)
    known = known_regions(facts.done, codes, week.until) if tells_empty else set(codes)
    parts = Parts(week, basis, quotas, facts, returns_of(week, moment), codes, before, moment, known)
    rows = [_row(parts, line) for line in quotas.counties]
    total = _total(parts, rows)
    rows, total = _placed(rows, total)
    return Sheet(head=_head(parts), rows=rows, total=total, corrections=_corrections(parts),
                 footnotes=tail_notes(rows, total), sources=_sources(parts))


def snapshots_of(week: Week) -> list[ReportSnapshot]:
    """各版定稿 of a week, without the bytes."""
    if week.report is None:
        return []
    return list(ReportSnapshot.objects.filter(report=week.report).defer("file").select_related("replaces").order_by("edition"))


def _row(parts: Parts, line: QuotaRow) -> Row:
    region_id, returned = line.region_id, parts.returned(line.region_id)
    shown = {one: parts.facts.cell(parts.basis, (region_id, one)) for one in CLASSES}
    other = {one: parts.facts.cell(_other(parts.basis), (region_id, one)) for one in CLASSES}
    facts = {one: shown[one] or Decimal(0) for one in CLASSES}
    stated = {one: returned.stated(one) for one in CLASSES}
    later = {one: _later(parts, returned, one, region_id) for one in CLASSES}
    old = _before(parts, region_id)
    changed = {one: old.cells.get(one) or Decimal(0) for one in CLASSES if old and (old.cells.get(one) or 0) != facts[one]}
    said = [_said(parts, one, region_id, facts[one], stated[one], returned.reason(one), later[one], changed.get(one)) for one in CLASSES]
    own = returned.edition.remark if returned.edition and returned.counts else ""
    return Row(
        label=line.label, region_id=region_id, code=parts.codes[region_id], quotas=dict(line.quotas),
        cells={one: _cell(shown[one], returned) for one in CLASSES}, other={one: _cell(other[one], returned) for one in CLASSES},
        cumulative={one: parts.facts.total((region_id, one)) if region_id in parts.known else None for one in CLASSES},
        remark=remark_of(str(returned.state), returned.late_by, said, own),
        state=str(returned.state), number=returned.row.number if returned.row else 0,
        returned_at=f"{local(returned.edition.at):%Y-%m-%d %H:%M}" if returned.edition else "",
        proposed={one: returned.confirmed(one) for one in CLASSES}, stated=stated, later=later,
        gaps={one: None if stated[one] is None else stated[one] - facts[one] for one in CLASSES},
        reasons={one: returned.reason(one) for one in CLASSES if returned.reason(one)}, own_remark=own, is_corrected=bool(changed))


def _said(parts: Parts, one: str, region_id: int, cell: Decimal, stated, reason: str, later: Decimal, original) -> Said:
    entries = parts.facts.corrected(region_id, one, parts.week.plan) if parts.basis == Basis.RECORDED else []
    why = "、".join(dict.fromkeys(entry.reason for entry in entries))
    return Said(one, cell, stated, reason, later, sum((entry.area for entry in entries), Decimal(0)), why, original)


def _cell(area: Decimal | None, returned: Returned) -> Decimal | None:
    """Empty for a county that did not return and has no fact; else the facts, a true zero when there is none."""
    return None if area is None and not returned.counts else area or Decimal("0.00")


def _later(parts: Parts, returned: Returned, one: str, region_id: int) -> Decimal:
    """报后验收: what the recorded facts grew by between the return and the cut-off, corrections aside."""
    figure = returned.figures.get(one)
    if figure is None or not returned.counts:
        return Decimal("0.00")
    grown = (parts.facts.cell(Basis.RECORDED, (region_id, one)) or Decimal(0)) - figure.proposed
    corrected = parts.facts.corrected(region_id, one, parts.week.plan)
    return grown - sum((entry.area for entry in corrected if entry.recorded_at > returned.edition.at), Decimal(0))


def _before(parts: Parts, region_id: int) -> Row | None:
    return next((row for row in parts.before.rows if row.region_id == region_id), None) if parts.before else None


def _other(basis: str) -> str:
    return Basis.EFFECTIVE if basis == Basis.RECORDED else Basis.RECORDED


def _total(parts: Parts, rows: list[Row]) -> Row:
    """合计: quotas as printed, cells and cumulative figures as exact sums of the facts."""
    printed = parts.quotas.total

    def added(name: str) -> dict[str, Decimal]:
        return {one: sum((getattr(row, name).get(one) or Decimal(0) for row in rows), Decimal("0.00")) for one in CLASSES}

    return Row(label=printed.label if printed else "合 计", quotas=dict(printed.quotas) if printed else added("quotas"),
               cells=added("cells"), other=added("other"), cumulative=_known_sums(rows), later=added("later"))


def _known_sums(rows: list[Row]) -> dict[str, Decimal | None]:
    """累计合计: Σ of what is known; where nothing is, it is not either."""
    found = {one: [row.cumulative[one] for row in rows if row.cumulative[one] is not None] for one in CLASSES}
    return {one: sum(areas, Decimal("0.00")) if areas else None for one, areas in found.items()}


def _placed(rows: list[Row], total: Row) -> tuple[list[Row], Row]:
    """累计完成率 and 名次, per class and combined; 合计 has rates and no rank."""
    rates, ranks = [{} for _ in rows], [{} for _ in rows]
    whole: dict[str, str] = {}
    for key in (*CLASSES, COMBINED):
        places = rank([(i, *_pair(row, key)) for i, row in enumerate(rows)])
        for place in places:
            rates[place.key][key], ranks[place.key][key] = rate_words(place), rank_words(place)
        whole[key] = rate_words(rank([(0, *_pair(total, key))])[0])
    placed = [Row(**{**vars(row), "rates": rates[i], "ranks": ranks[i]}) for i, row in enumerate(rows)]
    return placed, Row(**{**vars(total), "rates": whole})


def _pair(row: Row, key: str) -> tuple[Decimal | None, Decimal | None]:
    if key == COMBINED:
        return combined((row.cumulative[one], row.quotas.get(one)) for one in CLASSES)
    return row.cumulative[key], row.quotas.get(key)


def _head(parts: Parts) -> dict:
    week, plan = parts.week, parts.week.plan
    return {"title": parts.quotas.table.title or TITLE, "plan": plan.number, "number": week.number, "basis": str(parts.basis),
            "after": f"{local(week.after):%Y-%m-%d %H:%M}", "until": f"{local(week.until):%Y-%m-%d %H:%M}",
            "table": f"{parts.quotas.table.document_no} {parts.quotas.table.section}"}


def _corrections(parts: Parts) -> list[dict]:
    """更正: recorded in this week (按原报), and recorded elsewhere but concerning it (按更正后)."""
    inside = {one.id for one in parts.facts.corrections}
    found = []
    for one in parts.facts.moved:
        quota_class = class_in(parts.week.plan, one.kind)
        if quota_class:
            found.append({"entry": one.id, "disposal": one.disposal_id, "label": f"{one.parcel_no} 第{one.number}笔", "region": one.region,
                          "quota_class": quota_class, "area": one.area, "recorded_at": f"{local(one.recorded_at):%Y-%m-%d %H:%M}",
                          "effective_at": f"{local(one.effective_at):%Y-%m-%d %H:%M}", "reason": one.reason,
                          "is_recorded_here": one.id in inside})
    return found


def _sources(parts: Parts) -> dict:
    """来源及其版本: which plan, which version of the table, up to which entry of the ledger, which returns."""
    week, table = parts.week, parts.quotas.table
    return {
        "plan": {"id": week.plan.id, "version": week.plan.version}, "report": week.report.id if week.report else None,
        "table": {"id": table.id, "version": table.version},
        "entries": {"after": week.after, "until": week.until, "last_id": last_entry_id(),
                    "counts": {f"{region}:{one}": count for (region, one), count in sorted(parts.facts.counts.items())}},
        "returns": [{"id": one.row.id, "edition": one.edition.id, "number": one.row.number, "version": one.row.version}
                    for one in parts.returns.values() if one.row],
    }

