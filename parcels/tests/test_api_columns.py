"""C06: no column can be set that was not declared - by interface or page, in body, form, query or upload."""

import pytest
from django.db import models

from parcels.api.serializers import DisposalIn, DisposalNew, EvidenceIn, ParcelIn, ParcelNew
from parcels.models import Disposal, Evidence, Parcel

from .land import API, Caller, client_for, entry, pdf, rows_of

pytestmark = pytest.mark.django_db


def columns(model):
    return [name for field in model._meta.get_fields() if isinstance(field, models.Field) for name in dict.fromkeys((field.name, field.attname))]


VALUES = ("1", 1, True, None, "accepted", "2021-09-24T01:00:00Z")
PROTECTED = [(model, name) for model, takes in ((Parcel, ParcelIn), (Disposal, DisposalIn))
             for name in columns(model) if name not in takes().fields]


@pytest.mark.claim("C06")
@pytest.mark.parametrize(("model", "name"), PROTECTED, ids=[f"{m.__name__}.{n}" for m, n in PROTECTED])
def test_no_column_can_be_set_that_was_not_declared(land, model, name):
    row = land.draft(land.parcel("50"))
    url, pk = ("parcels/", row.parcel_id) if model is Parcel else ("disposals/", row.id)
    caller, before, count = Caller(land.clerk), rows_of((Parcel, row.parcel_id), (Disposal, row.id)), model.objects.count()
    new = ParcelNew if model is Parcel else DisposalNew
    for value in VALUES:
        assert caller.send("patch", f"{url}{pk}/", {name: value}, version=1).status_code == 400
        if name not in new().fields:
            body = {"kind": "idle", "name": "x", "area": "1"} if model is Parcel else entry(row.parcel)
            assert caller.send("post", url, body | {name: value}).status_code == 400
    for path in (f"{url}{pk}/", f"disposals/{row.id}/submit/"):  # by query, by form, beside a lawful step
        caller.client.patch(f"{API}/{path}?{name}=1", data=f"{name}=1", content_type="application/x-www-form-urlencoded", headers={"If-Match": '"1"'})
        caller.send("post", path, {name: "1"}, version=1)
    assert rows_of((Parcel, row.parcel_id), (Disposal, row.id)) == before
    assert model.objects.count() == count


@pytest.mark.claim("C06")
@pytest.mark.parametrize("name", [n for n in columns(Evidence) if n not in EvidenceIn().fields])
def test_no_column_of_a_paper_can_be_set(land, name):
    row = land.draft(land.parcel("50"))
    sent = {"disposal": row.id, "kind": "other", "file": pdf(), name: "1"}
    assert client_for(land.clerk).post(f"{API}/evidence/", sent).status_code == 400
    assert not Evidence.objects.exists()


@pytest.mark.claim("C06")
@pytest.mark.parametrize("name", [n for n in columns(Disposal) if n not in ("measure", "area", "area_unit", "disposed_on", "doc_no",
                                                                            "system_on", "is_backfill", "remark")])
def test_a_page_form_sets_no_more_than_it_shows(land, name):
    row = land.draft(land.parcel("50"))
    before = rows_of((Disposal, row.id))[0]
    client_for(land.clerk).post(f"/disposals/{row.id}/edit/?{name}=accepted", {
        "form_key": "key-of-the-form", "version": 1, "measure": land.measures["grant"].id, "area": "10", "area_unit": "mu",
        "disposed_on": "2021-09-22", "doc_no": "驻自然资交〔2021〕18号", "do": "draft"} | ({name: "1"} if name != "version" else {}))
    assert rows_of((Disposal, row.id))[0] == before
