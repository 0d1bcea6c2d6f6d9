"""零散土地、历史遗留问题、低效方案 under the documents as printed: sums and rates, days by document, contents by document."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.actors import system_actor
from parcels.models import LowPlan, RegisterDue, RegisterItem
from tests.world import PDF, signed_in
from tests.world import words_of_page as plain

from .five import _person
from .pages import rows_of

pytestmark = pytest.mark.django_db
LY_COUNTY, SMX_COUNTY = "410323", "411202"


@pytest.fixture
def people(five):
    """Clerks and reviewers in a county of 洛阳 and of 三门峡, beside those of the five plans."""
    system, found = system_actor("测试"), dict(five.people)
    for word, code in (("ly", LY_COUNTY), ("smx", SMX_COUNTY)):
        found[f"clerk_{word}"] = _person(system, f"clerk_{word}", code, "", "county_clerk")
        found[f"reviewer_{word}"] = _person(system, f"reviewer_{word}", code, "", "county_reviewer")
    found["reviewer_bf"] = _person(system, "reviewer_bf", "410421", "", "county_reviewer")
    return found


def add(people, who, register, name, key=None, **values):
    client = signed_in(people[who])
    return client.post(f"/registers/{register}/new/", {
        "form_key": f"{key or name}-key-of-form", "region": people[who].region_id, "name": name, "area": "", "area_unit": "mu", "state": "open",
        "content": "缺用地批文", **values})


def page(people, who, register, query=""):
    return plain(signed_in(people[who]).get(f"/registers/{register}/{query}"))


@pytest.mark.req("DSP-49")
def test_seven_of_ten_scattered_parcels_are_70_percent_of_count_and_75_of_area(people):
    for number, area in enumerate(("20", "20", "20", "20", "20", "20", "30"), 1):  # 150 亩 are done
        assert add(people, "clerk_bf", "scattered", f"零散{number}", area=area, state="done", done_on="2021-09-01").status_code == 302
    for number, area in enumerate(("20", "20", "10"), 8):
        assert add(people, "clerk_bf", "scattered", f"零散{number}", area=area).status_code == 302
    shown = page(people, "clerk_bf", "scattered")
    assert "登记 10 宗 200.00 亩 已整治 7 宗 150.00 亩" in shown
    assert "宗数完成率 算 70.00%" in shown and "面积完成率 算 75.00%" in shown
    assert "2022-12-31 前完成（宝政办〔2021〕34号 一（二）1“2022年12月底前，……基本完成零散土地整治”）" in shown
    assert "逾期 0 宗" in shown and "剩463天" in shown
    with clock.at(clock.shanghai(2022, 12, 31, 23, 59)):
        assert "今日到期" in page(people, "clerk_bf", "scattered") and "逾期 0 宗" in page(people, "clerk_bf", "scattered")
    with clock.at(clock.shanghai(2023, 1, 1)):
        assert "逾期 3 宗" in page(people, "clerk_bf", "scattered")
    book = load_workbook(BytesIO(b"".join(signed_in(people["clerk_bf"]).get("/registers/scattered/export/").streaming_content)))
    assert book.active["A12"].value == "合计 10 宗，完成 7 宗" and book.active["D12"].value == 200


@pytest.mark.req("DSP-50")
def test_a_case_of_luoyang_is_overdue_on_new_years_day_2022_and_the_same_of_baofeng_a_year_later(people):
    for who in ("clerk_ly", "clerk_bf", "clerk_smx"):
        assert add(people, who, "legacy", "厂区用地手续不全", key=who).status_code == 302

    def told(who):
        return [row[6] if len(row) > 8 else row for row in rows_of(signed_in(people[who]).get("/registers/legacy/").content.decode())][1]

    for moment, ly, others in (((2021, 12, 31, 23), "今日到期", "剩365天"), ((2022, 1, 1, 0), "逾期1天", "剩364天"),
                               ((2022, 12, 31, 23), "逾期365天", "今日到期"), ((2023, 1, 1, 0), "逾期366天", "逾期1天")):
        with clock.at(clock.shanghai(*moment)):
            assert told("clerk_ly") == ly, moment
            assert told("clerk_bf") == told("clerk_smx") == others, moment
    with clock.at(clock.shanghai(2022, 1, 1)):
        assert "逾期 1 宗" in page(people, "clerk_ly", "legacy") and "逾期 0 宗" in page(people, "clerk_bf", "legacy")
        assert "洛政办〔2021〕16号 一（二）“2021年底前完成历史遗留问题用地处置工作”" in page(people, "office_ly", "legacy")


@pytest.mark.req("DSP-50")
def test_a_legacy_problem_is_done_only_with_the_paper_that_completed_it(people):
    add(people, "clerk_ly", "legacy", "旧厂")
    row = RegisterItem.objects.get()
    client, url = signed_in(people["clerk_ly"]), f"/registers/items/{row.id}/edit/"
    sent = {"region": row.region_id, "name": "旧厂", "area": "", "area_unit": "mu", "content": "缺批文", "state": "done", "done_on": "2021-09-20",
            "version": 1}
    refused = client.post(url, sent | {"form_key": "edit-without-paper"})
    assert refused.status_code == 400 and "手续已完善的，要写办成的文书号" in plain(refused)
    assert 'value="2021-09-20"' in refused.content.decode() and RegisterItem.objects.get().state == "open"
    late = client.post(url, sent | {"form_key": "edit-in-future", "done_on": "2021-09-25", "result_no": "洛自然资〔2021〕3号"})
    assert "完成日期 2021-09-25 晚于今天 2021-09-24" in plain(late)
    assert client.post(url, sent | {"form_key": "edit-that-works", "result_no": "洛自然资(2021)3号"}).status_code == 302
    assert "手续已完善 2021-09-20 按期完成 洛自然资〔2021〕3号" in page(people, "clerk_ly", "legacy")
    assert client.post(url, sent | {"form_key": "edit-that-is-stale", "name": "新名", "result_no": "x"}).status_code == 409


def test_an_area_is_wanted_of_scattered_land_and_may_be_unknown_of_a_problem(people):
    assert "面积没有填" in plain(add(people, "clerk_bf", "scattered", "零散"))
    add(people, "clerk_bf", "legacy", "一", area="10", state="done", done_on="2021-09-01", result_no="宝〔2021〕1号")
    add(people, "clerk_bf", "legacy", "二")
    shown = page(people, "clerk_bf", "legacy")
    assert "面积完成率 算 100.00%" in shown and "1 宗面积未填，不在内" in shown and "宗数完成率 算 50.00%" in shown


def test_a_wrong_entry_is_voided_with_its_reason_and_other_counties_see_nothing(people):
    add(people, "clerk_ly", "legacy", "旧厂")
    row, client = RegisterItem.objects.get(), signed_in(people["clerk_ly"])
    assert "作废要写原因" in plain(client.post(f"/registers/items/{row.id}/void/", {"reason": ""}))
    assert signed_in(people["clerk_bf"]).post(f"/registers/items/{row.id}/void/", {"reason": "x"}).status_code == 404
    assert signed_in(people["clerk_bf"]).get(f"/registers/items/{row.id}/edit/").status_code == 404
    assert signed_in(people["reviewer_ly"]).post("/registers/legacy/new/", {}).status_code == 403
    assert "旧厂" not in page(people, "clerk_bf", "legacy") and "旧厂" in page(people, "office_ly", "legacy")
    assert client.post(f"/registers/items/{row.id}/void/", {"reason": "登记错了"}).status_code == 302
    assert "旧厂" not in page(people, "clerk_ly", "legacy") and client.get("/registers/nothing/").status_code == 404


def test_the_days_are_loaded_with_the_plans_and_stay_on_a_second_load(five):
    assert sorted(RegisterDue.objects.values_list("region__code", "register", "due_on__year")) == [
        ("410300", "key", 2022), ("410300", "legacy", 2021), ("410300", "scattered", 2022), ("410421", "legacy", 2022),
        ("410421", "scattered", 2022), ("411200", "legacy", 2022), ("411200", "scattered", 2022)]
    assert "本地方案没有写完成日期，不算逾期" in plain(five.client("clerk").get("/registers/legacy/"))


def begin(people, who, title="低效工业用地盘活利用方案"):
    answer = signed_in(people[who]).post("/low-plans/new/", {"form_key": f"begin-{who}-key", "region": people[who].region_id, "title": title,
                                                             "park": ""})
    assert answer.status_code == 302
    return LowPlan.objects.get(region_id=people[who].region_id)


def write(people, who, plan, *codes, **values):
    for code in codes:
        sent = {"form_key": f"write-{plan.id}-{code}", "text": f"{code}的内容", "dated_on": "2021-09-20"} | values
        assert signed_in(people[who]).post(f"/low-plans/{plan.id}/contents/{code}/", sent).status_code == 302


def step(people, who, plan, do, **values):
    plan.refresh_from_db()
    return signed_in(people[who]).post(f"/low-plans/{plan.id}/step/", {"form_key": f"{do}-{plan.version}-{len(values)}-{who}", "do": do,
                                                                      "version": plan.version, **values})


@pytest.mark.req("DSP-41")
def test_a_plan_of_luoyang_without_its_rewards_is_refused_by_name_and_with_all_six_is_approved_and_published(people):
    plan = begin(people, "clerk_ly")
    write(people, "clerk_ly", plan, "standard", "methods", "pressure", "safeguards")
    refused = step(people, "clerk_ly", plan, "apply")
    assert refused.status_code == 400
    assert "方案还缺 2 项内容：奖励标准、年度处置任务。6 项齐了才能报批（洛政办〔2021〕16号 附件3 第五条" in plain(refused)
    write(people, "clerk_ly", plan, "yearly")
    refused = step(people, "clerk_ly", plan, "apply", x="1")
    assert refused.status_code == 400 and "方案还缺 1 项内容：奖励标准。" in plain(refused)
    scan = SimpleUploadedFile("奖励.pdf", PDF, content_type="application/pdf")
    write(people, "clerk_ly", plan, "rewards", text="", file=scan)
    assert step(people, "clerk_ly", plan, "apply", y="1").status_code == 302
    assert step(people, "clerk_ly", plan, "approve").status_code == 403
    unnamed = step(people, "reviewer_ly", plan, "approve")
    assert unnamed.status_code == 400 and "批准文号没有填" in plain(unnamed)
    approval = {"approval_no": "宜政办(2021)8号", "approved_on": "2021-09-22", "approved_by_name": "宜阳县人民政府"}
    assert step(people, "reviewer_ly", plan, "approve", **approval).status_code == 302
    early = step(people, "clerk_ly", plan, "publish", published_on="2021-09-21", published_place="县政府网站")
    assert early.status_code == 400 and "公布日期 2021-09-21 早于批准日期 2021-09-22" in plain(early)
    assert 'value="县政府网站"' in early.content.decode()
    nowhere = step(people, "clerk_ly", plan, "publish", published_on="2021-09-23")
    assert "公布的地方没有填" in plain(nowhere)
    assert step(people, "clerk_ly", plan, "publish", published_on="2021-09-22", published_place="县政府网站 公告栏").status_code == 302
    shown = plain(signed_in(people["clerk_ly"]).get(f"/low-plans/{plan.id}/"))
    assert "已公布" in shown and "2021-09-22 宜阳县人民政府 宜政办〔2021〕8号" in shown and "2021-09-22 县政府网站 公告栏" in shown


@pytest.mark.req("DSP-41")
@pytest.mark.parametrize(("who", "word"), [("bf", "序时安排"), ("smx", "时间节点")])
def test_baofeng_and_sanmenxia_want_three_contents_each_by_its_own_word(people, who, word):
    plan = begin(people, f"clerk_{who}")
    refused = step(people, f"clerk_{who}", plan, "apply")
    assert f"方案还缺 3 项内容：目标任务、{word}、保障措施。3 项齐了才能报批" in plain(refused)
    write(people, f"clerk_{who}", plan, "goals", "schedule")
    assert "方案还缺 1 项内容：保障措施" in plain(step(people, f"clerk_{who}", plan, "apply", x="1"))
    write(people, f"clerk_{who}", plan, "safeguards")
    assert step(people, f"clerk_{who}", plan, "apply", y="1").status_code == 302
    assert signed_in(people[f"clerk_{who}"]).get(f"/low-plans/{plan.id}/contents/rewards/").status_code == 404


def test_a_plan_that_was_sent_is_not_changed_and_comes_back_with_a_reason(people):
    plan = begin(people, "clerk_bf")
    write(people, "clerk_bf", plan, "goals", "schedule", "safeguards")
    step(people, "clerk_bf", plan, "apply")
    locked = signed_in(people["clerk_bf"]).post(f"/low-plans/{plan.id}/contents/goals/", {
        "form_key": "later-key-1", "text": "改", "dated_on": "9.20"})
    assert locked.status_code == 409 and "内容不能再改" in plain(locked)
    assert "退回原因没有填" in plain(step(people, "reviewer_bf", plan, "return"))
    assert step(people, "reviewer_bf", plan, "return", reason="保障措施没有写资金").status_code == 302
    assert "保障措施没有写资金" in plain(signed_in(people["clerk_bf"]).get(f"/low-plans/{plan.id}/"))
    write(people, "clerk_bf", plan, "safeguards", text="补资金", form_key="again-key-1")
    stale = signed_in(people["clerk_bf"]).post(f"/low-plans/{plan.id}/step/", {"do": "apply", "version": 1})
    assert stale.status_code == 409
    assert signed_in(people["clerk_ly"]).get(f"/low-plans/{plan.id}/").status_code == 404
    nothing = signed_in(people["clerk_bf"]).post(f"/low-plans/{plan.id}/contents/goals/", {
        "form_key": "nothing-key", "text": "", "dated_on": ""})
    assert nothing.status_code == 422
