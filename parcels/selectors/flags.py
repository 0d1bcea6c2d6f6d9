"""查预警: the list by kind, county and time, how many of each kind, what concerns a parcel, and how the last run went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from landplan.lib.actors import Actor
from landplan.lib.leases import JobState
from landplan.lib.pages import Page, page_by_instant

from ..models import NightRun, Parcel, ParcelFlag
from ..rules.flags import FLAGS, GROUPS, Flag
from .kept import kept

PAGE = 50
NEW_DAYS, GONE_DAYS = 7, 30


@dataclass(frozen=True)
class Asked:
    """筛选: show '' (现有), new (近日新出现), gone (近日解除); kind of flag, county, kind of land."""

    show: str = ""
    flag: str = ""
    region_id: int | None = None
    land: str = ""

    @property
    def column(self) -> str:
        """By which instant the list is ordered."""
        return "until_at" if self.show == "gone" else "since_at"


def flag_rows(asked: Asked, now: datetime) -> QuerySet[ParcelFlag]:
    """预警 of the open territory that fit."""
    rows = ParcelFlag.objects.select_related("parcel", "region")
    if asked.show == "gone":
        rows = rows.filter(until_at__gte=now - timedelta(days=GONE_DAYS))
    else:
        rows = rows.open().filter(since_at__gte=now - timedelta(days=NEW_DAYS)) if asked.show == "new" else rows.open()
    given = {"kind": asked.flag, "region_id": asked.region_id, "parcel__kind": asked.land}
    return rows.filter(**{name: value for name, value in given.items() if value})


def flag_page(rows: QuerySet[ParcelFlag], asked: Asked, *, after: str, before: str) -> Page:
    """一页, the latest first."""
    return page_by_instant(rows, asked.column, after=after, before=before, size=PAGE)


@dataclass(frozen=True)
class Tally:
    """一种有几项, and how many of them are new."""

    flag: Flag
    count: int
    new: int


def flag_counts(region_id: int | None, now: datetime) -> list[tuple[str, list[Tally]]]:
    """各组各种现有的项数 of the open territory, those that occur."""
    def read() -> dict[str, tuple[int, int]]:
        rows = ParcelFlag.objects.open().filter(**({"region_id": region_id} if region_id else {})).order_by()
        new = Q(since_at__gte=now - timedelta(days=NEW_DAYS))
        return {row["kind"]: (row["n"], row["new"]) for row in rows.values("kind").annotate(n=Count("id"), new=Count("id", filter=new))}

    found = kept(f"flags {region_id} {now:%Y%m%d%H}", read)
    groups = [(name, [Tally(flag, *found[flag.code]) for flag in flags if flag.code in found]) for name, flags in GROUPS]
    return [(name, rows) for name, rows in groups if rows]


def flags_of_parcel(parcel: Parcel) -> list[ParcelFlag]:
    """现有的预警 of a parcel, the gravest first; none of one whose land went into others."""
    order = {code: place for place, code in enumerate(FLAGS)}
    rows = [] if parcel.is_succeeded else list(parcel.flags.all().open())
    return sorted(rows, key=lambda row: (row.flag.tone != "bad", order[row.kind]))


@dataclass(frozen=True)
class Runs:
    """最近的核对 as this person may see it: the one that ended last, and the one that is at work, waits or failed since."""

    done: NightRun | None
    open: NightRun | None


def last_runs(actor: Actor) -> Runs:
    """最近的核对 of everything, or of a county of one's own territory."""
    regions = actor.regions
    rows = NightRun.objects.select_related("region", "asked_by").order_by("-id")
    rows = rows if regions is None else rows.filter(Q(region=None) | Q(region_id__in=regions))
    done = rows.filter(state=JobState.DONE).first()
    others = rows.exclude(state=JobState.DONE).filter(pk__gt=done.pk if done else 0)
    return Runs(done, others.first())
