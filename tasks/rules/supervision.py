"""督办奖惩: what each kind of case rests on and asks for, its steps, its light, and what a rule proposes (SUP-01 to SUP-13).

No document prints a threshold (C-28): rules of the office propose, a person decides with a document number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import show
from landplan.lib.errors import Refusal
from landplan.lib.numbers import half_up

from ..choices import CaseKind, CaseState, LinkWay, RuleMetric
from .interviews import BASIS, LY, SL, SMX, ZMD

_ZMD_4 = f"{ZMD} 五（四）"
_SL_3 = f"{SL} 四（三）"
NO_UNIT_RULE = "没有定提名规则，不提建议（文件没有印“排名靠前”“排名靠后”“多次”各是几名几次；由办公室在“督办奖惩 › 提名”里定）"
_YEARLY = f"{LY} 四（三）“每年年底组织年度考评，落实奖惩措施”；{SMX} 四“每年年底组织年度考评，落实奖惩政策”"
CONVENTION = "一人提出、另一人决定，决定要有文号（本系统的约定）；各文件没有印具体的界限，由办公室定提名规则（C-28）"
INSPECTION_OFFICE = "市政府督查室"
DUE, PARCEL, SPAN, AMOUNT, PARK, PREVIOUS = "due", "parcel", "span", "amount", "park", "previous"


@dataclass(frozen=True)
class KindRule:
    """一类事项: its words in the documents, what it asks for, and how its end is called."""

    basis: str
    needs: frozenset[str] = frozenset()
    end: str = "办结"
    body: str = "领导小组办公室"
    is_reward: bool = False
    needs_result_no: bool = False


def _kind(basis: str, *needs: str, **more) -> KindRule:
    return KindRule(basis, frozenset(needs), **more)


KINDS: dict[str, KindRule] = {
    CaseKind.LISTED: _kind(f"{ZMD} 五（二）“将各县区（管委会）反映强烈、久拖不决的土地闲置问题列为重点案件，由市政府督查室逐宗挂牌督办”",
                           PARCEL, DUE, end="摘牌", body=INSPECTION_OFFICE, needs_result_no=True),
    CaseKind.ORDER: _kind(f"{_ZMD_4}“对组织不力、进展缓慢的县区，严格督促整改”", DUE, end="整改到位", body="督办落实组"),
    CaseKind.CRITICISM: _kind(f"{_ZMD_4}“对整改不到位、搪塞敷衍的，予以通报批评，并责令限期整改到位”", DUE, PREVIOUS, end="整改到位",
                              body="督办落实组"),
    CaseKind.INTERVIEW: _kind(BASIS, DUE),
    CaseKind.NO_AWARD: _kind(f"{_ZMD_4}“取消年度评先资格”", end="年度结束"),
    CaseKind.PAUSE: _kind(f"{_ZMD_4}“暂停该县区除省、市以上重点工程和重大民生项目外的新增建设用地申请”", SPAN, end="恢复申请"),
    CaseKind.CUT: _kind(f"{_ZMD_4}“按未完成任务比例核减下一年度新增建设用地计划指标”；{LY} 附件3 第十二条", AMOUNT, end="已核减"),
    CaseKind.STOP_SUPPLY: _kind(f"{_SL_3}“对闲置土地问题突出的单位进行公开曝光，停止新供建设用地”", SPAN, end="恢复供地"),
    CaseKind.EXPOSURE: _kind(f"{_SL_3}“对闲置土地问题突出的单位进行公开曝光”", end="已曝光"),
    CaseKind.ACCOUNTABILITY: _kind(f"{SL} 二（三）5“定期抽查检查，对问题较多的主管部门和街道办事处进行问责”", end="处理完毕",
                                   needs_result_no=True),
    CaseKind.TOLERANCE: _kind(f"{_SL_3}“健全容错纠错机制，鼓励勇于担当作为”", end="已认定"),
    CaseKind.CLUE: _kind(f"{_ZMD_4}“工作中发现违纪违法行为线索，及时向纪检监察机关移送”", end="已回执", body="纪检监察机关", needs_result_no=True),
    CaseKind.SUPPORT: _kind(f"{_SL_3}“对完成阶段任务且排名靠前的单位、街道办事处给予用地政策支持”", end="已落实", is_reward=True),
    CaseKind.QUOTA_REWARD: _kind(f"{LY} 附件3 第十二条“给予新增建设用地指标奖励”", AMOUNT, end="已下达", is_reward=True),
    CaseKind.PARK_RAISE: _kind(f"{LY} 附件3 第十二条“优先支持其调区、扩区和升级”", PARK, end="已落实", is_reward=True),
    CaseKind.REWARD: _kind(_YEARLY, end="已兑现", is_reward=True),
    CaseKind.PRAISE: _kind(f"{_YEARLY}；用通报表扬的形式是本系统的约定", end="已通报", is_reward=True),
}
RESTRICTED = frozenset({CaseKind.CLUE})
# what 督办落实组 proposes itself (驻政办〔2021〕19号 附件1 五“及时督促整改，……进行通报批评”); everything else the office does
GROUP_KINDS = frozenset({CaseKind.ORDER, CaseKind.CRITICISM})
# what becomes of a case: state -> the states a step leads to
STEPS = {CaseState.PROPOSED: (CaseState.OPEN, CaseState.DROPPED), CaseState.OPEN: (CaseState.CLOSED,), CaseState.CLOSED: (), CaseState.DROPPED: ()}
LABELS = {DUE: ("due_on", "办结时限"), PARCEL: ("parcel", "宗地"), SPAN: ("from_on", "起始日期"), AMOUNT: ("amount", "面积"), PARK: ("park", "园区"),
          PREVIOUS: ("before", "前一事项")}


def check_proposal(kind: str, values: Mapping[str, object], today: date) -> list[Refusal]:
    """能否提出: what this kind asks for is there, and its days follow one another."""
    rule, found = KINDS[kind], []
    for need in sorted(rule.needs):
        name, label = LABELS[need]
        if values.get(name) is None:
            how = "请先办督促整改；没有整改到位的，在那一件的页面点“整改不到位，提出通报批评”" if need == PREVIOUS else "请补上"
            found.append(Refusal(f"{CaseKind(kind).label}要有{label}，没有填。{how}（{rule.basis}）。", field=name, code="missing"))
    if not values.get("reason"):
        found.append(Refusal("事由没有填。请写明什么事、依据哪些数；被督办的县区会看到原话。", field="reason", code="missing"))
    due_on, from_on, until_on = (values.get(name) for name in ("due_on", "from_on", "until_on"))
    if due_on and due_on < today:
        found.append(Refusal(f"办结时限 {due_on} 早于今天 {today}。请写今天或以后的日期。", field="due_on", code="day_past"))
    if from_on and until_on and until_on <= from_on:
        found.append(Refusal(f"止期 {until_on} 不晚于起期 {from_on}。止期是恢复的那一天，应晚于起期；还没有定的可空。", field="until_on",
                             code="day_order"))
    base, amount = values.get("base"), values.get("amount")
    if base is not None and amount is not None and amount > base and kind == CaseKind.CUT:
        found.append(Refusal(f"核减 {show(amount)} 亩多于基数 {show(base)} 亩。核减不能超过下一年度的计划指标，请核对。", field="amount",
                             code="too_much"))
    return found


def check_closing(kind: str, *, result: str, result_no: str, closed_on: date, decided_on: date, today: date) -> list[Refusal]:
    """能否办结: with a result; some kinds close only with the document of the result (SUP-01, SUP-08, SUP-10)."""
    rule, found = KINDS[kind], []
    if not result:
        found.append(Refusal(f"{rule.end}要写结果，没有填。请写办到了什么程度。", field="result", code="missing"))
    if rule.needs_result_no and not result_no:
        found.append(Refusal(f"{CaseKind(kind).label}没有结果文件不能{rule.end}。请写结果文件的文号（{rule.basis}）。", field="result_no",
                             code="missing"))
    if not decided_on <= closed_on <= today:
        found.append(Refusal(f"{rule.end}日期 {closed_on} 应在决定日期 {decided_on} 和今天 {today} 之间。请核对。", field="closed_on",
                             code="day_order"))
    return found


GREEN, YELLOW, RED, NONE = "green", "yellow", "red", ""
LIGHTS = {GREEN: "正常", YELLOW: "迟办结", RED: "逾期", NONE: "未规定"}


def light(state: str, due_on: date | None, closed_on: date | None, today: date) -> str:
    """三色预警: red once the due day is over; made up later it turns yellow, never green; without a due day none."""
    if due_on is None or state in (CaseState.PROPOSED, CaseState.DROPPED):
        return NONE
    if state == CaseState.CLOSED:
        return GREEN if closed_on <= due_on else YELLOW
    return RED if today > due_on else GREEN


def unmet_ratio(done: Decimal | None, quota: Decimal | None) -> Fraction | None:
    """未完成任务比例 = max(0, 1 − Σ完成 ÷ Σ任务量), exact (C-12); None without a quota or without data."""
    return None if done is None or not quota else max(Fraction(0), 1 - Fraction(done) / Fraction(quota))


def proposed_cut(ratio: Fraction | None, base: Decimal | None) -> Decimal | None:
    """拟核减 (亩) = 基数 × 未完成任务比例, to 2 decimals half up: a proposal until somebody decides (6299、5039.2、1000 → 200.00)."""
    return None if ratio is None or base is None else half_up(ratio * Fraction(base), 2)


@dataclass(frozen=True)
class Standing:
    """一个县区 (or one of its units) 的情况 for the rules: figures of one class, or the combined ones, as of a day (亩)."""

    region_id: int
    name: str
    done: Decimal | None
    quota: Decimal | None
    rate: Fraction | None
    rank: int | None
    ranks: list[int | None] = field(default_factory=list)  # of the last bulletins (months, of units quarters), the latest first
    arrears: int = 0
    unit_id: int | None = None  # of a unit of the county, where units are ranked


def nominated(metric: str, standings: Iterable[Standing], *, value: Decimal | None, places: int | None, months: int | None) -> list[Standing]:
    """提名: the counties (or units) that meet a rule, in the order given, those at the top by rank. Who has no
    rate or no rank is never proposed by one."""
    found = list(standings)
    ranked = [one.rank for one in found if one.rank is not None]
    if metric == RuleMetric.RATE_BELOW:
        return [one for one in found if one.rate is not None and one.rate * 100 < Fraction(value)]
    if metric == RuleMetric.RATE_REACHED:
        met = [one for one in found if one.rate is not None and one.rate * 100 >= Fraction(value) and one.rank <= (places or len(ranked))]
        return sorted(met, key=lambda one: one.rank)
    if metric == RuleMetric.LAST:
        return [one for one in found if is_last(one.rank, ranked, places)]
    if metric == RuleMetric.LAST_RUNNING:
        held = [one for one in found if len(one.ranks) >= months]
        columns = [[one.ranks[n] for one in held] for n in range(months)]
        return [one for one in held if all(is_last(one.ranks[n], columns[n], places) for n in range(months))]
    return [one for one in found if one.arrears > value]


def is_last(place: int | None, ranks: Iterable[int | None], places: int) -> bool:
    """名次在后: among the last so many of the ranked, those that share the edge all of them; who is first is never last."""
    ranked = sorted(one for one in ranks if one is not None)
    return place is not None and place > 1 and place >= ranked[-places:][0]


def rule_words(metric: str, *, label: str, value: Decimal | None, places: int | None, months: int | None, as_of: str,
               span: str = "个月") -> str:
    """规则 in words: 综合完成率低于 70%（截至 2021-09-30）; `span` is from one bulletin to the next."""
    number = f"{value.normalize():f}" if value is not None else ""
    told = {
        RuleMetric.RATE_BELOW: f"{label}完成率低于 {number}%",
        RuleMetric.RATE_REACHED: f"{label}完成率达到 {number}%" + (f"且排名前 {places} 名" if places else ""),
        RuleMetric.LAST: f"{label}排名后 {places} 名",
        RuleMetric.LAST_RUNNING: f"{label}连续 {months} {span}通报排名后 {places} 名",
        RuleMetric.ARREARS: f"新增批而未供和闲置超过 {number} 宗",
    }[metric]
    return f"{told}（截至 {as_of}）"


def check_rule(values: Mapping[str, object]) -> list[Refusal]:
    """规则填全了没有: what its figure asks for."""
    metric, found = values["metric"], []
    wants = {RuleMetric.RATE_BELOW: ("value",), RuleMetric.RATE_REACHED: ("value",), RuleMetric.LAST: ("places",),
             RuleMetric.LAST_RUNNING: ("places", "months"), RuleMetric.ARREARS: ("value",)}[metric]
    labels = {"value": "数值", "places": "名次（个）", "months": "连续（月）"}
    for name in wants:
        if values.get(name) is None:
            found.append(Refusal(f"按“{RuleMetric(metric).label}”提名，{labels[name]}没有填。请写一个数。", field=name, code="missing"))
    if not values.get("basis"):
        found.append(Refusal("依据没有填。文件没有印界限的，写明由哪次会议或哪份文件定的。", field="basis", code="missing"))
    return found


def linked_change(way: str, *, reward: int | None, cut: int | None, unsupplied: Fraction | None, idle: Fraction | None,
                  ratio: Fraction | None) -> Fraction | None:
    """增存挂钩: how much of next year's plan figure is added (+) or cut (−), as a share. None without the figures that the way needs.

    `unsupplied` and `idle` are completion rates, `ratio` the unmet share of all three classes.
    """
    if way == LinkWay.UNMET:
        return None if ratio is None else -ratio
    known = [rate for rate in (unsupplied, idle) if rate is not None]
    if not known:
        return None
    return Fraction(reward or 0, 100) if all(rate >= 1 for rate in known) else -Fraction(cut or 0, 100)


def check_formula(values: Mapping[str, object]) -> list[Refusal]:
    """算法填全了没有."""
    found = []
    if values["way"] == LinkWay.BOTH:
        for name, label in (("reward_percent", "奖励（%）"), ("cut_percent", "核减（%）")):
            if values.get(name) is None:
                found.append(Refusal(f"{label}没有填。请写 0 到 100 的整数。", field=name, code="missing"))
    if not values.get("basis"):
        found.append(Refusal("依据没有填。方案没有印算法（LNK-01），请写明按哪份文件或哪次会议定的。", field="basis", code="missing"))
    return found
