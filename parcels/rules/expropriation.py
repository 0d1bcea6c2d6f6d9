"""征收进展: compensation before handover, and no end without the forest-land papers (DSP-02, DSP-51)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

BASIS = "平龙政办〔2022〕50号 二（一）1"
FOREST = "平龙政办〔2022〕50号 三 职责（十七）"
STEPS = (("plan_on", "征收方案日期"), ("compensated_on", "补偿到位日期"), ("handed_over_on", "交地日期"))


def check_expropriation(values: dict, today: date) -> list[Refusal]:
    """能否这样记."""
    found = [Refusal(f"{label} {values[name]} 晚于今天 {today}。请写实际日期。", field=name, code="day_future")
             for name, label in (*STEPS, ("forest_on", "使用林地手续日期")) if values.get(name) and values[name] > today]
    known = [(label, values[name], name) for name, label in STEPS if values.get(name)]
    for (before, first, _), (label, day, name) in zip(known, known[1:], strict=False):
        if day < first:
            found.append(Refusal(f"{label} {day} 早于{before} {first}。请核对先后。", field=name, code="day_order"))
    if values.get("handed_over_on") and not values.get("compensated_on"):
        found.append(Refusal(f"写了交地日期，没有补偿到位日期。征地补偿安置费用足额到位后才交付土地（{BASIS}）；请先填补偿到位日期。",
                             field="compensated_on", code="missing"))
    if values.get("handed_over_on") and values.get("is_forest") and not values.get("forest_no"):
        found.append(Refusal(f"这宗地涉林，没有使用林地手续文号，征收不能办结（{FOREST}）。请填文号；不涉林的，去掉“涉林”。",
                             field="forest_no", code="forest_missing"))
    return found


def late_days(compensated_on: date | None, due_on: date | None, handed_over_on: date | None, today: date) -> int:
    """交地逾期几天: compensation is paid, the day is over, the land is not handed over."""
    return max((today - due_on).days, 0) if compensated_on and due_on and not handed_over_on else 0
