"""工作台: each post sees what waits for it, every figure opens to its rows, in a fixed number of queries."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels import services as land
from reports.selectors.workbench import Frame
from tasks.models import Package
from tasks.tests.five import build_five
from tests.world import CANARY, signed_in
from units.selectors import region_of

from .test_corrections import second_office

pytestmark = pytest.mark.django_db


def frame(actor):
    return Frame(actor, region_of(actor.region_id))


def page_of(client, query=""):
    answer = client.get(f"/workbench/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(page):
    """The text of a page without its tags."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def parcel(world, county="A", **values):
    clerk = world.actor("county_clerk", county)
    with scope(clerk):
        return land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind="unsupplied", values={
            "name": f"{CANARY[county]}临期地块", "location": "路北", "area": Decimal(30), "area_typed": "30", "area_unit": "mu", **values})


def test_the_first_page_after_sign_in_is_the_work_table(client_of):
    assert client_of("county_clerk").get("/").url == "/workbench/"
    assert client_of("system_admin").get("/workbench/").status_code == 403


def test_a_clerk_finds_what_is_late_returned_and_begun_with_what_to_do(world, client_of):
    late = parcel(world, deadline_on=date(2021, 9, 12))
    parcel(world, deadline_on=date(2021, 9, 24))
    parcel(world, deadline_on=date(2021, 12, 1))
    reviewer, ids = world.actor("county_reviewer"), world.records["A"]
    with scope(reviewer):
        land.send_back_disposal(ids["submitted"], actor=reviewer, version=2, reason="成交确认书缺第2页")
    page = page_of(client_of("county_clerk"))
    told = words(page)
    assert "逾期12天" in told
    assert "时限9月12日已过，还没有登记处置。请登记处置；要延期的，修改完成时限。" in told
    assert "今日到期" in told
    assert "12月1日" not in told
    assert "9月24日09:40退回：“成交确认书缺第2页”" in told
    assert "9月24日起未上报，要填的已填齐。" in told
    assert f'href="/parcels/{late.id}/disposals/new/"' in page
    for name, count in (("周报", 1), ("到期", 2), ("退回", 1), ("草稿", 1), ("缺项", "6宗")):
        assert f"{name}{count}" in told
    assert "全部6" in told  # the list of gaps is one thing to do
    returned = words(page_of(client_of("county_clerk"), "?show=returned"))
    assert "成交确认书缺第2页" in returned
    assert "逾期12天" not in returned


def test_a_late_parcel_with_nothing_left_to_enter_says_whose_turn_it_is(world, client_of):
    one = parcel(world, deadline_on=date(2021, 9, 12))
    clerk = world.actor("county_clerk")
    with scope(clerk):
        row = land.draft_disposal(one.id, actor=clerk, values={
            "measure_id": world.measures["grant"].id, "area": Decimal(30), "area_typed": "30", "area_unit": "mu",
            "disposed_on": date(2021, 9, 1), "doc_no": "测自然资交〔2021〕30号"})
        row = land.step_disposal(row.id, actor=clerk, action="submit", version=row.version)
    assert "时限9月12日已过。其余30.00亩都在途，等审核验收。" in words(page_of(client_of("county_clerk")))
    for step, role in (("verify", "county_reviewer"), ("accept", "acceptance_group")):
        with scope(world.actor(role)):
            row = land.step_disposal(row.id, actor=world.actor(role), action=step, version=row.version)
    assert "时限9月12日已过。已全部验收，等考核验收组销号。" in words(page_of(client_of("county_clerk")))
    assert "已全部验收，没有在途，可以销号。" in words(page_of(client_of("acceptance_group")))


