"""形成原因 of the five plans as printed: exactly those offered, and each lets its own measures be chosen."""

import re
from datetime import date

import pytest

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Parcel
from parcels.selectors.measures import catalogue
from tasks.tests.five import build_five
from tests.world import PASSWORD, signed_in, words_of_page
from units.models import Region
from units.selectors import actor_of
from units.services import create_person, save_unit

pytestmark = pytest.mark.django_db
SMX, SL = "411221", "410404"


@pytest.fixture
def five(db):
    with everything("the test looks on"):
        yield build_five()


def clerk_at(code: str):
    """A clerk of that county."""
    system = system_actor("测试")
    unit = save_unit(actor=system, region=Region.objects.get(code=code), name="测试局")
    user, _ = create_person(actor=system, username=f"clerk{code}", name="测试填报", unit=unit, role="county_clerk", password=PASSWORD,
                            is_demo=True)
    return actor_of(user.posts.get())


def land_of(actor, kind="idle", **values):
    with scope(actor):
        return services.register_parcel(actor=actor, region_id=actor.region_id, kind=kind, values={
            "name": "测试地块", "location": "路北", "area": 10, "area_typed": "10", "area_unit": "mu", **values})


def offered_causes(browser, parcel) -> list[str]:
    """形成原因 that the form of the plan offers."""
    select = browser.get(f"/parcels/{parcel.id}/plans/new/").content.decode().split('id="id_cause"')[1].split("</select>")[0]
    return re.findall(r'<option value="[a-z_]+"[^>]*>([^<]+)</option>', select)


def open_measures(browser, parcel, cause: str) -> list[str]:
    """处置措施 that may be chosen once this cause is."""
    fields = browser.get(f"/parcels/{parcel.id}/plans/new/?cause={cause}").content.decode().split('id="plan-measures"')[1].split("</fieldset>")[0]
    return re.findall(r'<span><b>([^<]+)</b></span>', fields)


@pytest.mark.req("CLS-21")
def test_baofeng_offers_four_causes_and_each_lets_its_own_measures_through(five):
    clerk = five.people["clerk_bf"]
    parcel, browser = land_of(clerk), signed_in(clerk)
    assert offered_causes(browser, parcel) == ["政府原因", "信访稳定", "企业原因", "政府与企业互有瑕疵"]
    both, government = (browser.get(f"/parcels/{parcel.id}/plans/new/?cause={cause}").content.decode() for cause in ("both", "government"))
    assert "方式：有偿收回（成本价）" in both and "有偿收回（成本价）" not in government and "方式：协议有偿收回" in government
    assert open_measures(browser, parcel, "government") == ["限期开发", "调整利用", "置换盘活", "依法收回", "临时使用"]


@pytest.mark.req("CLS-23")
def test_zhumadian_offers_nine_causes_and_relics_offer_paid_taking_back_and_exchange(five):
    clerk = five.people["clerk"]
    parcel, browser = land_of(clerk, idle_source="system_new"), signed_in(clerk)
    assert offered_causes(browser, parcel) == ["政府原因或信访稳定原因", "企业原因", "规划调整", "高压走廊", "军事管制", "文物保护", "不可抗力",
                                               "政府与企业互有瑕疵", "已开工未办施工许可证或开工报告"]
    relics = open_measures(browser, parcel, "relics")
    assert {"有偿收回", "协议置换"} <= set(relics) and not {"依法无偿收回", "缴纳闲置费", "限期开工"} & set(relics)
    assert "完善施工手续" in open_measures(browser, parcel, "unpermitted") and "完善施工手续" not in open_measures(browser, parcel, "enterprise")


def test_sanmenxia_offers_four_causes(five):
    clerk = clerk_at(SMX)
    parcel, browser = land_of(clerk), signed_in(clerk)
    assert offered_causes(browser, parcel) == ["政府原因", "企业原因", "已开工未办施工许可证或开工报告", "司法查封或抵押"]
    assert "债权债务化解" not in open_measures(browser, parcel, "seized")  # the clause wants the task force and the claims first
    with scope(clerk):
        case = services.open_lawsuit(parcel.id, actor=clerk, values={
            "kind": "seizure", "case_no": "（2021）豫破1号", "court": "测试法院", "parties": "测试公司", "force_lead": "县政府办（岗位）"})
        services.add_claim(case.id, actor=clerk, side="creditor", name="测试银行", amount=None, is_mortgagee=False, rank=1)
    assert "债权债务化解" in open_measures(browser, parcel, "seized") and "债权债务化解" not in open_measures(browser, parcel, "enterprise")


