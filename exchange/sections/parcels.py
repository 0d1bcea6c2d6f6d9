"""导入宗地: new ones are registered, known ones are changed where a cell says so (SYS-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import repeat

from landplan.lib import one_of  # noqa: F401 - the lookup
from landplan.lib.actors import Actor
from landplan.lib.area import plain
from landplan.lib.bulk import chunks
from landplan.lib.errors import Refusal
from landplan.lib.intake.columns import Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.text import name_key
from landplan.lib.uncollected import uncollected
from parcels.choices import SUCCEEDED
from parcels.models import ApprovalBatch, Parcel
from parcels.policies import may_register_parcel
from parcels.rules.documents import tidy_doc_no
from parcels.services import register_parcels, update_parcels
from parcels.services.bulk import Edit, Ground, NewParcel, edit_faults, ground_of, new_faults
from parcels.tables import COLUMNS
from units.models import Region

from ..choices import RowAction
from .base import Importer, Place, Planned, given, names_of, says, text_of, value_of
from .parcel_columns import PLAIN, columns_of

_AT_ONCE = 20_000  # texts that are looked for together: each time all parcels of the county are looked through
_SHOWN = ("kind", "area", "location", "cause", "deadline_on", "lead_unit", "supervision_no")  # of a new one, in the preview
_LENGTHS = {name: Parcel._meta.get_field(name).max_length for name in PLAIN if Parcel._meta.get_field(name).max_length}


class Parcels(Importer):
    """宗地, of the county of the clerk who sends them."""

    key, title, noun, sentence = "parcels", "宗地", "宗", "宗地由县区填报员导入。"
    told = "新的登记进台账，已登记的按编号、电子监管号、宗地代码或“名称加面积”对上，只改填了的格。"

    def may(self, actor: Actor) -> bool:
        return actor.role == "county_clerk" and may_register_parcel(actor)

    def section(self, place: Place) -> Section:
        return Section(key=self.key, title=self.title, columns=columns_of(_region(place)), aside=tuple(one.label for one in COLUMNS.values()))

    def plan(self, rows: Sequence[ReadRow], place: Place, *, tick: Callable[[int], None]) -> list[Planned]:
        with uncollected():
            return _Planner(self.section(place), _region(place), rows).plan(tick)

    def apply(self, plan: Sequence[Planned], place: Place, *, told: str) -> None:
        region = _region(place)
        new = [one for one in plan if one.action == RowAction.CREATE]
        for one in new:
            one.data.told = _source(told, one)
        register_parcels([one.data for one in new], actor=place.actor, region=region)
        update_parcels([Edit(told=_source(told, one), **one.data) for one in plan if one.action == RowAction.CHANGE],
                       actor=place.actor, region=region)


def _source(told: str, one: Planned) -> str:
    return f"{told} 第{one.number}行"


def _region(place: Place) -> Region:
    return Region.objects.get(pk=place.actor.region_id)


class _Planner:
    """逐行对照台账. What stands there is read once for all rows."""

    def __init__(self, section: Section, region: Region, rows: Sequence[ReadRow]):
        self.columns, self.region, self.rows = names_of(section.columns), region, rows
        self.labels = {key: {code: label for label, code in column.choices.items()} for key, column in self.columns.items() if column.choices}
        self.county = {name_key(name) for name in (region.name, region.code, *region.aliases.values_list("name", flat=True))}
        self.batches = {tidy_doc_no(number): pk for pk, number in ApprovalBatch.objects.filter(region=region).values_list("id", "approval_no")}
        self.said = _Said(rows)
        self.known = Known(region, self.said)
        self.ground: Ground = ground_of(region, numbers=self.said.texts("parcel_no"), parcel_ids=self.known.ids)
        self.seen: dict[object, int] = {}
        self.shown = [(name, self.columns[name].label, self.labels.get(name)) for name in _SHOWN]
        self.told = {key for key in ("region", "batch") if any(given(row, key) for row in rows)}

    def plan(self, tick: Callable[[int], None]) -> list[Planned]:
        found, said = [], self.said
        for row, values, number, kind, since in zip(self.rows, said.rows(), *map(said.column, ("parcel_no", "kind", "kind_from")), strict=True):
            found.append(self._one(row, NewParcel(kind, values, number, since)))
            if not len(found) % 500:
                tick(len(found))
        return found

    def _one(self, row: ReadRow, one: NewParcel) -> Planned:
        planned = Planned(row.number, label=one.values.get("name") or one.parcel_no)
        wrong = self._completed(row, one.values)
        if "region" in self.told and given(row, "region") and name_key(value_of(row, "region", "")) not in self.county:
            wrong.append(Refusal(f"县区“{row.values['region'].raw}”不是{self.region.name}，不存在于你的辖区。一个文件只导入本县区的宗地。",
                                 field="region", code="not_found"))
        matches = self.known.match(row)
        if wrong:
            planned.refuse(row, wrong, self.columns)
        elif len(matches) > 1:
            planned.action = RowAction.AMBIGUOUS
            planned.candidates = [f"{one.parcel_no} {one.name} {plain(one.area)} 亩" for one in matches]
            planned.refuse(row, [_ambiguous(planned.candidates)], self.columns)
            planned.action = RowAction.AMBIGUOUS
        elif matches:
            self._known(planned, row, matches[0], one)
        else:
            self._new(planned, row, one)
        return planned

    def _new(self, planned: Planned, row: ReadRow, one: NewParcel) -> None:
        values = one.values
        if not one.kind:
            way = "请从列出的里选。" if "kind" in row.values else "文件里没有哪一列当作“类别”，请在“各列是什么”里指定，或补上这一列。"
            planned.refuse(row, [Refusal(f"类别没有填。新登记的宗地要有类别，{way}", field="kind", code="missing")], self.columns)
        elif wrong := new_faults(one, self.ground):
            planned.refuse(row, wrong, self.columns)
        self._twice(planned, row, (one.parcel_no or values.get("supervision_no") or values.get("cadastral_code")
                                   or (name_key(values.get("name", "")), values.get("area"))))
        if not planned.is_wrong:
            planned.action, planned.data = RowAction.CREATE, one
            planned.changes = [(label, "", text_of(value, labels)) for name, label, labels in self.shown
                               if (value := one.kind if name == "kind" else values.get(name))]

    def _known(self, planned: Planned, row: ReadRow, parcel: Parcel, one: NewParcel) -> None:
        planned.object_id, planned.label = parcel.id, str(parcel)
        self._twice(planned, row, parcel.id)
        if one.kind and one.kind != parcel.kind:
            planned.refuse(row, [Refusal(f"{parcel.parcel_no} 现在是{parcel.get_kind_display()}，文件里是“{row.values['kind'].raw}”。"
                                         "变更类别要有文书，请在宗地页“变更类别”里办；文件里改回原类别。",
                                         field="kind", code="kind_change")], self.columns)
        new = {name: value for name, value in one.values.items() if value != getattr(parcel, name) and not _repeats(row, name, parcel)}
        if "area" not in new:
            new.pop("area_typed", None), new.pop("area_unit", None)
        if not new or planned.is_wrong:
            return
        edit = {"parcel_id": parcel.id, "version": parcel.version, "values": new, "reason": value_of(row, "reason", "")}
        planned.refuse(row, edit_faults(parcel, Edit(**edit), self.ground), self.columns)
        if planned.is_wrong:
            return
        planned.action, planned.data = RowAction.CHANGE, edit
        planned.changes = [(self._label(name), self._word(name, getattr(parcel, name), parcel), self._word(name, value, parcel, row))
                           for name, value in new.items() if name not in ("area_typed", "area_unit")]

    def _completed(self, row: ReadRow, values: dict) -> list[Refusal]:
        """What follows from what the cells say, and what cannot stand."""
        wrong = [Refusal(f"{self.columns[name].label}有 {len(values[name])} 字，最多 {most} 字。请删减。", field=name, code="max_length")
                 for name, most in self.said.long.items() if len(values.get(name, "")) > most]
        if values.get("area") is not None:
            values["area_typed"], values["area_unit"] = plain(values["area"])[:30], "mu"
        if "batch" in self.told and given(row, "batch"):
            text = tidy_doc_no(value_of(row, "batch", ""))
            values["batch_id"] = self.batches.get(text) if text else None
            if text and text not in self.batches:
                wrong.append(Refusal(f"批准文号“{text}”不存在于本县区的批次里。请先登记或导入批次，或改成已登记的文号。",
                                     field="batch", code="not_found"))
        return wrong

    def _twice(self, planned: Planned, row: ReadRow, key: object) -> None:
        """The same thing may stand in a file once."""
        if before := self.seen.get(key):
            planned.refuse(row, [Refusal(f"与第 {before} 行是同一宗（编号相同，或名称和面积都相同）。请删去一行；"
                                         "确是两宗的，给它们各填地块编号或电子监管号。", code="twice")], self.columns)
        self.seen.setdefault(key, row.number)

    def _label(self, name: str) -> str:
        return self.columns["batch" if name == "batch_id" else name].label

    def _word(self, name: str, value: object, parcel: Parcel, row: ReadRow | None = None) -> str:
        if name == "batch_id":
            return value_of(row, "batch", "空") if row else str(parcel.batch) if parcel.batch_id else "空"
        return text_of(value, self.labels.get(name))


def _repeats(row: ReadRow, name: str, parcel: Parcel) -> bool:
    """The cell says word for word what stands there: a text that is a dash itself clears nothing."""
    return name in row.values and row.values[name].raw == getattr(parcel, name)


_SILENT = object()  # of a cell that says nothing
# what a column is when its cell says that there is none
_EMPTY = {name: None if name in ("area", "kind_from") or name.endswith("_on") else "" for name in (*PLAIN, "parcel_no", "kind", "kind_from")}


class _Said:
    """各格说的: what the cells of a file say, by the names of the services. Column by column, since equal cells of a column are one and the
    same to the reader; a column that says nothing is left out."""

    def __init__(self, rows: Sequence[ReadRow]):
        self.count, self.columns = len(rows), {}
        self.long: dict[str, int] = {}  # columns in which a text is too long: how long it may be
        there = rows[0].values if rows else ()  # the rows of a file have the same columns
        for name, cells in zip(there, zip(*(row.values.values() for row in rows), strict=True), strict=True):
            if name not in _EMPTY:
                continue
            places, empty = list(map(id, cells)), _EMPTY[name]
            words = {place: (cell[1] if cell[0] == "value" else empty) if says(cell) else _SILENT
                     for place, cell in dict(zip(places, cells, strict=True)).items()}
            if any(word is not _SILENT for word in words.values()):
                self.columns[name] = list(map(words.__getitem__, places))
            if (most := _LENGTHS.get(name)) and any(word is not _SILENT and len(word) > most for word in words.values()):
                self.long[name] = most

    def column(self, name: str) -> Iterable:
        """One column, empty where it says nothing."""
        if name not in self.columns:
            return repeat(_EMPTY[name], self.count)
        return [_EMPTY[name] if word is _SILENT else word for word in self.columns[name]]

    def texts(self, name: str) -> set[str]:
        """The different texts of a column."""
        return set(self.columns.get(name, ())) - {_SILENT, ""}

    def rows(self) -> Iterator[dict]:
        """What a cell sets as it stands (PLAIN), row by row."""
        names = [name for name in PLAIN if name in self.columns]
        for row in zip(*map(self.columns.get, names), strict=True) if names else repeat((), self.count):
            yield {name: word for name, word in zip(names, row, strict=True) if word is not _SILENT}


class Known:
    """台账里已有的, found by number, 电子监管号, 宗地代码, or name and area - the strongest that the row gives decides."""

    def __init__(self, region: Region, said: _Said):
        self.by: dict[str, dict] = {name: defaultdict(list) for name in ("parcel_no", "supervision_no", "cadastral_code", "name")}
        parcels: dict[int, Parcel] = {}
        for name in self.by:
            for some in map(frozenset, chunks(sorted(said.texts(name)), _AT_ONCE)):
                parcels |= {one.id: one for one in Parcel.objects.filter(region=region, **{f"{name}__one_of": some}).select_related("batch")}
        for parcel in parcels.values():
            self.by["parcel_no"][parcel.parcel_no].append(parcel)
            if parcel.status in SUCCEEDED:
                continue
            for name in ("supervision_no", "cadastral_code"):
                if getattr(parcel, name):
                    self.by[name][getattr(parcel, name)].append(parcel)
            self.by["name"][name_key(parcel.name), parcel.area].append(parcel)
        self.ids = list(parcels)

    def match(self, row: ReadRow) -> list[Parcel]:
        """对得上的: none, one, or several that nobody should choose from by guessing."""
        if not self.ids:
            return []  # nothing of the file is known here
        if number := value_of(row, "parcel_no", ""):
            return self.by["parcel_no"].get(number, [])
        numbers = {name: value_of(row, name, "") for name in ("supervision_no", "cadastral_code")}
        for name, text in numbers.items():
            if text and (found := self.by[name].get(text)):
                return found
        found = self.by["name"].get((name_key(value_of(row, "name", "")), value_of(row, "area", Decimal(0))), [])
        return [one for one in found if all(not text or getattr(one, name) in ("", text) for name, text in numbers.items())]


def _ambiguous(candidates: list[str]) -> Refusal:
    return Refusal(f"对得上的有 {len(candidates)} 宗：{'；'.join(candidates[:5])}。系统不代为选择，请在“地块编号”列填上是哪一宗。",
                   field="parcel_no", code="ambiguous")
