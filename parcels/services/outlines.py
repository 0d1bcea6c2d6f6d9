"""装入县区范围线, from a file whose plots are called like the counties."""

from __future__ import annotations

import tempfile
from pathlib import Path

import shapely
from django.core.files.base import File
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.geo.bounded import read_bounded
from landplan.lib.geo.shapes import MAX_BYTES, GeoFile
from landplan.lib.text import name_key
from units.models import Region

from ..models import CountyOutline
from ..policies import may_load_outline
from ..rules.files import safe_name
from .common import check_territory, permit, refuse


@transaction.atomic
def load_outlines(*, actor: Actor, file: File, source: str, zone: int | None = None) -> list[str]:
    """装入范围线 of the counties that the file names (by name or code); gives their names. Raises NotAllowed, Refusal or Refusals."""
    permit(may_load_outline(actor), "县区范围线由领导小组办公室装入。")
    found = _read(file, zone)
    regions = list(Region.objects.filter(id__in=actor.regions).counties() if actor.regions is not None else Region.objects.counties())
    by_key = {name_key(word): region for region in regions for word in (region.name, region.full_name, region.code)}
    pairs = [(by_key.get(name_key(plot.name)) or by_key.get(name_key(plot.number)), plot) for plot in found.plots]
    unknown = [plot.name or plot.number or f"第 {plot.line} 个" for region, plot in pairs if region is None]
    if unknown:
        raise Refusal(f"{'、'.join(unknown[:10])} 不是本辖区县区的名称或代码。请让每个要素的“名称”是县区的简称、全称或代码。",
                      field="file", code="unknown")
    for region, plot in pairs:
        save_outline(actor=actor, region=region, shape=plot.shape, source=source)
    return [region.name for region, _ in pairs]


@transaction.atomic
def save_outline(*, actor: Actor, region: Region, shape: shapely.Geometry, source: str, is_demo: bool = False) -> CountyOutline:
    """存一个县区的范围线. Raises NotAllowed, Refusal."""
    permit(may_load_outline(actor), "县区范围线由领导小组办公室装入。")
    check_territory(actor, region.id)
    if not source:
        raise Refusal("范围线的来源没有填。请写哪个单位、哪一年的成果。", field="source", code="missing")
    row = CountyOutline.objects.create(region=region, wkb=shapely.to_wkb(shape), source=source, is_demo=is_demo, at=clock.now(), by_id=actor.user_id)
    record(actor=actor, action="load_outline", obj=row, after={"source": source, "points": int(shapely.get_num_coordinates(shape))})
    return row


def _read(file: File, zone: int | None) -> GeoFile:
    if file.size > MAX_BYTES:
        raise Refusal(f"文件有 {file.size / 1048576:.1f} MB，一次最多 {MAX_BYTES // 1048576} MB。请抽稀后再交。", field="file", code="file_size")
    with tempfile.NamedTemporaryFile(suffix=Path(safe_name(file.name)).suffix) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        found = read_bounded(Path(kept.name), safe_name(file.name), zone)
    refuse([Refusal(one.sentence, field="file", code=one.code) for one in found.errors])
    return found
