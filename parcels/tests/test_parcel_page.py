"""宗地页 and the stock: chain with gaps, write-off by another person, kinds over time, neighbours in the filter."""

import re
from datetime import date
from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import AreaRunning, KindSpan, Measure, Parcel

from .land import client_for

pytestmark = pytest.mark.django_db


def card(client, parcel, query=""):
    answer = client.get(f"/parcels/{parcel.id}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def version(parcel):
    return {"version": Parcel.objects.get(pk=parcel.pk).version}


@pytest.mark.req("LED-12")
def test_the_timeline_shows_approval_expropriation_supply_and_use_with_missing_steps_marked(land):
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2016〕9112号", "name": "第一批次", "area": Decimal("312.6"), "authority": "state_council",
            "approved_on": date(2016, 12, 14), "is_single_site": True, "area_arable": Decimal("100")})
    parcel = land.parcel("126.45", batch_id=batch.id, expropriated_on=date(2017, 6, 30))
    steps = re.findall(r'<li( class="is-warn")?><p class="lp-step"><b>(.)</b>.*?</svg>([^<]+)</span></p>(.*?)</li>',
                       card(client_for(land.leader), parcel), re.S)
    assert [(sign, word, bool(gap)) for gap, sign, word, _ in steps] == [
        ("批", "齐", False), ("征", "缺1项", True), ("供", "未办", True), ("用", "未办", True)]
    assert all(text in steps[0][3] for text in ("豫政土〔2016〕9112号", "2016-12-14", "国务院", "312.60", "单独选址"))
    assert "征收文书 <span class=\"lp-wait\">未填</span>" in steps[1][3]
    approval = client_for(land.leader).get(f"/batches/{batch.id}/").content.decode()
    assert "<dt>耕地</dt><dd>100.00</dd>" in approval
    assert "<dt>农用地</dt><dd>未填</dd>" in approval


def test_the_balance_and_the_disposals_show_what_was_accepted_what_is_under_way_and_what_is_left(land):
    parcel = land.parcel("100")
    land.take(land.draft(parcel, "30"), "submit", "verify", "accept")
    land.take(land.draft(parcel, "20"), "submit")
    land.draft(parcel, "5")
    page = card(client_for(land.clerk), parcel)
    assert 'aria-label="宗地面积100.00亩中已验收30.00，在途20.00，可登记50.00"' in page
    assert re.search(r'占用面积</th><td class="n">50.00</td>', page)
    assert "继续填写" in page
    assert "<td>测试clerk → 测试reviewer → 测试acceptor</td>" in page
    assert "继续填写" not in card(client_for(land.reviewer), parcel)


@pytest.mark.req("LED-15")
def test_write_off_is_refused_to_the_author_and_relisting_needs_a_reason_and_leaves_the_closed_count(land):
    parcel = land.parcel("10")
    url = f"/parcels/{parcel.id}/write-off/"
    acceptor = client_for(land.acceptor)
    early = acceptor.post(url, version(parcel))
    assert early.status_code == 400
    assert "还有 10.00 亩未处置" in early.content.decode()
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")
    own = client_for(land.clerk_as_acceptor).post(url, version(parcel))
    assert own.status_code == 403
    assert "这宗地有你登记的记录，不能由你销号" in own.content.decode()
    assert acceptor.post(url, version(parcel)).status_code == 302
    office = client_for(land.office)
    closed = office.get("/ledger/?status=written_off").content.decode()
    assert "合计 1 宗" in closed
    bare = acceptor.post(f"/parcels/{parcel.id}/relist/", version(parcel) | {"reason": " "})
    assert bare.status_code == 400
    assert "恢复在册要写原因和依据" in bare.content.decode()
    disposal = parcel.disposals.get()
    done = acceptor.post(f"/parcels/{parcel.id}/relist/", version(parcel) | {"reason": "现场仍未动工", "reverse": [disposal.id]})
    assert done.status_code == 302
    assert "没有符合这些条件的宗地" in office.get("/ledger/?status=written_off").content.decode()
    assert "合计 1 宗" in office.get("/ledger/?status=relisted").content.decode()
    assert AreaRunning.objects.get().area == 0
    page = card(acceptor, parcel)
    assert "现场仍未动工" in page
    assert "已冲回" in page


def test_a_stale_step_is_refused_with_the_page_and_the_reason_typed(land):
    parcel = land.parcel("10")
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")
    acceptor = client_for(land.acceptor)
    acceptor.post(f"/parcels/{parcel.id}/write-off/", version(parcel))
    answer = acceptor.post(f"/parcels/{parcel.id}/relist/", {"version": 1, "reason": "现场仍未动工"})
    assert answer.status_code == 409
    assert ">现场仍未动工</textarea>" in answer.content.decode()
    assert acceptor.post(f"/parcels/{parcel.id}/relist/", {"reason": "没有版本"}).status_code == 428


