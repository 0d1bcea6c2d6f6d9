"""洛阳的六类低效用地: 洛政办〔2021〕16号 附件3 第二条."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import plain
from landplan.lib.numbers import half_up

from .base import Check, Clause, Conclusion, Facts, Outcome, Rule, all_of, any_of, is_there, is_true
from .facts import FACTS, INDICATORS, Year

DOCUMENT, VERSION = "洛政办〔2021〕16号", "洛政办〔2021〕16号附件3规则 第1版"
THIRD, QUARTER = Fraction(1, 3), Fraction(1, 4)
MOST_MONTHS = 24  # 「超过2年」: more than so many (C-35)
_TURNS = ("is_banned", "fails_environment", "fails_safety", "is_transforming", "is_closing")
_INDICATOR_NEEDS = tuple(f"{code}_{side}" for code, *_ in INDICATORS for side in ("agreed", "actual"))


def _transformation(facts: Facts) -> Outcome:
    return any_of(*(is_true(facts, key) for key in _TURNS))


def _suspended(facts: Facts) -> Outcome:
    return all_of(_share(facts, "started_area", "should_area", THIRD, "三分之一"),
                  _share(facts, "invested", "total_investment", QUARTER, "25%"), _not_idle(facts))


def _share(facts: Facts, part: str, whole: str, limit: Fraction, words: str) -> Check:
    """部分 ÷ 全部, exact; exactly the limit is not over it (C-34)."""
    some, every = facts.get(part), facts.get(whole)
    missing = tuple(key for key, value in ((whole, every), (part, some)) if value is None or (key == whole and not value))
    if missing:
        return Check(None, missing=missing)
    share = Fraction(some) / Fraction(every)
    told = f"{FACTS[part].label} {FACTS[part].shown(some)} ÷ {FACTS[whole].label} {FACTS[whole].shown(every)} = {half_up(share * 100, 2)}%"
    edge = f"{_edge(Fraction(every) * limit)} {FACTS[part].unit}"
    if share > limit:
        return Check(True, f"{told}，超过{words}", f"{FACTS[part].label}不超过 {edge}（恰为{words}也不算超过）")
    exactly = f"，恰为{words}，不算超过" if share == limit else f"，没有超过{words}"
    return Check(False, told + exactly, f"{FACTS[part].label}超过 {edge}")


def _edge(value: Fraction) -> str:
    text = plain(half_up(value, 6))
    return text if Fraction(Decimal(text)) == value else f"约 {plain(half_up(value, 2))}"


def _not_idle(facts: Facts) -> Check:
    if facts.get("has_idle_finding"):
        return Check(False, "本宗有有效的闲置认定，构成闲置用地", "闲置认定撤销或处置完")
    return Check(True, "本宗没有有效的闲置认定", "被认定为闲置（按闲置处置，不再是低效）")


def _underbuilt(facts: Facts) -> Outcome:
    return all_of(is_true(facts, "is_completed"), _indicators(facts), is_true(facts, "is_breach"))


def _indicators(facts: Facts) -> Check:
    """7 项指标: one that is not as agreed is enough; those that the contract does not agree on are passed over."""
    agreed = [one for one in INDICATORS if facts.get(f"{one[0]}_agreed") is not None]
    if not agreed:
        return Check(None, missing=("far_agreed",))
    short = [one for one in agreed if facts.get(f"{one[0]}_actual") is not None and _is_short(facts, *one)]
    blank = tuple(f"{code}_actual" for code, *_ in agreed if facts.get(f"{code}_actual") is None)
    if short:
        return Check(True, "未达到约定：" + "；".join(_compared(facts, *one) for one in short), "这些指标都达到约定")
    if blank:
        return Check(None, missing=blank)
    return Check(False, f"合同约定的 {len(agreed)} 项指标都达到：" + "；".join(_compared(facts, *one) for one in agreed),
                 "其中任一项未达到约定")


def _is_short(facts: Facts, code: str, name: str, unit: str, is_upper: bool) -> bool:
    actual, agreed = facts[f"{code}_actual"], facts[f"{code}_agreed"]
    return actual > agreed if is_upper else actual < agreed


def _compared(facts: Facts, code: str, name: str, unit: str, is_upper: bool) -> str:
    way = "不高于" if is_upper else "不低于"
    return f"{name}约定{way} {plain(facts[f'{code}_agreed'])}{unit}，实际 {plain(facts[f'{code}_actual'])}{unit}"


def _stopped(facts: Facts) -> Outcome:
    return all_of(is_there(facts, "accepted_on"), _unprofitable(facts))


def _unprofitable(facts: Facts) -> Check:
    last, today = facts.get("last_profit"), facts["today"]
    if last is None:
        return Check(None, missing=("last_profit",))
    months = (today.year - last.year) * 12 + today.month - last.month
    told = f"{FACTS['last_profit'].label} {FACTS['last_profit'].shown(last)}，至今 {months} 个月"
    if months > MOST_MONTHS:
        return Check(True, f"{told}，超过 2 年", "其间有一个月有经营利润")
    return Check(False, f"{told}，没有超过 2 年（{MOST_MONTHS} 个月）", f"无利润满 {MOST_MONTHS + 1} 个月")


def _low_output(facts: Facts) -> Outcome:
    return all_of(is_there(facts, "accepted_on"), is_true(facts, "is_producing"), is_true(facts, "is_lawful"), _grades(facts))


def _grades(facts: Facts) -> Check:
    """连续两年 C 类 (C-33: two evaluation years in a row)."""
    graded: dict[int, Year] = {row.year: row for row in facts.get("years", ()) if row.grade}
    if len(graded) < 2:
        return Check(None, missing=("企业分类综合评价（至少两年）",))
    told = "企业分类综合评价：" + "、".join(f"{year}年 {graded[year].grade} 类" for year in sorted(graded))
    pair = next((year for year in sorted(graded) if graded[year].grade == "C" and year + 1 in graded and graded[year + 1].grade == "C"), None)
    if pair:
        return Check(True, f"{told}；{pair}、{pair + 1} 连续两年 C 类", f"{pair}年或{pair + 1}年不是 C 类")
    return Check(False, f"{told}；没有连续两年 C 类", "有相连的两年都是 C 类")


def _other(facts: Facts) -> Outcome:
    return Outcome(Conclusion.OPEN, used=("县区自行认定，认定时写文号和理由",))


def _rule(code: str, label: str, section: str, quotation: str, needs: tuple[str, ...], judge) -> Rule:
    return Rule(code, label, Clause(DOCUMENT, f"附件3 第二条{section}", quotation), needs, judge, VERSION)


RULES = (
    _rule("ly_transformation", "产业转型类", "（一）", "国家禁止类、淘汰类产业用地，不符合环保标准和安全生产要求的工业用地，转型升级及"
          "“退二优二”的工业用地，政府列入“关停并转”范围的工业用地。", _TURNS, _transformation),
    _rule("ly_suspended", "停建缓建类", "（二）", "项目已动工开发建设，其开发建设用地总面积已超过应动工开发建设用地总面积的三分之一且建设工程投资额"
          "（不包括取得土地使用权的费用和向国家缴纳的税费）已超过总投资额的 25%，不构成闲置用地的。",
          ("should_area", "started_area", "total_investment", "invested"), _suspended),
    _rule("ly_underbuilt", "开发未达标类", "（三）", "项目已开发建设完工投产，但其土地出让合同设定的建筑容积率、建筑密度、投资强度、产出强度、"
          "建筑系数、绿地率、行政办公和生活服务设施配套用地比例 7 项指标中有未达到约定条件要求，已存在违约事实的工业企业用地。",
          ("is_completed", "is_breach", *_INDICATOR_NEEDS), _underbuilt),
    _rule("ly_stopped", "停产半停产类", "（四）", "项目用地已经依法组织竣工验收合格，未产生经营利润时间超过 2 年以上的。",
          ("accepted_on", "last_profit"), _stopped),
    _rule("ly_low_output", "产出未达标类", "（五）", "项目用地已经依法组织竣工验收合格、企业生产正常、土地处于依法利用状态中，"
          "但在企业分类综合评价中，连续两年被划定为 C 类（倒逼转型类）企业的。", ("accepted_on", "is_producing", "is_lawful"), _low_output),
    _rule("ly_other", "其他低效用地", "（六）", "经各县区认定的其他低效利用存量建设用地。", (), _other),
)
