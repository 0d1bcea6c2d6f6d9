"""司法审核: land with an open case needs the opinion of the judicial bureau before it is found or dealt with (LAW-07)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from ..choices.procedure import ReviewResult

BASIS = "驻政办〔2021〕19号 三 职责（司法部门）“对批而未用土地认定处置中的涉法问题进行司法审核”、附件1"
PASSES = (ReviewResult.AGREE, ReviewResult.AMEND)


def check_opinions(cases: list[tuple[str, str]], what: str) -> list[Refusal]:
    """每件未化解的案件都要有同意的审核意见. `cases`: name of the case, its latest result ('' = none)."""
    lacking = [name for name, result in cases if not result]
    against = [name for name, result in cases if result and result not in PASSES]
    found = []
    if lacking:
        found.append(Refusal(f"这宗地涉法，不能{what}：{'、'.join(lacking)} 还没有司法审核意见（{BASIS}）。"
                             "请填报员先在案件页登记意见的文号、日期和结果。",
                             code="no_opinion"))
    if against:
        found.append(Refusal(f"这宗地涉法，不能{what}：{'、'.join(against)} 的司法审核意见是“不同意”（{BASIS}）。请按意见办理后重新送审。",
                             code="opinion_against"))
    return found


def check_opinion(values: dict, today: date) -> list[Refusal]:
    """一份审核意见可否登记."""
    found = [Refusal(f"{name}没有填。请照司法审核意见书填写。", field=field, code="missing")
             for field, name in (("doc_no", "意见书文号"), ("unit", "审核单位"), ("result", "结果")) if not values.get(field)]
    if values["reviewed_on"] > today:
        found.append(Refusal(f"审核日期 {values['reviewed_on']} 晚于今天 {today}。请写实际日期。", field="reviewed_on", code="day_future"))
    if values.get("result") in (ReviewResult.AMEND, ReviewResult.OBJECT) and not values.get("note"):
        found.append(Refusal("结果不是“同意”，要写明意见。请填“意见”。", field="note", code="missing"))
    return found
