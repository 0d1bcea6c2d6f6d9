"""改低效类型对照 (CLS-18): by the office, with its reason; no parcel changes."""

from __future__ import annotations

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from units.models import Region

from ..models import CrosswalkChange
from ..policies import may_edit_measures
from ..rules.crosswalk import TAXONOMIES, own_types
from ..selectors.crosswalk import changes_in, pairs_of
from .common import permit


@transaction.atomic
def change_crosswalk(*, actor: Actor, region_id: int, taxonomy: str, targets: dict[str, str], seen: int, reason: str) -> list[CrosswalkChange]:
    """改对照: `targets` says what each type of the other documents counts as (empty = none); `seen` is the number of changes the person
    saw. Raises NotAllowed, Conflict, Refusal."""
    permit(may_edit_measures(actor), "低效类型对照由领导小组办公室改。")
    permit(actor.covers(region_id), "这个区划不在你的辖区，不能改它的对照。")
    region = Region.objects.select_for_update().get(pk=region_id)
    if taxonomy not in TAXONOMIES:
        raise Refusal("没有这个文件的类型。请从列出的文件里选。", field="taxonomy", code="unknown")
    if changes_in(region, taxonomy).count() != seen:
        raise Conflict("对照在你打开之后已被改过。你选的都还在，请对照下面的现状后再保存。", code="stale")
    now = {pair.code: pair.target for pair in pairs_of(region, taxonomy)}
    if wrong := [code for code, target in targets.items() if code not in now or target and target not in own_types(taxonomy)]:
        raise Refusal(f"“{wrong[0]}”或它算作的类型不是文件里的。请从列出的类型里选。", code="unknown")
    differing = {code: target for code, target in targets.items() if now[code] != target}
    if not differing:
        raise Refusal("没有改动任何对照。要改的请先改再保存；不改的，返回即可。", code="unchanged")
    if not reason:
        raise Refusal("改对照要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    made = [CrosswalkChange.objects.create(region=region, taxonomy=taxonomy, source=code, target=target, reason=reason,
                                           changed_at=clock.now(), changed_by_id=actor.user_id) for code, target in differing.items()]
    record(actor=actor, action="change_crosswalk", obj=made[0], region_id=region.id, reason=reason,
           after={"basis": taxonomy, "crosswalk": [str(row) for row in made]})
    return made
