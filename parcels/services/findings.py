"""核实、认定标准、认定、出清单: the system proposes, a person finds; every step leaves its audit row."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import FindingEnd, Kind
from ..models import FactSheet, Finding, FindingStandard, Parcel
from ..policies import may_end_finding, may_find, may_record_facts, may_set_standard
from ..rules.findings.base import Reading
from ..rules.findings.checks import (
    check_days,
    check_end,
    check_filing,
    check_idle_cause,
    check_reading,
    check_standard,
    check_words,
)
from ..rules.findings.facts import FACTS, YEAR_FACTS, Year, check_sheet, year_text
from ..selectors.findings import facts_of, latest_sheet, rules_of, values_of, years_of
from .common import check_territory, lock_parcel, permit, refuse, save_parcel
from .kept_clocks import keep_clock
from .parcels import refuse_closed
from .reviews import refuse_without_opinion


@transaction.atomic
def record_facts(parcel_id: int, *, actor: Actor, seen: int, values: dict[str, object], years: list[Year], source: str) -> FactSheet:
    """核实宗地 (LED-22): a new sheet over the one seen (0 = none yet); facts not asked for stay. The same facts leave no trace.

    Raises NotAllowed, Conflict when another sheet came between, Refusal.
    """
    permit(may_record_facts(actor), "核实宗地由县区填报员办。")
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    last = latest_sheet(parcel)
    if (last.number if last else 0) != seen:
        raise Conflict(f"{last.by.name}在你打开之后存过第 {last.number} 次核实。你填的都还在，请对照宗地页后再保存。", code="stale")
    today = clock.today()
    merged = values_of(last, today) | values
    if not source:
        raise Refusal("核实依据没有填。请写来源，如现场核查记录、税务部门数据、企业报表。", field="source", code="missing")
    refuse(check_sheet(merged))
    old, new = changes(_told(values_of(last, today), years_of(last)), _told(merged, years))
    if last and not new and last.source == source:
        return last
    sheet = FactSheet.objects.create(
        region_id=parcel.region_id, parcel=parcel, number=seen + 1, source=source, at=clock.now(), by_id=actor.user_id,
        values={key: FACTS[key].text(value) for key, value in merged.items() if value is not None}, years=[year_text(row) for row in years])
    keep_clock(parcel.id)
    record(actor=actor, action="record_facts", obj=sheet, subject=f"parcel:{parcel.id}", before=old, after={**new, "source": source})
    return sheet


def _told(values: dict[str, object], years: list[Year]) -> dict[str, str]:
    """事实 by their names, for the trail."""
    told = {FACTS[key].label: FACTS[key].shown(value) for key, value in values.items() if value is not None}
    for row in years:
        parts = [f"{label} {getattr(row, name):f}{unit}" for name, label, unit in YEAR_FACTS if getattr(row, name) is not None]
        told[f"{row.year}年"] = "、".join([*parts, *([f"评价 {row.grade} 类"] if row.grade else []), *([row.source] if row.source else [])])
    return told


@transaction.atomic
def record_standard(*, actor: Actor, region_id: int, doc_no: str, title: str, issued_on: date) -> FindingStandard:
    """登记认定标准 (CLS-19). Raises NotAllowed, Refusal."""
    permit(may_set_standard(actor), "认定标准由县区审核员或领导小组办公室登记。")
    check_territory(actor, region_id)
    if issued_on > clock.today():
        raise Refusal(f"印发日期 {issued_on} 晚于今天 {clock.today()}。请写文件上的日期。", field="issued_on", code="day_future")
    if FindingStandard.objects.filter(region_id=region_id, doc_no=doc_no).exists():
        raise Refusal(f"本县区已登记过 {doc_no}。请核对文号。", field="doc_no", code="duplicate")
    standard = FindingStandard.objects.create(region_id=region_id, doc_no=doc_no, title=title, issued_on=issued_on,
                                              recorded_at=clock.now(), recorded_by_id=actor.user_id)
    record(actor=actor, action="record_standard", obj=standard, after={"doc_no": doc_no, "title": title, "issued_on": issued_on})
    return standard


@transaction.atomic
def make_finding(parcel_id: int, *, actor: Actor, seen: int, type_code: str, values: dict[str, object]) -> Finding:
    """认定 on the fact sheet seen. `values`: opinion, doc_no, found_on, units, notice_no, notified_on, and the cause of idle land.

    Raises NotAllowed (also on one's own facts), Conflict, Refusal or Refusals that name the clause.
    """
    permit(may_find(actor), "认定由县区审核员办。")
    parcel = lock_parcel(parcel_id)
    refuse_closed(parcel)
    sheet = latest_sheet(parcel)
    permit(sheet is None or sheet.by_id != actor.user_id, "这宗地的事实是你核实的，不能由你认定。请交本单位另一位办理。")
    if (sheet.number if sheet else 0) != seen:
        raise Conflict("核实表在你打开之后更新过。请看过新的判断后再认定。", code="stale")
    if parcel.findings.filter(kind=parcel.kind, ended_at=None).exists():
        raise Conflict("这宗地已有有效的认定。要改认定的，先由考核验收组登记结果出清单。", code="wrong_state")
    refuse_without_opinion(parcel, "认定")
    reading = _reading(parcel, sheet, type_code)
    standard = _standard(parcel, values["found_on"])
    _check_finding(parcel, reading, standard, values)
    finding = Finding.objects.create(
        region_id=parcel.region_id, parcel=parcel, kind=parcel.kind, type_code=type_code, type_label=reading.rule.label,
        rule_version=reading.rule.version, reading=reading.told(), sheet=sheet, standard=standard, found_at=clock.now(),
        found_by_id=actor.user_id, **values)
    _set_type(parcel, type_code)
    record(actor=actor, action="make_finding", obj=finding, subject=f"parcel:{parcel.id}",
           after={"type_label": finding.type_label, "rule_version": finding.rule_version, **values})
    return finding


def _set_type(parcel: Parcel, code: str) -> None:
    """低效类型 or 未供即用类型 of the parcel, as the finding says it."""
    column = {Kind.INEFFICIENT: "inefficient_type", Kind.USED_UNSUPPLIED: "used_type"}.get(parcel.kind)
    if column:
        setattr(parcel, column, code)
        save_parcel(parcel, column)


def _reading(parcel: Parcel, sheet: FactSheet | None, type_code: str) -> Reading:
    today = clock.today()
    rule = next((rule for rule in rules_of(parcel) if rule.code == type_code), None)
    if rule is None:
        raise Refusal("这个类型不在本地方案里。请从列出的类型里选。", field="type", code="unknown_type")
    return rule.read(facts_of(parcel, values_of(sheet, today), years_of(sheet), today))


def _standard(parcel: Parcel, found_on: date) -> FindingStandard | None:
    """The county's standard in force on that day, which low-efficient land needs; its earliest when none was yet."""
    if parcel.kind != Kind.INEFFICIENT:
        return None
    known = list(FindingStandard.objects.filter(region_id=parcel.region_id).order_by("issued_on", "id"))
    return next((one for one in reversed(known) if one.issued_on <= found_on), known[0] if known else None)


def _check_finding(parcel: Parcel, reading: Reading, standard: FindingStandard | None, values: dict) -> None:
    found = check_words(values=values, clause=str(reading.rule.clause))
    found += check_idle_cause(values.get("cause", "")) if parcel.kind == Kind.IDLE else check_reading(reading)
    found += check_days(found_on=values["found_on"], notified_on=values["notified_on"], today=clock.today())
    if parcel.kind == Kind.INEFFICIENT:
        found += check_standard(values["found_on"], standard.issued_on if standard else None, parcel.region.name)
    refuse(found)


@transaction.atomic
def supplement_finding(finding_id: int, *, actor: Actor, values: dict[str, object]) -> Finding:
    """补记 what follows a finding: notice_no, notified_on (告知使用权人), filing_no, filed_on (省厅备案). Blank ones stay as they are.

    Raises NotAllowed, Conflict, Refusal.
    """
    permit(may_find(actor), "告知和备案由县区审核员补记。")
    lock_parcel(Finding.objects.values_list("parcel_id", flat=True).get(pk=finding_id))
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)
    if finding.ended_at:
        raise Conflict("这个认定已经结束，不能再补记。请刷新页面看最新状态。", code="wrong_state")
    given = {name: value for name, value in values.items() if value}
    before = snapshot(finding, tuple(given))
    for name, value in given.items():
        setattr(finding, name, value)
    refuse(check_days(found_on=finding.found_on, notified_on=finding.notified_on, today=clock.today())
           + check_filing(filing_no=finding.filing_no, filed_on=finding.filed_on, today=clock.today()))
    old, new = changes(before, given)
    if new:
        finding.save(update_fields=list(new))
        record(actor=actor, action="supplement_finding", obj=finding, subject=f"parcel:{finding.parcel_id}", before=old, after=new)
    return finding


