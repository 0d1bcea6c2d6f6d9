"""以需定批、精准供地、竣工联合验收、重点项目联动 through the pages."""

from datetime import date

import pytest

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import scope
from parcels import services
from parcels.models import JointAcceptance, LandApplication, Measure, MeetingItem, Project, Supply
from parcels.rules.needs import SHILONG
from tests.world import words_of_page as plain

from .land import client_for
from .test_meetings import case, item, meet

pytestmark = pytest.mark.django_db


def by_document(number):
    """The county works by that document (its catalogue rests on it)."""
    Measure.objects.update(document_no=number)


def project(land, name="新能源电池项目", by="clerk", **values):
    answer = client_for(land.people[by]).post("/projects/new/", {
        "form_key": f"project-{name}-{by}-key", "region": land.people[by].region_id, "name": name, "doc_no": "甲发改备(2021)7号", "level": "plain",
        "kind": "industry", "area": "60", "area_unit": "mu", "units": "甲县发改委、甲县招商局", **values})
    assert answer.status_code == 302, plain(answer)
    return Project.objects.get(name=name)


def apply(land, key="apply-key-1", by="clerk", **values):
    return client_for(land.people[by]).post("/applications/new/", {
        "form_key": key, "area": "60", "area_unit": "mu", "applicant": "龙兴街道办事处", "applied_on": "2021-09-20",
        "searched": "本县没有面积够的批而未供土地", "knows_stock": "on", **values})


def supply(land, parcel, key="supply-key-1", **values):
    return client_for(land.clerk).post(f"/parcels/{parcel.id}/supplies/new/", {
        "form_key": key, "mode": "granted", "doc_no": "甲自然资出(2021)3号", "supplied_on": "2021-09-20", "area": "10", "area_unit": "mu", **values})


@pytest.mark.req("CTL-01")
def test_an_application_without_a_project_and_its_document_is_refused(land):
    refused = apply(land)
    assert refused.status_code == 400
    assert "没有选项目。没有项目不予报批（平龙政办〔2022〕50号 二（三）1“坚持要素跟着项目走" in plain(refused)
    assert 'value="龙兴街道办事处"' in refused.content.decode()
    bare = project(land, "没有文件的项目", doc_no="")
    refused = apply(land, "apply-key-2", project=bare.id)
    assert refused.status_code == 400 and "项目“没有文件的项目”没有项目文件（立项、核准或备案文号）。没有项目文件不予报批" in plain(refused)
    assert not LandApplication.objects.exists()
    assert apply(land, "apply-key-3", project=project(land).id).status_code == 302
    row = LandApplication.objects.get()
    reviewer, url = client_for(land.reviewer), f"/applications/{row.id}/decide/"
    assert client_for(land.clerk).post(url, {"do": "approve", "result_no": "x"}).status_code == 403
    assert client_for(land.reviewer_b).post(url, {"do": "approve", "result_no": "x"}).status_code == 404
    assert "报批文号没有填" in plain(reviewer.post(url, {"do": "approve"}))
    assert "不予报批要写原因" in plain(reviewer.post(url, {"do": "refuse"}))
    assert reviewer.post(url, {"do": "approve", "result_no": "甲政土(2021)5号"}).status_code == 302
    assert "准予报批 甲政土〔2021〕5号" in plain(client_for(land.office).get("/applications/"))
    assert reviewer.post(url, {"do": "refuse", "reason": "重复"}).status_code == 409


@pytest.mark.req("CTL-01")
def test_a_project_that_lost_its_document_since_is_not_approved(land):
    row = project(land)
    apply(land, project=row.id)
    with scope(land.clerk):
        services.edit_project(row.id, actor=land.clerk, version=1, values={"doc_no": ""})
    url = f"/applications/{LandApplication.objects.get().id}/decide/"
    refused = client_for(land.reviewer).post(url, {"do": "approve", "result_no": "甲政土〔2021〕5号"})
    assert refused.status_code == 400 and "没有项目文件不予报批" in plain(refused) and LandApplication.objects.get().state == "applied"


