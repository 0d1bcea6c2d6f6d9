"""登记和修改宗地 in the browser: nothing typed is lost, one form one record, two editors see each other."""

import re
from datetime import date
from decimal import Decimal

import pytest

from audit.models import AuditEntry
from landplan.lib.scope import scope
from parcels import services
from parcels.models import ApprovalBatch, KindSpan, Parcel, Supply

from .land import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(land):
    return client_for(land.clerk)


def typed(land, **changes):
    return {"form_key": "key-of-this-form", "region": land.county.id, "kind": "unsupplied", "name": "纬七路北侧地块", "area": "126.45",
            "area_unit": "mu"} | changes


def opened(client, url):
    """What the browser would send back of a form as it was opened."""
    page = client.get(url).content.decode()
    form = page[page.index("<form class=\"card"):]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind not in ("radio", "checkbox") or " checked" in tag):
            sent[name[1]] = (value[1] if value else "").replace("&quot;", '"')
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        found = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = found[1] if found else ""
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = body
    return sent


def test_a_parcel_is_registered_in_hectares_exactly_with_the_whole_chain(land, clerk):
    clerk.post("/batches/new/", {"form_key": "key-of-batch", "region": land.county.id, "approval_no": "豫政土[2016]9112号",
                                 "name": "第一批次", "approved_on": "2016-12-14", "authority": "province", "area": "20.84",
                                 "area_unit": "ha", "area_arable": "10"})
    batch = ApprovalBatch.objects.get()
    assert (batch.approval_no, batch.area, batch.area_arable) == ("豫政土〔2016〕9112号", Decimal("312.60"), Decimal("150.00"))
    answer = clerk.post("/parcels/new/", typed(
        land, kind="idle", area="8.43", area_unit="ha", idle_source="province_base", cause="both", planned_measure="限期开工", deadline_on="11.30",
        lead_unit="甲县自然资源局", location="纬七路北侧", batch=batch.id, expropriation_no="甲征(2017)3号", expropriated_on="2017-06-30",
        agreed_start_on="2018-11-20", kind_from="2021-03-31"))
    parcel = Parcel.objects.get()
    assert answer.url == f"/parcels/{parcel.id}/"
    assert (parcel.area, parcel.area_typed, parcel.area_unit) == (Decimal("126.45"), "8.43", "ha")
    assert (parcel.parcel_no, parcel.elements, parcel.deadline_on) == ("419901-0001", 5, date(2021, 11, 30))
    assert parcel.expropriation_no == "甲征〔2017〕3号"
    assert KindSpan.objects.get().from_on == date(2021, 3, 31)
    page = clerk.get(answer.url).content.decode()
    assert "录入 8.43 公顷" in page
    assert f'<a href="/batches/{batch.id}/">豫政土〔2016〕9112号</a>' in page


