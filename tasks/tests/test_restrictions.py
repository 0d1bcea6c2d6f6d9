"""用地申请 meets what was decided and recorded: a pause, breaches of the holder, the stock that is there, the search for it."""

from datetime import date
from decimal import Decimal

import pytest

from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import CreditRecord, LandApplication, Restriction
from tests.world import words_of_page as plain

from .cases import NUMBER, close, county, decided, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looking():
    with everything("the test looks on"):
        yield


def apply_for(five, by="clerk", key="a-1", client=None, **values):
    with scope(five.people[by]):
        project = land.register_project(actor=five.people[by], region_id=five.people[by].region_id, values={
            "name": f"项目{key}", "doc_no": "驿发改备〔2021〕1号", "level": "plain", "kind": "industry", "need": Decimal(50), "units": "招商局",
            "company": values.pop("company", "")})
    return (client or five.client(by)).post("/applications/new/", {
        "form_key": f"apply-key-{key}", "project": project.id, "area": "50", "area_unit": "mu", "applicant": "驿城区招商局",
        "applied_on": "2021-09-20",
        "searched": "查了 3 宗，都不在产业园内", "knows_stock": "on", "exemption": "", "exemption_no": "", **values})


@pytest.mark.req("SUP-05")
def test_an_application_of_a_paused_county_is_refused_unless_it_is_exempt_with_a_document(five):
    assert "暂停用地申请要有起始日期" in plain(propose(five, "pause"))
    case = decided(five, "pause", from_on="2021-09-24", until_on="2021-12-31")
    refused = apply_for(five, key="b-1")
    assert refused.status_code == 400
    assert f"驿城区自 2021-09-24 起暂停新增建设用地申请（{NUMBER}）。只有“省、市以上重点工程”和“重大民生项目”可以申请" in plain(refused)
    assert "没有写认定它的文号" in plain(apply_for(five, key="b-2", exemption="key"))
    assert apply_for(five, key="b-3", exemption="key", exemption_no="豫发改〔2021〕9号").status_code == 302
    assert LandApplication.objects.get().exemption_no == "豫发改〔2021〕9号"
    assert apply_for(five, by="clerk2", key="b-4").status_code == 302  # another county goes on
    assert close(five, case, result="已完成任务，恢复申请", result_no="驻督〔2021〕9号").status_code == 302
    assert Restriction.objects.get().until_on == date(2021, 9, 24) and apply_for(five, key="b-5").status_code == 302


@pytest.mark.req("SUP-05")
def test_a_pause_that_came_after_the_application_stops_its_approval_too(five):
    assert apply_for(five, key="c-1").status_code == 302
    decided(five, "pause", from_on="2021-09-24")
    url = f"/applications/{LandApplication.objects.get().id}/decide/"
    refused = five.client("reviewer").post(url, {"do": "approve", "result_no": "驿政土〔2021〕5号"})
    assert refused.status_code == 400 and "暂停新增建设用地申请" in plain(refused)


@pytest.mark.req("SUP-14")
def test_a_holder_with_a_breach_is_warned_of_on_a_new_application_until_it_is_cleared(five):
    clerk = five.client("clerk")
    assert clerk.post("/credit/new/", {"form_key": "credit-key-1", "region": county().id, "holder": "驻马店 甲置业有限公司",
                                       "breach": "逾期一年未开工", "found_on": "2021-09-01", "basis_no": "驿违认〔2021〕1号"}).status_code == 302
    assert apply_for(five, key="d-1", client=clerk, company="驻马店甲置业有限公司").status_code == 302
    assert "驻马店 甲置业有限公司有失信记录：逾期一年未开工" in plain(clerk.get("/applications/"))
    assert "失信： 驻马店 甲置业有限公司 逾期一年未开工" in plain(five.client("reviewer").get("/applications/"))
    form = plain(clerk.get(f"/applications/new/?project={LandApplication.objects.get().project_id}"))
    assert "驻马店 甲置业有限公司有失信记录：" in form
    assert "没有失信记录。" in plain(five.client("clerk2").get("/credit/")) and "逾期一年未开工" in plain(clerk.get("/credit/"))
    record = CreditRecord.objects.get()
    assert clerk.post(f"/credit/{record.id}/clear/", {"form_key": "credit-key-2", "cleared_on": "2021-09-24", "clear_no": "x"}).status_code == 403
    reviewer = five.client("reviewer")
    cleared = reviewer.post(f"/credit/{record.id}/clear/", {"form_key": "credit-key-3", "cleared_on": "2021-09-24", "clear_no": "驿信修〔2021〕1号"})
    assert cleared.status_code == 302
    assert "失信： 驻马店" not in plain(reviewer.get("/applications/"))


@pytest.mark.req("LNK-02", "LNK-03")
def test_an_application_shows_the_stock_asks_for_a_word_on_it_and_for_the_search(five):
    parcel = five.parcel("60", "unsupplied")
    small = five.parcel("20", "unsupplied")
    form = plain(five.client("clerk").get("/applications/new/?area=50&area_unit=mu"))
    assert "批而未供 2 80.00 0.00%" in form and parcel.parcel_no in form and small.parcel_no not in form
    refused = plain(apply_for(five, key="e-1", searched="", knows_stock=""))
    assert "先行选址情况没有填。请写查过哪些批而未供土地、为什么不能用" in refused and "应优先选址利用批而未供土地" in refused
    assert "本县区还有 2 宗存量没有处置完，没有勾选“已知晓”" in refused
    assert not LandApplication.objects.exists()
    assert apply_for(five, key="e-2").status_code == 302
    stock = LandApplication.objects.get().stock
    assert stock["fits"] == [parcel.parcel_no] and stock["groups"][0]["count"] == 2
