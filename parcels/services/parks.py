"""园区: registered, renamed, and its items recorded with day and source (LED-24)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import Park, ParkFact, ParkName
from ..policies import may_keep_parks
from ..rules.parks import ITEMS, check_fact, check_rename
from .common import check_territory, check_version, permit, refuse

_KEEPERS = "园区由县区填报员或领导小组办公室登记。"


@transaction.atomic
def register_park(*, actor: Actor, region_id: int, name: str, from_on: date | None = None, doc_no: str = "") -> Park:
    """登记园区. Raises NotAllowed, Refusal."""
    permit(may_keep_parks(actor), _KEEPERS)
    check_territory(actor, region_id)
    refuse(_taken(region_id, name))
    park = Park.objects.create(region_id=region_id, name=name)
    ParkName.objects.create(region_id=region_id, park=park, name=name, from_on=from_on, doc_no=doc_no)
    record(actor=actor, action="register_park", obj=park, after={"name": name, "from_on": from_on, "doc_no": doc_no})
    return park


@transaction.atomic
def rename_park(park_id: int, *, actor: Actor, version: int | None, name: str, from_on: date, doc_no: str) -> Park:
    """改名 from a day on, by a document; the old name stays with its days. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_keep_parks(actor), _KEEPERS)
    park = _locked(park_id)
    check_version(park, version)
    now = park.names.select_for_update(of=("self",)).get(until_on=None)
    found = check_rename(name, from_on, doc_no, now_called=park.name, since=now.from_on, today=clock.today())
    refuse(found or _taken(park.region_id, name))
    before, park.name = park.name, name
    now.until_on = from_on
    now.save(update_fields=["until_on"])
    ParkName.objects.create(region_id=park.region_id, park=park, name=name, from_on=from_on, doc_no=doc_no)
    park.version += 1
    park.save(update_fields=["name", "version"])
    record(actor=actor, action="rename_park", obj=park, before={"name": before}, after={"name": name, "from_on": from_on, "doc_no": doc_no})
    return park


@transaction.atomic
def record_park_fact(park_id: int, *, actor: Actor, item: str, value: str, as_of: date, source: str) -> ParkFact:
    """登记一项, beside what was recorded before. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_parks(actor), _KEEPERS)
    park = _locked(park_id)
    refuse(check_fact(item, as_of, source, None if actor.role == "system" else clock.today()))
    fact = ParkFact.objects.create(region_id=park.region_id, park=park, item=item, value=ITEMS[item].read(value), as_of=as_of, source=source,
                                   at=clock.now(), by_id=actor.user_id)
    record(actor=actor, action="record_park_fact", obj=fact, subject=f"park:{park.id}", label=park.name,
           after={"item": ITEMS[item].label, "value": ITEMS[item].shown(fact.value), "as_of": as_of, "source": source})
    return fact


def _locked(park_id: int) -> Park:
    return Park.objects.select_for_update(of=("self",)).get(pk=park_id)


def _taken(region_id: int, name: str) -> list[Refusal]:
    if not name:
        return [Refusal("园区名称没有填。请写批准的名称。", field="name", code="missing")]
    if Park.objects.filter(region_id=region_id, name=name).exists():
        return [Refusal(f"已登记过“{name}”。请打开已有的园区。", field="name", code="duplicate")]
    return []
