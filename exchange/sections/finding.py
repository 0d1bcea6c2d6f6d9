"""找宗地: which parcel of the county a row means - by number, 电子监管号, 宗地代码, or name; never by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from landplan.lib.area import plain
from landplan.lib.bulk import chunks
from landplan.lib.errors import Refusal
from landplan.lib.intake.rows import ReadRow
from landplan.lib.text import name_key
from parcels.models import Parcel

from .base import value_of

_BY = (("parcel_no", "地块编号"), ("supervision_no", "电子监管号"), ("cadastral_code", "宗地代码"), ("name", "地块名称"))


class Ambiguous(Refusal):
    """认不准: several fit; the row is not done."""


class Land:
    """本县区的宗地 that the rows name."""

    def __init__(self, region_id: int, rows: Sequence[ReadRow]):
        self.by: dict[str, dict[str, list[Parcel]]] = {}
        for key, _ in _BY:
            wanted = sorted({str(value_of(row, key, "")) for row in rows} - {""})
            found = defaultdict(list)
            for some in chunks(wanted):
                for parcel in Parcel.objects.current().filter(region_id=region_id, **{f"{key}__in": some}).select_related("region"):
                    found[name_key(getattr(parcel, key))].append(parcel)
            self.by[key] = found

    def of(self, row: ReadRow) -> Parcel:
        """The one parcel. Raises Refusal when there is none, Ambiguous when there are several."""
        for key, label in _BY:
            if not (text := value_of(row, key, "")):
                continue
            found = self.by[key].get(name_key(text), [])
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                told = "；".join(f"{one.parcel_no} {one.name} {plain(one.area)} 亩" for one in found[:5])
                raise Ambiguous(f"{label}“{text}”对得上的有 {len(found)} 宗：{told}。系统不代为选择，"
                                "请在“地块编号”列填上是哪一宗。", field=key, code="ambiguous")
            if key != "supervision_no":
                raise Refusal(f"{label}“{text}”不存在于本县区的台账。请核对；还没有登记的，先登记或导入宗地。",
                              field=key, code="not_found")
        raise Refusal("没有写是哪一宗，或电子监管号对不上。请填“地块编号”。", field="parcel_no", code="not_found")
