"""政策咨询: what a question and an answer hold, and when it is late (POL-07)."""

from __future__ import annotations

from datetime import date, timedelta

from landplan.lib.errors import Refusal

from ..choices import InquiryKind

BASIS = ("驻政办〔2021〕19号 附件1 六“对批而未用土地认定处置中的涉法问题进行司法审核，并对批而未用土地盘活利用相关法律法规、"
         "政策规定进行解释解读”")
CONVENTION = ("县区填报员提出，承担“司法审核、政策解读”职能的岗位（政策咨询组，办公室总体协调）答复。答复写引用的政策和条款，不改，要补充的再答一次。"
              "县区只看到自己的咨询，和公开为通用解答的（本系统的约定，文件没有写手续和期限）")


def late_on(asked_on: date, days: int) -> date:
    """最迟哪一日答复; late from the next day."""
    return asked_on + timedelta(days=days)


def check_inquiry(kind: str, values: dict, *, has_edition: bool) -> list[Refusal]:
    """提出要写什么."""
    found = [Refusal(f"{label}没有填。{hint}", field=name, code="missing") for name, label, hint in (
        ("title", "标题", "请用一句话写问的是什么。"), ("text", "问题", "请写清情形和拟怎么办。")) if not values.get(name)]
    if kind == InquiryKind.LEGAL and not has_edition:
        found.append(Refusal("法律审查要对着一宗一策提。请从宗地的“一宗一策”页点“提请法律审查”。", code="missing"))
    return found


def check_answer(kind: str, values: dict) -> list[Refusal]:
    """答复要写什么: the policy cited and its article; a legal review its opinion."""
    found = []
    if not values.get("text"):
        found.append(Refusal("答复没有填。请写解释或审查的意见。", field="text", code="missing"))
    if not values.get("document") and not values.get("law"):
        found.append(Refusal("没有写引用的政策。请从政策库选一份，或写法律法规的名称。", field="document", code="missing"))
    if not values.get("article"):
        found.append(Refusal("条款没有填。请写引用的是哪一条、哪一节，如“二（三）4”。", field="article", code="missing"))
    if kind == InquiryKind.LEGAL and not values.get("opinion"):
        found.append(Refusal("审查意见没有选。请选同意、修改后同意或不同意。", field="opinion", code="missing"))
    return found
