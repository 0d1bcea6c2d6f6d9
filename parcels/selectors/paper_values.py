"""查文书: what goes into a paper's placeholders, and the template of a region."""

from __future__ import annotations

import re
from datetime import date

from landplan.lib.actors import Actor
from landplan.lib.area import in_unit, plain, show
from landplan.lib.money import wan
from landplan.lib.numbers import half_up

from ..choices.procedure import IdleAction, IdleBranch
from ..models import Claim, IdleStep, Lawsuit, LowNotice, Paper, PaperTemplate, Parcel, Supply
from ..rules.clocks import clocks_of, idle_days
from ..rules.paper_kinds import KINDS, PaperKind
from ..rules.procedure.dues import CANCEL, EXPLAIN, HEARING, PAYMENT, REVIEW, SUIT
from ..rules.procedure.table import KINDS as STEP_KINDS
from .clocks import start_facts
from .parcel import supplies_of
from .procedures import counts, price_of, steps_of

Values = dict[str, str]
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LENGTHS = {"说明期限": EXPLAIN, "听证期限": HEARING, "缴纳期限": PAYMENT, "注销期限": CANCEL, "复议期限": REVIEW, "诉讼期限": SUIT}


def day_text(day: date | None) -> str:
    """成文日期的写法: 2021年5月7日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _days_in_words(text: str) -> str:
    return _DAY.sub(lambda found: day_text(date(*map(int, found.groups()))), text)


def kind_of_step(step: IdleStep) -> PaperKind | None:
    """这一步的文书."""
    return KINDS.get(STEP_KINDS[IdleAction(step.action)].paper)


def step_values(step: IdleStep, actor: Actor) -> Values:
    """一步的文书填什么."""
    procedure, steps = step.procedure, [one for one in steps_of(step.procedure) if counts(one)]
    finding, approval = procedure.finding, next((one for one in steps if one.action == IdleAction.APPROVE), None)
    found = _land(procedure.parcel, step.on, supplies_of(procedure.parcel)) | {
        "机关": actor.unit_name, "文号": step.doc_no, "落款日期": day_text(step.on),
        "拟作决定": IdleBranch(procedure.branch).label if procedure.branch else "", "费率": str(step.rate or ""),
        "闲置费": wan(step.amount) if step.amount is not None else "", "闲置费元": f"{step.amount:.2f}" if step.amount is not None else ""}
    found |= {name: str(period.count) for name, period in _LENGTHS.items()}
    if approval:
        found |= {"批准机关": approval.authority, "批准文号": approval.doc_no, "批准日期": day_text(approval.on)}
    return found | (_finding(finding) if finding else {})


def notice_values(notice: LowNotice, actor: Actor) -> Values:
    """低效用地告知书填什么."""
    parcel = notice.finding.parcel
    return _land(parcel, notice.noticed_on, supplies_of(parcel)) | _finding(notice.finding) | {
        "机关": actor.unit_name, "文号": notice.doc_no, "落款日期": day_text(notice.noticed_on), "低效类型": notice.finding.type_label,
        "告知情况": notice.facts, "限期要求": notice.demand, "告知期限": str(notice.days)}


def _finding(finding) -> Values:
    return {"认定书号": finding.doc_no, "认定日期": day_text(finding.found_on), "认定意见": finding.opinion,
            "闲置原因": finding.get_cause_display() if finding.cause else ""}


def _land(parcel: Parcel, on: date, supplies: list[Supply]) -> Values:
    facts = start_facts(parcel, on, supplies)
    clocks = {clock.code: clock for clock in clocks_of(facts, on)}
    days, price = idle_days(facts, on), price_of(supplies)
    agreed = facts.agreements[-1].start_on if facts.agreements else facts.agreed_on
    return {
        "县区": parcel.region.full_name, "使用权人": parcel.land_user, "宗地编号": parcel.parcel_no, "宗地代码": parcel.cadastral_code,
        "地块名称": parcel.name, "坐落": parcel.location, "面积亩": show(parcel.area),
        "面积平方米": plain(half_up(in_unit(parcel.area, "m2"), 2)),
        "用途": parcel.purpose, "合同号": "、".join(supply.doc_no for supply in supplies),
        "供应方式": "、".join(dict.fromkeys(supply.get_mode_display() for supply in supplies)),
        "供应日期": "、".join(day_text(supply.supplied_on) for supply in supplies), "价款": wan(price) if price is not None else "",
        "约定动工日": day_text(agreed), "应动工日": day_text(clocks["start"].on),
        "动工日依据": _days_in_words(clocks["start"].how) if clocks["start"].on else "",
        **{name: day_text(clocks[code].on) if code in clocks else "" for name, code in (("满一年日", "year1"), ("满两年日", "year2"))},
        "闲置天数": str(days) if days is not None else "", "停表情况": _days_in_words("；".join(map(str, facts.stops))) or "无",
        "抵押权人": _mortgagees(parcel)}


def _mortgagees(parcel: Parcel) -> str:
    """抵押权人 of the open cases, each once."""
    cases = Lawsuit.objects.open().filter(parcel=parcel)
    names = Claim.objects.filter(lawsuit__in=cases, is_mortgagee=True, voided_at=None).values_list("name", flat=True)
    return "、".join(dict.fromkeys(names)) or "没有登记"


def template_of(region, kind: str) -> PaperTemplate | None:
    """本地用的模板: the latest of the nearest region upward; None = the one that comes with the system."""
    codes = region.path.strip("/").split("/")
    found = PaperTemplate.objects.filter(region__code__in=codes, kind=kind).select_related("region")
    return max(found, key=lambda row: (codes.index(row.region.code), row.number), default=None)


def templates_of(region, kind: str) -> list[PaperTemplate]:
    """一种文书在本地的各版, the latest first."""
    codes = region.path.strip("/").split("/")
    return list(PaperTemplate.objects.filter(region__code__in=codes, kind=kind).select_related("region", "by").order_by("-number"))


def papers_of(**of) -> list[Paper]:
    """生成过的文书, the latest first."""
    return list(Paper.objects.filter(**of).select_related("evidence", "made_by"))
