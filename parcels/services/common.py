"""服务共用: locking in one order, versions, and refusing everything found in one pass."""

from __future__ import annotations

from datetime import date

from audit.services import snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, NotAllowed, Refusal, Refusals, VersionMissing

from ..choices import SUCCEEDED
from ..models import Disposal, Parcel
from ..rules.elements import FACTS, completeness


def refuse(found: list[Refusal]) -> None:
    """Raise what was found: one refusal as itself, several together."""
    if len(found) == 1:
        raise found[0]
    if found:
        raise Refusals(found)


def check_day(day: date, label: str, field: str) -> None:
    """What happened did so by today. Raises Refusal."""
    if day > clock.today():
        raise Refusal(f"{label} {day} 晚于今天 {clock.today()}。请写实际日期。", field=field, code="day_future")


def check_version(obj, version: int | None, labels: dict | None = None) -> None:
    """版本核对: a change names the version that the person saw. Raises VersionMissing or Conflict."""
    if version is None:
        raise VersionMissing("没有说明改的是哪一版。请带上版本号（If-Match）再提交。", code="version_missing")
    if obj.version != version:
        raise Conflict(f"“{obj}”在你打开之后已被改过（第 {version} 版 → 第 {obj.version} 版）。"
                       "你填的都还在，请对照不同之处后再保存。", code="stale")


def lock_parcel(parcel_id: int, *, succeeded: bool = False) -> Parcel:
    """锁宗地: every write to a parcel's balance starts here, so that areas cannot be oversold (claim C27). Several are locked in
    the order of their ids.

    Raises Parcel.DoesNotExist for a parcel outside of the open territory, Conflict for one whose land went into other parcels,
    unless the work is one that goes on with it (`succeeded`).
    """
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("region").get(pk=parcel_id)
    if parcel.status in SUCCEEDED and not succeeded:
        heirs = "、".join(Parcel.objects.filter(came__source=parcel).order_by("parcel_no").values_list("parcel_no", flat=True))
        raise Conflict(f"{parcel.parcel_no} {parcel.get_status_display()}为 {heirs}，不再办理。请在{heirs}里办；原来的记录在本页照样看得到。",
                       code="succeeded")
    return parcel


def lock_disposal(disposal_id: int, *, succeeded: bool = False) -> Disposal:
    """锁处置: the parcel first, then the disposal - one order for everybody."""
    parcel_id = Disposal.objects.values_list("parcel_id", flat=True).get(pk=disposal_id)
    parcel = lock_parcel(parcel_id, succeeded=succeeded)
    disposal = Disposal.objects.select_for_update(of=("self",)).select_related("measure").get(pk=disposal_id)
    disposal.parcel = parcel
    return disposal


def save_parcel(parcel: Parcel, *names: str) -> None:
    """存宗地的这几项, with its completeness, version and moment."""
    parcel.elements = completeness(snapshot(parcel, FACTS))
    parcel.version += 1
    parcel.updated_at = clock.now()
    columns = {name.removesuffix("_id") if name == "batch_id" else name for name in names}
    parcel.save(update_fields=[*columns, "elements", "version", "updated_at"])


def permit(allowed: bool, sentence: str) -> None:
    """Raise NotAllowed with the sentence unless allowed."""
    if not allowed:
        raise NotAllowed(sentence)


def check_territory(actor: Actor, region_id: int) -> None:
    """A new record goes into the actor's own territory only."""
    permit(actor.covers(region_id), "这个县区不在你的辖区，不能登记。请从你的县区里选。")
