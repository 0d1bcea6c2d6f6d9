"""驻马店的三类低效用地: 驻政办〔2021〕19号 四（二）, each parcel checked by the four items of 三（六）(LED-22)."""

from __future__ import annotations

from .base import Check, Clause, Facts, Outcome, Rule, left_to_people
from .facts import YEAR_FACTS, Year

DOCUMENT, VERSION = "驻政办〔2021〕19号", "驻政办〔2021〕19号规则 第1版"
_TYPES = Clause(DOCUMENT, "四（二）、三（六）", "对低效用地按“产业转型类、粗放用地类、停建停产类”三种类型进行排查认定。对低效用地，"
                "逐一核实各宗用地的产值、税收、投资额、建设进度等情况，提出低效用地认定意见，向土地使用权人告知相关情况及限期完成再利用等要求。")


def _checked(facts: Facts) -> Outcome:
    return left_to_people(_four_items(facts))


def _four_items(facts: Facts) -> Check:
    """产值、税收、投资额、建设进度 of the latest year recorded, with its source."""
    years: list[Year] = sorted(facts.get("years", ()), key=lambda row: row.year)
    if not years:
        return Check(None, missing=tuple(label for _, label, _ in YEAR_FACTS))
    last = years[-1]
    blank = [f"{last.year}年{label}" for name, label, _ in YEAR_FACTS if getattr(last, name) is None]
    blank += [] if last.source else [f"{last.year}年数据来源"]
    if blank:
        return Check(None, missing=tuple(blank))
    told = "、".join(f"{label} {getattr(last, name):f}{unit}" for name, label, unit in YEAR_FACTS)
    return Check(True, f"{last.year}年已核实：{told}（{last.source}）")


RULES = tuple(Rule(code, label, _TYPES, (), _checked, VERSION) for code, label in (
    ("transformation", "产业转型类"), ("extensive", "粗放用地类"), ("stopped", "停建停产类")))
