"""台账 in the browser: filters, sums, pages by key in every order, columns, views, and a file equal to the screen."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from audit.models import AuditEntry
from audit.sentences import sentences_of
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Parcel, SavedView
from parcels.selectors import ledger

from .land import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(land):
    return client_for(land.office)


def numbers(page) -> list[str]:
    """地块编号 of the rows, in their order."""
    return re.findall(r'<th scope="row" class="is-stay is-only lp-code"><a [^>]*>([^<]+)</a>', page)


def read(client, query=""):
    answer = client.get(f"/ledger/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sheet_of(client, query=""):
    answer = client.get(f"/ledger/export/{query}")
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def facts(**more):
    return {"cause": "government", "planned_measure": "出让供应", "deadline_on": date(2021, 9, 30), "lead_unit": "自然资源局"} | more


@pytest.mark.req("LED-05")
def test_the_filter_idle_and_county_gives_its_sums_and_the_exported_sheet_has_the_same_rows_and_sums(land, office):
    land.parcel("36.20", kind="idle")
    land.parcel("10.05", kind="idle", by="clerk_b", region=land.other)
    land.parcel("20.5", kind="idle", by="clerk_b", region=land.other)
    land.parcel("7", kind="unsupplied", by="clerk_b", region=land.other)
    query = "?kind=idle&region=419902"
    page = read(office, query)
    assert numbers(page) == ["419902-0001", "419902-0002"]
    assert "<small>符合条件</small><br><b>2</b> 宗 <b>30.55</b> 亩" in page
    assert '征而未供</small><br><b>1</b> 宗 <b>7.00</b> 亩' in page  # the tiles of other kinds follow the county, too
    book = sheet_of(office, query)
    rows = list(book["台账"].iter_rows(values_only=True))
    assert rows[0][:5] == ("地块编号", "地块名称", "县区", "类别", "面积（亩）")
    assert [(row[0], row[2], row[4]) for row in rows[1:-1]] == [("419902-0001", "乙县", 10.05), ("419902-0002", "乙县", 20.5)]
    assert (rows[-1][0], rows[-1][4]) == ("合计 2 宗", 30.55)
    sums = {row[0]: row[1:] for row in book["按类别合计"].iter_rows(values_only=True) if row and row[0]}
    assert sums["供后闲置"][:2] == (2, 30.55)
    assert sums["征而未供"][:2] == (1, 7)
    assert sums["类别"] == ("宗数", "面积（亩）", "已验收（亩）", "未处置（亩）")


@pytest.mark.req("SYS-04")
def test_a_name_that_begins_like_a_formula_is_exported_as_text(land, office):
    land.parcel("5", name="=1+1")
    cell = sheet_of(office)["台账"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.req("LED-13")
def test_an_area_of_two_hundred_sixty_two_point_six_is_stored_and_exported_as_that(land):
    browser = client_for(land.clerk)
    page = browser.get("/parcels/new/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)[1]
    browser.post("/parcels/new/", {"form_key": key, "region": land.county.id, "kind": "unsupplied", "name": "高铁站前地块",
                                   "location": "站前路以东", "park": "产业集聚区", "area": "262.6", "area_unit": "mu"})
    parcel = Parcel.objects.get()
    assert (parcel.area, parcel.area_typed, parcel.location, parcel.region, parcel.park) == (
        Decimal("262.6"), "262.6", "站前路以东", land.county, "产业集聚区")
    row = list(sheet_of(browser, "?cols=parcel_no,region,area,location,park")["台账"].iter_rows(values_only=True))[1]
    assert row == ("419901-0001", "甲县", 262.6, "站前路以东", "产业集聚区")


@pytest.mark.req("SYS-11")
def test_a_tenth_and_two_tenths_sum_to_three_tenths_on_the_page_in_the_file_and_by_interface_and_no_model_has_a_float(land, office):
    for area in ("0.1", "0.2"):
        land.parcel(area, kind="idle")
    assert "<small>符合条件</small><br><b>2</b> 宗 <b>0.30</b> 亩" in read(office, "?kind=idle")
    assert list(sheet_of(office, "?kind=idle")["台账"].iter_rows(values_only=True))[-1][4] == 0.3
    amounts = [one["area"] for one in office.get("/api/v1/parcels/", {"kind": "idle"}).json()["results"]]
    assert (amounts, sum(map(Decimal, amounts))) == (["0.10", "0.20"], Decimal("0.30"))
    floats = [field for model in apps.get_models() for field in model._meta.fields
              if isinstance(field, models.FloatField | models.DecimalField)]
    assert floats == []


@pytest.mark.parametrize("sort", [f"{sign}{key}" for key in ledger.SORTS for sign in ("", "-")])
def test_pages_forward_and_back_hold_every_row_once_in_every_order(land, office, sort):
    for i in range(7):
        land.parcel(str(10 + i % 3), deadline_on=date(2021, 9, 1 + i % 2) if i % 3 else None)
    pages, address = [], f"?sort={sort}&size=50"
    whole = numbers(read(office, address))


    with scope(land.office):
        order, after = ledger.Order.of(sort), ""
        while True:
            page = ledger.page_of(Parcel.objects.all(), order, after=after, size=2)
            pages.append(page)
            if page.after is None:
                break
            after = page.after
        forward = [p.parcel_no for page in pages for p in page.rows]
        back, before = pages[-1].rows, pages[-1].before
        while before:
            page = ledger.page_of(Parcel.objects.all(), order, before=before, size=2)
            back, before = page.rows + back, page.before
    assert len(whole) == 7
    assert forward == whole
    assert [p.parcel_no for p in back] == whole
    assert pages[0].before is None


def test_a_page_key_that_is_none_shows_the_first_page(land, office):
    land.parcel("10")
    for key in ("x", "_", "1_2_3", "9" * 40 + "_1", "abc_1", "2021-13-41_1", "%00_1"):
        for sort in ("area", "deadline_on", "updated_at", "parcel_no"):
            assert office.get("/ledger/", {"sort": sort, "after": key}).status_code == 200


@pytest.mark.parametrize(("query", "found"), [
    ("?deadline=overdue", ["419901-0001"]), ("?deadline=week", ["419901-0001", "419901-0002"]), ("?deadline=month", ["419901-0001", "419901-0002"]),
    ("?deadline=none", ["419901-0004"]), ("?due_by=9.26", ["419901-0001", "419901-0002"]),
    ("?quota=unsupplied", ["419901-0001", "419901-0002", "419901-0004"]),
    ("?quota=idle", ["419901-0003"]), ("?idle_source=system_new", ["419901-0003"]), ("?cause=planning", ["419901-0002"]),
    ("?gap=any", ["419901-0004"]), ("?gap=2", ["419901-0004"]), ("?gap=5", []), ("?open=yes", ["419901-0001"]),
    ("?status=open", 4), ("?status=written_off", []),
    ("?q=419901-000", 4), ("?q=0001", []), ("?q=纬九", ["419901-0003"]), ("?q=豫政土", ["419901-0002"]), ("?kind=idle&kind=unsupplied", 4),
])
def test_each_filter_finds_what_it_names(land, office, query, found):
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2016〕9112号", "name": "2016年度第一批次", "area": Decimal("312.6"), "authority": "province",
            "approved_on": date(2016, 12, 14)})
    first = land.parcel("10", **facts(deadline_on=date(2021, 9, 23)))
    land.parcel("11", **facts(deadline_on=date(2021, 9, 26), cause="planning", batch_id=batch.id))
    land.parcel("12", kind="idle", **facts(deadline_on=date(2021, 10, 8), name="纬九路南侧地块", idle_source="system_new", cause="both"))
    land.parcel("13", **facts(deadline_on=None, cause=""))
    land.draft(first, "1")
    page = numbers(read(office, query))
    assert page == found if isinstance(found, list) else len(page) == found


def test_an_unreadable_condition_is_refused_beside_it_and_shows_no_figures(land, office):
    land.parcel("10")
    answer = office.get("/ledger/?due_by=明年&kind=sand")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有查" in page
    assert "读不出来" in page
    assert "请写成 2021-09-22、9.22 或 922" in page  # no field of a filter says the rest
    assert "lp-sums" not in page
    assert office.get("/ledger/export/?kind=sand").status_code == 400


@pytest.mark.req("LED-01")
def test_a_parcel_without_cause_is_four_of_five_and_on_the_gap_list_by_name_and_cannot_be_filed(land):
    parcel = land.parcel("10", **facts(cause=""))
    browser = client_for(land.clerk)
    page = read(browser, "?gap=any&cols=parcel_no,elements,gaps")
    assert numbers(page) == [parcel.parcel_no]
    assert "4/5" in page
    assert re.search(r"lp-say is-warn\">.{0,90}形成原因</span>", page)
    card = browser.get(f"/parcels/{parcel.id}/").content.decode()
    assert "4/5，缺形成原因" in card
    answer = browser.post(f"/parcels/{parcel.id}/filing/", {"version": parcel.version})
    assert answer.status_code == 400
    assert "不能建档完成：五要素 4/5，没有填 “形成原因”" in answer.content.decode()
    assert not Parcel.objects.get().is_filed


def test_a_view_keeps_filters_order_and_columns_and_is_only_its_persons(land, office):
    land.parcel("10", kind="idle")
    answer = office.post("/ledger/views/", {"name": "闲置大的在前", "query": "kind=idle&sort=-area&cols=parcel_no,area&evil=1&after=x_1"})
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert (view.query, view.columns) == ("kind=idle&sort=-area", ["parcel_no", "area"])
    page = read(office, answer.url.removeprefix("/ledger/"))
    assert re.search(r'aria-current="page">闲置大的在前', page)
    assert "闲置大的在前" not in read(client_for(land.leader))
    assert client_for(land.leader).post(f"/ledger/views/{view.id}/remove/").status_code == 404
    assert office.post(f"/ledger/views/{view.id}/remove/", {"query": "kind=idle"}).url == "/ledger/?kind=idle"
    assert "已移除" in read(office)
    assert "闲置大的在前" not in read(office)
    assert office.post("/ledger/views/", {"name": " ", "query": ""}).status_code == 400


def test_the_trail_tells_a_view_as_its_person_reads_it(land, office):
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2018〕1号", "approved_on": date(2018, 3, 1), "authority": "province", "area": Decimal(30)})
    office.post("/ledger/views/", {"name": "闲置", "query": f"kind=idle&region={land.county.code}&sort=-area&cols=parcel_no,area,approval_no"})
    office.post("/ledger/views/", {"name": "闲置", "query": f"batch={batch.id}&sponsor=none&deadline=overdue"})
    made, changed = sentences_of(AuditEntry.objects.filter(action="save_view").order_by("seq"))
    assert {one.label: (one.old, one.new) for one in made.changes} == {
        "筛选与排序": (None, "类别 供后闲置；县区 甲县；次序 面积从大到小"), "列": (None, "地块编号、面积、批准文号")}
    assert {one.label: (one.old, one.new) for one in changed.changes} == {
        "筛选与排序": ("类别 供后闲置；县区 甲县；次序 面积从大到小", "完成时限 逾期；包保 没有填；批次 豫政土〔2018〕1号"),
        "列": ("地块编号、面积、批准文号", "默认的列")}
    file = sheet_of(office, f"?kind=idle&region={land.county.code}")
    assert ("县区", "甲县") in [tuple(row[:2]) for sheet in file for row in sheet.iter_rows(values_only=True)]


def test_chosen_columns_stand_in_the_page_and_in_the_file_in_one_order(land, office):
    land.parcel("10")
    page = read(office, "?cols=left&cols=name")
    assert [h.strip() for h in re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<（]+)", page)] == ["地块编号", "地块名称", "未处置"]
    assert next(sheet_of(office, "?cols=left&cols=name")["台账"].iter_rows(values_only=True)) == ("地块编号", "地块名称", "未处置（亩）")


def test_a_county_sees_only_its_own_rows_sums_and_file(land):
    land.parcel("10")
    land.parcel("20", by="clerk_b", region=land.other)
    browser = client_for(land.clerk_b)
    page = read(browser, "?region=419901")
    assert numbers(page) == []
    assert "没有符合这些条件的宗地" in page
    assert numbers(read(browser)) == ["419902-0001"]
    assert sheet_of(browser)["台账"].max_row == 3


def test_administrators_get_no_ledger(land):
    for name in ("system_admin", "security_admin", "audit_admin"):
        assert client_for(land.people[name]).get("/ledger/").status_code == 403
        assert client_for(land.people[name]).get("/ledger/export/").status_code == 403


def test_the_pages_of_a_county_ask_a_fixed_number_of_queries(land):
    browser, asked = client_for(land.clerk), []
    for more in (2, 22):
        for _ in range(more):
            land.parcel("10")
        with CaptureQueriesContext(connection) as queries:
            read(browser)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 29  # eleven of them are the frame's: person, post, plan, what waits, packages, flags
