"""保存图形、说明没有图形的原因 (MAP-03, MAP-06): a further version each time, never in place of a document's area."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import shapely
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import to_mu
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.geo.crs import System, ellipsoid_area
from landplan.lib.geo.grid import block_of, box_of, cell_of
from landplan.lib.geo.reading import plane_area
from landplan.lib.geo.rings import check_shape
from landplan.lib.geo.shapes import ASK, ERROR, Found
from landplan.lib.geo.tile import body_of
from landplan.lib.numbers import half_up

from ..choices.shapes import ShapeLack, ShapeSource
from ..models import Parcel, ParcelShape, ParcelSpot, ShapeFile
from ..policies import may_draw
from ..selectors.shapes import checks_of, latest_shape, limit_of, outline_of, shape_of
from .common import lock_parcel, permit, refuse

CLERKS = "图形由县区填报员交。你现在的岗位不能办；兼有岗位的，先在右上角切换。"
SAME = 2e-8  # degrees (2 mm): two readings of one drawing
MOST_POINTS = 20_000


@dataclass(frozen=True)
class Drawn:
    """一个图形: in its own system and in degrees, where it comes from, and what was said and confirmed about it."""

    shape: shapely.Geometry
    drawn: shapely.Geometry
    system: System
    source: str = ShapeSource.DRAWN
    file: ShapeFile | None = None
    found: tuple[Found, ...] = ()

    @property
    def area(self) -> Decimal:
        """平面面积 (亩)."""
        return in_mu(plane_area(self.shape, self.drawn, self.system))


def in_mu(square_metres: float) -> Decimal:
    """㎡, to two decimals, in 亩: exact from there."""
    return to_mu(int(half_up(Decimal(repr(square_metres)), 2) * 1500))


@transaction.atomic
def save_shape(parcel_id: int, *, actor: Actor, given: Drawn, seen: int, reason: str = "", is_confirmed: bool = False,
               is_demo: bool = False) -> ParcelShape | None:
    """保存图形; None when the parcel has this very drawing already. `seen` is the version that the person saw (0 = none).

    Raises NotAllowed, Conflict when another version came meanwhile, Refusal or Refusals with everything that is wrong, or that is to be
    confirmed and was not.
    """
    permit(may_draw(actor), CLERKS)
    parcel, last = _locked(parcel_id, seen)
    if last and last.wkb is not None and is_same(shape_of(last), given.shape):
        return None
    found = examined(parcel, given)
    refuse([Refusal(one.sentence, field="file", code=one.code) for one in found if one.severity == ERROR])
    asked = [one for one in found if one.severity == ASK]
    if asked and not is_confirmed:
        told = "；".join(one.sentence.rstrip("。") for one in asked)
        raise Refusal(f"{told}。核对过、仍按此保存的，请勾选“已核对”。", code="confirm")
    _reason(last, reason)
    row = ParcelShape.objects.create(
        region_id=parcel.region_id, parcel=parcel, number=(last.number if last else 0) + 1, wkb=shapely.to_wkb(given.shape),
        points=int(shapely.get_num_coordinates(given.shape)), drawn_area=given.area, ellipsoid_area=in_mu(ellipsoid_area(given.shape)),
        source=given.source, file=given.file, system=given.system.label, epsg=given.system.epsg, reason=reason,
        checks=json.dumps([[one.code, one.sentence] for one in found], ensure_ascii=False), is_demo=is_demo, at=clock.now(), by_id=actor.user_id)
    _place(row, given.shape)
    record(actor=actor, action="save_shape", obj=row, subject=f"parcel:{parcel.id}", label=str(parcel), reason=reason,
           before={"drawn_area": last.drawn_area} if last and last.wkb is not None else {},
           after={"source": row.source, "system": row.system, "points": row.points, "drawn_area": row.drawn_area,
                  "checks": "；".join(one.sentence.rstrip("。") for one in found)})
    return row


def examined(parcel: Parcel, given: Drawn, outline: object = ..., limit: Decimal | None = None) -> list[Found]:
    """全部核对: what the file's reader found, the drawing itself, and what lies around; many parcels share the outline and the limit."""
    found = [*given.found, *(check_shape(given.shape) if not any(one.code == "crossing" for one in given.found) else [])]
    if (points := int(shapely.get_num_coordinates(given.shape))) > MOST_POINTS:
        found.append(Found("too_many", ERROR, f"图形有 {points} 个点，一宗最多 {MOST_POINTS} 个。请抽稀后再交。"))
    if any(one.severity == ERROR for one in found):
        return found
    outline = outline_of(parcel.region) if outline is ... else outline
    return found + checks_of(parcel, given.shape, given.area, outline, limit_of(parcel.region) if limit is None else limit)


