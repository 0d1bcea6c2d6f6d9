"""查底数: what was frozen against what stands in the ledger now, by county and kind, down to the parcels that differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Sum

from landplan.lib.area import to_mu
from landplan.lib.pages import most
from parcels.choices import SUCCEEDED, Kind, ParcelStatus
from parcels.models import Parcel, ParcelLineage
from parcels.selectors.as_of import micro
from tasks.models import Plan
from units.models import Region

from ..models import Baseline, BaselineCell

PAGE = 100
WHY = {"area": "面积改了", "kind": "类别变了", "added": "底数之后登记", "written_off": "已销号",
       "split": "已分割", "merged": "已合并", "came": "由分割、合并而来"}
_CLOSED = sorted({ParcelStatus.WRITTEN_OFF, *SUCCEEDED})


@dataclass
class Pair:
    """一格: 宗数 and 面积 (10⁻⁶ 亩) then and now; now = parcels that are neither written off nor split or merged."""

    count: int = 0
    micro: int = 0
    now_count: int = 0
    now_micro: int = 0

    @property
    def area(self) -> Decimal:
        return to_mu(self.micro)

    @property
    def now_area(self) -> Decimal:
        return to_mu(self.now_micro)

    @property
    def difference(self) -> Decimal:
        """现状 − 底数 (亩)."""
        return to_mu(self.now_micro - self.micro)

    @property
    def count_difference(self) -> int:
        return self.now_count - self.count

    @property
    def count_words(self) -> str:
        """宗数差 with its sign."""
        return _signed(self.count_difference)

    @property
    def differs(self) -> bool:
        return bool(self.count_difference or self.now_micro != self.micro)

    def add(self, other: Pair) -> None:
        for name in ("count", "micro", "now_count", "now_micro"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def _signed(count: int) -> str:
    return f"{count:+d}".replace("-", "−") if count else "0"


@dataclass
class Line:
    """一个县区 (no region: 合计), its five kinds and their sum."""

    region: Region | None
    kinds: dict[str, Pair] = field(default_factory=lambda: {kind.value: Pair() for kind in Kind})

    @property
    def total(self) -> Pair:
        found = Pair()
        for one in self.kinds.values():
            found.add(one)
        return found


def baselines_of(plan: Plan) -> list[Baseline]:
    """底数各版, the last first."""
    return list(Baseline.objects.filter(plan=plan).select_related("frozen_by").order_by("-edition"))


def lines_of(baseline: Baseline) -> tuple[list[Line], Line]:
    """各县区与合计 of the open territory: frozen cells beside the ledger of this moment."""
    inside = Region.objects.within(baseline.plan.region)
    lines = {region.id: Line(region) for region in inside.counties()}
    for region_id, kind, count, area in BaselineCell.objects.filter(baseline=baseline).values_list("region_id", "kind", "count", micro("area")):
        lines.setdefault(region_id, Line(None)).kinds[kind].add(Pair(count, area))
    now = (Parcel.objects.open().filter(region__in=inside.values("id")).order_by().values_list("region_id", "kind")
           .annotate(n=Count("id"), a=Sum(micro("area"))))
    for region_id, kind, count, area in now:
        lines.setdefault(region_id, Line(None)).kinds[kind].add(Pair(0, 0, count, int(area)))
    shown = [line for line in lines.values() if line.total.count or line.total.now_count]
    total = Line(None)
    for line in shown:
        for kind, pair in line.kinds.items():
            total.kinds[kind].add(pair)
    return shown, total


def differing(baseline: Baseline, *, region_id: int | None = None, kind: str = "") -> QuerySet[Parcel]:
    """不同的宗地: area edited, kind changed, registered since, written off, split or merged; each with what the baseline says of it.
    With a `kind`, those that differ for that kind."""
    rows = (Parcel.objects.filter(region__in=Region.objects.within(baseline.plan.region).values("id"))
            .annotate(base=FilteredRelation("baseline_rows", condition=Q(baseline_rows__baseline_id=baseline.id)))
            .annotate(base_kind=F("base__kind"), base_micro=micro("base__area"), now_micro=micro("area"),
                      came_any=Exists(ParcelLineage.objects.filter(target=OuterRef("pk")))))
    closed = Q(status__in=_CLOSED)
    rows = rows.filter((Q(base_kind=None) & ~closed) | (Q(base_kind__isnull=False) & closed)
                       | (Q(base_kind__isnull=False) & (~Q(base_kind=F("kind")) | ~Q(base_micro=F("now_micro")))))
    rows = rows.filter(region_id=region_id) if region_id else rows
    return rows.filter(Q(base_kind=kind) | (Q(kind=kind) & ~closed)) if kind else rows


@dataclass(frozen=True)
class Change:
    """一宗的不同: why, and the signed 宗数 and 面积 (亩) that it adds to the difference asked about."""

    parcel: Parcel
    why: list[str]
    base_kind: str | None
    base_area: Decimal | None
    now_kind: str | None
    now_area: Decimal | None
    count: int
    difference: Decimal

    @property
    def count_words(self) -> str:
        """宗数差 with its sign."""
        return _signed(self.count)


def changes_of(rows: list[Parcel], kind: str = "") -> list[Change]:
    """各宗的不同; with a kind only what counts for it."""
    return [_change(row, kind) for row in rows]


def _change(row: Parcel, kind: str) -> Change:
    closed = not row.is_open
    was, has = row.base_kind is not None, not closed
    before = row.base_micro if was and kind in ("", row.base_kind) else 0
    after = row.now_micro if has and kind in ("", row.kind) else 0
    count = int(has and kind in ("", row.kind)) - int(was and kind in ("", row.base_kind))
    why = [] if was else ["came" if row.came_any else "added"]
    why += [row.status] if was and closed else []
    why += ["area"] if was and row.base_micro != row.now_micro else []
    why += ["kind"] if was and row.base_kind != row.kind else []
    return Change(row, [WHY[one] for one in why], Kind(row.base_kind).label if was else None, to_mu(row.base_micro) if was else None,
                  None if closed else row.get_kind_display(), None if closed else row.area, count, to_mu(after - before))


def page_of(rows: QuerySet[Parcel], after: str) -> tuple[list[Parcel], str | None]:
    """一页 by number, and the key of the next one."""
    rows = rows.select_related("region").order_by("parcel_no", "id")
    found = list((rows.filter(parcel_no__gt=after) if after else rows)[: most(PAGE) + 1])
    return found[:most(PAGE)], found[most(PAGE) - 1].parcel_no if len(found) > most(PAGE) else None
