"""公开: the public reads approved editions and nothing else; drafts, personal numbers and what was taken down stay inside."""

import json
import re

import pytest
from django.test import Client

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.errors import NotAllowed
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import LowPlan
from parcels.rules.low_plans import wanted_by
from reports.models import Publication, PublicationEdition
from reports.rules.publishing import PUBLIC_KEYS, ROW_KEYS
from reports.services.publishing import add_objection
from tasks.tests.five import COUNTY, build_five
from tests.world import PASSWORD
from tests.world import words_of_page as plain
from units.models import Region, Unit
from units.selectors import actor_of
from units.services import create_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(db):
    with everything("the test looks on"):
        five = build_five()
        user, _ = create_person(actor=system_actor("测试"), username="office2", name="测试office2", unit=Unit.objects.get(
            pk=five.people["office"].unit_id), role="office", password=PASSWORD, is_demo=True)
        five.people["office2"] = actor_of(user.posts.select_related("user", "unit__region").get())
        yield five


def draft(five, kind, by="office", **values):
    answer = five.client(by).post(f"/publishing/new/?kind={kind}", {
        "form_key": f"public-{kind}-{Publication.objects.count()}", "title": "测试公布", "body": "正文一段", **values})
    assert answer.status_code == 302, plain(answer)
    return Publication.objects.latest("id")


def step(five, row, name, by="office2", **values):
    row.refresh_from_db()
    return five.client(by).post(f"/publishing/{row.id}/{name}/", {"version": row.version, **values})


def listed(five, kind, **values):
    row = draft(five, kind, **values)
    assert step(five, row, "approve").status_code == 302
    row.refresh_from_db()
    return row


@pytest.mark.req("PUB-01")
def test_figures_are_public_only_when_another_person_approved_them(five):
    five.accept("63", at=clock.shanghai(2021, 9, 20))
    row, anyone = draft(five, "figures", as_of_on="2021-09-23"), Client()
    assert anyone.get(f"/public/{row.id}/").status_code == 404 and "测试公布" not in plain(anyone.get("/public/"))
    assert step(five, row, "approve", by="office").status_code == 403  # who drafted it does not approve it
    assert five.client("clerk").get("/publishing/").status_code == 403
    assert step(five, row, "approve").status_code == 302
    page = anyone.get(f"/public/{row.id}/")
    assert "驿城区 6299 63.00 1.00%" in plain(page) and "数据截至 2021-09-23" in plain(page) and "第1版" in plain(page)
    data = anyone.get(f"/public/{row.id}/data.csv").content.decode("utf-8-sig").splitlines()
    assert data[0].startswith("县区,批而未供任务量（亩）") and data[1].startswith("驿城区,6299,63.00,1.00,") and len(data) == 14
    five.accept("100", at=clock.shanghai(2021, 9, 22))  # what is published does not follow its sources
    assert anyone.get(f"/public/{row.id}/").content == page.content
    assert step(five, row, "remove", reason="").status_code == 400
    assert step(five, row, "remove", reason="数据有误").status_code == 302
    assert anyone.get(f"/public/{row.id}/").status_code == 404 and anyone.get(f"/public/{row.id}/data.csv").status_code == 404


def test_who_drafted_or_changed_what_is_not_public_yet_does_not_approve_it(five):
    row = draft(five, "case", body="做法一")
    changed = {"form_key": "public-change-1", "version": row.version, "title": "测试公布", "body": "做法二"}
    assert five.client("office2").post(f"/publishing/{row.id}/edit/", changed).status_code == 302
    assert step(five, row, "approve", by="office").status_code == 403 and step(five, row, "approve").status_code == 403
    assert "请办公室的另一人审批" in plain(five.client("office").get(f"/publishing/{row.id}/"))
    row = listed(five, "case", title="另一件")
    changed = {"form_key": "public-change-2", "version": row.version, "title": "另一件", "body": "做法三"}
    assert five.client("office2").post(f"/publishing/{row.id}/edit/", changed).status_code == 302
    assert step(five, row, "approve").status_code == 403 and step(five, row, "approve", by="office").status_code == 302  # the earlier one is public


