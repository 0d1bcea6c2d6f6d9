"""查督办奖惩: the cases, what the rules propose as of a day, one county's year, and the figures that a cut is worked out from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, QuerySet, Sum

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.numbers import half_up
from landplan.lib.weeks import last_instant, month_cutoffs
from parcels.selectors.unit_facts import UnitTrail

from ..choices import CaseKind, CaseState, Compares, QuotaClass, RuleMetric
from ..models import CaseRule, LinkFormula, Plan, SupervisionCase
from ..rules.ranking import combined, completion, rank
from ..rules.supervision import RESTRICTED, Standing, light, linked_change, nominated, rule_words, unmet_ratio
from .arrears import new_arrears
from .done import done_at, known_regions
from .plans import counties_in
from .quotas import quota_sheet
from .unit_standings import bulletin_days, ranks_units, unit_standings

NAMED = 50  # parcels named in the figures of an accountability case
PLACE = "名次"
COMBINED = ""  # the class of a rule that looks at all three together


def visible_cases(actor: Actor) -> QuerySet[SupervisionCase]:
    """能看的事项: a county reads what was decided about it and its own applications, never a clue; only office and leaders read clues."""
    rows = SupervisionCase.objects.select_related("region", "plan__document", "parcel", "park", "proposed_by", "decided_by", "before")
    if actor.role not in ("office", "leader"):
        rows = rows.exclude(kind__in=RESTRICTED)
    if actor.role in ("county_clerk", "county_reviewer"):
        rows = rows.filter(state__in=[CaseState.OPEN, CaseState.CLOSED]) | rows.filter(proposed_by_id=actor.user_id)
    return rows


def with_light(rows: Iterable[SupervisionCase], today: date) -> list[SupervisionCase]:
    """各项 with its light."""
    found = list(rows)
    for row in found:
        row.light = light(row.state, row.due_on, row.closed_on, today)
    return found


@dataclass(frozen=True)
class Totals:
    """一个县区在一刻: Σ of the classes, or one of them (亩); `done` None while its ledger is empty (无数据, not 0)."""

    done: Decimal | None
    quota: Decimal | None


def totals_of(plan: Plan, moment: datetime, quota_class: str = COMBINED) -> dict[int, tuple[str, Totals]]:
    """各县区的完成和任务量 in printed order; empty when the plan has no quota table."""
    sheet = quota_sheet(plan, moment)
    if sheet is None:
        return {}
    done, classes = done_at(plan, moment), [quota_class] if quota_class else list(QuotaClass.values)
    rows = [row for row in sheet.counties if row.region_id]
    known = known_regions(done.areas, [row.region_id for row in rows], moment)
    return {row.region_id: (row.label, Totals(*combined((done.area(row.region_id, one) if row.region_id in known else None, row.quotas.get(one))
                                                        for one in classes))) for row in rows}


def standings(plan: Plan, moment: datetime, quota_class: str, *, months: int = 0) -> list[Standing]:
    """各县区的情况 as of a moment: figures, rank, the ranks of the last monthly cut-offs."""
    now = totals_of(plan, moment, quota_class)
    places = {one.key: one for one in rank((region_id, total.done, total.quota) for region_id, (_, total) in now.items())}
    ranks: dict[int, list[int | None]] = {region_id: [] for region_id in now}
    for cutoff in sorted((one for one in month_cutoffs(plan.weekly_cutoffs(), plan.month_rule) if one <= moment), reverse=True)[:months]:
        then = rank((region_id, total.done, total.quota) for region_id, (_, total) in totals_of(plan, cutoff, quota_class).items())
        for place in then:
            ranks.setdefault(place.key, []).append(place.rank)
    return [Standing(region_id, name, total.done, total.quota, places[region_id].rate, places[region_id].rank, ranks[region_id])
            for region_id, (name, total) in now.items()]


@dataclass(frozen=True)
class Nomination:
    """一条提名: the rule in words, the day, and the counties that meet it, each with its figures and a case that is there already; `unknown`
    are those with a quota whose ledger is empty: no rule on figures proposes them, and nobody may take that for a figure."""

    rule: CaseRule
    words: str
    as_of: date
    found: list[tuple[Standing, list[tuple[str, str]], SupervisionCase | None]]
    unknown: list[str]


def nominations(plan: Plan, actor: Actor, now: datetime) -> list[Nomination]:
    """各条规则的提名, for who sees the whole plan."""
    rules = list(plan.case_rules.filter(ended_at=None).order_by("id"))
    cases = list(SupervisionCase.objects.filter(rule__in=rules).order_by("-proposed_at"))
    return [_nominate(plan, rule, actor, now, cases) for rule in rules]


def _nominate(plan: Plan, rule: CaseRule, actor: Actor, now: datetime, cases: list[SupervisionCase]) -> Nomination:
    as_of = day_of(rule, now)
    looked_at = _standings_for(plan, rule, actor, now)
    found = nominated(rule.metric, looked_at, value=rule.value, places=rule.places, months=rule.months)
    return Nomination(rule, words_of(rule, as_of), as_of, [(one, figures_of(one, rule.metric), _case_of(cases, rule, one, as_of)) for one in found],
                      [one.name for one in looked_at if one.quota and one.done is None] if rule.metric != RuleMetric.ARREARS else [])


def rules_told(plan: Plan, kind: str, now: datetime) -> list[str]:
    """现行的提名规则 of a kind, in words with what they rest on."""
    return [f"{words_of(rule, day_of(rule, now))}，依据：{rule.basis}" for rule in plan.case_rules.filter(kind=kind, ended_at=None).order_by("id")]


def _case_of(cases: list[SupervisionCase], rule: CaseRule, one: Standing, as_of: date) -> SupervisionCase | None:
    """已提出的: of a county in the year, of a unit since the quarter's end that the rule looks at."""
    for case in cases:
        is_its = case.rule_id == rule.id and case.region_id == one.region_id
        if is_its and (case.subject == one.name and clock.local(case.proposed_at).date() > as_of if one.unit_id else case.year == as_of.year):
            return case
    return None


