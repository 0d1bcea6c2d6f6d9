"""图形文件: handed in and kept as it came, then taken over whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.base import File
from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal, Refusals
from landplan.lib.geo.reading import KINDS
from landplan.lib.geo.shapes import MAX_BYTES

from ..choices.shapes import ShapeFileState
from ..models import Attachment, Parcel, ParcelShape, ShapeFile
from ..policies import may_draw, may_read_coordinates
from ..rules.files import safe_name
from ..store import keep_file
from .common import permit
from .shapes import CLERKS, Drawn, save_shape


@transaction.atomic
def keep_shape_file(*, actor: Actor, upload: File, zone: int | None = None, parcel: Parcel | None = None) -> ShapeFile:
    """收下图形文件, as it came; nothing of it is in the ledger yet. Raises NotAllowed, Refusal."""
    permit(may_draw(actor), CLERKS)
    name = safe_name(upload.name)
    ending = f".{name.rsplit('.', 1)[-1].lower()}" if "." in name else ""
    if ending not in KINDS:
        raise Refusal(f"文件“{name[-60:]}”不能用。请交界址点 TXT、shapefile 压缩包（zip）、GeoJSON、GPKG 或 KML。", field="file", code="file_type")
    if upload.size > MAX_BYTES:
        raise Refusal(f"文件“{name[-60:]}”有 {upload.size / 1048576:.1f} MB，一次最多 {MAX_BYTES // 1048576} MB。请分成几个文件。",
                      field="file", code="file_size")
    stored = keep_file(upload)
    file = Attachment.objects.create(
        region_id=actor.region_id, title=KINDS[ending], original_name=name, media_type="application/octet-stream", size=stored.size,
        sha256=stored.sha256, storage_id=stored.storage_id, uploaded_at=clock.now(), uploaded_by_id=actor.user_id)
    row = ShapeFile.objects.create(region_id=actor.region_id, parcel=parcel, file=file, zone=zone, at=clock.now(), by_id=actor.user_id)
    record(actor=actor, action="keep_shape_file", obj=row, subject=f"parcel:{parcel.id}" if parcel else "",
           after={"title": name, "size": stored.size, "sha256": stored.sha256})
    return row


@transaction.atomic
def import_shapes(file_id: int, *, actor: Actor, chosen: Mapping[int, Drawn], seen: Mapping[int, int], reason: str = "",
                  is_confirmed: bool = False) -> tuple[list[ParcelShape], int]:
    """导入图形 of a file: parcel id -> drawing, all or none. Gives the new versions, and how many stood there already.

    Raises NotAllowed, Conflict for a file that was dealt with, Refusals with the parcel before each sentence.
    """
    permit(may_draw(actor), CLERKS)
    row = _open(file_id, actor)
    made, same, wrong = [], 0, []
    numbers = dict(Parcel.objects.filter(id__in=list(chosen)).values_list("id", "parcel_no"))
    if set(numbers) != set(chosen) or not chosen:
        raise Refusal("没有选要存图形的宗地，或选的宗地不在你的县区。", field="file", code="missing")
    for parcel_id in sorted(chosen):  # in the order of their ids, as everybody locks
        try:
            saved = save_shape(parcel_id, actor=actor, given=chosen[parcel_id], seen=seen.get(parcel_id, 0), reason=reason, is_confirmed=is_confirmed)
        except Refusal as refusal:
            wrong += [Refusal(f"{numbers[parcel_id]}：{one.message}", field=one.field, code=one.code)
                      for one in (refusal.items if isinstance(refusal, Refusals) else [refusal])]
            continue
        made += [saved] if saved else []
        same += saved is None
    if wrong:
        raise Refusals(wrong)
    row.state, row.decided_at = ShapeFileState.APPLIED, clock.now()
    row.save(update_fields=["state", "decided_at"])
    record(actor=actor, action="import_shapes", obj=row, reason=reason, after={"parcels": len(made), "unchanged": same})
    return made, same


@transaction.atomic
def drop_shape_file(file_id: int, *, actor: Actor) -> ShapeFile:
    """放弃一个还没有导入的文件. Raises NotAllowed, Conflict."""
    permit(may_draw(actor), CLERKS)
    row = _open(file_id, actor)
    row.state, row.decided_at = ShapeFileState.DROPPED, clock.now()
    row.save(update_fields=["state", "decided_at"])
    record(actor=actor, action="drop_shape_file", obj=row)
    return row


def _open(file_id: int, actor: Actor) -> ShapeFile:
    row = ShapeFile.objects.select_for_update(of=("self",)).select_related("file").get(pk=file_id)
    if row.state != ShapeFileState.WAITING:
        raise Conflict(f"文件“{row}”{row.get_state_display()}，不能再办。要再导入，请重新上传。", code="wrong_state")
    return row


@transaction.atomic
def tell_export(*, actor: Actor, kind: str, count: int, conditions: str) -> None:
    """导出图形 leaves an entry with how many parcels went out. Raises NotAllowed."""
    permit(may_read_coordinates(actor), "导出坐标要有“可看坐标”的权限，由系统管理员按岗位给。")
    record(actor=actor, action="export_shapes", label=f"{kind} {count} 宗", region_id=actor.region_id,
           after={"parcels": count, "conditions": conditions})
