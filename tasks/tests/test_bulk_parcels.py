"""成批登记: parcels that are registered together are those that are registered one by one - columns, spans, cases, entries."""

import json
from datetime import date
from decimal import Decimal

import pytest

from audit.models import AuditEntry
from audit.selectors import verify_chain
from landplan.lib.scope import scope
from parcels.models import KindSpan, Parcel, ViolationCase
from parcels.services import register_parcel, register_parcels
from parcels.services.bulk import NewParcel
from units.models import Region

from .terms import at

pytestmark = pytest.mark.django_db

BARE = {"name": "东块", "area": Decimal("1.5"), "area_typed": "1.5", "area_unit": "mu"}
ROWS = (
    ("unsupplied", BARE),
    ("idle", {**BARE, "idle_source": "inspection", "location": "路北", "deadline_on": date(2023, 1, 1), "planned_measure": "出让供应",
              "agreed_start_on": date(2021, 1, 1), "agreed_finish_on": date(2023, 1, 1), "lead_unit": "甲局", "remark": "一行\n两行"}),
    ("used_unsupplied", {**BARE, "started_on": date(2022, 9, 20), "sponsor_post": "副县长"}),  # opens a case under 石龙's document
    ("used_unsupplied", {**BARE, "started_on": date(2015, 1, 1), "park": "", "batch_id": None}),
)


def told(parcel: Parcel) -> dict:
    """All that is kept of a parcel, but for its own number."""
    entry = AuditEntry.objects.get(subject=f"parcel:{parcel.id}")
    after = json.loads(entry.after)
    assert after.pop("parcel_no") == parcel.parcel_no and entry.object_label == str(parcel) and entry.object_id == str(parcel.id)
    names = [field.attname for field in Parcel._meta.concrete_fields if field.attname not in ("id", "parcel_no")]
    span = ("region_id", "kind", "idle_source", "from_on", "until_on", "doc_no", "reason")
    return {
        "columns": {name: getattr(parcel, name) for name in names},
        "spans": list(KindSpan.objects.filter(parcel=parcel).values_list(*span)),
        "cases": list(ViolationCase.objects.filter(parcel=parcel).values_list("used_on", "supplied_on", "opened_at", "opened_by_id", "region_id")),
        "entry": (entry.at, entry.actor_id, entry.actor_name, entry.region_id, entry.action, entry.object_type, entry.before, entry.reason, after),
    }


def test_parcels_that_are_registered_together_are_those_that_are_registered_one_by_one(desks):
    clerk = desks["sl"].people["clerk"]
    region = Region.objects.get(pk=clerk.region_id)
    with at(2022, 12, 1), scope(clerk):
        single = [register_parcel(actor=clerk, region_id=region.id, kind=kind, values=dict(values)) for kind, values in ROWS]
        last = Parcel.objects.order_by("id").last().id
        assert register_parcels([NewParcel(kind, dict(values)) for kind, values in ROWS], actor=clerk, region=region) == len(ROWS)
        together = list(Parcel.objects.filter(id__gt=last).order_by("id"))
        assert [told(one) for one in together] == [told(Parcel.objects.get(pk=one.pk)) for one in single]
        numbers = [one.parcel_no for one in (*single, *together)]
        assert numbers == sorted(set(numbers)) and ViolationCase.objects.filter(parcel__in=together).count() == 1
    assert verify_chain().broken_seq is None