def looks_at_units(rule: CaseRule) -> bool:
    """看单位的规则: of a county's own plan, by a figure that ranks; arrears are counted of the county."""
    return rule.metric != RuleMetric.ARREARS and ranks_units(rule.plan)


def day_of(rule: CaseRule, now: datetime) -> date:
    """截至 of a rule: its own day, or today; never later than today. A rule about units looks at the last quarter that had ended by then."""
    today = clock.local(now).date()
    day = min(rule.as_of_on or today, today)
    return next(iter(bulletin_days(rule.plan, day)), day) if looks_at_units(rule) else day


def _standings_for(plan: Plan, rule: CaseRule, actor: Actor, now: datetime) -> list[Standing]:
    """各县区的情况 that a rule looks at. Arrears need no quota: a county without one has them too."""
    as_of = day_of(rule, now)
    if looks_at_units(rule):
        return unit_standings(plan, as_of, rule.quota_class, quarters=rule.months or 0) if bulletin_days(plan, as_of) else []
    found = standings(plan, min(last_instant(as_of), now), rule.quota_class, months=rule.months or 0)
    if rule.metric != RuleMetric.ARREARS:
        return found
    counted, known = _arrears(plan, actor, as_of), {one.region_id for one in found}
    found += [Standing(one.id, one.name, None, None, None, None) for one in counties_in(plan, actor) if one.id not in known]
    return [replace(one, arrears=counted[one.region_id]) for one in found]


def words_of(rule: CaseRule, as_of: date) -> str:
    """规则 in words."""
    return rule_words(rule.metric, label=rule.get_quota_class_display() or "综合", value=rule.value, places=rule.places, months=rule.months,
                      as_of=str(as_of), span="个季度" if looks_at_units(rule) else "个月")


