"""认定: the panel explains each type as facts are typed, the reviewer finds, and only what the clause allows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parcels.models import FactSheet, Finding, Parcel
from parcels.rules.findings.facts import INDICATORS

from .land import client_for
from .low import LY, SMX, ZMD, facts_of, find, looked, said_of, standard, under

pytestmark = pytest.mark.django_db
HOLDS, FAILS, LACKS = "成立，建议认定", "不成立", "缺事实"
MET = {"should_area": "60", "started_area": "21", "total_investment": "10000", "invested": "2501"}


@pytest.fixture
def low(land):
    """A low-efficient parcel without type, under 洛阳's document."""
    under(land, LY)
    return land.parcel("60", kind="inefficient")


@pytest.mark.req("CLS-11")
def test_started_land_is_suspended_only_over_a_third_and_over_a_quarter_and_the_panel_says_what_would_turn_it(land, low):
    third = said_of(looked(land, low, **MET | {"started_area": "20"}), "停建缓建类")
    assert FAILS in third and "已动工面积 20 亩 ÷ 应动工面积 60 亩 = 33.33%，恰为三分之一，不算超过" in third
    assert "已动工面积超过 20 亩" in third and "附件3 第二条（二）" in third and "不构成闲置用地的" in third
    quarter = said_of(looked(land, low, **MET | {"invested": "2500"}), "停建缓建类")
    assert FAILS in quarter and "= 25.00%，恰为25%，不算超过" in quarter and "已投资额超过 2500 万元" in quarter
    both = said_of(looked(land, low, **MET), "停建缓建类")
    assert HOLDS in both and "25.01%，超过25%" in both and "35.00%，超过三分之一" in both and "被认定为闲置" in both
    assert LACKS in said_of(looked(land, low, should_area="60"), "停建缓建类")
    assert not FactSheet.objects.exists()


@pytest.mark.req("CLS-10")
def test_one_of_the_five_conditions_alone_proposes_transformation(land, low):
    alone = looked(land, low, is_banned="yes")
    labels = ("产业转型类", "停建缓建类", "开发未达标类", "停产半停产类", "产出未达标类")
    assert [label for label in labels if HOLDS in said_of(alone, label)] == ["产业转型类"]
    none = dict.fromkeys(("is_banned", "fails_environment", "fails_safety", "is_transforming", "is_closing"), "no")
    assert FAILS in said_of(looked(land, low, **none), "产业转型类")
    assert LACKS in said_of(looked(land, low, **none | {"is_closing": ""}), "产业转型类")


@pytest.mark.req("CLS-12")
def test_a_contract_indicator_that_is_not_met_is_named_and_those_not_agreed_are_passed_over(land, low):
    typed = {"is_completed": "yes", "is_breach": "yes", "far_agreed": "1.0", "far_actual": "0.8", "green_agreed": "20", "green_actual": "20"}
    others = {f"{code}_{side}": "10" for code, *_ in INDICATORS if code not in ("far", "green") for side in ("agreed", "actual")}
    every = said_of(looked(land, low, **typed, **others), "开发未达标类")  # all seven are agreed, six of them are met
    assert len(others) == 10 and HOLDS in every and "未达到约定：建筑容积率约定不低于 1，实际 0.8" in every and every.count("约定不") == 1
    found = said_of(looked(land, low, **typed), "开发未达标类")
    assert HOLDS in found and "未达到约定：建筑容积率约定不低于 1，实际 0.8" in found and "绿地率约定" not in found
    assert FAILS in said_of(looked(land, low, **typed | {"far_actual": "1.0"}), "开发未达标类")
    assert "绿地率约定不高于 20%，实际 20.5%" in said_of(looked(land, low, **typed | {"green_actual": "20.5"}), "开发未达标类")
    assert FAILS in said_of(looked(land, low, **typed | {"is_breach": "no"}), "开发未达标类")


@pytest.mark.req("CLS-13")
def test_a_plant_without_profit_is_stopped_after_more_than_twenty_four_months(land, low):
    typed = {"accepted_on": "2018-05-01"}
    assert FAILS in said_of(looked(land, low, **typed, last_profit="2019-09"), "停产半停产类")
    found = said_of(looked(land, low, **typed, last_profit="2019年8月"), "停产半停产类")
    assert HOLDS in found and "至今 25 个月，超过 2 年" in found


