"""信息补录 against the plan's day, and the ledger of what became arrears after its base date."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services as land

from .five import OTHER, ZMD, plan_of
from .pages import row_of, text_of

pytestmark = pytest.mark.django_db
MAY = clock.shanghai(2021, 5, 20, 9)


def mark(five, parcel, what="supply", by="clerk", **more):
    return five.client(by).post(f"/parcels/{parcel.id}/backfills/", {"what": what, "note": "2019年合同未录入"} | more)


@pytest.mark.req("LED-14")
def test_on_1_june_an_open_back_fill_is_overdue_by_one_day_and_a_done_one_is_counted(five):
    with clock.at(MAY):
        late, done = five.parcel("10", at=MAY, cause="unrecorded"), five.parcel("20", at=MAY, cause="unrecorded")
        five.parcel("30", at=MAY, cause="unrecorded")
        assert mark(five, late).status_code == 302
        assert mark(five, done, "patrol").status_code == 302
        row = done.backfills.get()
        assert five.client("clerk").post(f"/backfills/{row.id}/finish/", {"done_on": "5.20"}).status_code == 302
    with clock.at(clock.shanghai(2021, 5, 31, 23)):
        assert "今日到期" in row_of(five.client("clerk").get("/backfills/").content.decode(), late.parcel_no)
    with clock.at(clock.shanghai(2021, 6, 1, 0, 1)):
        html = five.client("clerk").get("/backfills/").content.decode()
        assert row_of(html, late.parcel_no)[-2:] == ["未补录", "逾期1天"]
        assert row_of(html, done.parcel_no)[-2:] == ["2021-05-20", "按期完成"]
        assert row_of(html, "驿城区") == ["驿城区", "1", "1", "1"]
        assert "时限 2021-05-31（驻政办〔2021〕19号 三（一）“组织人员于5月底前完成补录”）" in text_of(html)
        assert "还没有登记补录的有 1 宗" in text_of(html)
        assert five.client("clerk2").get("/backfills/").content.decode().count(late.parcel_no) == 0
        assert late.parcel_no in five.client("office").get("/backfills/").content.decode()


def test_the_same_back_fill_twice_and_a_day_to_come_are_refused_and_what_was_typed_stays(five):
    parcel = five.parcel("10")
    mark(five, parcel)
    again = mark(five, parcel, note="又一次")
    assert again.status_code == 400 and "本宗的供应信息补录已登记，还没有完成" in again.content.decode()
    assert 'value="又一次"' in again.content.decode()
    row = parcel.backfills.get()
    wrong = five.client("clerk").post(f"/backfills/{row.id}/finish/", {"done_on": "2021-12-31"})
    assert wrong.status_code == 400 and "补录日期 2021-12-31 晚于今天 2021-09-24" in wrong.content.decode()
    assert mark(five, parcel, by="reviewer").status_code == 403
    assert mark(five, parcel, by="clerk2").status_code == 404


@pytest.mark.req("LED-10")
def test_a_parcel_that_became_arrears_after_the_base_date_is_in_the_ledger_and_in_its_units_count(five):
    clerk = five.people["clerk"]
    new, old = five.parcel("10", lead_unit="甲街道"), five.parcel("20", lead_unit="甲街道")
    with scope(clerk):
        started = [land.register_parcel(actor=clerk, region_id=clerk.region_id, kind=kind, kind_from=date.fromisoformat(day), values={
            "name": f"{day}的{kind}", "location": "路北", "area": new.area, "lead_unit": "甲街道",
            "idle_source": "system_new" if kind == "idle" else ""})
            for kind, day in (("unexpropriated", "2020-05-01"), ("idle", "2021-04-01"), ("inefficient", "2021-08-01"))]
        moved = started[0]
        land.change_kind(moved.id, actor=clerk, version=moved.version, kind="unsupplied", effective_on=date(2021, 7, 1), doc_no="征〔2021〕1号",
                         reason="征收完成")
    html = five.client("clerk").get(f"/arrears/?plan={plan_of(ZMD).id}").content.decode()
    assert "2021-03-31 以后成为批而未供或闲置的 3 宗" in text_of(html)
    assert row_of(html, started[1].parcel_no)[3:5] == ["供后闲置", "2021-04-01"]
    assert row_of(html, new.parcel_no)[-1] == "没有抽查" and row_of(html, old.parcel_no)
    for absent in (moved, started[2]):  # it was 批而未供 on the base date; 低效 is no arrear
        assert absent.parcel_no not in html
    assert row_of(html, "甲街道") == ["甲街道", "3", "40.00", "3"]
    sent = {"checked_on": "2021-09-20", "finding": "围而未建，已责令开工"}
    assert five.client("reviewer").post(f"/parcels/{new.id}/spot-checks/", sent).status_code == 302
    assert five.client("clerk").post(f"/parcels/{new.id}/spot-checks/", sent).status_code == 403
    bare = five.client("reviewer").post(f"/parcels/{new.id}/spot-checks/", {"checked_on": "2021-09-20"})
    assert bare.status_code == 400 and "抽查情况没有填" in bare.content.decode() and 'value="2021-09-20"' in bare.content.decode()
    html = five.client("clerk").get("/arrears/").content.decode()
    assert row_of(html, new.parcel_no)[-1] == "2021-09-20 围而未建，已责令开工"
    assert row_of(html, "甲街道") == ["甲街道", "3", "40.00", "2"]


def test_the_file_of_the_new_arrears_holds_the_rows_and_counts_of_the_screen(five):
    mine = five.parcel("10.5", lead_unit="甲街道")
    other = five.parcel("20", by=five.people["clerk2"])
    assert other.region.code == OTHER
    answer = five.client("office").get("/arrears/export/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = list(book["新增台账"].values)
    assert {row[0] for row in rows[1:3]} == {mine.parcel_no, other.parcel_no} and rows[3][0] == "合计 2 宗" and rows[3][5] == 30.5
    assert list(book["按单位"].values)[1] == ("甲街道", 1, 10.5, 1)
    own = load_workbook(BytesIO(b"".join(five.client("clerk").get("/arrears/export/").streaming_content)))["新增台账"]
    assert re.findall(r"\d{6}-\d{4}", str(list(own.values))) == [mine.parcel_no]


def test_a_plan_without_a_base_date_counts_from_its_own_day_and_says_so(five):
    html = five.client("office_ly").get("/arrears/").content.decode()
    assert "没有定基准日，按成文日期；本系统的约定" in text_of(html)
