"""导出图形的各项 (石龙 三（一）1 矢量数据库: 批、征、供、用, 位置、数量、类别): what stands beside each drawing in a file."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from landplan.lib.area import plain
from landplan.lib.geo.crs import zone_of
from landplan.lib.geo.writing import Piece

from ..models import Parcel, Supply
from .shapes import shape_of

# fact -> column of a shapefile (at most 10 bytes there)
HEADS = {"地块编号": "BH", "县区": "XQ", "类别": "LB", "位置": "WZ", "面积（亩）": "MJ_MU", "图形面积（亩）": "TXMJ_MU",
         "宗地代码": "ZDDM", "用途": "YT",
         "状态": "ZT", "批准文号": "PZWH", "批准日期": "PZRQ", "批次面积（亩）": "PCMJ_MU", "征收文书": "ZSWS", "征收完成日期": "ZSRQ",
         "供应方式": "GYFS", "供应文书": "GYWS", "供应日期": "GYRQ", "用地单位": "YDDW", "约定动工日期": "YDDG", "实际动工日期": "SJDG",
         "实际竣工日期": "SJJG"}


def piece_rows(rows: QuerySet[Parcel], most: int) -> list[Parcel]:
    """有图形的宗地 with all that a file tells, by number."""
    supplies = Prefetch("supplies", queryset=Supply.objects.filter(voided_at=None), to_attr="valid_supplies")
    found = rows.filter(spot__is_drawn=True).select_related("region", "batch", "spot__shape").prefetch_related(supplies)
    return list(found.order_by("parcel_no", "id")[:most])


def pieces_of(rows: list[Parcel], words: dict[str, str]) -> list[Piece]:
    """要写的地块."""
    return [Piece(row.parcel_no, row.name, shape_of(row.spot.shape), row.purpose, _facts(row, words)) for row in rows]


def zones_of(rows: list[Parcel]) -> list[int]:
    """3度带 that the drawings lie in."""
    return sorted({zone_of(shape_of(row.spot.shape).centroid.x) for row in rows})


def _facts(row: Parcel, words: dict[str, str]) -> dict[str, str]:
    batch, supplies = row.batch, row.valid_supplies
    found = {
        "地块编号": row.parcel_no, "县区": row.region.name, "类别": words[row.kind], "位置": row.location, "面积（亩）": plain(row.area),
        "图形面积（亩）": plain(row.spot.shape.drawn_area), "宗地代码": row.cadastral_code, "用途": row.purpose, "状态": row.get_status_display(),
        "批准文号": batch.approval_no if batch else "", "批准日期": _day(batch.approved_on) if batch else "",
        "批次面积（亩）": plain(batch.area) if batch else "", "征收文书": row.expropriation_no, "征收完成日期": _day(row.expropriated_on),
        "供应方式": "、".join(dict.fromkeys(one.get_mode_display() for one in supplies)), "供应文书": "、".join(one.doc_no for one in supplies),
        "供应日期": "、".join(_day(one.supplied_on) for one in supplies), "用地单位": row.land_user,
        "约定动工日期": _day(row.agreed_start_on), "实际动工日期": _day(row.started_on), "实际竣工日期": _day(row.finished_on)}
    assert found.keys() == HEADS.keys()
    return found


def _day(value) -> str:
    return value.isoformat() if value else ""
