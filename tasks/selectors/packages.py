"""查台账报送: what each county sent by a duty, what is in it, and what differs from the time before. A fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.clock import local
from parcels.choices import Kind
from units.models import Region

from ..choices import PackageState
from ..models import Duty, Package, PackageEdition, PackageRemark, PackageRow, Plan
from ..rules.packages import ACCEPTANCE, Difference, Line, days_late, differences
from .plans import counties_in

NOTHING = (0, Decimal(0))


@dataclass(frozen=True)
class PackageLine:
    """一个县区的报送: `sums` are 宗数 and 面积 (亩) by kind of the last ledger sent, `total` of all of it."""

    region: Region
    package: Package | None
    late: int = 0
    is_missing: bool = False
    sums: dict[str, tuple[int, Decimal]] = field(default_factory=dict)
    gaps: int = 0
    unmeasured: int = 0
    remarks: int = 0

    @property
    def state(self) -> str:
        return self.package.state if self.package else PackageState.DRAFT

    @property
    def is_sent(self) -> bool:
        return bool(self.package and self.package.number)

    @property
    def by_kind(self) -> list[tuple[int, Decimal]]:
        """宗数、面积 in the order of the kinds."""
        return [self.sums.get(kind, NOTHING) for kind in Kind.values]

    @property
    def total(self) -> tuple[int, Decimal]:
        return sum(count for count, _ in self.sums.values()), sum((area for _, area in self.sums.values()), Decimal(0))


def package_duties(plan: Plan) -> list[Duty]:
    """要报送的: the duties of a plan that name to whom they are reported, by day."""
    return list(plan.duties.exclude(reported_to="").order_by("due_on", "sort"))


def last_edition(package: Package | None) -> PackageEdition | None:
    """最近一次报送."""
    return package.editions.defer("file").filter(number=package.number).first() if package and package.number else None


def package_of(duty: Duty, region_id: int) -> Package | None:
    """一个县区的报送包, if it was begun."""
    return Package.objects.select_related("decided_by").filter(duty=duty, region_id=region_id).first()


def package_lines(duty: Duty, actor: Actor, today: date) -> list[PackageLine]:
    """各县区 of the territory in printed order, with the sums of what they sent last."""
    packages = {one.region_id: one for one in Package.objects.filter(duty=duty).select_related("duty")}
    last = PackageRow.objects.filter(edition__package__duty=duty, edition__number=F("edition__package__number")).order_by()
    sums: dict[int, dict] = defaultdict(dict)
    gaps, bare = defaultdict(int), defaultdict(int)
    rows = last.values("region_id", "kind").annotate(n=Count("id"), a=Sum("area"), gap=Count("id", filter=Q(elements__lt=5)),
                                                     bare=Count("id", filter=Q(planned_measure="")))
    for row in rows:
        sums[row["region_id"]][row["kind"]] = (row["n"], row["a"])
        gaps[row["region_id"]] += row["gap"]
        bare[row["region_id"]] += row["bare"]
    remarks = dict(PackageRemark.objects.filter(row__in=last).order_by().values_list("region_id").annotate(n=Count("id")))
    found = []
    for region in counties_in(duty.plan, actor):
        package = packages.get(region.id)
        first = local(package.first_sent_at).date() if package and package.first_sent_at else None
        found.append(PackageLine(region, package, days_late(first, duty.due_on), first is None and today > duty.due_on, sums.get(region.id, {}),
                                 gaps[region.id], bare[region.id], remarks.get(region.id, 0)))
    return found


def total_of_lines(lines: list[PackageLine]) -> PackageLine:
    """合计 of the counties shown."""
    sums = {kind: (sum(line.sums.get(kind, NOTHING)[0] for line in lines), sum((line.sums.get(kind, NOTHING)[1] for line in lines), Decimal(0)))
            for kind in Kind.values}
    return PackageLine(Region(name="合计"), None, sum(line.late > 0 for line in lines), False, sums, sum(line.gaps for line in lines),
                       sum(line.unmeasured for line in lines), sum(line.remarks for line in lines))


def first_sent_days(duty: Duty) -> dict[int, date]:
    """首次报送日 by region id; a county that sent nothing is not in it."""
    rows = Package.objects.filter(duty=duty, first_sent_at__isnull=False)
    return {region: local(at).date() for region, at in rows.values_list("region_id", "first_sent_at")}


def packages_waiting(*, to_acceptance: bool) -> int:
    """等审核的报送包: those reported to the acceptance group, or all others."""
    rows = Package.objects.filter(state=PackageState.SUBMITTED)
    return (rows.filter(duty__reported_to=ACCEPTANCE) if to_acceptance else rows.exclude(duty__reported_to=ACCEPTANCE)).count()


def editions_of(package: Package | None) -> list[PackageEdition]:
    """各次报送, the latest first, without their files."""
    return list(package.editions.defer("file").select_related("sent_by").order_by("-number")) if package else []


def edition_rows(edition: PackageEdition, show: str = "", q: str = "") -> QuerySet[PackageRow]:
    """报送台账的各宗: all, those with gaps (`gaps`), with remarks (`remarked`), or whose number or name has `q`."""
    rows = edition.rows.prefetch_related("remarks__remarked_by").order_by("parcel_no", "id")
    if show == "gaps":
        rows = rows.filter(elements__lt=5)
    elif show == "remarked":
        rows = rows.filter(remarks__isnull=False).distinct()
    return rows.filter(Q(parcel_no__icontains=q) | Q(name__icontains=q)) if q else rows


def sums_of_edition(edition: PackageEdition) -> list[tuple[str, str, int, Decimal]]:
    """各类合计 (kind, label, 宗数, 亩) as sent."""
    found = {row["kind"]: (row["n"], row["a"]) for row in edition.rows.order_by().values("kind").annotate(n=Count("id"), a=Sum("area"))}
    return [(kind.value, kind.label, *found.get(kind, NOTHING)) for kind in Kind]


def edition_before(edition: PackageEdition) -> PackageEdition | None:
    """上一次报送 of the county under the same plan, whatever duty it was for."""
    return (PackageEdition.objects.defer("file").select_related("package__duty").filter(
        package__duty__plan_id=edition.package.duty.plan_id, region_id=edition.region_id, sent_at__lt=edition.sent_at)
        .order_by("-sent_at").first())


def changes_since(edition: PackageEdition, before: PackageEdition | None) -> list[Difference]:
    """与上一次的不同; two queries, however many parcels."""
    return differences(_lines(before), _lines(edition), dict(Kind.choices)) if before else []


def _lines(edition: PackageEdition) -> dict[int, Line]:
    return {key: Line(*rest) for key, *rest in edition.rows.order_by().values_list("parcel_id", "parcel_no", "name", "kind", "area")}
