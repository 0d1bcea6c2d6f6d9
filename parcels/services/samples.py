"""回头看: draw parcels that were written off by lot, and record what was seen."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import date

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..choices import CheckResult, ParcelStatus
from ..models import Parcel, Sample, SampleItem, SpotCheck
from ..policies import may_draw_sample
from ..rules.sampling import check_sample, digest_of, draw, size_of
from .checks import add_spot_check
from .common import permit, refuse

_DRAWERS = "回头看由考核验收组和领导小组办公室办。"


@transaction.atomic
def draw_sample(*, actor: Actor, share: int | None = None, number: int | None = None, county_id: int | None = None,
                since: date | None = None, note: str = "", seed: str = "") -> Sample:
    """抽样 from the parcels of the open territory (or one county of it) that are written off, by share (%) or number a county.
    Without a given seed the lot is new. Raises NotAllowed, Refusal.
    """
    permit(may_draw_sample(actor), _DRAWERS)
    refuse(check_sample(share, number))
    found = Parcel.objects.filter(status=ParcelStatus.WRITTEN_OFF)
    if county_id:
        found = found.filter(region_id=county_id)
    if since:
        found = found.filter(written_off_at__gte=clock.shanghai(since.year, since.month, since.day))
    by_county: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, parcel_no, region_id in found.order_by("region__sort", "region", "parcel_no").values_list("id", "parcel_no", "region_id"):
        by_county[region_id][parcel_no] = pk
    if not by_county:
        raise Refusal("没有已销号的宗地可抽。请放宽县区或销号日期；还没有销号的，等销号以后再抽。", field="since", code="nothing")
    return _keep(by_county, actor=actor, region_id=county_id or actor.region_id, share=share, number=number, since=since, note=note,
                 seed=seed or secrets.token_hex(8))


def _keep(by_county: dict[int, dict[str, int]], *, actor: Actor, region_id: int, share: int | None, number: int | None,
          since: date | None, note: str, seed: str) -> Sample:
    drawn = {county: draw(seed, ids, size_of(len(ids), share=share, number=number)) for county, ids in by_county.items()}
    everything = [parcel_no for ids in by_county.values() for parcel_no in ids]
    sample = Sample.objects.create(
        region_id=region_id, seed=seed, share=share, number=number, since=since, note=note, population=len(everything),
        population_sha256=digest_of(everything), drawn_at=clock.now(), drawn_by_id=actor.user_id,
        strata=[{"region": county, "population": len(ids), "drawn": len(drawn[county])} for county, ids in by_county.items()])
    SampleItem.objects.bulk_create(SampleItem(region_id=county, sample=sample, parcel_id=by_county[county][parcel_no])
                                   for county, numbers in drawn.items() for parcel_no in numbers)
    record(actor=actor, action="draw_sample", obj=sample, after={
        "seed": seed, "share": share, "number": number, "since": since, "note": note, "population": sample.population,
        "parcels": sum(len(numbers) for numbers in drawn.values()), "population_sha256": sample.population_sha256})
    return sample


@transaction.atomic
def check_sample_item(item_id: int, *, actor: Actor, checked_on: date | None, result: str, finding: str) -> SpotCheck:
    """登记回头看的结果, once. A parcel that does not stand is relisted by `relist_parcel`, with its reason. Raises NotAllowed,
    Conflict, Refusal, Refusals.
    """
    permit(may_draw_sample(actor), _DRAWERS)
    item = SampleItem.objects.select_for_update(of=("self",)).get(pk=item_id)
    if item.seen_id:
        raise Conflict(f"这一宗的回头看已登记（{item.seen}）。要再查的，在宗地页登记抽查。", code="wrong_state")
    if result not in CheckResult.values:
        raise Refusal("查的结果没有选。请选属实或不属实。", field="result", code="missing")
    item.seen = add_spot_check(item.parcel_id, actor=actor, checked_on=checked_on, finding=finding, result=result)
    item.save(update_fields=["seen"])
    return item.seen