@pytest.mark.req("CLS-14")
def test_only_two_years_in_a_row_of_class_c_are_low_output(land, low):
    typed = {"accepted_on": "2018-05-01", "is_producing": "yes", "is_lawful": "yes"}
    assert HOLDS in said_of(looked(land, low, **typed, y2020_grade="C", y2021_grade="C"), "产出未达标类")
    assert FAILS in said_of(looked(land, low, **typed, y2019_grade="C", y2021_grade="C"), "产出未达标类")


@pytest.mark.req("CLS-15")
def test_other_low_efficient_land_needs_a_document_number(land, low):
    standard(land)
    refused = find(land, low, "ly_other", doc_no="")
    assert refused.status_code == 400
    assert "认定文号没有填。认定要有认定文号（洛政办〔2021〕16号 附件3 第二条（六））" in refused.content.decode()
    assert find(land, low, "ly_other").status_code == 302


@pytest.mark.req("CLS-19")
def test_a_finding_before_the_countys_standard_is_refused_and_one_after_it_keeps_rule_facts_and_people(land, low):
    facts_of(land, low, **MET)
    early = find(land, low, "ly_suspended")
    assert early.status_code == 400 and "甲县还没有登记低效用地认定标准，不能认定" in early.content.decode()
    browser = client_for(land.reviewer)
    assert browser.post("/findings/standards/", {"region": land.county.id, "doc_no": "甲政[2021]9号", "title": "认定标准",
                                                 "issued_on": "2021-06-20"}).status_code == 302
    browser.post("/findings/standards/", {"region": land.county.id, "doc_no": "甲政[2021]19号", "title": "修订的标准",
                                          "issued_on": "2021-08-15"})
    before = find(land, low, "ly_suspended", found_on="2021-06-19")
    assert "早于甲县认定标准的印发日期 2021-06-20" in before.content.decode() and 'value="2021-06-19"' in before.content.decode()
    assert find(land, low, "ly_suspended", notice_no="甲低告[2021]1号", notified_on="2021-09-03").status_code == 302
    page = browser.get(f"/parcels/{low.id}/").content.decode()
    for text in ("停建缓建类</b>，2021-09-01，甲低认〔2021〕1号", "2021-09-03 甲低告〔2021〕1号", "自然资源局、税务局",
                 "甲政〔2021〕19号（2021-08-15）", "洛政办〔2021〕16号附件3规则 第1版", "35.00%，超过三分之一"):
        assert text in page, text
    assert Parcel.objects.get(pk=low.pk).inefficient_type == "ly_suspended"
    facts_of(land, low, **MET | {"started_area": "10"})
    assert "35.00%" in Finding.objects.get().reading["used"][0]


def test_what_the_rule_denies_or_lacks_is_no_finding_and_nobody_finds_on_their_own_facts(land, low):
    standard(land)
    lacking = find(land, low, "ly_suspended").content.decode()
    assert "不能认定为停建缓建类：没有填 应动工面积、已动工面积、总投资额、已投资额。依据：洛政办〔2021〕16号 附件3 第二条（二）" in lacking
    facts_of(land, low, **MET | {"started_area": "20"})
    denied = find(land, low, "ly_suspended").content.decode()
    assert "不满足停建缓建类：已动工面积 20 亩 ÷ 应动工面积 60 亩 = 33.33%，恰为三分之一" in denied
    assert find(land, low, "ly_other", by="clerk").status_code == 403
    assert find(land, low, "ly_other", by="reviewer_b").status_code == 404
    own = find(land, low, "ly_other", by="clerk_as_reviewer")
    assert own.status_code == 403 and "这宗地的事实是你核实的" in own.content.decode()
    assert not Finding.objects.exists()


def test_facts_are_kept_with_history_and_two_editors_do_not_overwrite_each_other(land, low):
    assert facts_of(land, low, **MET).status_code == 302
    again = facts_of(land, low, **MET)
    assert again.status_code == 302 and FactSheet.objects.count() == 1
    assert facts_of(land, low, **MET | {"started_area": "22"}).status_code == 302
    stale = facts_of(land, low, **MET, seen=1, is_banned="yes")
    assert stale.status_code == 409 and "存过第 2 次核实" in stale.content.decode()
    wrong = facts_of(land, low, started_area="61", should_area="60")
    assert wrong.status_code == 400 and "已动工面积 61 亩 大于应动工面积 60 亩" in wrong.content.decode()
    assert "已动工面积“21亩”读不出来" in looked(land, low, **MET | {"started_area": "21亩"})
    page = client_for(land.clerk).get(f"/parcels/{low.id}/").content.decode()
    assert "核实事实" in page and "22 亩" in page