@pytest.mark.req("CTL-02")
def test_with_a_dispute_open_the_supply_is_refused_and_after_it_is_settled_it_goes(land):
    by_document(SHILONG)
    suit = case(land)
    parcel = suit.parcel
    refused = supply(land, parcel)
    assert refused.status_code == 400
    assert "本宗有未化解的纠纷：" in plain(refused) and "（2021）豫民初1号" in plain(refused)
    assert "有纠纷的土地不得供地（平龙政办〔2022〕50号 二（三）2" in plain(refused)
    assert 'value="甲自然资出(2021)3号"' in refused.content.decode() and not Supply.objects.exists()
    assert supply(land, parcel, "supply-allocated", mode="allocated").status_code == 400  # a dispute stops every mode
    with scope(land.clerk):
        services.edit_lawsuit(suit.id, actor=land.clerk, version=1, values={"stage": "settled"})
    assert supply(land, parcel, "supply-settled").status_code == 302
    elsewhere = case(land, "（2021）豫民初9号").parcel
    by_document("驻政办〔2021〕19号")  # its document has no such clause
    assert supply(land, elsewhere, "supply-elsewhere").status_code == 302


@pytest.mark.req("CTL-02")
def test_only_net_land_is_granted_and_a_stated_dispute_stops_every_supply(land):
    by_document(SHILONG)
    parcel = land.parcel("40")
    with scope(land.clerk):
        hurdle = services.add_hurdle(parcel.id, actor=land.clerk, topic="site", content="厂房没有拆完", lead_unit="高庄街道",
                                     due_on=date(2021, 10, 31))
    refused = supply(land, parcel)
    assert "供地条件还有 1 项没有办完：前期开发：厂房没有拆完。只能净地出让" in plain(refused)
    assert supply(land, parcel, "supply-allocated-1", mode="allocated").status_code == 302  # 净地 is said of 出让
    with scope(land.clerk):
        services.finish_hurdle(hurdle.id, actor=land.clerk, done_on=None, note="")
        services.add_hurdle(parcel.id, actor=land.clerk, topic="dispute", content="补偿款有争议", lead_unit="高庄街道",
                            due_on=date(2021, 10, 31))
    for mode in ("granted", "allocated"):
        refused = supply(land, parcel, f"supply-{mode}-2", mode=mode)
        assert refused.status_code == 400 and "有未化解的纠纷：权属、补偿等纠纷：补偿款有争议" in plain(refused)


@pytest.mark.req("CTL-02")
def test_industrial_land_goes_only_to_a_project_that_the_meeting_assessed_as_fit(land):
    by_document(SHILONG)
    parcel, row = land.parcel("40", purpose="工业用地"), project(land)
    assert "没有选项目。没有项目的产业用地不予供地" in plain(supply(land, parcel))
    assert "实施评估：还没有评估" in plain(supply(land, parcel, "supply-unassessed", project=row.id))
    answer, meeting = meet(land, "supply", attendees="招商局、自然资源局、街道")
    assert answer.status_code == 302
    lost = item(land, meeting, "item-lost", parcel_no="没有的编号", project=row.id)
    assert lost.status_code == 400 and "本县区没有地块编号“没有的编号”" in plain(lost)
    assert "没有选项目" in plain(item(land, meeting, "item-bare", assessment="fit"))
    assert item(land, meeting, "item-unfit", parcel_no=parcel.parcel_no, project=row.id, assessment="unfit", result="投资强度不够").status_code == 302
    assert "实施评估：不达标" in plain(supply(land, parcel, "supply-unfit", project=row.id))
    _, later = meet(land, "supply", held_on="2021-09-22", form_key="meeting-later-1", attendees="招商局、自然资源局、街道")
    assert item(land, later, "item-fit", parcel_no=parcel.parcel_no, project=row.id, assessment="fit", result="补充投资后达标").status_code == 302
    assert supply(land, parcel, "supply-fit", project=row.id).status_code == 302
    assert Supply.objects.get().project == row and MeetingItem.objects.count() == 2
    page = plain(client_for(land.office).get(f"/meetings/{later.id}/"))
    assert f"{parcel.parcel_no} 新能源电池项目 达标 补充投资后达标" in page
    assert supply(land, land.parcel("9", purpose="公园绿地"), "supply-park", area="9").status_code == 302  # no industry, no project needed


