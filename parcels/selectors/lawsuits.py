"""查涉法涉诉: the ledger of cases with its sums, one case with its claims, the cases of a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from landplan.lib.actors import Actor

from ..choices import ClaimSide, LawsuitKind
from ..models import Claim, Lawsuit, Parcel
from ..policies import may_keep_cases

# 列 of the ledger and of its file: head, width
COLUMNS = (("案号", 20), ("类型", 8), ("法院", 16), ("当事人", 22), ("阶段", 12), ("举措", 26), ("专班牵头", 16), ("专班成员", 18),
           ("地块编号", 14), ("地块名称", 20), ("县区", 9), ("面积（亩）", 11), ("登记日期", 12))


@dataclass(frozen=True)
class CaseSum:
    """合计: 案件数, and of the parcels behind them (each once) 宗数 and 面积 (亩)."""

    cases: int
    parcels: int
    area: Decimal


def lawsuit_rows() -> QuerySet[Lawsuit]:
    """案件 with their parcels."""
    return Lawsuit.objects.select_related("parcel__region", "region", "opened_by")


def filter_lawsuits(*, kind: str = "", stage: str = "", force: str = "", region_id: int | None = None, q: str = "") -> QuerySet[Lawsuit]:
    """筛选; `force` none = open cases without a task force, `q` words of number, parties, court or parcel."""
    rows = Lawsuit.objects.without_force() if force == "none" else Lawsuit.objects.all()
    wanted = {name: value for name, value in (("kind", kind), ("stage", stage), ("region_id", region_id)) if value}
    if q:
        rows = rows.filter(Q(case_no__icontains=q) | Q(parties__icontains=q) | Q(court__icontains=q) | Q(parcel__parcel_no__startswith=q)
                           | Q(parcel__name__icontains=q))
    return rows.filter(**wanted).select_related("parcel__region", "region", "opened_by")


def sum_of(rows: QuerySet[Lawsuit]) -> CaseSum:
    """合计 of a list of cases."""
    found = _by_land(rows).aggregate(c=Sum("cases"), n=Count("parcel_id"), a=Sum("land"))
    return CaseSum(found["c"] or 0, found["n"], found["a"] or Decimal(0))


def sums_by_kind(rows: QuerySet[Lawsuit]) -> list[tuple[str, str, CaseSum]]:
    """各类型的合计 (code, label, sum), in one statement. A parcel with cases of two kinds stands in both."""
    asked = {}
    for kind in LawsuitKind:
        own = Q(of_kind=kind)
        asked |= {f"{kind}_cases": Sum("cases", filter=own), f"{kind}_n": Count("parcel_id", filter=own), f"{kind}_a": Sum("land", filter=own)}
    found = _by_land(rows, of_kind=F("kind")).aggregate(**asked)
    return [(kind.value, kind.label, CaseSum(found[f"{kind}_cases"] or 0, found[f"{kind}_n"], found[f"{kind}_a"] or Decimal(0)))
            for kind in LawsuitKind]


def _by_land(rows: QuerySet[Lawsuit], **more) -> QuerySet[Lawsuit]:
    """A row for each parcel with its area and how many cases it has; the cases are read once."""
    return rows.order_by().values("parcel_id", land=F("parcel__area"), **more).annotate(cases=Count("id"))


def claims_of(lawsuit: Lawsuit) -> list[Claim]:
    """债权债务: mortgagees first, then by rank."""
    return list(lawsuit.claims.filter(voided_at=None).order_by("-is_mortgagee", "rank", "id"))


def claim_totals(claims: list[Claim]) -> list[tuple[str, Decimal, int]]:
    """每一方的合计 (label, 元, how many have no amount)."""
    return [(side.label, sum((c.amount for c in claims if c.side == side and c.amount is not None), Decimal(0)),
             sum(1 for c in claims if c.side == side and c.amount is None)) for side in ClaimSide if any(c.side == side for c in claims)]


def has_force(parcel: Parcel) -> bool:
    """已有专班: an open case of the parcel, or of one that its land came from, whose task force is named."""
    return parcel.pk is not None and Lawsuit.objects.open().exclude(force_lead="").filter(
        Q(parcel=parcel) | Q(parcel__went__target=parcel)).exists()


def lawsuit_panel(parcel: Parcel, actor: Actor) -> dict:
    """涉法涉诉 of a parcel as its page shows them."""
    rows = list(parcel.lawsuits.order_by("-opened_at", "-id"))
    return {"lawsuits": rows, "may_keep_cases": may_keep_cases(actor) and parcel.is_open}
