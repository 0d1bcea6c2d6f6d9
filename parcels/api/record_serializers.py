"""接口的格式: records of enterprises, parks, agreements, meetings, projects, procedures, to be read. One call a record; every column with
choices brings its word beside it, every person is given by name."""

from __future__ import annotations

from rest_framework import serializers

from units.models import User

from .. import models
from .case_serializers import CaseOut


def out_of(model, words: str, *names: str, **beside: str) -> type[CaseOut]:
    """The format of a record: the columns `names`; `beside` are columns of what it points to (name="parcel.parcel_no")."""
    fields = {field.name: field for field in model._meta.fields}
    shown, extra = ["id", "region"], {"region": serializers.CharField(source="region.code", label="县区代码")}
    for name in names:
        field = fields[name]
        shown.append(name)
        if field.related_model is User:
            extra[name] = serializers.CharField(source=f"{name}.name", default=None, allow_null=True, label=field.verbose_name)
        elif field.choices:
            shown.append(f"{name}_label")
            extra[f"{name}_label"] = serializers.CharField(source=f"get_{name}_display", label=field.verbose_name)
    for name, source in beside.items():
        shown.append(name)
        extra[name] = serializers.CharField(source=source, default=None, allow_null=True, label=_label(model, source))
    meta = type("Meta", (), {"model": model, "fields": shown, "read_only_fields": shown})
    return type(f"{model.__name__}Out", (CaseOut,), {"__doc__": words, "Meta": meta, **extra})


def _label(model, source: str) -> str:
    for part in source.split("."):
        field = model._meta.get_field(part)
        model = field.related_model
    return field.verbose_name


def related_of(serializer: type[CaseOut]) -> list[str]:
    """What is read with each row: the persons and what the columns beside it belong to."""
    declared = serializer._declared_fields.values()
    return sorted({"__".join(field.source.split(".")[:-1]) for field in declared if "." in (field.source or "")})


_PARCEL = {"parcel_no": "parcel.parcel_no"}
_FIRM = {"enterprise_name": "enterprise.name"}
_ENTERED = ("entered_at", "entered_by")

EnterpriseOut = out_of(models.Enterprise, "企业.", "name", "credit_code", *_ENTERED, "version")
EnterpriseYearOut = out_of(models.EnterpriseYear, "企业年度指标 (元); 同一年 number 大的有效.", "enterprise", "year", "number", "output", "tax",
                           "relief", "profit", "investment", "energy", "source", "reason", "at", "by", **_FIRM)
LandUseOut = out_of(models.LandUse, "企业实际用地.", "enterprise", "parcel", "area", "lessor", "from_on", "until_on", "source", *_ENTERED,
                    **_FIRM, **_PARCEL)
ParkOut = out_of(models.Park, "园区.", "name", "version")
ParkFactOut = out_of(models.ParkFact, "园区参数; 截至日期最晚的有效.", "park", "item", "value", "as_of", "source", "at", "by",
                     park_name="park.name")
TransferOut = out_of(models.Transfer, "自主转让和受让审核.", "parcel", "kind", "seller", "buyer", "transferred_on", "content", "fits_industry",
                     "meets_indicators", "check_no", "checked_on", "check_note", *_ENTERED, "checked_by", **_PARCEL)
CovenantOut = out_of(models.Covenant, "监管协议; 指标 万元/亩.", "parcel", "kind", "supply", "party", "signer", "signer_name", "covenant_no",
                     "signed_on", "due_on", "intensity", "tax_per_mu", "start_on", "finish_on", "reward", "exit", "terms",
                     "state", "judged_on", "judged_no",
                     "judged_note", "returned_on", "returned_no", *_ENTERED, "judged_by", **_PARCEL)
IncentiveOut = out_of(models.Incentive, "激励申请 (元).", "enterprise", "parcel", "finding", "covenant", "project", "qualifying_no", "content",
                      "amount", "applied_on", "state", "granted", "decided_no", "decided_on", "cancelled_on", "cancel_no", "to_recover",
                      *_ENTERED, "decided_by", **_FIRM, **_PARCEL)
RecoveryOut = out_of(models.Recovery, "追缴 (元).", "incentive", "amount", "paid_on", "doc_no", "at", "by")
SanctionOut = out_of(models.Sanction, "惩戒.", "enterprise", "finding", "kind", "term_until", "from_on", "basis_no", "situation",
                     "is_uncooperative", "until_on", "end_no", *_ENTERED, **_FIRM)