@pytest.mark.req("CLS-16")
@pytest.mark.req("LED-22")
def test_zhumadian_offers_exactly_three_types_and_refuses_a_finding_while_the_tax_is_empty(land):
    under(land, ZMD)
    standard(land)
    parcel = land.parcel("30", kind="inefficient")
    offered = client_for(land.reviewer).get(f"/parcels/{parcel.id}/findings/new/").content.decode()
    assert [offered.count(f'name="type" value="{code}"') for code in ("transformation", "extensive", "stopped")] == [1, 1, 1]
    assert offered.count('name="type"') == 3
    for url in (f"/parcels/{parcel.id}/edit/", f"/parcels/{parcel.id}/kind/"):
        options = client_for(land.clerk).get(url).content.decode().split('name="inefficient_type"')[1].split("</select>")[0]
        assert options.count("<option") == 4
    year = {"y2020_output": "800", "y2020_tax": "", "y2020_investment": "1200", "y2020_progress": "60", "y2020_source": "税务局"}
    facts_of(land, parcel, **year)
    refused = find(land, parcel, "extensive")
    assert refused.status_code == 400
    assert "不能认定为粗放用地类：没有填 2020年税收。依据：驻政办〔2021〕19号 四（二）、三（六）" in refused.content.decode()
    facts_of(land, parcel, **year | {"y2020_tax": "0"})
    assert find(land, parcel, "extensive").status_code == 302
    assert "2020年已核实：产值 800万元、税收 0万元" in client_for(land.leader).get(f"/parcels/{parcel.id}/").content.decode()


@pytest.mark.req("CLS-17")
def test_sanmenxia_offers_exactly_three_types(land):
    under(land, SMX)
    parcel = land.parcel("30", kind="inefficient")
    offered = client_for(land.reviewer).get(f"/parcels/{parcel.id}/findings/new/").content.decode()
    assert [label for label in ("停建缓建类", "围多建少类", "停产类") if f"<b>{label}</b>" in offered] == ["停建缓建类", "围多建少类", "停产类"]
    assert offered.count('name="type"') == 3
    foreign = client_for(land.clerk).post(f"/parcels/{parcel.id}/kind/", {"kind": "inefficient", "inefficient_type": "extensive"})
    assert "“低效类型”选的不在列出的里面" in foreign.content.decode()


@pytest.mark.req("LED-09")
def test_only_found_land_is_on_the_low_list_and_leaving_it_needs_a_result(land, low):
    standard(land)
    bare = land.parcel("10", kind="inefficient")
    find(land, low, "ly_other", opinion="土地大部空置")
    office = client_for(land.office)
    listed = office.get("/findings/").content.decode()
    assert all(text in listed for text in (low.parcel_no, "土地大部空置", "其他低效用地", "2021-09-01", "合计 1 宗"))
    assert bare.parcel_no not in listed
    assert "没有认定意见：不在低效用地清单里，不享受支持鼓励政策" in office.get(f"/parcels/{bare.id}/").content.decode()
    finding, acceptor = Finding.objects.get(), client_for(land.acceptor)
    url = f"/findings/{finding.id}/end/"
    refused = acceptor.post(url, {"result": "reached", "result_no": "", "ended_on": "2021-09-20"})
    assert refused.status_code == 400 and "出清单要有结果和文书，现在文书号没有填" in refused.content.decode()
    kind = client_for(land.clerk).post(f"/parcels/{low.id}/kind/", {
        "kind": "idle", "effective_on": "2021-09-20", "doc_no": "x", "reason": "x", "version": Parcel.objects.get(pk=low.pk).version})
    assert "认定有效时不能变更类别" in kind.content.decode()
    assert acceptor.post(url, {"result": "reached", "result_no": "甲验[2021]5号", "ended_on": "2021-09-20"}).status_code == 302
    assert low.parcel_no not in office.get("/findings/").content.decode()
    assert "整改达标" in office.get("/findings/?ended=yes").content.decode()
    assert "曾认定为其他低效用地" in office.get(f"/parcels/{low.id}/").content.decode()


def test_the_standards_of_all_counties_are_read_at_once(land, low):
    standard(land)
    with CaptureQueriesContext(connection) as asked:
        page = client_for(land.office).get("/findings/standards/").content.decode()
    rows = re.findall(r'<th scope="row">(\w+)</th><td[^>]*>(.*?)</td>', page)
    assert [(name, "没有登记" in first) for name, first in rows] == [(land.county.name, False), (land.other.name, True)]
    assert sum("parcels_findingstandard" in one["sql"] for one in asked) == 1