def figures_of(one: Standing, metric: str) -> list[tuple[str, str]]:
    """提名时的数 as pairs of words, kept with the case."""
    pairs = [("任务量（亩）", "—" if one.quota is None else show(one.quota)), ("完成（亩）", _done_words(one)),
             ("完成率", "—" if one.rate is None else f"{half_up(one.rate * 100, 2)}%"), (PLACE, str(one.rank or "—"))]
    if metric == RuleMetric.LAST_RUNNING:
        pairs.append(("近几季名次" if one.unit_id else "近几月名次", "、".join(str(rank or "—") for rank in one.ranks)))
    if metric == RuleMetric.ARREARS:
        pairs.append(("新增（宗）", str(one.arrears)))
    return pairs


def _done_words(one: Standing | Totals) -> str:
    """What was done; of an empty ledger nothing is known, and where nothing was handed down nothing is asked."""
    return show(one.done) if one.done is not None else "无数据" if one.quota else "—"


def unit_nominations(plan: Plan, kind: str, as_of: date, basis: str, trail: UnitTrail) -> list[
        tuple[CaseRule, str, list[tuple[Standing, list[tuple[str, str]]]]]]:
    """一季的提名: what each rule of a kind says of the units at that quarter's end, in words and with their figures."""
    found = []
    for rule in plan.case_rules.filter(kind=kind, ended_at=None).exclude(metric=RuleMetric.ARREARS).order_by("id"):
        told = unit_standings(plan, as_of, rule.quota_class, quarters=rule.months or 0, basis=basis, trail=trail)
        met = nominated(rule.metric, told, value=rule.value, places=rule.places, months=rule.months)
        found.append((rule, words_of(rule, as_of), [(one, figures_of(one, rule.metric)) for one in met]))
    return found


def rule_figures(plan: Plan, rule: CaseRule, region_id: int, actor: Actor, now: datetime, unit: str = "") -> list[tuple[str, str]]:
    """一个县区 (or a unit of it) 按一条规则的数, whether it meets the rule or not."""
    mine = [one for one in _standings_for(plan, rule, actor, now) if one.region_id == region_id and (not one.unit_id or one.name == unit)]
    return [("提名规则", words_of(rule, day_of(rule, now))), *(figures_of(mine[0], rule.metric) if mine else [])]


def county_figures(plan: Plan, region_id: int, actor: Actor, now: datetime, unit: str = "") -> list[tuple[str, str]]:
    """一个县区的三类合计 as they stand; of a unit that is named those of the last quarter that has ended. Who sees a part of the plan
    is told no rank: the one among his own counties is none."""
    if unit and ranks_units(plan):
        days = bulletin_days(plan, clock.local(now).date())[:1]
        found = [(day, one) for day in days for one in unit_standings(plan, day, COMBINED) if one.name == unit]
        return [pair for day, one in found for pair in [("截至", str(day)), *figures_of(one, RuleMetric.LAST)]]
    mine = [one for one in standings(plan, now, COMBINED) if one.region_id == region_id]
    told = figures_of(mine[0], RuleMetric.LAST) if mine else []
    return told if actor.covers(plan.region_id) else [pair for pair in told if pair[0] != PLACE]


def arrears_figures(plan: Plan, actor: Actor, region_id: int, unit: str) -> list[tuple[str, str]]:
    """问责所依据的新增宗地 of a county, of one unit where it is named: how many, and their numbers."""
    rows = new_arrears(plan, actor).filter(region_id=region_id)
    rows = rows.filter(parcel__lead_unit=unit) if unit else rows
    numbers = list(rows.order_by("parcel__parcel_no").values_list("parcel__parcel_no", flat=True))
    more = f" 等 {len(numbers)} 宗" if len(numbers) > NAMED else ""
    return [("新增批而未供和闲置（宗）", str(len(numbers))), ("所依据的宗地", "、".join(numbers[:NAMED]) + more or "没有")]