def test_the_lists_that_the_groups_lead_to_hold_as_many_rows(world, client_of):
    parcel(world, deadline_on=date(2021, 9, 12))
    parcel(world, deadline_on=date(2021, 9, 30))
    parcel(world, deadline_on=date(2021, 12, 1))
    clerk = client_of("county_clerk")
    for group, rows in (("due", 2), ("gap", 6), ("draft", 1)):
        url = re.search(r'class="lp-go" href="([^"]+)"', page_of(clerk, f"?show={group}")).group(1)
        answer = clerk.get(url)
        assert len(re.findall(r"<tr data-row", answer.content.decode())) == rows, group


def test_reviewers_and_the_acceptance_group_find_their_queue(client_of):
    assert "甲县" in words(page_of(client_of("county_reviewer")))
    reviewer, acceptor = (words(page_of(client_of(role))) for role in ("county_reviewer", "acceptance_group"))
    assert "待审核1" in reviewer
    assert "出让供应，9月24日09:40测试填报员金丝雀甲QX7A上报。" in reviewer
    assert CANARY["B"] not in reviewer
    assert "待验收2" in acceptor
    assert CANARY["B"] in acceptor


@pytest.mark.parametrize("role", ["office", "leader", "department"])
def test_who_looks_at_the_whole_gets_what_to_ask_about_and_the_citys_progress(world, client_of, role):
    parcel(world, deadline_on=date(2021, 9, 12))
    page = page_of(client_of(role))
    told = words(page)
    assert "1逾期0" in told
    assert 'href="/ledger/?deadline=overdue&sort=deadline_on"' in page
    assert "全市按文件正文" in told
    assert "登记处置N" not in told


def test_progress_counts_what_is_accepted_and_foretells_what_is_on_the_way(world, client_of):
    """County A: quota 180 + 90 + 12, 10 亩 accepted, 20 on the way; the city: 240 + 120 + 12, twice as much."""
    county, city = (words(page_of(client_of(role))) for role in ("county_clerk", "office"))
    assert "批而未供18010.005.56%116.0020.0016.67%仍差96.00" in county
    assert "三类合并28210.003.55%187.4020.0010.64%" in county
    assert "批而未供24020.008.33%148.0040.0025.00%" in city
    assert "集中攻坚阶段，剩6天（9月30日止，目标70%）" in county


def test_figures_on_the_way_open_to_their_rows(world, client_of):
    client = client_of("county_clerk")
    assert 'href="/workbench/in-transit/?quota_class=unsupplied"' in page_of(client)
    told = words(client.get("/workbench/in-transit/?quota_class=unsupplied").content.decode())
    assert "已上报、还没有验收的处置2笔，20.00亩" in told
    assert CANARY["B"] not in told
    assert "处置0笔，0.00亩" in words(client.get("/workbench/in-transit/?quota_class=idle").content.decode())
    assert "处置1笔，10.00亩" in words(client.get("/workbench/in-transit/?state=verified").content.decode())
    with clock.at(clock.shanghai(2021, 9, 30, 10)):
        assert "1待验收超5天" not in words(page_of(client_of("county_clerk")))
        assert "2待验收超5天" in words(page_of(client_of("office")))
        assert "处置2笔，20.00亩" in words(client_of("office").get("/workbench/in-transit/?state=verified&slow=1").content.decode())


def test_the_running_week_waits_for_the_clerk_with_its_figures_until_he_returned_it(client_of):
    waiting, done = (words(page_of(client_of("county_clerk", county))) for county in "AB")
    assert "今日18:00周报第18期周报本县区的报送10.00系统测算：批而未供10.00、闲置0.00、低效0.00。核对后上报。" in waiting
    assert "第18期，今日18:00截止，还有8小时20分。过时上报记“迟报”。" in waiting
    assert "本周周报待报" in waiting
    assert "核对后上报" not in done
    assert "本周周报已报" in done
    with clock.at(clock.shanghai(2021, 9, 22, 9)):
        assert "核对后上报" not in words(page_of(client_of("county_clerk")))