@pytest.mark.req("CLS-04")
def test_an_approval_of_30_december_2008_is_out_of_scope_and_says_why(land):
    with everything("the catalogue of the plan"):
        for measure in land.measures.values():
            Measure.objects.filter(pk=measure.pk).update(document_no="驻政办〔2021〕19号")
    with scope(land.clerk):
        batches = [services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": f"豫政土〔{day.year}〕{i}号", "name": "批次", "area": Decimal(50), "authority": "province", "approved_on": day})
            for i, day in enumerate((date(2008, 12, 30), date(2009, 1, 1), date(2020, 12, 31), date(2021, 1, 1)))]
    old, first, last, new = (land.parcel("10", batch_id=batch.id) for batch in batches)
    office = client_for(land.office)
    page = card(office, old)
    assert "不纳入" in page
    assert "批准日期 2008-12-30 早于 2009-01-01，不在2009-01-01至2020-12-31批准的范围（驻政办〔2021〕19号 二）。" in page
    for inside in (first, last):
        assert "不纳入" not in card(office, inside)
    assert "批准日期 2021-01-01 晚于 2020-12-31" in card(office, new)
    assert "没有闲置来源" in card(office, land.parcel("5", kind="idle"))
    assert "没有认定低效类型" in card(office, land.parcel("5", kind="inefficient"))


def test_a_plan_that_prints_no_limits_gets_no_statement(land):
    assert "纳入范围" not in card(client_for(land.office), land.parcel("10"))


def stock(client, day=""):
    """县区 -> cells of the stock as of a day."""
    answer = client.get(f"/ledger/stock/?day={day}")
    assert answer.status_code == 200
    rows = re.findall(r'<th scope="row" class="lp-nw">([^<]+)</th>(.*?)</tr>', answer.content.decode(), re.S)
    return {name: re.findall(r"<td[^>]*>([^<]+)</td>", cells) for name, cells in rows}


@pytest.mark.req("CLS-02")
def test_the_city_sum_equals_the_sum_of_the_five_kinds(land):
    kinds = ("unexpropriated", "unsupplied", "used_unsupplied", "idle", "inefficient")
    for area, kind in zip(("1.01", "2.02", "3.03", "4.04", "5.05"), kinds, strict=True):
        land.parcel(area, kind=kind)
        land.parcel(area, kind=kind, by="clerk_b", region=land.other)
    found = stock(client_for(land.office))
    city = found["合计"]
    assert city[:2] == ["10", "30.30"]
    assert sum(int(n) for n in city[4:14:2]) == 10
    assert sum(Decimal(area) for area in city[5:14:2]) == Decimal("30.30")
    assert found["甲县"][:2] == ["5", "15.15"]
    assert set(stock(client_for(land.clerk))) == {"甲县", "合计"}


@pytest.mark.req("CLS-05")
def test_the_base_and_the_new_idle_parcels_are_summed_apart(land):
    land.parcel("10.5", kind="idle", idle_source="province_base")
    land.parcel("20", kind="idle", idle_source="system_new")
    land.parcel("7", kind="idle", idle_source="inspection")
    assert stock(client_for(land.office))["合计"][14:] == ["10.50", "7.00", "20.00"]
    page = client_for(land.office).get("/ledger/?idle_source=system_new").content.decode()
    assert "<b>1</b> 宗 <b>20.00</b> 亩" in page


@pytest.mark.req("CLS-26")
def test_the_stock_as_of_30_september_shows_the_kind_of_that_day(land):
    parcel = land.parcel("10", kind="unexpropriated")
    clerk = client_for(land.clerk)
    with clock.at(clock.shanghai(2021, 10, 8, 10)):
        sent = {"form_key": "key-of-change", "kind": "unsupplied", "effective_on": "2021-10-01", "doc_no": "甲征[2021]7号",
                "reason": "征收完成", **version(parcel)}
        no_paper = clerk.post(f"/parcels/{parcel.id}/kind/", sent | {"doc_no": ""})
        assert no_paper.status_code == 422
        assert clerk.post(f"/parcels/{parcel.id}/kind/", sent).status_code == 302
        office = client_for(land.office)
        assert stock(office, "2021-09-30")["合计"][4:8] == ["1", "10.00", "0", "0.00"]
        assert stock(office, "2021-10-01")["合计"][4:8] == ["0", "0.00", "1", "10.00"]
        page = card(clerk, parcel)
    assert "甲征〔2021〕7号：征收完成" in page
    assert [(s.kind, s.from_on, s.until_on) for s in KindSpan.objects.order_by("from_on")] == [
        ("unexpropriated", date(2021, 9, 24), date(2021, 10, 1)), ("unsupplied", date(2021, 10, 1), None)]


