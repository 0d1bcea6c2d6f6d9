"""方案的页面: what the five documents say, with its source, as anybody of a business post reads it."""

import re

import pytest

from audit.models import AuditEntry
from landplan.lib import clock
from parcels.models import Parcel
from tasks.models import Plan

from .five import BF, LY, ZMD, plan_of
from .pages import rows_of, text_of

pytestmark = pytest.mark.django_db


def page(five, number: str, part: str = "", *, by: str = "office", **query):
    url = f"/plans/{plan_of(number).id}/" + (f"{part}/" if part else "")
    answer = five.client(by).get(url, query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_the_five_plans_are_listed_with_their_numbers_and_counts(five):
    html = five.client("clerk_bf").get("/plans/").content.decode()
    for number in Plan.objects.values_list("document__number", flat=True):
        assert number in html
    assert "19 个阶段、56 个目标、36 项工作任务、11 件应办事项" in text_of(html)


@pytest.mark.req("TGT-01")
def test_on_1_september_the_plan_of_zhumadian_is_in_its_third_phase_with_29_days_left(five):
    with clock.at(clock.shanghai(2021, 9, 1, 9)):
        html = page(five, ZMD, by="clerk")
        board = five.client("office").get("/dashboard/")
    assert board.status_code == 200 and "集中攻坚阶段， 剩29天" in text_of(board.content.decode())
    assert "集中攻坚阶段 剩29天 （2021-09-30 止）" in text_of(html)
    phases = [row for row in rows_of(html) if re.match(r"\d$", row[0])]
    assert [row[4] for row in phases] == ["已过", "已过", "进行中 ，剩29天", "未到", "未到"]
    assert phases[2][2] == "2021-05-22 未印，接上一阶段"
    with clock.at(clock.shanghai(2021, 9, 30, 23, 59)):
        assert "今日到期" in text_of(page(five, ZMD, by="clerk"))
    with clock.at(clock.shanghai(2021, 10, 1)):
        assert "深化整改阶段 剩60天" in text_of(page(five, ZMD, by="clerk"))


def test_two_phases_of_one_plan_may_run_at_once(five):
    with clock.at(clock.shanghai(2021, 6, 15, 9)):
        words = text_of(page(five, BF))
    assert "动员部署阶段 剩15天" in words
    assert "集中攻坚阶段 剩503天" in words


@pytest.mark.req("TGT-02")
def test_a_target_without_data_says_so_and_shows_no_percentage(five):
    html = page(five, LY, "targets")
    targets = [row for row in rows_of(html) if "洛政办〔2021〕16号" in row[0]]
    assert len(targets) == 27
    assert all(row[3] == "无数据" and row[4] == "" for row in targets)
    assert "0%" not in [row[4] for row in targets]
    assert all("无数据" in row[3] for row in rows_of(page(five, ZMD, "targets")) if "驻政办" in row[0])  # no parcel is registered yet


@pytest.mark.req("TSK-01")
def test_the_36_tasks_stand_with_their_units_in_order_and_their_deadlines(five):
    counts = {}
    for plan in Plan.objects.select_related("document"):
        rows = [row for row in rows_of(page(five, plan.number, "tasks")) if re.match(r"[A-Z]+-\d\d$", row[0])]
        counts[plan.number] = len(rows)
        for row, task in zip(rows, plan.tasks.prefetch_related("units", "milestones"), strict=True):
            units = [unit.printed for unit in task.units.all()]
            assert [row[2].index(unit) for unit in units] == sorted(row[2].index(unit) for unit in units)
            assert row[2].startswith(f"{units[0]} （{'推定牵头' if task.is_lead_inferred else '牵头'}）")
            assert [str(m.due_on) in row[3] for m in task.milestones.all()].count(False) == 0
            assert task.milestones.exists() or row[3] == "未规定"
    assert counts == {BF: 12, "三政办〔2021〕5号": 11, LY: 13, ZMD: 0, "平龙政办〔2022〕50号": 0}
    luoyang = text_of(page(five, LY, "tasks"))
    assert "牵头写法不一致 正文写“市自然资源和规划局”" in luoyang
    assert "2021-06-30 完成 印发时已过期" in text_of(page(five, BF, "tasks"))


@pytest.mark.req("ORG-01")
def test_the_leading_group_of_zhumadian_is_thirty_posts_and_no_names(five):
    words = text_of(page(five, ZMD, "groups", by="clerk"))
    assert "30 个岗位：1 组长、1 常务副组长、3 副组长、25 成员" in words
    assert "办公室设在市自然资源和规划局" in words
    assert words.count("人民政府县长") == 9
    assert "市政府副秘书长、市政府副秘书长、市政府副秘书长" in words
    assert "没有印发成员名单" in text_of(page(five, "三政办〔2021〕5号", "groups"))
    assert "1 组长、4 副组长、35 成员" in text_of(page(five, BF, "groups"))


@pytest.mark.req("ORG-05")
def test_a_unit_is_found_by_any_of_its_names(five):
    client = five.client("clerk")
    for q, full in (("示范区", "驻马店市城乡一体化示范区"), ("城乡一体化示范区", "驻马店市城乡一体化示范区"),
                    ("高新技术产业开发区", "驻马店高新技术产业开发区"), (" 高新区 ", "驻马店高新技术产业开发区"),
                    ("市发改委", "市发展和改革委员会")):
        assert full in client.get("/unit-library/", {"q": q}).content.decode(), q
    assert "没有叫这个名字的单位" in client.get("/unit-library/", {"q": "没有这个"}).content.decode()


@pytest.mark.req("CLS-01")
def test_one_kind_of_land_bears_the_word_of_each_document(five):
    five.parcel("20", "idle")
    five.parcel("20", "idle", by=five.people["clerk_bf"], cause="both")
    assert list(Parcel.objects.values_list("kind", flat=True)) == ["idle", "idle"]
    words = {name: text_of(five.client(name).get("/ledger/").content.decode()) for name in ("clerk", "clerk_bf")}
    assert "供后闲置" in words["clerk"] and "供而未用闲置土地" not in words["clerk"]
    assert "供而未用闲置土地" in words["clerk_bf"] and "供后闲置" not in words["clerk_bf"]
    assert ["供而未用闲置土地", "供后闲置", "类别", f"{BF} 二（三）"] in rows_of(page(five, BF, "words"))
    assert ["批而未供", "批而未征、征而未供、未供即用", "总称", f"{ZMD} 二 附件2、附件4的列名。"] in rows_of(page(five, ZMD, "words"))


@pytest.mark.req("SYS-01")
def test_every_part_of_a_plan_names_its_document_section_and_words(five):
    for plan in Plan.objects.select_related("document"):
        targets = text_of(page(five, plan.number, "targets"))
        for target in plan.targets.all():
            assert f"{plan.number} {target.section}“{target.text}”" in targets, target.code
        limits = text_of(page(five, plan.number, "words"))
        assert all(f"{plan.number} {one.section}“{one.text}”" in limits for one in plan.thresholds.all())
        duties = text_of(page(five, plan.number, "duties"))
        assert all(f"{plan.number} {one.section}“{one.text}”" in duties for one in [*plan.duties.all(), *plan.cycles.all()])
    for table, section in (("annex2", "附件2"), ("annex3", "附件3"), ("annex4", "附件4")):
        assert f"{ZMD} {section}" in text_of(five.client("clerk").get("/quotas/", {"table": table}).content.decode())


def test_the_four_dates_and_the_oddities_of_the_print_are_kept_apart(five):
    words = text_of(page(five, ZMD))
    assert all(part in words for part in ("成文日期 2021-05-07", "印发日期 2021-05-08", "数据日期 2021-03-22", "基准日 2021-03-31"))
    notes = text_of(page(five, ZMD, "notes"))
    assert "X-01" in notes and "分四个阶段进行" in notes
    assert "有效期 2021-04-28 至 2024-04-27" in text_of(page(five, LY))
    with clock.at(clock.shanghai(2024, 5, 1, 9)):
        assert "依据文件已过有效期" in text_of(page(five, LY, "targets"))


def test_a_plan_that_is_over_opens_at_its_last_day_and_says_so(five):
    five.accept("10", at=clock.shanghai(2021, 12, 1, 9))
    with clock.at(clock.shanghai(2022, 3, 1, 9)):
        five.accept("7", at=clock.shanghai(2022, 3, 1, 9))
        words = text_of(page(five, ZMD, "targets"))
        assert "本方案各阶段已于 2021-12-20 结束" in words
        assert "截至 2021-12-20 23:59" in words
        assert "已处置 10.00 亩" in words and "17.00" not in words
        assert "已处置 17.00 亩" in text_of(page(five, ZMD, "targets", as_of="2022-03-01"))


def test_the_office_changes_a_setting_with_a_reason_and_nobody_else_does(five):
    plan = plan_of(ZMD)
    url, sent = f"/plans/{plan.id}/settings/edit/", {"version": 1, "has_combined_rank": "on", "reason": "市里决定单列"}
    for name in ("clerk", "acceptor", "leader", "office_ly"):
        assert five.client(name).post(url, sent).status_code == 403
    office = five.client("office")
    assert "原因" in office.post(url, sent | {"reason": ""}).content.decode()
    assert office.post(url, sent | {"counts_used_unsupplied": "on"}).status_code == 422  # nothing would change
    assert office.post(url, sent).status_code == 302
    plan.refresh_from_db()
    assert (plan.counts_used_unsupplied, plan.version) == (False, 2)
    assert office.post(url, sent).status_code == 409  # the page shows an older version
    entry = AuditEntry.objects.get(action="change_settings")
    assert (entry.reason, entry.after) == ("市里决定单列", '{"counts_used_unsupplied":false}')
    assert ["未供即用计入批而未供任务量", "否"] in [row[:2] for row in rows_of(page(five, ZMD, "settings"))]


@pytest.mark.req("CLS-04")
def test_land_approved_before_2009_is_out_of_scope_and_the_page_says_why(five):
    for day in ("2008-12-30", "2009-01-01", "2020-12-31", "2021-01-01"):
        five.parcel("10", batch_id=five.batch(day).id, name=f"批准于{day}")
    five.accept("4", "idle", idle_source="", name="没有来源的闲置")
    html = five.client("clerk").get(f"/plans/{plan_of(ZMD).id}/scope/").content.decode()
    shown = {row[1]: row[7] for row in rows_of(html) if len(row) == 8 and row[1].startswith(("批准于", "没有"))}
    assert set(shown) == {"批准于2008-12-30", "批准于2021-01-01", "没有来源的闲置"}
    assert shown["批准于2008-12-30"].startswith("批准日期 2008-12-30 早于 2009-01-01，不在2009-01-01至2020-12-31批准的范围（驻政办〔2021〕19号 二）")
    assert "其中已验收 4.00 亩，现在仍在完成量里" in text_of(html)
    assert "批准于" not in five.client("clerk2").get(f"/plans/{plan_of(ZMD).id}/scope/").content.decode()

