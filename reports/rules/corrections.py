"""更正的规则: what may be corrected, from how much to how much, and by whom. Pure functions."""

from __future__ import annotations

from decimal import Decimal

from landplan.lib.area import show
from landplan.lib.errors import Conflict, NotAllowed, Refusal

BASIS = "驻政办〔2021〕19号 一（二）3 如实填报、不虚报瞒报"


def check_proposal(*, old: Decimal, new: Decimal | None, most: Decimal, reason: str, doc_no: str) -> list[Refusal]:
    """发起更正还差什么 (亩): a different area between 0 and `most`, the reason, and the paper that shows it."""
    found = []
    if new is None:
        found.append(Refusal("更正后的面积没有填。请写正确的面积；全部不该计入的写 0。", field="new_area", code="missing"))
    elif new == old:
        found.append(Refusal(f"更正后的面积与现在计入的 {show(old)} 亩相同。请写正确的面积。", field="new_area", code="no_change"))
    elif not 0 <= new <= most:
        found.append(Refusal(f"更正后的面积 {show(new)} 亩不在 0 与 {show(most)} 亩之间（现计入 {show(old)} 亩，本宗可登记 {show(most - old)} 亩）。"
                             "请核对；宗地面积错了的，先改宗地面积。", field="new_area", code="area_over"))
    if not reason:
        found.append(Refusal(f"更正要写原因：原数错在哪里、怎么发现的（{BASIS}）。留痕会记下原话。", field="reason", code="reason_missing"))
    if not doc_no:
        found.append(Refusal("更正要写依据文号：证明新数的文书、勘测报告或会议纪要的编号。", field="doc_no", code="missing"))
    return found


def check_decider(*, user_id: int | None, proposer_id: int, author_id: int, verifier_id: int | None, acceptor_id: int | None) -> None:
    """两人办理: who proposed does not decide, nor does who registered, verified or accepted the disposal. Raises NotAllowed."""
    if user_id == proposer_id:
        raise NotAllowed("这件更正是你发起的，不能由你审核。请交办公室另一位办。", code="own_work")
    did = {author_id: "登记", verifier_id: "审核", acceptor_id: "验收"}.get(user_id)
    if did:
        raise NotAllowed(f"这笔处置是你{did}的，它的更正不能由你审核。请交办公室另一位办。", code="own_work")


def check_base(*, seen: Decimal, now: Decimal | None, is_accepted: bool) -> None:
    """原数没有变: the correction was proposed on what is still counted. Raises Conflict."""
    if not is_accepted:
        raise Conflict("这笔处置已不在“已验收”状态（可能已冲回），更正不能再办。请点“不同意”，写明情况。", code="wrong_state")
    if now != seen:
        raise Conflict(f"发起之后计入面积已从 {show(seen)} 亩变为 {show(now)} 亩，这件更正的原数不对了。请点“不同意”，再按现在的数重新发起。",
                       changes=[("计入面积", f"{show(seen)} 亩", f"{show(now)} 亩")], code="base_changed")
