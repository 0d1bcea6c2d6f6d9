"""公开: what may be read without signing in, what keeps a draft from being approved, when a notice may be decided (PUB-01 to PUB-04)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from landplan.lib.errors import Refusal
from tasks.choices import Rhythm
from tasks.rules.periods import period_named, period_of

from ..choices import PublicKind

FIGURES_BASIS = "洛政办〔2021〕16号 四（四）“适时公布批而未供、闲置、低效用地信息”；宝政办〔2021〕34号、三政办〔2021〕5号 四"
CASE_BASIS = "平龙政办〔2022〕50号 四（四）“定期汇编好的经验做法和典型案例”；三政办〔2021〕5号 四（三）"
LOW_BASIS = "洛政办〔2021〕16号 附件3 第五条"
NOTICE_BASIS = "平龙政办〔2022〕50号 二（二）2“对调整方案和盘活结果进行公示，报区政府批准”"
BASES = {PublicKind.FIGURES: FIGURES_BASIS, PublicKind.CASE: CASE_BASIS, PublicKind.LOW_PLAN: LOW_BASIS, PublicKind.NOTICE: NOTICE_BASIS}
CONVENTION = "一人起草、另一人审批；公众只看到审批过的版本，撤下后看不到（本系统的约定）"
# everything that an edition may hold; a key that is not here never reaches the public
PUBLIC_KEYS = ("title", "kind", "document", "body", "as_of", "rows", "from_on", "until_on")
# 字段字典 of the open data: key, Chinese name, unit, what it means
DICTIONARY = (
    ("county", "县区", "", "县区名称，次序照任务分解表"),
    ("unsupplied_quota", "批而未供任务量", "亩", "下达的任务量；空为文件没有下达"),
    ("unsupplied_done", "批而未供完成", "亩", "基准日以来已验收的处置面积；台账里一宗也没有的为空，不是 0"),
    ("unsupplied_rate", "批而未供完成率", "%", "完成 ÷ 任务量，两位小数；空为没有任务量"),
    ("idle_quota", "闲置任务量", "亩", "同上"), ("idle_done", "闲置完成", "亩", "同上"), ("idle_rate", "闲置完成率", "%", "同上"),
    ("inefficient_quota", "低效任务量", "亩", "同上"), ("inefficient_done", "低效完成", "亩", "同上"),
    ("inefficient_rate", "低效完成率", "%", "同上"),
)
ROW_KEYS = tuple(key for key, *_ in DICTIONARY)
# long runs of digits that are a person's, not land's: 身份证号 and 手机号
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def personal(text: str) -> list[str]:
    """正文里像个人信息的数字, each shortened so that the refusal itself does not repeat it."""
    return [f"{one[:3]}…{one[-2:]}" for pattern in (_ID_CARD, _PHONE) for one in pattern.findall(text)]


def check_draft(kind: str, values: Mapping[str, object], today: date) -> list[Refusal]:
    """能否起草: what the kind asks for, and nothing personal in it."""
    found = []
    for name, label in (("title", "标题"), ("body", "正文")):
        if hits := personal(str(values.get(name) or "")):
            found.append(Refusal(f"{label}里有像身份证号或手机号的数字：{'、'.join(hits)}。公开的内容不能有个人信息，请删去。", field=name,
                                 code="personal"))
    if not values.get("title"):
        found.append(Refusal("标题没有填。请写公众看得懂的标题。", field="title", code="missing"))
    if kind == PublicKind.FIGURES and not values.get("as_of_on"):
        found.append(Refusal("数据截至没有填。请写公布哪一天的数。", field="as_of_on", code="missing"))
    if kind == PublicKind.FIGURES and values.get("as_of_on") and values["as_of_on"] > today:
        found.append(Refusal(f"数据截至 {values['as_of_on']} 晚于今天 {today}。只能公布已有的数。", field="as_of_on", code="day_future"))
    if kind in (PublicKind.CASE, PublicKind.NOTICE) and not values.get("body"):
        found.append(Refusal("正文没有填。请写要公布的内容。", field="body", code="missing"))
    if kind == PublicKind.LOW_PLAN and not values.get("low_plan"):
        found.append(Refusal(f"没有选低效方案。请选一份已批准的方案（{LOW_BASIS}）。", field="low_plan", code="missing"))
    if kind == PublicKind.NOTICE:
        found += _check_span(values.get("from_on"), values.get("until_on"))
    return found


def _check_span(from_on: date | None, until_on: date | None) -> list[Refusal]:
    if from_on is None or until_on is None:
        return [Refusal("公示要有起止日期，没有填全。请写公示从哪天到哪天。", field="until_on" if from_on else "from_on", code="missing")]
    if until_on < from_on:
        return [Refusal(f"公示止 {until_on} 早于公示起 {from_on}。请核对。", field="until_on", code="day_order")]
    return []


def check_result(until_on: date | None, result_on: date, today: date) -> list[Refusal]:
    """能否批准: only after the notice period is over (平龙政办〔2022〕50号 二（二）2)."""
    if until_on is None:
        return [Refusal("这一件不是公示，没有批准结果可登记。", code="wrong_kind")]
    if today <= until_on:
        return [Refusal(f"公示到 {until_on} 才期满，今天是 {today}。期满以后才能登记批准（{NOTICE_BASIS}）。", field="result_on", code="too_early")]
    if not until_on < result_on <= today:
        return [Refusal(f"批准日期 {result_on} 应在公示期满（{until_on}）以后、不晚于今天 {today}。请核对。", field="result_on", code="day_order")]
    return []


def quarter_of(day: date) -> str:
    """季度 as in 2021Q3."""
    return period_of(Rhythm.QUARTERLY, day).key


def quarter_words(key: str) -> str:
    """2021年第三季度, for the public; the address keeps the key."""
    found = period_named(Rhythm.QUARTERLY, key)
    return found.label if found else key
