"""督办奖惩: rules propose, one person puts forward and another decides with a document number, late stays marked, a pause is met."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.models import Restriction
from tasks.models import CaseRule, SupervisionCase
from tasks.rules.supervision import is_last, light, proposed_cut, unmet_ratio
from tasks.selectors.supervision import cut_basis
from tests.world import PDF
from tests.world import words_of_page as plain
from units.models import Region

from .cases import NUMBER, close, county, decide, decided, on, propose, quotas_of
from .five import COUNTY, LY, OTHER, ZMD, _person, plan_of
from .pages import row_of

pytestmark = pytest.mark.django_db
SL = "平龙政办〔2022〕50号"


@pytest.fixture(autouse=True)
def looking():
    with everything("the test looks on"):
        yield


@pytest.mark.req("SUP-01")
def test_a_listed_case_names_its_parcel_and_body_and_cannot_close_without_the_document_of_the_result(five):
    parcel = five.parcel("20", "idle")
    refused = propose(five, "listed", due_on="2021-10-20")
    assert refused.status_code == 400 and "挂牌督办要有宗地，没有填" in plain(refused) and "市政府督查室逐宗挂牌督办" in plain(refused)
    assert "没有编号“无此号”的宗地" in plain(propose(five, "listed", due_on="2021-10-20", parcel_no="无此号"))
    case = decided(five, "listed", due_on="2021-10-20", parcel_no=parcel.parcel_no)
    assert case.body == "市政府督查室" and case.parcel == parcel and case.proposed_by_id != case.decided_by_id
    refused = close(five, case)
    assert refused.status_code == 400 and "挂牌督办没有结果文件不能摘牌" in plain(refused) and "已办好" in refused.content.decode()
    assert close(five, case, result_no="驻督结〔2021〕1号").status_code == 302
    page = plain(five.client("office").get(f"/supervision/{case.id}/"))
    assert "摘牌" in page and "驻督结〔2021〕1号" in page and parcel.parcel_no in page
    assert list(AuditEntry.objects.filter(object_type="tasks.SupervisionCase").order_by("seq").values_list("action", flat=True)) == [
        "propose_case", "decide_case", "close_case"]


@pytest.mark.req("SUP-02")
def test_an_order_not_obeyed_becomes_a_criticism_with_a_new_deadline_and_the_chain_is_kept(five):
    order = decided(five, "order", due_on="2021-10-08")
    with on(10, 9):
        page = five.client("office").get(f"/supervision/{order.id}/").content.decode()
        assert "逾期" in page and f"kind=criticism&amp;before={order.id}" in page
        told = plain(propose(five, "criticism", due_on="2021-10-20"))
        assert "通报批评要有前一事项，没有填。请先办督促整改" in told and "办结时限 可空" not in told and "对象 可空" in told
        assert propose(five, "criticism", query=f"&before={order.id}", due_on="2021-10-20", reason="搪塞敷衍").status_code == 302
        notice = SupervisionCase.objects.latest("id")
        assert decide(five, notice).status_code == 302
        order.refresh_from_db()
        assert order.state == "closed" and order.result == f"整改不到位，转为通报批评（{NUMBER}）"
        assert "后续： 驿城区 通报批评 （执行中" in plain(five.client("office").get(f"/supervision/{order.id}/"))
        page = plain(five.client("clerk").get(f"/supervision/{notice.id}/"))
        assert "前一事项： 驿城区 督促整改 （已办结）" in page and "2021-10-20" in page
    assert light(order.state, order.due_on, order.closed_on, date(2021, 12, 1)) == "yellow"  # made up late: never green again


@pytest.mark.req("SUP-03")
def test_a_rule_below_70_percent_lists_exactly_such_counties_and_a_person_confirms(five):
    five.accept("100", at=clock.shanghai(2021, 9, 20))
    five.accept(f"{sum(quotas_of(OTHER)):f}", at=clock.shanghai(2021, 9, 20), county=OTHER)
    office = five.client("office")
    refused = office.post("/supervision/rules/new/", {"form_key": "rule-key-0", "kind": "interview", "metric": "rate_below", "basis": "调度会"})
    assert refused.status_code == 400 and "数值没有填" in plain(refused) and "依据 可空" not in plain(refused)
    assert office.post("/supervision/rules/new/", {"form_key": "rule-key-1", "kind": "interview", "metric": "rate_below", "value": "70",
                                                   "as_of_on": "2021-09-30", "basis": "领导小组 9 月调度会"}).status_code == 302
    with on(10, 1):
        html = office.get("/supervision/nominations/").content.decode()
        page = plain(office.get("/supervision/nominations/"))
        assert "约谈：综合完成率低于 70%（截至 2021-09-30） 1 个" in page and "完成（亩） 100.00；完成率 1." in page  # its figures beside it
        without = re.search(r"无数据 (\S+)（(\d+) 个）", page)  # their ledgers are empty: that is no 0 % to be called in for
        assert without[2] == "11" and "西平县" in without[1] and "驿城区" not in without[1]
        assert "正阳县" not in page.split("按规则的提名")[1], "who reached it is neither"
        rule = CaseRule.objects.get()
        link = re.search(rf'/supervision/new/\?kind=interview&amp;rule={rule.id}&amp;region={county().id}', html)
        assert link
        answer = propose(five, "interview", query=f"&rule={rule.id}&region={county().id}", due_on="2021-10-15")
        assert answer.status_code == 302
        case = SupervisionCase.objects.get()
        assert dict(map(tuple, case.figures))["提名规则"] == "综合完成率低于 70%（截至 2021-09-30）" and case.rule == rule
        assert "待决定" in plain(office.get("/supervision/nominations/"))
        assert decide(five, case, by="office").status_code == 403  # who proposed it does not decide it
        assert decide(five, case).status_code == 302
        step = office.post(f"/supervision/{case.id}/steps/", {
            "on": "2021-10-01", "who": "常务副组长", "text": "约谈驿城区政府主要负责人", "promise": "11 月底前完成", "follow_on": "2021-11-30",
            "file": SimpleUploadedFile("记录.pdf", PDF, content_type="application/pdf")})
        assert step.status_code == 302
        told = plain(five.client("clerk").get(f"/supervision/{case.id}/"))
        assert "约谈驿城区政府主要负责人" in told and "承诺或下一步：11 月底前完成" in told and "回头看：2021-11-30" in told


def test_a_county_that_reached_the_value_is_not_proposed(five):
    office = five.client("office")
    office.post("/supervision/rules/new/", {"form_key": "rule-key-2", "kind": "interview", "metric": "rate_below", "value": "1",
                                            "quota_class": "unsupplied", "basis": "调度会"})
    five.accept("63", at=clock.shanghai(2021, 9, 20))  # 63 of 6299: 1.0002 %
    page = plain(office.get("/supervision/nominations/"))
    assert "批而未供完成率低于 1%（截至 2021-09-24） 0 个" in page and "没有县区符合这条规则" in page
    five.parcel("10", by=five.people["clerk2"])
    told = plain(office.get("/supervision/nominations/")).split("批而未供完成率低于 1%")[1]
    assert "1 个" in told and "正阳县 任务量（亩） 3913.00；完成（亩） 0.00；完成率 0.00%" in told  # a ledger in which nothing was accepted: a true 0
    assert "驿城区" not in told


@pytest.mark.req("SUP-04", "SUP-13")
def test_the_lost_eligibility_and_every_other_case_of_the_year_stand_in_the_table_of_the_year(five):
    decided(five, "no_award")
    decided(five, "order", due_on="2021-10-08")
    decided(five, "order", due_on="2021-10-09", reason="另一件")
    propose(five, "order", due_on="2021-10-10", reason="还没有决定")
    page = five.client("office").get("/supervision/year/").content.decode()
    assert f"驿城区：2021年度评先资格取消（ {NUMBER} ）" in plain(five.client("office").get("/supervision/year/"))
    row = row_of(page, "驿城区")
    assert row[1:3] == ["2", "1"] and f"kind=order&amp;county={county().id}" in page
    assert row_of(page, "合计")[1:3] == ["2", "1"] and row_of(page, "正阳县")[1:3] == ["—", "—"]
    assert SupervisionCase.objects.filter(kind="order", state="open").count() == 2
    assert "2021年度评先资格取消" in plain(five.client("clerk").get("/supervision/year/"))
    assert "2021年度评先资格取消" not in plain(five.client("clerk2").get("/supervision/year/"))
    assert "没有决定的奖惩" in plain(five.client("office").get("/supervision/year/?year=2022"))


@pytest.mark.req("SUP-06")
def test_the_proposed_cut_is_the_unmet_share_of_the_base(five):
    ratio = unmet_ratio(Decimal("5039.2"), Decimal(6299))
    assert proposed_cut(ratio, Decimal(1000)) == Decimal(200) and unmet_ratio(Decimal(7000), Decimal(6299)) == 0
    assert unmet_ratio(Decimal(1), None) is None
    # 驿城区 owes 6299 + 1845 亩 of idle and low land (附件4); 80 % of all of it was done by 2021-11-30
    quota = sum(row for row in quotas_of(COUNTY))
    five.accept(f"{quota * Decimal('0.8'):f}", at=clock.shanghai(2021, 11, 20))
    with on(12, 2):
        page = five.client("office").get(f"/supervision/new/?kind=cut&region={county().id}&base=1000")
        assert "20.00%" in plain(page) and 'value="200.00"' in page.content.decode()
        for base, cut in (("１０００.５", "200.10"), ("约一千", "")):  # kept as typed, parts of a 亩 too
            page = five.client("office").get(f"/supervision/new/?kind=cut&region={county().id}&base={base}").content.decode()
            assert f'value="{base}"' in page and (f'value="{cut}"' in page if cut else 'value="200' not in page)
        assert "核减 1200.00 亩多于基数 1000.00 亩" in plain(propose(five, "cut", base="1000", amount="1200"))
        case = decided(five, "cut", base="1000", amount="200")
        assert (case.base - case.amount, dict(map(tuple, case.figures))["未完成比例"]) == (800, "20.00%")


@pytest.mark.req("LNK-05")
def test_two_cuts_of_one_county_and_year_add_up_on_the_ledger_and_in_its_export(five):
    decided(five, "cut", base="1000", amount="100", year=2022)
    decided(five, "cut", base="1000", amount="50", year=2022, reason="园区低效")
    page = five.client("office").get("/supervision/cuts/").content.decode()
    sums = re.findall(r"<tr>(.*?)</tr>", page.split('id="sums"')[1], re.S)
    assert re.sub(r"<[^>]+>", " ", sums[1]).split() == ["2022", "驿城区", "2", "150.00"]
    exported = five.client("office").post("/exports/new/", {"of": "/supervision/cuts/", "as": "xlsx"})
    book = load_workbook(BytesIO(b"".join(exported.streaming_content)))
    rows = [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert ["2022", "驿城区", "2.0", "150.0"] in [row[:4] for row in rows], rows


@pytest.mark.req("SUP-07")
def test_a_stop_of_new_supply_needs_its_document(five):
    propose(five, "stop_supply", from_on="2021-09-24")
    case = SupervisionCase.objects.get()
    refused = decide(five, case, decision_no="")
    assert refused.status_code == 400 and "决定文号没有填" in plain(refused)
    assert not Restriction.objects.exists() and decide(five, case).status_code == 302
    assert Restriction.objects.get().kind == "supply"


@pytest.mark.req("SUP-08")
def test_an_accountability_case_rests_on_the_new_arrears_and_closes_only_with_a_result(five):
    parcel = five.parcel("12", "unsupplied", lead_unit="驿城区自然资源局")
    page = five.client("office").get("/arrears/").content.decode()
    assert "kind=accountability&amp;subject=" in page
    answer = propose(five, "accountability", subject="驿城区自然资源局", reason="新增较多", due_on="")
    assert answer.status_code == 302, plain(answer)
    case = SupervisionCase.objects.get()
    assert dict(map(tuple, case.figures)) == {"新增批而未供和闲置（宗）": "1", "所依据的宗地": parcel.parcel_no}
    decide(five, case)
    assert parcel.parcel_no in plain(five.client("office").get(f"/supervision/{case.id}/"))
    refused = close(five, case, result="", result_no="驻问〔2021〕1号")
    assert refused.status_code == 400 and "处理完毕要写结果" in plain(refused)
    assert close(five, case, result="责令检查", result_no="驻问〔2021〕1号").status_code == 302


@pytest.mark.req("SUP-09")
def test_a_county_applies_for_tolerance_of_a_case_and_the_decision_stays_with_it(five):
    order = decided(five, "order", due_on="2021-10-08")
    assert f"kind=tolerance&amp;before={order.id}" in five.client("clerk").get(f"/supervision/{order.id}/").content.decode()
    assert propose(five, "order", by="clerk", due_on="2021-10-08").status_code == 403
    assert propose(five, "tolerance", by="clerk", query=f"&before={order.id}", reason="创造性盘活中的失误").status_code == 302
    plea = SupervisionCase.objects.get(kind="tolerance")
    assert [label for label, _ in plea.figures] == ["任务量（亩）", "完成（亩）", "完成率"]  # no rank: a county alone would be the first of one
    assert plea.before == order and "待决定" in plain(five.client("clerk").get(f"/supervision/{plea.id}/"))
    assert decide(five, plea, by="office", do="drop", decision_no="", opinion="").status_code == 400
    assert decide(five, plea, by="office", opinion="予以容错").status_code == 302
    assert "后续： 驿城区 容错纠错 （执行中，驻督〔2021〕7号）" in plain(five.client("clerk").get(f"/supervision/{order.id}/"))
    assert five.client("clerk2").get(f"/supervision/{plea.id}/").status_code == 404


@pytest.mark.req("SUP-10")
def test_a_clue_is_read_by_the_office_and_the_leaders_alone(five):
    clue = decided(five, "clue")
    for who, status in (("clerk", 404), ("reviewer", 404), ("clerk2", 404), ("acceptor", 404), ("office", 200), ("leader", 200)):
        assert five.client(who).get(f"/supervision/{clue.id}/").status_code == status, who
    assert "线索移送</td>" not in five.client("clerk").get("/supervision/").content.decode()
    assert "线索移送</th>" not in five.client("clerk").get("/supervision/year/").content.decode()
    assert five.client("clerk").post(f"/supervision/{clue.id}/steps/", {"on": "2021-09-24", "text": "x"}).status_code == 404
    assert "线索移送没有结果文件不能已回执" in plain(close(five, clue))


@pytest.mark.req("SUP-08")
def test_arrears_are_those_of_the_day_and_need_no_table_of_quotas(five):
    for name, code, role in (("office_pds", "410400", "office"), ("clerk_sl", "410404", "county_clerk")):
        five.people[name] = _person(system_actor("测试"), name, code, "", role)
    of = f"?plan={plan_of(SL).id}"
    with on(11, 1, 2022):
        for _ in range(2):
            five.parcel("12", "unsupplied", by=five.people["clerk_sl"], at=clock.now(), lead_unit="区自然资源局")
        office = five.client("office_pds")
        rule = {"kind": "accountability", "metric": "arrears", "value": "1", "basis": "调度会"}
        assert office.post(f"/supervision/rules/new/{of}", rule | {"form_key": "rule-key-8"}).status_code == 302
        assert office.post(f"/supervision/rules/new/{of}", rule | {"form_key": "rule-key-9", "as_of_on": "2022-10-31"}).status_code == 302
        now, before = plain(office.get(f"/supervision/nominations/{of}")).split("规则依据")[:2]
        assert "石龙区 任务量（亩） —；完成（亩） —；完成率 —；名次 —；新增（宗） 2" in now
        assert "超过 1 宗（截至 2022-10-31）" in before and "没有县区符合这条规则" in before


def test_a_cut_of_a_plan_without_quotas_has_no_figures_rather_than_nought(five):
    figures = dict(cut_basis(plan_of(LY), Region.objects.get(code="410311").id, clock.now())[1])
    assert (figures["完成（亩）"], figures["未完成比例"]) == ("—", "—")


def test_who_does_not_see_a_whole_plan_does_not_see_its_counties_at_nought(five):
    plan = plan_of(ZMD)
    five.people["leader_ly"] = _person(system_actor("测试"), "leader_ly", "410300", "", "leader")
    for name, status in (("office", 200), ("leader", 200), ("office_ly", 403), ("leader_ly", 403)):
        for page in ("nominations", "link"):
            assert five.client(name).get(f"/supervision/{page}/?plan={plan.id}").status_code == status, (name, page)


@pytest.mark.req("SUP-12")
def test_a_reward_of_50_mu_without_a_document_number_is_refused(five):
    propose(five, "quota_reward", base="", amount="50")
    case = SupervisionCase.objects.get()
    refused = decide(five, case, decision_no="")
    assert refused.status_code == 400 and "决定文号没有填。奖励用地指标要有决定文件" in plain(refused)
    case.refresh_from_db()
    assert case.state == "proposed" and case.amount == 50




@pytest.mark.req("LNK-01")
def test_without_a_formula_the_inputs_stand_alone_and_with_one_each_county_has_its_share(five):
    office = five.client("office")
    page = office.get("/supervision/link/")
    assert "没有定算法，只列投入数" in plain(page) and "下年指标增减" not in page.content.decode()
    assert "依据没有填" in plain(office.post("/supervision/link/", {"form_key": "link-key-1", "way": "both", "reward_percent": "10",
                                                                  "cut_percent": "20"}))
    assert office.post("/supervision/link/", {"form_key": "link-key-2", "way": "both", "reward_percent": "10", "cut_percent": "20",
                                              "basis": "领导小组会议纪要〔2021〕3号"}).status_code == 302
    five.accept("6299", at=clock.shanghai(2021, 9, 20))
    html = office.get("/supervision/link/").content.decode()
    assert row_of(html, "驿城区")[1] == "100.00%" and row_of(html, "驿城区")[7] == "−20.00%"  # idle is not done yet
    assert five.client("clerk").get("/supervision/link/").status_code == 403


def test_a_county_sees_its_own_decided_cases_only(five):
    case = decided(five, "order", due_on="2021-10-08")
    propose(five, "interview", due_on="2021-10-08")
    waiting = SupervisionCase.objects.latest("id")
    assert five.client("clerk").get(f"/supervision/{case.id}/").status_code == 200
    assert five.client("clerk").get(f"/supervision/{waiting.id}/").status_code == 404
    assert five.client("clerk2").get(f"/supervision/{case.id}/").status_code == 404


def test_who_shares_the_last_place_is_last_and_the_first_never_is():
    assert [is_last(one, [1, 2, 3, 3, None], 1) for one in (1, 2, 3, None)] == [False, False, True, False]
    assert [is_last(one, [1, 2, 2, 4], 2) for one in (1, 2, 4)] == [False, True, True]
    assert not is_last(1, [1, 1, 1], 2) and not is_last(1, [1], 3)
