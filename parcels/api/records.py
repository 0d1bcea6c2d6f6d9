"""接口: enterprises, parks, agreements, registers, meetings, projects, splits, clocks, procedures - to be read, by keyset, within the
territory. One line of `RECORDS` a list; the same scope and policy as the pages."""

from __future__ import annotations

import django_filters as filters

from landplan.lib.filters import IdFilter, WholeNumberFilter

from .. import choices
from ..choices import procedure
from . import record_serializers as out
from .cases import RegionFilter, case_list


def _one_of(column: str, label: str, values) -> filters.Filter:
    return filters.MultipleChoiceFilter(label=label, choices=values.choices, field_name=column)


def _id(column: str, label: str) -> filters.Filter:
    return IdFilter(f"{column}_id", label)


def _day(column: str, label: str, way: str) -> filters.Filter:
    return filters.DateFilter(label=f"{label}不{'早' if way == 'gte' else '晚'}于", field_name=column, lookup_expr=way)


def _empty(column: str, label: str) -> filters.Filter:
    return filters.BooleanFilter(label=label, field_name=column, lookup_expr="isnull")


def _words(column: str, label: str) -> filters.Filter:
    return filters.CharFilter(label=label, field_name=column)


def _of_parcel(**more: filters.Filter) -> dict[str, filters.Filter]:
    return {"parcel": _id("parcel", "宗地的 id"), "parcel_no": _words("parcel__parcel_no", "地块编号"), **more}


# path -> (view, what is listed, format, filters beside the county's)
RECORDS = {
    "enterprises": ("Enterprises", "企业。", out.EnterpriseOut, {
        "name": _words("name", "企业名称"), "credit_code": _words("credit_code", "信用代码")}),
    "enterprise-years": ("EnterpriseYears", "企业年度指标和更正。", out.EnterpriseYearOut,
                         {"enterprise": _id("enterprise", "企业的 id"), "year": WholeNumberFilter(label="年度", max_value=9999)}),
    "land-uses": ("LandUses", "企业实际用地。", out.LandUseOut, _of_parcel(
        enterprise=_id("enterprise", "企业的 id"), current=_empty("until_on", "还在用"))),
    "parks": ("Parks", "园区。", out.ParkOut, {"name": _words("name", "园区名称")}),
    "park-facts": ("ParkFacts", "园区参数。", out.ParkFactOut, {"park": _id("park", "园区的 id"), "item": _words("item", "项目代码")}),
    "transfers": ("Transfers", "自主转让。", out.TransferOut, _of_parcel(
        kind=_one_of("kind", "转让", choices.TransferKind), unchecked=_empty("checked_on", "未审核"))),
    "covenants": ("Covenants", "监管协议。", out.CovenantOut, _of_parcel(
        kind=_one_of("kind", "协议", choices.CovenantKind), state=_one_of("state", "履约", choices.CovenantState),
        due_until=_day("due_on", "约定期限", "lte"))),
    "incentives": ("Incentives", "激励申请。", out.IncentiveOut, _of_parcel(
        enterprise=_id("enterprise", "企业的 id"), state=_one_of("state", "状态", choices.IncentiveState))),
    "recoveries": ("Recoveries", "追缴。", out.RecoveryOut, {"incentive": _id("incentive", "激励的 id")}),
    "sanctions": ("Sanctions", "惩戒。", out.SanctionOut, {
        "enterprise": _id("enterprise", "企业的 id"), "kind": _one_of("kind", "惩戒", choices.SanctionKind),
        "current": _empty("until_on", "正在执行")}),
    "register-items": ("RegisterItems", "专项登记。", out.RegisterItemOut, {
        "register": _one_of("register", "登记簿", choices.Register), "state": _one_of("state", "状态", choices.ItemState),
        "valid": _empty("voided_at", "没有作废")}),
    "low-plans": ("LowPlans", "低效盘活方案。", out.LowPlanOut, {"state": _one_of("state", "状态", choices.LowPlanState)}),
    "low-plan-contents": ("LowPlanContents", "低效盘活方案的内容。", out.LowPlanContentOut, {"plan": _id("plan", "方案的 id")}),
    "meetings": ("Meetings", "会议。", out.MeetingOut, {
        "kind": _one_of("kind", "会议", choices.MeetingKind), "held_from": _day("held_on", "开会日期", "gte")}),
    "meeting-items": ("MeetingItems", "会议议题。", out.MeetingItemOut, _of_parcel(
        meeting=_id("meeting", "会议的 id"), project=_id("project", "项目的 id"), lawsuit=_id("lawsuit", "案件的 id"),
        open=_empty("done_on", "没有办结"))),
    "projects": ("Projects", "项目。", out.ProjectOut, {
        "level": _one_of("level", "层级", choices.ProjectLevel), "kind": _one_of("kind", "用地类型", choices.ProjectKind),
        "unreviewed": _empty("reviewed_on", "建设规模没有审核")}),
    "project-parts": ("ProjectParts", "供地批次计划。", out.ProjectPartOut, {"project": _id("project", "项目的 id")}),
    "applications": ("Applications", "用地申请。", out.LandApplicationOut, {
        "project": _id("project", "项目的 id"), "state": _one_of("state", "状态", choices.ApplicationState)}),
    "acceptances": ("Acceptances", "竣工联合验收。", out.JointAcceptanceOut, {
        "project": _id("project", "项目的 id"), "open": _empty("passed_on", "没有通过")}),
    "opinions": ("Opinions", "部门验收意见。", out.OpinionOut, {"acceptance": _id("acceptance", "验收的 id")}),
    "rounds": ("Rounds", "轮次：再次闲置的。", out.RoundOut, _of_parcel()),
    "reshapes": ("Reshapes", "分割、合并。", out.ReshapeOut, _of_parcel(
        state=_one_of("state", "状态", choices.ReshapeState), way=_one_of("way", "方式", choices.ReshapeWay))),
    "lineage": ("Lineage", "宗地沿革。", out.LineageOut, {"source": _id("source", "原宗地的 id"), "target": _id("target", "新宗地的 id")}),
    "clock-stops": ("ClockStops", "停表。", out.ClockStopOut, _of_parcel(
        kind=_one_of("kind", "情形", choices.StopKind), running=_empty("until_on", "还在停"), valid=_empty("voided_at", "没有作废"))),
    "start-agreements": ("StartAgreements", "补充协议。", out.StartAgreementOut, _of_parcel(valid=_empty("voided_at", "没有作废"))),
    "idle-procedures": ("IdleProcedures", "闲置程序。", out.ProcedureOut, _of_parcel(
        state=_one_of("state", "办到", procedure.IdleState), open=_empty("closed_at", "没有结束"), due_until=_day("due_on", "最近期限", "lte"))),
    "idle-steps": ("IdleSteps", "闲置程序的步骤。", out.IdleStepOut, {
        "procedure": _id("procedure", "程序的 id"), "action": _one_of("action", "步骤", procedure.IdleAction),
        "valid": _empty("voided_at", "没有退回")}),
    "dues": ("Dues", "到期事项。", out.DueOut, _of_parcel(
        disposal=_id("disposal", "处置的 id"), due_until=_day("due_on", "到期", "lte"),
        unmet=_empty("met_on", "没有办"), open=_empty("closed_at", "没有办结"))),
}


def _view(name: str, words: str, serializer, asked: dict[str, filters.Filter]):
    return case_list(name, words, serializer.Meta.model, serializer, type(f"{name}Filter", (RegionFilter,), asked), *out.related_of(serializer))


VIEWS = {path: _view(*line) for path, line in RECORDS.items()}