def is_same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """The same drawing, whatever point it begins with."""
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(other):
        return False
    return bool(shapely.equals_exact(one.normalize(), other.normalize(), SAME)) or (
        shapely.hausdorff_distance(one, other) < SAME and shapely.hausdorff_distance(one.boundary, other.boundary) < SAME)


@transaction.atomic
def note_lack(parcel_id: int, *, actor: Actor, lack: str, note: str = "", seen: int, reason: str = "") -> ParcelShape:
    """登记为什么没有图形; a drawing that stood there no longer holds. Raises NotAllowed, Conflict, Refusal."""
    permit(may_draw(actor), "没有图形的原因由县区填报员登记。")
    parcel, last = _locked(parcel_id, seen)
    if lack not in ShapeLack.values:
        raise Refusal("没有图形的原因没有选。请从列出的里选。", field="lack", code="missing")
    if lack == ShapeLack.OTHER and not note:
        raise Refusal("原因选了“其他”，请写明是什么原因、打算何时补上。", field="note", code="missing")
    if last and last.wkb is None and (last.lack, last.note) == (lack, note):
        raise Refusal("与现有的原因一致，没有改动。", field="lack", code="unchanged")
    if last and last.wkb is not None:
        _reason(last, reason)
    row = ParcelShape.objects.create(region_id=parcel.region_id, parcel=parcel, number=(last.number if last else 0) + 1, lack=lack, note=note,
                                     source=ShapeSource.NONE, reason=reason, at=clock.now(), by_id=actor.user_id)
    _place(row)
    record(actor=actor, action="note_lack", obj=row, subject=f"parcel:{parcel.id}", label=str(parcel), reason=reason,
           after={"lack": lack, "note": note})
    return row


def _locked(parcel_id: int, seen: int) -> tuple[Parcel, ParcelShape | None]:
    parcel = lock_parcel(parcel_id)
    last = latest_shape(parcel)
    number = last.number if last else 0
    if number != seen:
        raise Conflict(f"{parcel.parcel_no} 的图形在你打开之后已换成第 {number} 版。请看过新版再办。", code="stale")
    return parcel, last


def _reason(last: ParcelShape | None, reason: str) -> None:
    if last and last.wkb is not None and not reason:
        raise Refusal(f"这宗已有图形（第 {last.number} 版），更换要写原因；旧版留在历史里。", field="reason", code="reason_missing")


def _place(row: ParcelShape, shape: shapely.Geometry | None = None) -> None:
    """图上位置 of the version that holds now."""
    names = ("cell", "block", "min_x", "min_y", "max_x", "max_y", "at_x", "at_y", "fine", "coarse")
    values: dict = dict.fromkeys(names)
    if shape is not None:
        box, body = box_of(shape), body_of(shape)
        values = dict(zip(names, (cell_of(box), block_of(box), *box, body.x, body.y, body.fine, body.coarse), strict=True))
    ParcelSpot.objects.update_or_create(parcel_id=row.parcel_id, defaults={
        "region_id": row.region_id, "shape": row, "is_drawn": shape is not None, **values})