RegisterItemOut = out_of(models.RegisterItem, "专项登记: 零散土地, 历史遗留问题.", "register", "name", "location", "area", "content",
                         "lead_unit", "state", "done_on", "result_no", *_ENTERED, "voided_at", "version")
LowPlanOut = out_of(models.LowPlan, "低效盘活方案.", "park", "title", "document_no", "state", "returned_reason", "applied_at", "approval_no",
                    "approved_on", "approved_by_name", "published_on", "published_place", "drafted_at", "drafted_by", "version")
LowPlanContentOut = out_of(models.LowPlanContent, "低效盘活方案的内容.", "plan", "code", "text", "dated_on", "file", plan_title="plan.title")
MeetingOut = out_of(models.Meeting, "会议: 府院联席, 招商征地供地会商.", "kind", "held_on", "host", "attendees", "summary_no", *_ENTERED)
MeetingItemOut = out_of(models.MeetingItem, "会议议题.", "meeting", "matter", "lawsuit", "parcel", "project", "assessment", "result",
                        "lead_unit", "due_on", "done_on", "version", held_on="meeting.held_on", project_name="project.name", **_PARCEL)
ProjectOut = out_of(models.Project, "项目: 用地需求, 建设规模审核.", "name", "doc_no", "company", "level", "kind", "industry", "park", "need",
                    "units", "note", "review_no", "reviewed_on", "reviewed_area", "review_note", *_ENTERED, "version")
ProjectPartOut = out_of(models.ProjectPart, "供地批次计划.", "project", "number", "area", "from_on", project_name="project.name")
LandApplicationOut = out_of(models.LandApplication, "用地申请.", "project", "area", "applicant", "applied_on", "state", "decided_on",
                            "decided_by", "result_no", "reason", *_ENTERED, project_name="project.name")
JointAcceptanceOut = out_of(models.JointAcceptance, "竣工联合验收.", "project", "part", "finished_on", "passed_on", "passed_by", *_ENTERED,
                            project_name="project.name")
OpinionOut = out_of(models.Opinion, "部门验收意见.", "acceptance", "department", "stance", "text", "given_on", *_ENTERED)
RoundOut = out_of(models.ParcelRound, "轮次: 再次闲置.", "parcel", "number", "from_on", "area", "doc_no", "reason", "closed_at", "opened_at",
                  "opened_by", **_PARCEL)
ReshapeOut = out_of(models.Reshape, "分割, 合并, 合并归宗; sources 是原宗地的 id, parts 是新宗地.", "parcel", "way", "sources", "parts",
                    "doc_no", "doc_on", "application_no", "applied_on", "reason", "state", "drafted_at", "drafted_by", "decided_at",
                    "decided_by", "returned_reason", **_PARCEL)
LineageOut = out_of(models.ParcelLineage, "宗地沿革: 从哪宗到哪宗多少亩.", "reshape", "source", "target", "area", "accepted", "supplied",
                    "relapsed", "doc_no", "doc_on", "reason", "recorded_at", "recorded_by", source_no="source.parcel_no",
                    target_no="target.parcel_no")
ClockStopOut = out_of(models.ClockStop, "停表; 首尾两日都算, 没有止的还在停.", "parcel", "kind", "doc_no", "from_on", "until_on", "until_no",
                      "note", *_ENTERED, "voided_at", **_PARCEL)
StartAgreementOut = out_of(models.StartAgreement, "补充协议.", "parcel", "doc_no", "signed_on", "start_on", *_ENTERED, "voided_at", **_PARCEL)
ProcedureOut = out_of(models.IdleProcedure, "闲置程序; due_on 是最近的期限.", "parcel", "round", "state", "branch", "found_on", "lead",
                      "finding", "due_on", "due_what", "is_waiting", "opened_at", "opened_by", "closed_at", "version", **_PARCEL)
IdleStepOut = out_of(models.IdleStep, "闲置程序的步骤.", "procedure", "number", "action", "on", "doc_no", "authority", "outcome", "applied_on",
                     "notice_on", "rate", "amount", "note", "delivered_on", "delivery_way", "delivery_note", *_ENTERED, "confirmed_at",
                     "confirmed_by", "voided_at", "void_reason", parcel_no="procedure.parcel.parcel_no")
DueOut = out_of(models.DisposalDue, "到期事项.", "parcel", "disposal", "key", "label", "due_on", "next_step", "met_on", "closed_at", "closed_by",
                "closed_note", **_PARCEL)
