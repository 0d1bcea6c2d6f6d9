"""涉法涉诉: what a case must hold, and the cause that cannot be chosen without a task force (CLS-22, LAW-01 to LAW-03)."""

from __future__ import annotations

from landplan.lib.errors import Refusal

from ..choices import Cause, ClaimSide, LawsuitKind

BASIS = ("平龙政办〔2022〕50号 二（二）4“一案一专班”“一案一举措”；驻政办〔2021〕19号 三（二）；三政办〔2021〕5号 二（三）3；"
         "洛政办〔2021〕16号 附件3 第三条（三）")
RANKING = "平龙政办〔2022〕50号 二（二）4“设有抵押权的，处置时应优先保护抵押权人权益”"
_FORCE = "三政办〔2021〕5号 二（三）3“对涉及司法查封或者抵押的企业闲置低效工业用地，要建立工作专班”"
OPENS = (LawsuitKind.SEIZURE, LawsuitKind.MORTGAGE)


def needs_force(cause: str) -> bool:
    """这个原因要先有专班."""
    return cause == Cause.SEIZED


def check_force(force: dict) -> list[Refusal]:
    """选“司法查封或抵押”时的专班 (`case_kind`, `force_lead`, `force_members`)."""
    found = []
    if force.get("case_kind") not in OPENS:
        found.append(Refusal("形成原因选“司法查封或抵押”，没有选是查封还是抵押。请选一种；保存时随即登记一件涉法涉诉。",
                             field="case_kind", code="missing"))
    if not force.get("force_lead"):
        found.append(Refusal(f"形成原因选“司法查封或抵押”，要先建立工作专班（{_FORCE}），专班牵头没有填。请写牵头的岗位或单位，不写姓名。",
                             field="force_lead", code="force_missing"))
    return found


def check_lawsuit(values: dict) -> list[Refusal]:
    """一件案件."""
    found = []
    if values.get("kind") not in LawsuitKind.values:
        found.append(Refusal("类型没有选。请从抵押、破产、查封、诉讼里选一种。", field="kind", code="missing"))
    if values.get("case_no") and not values.get("court"):
        found.append(Refusal(f"有案号“{values['case_no']}”，法院没有填。请写受理的法院；还没有立案的，案号和法院都空着。",
                             field="court", code="missing"))
    if values.get("force_members") and not values.get("force_lead"):
        found.append(Refusal("写了专班成员，专班牵头没有填。一案一专班要有一个牵头的岗位或单位。", field="force_lead", code="missing"))
    return found


def check_claim(values: dict) -> list[Refusal]:
    """一笔债权债务."""
    found = []
    if not values.get("name"):
        found.append(Refusal("债权人或债务人的名称没有填。请写单位名称；个人的写姓氏和“某”。", field="name", code="missing"))
    if values.get("is_mortgagee") and values.get("side") != ClaimSide.CREDITOR:
        found.append(Refusal("债务人不会是抵押权人。请把一方改为债权人，或去掉抵押权人。", field="is_mortgagee", code="mortgagee_side"))
    return found
