"""查所存的任务量: does what is kept of a table by region equal what it prints?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from units.models import Region

from ..choices import RowKind
from ..models import PrintedCell, PrintedQuota
from ..rules.columns import CLASS_TABLES, QUOTA_COLUMNS

Key = tuple[int, int | None, str]  # table id, region id (None = the total), class or "sort"
_CLASS_OF = {column: one.value for one, column in QUOTA_COLUMNS.items()}
_NAMES = ("sort", *_CLASS_OF.values())


def differing_quotas() -> list[Key]:
    """与印发数不符的任务量: (table id, region id, class or "sort"). Put together cell by cell up the tree of regions, apart from the statement that
    keeps them; blanks alone are blank, which is neither 0 nor nothing kept, and of a region that is not printed and lies above no such
    county only a blank may be kept."""
    truth = _put_together()
    kept = {(table_id, region_id, name): value for table_id, region_id, *values in PrintedQuota.objects.values_list("table_id", "region_id", *_NAMES)
            for name, value in zip(_NAMES, values, strict=True)}
    wrong = [key for key in truth.keys() | kept.keys() if truth.get(key) != kept.get(key) or key in truth and key not in kept]
    return sorted(wrong, key=lambda key: (key[0], key[1] or 0, key[2]))


def _put_together() -> dict[Key, object]:
    parents = dict(Region.objects.values_list("id", "parent_id"))
    counties = set(Region.objects.counties().values_list("id", flat=True))
    rows = list(PrintedCell.objects.filter(row__table__key__in=CLASS_TABLES).order_by("row__sort").values_list(
        "row__table_id", "row__region_id", "row__kind", "row__sort", "column", "value"))
    found: dict[Key, object] = {}
    for table_id, region_id, kind, sort, column, value in rows:
        if kind == RowKind.TOTAL or region_id:
            _add(found, table_id, region_id, column, value)
            if kind != RowKind.SUBTOTAL and found[table_id, region_id, "sort"] is None:
                found[table_id, region_id, "sort"] = sort
    printed = {(table_id, region_id) for table_id, region_id, _ in found}
    for table_id, county_id, kind, _, column, value in rows:
        if kind == RowKind.COUNTY and county_id in counties:
            for region_id in _between(county_id, parents):
                if (table_id, region_id) not in printed:
                    _add(found, table_id, region_id, column, value)
    return found


def _add(found: dict[Key, object], table_id: int, region_id: int | None, column: str, value: object) -> None:
    for name in _NAMES:
        found.setdefault((table_id, region_id, name), None)
    if value is not None and column in _CLASS_OF:
        key = (table_id, region_id, _CLASS_OF[column])
        found[key] = value if found[key] is None else found[key] + value


def _between(region_id: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The regions above one, without the root, which has the printed total."""
    above = parents[region_id]
    while above is not None and parents[above] is not None:
        yield above
        above = parents[above]
