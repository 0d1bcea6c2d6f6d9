"""认定可否作出、可否结束: pure checks on what was typed."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from .base import Conclusion, Reading

STANDARD_BASIS = "先定标准，再认定（洛政办〔2021〕16号 二（三）7、附件3 第五条；驻政办〔2021〕19号 三（六））"
FILING_BASIS = "宝政办〔2021〕34号 二（三）2（1）；三政办〔2021〕5号 二（三）3"
LIST_BASIS = "洛政办〔2021〕16号 附件3 第六、八、十一条"


def check_reading(reading: Reading) -> list[Refusal]:
    """规则不许的认定: a condition that is not met, or facts that are not there."""
    outcome, rule = reading.outcome, reading.rule
    if outcome.conclusion == Conclusion.LACKS:
        return [Refusal(f"不能认定为{rule.label}：没有填 {'、'.join(outcome.lacking)}。依据：{rule.clause}。请填报员先在“核实事实”里补填。",
                        field="type", code="facts_missing")]
    if outcome.conclusion == Conclusion.FAILS:
        return [Refusal(f"不满足{rule.label}：{'；'.join(outcome.failed)}。依据：{rule.clause}。事实有误的先改核实表；属于别的类型的，选别的类型。",
                        field="type", code="rule_fails")]
    return []


def check_standard(found_on: date, issued_on: date | None, county: str) -> list[Refusal]:
    """先有标准后有认定 (CLS-19). `issued_on` is the day of the county's earliest standard."""
    if issued_on is None:
        return [Refusal(f"{county}还没有登记低效用地认定标准，不能认定。{STANDARD_BASIS}。请先登记标准的文号和日期。", code="no_standard")]
    if found_on < issued_on:
        return [Refusal(f"认定日期 {found_on} 早于{county}认定标准的印发日期 {issued_on}。{STANDARD_BASIS}。请核对日期。",
                        field="found_on", code="before_standard")]
    return []


def check_words(*, values: dict[str, object], clause: str) -> list[Refusal]:
    """认定要写的内容."""
    wanted = (("doc_no", "认定文号", "请写认定意见或会议纪要的编号"), ("opinion", "认定意见", "请写事实、理由和结论"),
              ("units", "参加单位", "请写参加认定的部门"))
    return [Refusal(f"{name}没有填。认定要有{name}（{clause}）。{way}。", field=field, code="missing")
            for field, name, way in wanted if not values.get(field)]


def check_days(*, found_on: date, notified_on: date | None, today: date) -> list[Refusal]:
    """认定和告知的日期."""
    found = []
    if found_on > today:
        found.append(Refusal(f"认定日期 {found_on} 晚于今天 {today}。请写实际日期。", field="found_on", code="day_future"))
    if notified_on and not found_on <= notified_on <= today:
        found.append(Refusal(f"告知日期 {notified_on} 不在认定日期 {found_on} 与今天 {today} 之间。请核对日期。",
                             field="notified_on", code="day_order"))
    return found


def check_idle_cause(cause: str) -> list[Refusal]:
    """闲置认定要写明原因: it decides how the land may be dealt with."""
    if cause:
        return []
    return [Refusal("形成原因没有选。闲置认定书要写明闲置原因，处置措施按原因来定（《闲置土地处置办法》第八、九条）。请从列出的里选。",
                    field="cause", code="missing")]


def check_filing(*, filing_no: str, filed_on: date | None, today: date) -> list[Refusal]:
    """省厅备案: number and day together (宝政办〔2021〕34号 二（三）2（1）; 三政办〔2021〕5号 二（三）3)."""
    if bool(filing_no) != bool(filed_on):
        blank, field = ("备案日期", "filed_on") if filing_no else ("备案号", "filing_no")
        return [Refusal(f"{blank}没有填。省自然资源厅备案要有备案号和日期（{FILING_BASIS}）。请一并填写。", field=field, code="missing")]
    if filed_on and filed_on > today:
        return [Refusal(f"备案日期 {filed_on} 晚于今天 {today}。请写实际日期。", field="filed_on", code="day_future")]
    return []


def check_end(*, result: str, result_no: str, ended_on: date, found_on: date, today: date) -> list[Refusal]:
    """出清单要有结果 (LED-09)."""
    found = []
    if not result or not result_no:
        blank, field = ("文书号", "result_no") if result else ("结果", "result")
        found.append(Refusal(f"出清单要有结果和文书，现在{blank}没有填。没有达到要求的继续留在清单里处置（{LIST_BASIS}）。"
                             "请写验收意见、处置决定或撤销文件的编号。", field=field, code="missing"))
    if not found_on <= ended_on <= today:
        found.append(Refusal(f"结束日期 {ended_on} 不在认定日期 {found_on} 与今天 {today} 之间。请核对日期。", field="ended_on", code="day_order"))
    return found
