"""监管协议: who signs, what must be agreed, when it can be judged (CTL-03), and what follows when terms are not met (DSP-48)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from ..choices import CovenantKind, CovenantState, Signer

SIGN_BASIS = ("平龙政办〔2022〕50号 二（三）3“合同＋协议”：自然资源局签土地出让合同，先进制造业开发区管委会"
              "（开发区外由各街道办事处）签履约监管协议")
REDEVELOP_BASIS = "洛政办〔2021〕16号 附件3 第三条（一）“可与低效用地产权人或开发主体签订《低效用地再开发监管协议》”"
UNMET_BASIS = ("洛政办〔2021〕16号 附件3 第十一条“在约定期限内未达到约定要求的，继续按照低效用地处置，"
               "并将在低效用地处置过程中享受的优惠按约定取消或追缴”")
INDICATORS = ("intensity", "tax_per_mu", "start_on", "finish_on", "terms")


def signer_of(park: str) -> Signer:
    """谁来签: in the park its management, elsewhere the street office."""
    return Signer.PARK if park else Signer.STREET


def check_covenant(values: dict, *, park: str, supplied_on: date | None, today: date) -> list[Refusal]:
    """一份协议. `supplied_on`: the day of the supply that it belongs to, None when there is none."""
    found, wanted = [], signer_of(park)
    if values["signer"] != wanted:
        where = f"在{park}内" if park else "在开发区外"
        found.append(Refusal(f"这宗地{where}，监管协议由{wanted.label}签（{SIGN_BASIS}）。请改签订方。", field="signer", code="wrong_signer"))
    if values["kind"] == CovenantKind.PERFORMANCE and supplied_on is None:
        found.append(Refusal("履约监管协议与供地合同同时签，没有选供应。请先登记供应，再选它的合同。", field="supply", code="missing"))
    if values["signed_on"] > today:
        found.append(Refusal(f"签订日期 {values['signed_on']} 晚于今天 {today}。请写实际日期。", field="signed_on", code="day_future"))
    if values["due_on"] <= values["signed_on"]:
        found.append(Refusal(f"约定期限 {values['due_on']} 不晚于签订日期 {values['signed_on']}。请核对这两个日期。",
                             field="due_on", code="day_order"))
    if values.get("start_on") and values.get("finish_on") and values["finish_on"] < values["start_on"]:
        found.append(Refusal(f"约定竣工 {values['finish_on']} 早于约定开工 {values['start_on']}。请核对。", field="finish_on", code="day_order"))
    if not any(values.get(name) for name in INDICATORS):
        found.append(Refusal("一项约定也没有填。至少写投资强度、亩均税收、开竣工时间或其他约定中的一项。", field="intensity", code="missing"))
    return found


def check_judgement(state: str, judged_on: date, due_on: date, note: str, today: date) -> list[Refusal]:
    """考核: not met only after the agreed term is over."""
    found = []
    if judged_on > today:
        found.append(Refusal(f"考核日期 {judged_on} 晚于今天 {today}。请写实际日期。", field="judged_on", code="day_future"))
    if state == CovenantState.UNMET and judged_on <= due_on:
        found.append(Refusal(f"约定期限 {due_on} 还没有过，不能定为未达到约定；期限当天还可以达到。请在次日以后考核。",
                             field="judged_on", code="before_due"))
    if state == CovenantState.UNMET and not note:
        found.append(Refusal("未达到约定的，要写哪一项没有达到、差多少。", field="judged_note", code="missing"))
    return found
