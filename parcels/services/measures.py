"""措施目录: loaded with the plans, edited by the office with a reason; every change is kept."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..choices import Cause, Kind, UsedType
from ..models import Measure
from ..policies import may_edit_measures
from ..rules.terms import SETS
from .common import check_territory, check_version, permit

FIELDS = ("label", "kinds", "causes", "used_types", "effect", "brings_into_use", "evidence", "document_no", "section", "quotation", "finish_by_on",
          "note", "terms", "sort", "is_active")


@transaction.atomic
def save_measure(*, actor: Actor, region, code: str, version: int | None = None, reason: str = "", **values) -> Measure:
    """保存一条措施 (DSP-01). Idempotent: equal values change nothing. The office must name version and reason."""
    permit(may_edit_measures(actor), "措施目录由领导小组办公室改。")
    check_territory(actor, region.id)
    measure = Measure.objects.select_for_update().filter(region=region, code=code).first()
    before = snapshot(measure, FIELDS) if measure else {}
    if actor.role != "system":
        if measure:
            check_version(measure, version)
        if not reason:
            raise Refusal("改措施目录要写原因和依据，留痕会记下原话。", field="reason", code="reason_missing")
    measure = measure or Measure(region=region, code=code, version=0)
    for name in FIELDS:
        if name in values:
            setattr(measure, name, values[name])
    old, new = changes(before, snapshot(measure, FIELDS))
    if not new:
        return measure
    measure.version += 1
    measure.is_edited = measure.is_edited or actor.role != "system"
    measure.save()
    record(actor=actor, action="save_measure", obj=measure, region_id=region.id, before=_words(old), after=_words(new), reason=reason)
    return measure


def _words(values: dict) -> dict:
    """类别、原因、要件 for the trail, in words."""
    labels = {"kinds": dict(Kind.choices), "causes": dict(Cause.choices), "used_types": dict(UsedType.choices)}
    told = {name: [labels[name].get(code, code) for code in value] if name in labels and value else value for name, value in values.items()}
    return told | ({"terms": SETS[values["terms"]].label} if values.get("terms") in SETS else {})


@transaction.atomic
def add_measure(*, actor: Actor, region, reason: str, **values) -> Measure:
    """新增一条措施 to the catalogue of a territory, behind those that are there. Raises NotAllowed, Refusal."""
    permit(may_edit_measures(actor), "措施目录由领导小组办公室改。")
    known = dict(Measure.objects.select_for_update().filter(region=region).values_list("code", "sort"))
    if Measure.objects.filter(region=region, label=values["label"], is_active=True).exists():
        raise Refusal(f"措施目录里已有“{values['label']}”。请修改那一条，或换一个名称。", field="label", code="duplicate")
    code = next(code for code in (f"own_{number}" for number in range(1, 10_000)) if code not in known)
    return save_measure(actor=actor, region=region, code=code, reason=reason, sort=max(known.values(), default=0) + 1, **values)
