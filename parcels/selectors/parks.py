"""查园区: the list, one park with every item and its history, its land and what its enterprises pay, and the park of a parcel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from audit.selectors import history_of
from audit.sentences import Sentence, sentences_of
from landplan.lib.pages import most

from ..choices import Kind
from ..models import LandUse, Parcel, Park, ParkFact, ParkName
from ..rules.enterprises import PerMu, per_mu
from ..rules.parks import GROUPS, ITEMS, LOW_GROUP, LUOYANG, Item
from .enterprises import Sheet, wan_of
from .measures import document_of

SHOWN = 200


@dataclass
class ItemLine:
    """一项 of a park: the fact that holds (None: 未填) and those before it, latest first."""

    item: Item
    fact: ParkFact | None = None
    before: list[ParkFact] = field(default_factory=list)

    @property
    def value(self) -> str:
        return self.item.shown(self.fact.value) if self.fact else "未填"

    @property
    def old(self) -> list[tuple[ParkFact, str]]:
        return [(fact, self.item.shown(fact.value)) for fact in self.before]


def park_rows(q: str = "", region_id: int | None = None) -> QuerySet[Park]:
    """园区 by words of any of its names."""
    rows = Park.objects.select_related("region").order_by("region__sort", "name", "id")
    if region_id:
        rows = rows.filter(region_id=region_id)
    return rows.filter(id__in=ParkName.objects.filter(name__icontains=q).values("park")) if q else rows


def item_lines(park: Park) -> dict[str, ItemLine]:
    """每一项, in the order of the registry."""
    lines = {key: ItemLine(item) for key, item in ITEMS.items()}
    for fact in park.facts.select_related("by").order_by("-as_of", "-id"):
        line = lines[fact.item]
        if line.fact is None:
            line.fact = fact
        else:
            line.before.append(fact)
    return lines


def grouped(lines: dict[str, ItemLine]) -> list[tuple[str, str, list[ItemLine]]]:
    """(title, basis, lines) as the page shows them."""
    return [(title, basis, [lines[item.key] for item in items]) for title, items, basis in GROUPS]


def park_list(rows: QuerySet[Park]) -> list[tuple[Park, list[ItemLine]]]:
    """园区清单 with 主导产业, 亩均税收 and its target, 入驻企业."""
    parks, shown = list(rows[:most(SHOWN)]), ("industry", "target_tax", "tax_per_mu", "firms")
    found = {park.id: {key: ItemLine(ITEMS[key]) for key in shown} for park in parks}
    for fact in ParkFact.objects.filter(park__in=found, item__in=shown).order_by("as_of", "id"):
        found[fact.park_id][fact.item].fact = fact
    return [(park, list(found[park.id].values())) for park in parks]


def without_group() -> list[Park]:
    """有低效宗地、没有登记领导小组的园区, under the document that wants one (ORG-07)."""
    low = set(Parcel.objects.open().filter(kind=Kind.INEFFICIENT).exclude(park="").order_by().values_list("park", "region__path").distinct())
    parks = Park.objects.exclude(facts__item=LOW_GROUP.key).select_related("region").prefetch_related("names").order_by("region__sort", "name")
    found = [park for park in parks
             if any(name.name == word and path.startswith(park.region.path) for name in park.names.all() for word, path in low)]
    documents = {region.id: document_of(region) for region in {park.region_id: park.region for park in found}.values()}
    return [park for park in found if documents[park.region_id] == LUOYANG]


def parcels_in(park: Park) -> QuerySet[Parcel]:
    """园区里的宗地: those whose 所在园区 is any name that the park has or had."""
    names = park.names.values("name")
    return Parcel.objects.current().filter(region__path__startswith=park.region.path, park__in=names)


def kind_sums(rows: QuerySet[Parcel]) -> tuple[list[tuple[str, str, dict]], dict]:
    """各类的宗数、面积 (code, label, sums), and all together."""
    wanted = {"count": Count("id"), "area": Sum("area"), "accepted": Sum("accepted_area")}
    by_kind = {row["kind"]: row for row in rows.order_by().values("kind").annotate(**wanted)}
    return [(kind.value, kind.label, by_kind[kind]) for kind in Kind if kind in by_kind], rows.aggregate(**wanted)


@dataclass(frozen=True)
class ParkYield:
    """测算的亩均: from the enterprises on the park's land in the last year with figures."""

    year: int | None
    firms: int
    per_mu: PerMu

    @property
    def tax_per_mu(self) -> str:
        return wan_of(self.per_mu.ratio("paid"))

    @property
    def paid(self) -> str:
        return wan_of(self.per_mu.paid)


def yield_of(park: Park, today: date) -> ParkYield:
    """测算 beside what was reported."""
    ids = set(parcels_in(park).values_list("id", flat=True))
    here = set(LandUse.objects.filter(parcel__in=ids).filter(Q(until_on=None) | Q(until_on__gt=today)).values_list("enterprise", flat=True))
    sheet = Sheet(here)
    year = next(iter(sheet.known()), None)
    chosen = [one for one in sheet.portions(year) if one.use.parcel in ids] if year else []
    return ParkYield(year, len(here), per_mu(chosen))


def park_names(region) -> list[str]:
    """已登记的园区名称 that a parcel of the region may be in, for the form."""
    return list(Park.objects.filter(region__path__in=_above(region.path)).order_by("name").values_list("name", flat=True))


def park_of(parcel: Parcel) -> Park | None:
    """宗地所在的园区, by any name that it has or had."""
    if not parcel.park:
        return None
    return Park.objects.filter(region__path__in=_above(parcel.region.path), names__name=parcel.park).order_by("-region__path", "id").first()


def _above(path: str) -> list[str]:
    """The region itself and those above it: 4117/411702/ -> 4117/, 4117/411702/."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[:at]) + "/" for at in range(1, len(codes) + 1)]


def park_history(park: Park) -> list[Sentence]:
    return sentences_of(history_of(f"park:{park.id}")[:SHOWN])