@transaction.atomic
def end_finding(finding_id: int, *, actor: Actor, result: str, result_no: str, ended_on: date) -> Finding:
    """出清单 by a result (LED-09). A mistaken finding takes the type back from the parcel. Raises NotAllowed, Conflict, Refusal."""
    permit(may_end_finding(actor), "出清单由考核验收组办。")
    parcel = lock_parcel(Finding.objects.values_list("parcel_id", flat=True).get(pk=finding_id))
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding_id)
    permit(finding.found_by_id != actor.user_id, "这宗地是你认定的，不能由你办出清单。请交另一位办理。")
    if finding.ended_at:
        raise Conflict("这个认定已经结束。请刷新页面看最新状态。", code="wrong_state")
    refuse(check_end(result=result, result_no=result_no, ended_on=ended_on, found_on=finding.found_on, today=clock.today()))
    finding.result, finding.result_no, finding.ended_on = result, result_no, ended_on
    finding.ended_at, finding.ended_by_id = clock.now(), actor.user_id
    finding.save(update_fields=["result", "result_no", "ended_on", "ended_at", "ended_by"])
    if result == FindingEnd.MISTAKEN and parcel.kind == finding.kind and parcel.is_open:
        _set_type(parcel, "")
    record(actor=actor, action="end_finding", obj=finding, subject=f"parcel:{parcel.id}",
           after={"result": result, "result_no": result_no, "ended_on": ended_on})
    return finding
