"""定期报告的办理: open → collecting → checked → frozen → published; may a step be made now, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from landplan.lib.errors import Conflict, NotAllowed, Refusal

from ..choices import PeriodKind
from .freezing import GRACE

# which document says so, by rhythm (tasks.Cycle holds the words of each plan); shown on the page
THREE_DATES = "数据截止、报送期限、通报日期是三个日子：数只看截止时刻，迟报只看报送期限（本系统的约定；数据日期与报送日期分开记，X-06）"
LOCKS = {
    "edition": "这一期已定稿第{edition}版，锁住的是定稿：数字、文件都不再改。更正处置后可以出新版。",
    "checked": "这一期已核对，锁住的是核对：日期不再改。要改，先由办公室退回核对。",
    "published": "第{edition}版已通报，锁住的是通报：文号、日期和文件都不再改。更正后出新版再通报。",
}
DUE_DEFAULTS = {
    PeriodKind.MONTHLY: "数据截止为当月最后一个星期五的周截止时刻；当日为报送期限，当周星期日为通报日期",
    PeriodKind.STAGE: "阶段最后一日日终截止，当日为报送期限，10日内通报",
    PeriodKind.QUARTERLY: "季末最后一日日终截止，当日为报送期限（C-27），10日内通报",
    PeriodKind.HALF_YEARLY: "6月30日、12月31日日终截止，当日为报送期限（C-27），15日内通报",
    PeriodKind.YEARLY: "12月31日日终截止，当日为报送期限（C-27），30日内通报",
}


def check_closed(name: str, *, now: datetime, until: datetime) -> None:
    """Raises Conflict until a minute after the cut-off. Both in Beijing time."""
    if now <= until:
        raise Conflict(f"{name}到 {until:%Y-%m-%d %H:%M} 才截止，现在是 {now:%Y-%m-%d %H:%M}。截止前数还会变，请到时再办。", code="too_early")
    if now < until + GRACE:
        raise Conflict(f"{name}刚截止，截止前办的验收可能还在保存。请在 {until + GRACE:%H:%M} 以后办。", code="too_early")


def check_freeze(name: str, *, is_checked: bool, checked_by: int | None, user_id: int | None, missing: Sequence[str], reason: str) -> None:
    """Raises Conflict without a check, NotAllowed for the checker himself, Refusal when units are missing and no reason is given."""
    if not is_checked:
        raise Conflict(f"{name}还没有核对。请考核验收组或办公室的另一人先核对，再定稿。", code="not_checked")
    if user_id is not None and user_id == checked_by:
        raise NotAllowed("核对和定稿要由两个人办：这一期是你核对的，请另一人定稿。")
    if missing and not reason:
        raise Refusal(f"{'、'.join(missing)}没有报送，也没有准予例外。请等报齐，或准予例外；确要定稿的，写明未报齐即定稿的原因。",
                      field="reason", code="reason_missing")


def check_dates(*, until_on: date, due_on: date, publish_on: date) -> list[Refusal]:
    """三个日期: reports are due no earlier than the figures close, the notice comes last."""
    found = []
    if due_on < until_on:
        found.append(Refusal(f"报送期限 {due_on} 早于数据截止日 {until_on}，那时数还没有出来。请填 {until_on} 或以后的日子。", field="due_on"))
    if publish_on < due_on:
        found.append(Refusal(f"通报日期 {publish_on} 早于报送期限 {due_on}。请填 {due_on} 或以后的日子。", field="publish_on"))
    return found