@pytest.mark.claim("C11")
def test_the_public_pages_hold_the_keys_of_the_whitelist_no_draft_and_nothing_personal(five):
    five.parcel("10", name="金丝雀地块", location="金丝雀路北")
    row = listed(five, "figures", as_of_on="2021-09-23", body="说明")
    case = listed(five, "case", title="公开案例", body="做法一")
    draft(five, "case", title="金丝雀草稿", body="金丝雀内部意见")
    case.refresh_from_db()
    assert five.client("office").post(f"/publishing/{case.id}/edit/", {
        "form_key": "public-edit-1", "version": case.version, "title": "公开案例", "body": "金丝雀改稿"}).status_code == 302
    anyone = Client()
    pages = [anyone.get(url).content.decode() for url in (
        "/public/", f"/public/{row.id}/", f"/public/{row.id}/data.csv", f"/public/{case.id}/", "/public/cases/2021Q3/")]
    assert not [page for page in pages if "金丝雀" in page]
    assert not [page for page in pages if re.search(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)", page)]
    for edition in PublicationEdition.objects.all():
        content = json.loads(edition.payload)
        assert set(content) <= set(PUBLIC_KEYS)
        assert all(set(line) == set(ROW_KEYS) for line in content.get("rows", []))
    for text in ("联系人 13812345678", "身份证 41170219800101123X"):
        answer = five.client("office").post("/publishing/new/?kind=case", {"form_key": f"pii-{text[-4:]}-key", "title": "案例", "body": text})
        assert answer.status_code == 400 and "像身份证号或手机号的数字" in plain(answer) and text in answer.content.decode()


@pytest.mark.req("PUB-02")
def test_three_approved_cases_of_a_quarter_print_as_one_document_with_contents(five):
    for number in (1, 2, 3):
        listed(five, "case", title=f"案例之{number}", body=f"做法{number}")
    draft(five, "case", title="案例之四", body="没有审批")
    html = Client().get("/public/cases/2021Q3/").content.decode()
    assert re.findall(r'href="#case-\d+">(案例之.)<', html) == ["案例之1", "案例之2", "案例之3"]
    assert all(f"做法{number}" in html for number in (1, 2, 3)) and "案例之四" not in html
    front = Client().get("/public/").content.decode()
    assert Client().get("/public/cases/2021Q2/").status_code == 404 and 'href="/public/cases/2021Q3/">2021年第三季度</a>' in front
    assert "典型案例汇编（2021年第三季度）" in html


@pytest.mark.req("PUB-03")
def test_a_notice_is_decided_only_after_its_period_and_keeps_its_objections(five):
    row = listed(five, "notice", from_on="2021-09-24", until_on="2021-10-08", body="原工业用地拟调整为物流仓储用地")
    assert "公示期：2021-09-24 至 2021-10-08" in plain(Client().get(f"/public/{row.id}/"))
    assert five.client("office").post(f"/publishing/{row.id}/objections/", {"received_on": "2021-09-26", "source": "单位", "text": "应保留绿地",
                                                                          "answer": "已采纳"}).status_code == 302
    values = {"received_on": clock.today(), "source": "单位", "text": "另一个市的", "answer": ""}
    with pytest.raises(NotAllowed):  # the office of another city
        add_objection(row.id, actor=five.people["office_ly"], values=values)
    assert "应保留绿地" in plain(five.client("office").get(f"/publishing/{row.id}/"))
    with clock.at(clock.shanghai(2021, 10, 8, 17)):
        refused = step(five, row, "result", result_on="2021-10-08", result_no="驿政〔2021〕8号")
        assert refused.status_code == 400 and "公示到 2021-10-08 才期满，今天是 2021-10-08" in plain(refused)
        assert 'value="驿政〔2021〕8号"' in refused.content.decode()  # 你填的内容都还在
        assert step(five, row, "edit", title="测试公布", body="改短", from_on="2021-09-24", until_on="2021-10-01").status_code == 302
        refused = step(five, row, "result", result_on="2021-10-08", result_no="驿政〔2021〕8号")  # what the public reads holds, not the draft
        assert refused.status_code == 400 and "公示到 2021-10-08 才期满" in plain(refused)
    with clock.at(clock.shanghai(2021, 10, 9, 9)):
        assert step(five, row, "result", result_on="2021-10-09", result_no="驿政〔2021〕8号").status_code == 302
        assert "2021-10-09 批准（驿政〔2021〕8号）" in plain(Client().get(f"/public/{row.id}/"))


@pytest.mark.req("PUB-04")
def test_an_approved_low_plan_waits_on_the_list_until_it_is_published_for_everybody(five):
    low = low_plan(five)
    page = five.client("office").get("/publishing/").content.decode()
    assert "待公布的低效方案" in page and low.title in page and f"low_plan={low.id}" in page
    row = draft(five, "low_plan", low_plan=low.id, title=low.title, body="")
    assert step(five, row, "approve").status_code == 302
    assert "已批准的低效方案都已公布" in plain(five.client("office").get("/publishing/"))
    public = plain(Client().get(f"/public/{row.id}/"))
    assert "驿政〔2021〕6号" in public and "三年内处置完" in public


def low_plan(five) -> LowPlan:
    """A low plan of 驿城区, approved."""
    clerk, reviewer = five.people["clerk"], five.people["reviewer"]
    with scope(clerk):
        plan = land.begin_low_plan(actor=clerk, region_id=Region.objects.get(code=COUNTY).id, title="驿城区低效方案")
        for code in wanted_by(plan.document_no).contents:
            land.save_content(plan.id, code, actor=clerk, text="三年内处置完", dated_on=clock.today())
        plan = land.step_low_plan(plan.id, action="apply", actor=clerk, version=plan.version, values={})
    with scope(reviewer):
        land.step_low_plan(plan.id, action="approve", actor=reviewer, version=plan.version, values={
            "approval_no": "驿政〔2021〕6号", "approved_on": clock.today(), "approved_by_name": "驿城区人民政府"})
    return LowPlan.objects.get(pk=plan.id)
