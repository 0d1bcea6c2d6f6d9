"""查回头看: the draws that reach into the open territory with their progress, and the parcels of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, QuerySet, When

from landplan.lib.pages import most
from landplan.lib.scope import current_regions

from ..choices import CheckResult, ParcelStatus
from ..models import Parcel, Sample, SampleItem, SpotCheck

SHOWN, PAGE = 100, 100
_FAILED = Q(seen__result=CheckResult.FAILS)
# relisted since the check: not written off now, or written off anew
_BACK = ~Q(parcel__status=ParcelStatus.WRITTEN_OFF) | Q(parcel__written_off_at__gt=F("seen__entered_at"))
SHOWS = {"": Q(), "todo": Q(seen=None), "fails": _FAILED, "open": _FAILED & ~_BACK}


@dataclass(frozen=True)
class Draw:
    """一次抽样 as far as one sees it: of how many its parcels were drawn here, looked at, do not stand, were relisted."""

    id: int
    drawn_at: datetime
    drawn_by: str
    area: str
    seed: str
    share: int | None
    number: int | None
    note: str
    population: int
    drawn: int
    checked: int
    failed: int
    back: int

    @property
    def how(self) -> str:
        """怎样抽的."""
        return f"{self.share}%" if self.share is not None else f"每县区 {self.number} 宗"


def draws() -> list[Draw]:
    """各次抽样 of the open territory, the latest first."""
    return _draws(SampleItem.objects.all())


def draw_of(pk: int) -> Draw | None:
    """一次抽样; nothing where none of its parcels lies in the open territory."""
    return next(iter(_draws(SampleItem.objects.filter(sample=pk))), None)


def _draws(items: QuerySet[SampleItem]) -> list[Draw]:
    rows = list(items.order_by("-sample").values("sample").annotate(
        drawn=Count("id"), checked=Count("seen"), failed=Count("id", filter=_FAILED), back=Count("id", filter=_FAILED & _BACK))[:most(SHOWN)])
    # a draw of the whole city is named to a county too, whose parcels are among those drawn; its other counties are not told
    samples = Sample.unscoped.select_related("region", "drawn_by").in_bulk([row["sample"] for row in rows])
    return [_draw(samples[row.pop("sample")], row) for row in rows]


def _draw(sample: Sample, counts: dict) -> Draw:
    regions = current_regions()
    population = sum(one["population"] for one in sample.strata if regions is None or one["region"] in regions)
    return Draw(sample.id, sample.drawn_at, sample.drawn_by.name, sample.region.name, sample.seed, sample.share, sample.number, sample.note,
                population, **counts)


def items_of(pk: int, show: str = "") -> QuerySet[SampleItem]:
    """抽出的宗地 of the open territory: all, those to be looked at (`todo`), those that do not stand (`fails`), of these the ones not
    relisted yet (`open`)."""
    return (SampleItem.objects.filter(SHOWS.get(show, Q()), sample=pk).annotate(is_back=Case(When(_FAILED & _BACK, then=True), default=False))
            .select_related("region", "parcel", "seen__entered_by").order_by("id"))


def items_page(rows: QuerySet[SampleItem], after: int | None) -> tuple[list[SampleItem], int | None]:
    """一页, and the key of the next."""
    found = list((rows.filter(id__gt=after) if after else rows)[: most(PAGE) + 1])
    return found[:most(PAGE)], found[most(PAGE) - 1].id if len(found) > most(PAGE) else None


def standing_word(item: SampleItem) -> str:
    """现在怎样: to be looked at, stands, to be relisted, relisted."""
    if item.seen is None:
        return "待查"
    if item.seen.result != CheckResult.FAILS:
        return "属实"
    return "已恢复在册" if item.is_back else "待恢复在册"


def failed_check(parcel: Parcel) -> SpotCheck | None:
    """回头看不属实、还没有恢复在册的 of a parcel that is written off."""
    if parcel.status != ParcelStatus.WRITTEN_OFF:
        return None
    return parcel.spot_checks.filter(result=CheckResult.FAILS, entered_at__gte=parcel.written_off_at).order_by("-id").first()