def test_refusals_stand_beside_their_fields_and_everything_typed_comes_back(land, clerk):
    answer = clerk.post("/parcels/new/", typed(land, area="一百亩", deadline_on="明年", idle_source="inspection", cause_note="企业资金不足"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有登记，有 2 处要改。你填的内容都还在。" in page
    assert "读不出来。请写数字，如 120" in page
    for kept in ('value="一百亩"', 'value="明年"', 'value="inspection" selected', "企业资金不足", 'value="纬七路北侧地块"'):
        assert kept in page
    answer = clerk.post("/parcels/new/", typed(land, idle_source="inspection"))
    assert answer.status_code == 400
    assert "闲置来源只用于供后闲置的宗地" in answer.content.decode()
    assert not Parcel.objects.exists()
    assert AuditEntry.objects.filter(action="refused", is_success=False).count() == 2


def test_the_same_form_sent_twice_makes_one_parcel_and_one_with_other_words_is_asked_about(land, clerk):
    first, second = clerk.post("/parcels/new/", typed(land)), clerk.post("/parcels/new/", typed(land))
    assert first["Location"] == second["Location"]
    other = clerk.post("/parcels/new/", typed(land, name="另一宗"))
    assert other.status_code == 409
    assert "这张表刚才已经交过一次" in other.content.decode()
    assert 'value="另一宗"' in other.content.decode()
    assert Parcel.objects.count() == 1


def test_a_number_that_exists_is_refused_and_two_parcels_get_two_numbers(land, clerk):
    clerk.post("/parcels/new/", typed(land, parcel_no="419901-0001"))
    answer = clerk.post("/parcels/new/", typed(land, parcel_no="419901-0001", form_key="key-of-another"))
    assert answer.status_code == 400
    assert "地块编号 419901-0001 已有" in answer.content.decode()
    clerk.post("/parcels/new/", typed(land, name="又一宗", form_key="key-of-a-third"))
    assert [p.parcel_no for p in Parcel.objects.all()] == ["419901-0001", "419901-0002"]


def test_an_unchanged_form_leaves_no_trace_and_a_changed_one_sends_only_what_changed(land, clerk):
    parcel = land.parcel("10", remark="首行\n次行")
    url = f"/parcels/{parcel.id}/edit/"
    before = AuditEntry.objects.count()
    assert clerk.post(url, opened(clerk, url)).status_code == 302
    assert AuditEntry.objects.count() == before
    clerk.post(url, opened(clerk, url) | {"cause": "planning"})
    entry = AuditEntry.objects.order_by("-seq").first()
    assert (entry.before, entry.after) == ('{"cause":""}', '{"cause":"planning"}')


@pytest.mark.req("LED-25")
def test_changing_an_area_needs_a_reason_and_writes_one_entry_with_both_values(land, clerk):
    parcel = land.parcel("12.5")
    url, before = f"/parcels/{parcel.id}/edit/", AuditEntry.objects.filter(is_success=True).count()
    answer = clerk.post(url, opened(clerk, url) | {"area": "10.0"})
    assert answer.status_code == 400
    assert "改面积要写原因" in answer.content.decode()
    assert 'value="10.0"' in answer.content.decode()
    assert clerk.post(url, opened(clerk, url) | {"area": "10.0", "reason": "按勘测定界报告"}).status_code == 302
    entries = AuditEntry.objects.filter(is_success=True)
    entry = entries.order_by("-seq").first()
    assert entries.count() == before + 1
    assert ('"area":"12.50"' in entry.before, '"area":"10.00"' in entry.after, entry.reason) == (True, True, "按勘测定界报告")
    page = clerk.get(f"/parcels/{parcel.id}/?tale=area").content.decode()
    assert re.search(r"面积 <del>12.50 亩</del> 改为 <ins>10.00 亩</ins>", page)
    assert "原因：按勘测定界报告" in page


def test_two_editors_of_different_fields_keep_both_and_of_one_field_see_both_values(land, clerk):
    parcel = land.parcel("10", cause="enterprise", lead_unit="土地储备中心")
    url, other = f"/parcels/{parcel.id}/edit/", client_for(land.clerk2)
    mine = opened(clerk, url)
    other.post(url, opened(other, url) | {"cause": "planning", "lead_unit": "住建局"})
    answer = clerk.post(url, mine | {"lead_unit": "集聚区管委会", "park": "产业集聚区"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"责任单位</th><td>集聚区管委会</td><td><b>住建局</b>", page)
    assert "形成原因</th>" not in page  # the other's alone: taken over, not asked
    assert 'value="集聚区管委会"' in page
    again = opened_again(page)
    assert (again["cause"], again["park"], again["version"]) == ("planning", "产业集聚区", "2")
    assert clerk.post(url, again).status_code == 302
    parcel = Parcel.objects.get()
    assert (parcel.cause, parcel.lead_unit, parcel.park) == ("planning", "集聚区管委会", "产业集聚区")


def opened_again(page):
    """The answered form as the browser would send it."""
    class Page:
        def get(self, url):
            return self
        content = page.encode()
    return opened(Page(), "")


def test_a_written_off_parcel_cannot_be_edited(land, clerk):
    parcel = land.parcel("10")
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")
    with scope(land.acceptor):
        services.write_off_parcel(parcel.id, actor=land.acceptor, version=Parcel.objects.get().version)
    assert clerk.get(f"/parcels/{parcel.id}/edit/").status_code == 409
    page = clerk.get(f"/parcels/{parcel.id}/").content.decode()
    assert "登记处置 <kbd>" not in page
    assert "修改宗地" not in page


def test_a_supply_is_entered_with_its_price_and_never_more_than_the_parcel(land, clerk):
    parcel = land.parcel("126.45")
    sent = {"form_key": "key-of-supply", "mode": "granted", "doc_no": "合同 2017-9031", "supplied_on": "2017-11-20", "area": "84300",
            "area_unit": "m2", "price": "1896.75"}
    assert clerk.post(f"/parcels/{parcel.id}/supplies/new/", sent).status_code == 302
    supply = Supply.objects.get()
    assert (supply.area, supply.price) == (Decimal("126.45"), Decimal("18967500"))
    answer = clerk.post(f"/parcels/{parcel.id}/supplies/new/", sent | {"form_key": "key-of-second", "area": "1"})
    assert answer.status_code == 400
    assert "供应面积 0.00 亩不在 0 与尚未供应的 0.00 亩之间" in answer.content.decode()
    assert 'value="合同 2017-9031"' in answer.content.decode()
    assert "1896.75" in clerk.get(f"/parcels/{parcel.id}/").content.decode()


@pytest.mark.parametrize("path", ["/parcels/new/", "/parcels/{}/edit/", "/parcels/{}/supplies/new/", "/parcels/{}/kind/", "/batches/new/"])
def test_only_clerks_of_the_county_open_the_forms(land, path):
    parcel = land.parcel("10")
    url = path.format(parcel.id)
    assert client_for(land.clerk).get(url).status_code == 200
    for name in ("reviewer", "office", "acceptor", "leader", "department"):
        assert client_for(land.people[name]).get(url).status_code == 403
    if "{}" in path:
        assert client_for(land.clerk_b).get(url).status_code == 404


def names(page: str) -> set[str]:
    """Fields that a form of a parcel shows."""
    return set(re.findall(r'<(?:input|select|textarea)[^>]*?name="(\w+)"', page.split('aria-label="登记宗地">')[1].split("</form>")[0]))


def test_the_form_opens_what_the_kind_and_the_cause_need_and_keeps_what_was_typed(land, clerk):
    page = clerk.get("/parcels/new/").content.decode()
    assert not names(page) & {"idle_source", "inefficient_type", "used_type", "case_kind"} and "其余的批、征、用" in page
    for kind, field in (("idle", "idle_source"), ("inefficient", "inefficient_type"), ("used_unsupplied", "used_type")):
        answer = clerk.post("/parcels/new/", {"do": "open", "kind": kind, "name": "纬九路地块", "area": "12.5", "area_unit": "ha", "cause": "seized"})
        page = answer.content.decode()
        assert answer.status_code == 200 and not Parcel.unscoped.exists()
        assert names(page) & {"idle_source", "inefficient_type", "used_type"} == {field}
        assert {"case_kind", "force_lead", "force_members"} <= names(page)
        assert 'value="纬九路地块"' in page and 'value="12.5"' in page and "没有登记" not in page
    chain = page.split('id="chain-fields"')[1].split("<details")[0]
    assert 'name="started_on"' in chain and 'name="agreed_start_on"' not in chain  # 未供即用: what stands there has begun, by no contract
    # what was typed for another kind is not lost in silence: it comes back with its refusal
    answer = clerk.post("/parcels/new/", typed(land, kind="unsupplied", idle_source="system_new"))
    assert answer.status_code >= 400 and "闲置来源只用于供后闲置的宗地" in answer.content.decode() and "idle_source" in names(answer.content.decode())


def test_the_last_parcel_is_copied_but_for_what_every_parcel_has_of_its_own(land, clerk):
    assert "照上一宗填" not in clerk.get("/parcels/new/").content.decode()
    land.parcel("33.3", kind="idle", idle_source="system_new", name="甲路地块", location="甲路北", cause="both",
                lead_unit="甲局", sponsor_post="副县长岗位", deadline_on=date(2021, 11, 30), cadastral_code="4117020010010010001")
    assert "照上一宗填（419901-0001）" in clerk.get("/parcels/new/").content.decode()
    page = clerk.get("/parcels/new/?copy=1").content.decode()
    for kept in ('value="甲局"', 'value="副县长岗位"', 'value="2021-11-30"', '<option value="idle" selected', '<option value="system_new" selected',
                 '<option value="both" selected'):
        assert kept in page, kept
    for own in ("甲路地块", "甲路北", "33.3", "4117020010010010001"):
        assert own not in page.split('aria-label="登记宗地">')[1], own
    answer = clerk.post("/parcels/new/", typed(land, do="again"))
    assert answer.url == "/parcels/new/?copy=1"
    # another clerk has no last one of this clerk
    assert "照上一宗填" not in client_for(land.clerk2).get("/parcels/new/").content.decode()


def test_an_edit_of_one_kind_leaves_the_columns_of_others_alone(land, clerk):
    parcel = land.parcel("10", kind="idle", idle_source="system_new")
    page = clerk.get(f"/parcels/{parcel.id}/edit/").content.decode()
    assert 'name="idle_source"' in page and 'name="inefficient_type"' not in page
    values = opened(clerk, f"/parcels/{parcel.id}/edit/") | {"remark": "补"}
    assert clerk.post(f"/parcels/{parcel.id}/edit/", values).status_code == 302
    assert (Parcel.unscoped.get().remark, Parcel.unscoped.get().idle_source) == ("补", "system_new")


def test_land_that_looks_registered_already_is_not_registered_again_unless_a_person_says_that_it_is_other_land(land, clerk):
    clerk.post("/parcels/new/", typed(land, supervision_no="4117022021B00012"))
    for n, again in enumerate(({}, {"name": "别的名字", "supervision_no": "4117022021B00012"})):
        answer = clerk.post("/parcels/new/", typed(land, form_key=f"key-of-form-{n}", location="纬七路北", **again))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "台账里已有相同的 1 宗：419901-0001 纬七路北侧地块 126.45 亩（在册）" in page
        assert 'value="纬七路北"' in page
        assert 'name="apart"' in page
    assert Parcel.objects.count() == 1
    assert 'name="apart"' not in clerk.get("/parcels/new/").content.decode()
    assert clerk.post("/parcels/new/", typed(land, form_key="key-of-other-land", apart="on")).status_code == 302
    assert Parcel.objects.count() == 2


@pytest.mark.parametrize(("name", "label"), [("kind_from", "何日起是这一类"), ("started_on", "实际动工日期"), ("finished_on", "实际竣工日期"),
                                             ("expropriated_on", "征收完成日期")])
def test_what_has_not_happened_yet_is_not_registered_as_if_it_had(land, clerk, name, label):
    answer = clerk.post("/parcels/new/", typed(land, **{name: "2021-09-25"}))
    assert f"{label} 2021-09-25 晚于今天 2021-09-24。" in answer.content.decode()
    assert not Parcel.objects.exists()
    assert clerk.post("/parcels/new/", typed(land, form_key="key-of-today", **{name: "2021-09-24"})).status_code == 302


def test_a_start_that_is_still_ahead_cannot_be_entered_later_either(land, clerk):
    clerk.post("/parcels/new/", typed(land))
    parcel = Parcel.objects.get()
    sent = opened(clerk, f"/parcels/{parcel.id}/edit/") | {"started_on": "2022-01-01"}
    assert "实际动工日期 2022-01-01 晚于今天 2021-09-24。" in clerk.post(f"/parcels/{parcel.id}/edit/", sent).content.decode()


def test_a_county_goes_on_with_numbers_beyond_the_ten_thousandth_parcel(land, clerk):
    for n, number in enumerate(("419901-9999", "419901-10000", "419901-12345", "419901-0007-2")):
        clerk.post("/parcels/new/", typed(land, form_key=f"key-of-form-{n}", parcel_no=number, name=f"地块{n}"))
    for n in (5, 6):
        clerk.post("/parcels/new/", typed(land, form_key=f"key-of-form-{n}", name=f"地块{n}"))
    assert list(Parcel.objects.order_by("id").values_list("parcel_no", flat=True))[-2:] == ["419901-12346", "419901-12347"]
