"""征收进展 through the pages: late handover is flagged, forest land does not end without its papers."""


import pytest

from parcels.models import Expropriation
from tests.world import words_of_page as plain

from .land import client_for

pytestmark = pytest.mark.django_db


def send(land, parcel, key, version=0, **values):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/expropriation/", {"form_key": f"expropriation-{key}", "version": version, **values})


@pytest.mark.req("DSP-02")
def test_compensation_paid_and_no_handover_after_the_deadline_is_flagged(land):
    late, due = (land.parcel(area, kind="unexpropriated") for area in ("40", "50"))
    paid = {"plan_no": "甲征[2021]3号", "plan_on": "2021-06-01", "compensated_on": "2021-07-01"}
    assert send(land, late, 1, handover_due_on="2021-09-20", **paid).status_code == 302
    assert send(land, due, 2, handover_due_on="2021-09-24", **paid).status_code == 302
    office = client_for(land.office)
    shown = plain(office.get(f"/parcels/{late.id}/"))
    assert "交地逾期4天" in shown and "甲征〔2021〕3号 2021-06-01" in shown
    assert "交地逾期" not in plain(office.get(f"/parcels/{due.id}/"))  # its day is today
    listed = plain(office.get("/ledger/to-supply/?show=handover"))
    assert late.parcel_no in listed and due.parcel_no not in listed
    assert send(land, late, 3, 1, handover_due_on="2021-09-20", handed_over_on="2021-09-23", **paid).status_code == 302
    assert "已交地" in plain(office.get(f"/parcels/{late.id}/"))
    assert late.parcel_no not in plain(office.get("/ledger/to-supply/?show=handover"))


@pytest.mark.req("DSP-51")
def test_forest_land_does_not_end_its_expropriation_without_the_number(land):
    parcel = land.parcel("40", kind="unexpropriated")
    days = {"compensated_on": "2021-07-01", "handed_over_on": "2021-08-01", "is_forest": "on"}
    refused = send(land, parcel, 1, **days)
    assert refused.status_code == 400 and "没有使用林地手续文号，征收不能办结" in plain(refused)
    assert 'value="2021-08-01"' in refused.content.decode() and not Expropriation.objects.exists()
    assert send(land, parcel, 2, forest_no="豫林资许[2021]8号", **days).status_code == 302
    assert "豫林资许〔2021〕8号" in plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))


def test_days_out_of_order_a_handover_without_compensation_and_an_old_version_are_refused(land):
    parcel = land.parcel("40", kind="unexpropriated")
    assert "补偿到位日期 2021-05-01 早于征收方案日期 2021-06-01" in plain(send(land, parcel, 1, plan_on="2021-06-01", compensated_on="2021-05-01"))
    assert "没有补偿到位日期" in plain(send(land, parcel, 2, handed_over_on="2021-06-01"))
    assert "晚于今天 2021-09-24" in plain(send(land, parcel, 3, compensated_on="2021-09-25"))
    assert send(land, parcel, 4, compensated_on="2021-09-01").status_code == 302
    assert send(land, parcel, 5, compensated_on="2021-09-02").status_code == 409
    assert Expropriation.objects.get().compensated_on.isoformat() == "2021-09-01"
    for who, status in ((land.reviewer, 403), (land.clerk_b, 404)):
        assert client_for(who).get(f"/parcels/{parcel.id}/expropriation/").status_code == status
