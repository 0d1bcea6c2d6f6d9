"""低效告知: the holder is told facts and demand; the period counts from delivery (DSP-40)."""

from __future__ import annotations

from datetime import date, timedelta

from landplan.lib.errors import Refusal

BASIS = "驻政办〔2021〕19号 三（六）“向土地使用权人告知相关情况及限期完成再利用等要求”"
DAYS = "天数文件没有写，由告知书定；从送达的次日起算"
LONGEST = 3650


def check_notice(values: dict, found_on: date, today: date) -> list[Refusal]:
    """一份告知可否登记."""
    found = [Refusal(f"{name}没有填。告知要写明相关情况和限期完成再利用的要求（{BASIS}）。", field=field, code="missing")
             for field, name in (("doc_no", "告知文号"), ("facts", "告知的情况"), ("demand", "限期要求")) if not values.get(field)]
    if not found_on <= values["noticed_on"] <= today:
        found.append(Refusal(f"告知日期 {values['noticed_on']} 不在认定日期 {found_on} 与今天 {today} 之间。请核对日期。", field="noticed_on",
                             code="day_order"))
    if not 1 <= values["days"] <= LONGEST:
        found.append(Refusal(f"期限 {values['days']} 天不在 1 至 {LONGEST} 天之间。请核对天数。", field="days", code="range"))
    return found


def due_of(delivered_on: date, days: int) -> date:
    """期限: the last day in time, counted from the day after delivery."""
    return delivered_on + timedelta(days=days)


def check_delivered(delivered_on: date, noticed_on: date, today: date) -> list[Refusal]:
    """送达日期."""
    if not noticed_on <= delivered_on <= today:
        return [Refusal(f"送达日期 {delivered_on} 不在告知日期 {noticed_on} 与今天 {today} 之间。请照送达回证填写。", field="delivered_on",
                        code="day_order")]
    return []


def check_answer(answered_on: date, answer: str, delivered_on: date | None, today: date) -> list[Refusal]:
    """使用权人的答复."""
    if delivered_on is None:
        return [Refusal("告知书还没有登记送达，期限没有起算。请先登记送达，再登记答复。", field="answered_on", code="not_delivered")]
    found = [] if answer else [Refusal("答复的内容没有填。请写使用权人答复了什么。", field="answer", code="missing")]
    if not delivered_on <= answered_on <= today:
        found.append(Refusal(f"答复日期 {answered_on} 不在送达日期 {delivered_on} 与今天 {today} 之间。请核对日期。", field="answered_on",
                             code="day_order"))
    return found
