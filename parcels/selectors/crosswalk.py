"""查低效类型对照 and what it makes of the open territory's low-efficient land."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length

from ..choices import InefficientType, Kind
from ..models import CrosswalkChange, Parcel
from ..rules.crosswalk import foreign_types, own_types, target_of

NONE, EMPTY = "none", "empty"


def changes_in(region, taxonomy: str) -> QuerySet[CrosswalkChange]:
    """改动 that hold in a region, those of the widest region first, in their order."""
    codes = region.path.strip("/").split("/")
    return (CrosswalkChange.objects.filter(taxonomy=taxonomy, region__code__in=codes).select_related("changed_by", "region")
            .order_by(Length("region__path"), "id"))


def crosswalk_of(region, taxonomy: str) -> dict[str, str]:
    """改过的对照: type -> type of the taxonomy, as it holds in a region now."""
    return {row.source: row.target for row in changes_in(region, taxonomy)}


@dataclass
class TypeLine:
    """一类: 宗数, 面积, 已验收 (亩), and which types they are of by themselves."""

    code: str
    label: str
    count: int = 0
    area: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    own: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        """未处置 (亩)."""
        return self.area - self.accepted


def type_lines(region, taxonomy: str) -> tuple[list[TypeLine], TypeLine]:
    """按一个文件的类型统计 of all low-efficient land of the open territory, and the sum: every parcel stands in one line."""
    changed = crosswalk_of(region, taxonomy)
    lines = {code: TypeLine(code, str(InefficientType(code).label)) for code in own_types(taxonomy)}
    lines |= {NONE: TypeLine(NONE, "不对应"), EMPTY: TypeLine(EMPTY, "没有类型")}
    rows = (Parcel.objects.current().filter(kind=Kind.INEFFICIENT).order_by().values("inefficient_type")
            .annotate(n=Count("id"), a=Sum("area"), d=Sum("accepted_area")))
    for row in sorted(rows, key=lambda row: row["inefficient_type"]):
        code = row["inefficient_type"]
        line = lines[(target_of(taxonomy, code, changed) or NONE) if code else EMPTY]
        line.count, line.area, line.accepted = line.count + row["n"], line.area + row["a"], line.accepted + row["d"]
        if code:
            line.own.append((code, document_label(code), row["n"]))
    total = TypeLine("", "合计", *(sum((getattr(one, name) for one in lines.values()), start) for name, start in
                                 (("count", 0), ("area", Decimal(0)), ("accepted", Decimal(0)))))
    return [one for one in lines.values() if one.count or one.code not in (NONE, EMPTY)], total


def document_label(code: str) -> str:
    """类型 with the document it is of."""
    place = "洛阳" if code.startswith("ly_") else "三门峡" if code.startswith("smx_") else "驻马店"
    return f"{place}·{InefficientType(code).label}"


@dataclass(frozen=True)
class Pair:
    """一行对照: a type of another document, what it counts as, and whether that is the default."""

    code: str
    label: str
    target: str
    is_default: bool

    @property
    def target_label(self) -> str:
        return str(InefficientType(self.target).label) if self.target else "不对应"


def pairs_of(region, taxonomy: str) -> list[Pair]:
    """对照 of a taxonomy, as it holds in a region."""
    changed = crosswalk_of(region, taxonomy)
    return [Pair(code, document_label(code), target_of(taxonomy, code, changed), code not in changed) for _, code in foreign_types(taxonomy)]
