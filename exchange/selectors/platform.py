"""查与省平台交换的宗地: the open territory's parcels as the exchanged file has them.

SYS-06; 宝政办〔2021〕34号 四（二）, 洛政办〔2021〕16号 四（二）.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch, QuerySet, Sum

from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.clock import local
from parcels.models import AreaEntry, Parcel, Supply
from tasks.choices import QuotaClass
from tasks.models import Plan
from tasks.rules.quota import class_by_kind
from tasks.selectors.plans import counties_in

from ..rules.system_files import NOT_COUNTED, PLATFORM_VERSION


def platform_rows(plan: Plan, actor: Actor) -> QuerySet[Parcel]:
    """在账的宗地 of the plan's counties in the territory, by number."""
    inside = [county.id for county in counties_in(plan, actor)]
    supplies = Prefetch("supplies", Supply.objects.filter(voided_at=None).order_by("-supplied_on", "-id"), to_attr="supplied")
    return Parcel.objects.current().filter(region_id__in=inside).select_related("region").prefetch_related(supplies).order_by("parcel_no", "id")


def platform_lines(rows: QuerySet[Parcel], plan: Plan) -> Iterator[list[str]]:
    """One line a parcel, in the columns of `PLATFORM_HEADS`; numbers are text, so that no digit is lost."""
    start, classes = plan.counts_after, class_by_kind(plan.counts_used_unsupplied)
    done: dict[int, dict[str | None, Decimal]] = defaultdict(dict)
    entries = AreaEntry.objects.filter(**({"recorded_at__gt": start} if start else {}), parcel__in=rows.order_by().values("id"))
    for parcel_id, kind, area in entries.order_by().values_list("parcel_id", "kind").annotate(a=Sum("area")):
        found = done[parcel_id]
        found[classes[kind]] = found.get(classes[kind], Decimal(0)) + area
    for one in rows:
        in_class, area = max(done[one.id].items(), key=lambda pair: pair[1]) if done.get(one.id) else (classes[one.kind], Decimal(0))
        yield [one.region.name, one.supervision_no, one.cadastral_code, one.name, plain(one.area), plain(area),
               QuotaClass(in_class).label if in_class else NOT_COUNTED, _day(None), one.parcel_no, one.location, one.park, one.land_user,
               one.get_kind_display(), one.get_status_display(), one.supplied[0].get_mode_display() if one.supplied else "",
               _day(one.agreed_start_on), _day(one.started_on), _day(one.deadline_on), f"{local(one.updated_at):%Y-%m-%d}", PLATFORM_VERSION]


def _day(day) -> str:
    return day.isoformat() if day else ""