def test_a_closed_week_waits_for_the_office_and_is_late_for_the_county(client_of):
    with clock.at(clock.shanghai(2021, 9, 25, 9)):
        office, county = words(page_of(client_of("office"))), words(page_of(client_of("county_clerk")))
    assert "待定稿1" in office
    assert "1个县区已报，1个未报：甲县。核对后定稿。" in office
    assert "逾期1天周报第18期周报" in county
    assert "已过截止，还没有报送。现在报送记“迟报”；办公室定稿后不能再报。" in county


def test_corrections_wait_for_the_second_person_of_the_office(world, client_of):
    other = signed_in(second_office(world))
    told = words(page_of(other))
    assert "待审更正2" in told
    assert "计入10.00亩改为9.00亩，测试领导小组办公室9月24日发起：金丝雀甲QX7A面积核错" in told
    assert "待审更正" not in words(page_of(client_of("office")))


def test_due_days_come_from_the_plan(client_of):
    told = words(page_of(client_of("county_clerk")))
    assert "第18期周报截止方案五（二）今日18:00" in told
    assert "集中攻坚阶段结束，目标70%方案四（2）9月30日" in told and "深化整改阶段结束，目标100%方案四（3）11月30日" in told
    assert "2021年9月24日星期五·第18期（9月17日18:00至9月24日18:00）" in told


def test_a_plan_over_years_names_the_year_of_what_lies_ahead_and_has_no_source_of_quotas_that_are_not_printed():
    told = words(page_of(build_five().client("office_ly")))
    assert "（2022年10月31日止）" in told and "总结完善阶段结束方案三（三）2022年12月31日" in told and "12月31日方案" not in told
    assert "没有县区任务分解表，不算完成率" in told and "任务量：" not in told



def test_a_plan_that_is_over_says_so_and_stands_at_its_last_period(world, client_of):
    with clock.at(clock.shanghai(2022, 3, 1, 9)):
        told = words(page_of(client_of("county_clerk")))
    assert "方案已于2021-11-30结束。" in told
    assert "进度看到最后一期（第30期，2021-12-1718:00截止）为止" in told
    assert "各阶段都已结束" in told and "方案里没有今天以后的期限。" in told


def test_a_city_without_a_plan_still_finds_its_work(world, client_of, monkeypatch):
    monkeypatch.setattr("reports.selectors.workbench.plan_of_region", lambda region: None)
    told = words(page_of(client_of("county_clerk")))
    assert "还没有装入本地的方案。" in told
    assert "草稿1" in told
    assert "任务进度" not in told
    assert client_of("office").get("/workbench/in-transit/?quota_class=idle").status_code == 200


def test_the_quick_entry_leads_from_a_number_to_the_form(world, client_of):
    found = parcel(world)
    page = page_of(client_of("county_clerk"))
    action = re.search(r'<form class="card-body" action="([^"]+)" aria-label="快速登记处置">', page).group(1)
    assert client_of("county_clerk").get(action, {"q": found.parcel_no}).url == f"/parcels/{found.id}/disposals/new/"
    assert "快速登记" not in page_of(client_of("leader"))


def test_latest_deeds_are_sentences_of_the_own_territory(world, client_of):
    client_of("county_reviewer").post(f"/plans-of-parcels/{world.records['A']['plan']}/decide/", {"do": "approve"})
    told = words(page_of(client_of("county_clerk")))
    assert f"测试审核员{CANARY['A']}批准一宗一策{world.counties['A'].code}-0001一宗一策第1版" in told
    assert "登录" not in told
    for role in ("county_clerk", "county_reviewer"):
        assert CANARY["B"] not in page_of(client_of(role, "A"))
        assert CANARY["A"] not in page_of(client_of(role, "B"))


