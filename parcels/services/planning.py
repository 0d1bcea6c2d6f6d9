"""登记多规合一核对, one parcel or a whole file of them (LED-21)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import changes, record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import Parcel
from ..policies import may_register_parcel
from ..rules.planning import Planning, check_planning
from .common import lock_parcel, permit, refuse, save_parcel

_CLERKS = "多规合一核对由县区填报员登记。"
_COLUMNS = {"result": "planning_result", "on": "planning_on", "code": "planning_code"}
_NAMES = {"result": "核对结论", "on": "核对日期", "code": "规划编号"}


@transaction.atomic
def save_planning(parcel_id: int, *, actor: Actor, result: str, on: date | None, code: str,
                  seen: Planning | None = None) -> bool:
    """登记一宗的核对; True when it differs from what was there. With `seen` that must still stand there.

    Raises NotAllowed, Conflict, Refusal or Refusals."""
    permit(may_register_parcel(actor), _CLERKS)
    given = Planning(result, on, code)
    refuse([Refusal(f"{_NAMES[field]}不对：要{wanted}。", field=field, code="planning") for field, wanted in check_planning(given, clock.today())])
    parcel = lock_parcel(parcel_id)
    before = {column: getattr(parcel, column) for column in _COLUMNS.values()}
    if seen and seen != Planning(*before.values()):
        raise Conflict(f"宗地 {parcel} 的核对刚刚有人改过，这个文件一宗也没有改。请重新导出，改好再交。", code="stale")
    for name, column in _COLUMNS.items():
        setattr(parcel, column, getattr(given, name))
    old, new = changes(before, {column: getattr(parcel, column) for column in _COLUMNS.values()})
    if not new:
        return False
    save_parcel(parcel, *new)
    record(actor=actor, action="save_planning", obj=parcel, before=old, after=new)
    return True


@transaction.atomic
def import_planning(found: dict[str, Planning], *, actor: Actor) -> list[str]:
    """登记一个文件的各宗, all or none; gives the numbers of those that changed. What stands there already is not touched, and what
    changes while the file is read is not overwritten. Raises NotAllowed, Conflict, Refusal or Refusals."""
    permit(may_register_parcel(actor), _CLERKS)
    rows = Parcel.objects.current().filter(parcel_no__in=list(found)).order_by("id")
    differing = [row for row in rows if Planning(row.planning_result, row.planning_on, row.planning_code) != found[row.parcel_no]]
    changed = []
    for row in differing:  # in the order of their ids, as everybody locks
        given = found[row.parcel_no]
        seen = Planning(row.planning_result, row.planning_on, row.planning_code)
        if save_planning(row.id, actor=actor, result=given.result, on=given.on, code=given.code, seen=seen):
            changed.append(row.parcel_no)
    return changed
