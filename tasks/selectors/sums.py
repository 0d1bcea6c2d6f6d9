"""查合计: does what is kept of a table for the regions above the counties equal what the table prints of those counties?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from units.models import Region

from ..choices import RowKind
from ..models import PrintedCell, PrintedSum
from ..rules.columns import QUOTA_COLUMNS

Key = tuple[int, int, str]  # table id, region id, column


def differing_sums() -> list[Key]:
    """与印发数不符的合计: (table id, region id, column). Added up cell by cell up the tree of regions, apart from the statement that keeps them;
    blanks alone are blank, which is neither 0 nor nothing kept, and a region that lies above no such county may only be kept blank."""
    truth = _added_up()
    kept = {tuple(key): value for *key, value in PrintedSum.objects.values_list("table_id", "region_id", "column", "value")}
    return sorted(key for key in truth.keys() | kept.keys() if truth.get(key) != kept.get(key) or key in truth and key not in kept)


def _added_up() -> dict[Key, object]:
    parents = dict(Region.objects.values_list("id", "parent_id"))
    counties = set(Region.objects.counties().values_list("id", flat=True))
    cells = PrintedCell.objects.filter(row__kind=RowKind.COUNTY, row__region__in=counties, column__in=QUOTA_COLUMNS.values())
    found: dict[Key, object] = {}
    for table_id, county_id, column, value in cells.values_list("row__table_id", "row__region_id", "column", "value").iterator(5000):
        for region_id in _between(county_id, parents):
            key = (table_id, region_id, column)
            before = found.setdefault(key, None)
            if value is not None:
                found[key] = value if before is None else before + value
    return found


def _between(region_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The regions above one, without the root, which has the printed total."""
    above = parents[region_id]
    while above is not None and parents[above] is not None:
        yield above
        above = parents[above]
