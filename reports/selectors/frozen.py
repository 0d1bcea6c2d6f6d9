"""查定稿名次: the ranks of a county in the weekly reports that were frozen - what was published, not what others did since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from tasks.models import Plan
from tasks.rules.ranking import has_order

from ..models import ReportSnapshot
from ..rules.board import UNRANKED, Place
from ..rules.sheet import sheet_from

_RANK = re.compile(r"(并列)?(\d+)")
Places = dict[tuple[int, str], Place]  # (region id, class) -> rank


def frozen_places(plan: Plan, moment: datetime, region_ids: Collection[int]) -> tuple[datetime | None, Places, Places]:
    """(cut-off of the last frozen report, ranks in it, ranks in the one before it to compare them with) of the named counties, as known at
    `moment`."""
    found = ReportSnapshot.objects.filter(report__plan=plan, report__until__lte=moment, frozen_at__lte=moment)
    last = found.order_by("-report__until", "-edition").values_list("report__until", "payload").first()
    if last is None:
        return None, {}, {}
    before = found.filter(report__until__lt=last[0]).order_by("-report__until", "-edition").values_list("payload", flat=True).first()
    return last[0], _inside(_places(last[1]), region_ids), _inside(_compared(_places(before)), region_ids) if before else {}


def _places(payload: str) -> Places:
    return {(row.region_id, one): read_rank(text) for row in sheet_from(payload).rows for one, text in row.ranks.items()}


def _compared(places: Places) -> Places:
    """Of the classes in which somebody stood behind another."""
    ranks: dict[str, list[int | None]] = defaultdict(list)
    for (_, one), place in places.items():
        ranks[one].append(place.rank)
    ordered = {one for one, held in ranks.items() if has_order(held)}
    return {(region_id, one): place for (region_id, one), place in places.items() if one in ordered}


def _inside(places: Places, region_ids: Collection[int]) -> Places:
    return {(region_id, one): place for (region_id, one), place in places.items() if region_id in region_ids}


def read_rank(text: str) -> Place:
    """名次 as a report writes it: 3, 并列2, —."""
    match = _RANK.fullmatch(text)
    return Place(int(match[2]), bool(match[1])) if match else UNRANKED
