"""查台账: pages by key in any order offered, neighbours of a parcel, sums by kind. No OFFSET, no COUNT of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import NamedTuple

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Field, QuerySet, Sum
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.http import urlencode

from landplan.lib.area import AreaField, to_micro, to_mu
from landplan.lib.pages import Page, most
from landplan.lib.text import clean_text

from ..choices import Kind
from ..models import Parcel
from ..rules.parcel import left_of

PAGE = 50
_BLOCK = 2000  # rows that an export holds at a time
# a field that turns nothing
_BARE_AREAS = {field.name: ExpressionWrapper(F(field.name), output_field=Field()) for field in Parcel._meta.concrete_fields
               if isinstance(field, AreaField)}


@dataclass(frozen=True)
class Sort:
    """一种次序: by which expression, and how its value is written into the address of a page."""

    label: str
    by: F | ExpressionWrapper
    kind: str
    nullable: bool = False


SORTS = {
    "parcel_no": Sort("地块编号", F("parcel_no"), "text"),
    "area": Sort("面积", F("area"), "area"),
    "left": Sort("未处置", ExpressionWrapper(F("area") - F("accepted_area"), output_field=AreaField()), "area"),
    "deadline_on": Sort("完成时限", F("deadline_on"), "date", nullable=True),
    "updated_at": Sort("最近更新", F("updated_at"), "moment"),
}
DEFAULT_SORT = "parcel_no"


@dataclass(frozen=True)
class Order:
    """次序 of a list: `key` of SORTS, upward or downward. Rows without the value stand last, whichever way."""

    key: str = DEFAULT_SORT
    down: bool = False

    @classmethod
    def of(cls, text: str) -> Order:
        """`area`, `-area`; anything else is the order by number."""
        key = text.removeprefix("-")
        return cls(key, text.startswith("-")) if key in SORTS else cls()

    def __str__(self) -> str:
        return f"-{self.key}" if self.down else self.key

    @property
    def sort(self) -> Sort:
        return SORTS[self.key]

    @property
    def told(self) -> str:
        """次序 in words: 面积从大到小."""
        return f"{self.sort.label}{'从大到小' if self.down else '从小到大'}"

    def turned(self) -> Order:
        return Order(self.key, not self.down)


def in_order(rows: QuerySet[Parcel], order: Order) -> QuerySet[Parcel]:
    """整个清单 in its order."""
    by = order.sort.by
    place = by.desc(nulls_last=True) if order.down and order.sort.nullable else by.desc() if order.down else \
        by.asc(nulls_last=True) if order.sort.nullable else by.asc()
    return rows.order_by(place, "-id" if order.down else "id")


def page_of(rows: QuerySet, order: Order, *, after: str = "", before: str = "", size: int = PAGE,
            key: Callable[[Order, object], str] | None = None) -> Page:
    """按键翻页 forward from `after` or backward from `before`. `key`: how the key is read of rows that are no parcels."""
    here, back, size, key = read_key(order, after), read_key(order, before), most(size), key or key_of
    if back:
        found = rows_beyond(rows, order, back, size + 1, backward=True)[::-1]
        if shown := found[-size:]:
            return Page(shown, key(order, shown[-1]), key(order, shown[0]) if len(found) > size else None)
    found = rows_beyond(rows, order, here, size + 1) if here else []
    is_first, found = not found, found or _first(rows, order, size + 1)
    shown = found[:size]
    return Page(shown, key(order, shown[-1]) if len(found) > size else None, None if is_first else key(order, shown[0]))


class Line(NamedTuple):
    """一行 of a page: what is asked of every row, whatever its columns. Areas are whole numbers of 10⁻⁶ 亩."""

    id: int
    parcel_no: str
    kind: str
    area: int
    accepted_area: int
    elements: int
    status: str
    deadline_on: date | None
    written_off_at: datetime | None
    updated_at: datetime

    @property
    def left(self) -> int:
        """未处置."""
        return left_of(self.area, self.accepted_area)

    def key(self, order: Order) -> str:
        """页键."""
        value = getattr(self, order.key)
        return write_key(order, to_mu(value) if order.sort.kind == "area" else value, self.id)


def lines_of(rows: QuerySet[Parcel], order: Order, paths: list[str], **place) -> tuple[Page, list[tuple]]:
    """一页的行 as `page_of` finds them, and beside them the values of `paths`, which begin with those of a line: fifty parcels made of ninety
    columns take longer than to fetch them."""
    page = page_of(bare(rows, paths), order, key=lambda order, row: _line(row).key(order), **place)
    return replace(page, rows=[_line(row) for row in page.rows]), page.rows


def _line(row: tuple) -> Line:
    return Line._make(row[:len(Line._fields)])


def _first(rows: QuerySet[Parcel], order: Order, size: int) -> list[Parcel]:
    """The head of the list; of a sort with gaps in two steps, since no index holds the gaps last both ways."""
    if not order.sort.nullable:
        return list(in_order(rows, order)[:size])
    found = list(_all_valued(rows, order.key, order.down)[:size])
    empty = rows.filter(**{f"{order.key}__isnull": True}).order_by("-id" if order.down else "id")
    return found + list(empty[: size - len(found)]) if len(found) < size else found


def neighbours(rows: QuerySet[Parcel], order: Order, key: tuple) -> tuple[Parcel | None, Parcel | None]:
    """上一宗、下一宗 of a place in a list."""
    found = (rows_beyond(rows, order, key, 1, backward=True), rows_beyond(rows, order, key, 1))
    return tuple(side[0] if side else None for side in found)


def place_of(order: Order, text: str, parcel: Parcel) -> tuple:
    """位置 of a parcel in a list: as the address kept it when it was opened (it may have been changed since), else as it is now."""
    return read_key(order, text) or (value_of(order, parcel), parcel.id)


def at_of(order: Order, key: str) -> str:
    """位置 as an address carries it, where the order may change; the number of a parcel never does."""
    return "" if order.key == DEFAULT_SORT else urlencode({"at": key})


def key_from(order: Order, place: tuple) -> str:
    """页键 from which a page begins with the row at this place, or the one after it when it is there no more."""
    value, pk = place
    return write_key(order, value, pk + 1 if order.down else pk - 1)


def rows_beyond(rows: QuerySet[Parcel], order: Order, key: tuple, size: int, *, backward: bool = False) -> list[Parcel]:
    """The next rows beyond a key; rows without the value come last (first, on the way back)."""
    value, pk = key
    sort, down = order.sort, order.down != backward
    if not sort.nullable:
        return list(_valued(rows, sort, value, pk, down)[:size])
    empty = rows.filter(**{f"{order.key}__isnull": True})
    if value is None:
        beyond = empty.filter(id__lt=pk) if down else empty.filter(id__gt=pk)
        found = list(beyond.order_by("-id" if down else "id")[:size])
        rest = _all_valued(rows, order.key, down) if backward else None
    else:
        found = list(_valued(rows.filter(**{f"{order.key}__isnull": False}), sort, value, pk, down)[:size])
        rest = None if backward else empty.order_by("-id" if down else "id")
    if rest is not None and len(found) < size:
        found += list(rest[: size - len(found)])
    return found


def _all_valued(rows: QuerySet[Parcel], key: str, down: bool) -> QuerySet[Parcel]:
    rows = rows.filter(**{f"{key}__isnull": False})
    return rows.order_by(f"-{key}", "-id") if down else rows.order_by(key, "id")


def _valued(rows: QuerySet[Parcel], sort: Sort, value, pk: int, down: bool) -> QuerySet[Parcel]:
    """(value, id) beyond the key as one row comparison, which an index answers at any depth."""
    place = sort.by.name if isinstance(sort.by, F) else "place"
    rows = rows if isinstance(sort.by, F) else rows.alias(place=sort.by)
    beyond = (TupleLessThan if down else TupleGreaterThan)(Tuple(F(place), F("id")), (value, pk))
    rows = rows.filter(beyond, **{f"{place}__lte" if down else f"{place}__gte": value})
    return rows.order_by(sort.by.desc(), "-id") if down else rows.order_by(sort.by.asc(), "id")


def value_of(order: Order, parcel: Parcel):
    """The value that a parcel is sorted by."""
    return parcel.unfinished if order.key == "left" else getattr(parcel, order.key)


def key_of(order: Order, parcel: Parcel) -> str:
    """页键: the value and the id of a row, as written in the address."""
    return write_key(order, value_of(order, parcel), parcel.id)


def write_key(order: Order, value, pk: int) -> str:
    """页键 of a value and an id."""
    text = {"area": lambda: str(to_micro(value)), "moment": lambda: value.isoformat(), "text": lambda: value,
            "date": lambda: value.isoformat() if value else ""}[order.sort.kind]()
    return f"{text}_{pk}"


def read_key(order: Order, text: str) -> tuple | None:
    """页键 read back; None for anything that is none."""
    written, _, number = text.rpartition("_")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return _read_value(order.sort, written), int(number)
    except (ValueError, InvalidOperation, OverflowError):
        return None


def _read_value(sort: Sort, text: str):
    if sort.kind == "area":
        if len(text) > 19:
            raise ValueError("too long")
        return to_mu(int(text))
    if sort.kind == "date":
        return date.fromisoformat(text) if text else None
    if sort.kind == "moment":
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is None:
            raise ValueError("a moment must be aware")
        return DateTimeField().to_python(moment)
    return clean_text(text)


@dataclass(frozen=True)
class KindSum:
    """一类的合计: 宗数, 面积, 已验收 (亩)."""

    count: int = 0
    area: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """未处置 (亩)."""
        return self.area - self.accepted

    def __add__(self, other: KindSum) -> KindSum:
        return KindSum(self.count + other.count, self.area + other.area, self.accepted + other.accepted)


def sums_of(rows: QuerySet[Parcel]) -> dict[str, KindSum]:
    """按类别合计 of all five kinds, in their order; a kind without rows is a true zero."""
    found = {row["kind"]: KindSum(row["n"], row["a"], row["d"]) for row in
             rows.order_by().values("kind").annotate(n=Count("*"), a=Sum("area"), d=Sum("accepted_area"))}
    return {kind.value: found.get(kind.value, KindSum()) for kind in Kind}


def total_of(sums: dict[str, KindSum], kinds: list[str]) -> KindSum:
    """合计 of the chosen kinds (none chosen: all)."""
    return sum((one for kind, one in sums.items() if not kinds or kind in kinds), KindSum())


def stream(rows: QuerySet[Parcel], order: Order) -> Iterator[Parcel]:
    """逐行 in order, without holding all."""
    return in_order(rows, order).iterator(chunk_size=2000)


def bare(rows: QuerySet[Parcel], paths: Iterable[str]) -> QuerySet:
    """只取值: tuples of `paths`; no parcel is made of them, and areas stay the whole numbers of 10⁻⁶ 亩 that are stored."""
    return rows.values_list(*(_BARE_AREAS.get(path, path) for path in paths))


def blocks(rows: QuerySet[Parcel], order: Order, paths: list[str]) -> Iterator[list[tuple]]:
    """逐块的值 in order, as `bare` takes them, a block in memory at a time."""
    found = bare(in_order(rows, order), paths).iterator(chunk_size=_BLOCK)
    while block := list(islice(found, _BLOCK)):
        yield block