@pytest.mark.req("CLS-24")
def test_shilong_offers_eight_causes_and_the_firms_own_lead_to_the_fee_and_taking_back(five):
    clerk = clerk_at(SL)
    parcel, browser = land_of(clerk, agreed_start_on=date(2019, 9, 24)), signed_in(clerk)
    assert offered_causes(browser, parcel) == ["配套不完善或前期工作迟缓", "用途或规划条件不符", "政府原因", "不可抗力", "政府平台公司用地",
                                               "政府与企业互有责任", "企业自身原因", "涉法涉诉"]
    assert {"缴纳闲置费", "依法无偿收回"} <= set(open_measures(browser, parcel, "enterprise"))
    page = browser.get(f"/parcels/{parcel.id}/plans/new/?cause=enterprise").content.decode()
    assert "平龙政办〔2022〕50号 二（二）3" in page
    fee = next(m for m in catalogue(parcel.region) if m.code == "idle_fee_paid")
    told = words_of_page(browser.get(f"/parcels/{parcel.id}/disposals/terms/", {"measure": fee.id, "terms_price": "1000.00"}))
    assert "拟征缴闲置费 200.00 万元 价款 1000.00 万元 × 20%" in told and "平龙政办〔2022〕50号 二（二）3" in told
    assert "缴纳闲置费" not in open_measures(browser, parcel, "government")


@pytest.mark.req("CLS-25")
def test_ten_causes_are_offered_for_land_not_supplied_and_the_statistics_sum_to_its_parcels(five):
    clerk = five.people["clerk"]
    browser = signed_in(clerk)
    parcels = [land_of(clerk, kind, cause=cause) for kind, cause in (
        ("unsupplied", "expropriation"), ("unsupplied", "expropriation"), ("unexpropriated", "corner"), ("used_unsupplied", "papers"),
        ("unsupplied", ""))]
    assert len(offered_causes(browser, parcels[0])) == 10
    land_of(clerk, "idle", idle_source="system_new", cause="enterprise")
    page = browser.get("/ledger/causes/").content.decode()
    lines = re.findall(r'<th scope="row"><a href="([^"]+)"[^>]*>([^<]+)</a></th><td class="n">(\d+)</td>', page)
    assert [(label, int(count)) for _, label, count in lines] == [("征地拆迁未完成", 2), ("边角、插花、夹心地", 1), ("手续不齐", 1), ("未填", 1)]
    assert '<th scope="row">合计</th><td class="n">5</td><td class="n">50.00</td>' in page
    for url, _, count in lines:
        assert f"合计 {count} 宗" in browser.get(url.replace("&amp;", "&")).content.decode()


def test_a_cause_of_another_document_or_kind_is_refused_with_those_that_may_be_chosen(five):
    clerk = five.people["clerk"]
    parcel, browser = land_of(clerk, idle_source="system_new", cause="enterprise"), signed_in(clerk)
    sent = browser.get(f"/parcels/{parcel.id}/edit/").context["form"].initial | {"cause": "platform", "form_key": "one-form-key"}
    answer = browser.post(f"/parcels/{parcel.id}/edit/", {name: "" if value is None else value for name, value in sent.items()})
    assert answer.status_code == 422 and "“形成原因”选的不在列出的里面" in answer.content.decode()
    offered = browser.post("/parcels/new/", {"do": "open", "kind": "idle"}).content.decode()
    assert ">政府原因或信访稳定原因<" in offered and ">征地拆迁未完成<" not in offered
    refused = browser.post("/parcels/new/", {"form_key": "two-form-key", "region": clerk.region_id, "kind": "idle", "name": "x", "area": "1",
                                             "area_unit": "mu", "cause": "expropriation"})
    assert refused.status_code == 400
    assert "形成原因“征地拆迁未完成”不是驻政办〔2021〕19号里供后闲置的原因（三（五））。请从政府原因或信访稳定原因、" in refused.content.decode()
    assert Parcel.objects.count() == 1
