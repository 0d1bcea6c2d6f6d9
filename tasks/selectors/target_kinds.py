"""查目标的其他算法: what each is held against, read for all counties at once - years, cohorts, land made ready, registers, parks.

Every way gives a `Share` (parts and wholes by county) or the figures of parks; the rules turn them into outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Q, Sum

from landplan.lib.clock import local
from landplan.lib.weeks import last_instant
from parcels.choices import ItemState, Kind, Register, UsedType
from parcels.models import Backfill, Cohort, RegisterItem
from parcels.selectors.land_sums import (
    NOTHING,
    ByRegion,
    Land,
    accepted_of,
    accepted_on,
    areas_of,
    cleared_left,
    industrial_grants,
    left_at,
    moved_on,
    registered_of,
    supplied_of,
    used_land,
    with_covenant,
)

from ..choices import Compares, SupplyFormula, YearBase
from ..models import Plan, Target, TargetConfirmation
from ..rules.quota import kinds_of
from ..rules.target_kinds import (
    COUNTED,
    PARKS,
    SHARES,
    Term,
    judge_confirmed,
    judge_share,
)
from ..rules.targets import NO_DATA, Outcome
from .arrears import base_day
from .target_parks import ParkFigures

PILOT = "pilot"  # in `Target.of` of 标准地: only the parks of the trial
FOUND = "found"  # in `Target.of` of 未供即用: only what a finding put on the list


@dataclass(frozen=True)
class Share:
    """部分与整体 by county: signed terms of the whole and terms of the part; `cap` is the most that can be needed."""

    base: list[tuple[str, int, ByRegion]]
    done: list[tuple[str, ByRegion]]
    unit: str = "亩"
    cap: ByRegion | None = None
    named: str = "基数"
    lacking: str = ""
    open_names: dict[int, list[str]] = field(default_factory=dict)

    def outcome(self, value: Decimal | None, regions: list[int]) -> Outcome:
        """The result of these counties together."""
        if not any(region in amounts for region in regions for _, _, amounts in self.base):
            return Outcome(NO_DATA, sums=self.lacking or "无数据", unit=self.unit)
        found = judge_share(value, [Term(label, _of(amounts, regions)) for label, amounts in self.done],
                            [Term(label, _of(amounts, regions), sign) for label, sign, amounts in self.base], unit=self.unit,
                            cap=None if self.cap is None else _of(self.cap, regions), named=self.named)
        names = [name for region in regions for name in self.open_names.get(region, [])]
        said = f"；未办结 {len(names)} 项：{'、'.join(names[:5])}{'等' if len(names) > 5 else ''}" if names else ""
        return Outcome(found.state, found.done, found.needed, found.rate, found.sums + said, found.unit, found.told_rate)


def _of(amounts: ByRegion, regions: list[int]) -> Decimal:
    return sum((amounts.get(region, NOTHING) for region in regions), NOTHING)


class Kinds:
    """其他算法 of one plan at one instant; what several targets share is read once."""

    def __init__(self, plan: Plan, moment: datetime, basis: str):
        self.plan, self.moment, self.basis, self.day = plan, moment, basis, local(moment).date()
        self._shares: dict[tuple, Share | Outcome] = {}
        self._left: dict[tuple, ByRegion] = {}

    def outcome(self, target: Target, regions: list[int]) -> Outcome:
        """The result of a target for these counties; parks and confirmations know no counties."""
        if target.compares == Compares.CONFIRM:
            found = self.confirmations.get(target.id)
            return judge_confirmed(found.done_on if found else None, found.document_no if found else "", target.due_on, self.day)
        if target.compares in PARKS:
            return self.parks.outcome(target)
        share = self.share(target)
        return share if isinstance(share, Outcome) else share.outcome(target.value, regions)

    def share(self, target: Target) -> Share | Outcome:
        """部分与整体 of a target, or why there is none."""
        key = (target.compares, target.of, target.quota_class, target.in_parks, target.due_on)
        if key not in self._shares:
            self._shares[key] = getattr(self, f"_{target.compares}")(target)
        return self._shares[key]

    # ── 面积 ──
    def land(self, target: Target, cohort: Cohort | None = None) -> Land:
        """The land that a target speaks of: its class, else all five kinds."""
        kinds = kinds_of(target.quota_class, self.plan.counts_used_unsupplied) if target.quota_class else list(Kind.values)
        return Land(tuple(kinds), target.in_parks, cohort)

    def left(self, day: date, land: Land) -> ByRegion:
        if (day, land) not in self._left:
            self._left[day, land] = left_at(day, land, self.basis)
        return self._left[day, land]

    @cached_property
    def first_year(self) -> int:
        """首年 of the yearly targets (固定存量 is that of its beginning)."""
        return min(one.due_on.year for one in self.plan.targets.all() if one.compares == Compares.YEAR_RATE and one.due_on)

    def _year_rate(self, target: Target) -> Share | Outcome:
        year, land = target.due_on.year, self.land(target)
        if self.day.year < year:
            return Outcome(NO_DATA, sums=f"{year}年还没有开始")
        opening = self.left(date(year, 1, 1), land)
        until = min(self.moment, last_instant(target.due_on))
        done = accepted_of(land, until, last_instant(date(year - 1, 12, 31)), self.basis)
        lacking = f"台账里没有 {year} 年年初的存量。登记或导入宗地时写“何日起是这一类”，年初前的才算进年初存量"
        if self.plan.year_base == YearBase.OPENING:
            return Share([(f"{year}年年初存量", 1, opening)], [("本年已处置", done)], lacking=lacking)
        return Share([(f"{self.first_year}年年初固定存量", 1, self.left(date(self.first_year, 1, 1), land))], [("本年已处置", done)], cap=opening,
                     lacking=lacking)

    @cached_property
    def cohorts(self) -> dict[str, Cohort]:
        return {one.code: one for one in self.plan.region.cohorts.all()}

    def _cohort_rate(self, target: Target) -> Share | Outcome:
        cohort = self.cohorts.get(target.of)
        if cohort is None:
            return Outcome(NO_DATA, sums="没有登记这个形成年代的起止，不可计算")
        land = self.land(target, cohort)
        held, moved = areas_of(registered_of(land, self.moment)), moved_on(land, self.moment, self.basis)
        stock = {region: held.get(region, NOTHING) + moved.get(region, NOTHING) for region in held.keys() | moved.keys()}
        return Share([(f"{cohort.label}（{cohort.span}批准）存量", 1, stock)],
                     [("已处置", accepted_of(land, self.moment, basis=self.basis))], lacking="台账里没有这一形成年代的宗地（批次要有批准日期）")

    def _supply_rate(self, target: Target) -> Share | Outcome:
        cohort = self.cohorts.get(target.of)
        if cohort is None or self.plan.supply_formula == SupplyFormula.DISPOSED:
            return self._cohort_rate(target)
        rows = supplied_of(cohort, self.moment)
        return Share([("批准", 1, {region: one.approved for region, one in rows.items()}),
                      ("核销、失效、撤回、调整", -1, {region: one.gone for region, one in rows.items()})],
                     [("已供", {region: one.supplied for region, one in rows.items()})], named=f"{cohort.label}（{cohort.span}批准）",
                     lacking="台账里没有这一形成年代的批次")

    def _prepared(self, target: Target) -> Share:
        base, _ = base_day(self.plan)
        land = self.land(target)
        return Share([(f"{base} 存量", 1, self.left(base, land))],
                     [("整备", cleared_left(self.day, self.moment, land, self.basis)),
                      ("盘活", accepted_of(land, self.moment, last_instant(base), self.basis))],
                     lacking=f"台账里没有 {base} 在园区的存量。宗地要写“所在园区”和“何日起是这一类”")

    def _used_done(self, target: Target) -> Share:
        wanted = target.of.split(":")
        rows = used_land(wanted, self.moment, is_found=FOUND in wanted)
        types = "、".join(UsedType(one).label for one in wanted if one in UsedType.values)
        return Share([(f"{types or '未供即用'}面积", 1, areas_of(rows))], [("已完善手续", accepted_on(rows, self.moment, self.basis))],
                     lacking="没有认定、列入整改台账的" if FOUND in wanted else "台账里没有这一类宗地")

    # ── 件数 ──
    def _register(self, target: Target) -> Share:
        rows = self.register_rows(target)
        whole = dict(rows.order_by().values_list("region_id").annotate(n=Count("id")))
        done = dict(rows.filter(self.is_done).order_by().values_list("region_id").annotate(n=Count("id")))
        names: dict[int, list[str]] = {}
        for region, name in rows.exclude(self.is_done).order_by("id").values_list("region_id", "name"):
            names.setdefault(region, []).append(name)
        labels = "、".join(Register(one).label for one in target.of.split(","))
        return Share([(f"{labels}登记", 1, _whole(whole))], [("已办结", _whole(done))], unit=COUNTED[Compares.REGISTER],
                     lacking=f"{labels}登记簿里没有登记", open_names=names)

    def register_rows(self, target: Target):
        """登记簿的各项 as of the instant."""
        return RegisterItem.objects.filter(Q(voided_at=None) | Q(voided_at__gt=self.moment), register__in=target.of.split(","),
                                           entered_at__lte=self.moment)

    @property
    def is_done(self) -> Q:
        return Q(state=ItemState.DONE, done_on__lte=self.day)

    def _backfill(self, target: Target) -> Share:
        rows = Backfill.objects.filter(opened_at__lte=self.moment).order_by().values_list("region_id")
        return Share([("登记的补录", 1, _whole(dict(rows.annotate(n=Count("id")))))],
                     [("已补录", _whole(dict(rows.filter(done_on__lte=self.day).annotate(n=Count("id")))))], unit=COUNTED[Compares.BACKFILL],
                     lacking="没有登记要补录的信息")

    def grants(self, target: Target):
        """目标当年园区里出让的工业用地 (标准地的分母)."""
        names = self.parks.pilots if target.of == PILOT else None
        return industrial_grants(date(target.due_on.year, 1, 1), min(self.day, target.due_on), names)

    def _standard(self, target: Target) -> Share:
        rows = self.grants(target)
        whole, part = (dict(one.order_by().values_list("region_id").annotate(a=Sum("area"))) for one in (rows, with_covenant(rows, self.day)))
        return Share([(f"{target.due_on.year}年园区出让工业用地", 1, whole)], [("签订“标准地”履约监管协议的", part)],
                     lacking="没有登记试点园区，或试点园区当年没有出让工业用地" if target.of == PILOT else "园区里当年没有出让工业用地")

    @cached_property
    def parks(self) -> ParkFigures:
        return ParkFigures(self.plan.region, self.day)

    # ── 确认 ──
    @cached_property
    def confirmations(self) -> dict[int, TargetConfirmation]:
        """各目标现行的确认 as of the instant: the last one that was entered and not voided by then."""
        rows = TargetConfirmation.objects.filter(target__plan=self.plan, entered_at__lte=self.moment)
        rows = rows.filter(Q(void=None) | Q(void__voided_at__gt=self.moment))
        return {row.target_id: row for row in rows.order_by("id")}


def _whole(counts: dict[int, int]) -> ByRegion:
    return {region: Decimal(count) for region, count in counts.items()}


def is_other(target: Target) -> bool:
    """Is the target computed here?"""
    return target.compares in (*SHARES, *PARKS, Compares.CONFIRM)
