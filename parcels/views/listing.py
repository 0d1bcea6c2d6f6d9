"""一个清单: what an address of the ledger asks for, inside the open territory, and the parts of the page that it alone decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

from landplan.lib.area import show
from units.models import Region

from ..filters import LedgerFilter
from ..models import ApprovalBatch, Cohort, Parcel
from ..rules.tags import TAGS
from ..rules.words import words_of
from ..selectors.ledger import KindSum, Order
from ..selectors.measures import document_of
from ..tables import ALWAYS, COLUMNS, WITH_BATCH, Column, columns_of, default_keys

SIZES = (50, 100, 200)
NAMES = tuple(LedgerFilter.base_filters)
UNSEEN = ("kind", "batch", "planning", "low_type", "unit", "sort", "size", "cols")  # what the filter form carries along
# conditions with a list to choose from
_CHOICES = {name: [(str(code), str(label)) for code, label in LedgerFilter.base_filters[name].extra["choices"] if code]
            for name in ("quota", "status", "cause", "deadline", "idle_source", "start", "gap", "open")}
_SHOWN = {name: str(one.label) for name, one in LedgerFilter.base_filters.items()
          if name in (*_CHOICES, "due_by", "sponsor", "sponsor_unit", "risk", "q")}
_ROWS = {"batch": ApprovalBatch, "cohort": Cohort}  # conditions that name a record
_BY_WORD, _NOBODY = ("unit", "sponsor", "sponsor_unit"), {"none": "没有填"}


@dataclass
class Listing:
    """一个清单: what the address asks for, inside the open territory."""

    asked: QueryDict
    has_counties: bool
    region: Region
    picked: list[int] = field(default_factory=list)

    @cached_property
    def document(self) -> str:
        """The document that this person works under."""
        return document_of(self.region)

    @cached_property
    def words(self) -> dict[str, str]:
        """类别的叫法 of that document."""
        return words_of(self.document)

    @cached_property
    def filter(self) -> LedgerFilter:
        return LedgerFilter(self.asked, queryset=Parcel.objects.all())

    @cached_property
    def without_kind(self) -> LedgerFilter:
        """The same without the kinds, for the sums that one chooses kinds by."""
        if "kind" not in self.asked:
            return self.filter
        rest = self.asked.copy()
        rest.pop("kind", None)
        return LedgerFilter(rest, queryset=Parcel.objects.all())

    @cached_property
    def order(self) -> Order:
        return Order.of(self.asked.get("sort", ""))

    @cached_property
    def kinds(self) -> list[str]:
        return self.filter.form.cleaned_data["kind"]

    @cached_property
    def columns(self) -> list:
        return columns_of(",".join(self.asked.getlist("cols")), default_keys(has_counties=self.has_counties))

    @cached_property
    def size(self) -> int:
        return next((size for size in SIZES if str(size) == self.asked.get("size")), SIZES[0])

    @property
    def found(self):
        """符合条件的; of a file, those among them that were picked."""
        return self.filter.qs.filter(id__in=self.picked) if self.picked else self.filter.qs

    @property
    def rows(self):
        """Rows with what the chosen columns show."""
        related = ["region", "batch"] if WITH_BATCH & {c.key for c in self.columns} else ["region"]
        return self.found.select_related(*related)

    @cached_property
    def set_names(self) -> list[str]:
        """条件 that are set."""
        return [name for name in NAMES if any(self.asked.getlist(name))]

    def told(self) -> list[tuple[str, str]]:
        """条件 in words (label, values); of a filter that was read."""
        fields, told = self.filter.form.fields, []
        for name in self.set_names:
            words = self._names_of(name)
            told.append((str(fields[name].label), "、".join(str(words.get(value, value)) for value in self.asked.getlist(name))))
        return told

    def _names_of(self, name: str) -> dict[str, str]:
        """What the values of a condition are called."""
        if name == "kind":
            return self.words
        if name == "region":
            return dict(Region.objects.filter(code=self.asked[name]).values_list("code", "name"))
        if name in _ROWS:
            return {str(row.id): str(row) for row in _ROWS[name].objects.filter(pk=self.filter.form.cleaned_data[name])}
        return _NOBODY if name in _BY_WORD else dict(getattr(self.filter.form.fields[name], "choices", ()))

    @property
    def cols(self) -> str:
        """列 as the address holds them; empty for the usual ones."""
        return ",".join(c.key for c in self.columns) if any(self.asked.getlist("cols")) else ""

    @cached_property
    def _set(self) -> list[tuple[str, str]]:
        """What is set, in one order: filters, order, size, columns."""
        settings = {"sort": "" if self.order == Order() else str(self.order),
                    "size": "" if self.size == SIZES[0] else str(self.size), "cols": self.cols}
        found = [(n, v) for n in NAMES if n in self.asked for v in self.asked.getlist(n)] + list(settings.items())
        return [(n, v) for n, v in found if v]

    def pairs(self, *but: str) -> list[tuple[str, str]]:
        """What is set, but for the names in `but`."""
        return [(n, v) for n, v in self._set if n not in but]

    def query(self, *but: str, **changes) -> str:
        """规范的地址 without the names in `but`; `changes` replaces values."""
        more = [(n, v) for n, values in changes.items() for v in (values if isinstance(values, list) else [values]) if v]
        return urlencode(self.pairs(*but, *changes) + more)

    def filter_part(self, counties: list[tuple[str, str]], cohorts: list[tuple[str, str]]) -> dict:
        """筛选 as its template writes it."""
        errors = self.filter.form.errors
        return {
            "kept": [pair for pair in self.pairs() if pair[0] in UNSEEN], "counties": counties, "county": self.asked.get("region"),
            "tags": [(code, tag.label) for code, tag in TAGS.items() if tag.document == self.document], "tag": self.asked.get("tag"),
            "cohorts": cohorts, "cohort": self.asked.get("cohort"),
            "fields": [{"name": name, "label": label, "value": self.asked.get(name) or "", "options": _CHOICES.get(name), "bad": name in errors}
                       for name, label in _SHOWN.items()],
            "set": len(self.set_names), "cols": self.cols}

    def tiles(self, sums: dict[str, KindSum]) -> list[dict]:
        """类别 that one chooses by, with their sums."""
        return [{"kind": kind, "label": self.words[kind], "on": kind in self.kinds, "query": self.query(kind=_toggled(self.kinds, kind)),
                 **sum_words(one)} for kind, one in sums.items()]

    def heads(self) -> list[dict]:
        """列头: the sorted column turns its order, another one begins upward."""
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> dict:
        is_sorted = bool(column.sort) and column.sort == self.order.key
        target = self.order.turned() if is_sorted else Order(column.sort)
        return {"label": column.label, "unit": column.unit, "kind": column.kind, "sorted": is_sorted, "down": self.order.down,
                "query": self.query(sort=str(target)) if column.sort else ""}

    def columns_part(self) -> dict:
        """选列 as its template writes it."""
        chosen = {column.key for column in self.columns}
        return {"kept": self.pairs("cols"), "reset": self.query("cols"), "count": len(chosen),
                "columns": [(key, column.label, key in chosen, key == ALWAYS) for key, column in COLUMNS.items()]}


def sum_words(one: KindSum) -> dict:
    """合计 in words."""
    return {"count": one.count, "area": show(one.area), "accepted": show(one.accepted), "left": show(one.left)}


def _toggled(kinds: list[str], kind: str) -> list[str]:
    return [k for k in kinds if k != kind] if kind in kinds else [*kinds, kind]


def listing_of(request: HttpRequest, asked: QueryDict) -> Listing:
    """The listing of an address for whoever asks."""
    return Listing(asked, has_counties=len(request.actor.regions or ()) > 1, region=request.region)
