"""府院联席与会商: what an item must hold (LAW-06, CTL-02)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from ..choices import MeetingKind
from .needs import MEETING

BASIS = {
    MeetingKind.COURT: "驻政办〔2021〕19号 五（二）“建立府院联动机制。对涉法涉诉土地，加强政府与法院的沟通对接”；"
                       "洛政办〔2021〕16号 附件3 第三条（四）；平龙政办〔2022〕50号 二（二）4、三 职责（二）",
    MeetingKind.SUPPLY: MEETING,
    MeetingKind.JOINT: "驻政办〔2021〕19号 五（二）“根据工作需要召开联席会议，分析研判行动开展情况，协调解决突出问题和矛盾”",
    MeetingKind.MOBILISE: "宝政办〔2021〕34号 三（一）；平龙政办〔2022〕50号 三（一）2“召开全区动员会议统一部署”",
    MeetingKind.ONSITE: "三政办〔2021〕5号 四（三）“组织现场推进会、工作交流会等形式”",
    MeetingKind.SUMMARY: "洛政办〔2021〕16号 三（三）“召开全市产业集聚区用地提质增效行动总结会议”；宝政办〔2021〕34号 三（三）",
}


def check_meeting(values: dict, today: date) -> list[Refusal]:
    """登记会议."""
    if values["held_on"] > today:
        return [Refusal(f"开会日期 {values['held_on']} 晚于今天 {today}。会后再登记。", field="held_on", code="day_future")]
    return []


def check_item(kind: str, values: dict, held_on: date, today: date) -> list[Refusal]:
    """登记或修改议题. A case belongs to 府院联席, an assessment to 会商."""
    found, done_on = [], values.get("done_on")
    if values.get("assessment") and not values.get("project"):
        found.append(Refusal("写了项目实施评估，没有选项目。请选评估的是哪个项目。", field="project", code="missing"))
    if values.get("lawsuit") and kind != MeetingKind.COURT:
        found.append(Refusal("这种会议不议案件。案件请登记在府院联席会议里。", field="lawsuit", code="wrong_kind"))
    if done_on and not values.get("result"):
        found.append(Refusal(f"写了办结日期 {done_on}，结果没有写。请写议定或办成了什么。", field="result", code="missing"))
    if done_on and done_on > today:
        found.append(Refusal(f"办结日期 {done_on} 晚于今天 {today}。请写实际日期。", field="done_on", code="day_future"))
    if done_on and done_on < held_on:
        found.append(Refusal(f"办结日期 {done_on} 早于开会日期 {held_on}。请核对。", field="done_on", code="day_order"))
    return found