def test_the_menu_counts_what_waits_and_turns_red_when_something_is_late(world):
    with scope(world.actor("county_clerk")):
        assert frame(world.actor("county_clerk")).counts()["reports:workbench"] == {"count": 3, "hot": False}
        assert frame(world.actor("county_clerk")).counts()["reports:weekly"] == {"count": 1, "hot": False}
    parcel(world, deadline_on=date(2021, 9, 12))
    with scope(world.actor("county_clerk")):
        assert frame(world.actor("county_clerk")).counts()["reports:workbench"] == {"count": 4, "hot": True}
    with scope(world.actor("county_reviewer")):
        assert frame(world.actor("county_reviewer")).counts()["parcels:review"] == {"count": 1, "hot": False}
    with scope(world.actor("leader")):
        assert frame(world.actor("leader")).counts() == {}
        assert frame(world.actor("leader")).plan()["number"] == "测试办〔2021〕1号"
        assert frame(world.actor("audit_admin")).plan() is None


@pytest.mark.parametrize("role", ["county_clerk", "county_reviewer", "acceptance_group", "office", "leader"])
def test_the_number_of_queries_does_not_grow_with_the_data(world, client_of, role):
    client = client_of(role)
    parcel(world, deadline_on=date(2021, 9, 9))  # what is late is read only where something is late
    page_of(client)

    def queries():
        cache.clear()  # counts are kept until something changes
        with CaptureQueriesContext(connection) as caught:
            page_of(client)
        return len(caught)

    before = queries()
    for n in range(5):
        parcel(world, deadline_on=date(2021, 9, 10 + n))
        parcel(world, "B", deadline_on=date(2021, 9, 10 + n))
    assert queries() <= before
    assert before <= 51


def test_a_plan_waits_on_the_work_table_of_its_reviewer_and_comes_back_to_its_clerk(world, client_of):
    reviewer = client_of("county_reviewer")
    told = words(page_of(reviewer))
    assert "一宗一策1" in told and "419901-0001一宗一策第1版" in told and "时限2021-11-30" in told
    assert "419901-0001" in words(reviewer.get("/plans-of-parcels/").content.decode())
    assert "419901-0001" not in words(client_of("county_reviewer", "B").get("/plans-of-parcels/").content.decode())
    reviewer.post(f"/plans-of-parcels/{world.records['A']['plan']}/decide/", {"do": "send_back", "reason": "时限要提前"})
    assert "时限2021-11-30" not in words(page_of(reviewer))
    clerk = words(page_of(client_of("county_clerk")))
    assert "退回：“时限要提前”" in clerk and "再拟" in clerk
    assert "时限要提前" in words(reviewer.get("/plans-of-parcels/?state=returned").content.decode())


def test_packages_splits_and_other_decisions_wait_on_the_table_of_who_decides_them(world, client_of):
    reviewer, office, clerk = (client_of(role) for role in ("county_reviewer", "office", "county_clerk"))
    page = page_of(reviewer, "?show=pending")
    told = words(page)
    for kind, address in (("分割合并1件等你批准", "/reshapes/"), ("用地申请1件等你审核", "/applications/"),
                          ("自主转让1件等你登记审核", "/transfers/?show=unchecked"), ("激励申请1件等你审批", "/incentives/")):
        assert kind in told and f'href="{address}" data-open' in page, kind
    assert "其他待定4件" in told and "最早的9月24日" in told
    assert CANARY["B"] not in page and "报送台账" not in told.split("等我处理")[1].split("最新")[0]
    assert "报送台账2件等你审核" in words(page_of(office)) and '/packages/' in page_of(office)
    package = Package.unscoped.get(pk=world.records["A"]["package"])
    assert office.post(f"/packages/{package.id}/decide/", {"version": package.version, "do": "return", "opinion": "缺领导分包"}).status_code == 302
    assert "报送台账1件等你审核" in words(page_of(office))
    assert "退回的报送台账1件等你重报" in words(page_of(clerk))
    with scope(world.actor("county_clerk")):
        assert frame(world.actor("county_clerk")).counts()["tasks:packages"] == {"count": 1, "hot": False}
    with scope(world.actor("county_reviewer")):
        land.approve_reshape(world.records["A"]["reshape"], actor=world.actor("county_reviewer"))
    assert "分割合并1件" not in words(page_of(reviewer, "?show=pending"))
