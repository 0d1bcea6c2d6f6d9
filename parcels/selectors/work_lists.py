"""查清单: what a clerk works through - 缺项, 缺证据, 临期, 逾期, 无包保, and what the nightly look saw (预警) - each with its address and its number.

Each number reads one partial index up to a cap, and is kept while nothing changes (selectors.kept).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from landplan.lib.counts import capped_count
from landplan.lib.scope import current_regions

from ..choices import DisposalState
from ..models import Parcel, ParcelFlag
from .kept import kept
from .list_settings import list_setting_here
from .papers import lacking_disposals

# what its author can still put papers to; a submitted record had all of them
IN_HAND = (DisposalState.DRAFT, DisposalState.RETURNED)


@dataclass(frozen=True)
class WorkList:
    """一张清单: how many are in it up to a cap (23, 999+), and the filter of the ledger that shows them, or the `page` of its own."""

    code: str
    label: str
    query: str
    count: str
    page: str = ""
    note: str = ""
    is_bad: bool = False
    columns: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """地址."""
        columns = f"&cols={','.join(self.columns)}" if self.columns else ""
        return self.page or f"{reverse('parcels:ledger')}?{self.query}{columns}"


def work_lists(today: date) -> list[WorkList]:
    """各张清单 of the open territory."""
    return kept("work lists", lambda: _lists(today))


def _lists(today: date) -> list[WorkList]:
    regions = current_regions()
    county = ("region",) if regions is None or len(regions) > 1 else ()
    columns = ("parcel_no", "name", *county, "kind", "area", "lead_unit", "elements", "gaps", "status")
    days, rows = list_setting_here().soon_days, Parcel.objects
    return [
        WorkList("overdue", "逾期", "deadline=overdue&sort=deadline_on", capped_count(rows.overdue(today)), is_bad=True),
        WorkList("soon", "临期", "deadline=soon&sort=deadline_on", capped_count(rows.due_within(today, days)), note=f"{days}天内到期"),
        WorkList("gap", "缺项", "status=open&gap=any", capped_count(rows.with_gaps().open()), columns=columns),
        WorkList("papers", "缺证据", "", capped_count(lacking_disposals(IN_HAND)), f"{reverse('parcels:lacking')}?state=hand",
                 note="草稿和退回的处置缺措施要有的材料"),
        WorkList("sponsor", "无包保", "sponsor=none", capped_count(rows.unsponsored())),
        WorkList("flags", "预警", "", capped_count(ParcelFlag.objects.open()), reverse("parcels:flags"), note="夜间核对所见"),
    ]
