"""查视图: the standing ones that everybody has, and one's own."""

from __future__ import annotations

from dataclasses import dataclass, field

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.counts import capped_count
from landplan.lib.prepared import Prepared

from ..models import Parcel, SavedView
from .work_lists import work_lists

_OWN = Prepared(lambda user_id: SavedView.objects.filter(user_id=user_id, removed_at=None), user_id=-1)


@dataclass(frozen=True)
class View:
    """一个视图: its filter, its columns (none = the usual ones), for standing ones how many parcels it holds; `url` of one that is
    another page."""

    name: str
    query: str = ""
    columns: list[str] = field(default_factory=list)
    count: str = ""
    id: int | None = None
    url: str = ""

    @property
    def href(self) -> str:
        """地址 from the ledger."""
        columns = f"&cols={','.join(self.columns)}" if self.columns else ""
        return self.url or f"?{self.query}{columns}"


def standing_views(*, has_counties: bool) -> list[View]:
    """常设视图 in the open territory, counted up to a cap."""
    today = clock.today()
    risk_columns = ["parcel_no", "name", *(["region"] if has_counties else []), "kind", "area", "agreed_start", "lead_unit", "land_user", "status"]
    lists = [View(one.label, one.query, list(one.columns), one.count, url=one.page) for one in work_lists(today)]
    return [View("全部"), *lists,
            View("未定时限", "deadline=none", count=capped_count(Parcel.objects.open().filter(deadline_on=None))),
            View("再次闲置风险", "risk=relapse", risk_columns, capped_count(Parcel.objects.relapsing(today)))]


def views_of(actor: Actor) -> list[View]:
    """自己存的视图."""
    return [View(v.name, v.query, v.columns, id=v.id) for v in _OWN.objects(user_id=actor.user_id)]
