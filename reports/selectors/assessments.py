"""查评估考核: the scheme of a rhythm, the marks of the counties with score and rank, proposals, points, findings of inspections."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from tasks.choices import CaseKind
from tasks.models import Plan

from ..choices import LookKind
from ..models import Assessment, LookFinding, PeriodScheme, PeriodSnapshot
from ..rules.period import COMBINED, PeriodSheet, period_sheet_from
from ..rules.schemes import (
    Heading,
    TalkRule,
    points_of,
    printed_headings,
    proposals,
    score,
    score_places,
    score_text,
)
from .periods import Period


@dataclass(frozen=True)
class Scheme:
    """评估考核设置 as it holds: the office's, else what the document prints."""

    headings: list[Heading]
    section: str
    method_no: str
    rule: TalkRule
    points: list[str]
    points_no: str
    version: int


def scheme_of(plan: Plan, kind: str) -> Scheme:
    """一种周期的设置."""
    printed, section = printed_headings(plan.number, kind)
    row = PeriodScheme.objects.filter(plan=plan, kind=kind).first()
    if row is None:
        return Scheme(printed, section, "", TalkRule(), [], "", 0)
    kept = [Heading(one["name"], None if one["weight"] is None else Decimal(one["weight"])) for one in row.items]
    return Scheme(kept or printed, section, row.method_no, TalkRule(row.below_goal, row.last_n, row.times), row.points, row.points_no, row.version)


def assessment_data(period: Period, sheet: PeriodSheet) -> dict:
    """评估、建议名单、检查、积分 of a period as canonical content, in the open territory of the whole plan."""
    scheme = scheme_of(period.plan, period.kind)
    return {
        "headings": [one.as_data() for one in scheme.headings],
        "method_no": scheme.method_no, "section": scheme.section, "marks": _marks(period, sheet, scheme),
        "rule": scheme.rule.words, "proposals": _proposals(period, sheet, scheme.rule), "points_no": scheme.points_no,
        "points": [{"code": row.code, "label": row.label, "rate": row.rates.get(COMBINED, "—"), "place": row.ranks.get(COMBINED, "—"),
                    "points": points_of(row.ranks.get(COMBINED, "—"), scheme.points)} for row in sheet.rows],
        "findings": [_finding(one) for one in findings_of(period)]}


def findings_of(period: Period) -> list[LookFinding]:
    """检查、观摩发现的问题 of a period in the open territory."""
    if period.report is None:
        return []
    return list(LookFinding.objects.filter(report=period.report).select_related("region").order_by("due_on", "id"))


def last_assessments(period: Period) -> dict[int, Assessment]:
    """最近一次评估 by county."""
    if period.report is None:
        return {}
    return {one.region_id: one for one in Assessment.objects.filter(report=period.report).order_by("number")}


def _marks(period: Period, sheet: PeriodSheet, scheme: Scheme) -> list[dict]:
    given = last_assessments(period)
    marks = [{name: Decimal(value) for name, value in given[row.region_id].marks.items()} if row.region_id in given else {} for row in sheet.rows]
    scores = [score(scheme.headings, one) for one in marks]
    places = score_places(scores)
    found = []
    for row, mine, whole, place in zip(sheet.rows, marks, scores, places, strict=True):
        one = given.get(row.region_id)
        found.append({"region_id": row.region_id, "code": row.code, "label": row.label,
                      "marks": [f"{mine[heading.name]}" if heading.name in mine else "" for heading in scheme.headings],
                      "score": score_text(whole), "place": place, "note": one.note if one else "",
                      "action": CaseKind(one.action).label if one and one.action else "", "doc_no": one.doc_no if one else ""})
    return found


def _proposals(period: Period, sheet: PeriodSheet, rule: TalkRule) -> list[dict]:
    """建议名单 in printed order; the periods before are read from their frozen editions."""
    older = []
    if rule.last_n and (rule.times or 1) > 1:
        last = PeriodSnapshot.objects.filter(report__plan=period.plan, report__kind=period.kind, report__until__lt=period.until,
                                             edition=F("report__edition"))
        older = [period_sheet_from(payload) for payload in last.order_by("-report__until").values_list("payload", flat=True)[: rule.times - 1]]
    found = proposals(sheet, older, rule)
    return [{"code": row.code, "label": row.label, "reasons": found[row.region_id]} for row in sheet.rows if row.region_id in found]


def _finding(one: LookFinding) -> dict:
    return {"id": one.id, "label": one.region.name, "kind": LookKind(one.kind).label, "looked_on": f"{one.looked_on}", "place": one.place,
            "finding": one.finding, "unit": one.unit, "due_on": f"{one.due_on}", "result": one.result,
            "result_on": f"{one.result_on}" if one.result_on else ""}