def _arrears(plan: Plan, actor: Actor, day: date) -> Counter:
    return Counter(dict(new_arrears(plan, actor, day).order_by().values_list("region_id").annotate(n=Count("id"))))


def stage_end(plan: Plan, today: date) -> date | None:
    """最近一个考核日 that has come: the due day of a stage's targets (9月30日, 11月30日 of 驻政办〔2021〕19号); none before the first."""
    return plan.targets.filter(compares=Compares.QUOTA_RATE, due_on__lte=today).order_by("-due_on").values_list("due_on", flat=True).first()


def cut_basis(plan: Plan, region_id: int, now: datetime) -> tuple[Fraction | None, list[tuple[str, str]]]:
    """核减的比例 and what it comes from: Σ完成、Σ任务量 of the three classes at the end of the last stage (C-12)."""
    day = stage_end(plan, clock.local(now).date()) or clock.local(now).date()
    _, total = totals_of(plan, min(last_instant(day), now)).get(region_id, ("", Totals(None, None)))
    ratio = unmet_ratio(total.done, total.quota)
    return ratio, [("截至", str(day)), ("任务量（亩）", "—" if total.quota is None else show(total.quota)),
                   ("完成（亩）", _done_words(total)),
                   ("未完成比例", "—" if ratio is None else f"{half_up(ratio * 100, 2)}%")]


def decided_in(actor: Actor, plan: Plan, year: int) -> QuerySet[SupervisionCase]:
    """一年里决定了的事项."""
    return visible_cases(actor).filter(plan=plan, year=year, state__in=[CaseState.OPEN, CaseState.CLOSED])


def year_counts(rows: QuerySet[SupervisionCase]) -> dict[int, dict[str, int]]:
    """年度汇总: region -> kind -> how many."""
    found: dict[int, dict[str, int]] = {}
    for region_id, kind, count in rows.order_by().values_list("region_id", "kind").annotate(n=Count("id")):
        found.setdefault(region_id, {})[kind] = count
    return found


def cut_rows(actor: Actor, plan: Plan) -> QuerySet[SupervisionCase]:
    """核减台账: decided cuts by county and year."""
    rows = visible_cases(actor).filter(plan=plan, kind=CaseKind.CUT, state__in=[CaseState.OPEN, CaseState.CLOSED])
    return rows.order_by("-year", "region__sort", "decided_on", "id")


def cut_sums(rows: QuerySet[SupervisionCase]) -> list[dict]:
    """核减合计 by year and county."""
    return list(rows.order_by("-year", "region__sort").values("year", name=F("region__name")).annotate(area=Sum("amount"), count=Count("id")))


@dataclass(frozen=True)
class LinkLine:
    """增存挂钩的一行: the inputs of one county, and the share that the formula gives (None without one)."""

    region_id: int
    name: str
    rates: dict[str, Fraction | None]
    done: Decimal | None
    quota: Decimal | None
    ratio: Fraction | None
    change: Fraction | None


def formula_of(plan: Plan) -> LinkFormula | None:
    """现行算法."""
    return plan.link_formulas.order_by("-id").first()


def link_lines(plan: Plan, moment: datetime, formula: LinkFormula | None) -> list[LinkLine]:
    """各县区的投入数和算出的增减, in printed order."""
    by_class = {one.value: totals_of(plan, moment, one.value) for one in QuotaClass}
    found = []
    for region_id, (name, total) in totals_of(plan, moment).items():
        rates = {one: completion(by_class[one][region_id][1].done, by_class[one][region_id][1].quota) for one in by_class}
        ratio = unmet_ratio(total.done, total.quota)
        change = linked_change(formula.way, reward=formula.reward_percent, cut=formula.cut_percent, unsupplied=rates[QuotaClass.UNSUPPLIED],
                               idle=rates[QuotaClass.IDLE], ratio=ratio) if formula else None
        found.append(LinkLine(region_id, name, rates, total.done, total.quota, ratio, change))
    return found
