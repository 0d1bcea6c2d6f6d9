"""查视图: the standing ones that everybody has, and one's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from landplan.lib import clock
from landplan.lib.actors import Actor

from ..models import Parcel, SavedView
from .ledger import capped_count


@dataclass(frozen=True)
class View:
    """一个视图: its address, its columns (none = the usual ones), and for standing ones how many parcels it holds."""

    name: str
    query: str = ""
    columns: list[str] = field(default_factory=list)
    count: str = ""
    id: int | None = None


def standing_views(*, has_counties: bool) -> list[View]:
    """常设视图 in the open territory, counted up to a cap."""
    today = clock.today()
    gap_columns = ["parcel_no", "name", *(["region"] if has_counties else []), "kind", "area", "lead_unit", "elements", "gaps", "status"]
    risk_columns = ["parcel_no", "name", *(["region"] if has_counties else []), "kind", "area", "agreed_start", "lead_unit", "land_user", "status"]
    return [View("全部"),
            View("逾期", "deadline=overdue", count=capped_count(Parcel.objects.overdue(today))),
            View("未定时限", "deadline=none", count=capped_count(Parcel.objects.open().filter(deadline_on=None))),
            View("缺项清单", "gap=any", gap_columns, capped_count(Parcel.objects.with_gaps())),
            View("无包保", "sponsor=none", count=capped_count(Parcel.objects.unsponsored())),
            View("再次闲置风险", "risk=relapse", risk_columns, capped_count(Parcel.objects.relapsing(today)))]


def views_of(actor: Actor) -> list[View]:
    """自己存的视图."""
    return [View(v.name, v.query, v.columns, id=v.id) for v in SavedView.objects.filter(user_id=actor.user_id, removed_at=None)]
