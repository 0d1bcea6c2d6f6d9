"""查供地条件与开工障碍: the list of a parcel, and land that is ready to be supplied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce, Greatest

from landplan.lib.actors import Actor

from ..choices import TO_SUPPLY
from ..models import Expropriation, Hurdle, Parcel, Promotion
from ..policies import may_keep_cases
from ..rules.expropriation import late_days
from ..rules.hurdles import words_of
from .supply_demand import ready

SHOWN = 200


@dataclass(frozen=True)
class Hurdles:
    """一宗地的清单."""

    title: str
    done_word: str
    basis: str
    rows: list[Hurdle]

    @property
    def left(self) -> int:
        """还没有办完的."""
        return sum(row.done_on is None for row in self.rows)


def hurdles_of(parcel: Parcel) -> Hurdles:
    """供地条件 or 开工障碍 of a parcel, what was voided aside."""
    return Hurdles(*words_of(parcel.kind), list(parcel.hurdles.filter(voided_at=None).select_related("entered_by")))


def expropriation_panel(parcel: Parcel, actor: Actor, today: date) -> dict:
    """征收进展 as the page of a parcel shows it."""
    row = Expropriation.objects.filter(parcel=parcel).first()
    late = late_days(row.compensated_on, row.handover_due_on, row.handed_over_on, today) if row else 0
    return {"expropriation": row, "handover_late": late, "may_keep_expropriation": may_keep_cases(actor)}


def to_supply(show: str, today: date, days: int, region_id: int | None = None) -> QuerySet:
    """供地清单: land to be supplied - `ready` (not in reserve), `stale` (ready, not promoted for `days`), `waiting` (items open),
    `single` (单独选址), `handover` (交地逾期);
    what is to be allocated first stands first, then land of an adjusted batch that is marked for key projects (DSP-04, 07, 08, 23)."""
    rows = Parcel.objects.open().filter(kind__in=TO_SUPPLY).select_related("region", "batch")
    if region_id:
        rows = rows.filter(region_id=region_id)
    last = Promotion.objects.filter(parcel=OuterRef("pk")).order_by("-promoted_on").values("promoted_on")[:1]
    rows = rows.annotate(promoted_on=Subquery(last))  # read for the rows that are shown, not joined to all of them
    if show == "waiting":
        rows = rows.filter(id__in=Hurdle.objects.filter(done_on=None, voided_at=None).values("parcel"))
    elif show == "handover":
        rows = rows.filter(expropriation__compensated_on__isnull=False, expropriation__handover_due_on__lt=today,
                           expropriation__handed_over_on=None)
    elif show == "single":
        rows = rows.filter(batch__is_single_site=True)
    else:
        rows = ready(rows)
    if show == "stale":
        rows = rows.annotate(last=Greatest("cleared_on", Coalesce("promoted_on", "cleared_on"))).filter(last__lte=today - timedelta(days=days))
    marked = Case(When(batch__allot_first__gt="", then=0), default=1)
    return rows.order_by("-allocate_first", marked, "cleared_on", "region__sort", "parcel_no", "id")


def sums_of(rows: QuerySet) -> dict:
    """宗数、面积 of a list."""
    ids = rows.order_by().values("id")
    return Parcel.objects.filter(id__in=ids).aggregate(count=Count("id"), area=Sum("area"), first=Count("id", filter=Q(allocate_first=True)))
