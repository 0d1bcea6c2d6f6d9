"""新增未供即用: what opens a case under 石龙's document, what does not, and how the case is kept."""

from datetime import date

import pytest

from parcels.models import ViolationCase
from tests.world import words_of_page

from .terms import at

pytestmark = pytest.mark.django_db


@pytest.mark.req("DSP-18")
def test_land_supplied_after_it_was_used_and_after_the_document_opens_a_violation_case(desks):
    desk = desks["sl"]
    with at(2022, 12, 1):
        new = desk.parcel("9", "unsupplied", started_on=date(2022, 9, 20))
        assert new.parcel_no not in desk.words("/violations/")
        assert _supply(desk, new, "2022-10-08").status_code == 302
        row = ViolationCase.objects.get(parcel=new)
        assert (row.used_on, row.supplied_on) == (date(2022, 9, 20), date(2022, 10, 8))
        assert "2022-09-20 2022-10-08 未立案" in desk.words("/violations/?show=open") and "违法查处" in desk.words(f"/parcels/{new.id}/")
        assert "新增未供即用，2022-09-20 开始使用，2022-10-08 供应，依法查处" in desk.words(f"/parcels/{new.id}/", "reviewer")
        unsupplied = desk.parcel("4", started_on=date(2022, 9, 14))  # in use since, not supplied at all
        assert ViolationCase.objects.get(parcel=unsupplied).supplied_on is None
        url = f"/violations/{row.id}/edit/"
        typed = {"form_key": "violation-1", "version": 1, "case_no": "石自然资立[2022]1号", "filed_on": "2022-10-20", "decision_no": "", "result": "",
                 "closed_on": "2022-11-30"}
        half = desk.client().post(url, typed)
        assert half.status_code == 400 and "写了结案日期，查处文书没有填（平龙政办〔2022〕50号 二（三）4" in words_of_page(half)
        assert "石自然资立[2022]1号" in half.content.decode()  # as it was typed
        whole = typed | {"form_key": "violation-2", "decision_no": "石自然资罚〔2022〕3号", "result": "没收地上建筑物"}
        assert desk.client().post(url, whole).status_code == 302
        assert "石自然资立〔2022〕1号" in desk.words("/violations/?show=closed") and "共 1 件 1 宗" in desk.words("/violations/?show=open")
        stale = desk.client().post(url, whole | {"form_key": "violation-3", "result": "别的"})
        assert stale.status_code == 409
        assert desk.client("reviewer").get(url).status_code == 403 and desks["bf"].client().get(url).status_code == 404


@pytest.mark.parametrize("kind, used_type, used_on, supplied_on, is_new", [
    ("unsupplied", "", "2022-09-01", "2022-09-14", True), ("unsupplied", "", "2022-09-01", "2022-09-13", False),  # the day of the document
    ("unsupplied", "", "2022-10-08", "2022-10-08", False), ("unsupplied", "", "2022-10-09", "2022-10-08", False),  # not before its supply
    ("used_unsupplied", "industrial", "2018-12-31", "2022-10-08", False), ("used_unsupplied", "industrial", "2019-01-01", "2022-10-08", True),
    ("used_unsupplied", "public", "2022-09-13", "2022-10-08", False), ("used_unsupplied", "public", "2022-09-14", "2022-10-08", True)])
@pytest.mark.req("DSP-18")
def test_what_is_new_begins_with_the_day_after_the_document_and_leaves_the_stock_alone(desks, kind, used_type, used_on, supplied_on, is_new):
    desk = desks["sl"]
    with at(2022, 12, 1):
        parcel = desk.parcel("9", kind, used_type=used_type, started_on=date.fromisoformat(used_on))
        assert _supply(desk, parcel, supplied_on).status_code == 302
        assert (parcel.parcel_no in desk.words("/violations/")) == is_new
        elsewhere = desks["bf"].parcel("9", kind, used_type="", started_on=date.fromisoformat(used_on))
        assert _supply(desks["bf"], elsewhere, supplied_on).status_code == 302
        assert elsewhere.parcel_no not in desks["bf"].words("/violations/")  # another document does not say it


def _supply(desk, parcel, day):
    return desk.client().post(f"/parcels/{parcel.id}/supplies/new/", {
        "form_key": f"supply-{parcel.id}", "mode": "granted", "doc_no": "石出让〔2022〕1号", "supplied_on": day, "area": f"{parcel.area:f}",
        "area_unit": "mu", "price": "", "draw_batch": "", "draw_area": ""})
