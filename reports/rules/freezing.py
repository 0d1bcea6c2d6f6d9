"""定稿: may this week be frozen now, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from landplan.lib.errors import Conflict, Refusal

# An acceptance reads its instant inside its transaction and may be committed seconds later (a statement runs 30 s at
# most): frozen before that, the week would lack a fact that belongs to it. So the books close a minute after the cut-off.
GRACE = timedelta(minutes=1)


def check_freeze(number: int, *, now: datetime, until: datetime, missing: Sequence[str], earlier: Sequence[str],
                 reason: str) -> None:
    """Raises Conflict until a minute after the cut-off; Refusal when counties have not returned, or an earlier week is open, without a reason.

    `now` and `until` are in Beijing time; `missing` names counties without a return, `earlier` the open weeks before this
    one with why they are open.
    """
    if now <= until:  # an instant exactly at the cut-off belongs to the closing week
        raise Conflict(f"第{number}期到 {until:%Y-%m-%d %H:%M} 才截止，现在是 {now:%Y-%m-%d %H:%M}。截止前不能定稿，请到时再办。",
                       code="too_early")
    if now < until + GRACE:
        raise Conflict(f"第{number}期刚截止，截止前办的验收可能还在保存。请在 {until + GRACE:%H:%M} 以后定稿。", code="too_early")
    if earlier and not reason:
        raise Refusal(f"{'、'.join(earlier)}还没有定稿。周报按期定稿：请先定稿前面的；确要先定稿第{number}期的，写明原因。",
                      field="reason", code="out_of_order")
    if missing and not reason:
        raise Refusal(f"{'、'.join(missing)}没有报送，或退回后没有重报。现在定稿，附件4在它们的备注写“未报”。"
                      "请写明未报齐即定稿的原因，如：已催报，按时限定稿。", field="reason", code="reason_missing")