def test_a_project_of_another_county_cannot_be_chosen(land):
    foreign = project(land, by="clerk_b")
    assert supply(land, land.parcel("40"), project=foreign.id).status_code == 422
    assert client_for(land.clerk).get(f"/projects/{foreign.id}/edit/").status_code == 404
    assert client_for(land.reviewer).get("/projects/new/").status_code == 403


@pytest.mark.req("CTL-04")
def test_an_acceptance_without_the_opinion_of_natural_resources_is_incomplete(land):
    row = project(land)
    clerk = client_for(land.clerk)
    assert clerk.post("/acceptances/new/", {"form_key": "acceptance-1", "project": row.id, "finished_on": "2021-09-10"}).status_code == 302
    made = JointAcceptance.objects.get()

    def say(department, stance="agree", **values):
        return clerk.post(f"/acceptances/{made.id}/", {"department": department, "stance": stance, "given_on": "2021-09-20", "text": "", **values})

    assert say("construction").status_code == 302 and say("ecology").status_code == 302
    assert "不完整 缺自然资源部门的意见" in plain(client_for(land.office).get("/acceptances/"))
    refused = clerk.post(f"/acceptances/{made.id}/pass/")
    assert refused.status_code == 400 and "验收意见不完整：缺自然资源部门的意见（平龙政办〔2022〕50号 二（三）3" in plain(refused)
    assert say("resources", "mend", text="容积率与条件不符").status_code == 302
    refused = clerk.post(f"/acceptances/{made.id}/pass/")
    assert refused.status_code == 400 and "自然资源部门还没有同意" in plain(refused) and JointAcceptance.objects.get().passed_on is None
    assert "意见日期 2021-09-25 晚于今天" in plain(say("resources", given_on="2021-09-25"))
    assert say("resources", text="已整改").status_code == 302
    assert clerk.post(f"/acceptances/{made.id}/pass/").status_code == 302
    assert "2021-09-24 通过" in plain(client_for(land.office).get(f"/acceptances/{made.id}/"))
    assert clerk.post(f"/acceptances/{made.id}/pass/").status_code == 409 and say("city").status_code == 409
    assert client_for(land.clerk_b).get(f"/acceptances/{made.id}/").status_code == 404
    assert client_for(land.reviewer).post(f"/acceptances/{made.id}/pass/").status_code == 403


@pytest.mark.req("CTL-06")
def test_key_projects_are_listed_with_need_and_units_and_what_is_unmet_is_summed(land):
    services.save_register_due(actor=system_actor("测试"), region=land.city, register="key", due_on=date(2022, 6, 30),
                               document_no="洛政办〔2021〕16号", section="二（二）5", quotation="完成时限：2022年6月底前")
    key = project(land, "市级一号项目", level="city_key", area="100.5")
    project(land, "市级招商项目", level="city_invest", area="50")
    project(land, "需求未定项目", level="city_key", area="")
    project(land, "一般项目", area="999")
    parcel = land.parcel("200")
    assert supply(land, parcel, area="40.25", project=key.id).status_code == 302
    office = client_for(land.office)
    page = plain(office.get("/projects/?level=key"))
    assert "市级一号项目 甲发改备〔2021〕7号 市级重点建设项目 产业 未填 100.50 40.25 60.25 未审核 未评估 甲县发改委、甲县招商局" in page
    assert "项目 3 个 用地需求 150.50 亩 1 个未填 已供 40.25 亩 未满足 算 110.25 亩" in page and "一般项目 甲发改备" not in page
    assert "重点项目联动 2022-06-30 前（洛政办〔2021〕16号 二（二）5“完成时限：2022年6月底前”）" in page
    with clock.at(clock.shanghai(2022, 6, 30, 23)):
        assert "今日到期" in plain(client_for(land.office).get("/projects/?level=key"))
    with clock.at(clock.shanghai(2022, 7, 1)):
        assert "逾期1天" in plain(client_for(land.office).get("/projects/?level=key"))
    assert supply(land, parcel, "supply-more", area="70", project=key.id).status_code == 302  # more than it needs: unmet is 0, not negative
    assert "未满足 算 50.00 亩" in plain(client_for(land.office).get("/projects/?level=key"))
    assert "市级一号项目" not in plain(client_for(land.clerk_b).get("/projects/"))