def test_what_was_accepted_of_a_parcel_stands_under_the_kind_it_has_on_the_day(land):
    parcel = land.parcel("10", kind="unexpropriated")
    land.take(land.draft(parcel, "4"), "submit", "verify", "accept")
    office = client_for(land.office)
    assert stock(office)["合计"][:4] == ["1", "10.00", "4.00", "6.00"]
    assert stock(office, "2021-09-23") == {}


def test_the_neighbours_are_those_of_the_filter_and_order_one_came_from(land):
    rows = [land.parcel(area, kind=kind) for area, kind in (("10", "idle"), ("30", "unsupplied"), ("20", "idle"), ("40", "idle"))]
    page = card(client_for(land.office), rows[2], "?kind=idle&sort=-area")
    found = re.findall(r'href="/parcels/(\d+)/\?kind=idle&amp;sort=-area&amp;at=(\w+)" rel="(prev|next)"', page)
    assert found == [(str(rows[3].id), f"40000000_{rows[3].id}", "prev"), (str(rows[0].id), f"10000000_{rows[0].id}", "next")]
    assert f'href="/ledger/?kind=idle&amp;sort=-area&amp;after=20000000_{rows[2].id + 1}#p{rows[2].id}"' in page
    assert 'rel="prev"' not in card(client_for(land.office), rows[0])


def test_a_filed_parcel_says_so_and_a_foreign_one_is_not_there(land):
    parcel = land.parcel("10", cause="government", planned_measure="出让供应", deadline_on=date(2021, 11, 30), lead_unit="自然资源局")
    clerk = client_for(land.clerk)
    assert clerk.post(f"/parcels/{parcel.id}/filing/", version(parcel)).status_code == 302
    assert "已建档" in card(clerk, parcel)
    other = client_for(land.clerk_b)
    assert other.get(f"/parcels/{parcel.id}/").status_code == 404
    for step in ("filing", "write-off", "relist"):
        assert other.post(f"/parcels/{parcel.id}/{step}/", {"version": 1}).status_code == 404
    assert client_for(land.office).post(f"/parcels/{parcel.id}/filing/", version(parcel)).status_code == 403


def test_the_page_asks_a_fixed_number_of_queries_however_long_its_history(land, django_assert_max_num_queries):
    parcel = land.parcel("100")
    for _ in range(6):
        land.take(land.draft(parcel, "2"), "submit", "verify", "accept")
    clerk = client_for(land.clerk)
    with django_assert_max_num_queries(44):
        card(clerk, parcel)


@pytest.mark.req("CLS-01")
def test_a_zhumadian_user_reads_one_word_and_a_baofeng_user_another_for_the_same_kind(land):
    with everything("two plans"):
        for measure in land.measures.values():
            Measure.objects.filter(pk=measure.pk).update(document_no="驻政办〔2021〕19号")
            services.save_measure(actor=system_actor(), region=land.other, code=measure.code, label=measure.label, kinds=measure.kinds,
                                  effect=measure.effect, document_no="宝政办〔2021〕34号", section="二（三）")
    here, there = land.parcel("10", kind="idle"), land.parcel("20", kind="idle", by="clerk_b", region=land.other)
    assert here.kind == there.kind == "idle"
    for actor, parcel, word, other in ((land.clerk, here, "供后闲置", "供而未用闲置土地"), (land.clerk_b, there, "供而未用闲置土地", "供后闲置")):
        client = client_for(actor)
        for address in ("/ledger/", "/ledger/stock/", "/parcels/new/", f"/parcels/{parcel.id}/kind/"):
            page = re.sub(r"只用于供后闲置|改为供后闲置时选", "", client.get(address).content.decode())
            assert word in page, address
            assert other not in page, address
        assert f'<span class="lp-key k2">{word}</span>' in card(client, parcel)


def test_an_address_where_things_are_only_done_leads_back_to_its_record_when_it_is_opened(land):
    parcel = land.parcel("10")
    acceptor = client_for(land.acceptor)
    own = f"/parcels/{parcel.id}/"
    for path, back in ((f"{own}relist/", "../"), (f"{own}milestones/step/", "../../"), ("/review/batch/", "")):
        answer = acceptor.get(path)
        page = answer.content.decode()
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "这里只办理，没有页面" in page
        assert (f'href="{back}">回到这件事的页面' in page) == bool(back)
