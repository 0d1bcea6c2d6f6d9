"""认定的预警: what the rules say and nobody found yet, what no longer carries a finding, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from ..clocks import LAW
from ..findings.base import Conclusion, Outcome, Rule
from ..findings.idle import LAW as IDLE_LAW
from .base import HOLDING, Around, Flag, Land, Seen

_LOW = "各方案的认定条件，条款见宗地页“为什么”"
FLAGS = (
    Flag("idle_unfound", "应调查未调查", "{detail}，没有有效的闲置认定，也没有在办的闲置程序。请发调查通知书。", f"{LAW}第五、六条", "bad"),
    Flag("proposed", "规则成立未认定", "{detail}的条件已成立，还没有认定。请县区审核员认定，或改正事实。", _LOW),
    Flag("shaken", "认定依据变了", "按现在的事实，{detail}。请核对事实；认定有误的由考核验收组登记结果。", _LOW, "bad"),
    Flag("one_missing", "只差一项事实", "{detail}。补填后规则就有结论。", _LOW),
    Flag("facts_missing", "认定事实没有填", "还没有填过核实表，规则无从判断。请填报员核实事实。", "驻政办〔2021〕19号 三（六）；" + _LOW),
    Flag("procedure_late", "闲置程序逾期", "闲置程序：{detail}，期限 {on} 已过。", f"{LAW}第五至十八条", "bad"),
    Flag("notice_late", "告知逾期未答复", "低效用地告知书 {detail}，答复期限 {on} 已过，没有答复。", "驻政办〔2021〕19号 三（六）"),
)


def see(land: Land, around: Around, is_open: bool) -> Iterator[Seen]:
    """认定上看见的."""
    if not is_open:
        return
    if notice := around.notices.get(land.id):
        yield Seen("notice_late", notice.on, notice.told)
    if land.kind == "idle":
        yield from _idle(land, around)
    elif land.kind in ("inefficient", "used_unsupplied"):
        yield from _found(land, around)


def _idle(land: Land, around: Around) -> Iterator[Seen]:
    today, due = around.today, around.procedures.get(land.id)
    if due and due.on < today:
        yield Seen("procedure_late", due.on, due.told)
    if (land.id, "idle") in around.findings or land.id in around.procedures:
        return
    if land.started_on is None:
        if land.clock_year1_on and land.clock_year1_on <= today:
            yield Seen("idle_unfound", land.clock_year1_on, f"到 {land.clock_year1_on} 未动工满一年")
    elif any(outcome.conclusion == Conclusion.WARNS for _, outcome in around.judged(land)):
        yield Seen("idle_unfound", None, f"已动工，中止开发建设满一年且面积或投资不足（{IDLE_LAW}）")


def _found(land: Land, around: Around) -> Iterator[Seen]:
    """低效、未供即用: by each rule of the county's document."""
    standing = around.findings.get((land.id, land.kind))
    if land.id not in around.sheets:
        if standing is None and around.rules.get((land.region_id, land.kind)):
            yield Seen("facts_missing")
        return
    judged = list(around.judged(land))
    yield from _shaken(judged, standing) if standing else _unfound(judged)


def _shaken(judged: list[tuple[Rule, Outcome]], standing) -> Iterator[Seen]:
    for rule, outcome in judged:
        if rule.code == standing.type_code and outcome.conclusion == Conclusion.FAILS:
            yield Seen("shaken", None, f"{rule.label}（{standing.doc_no}）不再满足：{'；'.join(outcome.failed)}"[:300])


def _unfound(judged: list[tuple[Rule, Outcome]]) -> Iterator[Seen]:
    holding = [rule for rule, outcome in judged if outcome.conclusion in HOLDING]
    if holding:
        yield Seen("proposed", None, "、".join(f"{rule.label}（{rule.clause}）" for rule in holding)[:300])
        return
    for rule, outcome in judged:
        if outcome.conclusion == Conclusion.LACKS and len(outcome.missing) == 1:
            yield Seen("one_missing", None, f"{rule.label}只差一项：{outcome.lacking[0]}"[:300])
            return
