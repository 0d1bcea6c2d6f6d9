"""批次账目 through the pages: the equation, the indicators that are free again, notices, adjusting, drawing on several batches."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from landplan.lib.scope import scope
from parcels import services
from parcels.models import ApprovalBatch, BatchEntry, IndicatorBalance, IndicatorUse, Supply
from parcels.rules.batch_account import Amounts
from tests.world import words_of_page as plain

from . import test_reshape as reshape
from .land import client_for

pytestmark = pytest.mark.django_db
AREAS = {"area_new_construction": Decimal(25), "area_agricultural": Decimal(20), "area_arable": Decimal(10)}


def batch(land, number=1, area="100", by="clerk", **values):
    actor = land.people[by]
    with scope(actor):
        return services.register_batch(actor=actor, region_id=actor.region_id, values={
            "approval_no": f"豫政土〔2015〕{number}号", "name": f"第{number}批次", "approved_on": date(2015, 3, 1), "area": Decimal(area),
            **AREAS, **values})


def gone(land, row, area, use="cancelled", by="clerk", **values):
    return client_for(land.people[by]).post(f"/batches/{row.id}/uses/new/", {
        "form_key": f"gone-{row.id}-{use}-{area}", "area_unit": "mu", "use": use, "area": area, "document_no": "平龙政文(2022)3号",
        "decided_on": "2021-09-01", **values})


def equation(land, row, by="clerk"):
    found = re.search(r'<p class="lp-equation">(.*?)</p>', client_for(land.people[by]).get(f"/batches/{row.id}/").content.decode(), re.S)
    return re.sub(r"<[^>]+>|\s", "", found[1])


def test_a_batch_shows_where_its_approved_area_went_and_no_entry_exceeds_what_is_left(land):
    row = batch(land, area_supplied=Decimal(30))
    assert equation(land, row) == "批准100.00＝基准日前已供30.00＋供应0.00＋失效0.00＋撤回0.00＋核销0.00＋调整使用0.00＋未供70.00"
    assert gone(land, row, "20", "revoked").status_code == 302
    assert gone(land, row, "10", "lapsed").status_code == 302
    assert equation(land, row) == "批准100.00＝基准日前已供30.00＋供应0.00＋失效10.00＋撤回20.00＋核销0.00＋调整使用0.00＋未供40.00"
    over = gone(land, row, "40.01")
    assert over.status_code == 400
    assert "未供面积还有 40.00 亩，核销 40.01 亩不在 0 与它之间" in plain(over) and 'value="40.01"' in over.content.decode()
    row.refresh_from_db()
    assert (row.used_area, row.left, BatchEntry.objects.count()) == (30, 40, 2)


def test_the_batches_come_by_pages_are_found_by_word_and_county_and_count_split_land_once(land):
    rows = [batch(land, n, approved_on=None if n > 50 else date(2015, 3, 1)) for n in range(1, 53)]
    theirs = batch(land, 99, by="clerk_b")
    office = client_for(land.office)
    first = office.get("/batches/").content.decode()
    assert "，53 个" in first and len(re.findall("<tr data-row>", first)) == 50
    after = re.search(r'href="\?after=(\d+)" rel="next"', first)[1]
    second = office.get(f"/batches/?after={after}").content.decode()
    shown = [re.findall(r'/batches/(\d+)/"', page) for page in (first, second)]
    assert len(shown[1]) == 3 and set(shown[0] + shown[1]) == {str(one.id) for one in [*rows, theirs]}
    before = re.search(r'href="\?before=(\d+)" rel="prev"', second)[1]
    assert re.findall(r'/batches/(\d+)/"', office.get(f"/batches/?before={before}").content.decode()) == shown[0]
    found = office.get(f"/batches/?region={land.other.id}").content.decode()
    assert theirs.approval_no in found and "，1 个" in found
    assert "，1 个" in plain(office.get("/batches/?q=第52批")) and "没有这样的批次" in plain(office.get("/batches/?q=没有"))
    parcel = land.parcel("10", batch_id=rows[0].id)
    reshape.done(land, reshape.split(land, parcel, ("东块", "6"), ("西块", "4")))
    row = re.search(rf'/batches/{rows[0].id}/".*?</tr>', office.get("/batches/").content.decode())[0]
    assert '<td class="n">2</td><td class="n">10.00</td>' in row


@pytest.mark.req("DSP-19")
def test_cancelling_50_mu_adds_50_to_the_balance_and_using_60_is_refused(land):
    gone(land, batch(land), "50", arable="8", fee="12.5")
    clerk = client_for(land.clerk)
    page = plain(clerk.get("/batches/indicators/"))
    assert "甲县 50.00 8.00 0.00 12.50" in page
    sent = {"form_key": "use-key-1", "area_unit": "mu", "region": land.county.id, "area": "60", "document_no": "甲自然资〔2021〕9号",
            "used_on": "2021-09-20", "purpose": "新能源产业园"}
    over = clerk.post("/batches/indicators/use/", sent)
    assert over.status_code == 400 and "计划指标结余 50.00 亩，要用 60.00 亩，不够" in plain(over)
    assert IndicatorUse.objects.count() == 0
    assert clerk.post("/batches/indicators/use/", sent | {"form_key": "use-key-2", "area": "20", "arable": "8"}).status_code == 302
    page = plain(clerk.get("/batches/indicators/"))
    assert "甲县 30.00 0.00 0.00 12.50" in page and "新能源产业园" in page


@pytest.mark.req("LNK-04")
def test_a_cancellation_sets_three_indicators_free_and_none_of_them_goes_below_zero(land):
    gone(land, batch(land), "50", arable="8", scale="40", fee="12.5")
    clerk = client_for(land.clerk)
    sent = {"area_unit": "mu", "region": land.county.id, "document_no": "甲自然资〔2021〕9号", "used_on": "2021-09-20", "purpose": "新能源产业园"}
    for number, (name, amount, words) in enumerate((("area", "50.01", "计划指标结余 50.00 亩，要用 50.01 亩，不够"),
                                                    ("arable", "8.01", "占补平衡结余 8.00 亩，要用 8.01 亩，不够"),
                                                    ("scale", "40.01", "规模指标结余 40.00 亩，要用 40.01 亩，不够"))):
        over = clerk.post("/batches/indicators/use/", sent | {"form_key": f"over-key-{number}", name: amount})
        assert over.status_code == 400 and words in plain(over) and f'value="{amount}"' in over.content.decode()
    assert clerk.post("/batches/indicators/use/", sent | {"form_key": "use-all", "area": "20", "arable": "8", "scale": "40"}).status_code == 302
    page = plain(clerk.get(f"/batches/indicators/{land.county.id}/"))
    assert "计划指标 30.00 亩，占补平衡 0.00 亩，规模指标 0.00 亩，规费 12.50 万元" in page
    assert "使用：新能源产业园 甲自然资〔2021〕9号 −20.00 −8.00 −40.00 0.00 30.00 0.00 0.00 12.50" in page
    assert "核销 豫政土〔2015〕1号 平龙政文〔2022〕3号 50.00 8.00 40.00 12.50 50.00 8.00 40.00 12.50" in page
    assert "新增建设用地计划和规模指标" in page
    with scope(land.clerk), pytest.raises(IntegrityError), transaction.atomic():
        IndicatorBalance.objects.update(scale=Decimal("-0.01"))


def test_the_scale_that_a_cancellation_frees_is_no_larger_than_its_area(land):
    over = gone(land, batch(land), "50", scale="50.01")
    assert over.status_code == 400 and "规模指标 50.01 亩大于面积 50.00 亩" in plain(over)
    assert BatchEntry.objects.count() == 0


def test_a_county_does_not_open_the_indicator_account_of_another(land):
    gone(land, batch(land), "50")
    stranger = land.clerk_b
    assert client_for(stranger).get(f"/batches/indicators/{land.county.id}/").status_code == 404
    assert client_for(stranger).get(f"/batches/indicators/{stranger.region_id}/").status_code == 200
    assert client_for(land.clerk).get("/batches/indicators/999999999/").status_code == 404


def test_an_entry_is_reversed_with_a_reason_and_only_while_its_indicators_are_not_used(land):
    row = batch(land)
    gone(land, row, "50")
    entry, clerk = BatchEntry.objects.get(), client_for(land.clerk)
    assert "冲回要写原因" in plain(clerk.post(f"/batches/entries/{entry.id}/reverse/", {"reason": " "}))
    with scope(land.clerk):
        services.use_indicators(actor=land.clerk, region_id=land.county.id, amounts=Amounts(Decimal(1)), document_no="甲〔2021〕1号",
                                used_on=date(2021, 9, 2), purpose="道路")
    refused = clerk.post(f"/batches/entries/{entry.id}/reverse/", {"reason": "文件作废"})
    assert refused.status_code == 400 and "计划指标结余 49.00 亩，要用 50.00 亩" in plain(refused)
    gone(land, batch(land, 2), "3")
    assert clerk.post(f"/batches/entries/{entry.id}/reverse/", {"reason": "文件作废"}).status_code == 302
    assert equation(land, row).endswith("核销0.00＋调整使用0.00＋未供100.00")
    assert IndicatorBalance.objects.get().area == 2
    assert clerk.post(f"/batches/entries/{entry.id}/reverse/", {"reason": "再来一次"}).status_code == 409


@pytest.mark.req("DSP-20")
def test_a_cancellation_without_its_notice_is_incomplete_until_the_notice_is_entered(land):
    row = batch(land)
    gone(land, row, "5")
    clerk, entry = client_for(land.clerk), BatchEntry.objects.get()
    assert "不完整：缺公告" in plain(clerk.get(f"/batches/{row.id}/"))
    assert row.approval_no in plain(clerk.get("/batches/?show=lacks"))
    page = f"/batches/entries/{entry.id}/notice/"
    assert "公告范围" in plain(clerk.post(page, {"form_key": "notice-key", "notice_no": "甲政公〔2021〕2号", "published_on": "2021-09-10"}))
    done = clerk.post(page, {"form_key": "notice-key-2", "notice_no": "甲政公(2021)2号", "published_on": "2021-09-10", "place": "城关乡东村"})
    assert done.status_code == 302
    shown = plain(clerk.get(f"/batches/{row.id}/"))
    assert "甲政公〔2021〕2号，2021-09-10，城关乡东村" in shown and "不完整" not in shown
    assert row.approval_no not in plain(clerk.get("/batches/?show=lacks"))


def adjust(land, rows, area="50", key="adjust-key", **values):
    return client_for(land.clerk).post("/batches/adjust/", {
        "form_key": key, "area_unit": "mu", "region": land.county.id, "batches": [row.id for row in rows], "approval_no": "豫政土(2021)77号",
        "name": "新批次", "approved_on": "2021-09-01", "authority": "province", "area": area, "area_new_construction": "25",
        "area_agricultural": "20", "area_arable": "10.00", **values})


@pytest.mark.req("DSP-21")
def test_the_new_use_is_refused_when_one_of_the_three_areas_is_larger_and_the_area_is_named(land):
    row = batch(land)
    over = adjust(land, [row], area_arable="10.01")
    assert over.status_code == 400 and "新用地的耕地 10.01 亩大于原批准的 10.00 亩" in plain(over)
    assert "新增建设用地 " not in plain(over).split("没有登记")[1][:60]
    assert ApprovalBatch.objects.count() == 1
    assert adjust(land, [row], key="adjust-again").status_code == 302


@pytest.mark.req("DSP-22")
def test_a_batch_is_adjusted_once_and_whole_and_several_join_one_new_batch(land):
    one, two = batch(land), batch(land, 2, "60")
    gone(land, two, "10")
    assert adjust(land, [one, two], area="150", area_arable="20").status_code == 302
    made = ApprovalBatch.objects.get(approval_no="豫政土〔2021〕77号")
    assert equation(land, one).endswith("调整使用100.00＋未供0.00") and equation(land, two).endswith("调整使用50.00＋未供0.00")
    page = plain(client_for(land.clerk).get(f"/batches/{made.id}/"))
    assert "豫政土〔2015〕1号 （100.00 亩）、 豫政土〔2015〕2号 （50.00 亩） 调整而来" in page
    again = adjust(land, [one], key="second-time", approval_no="豫政土(2021)78号")
    assert again.status_code == 400 and ApprovalBatch.objects.count() == 3
    assert "批次 豫政土〔2015〕1号 已调整过一次。属于同一批次的应当一次性调整处置到位，不得拆分或多次处置" in plain(again)
    assert 'value="豫政土(2021)78号"' in again.content.decode()  # what was typed stands


@pytest.mark.req("DSP-23")
def test_what_is_marked_for_a_key_project_is_first_in_the_list_of_adjusted_land(land):
    one, two = batch(land), batch(land, 2)
    adjust(land, [one], key="adjust-1", approval_no="豫政土(2021)1号")
    adjust(land, [two], key="adjust-2", approval_no="豫政土(2021)2号", allot_first="key_project")
    listed = plain(client_for(land.office).get("/batches/?show=adjusted"))
    assert listed.index("豫政土〔2021〕2号") < listed.index("豫政土〔2021〕1号") and "“三个一批”重点项目" in listed
    plain_land, marked = (land.parcel("10", batch_id=ApprovalBatch.objects.get(approval_no=f"豫政土〔2021〕{n}号").id) for n in (1, 2))
    for parcel in (plain_land, marked):
        assert client_for(land.clerk).post(f"/parcels/{parcel.id}/hurdles/clear/").status_code == 302
    land_listed = plain(client_for(land.office).get("/ledger/to-supply/"))  # and the land of it, where it is allotted
    assert land_listed.index(marked.parcel_no) < land_listed.index(plain_land.parcel_no) and "“三个一批”重点项目" in land_listed


def test_a_supply_draws_on_its_own_batch_and_on_another_and_is_refused_when_one_has_too_little(land):
    own, other = batch(land, area="30"), batch(land, 2, "25")
    parcel = land.parcel("40", batch_id=own.id)
    clerk, page = client_for(land.clerk), f"/parcels/{parcel.id}/supplies/new/"
    assert "从本宗的批次 豫政土〔2015〕1号 出账，未供还有 30.00 亩" in plain(clerk.get(page))
    sent = {"form_key": "supply-1", "area_unit": "mu", "mode": "granted", "doc_no": "合同(2021)5号", "supplied_on": "2021-09-01", "area": "40"}
    over = clerk.post(page, sent)
    assert over.status_code == 400 and "未供面积还有 30.00 亩，供应 40.00 亩" in plain(over)
    assert Supply.objects.count() == 0
    assert clerk.post(page, sent | {"form_key": "supply-2", "draw_batch": other.id, "draw_area": "15"}).status_code == 302
    assert equation(land, own).endswith("未供5.00") and equation(land, other).endswith("未供10.00")
    assert "供应25.00" in equation(land, own)


def test_another_county_sees_and_touches_none_of_it(land):
    row = batch(land)
    gone(land, row, "50")
    entry, stranger = BatchEntry.objects.get(), client_for(land.clerk_b)
    for path in (f"/batches/{row.id}/", f"/batches/{row.id}/uses/new/", f"/batches/entries/{entry.id}/notice/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/batches/entries/{entry.id}/reverse/", {"reason": "试"}).status_code == 404
    assert "甲县" not in plain(stranger.get("/batches/indicators/"))
    foreign = stranger.post("/batches/adjust/", {
        "form_key": "foreign", "area_unit": "mu", "region": land.other.id, "batches": [row.id], "approval_no": "豫政土(2021)5号", "name": "新",
        "area": "1", "area_new_construction": "1", "area_agricultural": "1", "area_arable": "1"})
    assert foreign.status_code == 422 and ApprovalBatch.objects.count() == 1
