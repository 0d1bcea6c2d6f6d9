"""Quotas of one's own and a new plan, as the office makes them in the browser: copied, typed or brought in, issued by a second person, locked."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from tasks.models import Plan, PlanDraft, PrintedTable
from tests.world import signed_in, words_of_page
from units.services import save_region

from .five import CITY, LY, ZMD, _person, plan_of
from .pages import row_of, rows_of, text_of
from .place import Place

pytestmark = pytest.mark.django_db
SL = "平龙政办〔2022〕50号"


def typed(browser, draft: PlanDraft, rows: list[dict], **head):
    """The table of quotas, typed into its page."""
    draft.refresh_from_db()
    form = {"version": draft.version, "count": len(rows), "title": "石龙区任务分解表", "document_no": "平龙用地办〔2022〕3号", "section": "附件",
            "valid_from": "2022-10-01", **head}
    form |= {f"r{at}_{key}": value for at, row in enumerate(rows, 1) for key, value in row.items()}
    return browser.post(f"/plans/drafts/{draft.id}/edit/quotas/", form)


def unit(label: str, quota: str, *, period: str = "2023年", area: str = "", rate: str = "") -> dict:
    return {"label": label, "period": period, "area_unsupplied": area, "rate_unsupplied": rate, "quota_unsupplied": quota}


@pytest.fixture
def shilong(five) -> Place:
    return Place("410404", SL)


def begun(place: Place) -> PlanDraft:
    answer = place.browser.post(f"/plans/{place.plan.id}/quotas/begin/")
    assert answer.status_code == 302
    with everything("the test looks on"):
        return PlanDraft.objects.get(plan=place.plan)


@pytest.mark.req("QTA-08")
def test_own_quotas_by_unit_are_typed_summed_against_the_printed_total_and_issued_by_a_second_person(shilong):
    assert "填任务分解" in words_of_page(shilong.browser.get(f"/quotas/?plan={shilong.plan.id}"))
    draft = begun(shilong)
    rows = [unit("龙兴街道办", "60", area="100", rate="60%"), unit("高庄街道办", "39.5"), unit("龙兴街道办", "40", period="2024年"),
            unit("区住建局", "", period=""), unit("合计", "140", period="")]
    answer = typed(shilong.browser, draft, [*rows[:2], unit("龙兴街道办", "1"), unit("", "7")])
    said = words_of_page(answer)
    assert answer.status_code == 400 and "第 3 行“龙兴街道办 2023年”与第 1 行重复" in said and "第 4 行写了数，单位没有填" in said
    answer = typed(shilong.browser, draft, [unit("龙兴街道办", "六十")])
    assert answer.status_code == 400 and "任务量“六十”读不出来" in words_of_page(answer) and "六十" in answer.content.decode()
    assert typed(shilong.browser, draft, rows).status_code == 302
    page = words_of_page(shilong.browser.get(f"/plans/drafts/{draft.id}/"))
    assert "批而未供 任务量 139.5 算" not in page and "139.5 140 +0.50" in page.replace("  ", " ")
    draft.refresh_from_db()
    path, sent = f"/plans/drafts/{draft.id}/issue/", {"version": draft.version}
    answer = shilong.browser.post(path, sent)
    assert answer.status_code == 403 and "拟定、修改的人不能自己印发" in words_of_page(answer)
    second, third = signed_in(shilong.office2), signed_in(shilong.office3)
    assert typed(third, draft, [*rows[:-1], unit("合计", "141", period="")]).status_code == 302  # who changed it in between
    draft.refresh_from_db()
    assert typed(shilong.browser, draft, rows).status_code == 302
    draft.refresh_from_db()
    sent = {"version": draft.version}
    assert third.post(path, sent).status_code == 403 and second.post(path, sent).status_code == 302
    html = second.get(f"/quotas/?plan={shilong.plan.id}&table=own").content.decode()
    total = row_of(html, "合计")
    assert "140" in total[3] and "139.5" in total[3] and "+0.5" in total[3]
    assert row_of(html, "区住建局")[3] == ""  # blank is not 0
    assert "平龙用地办〔2022〕3号" in text_of(html) and row_of(html, "龙兴街道办2023年")[1:3] == ["100", "60%"]
    assert typed(shilong.browser, draft, rows).status_code == 409  # locked
    assert shilong.browser.post(f"/plans/{shilong.plan.id}/quotas/begin/").status_code == 409


def test_a_table_of_quotas_as_offices_keep_it_is_read_with_titles_two_rows_of_head_and_another_order(shilong):
    draft, book = begun(shilong), Workbook()
    sheet = book.active
    for row in (["石龙区土地盘活任务分解表"], ["报送时间：2022年9月", "", "", "单位：亩"],
                ["序号", "期间", "单位", "批而未供", "", "", "闲置", "备注"], ["", "", "", "任务量", "存量面积", "任务率", "任务量", ""],
                [1, "2023年", "龙兴街道办", 60, 100, "60%", 0, ""], [2, "2023年", "高庄街道办", "1,039.5", "／", "—", None, "待核"],
                ["", "", "合  计", "１０９９.5", 100, "", 0, ""]):
        sheet.append(row)
    for merged in ("A1:H1", "D3:F3", "A3:A4", "B3:B4", "C3:C4", "H3:H4"):
        sheet.merge_cells(merged)
    out = BytesIO()
    book.save(out)
    answer = shilong.browser.post(f"/plans/drafts/{draft.id}/file/", {
        "version": draft.version, "file": SimpleUploadedFile("分解表.xlsx", out.getvalue())})
    assert answer.status_code == 302, words_of_page(answer)
    draft.refresh_from_db()
    rows = {row["label"]: row["cells"] for row in draft.table["rows"]}
    first, second = rows["龙兴街道办"], rows["高庄街道办"]
    assert (first["quota_unsupplied"], first["area_unsupplied"], first["rate_unsupplied"], first["quota_idle"]) == ("60", "100", "60%", "0")
    assert second["quota_unsupplied"] == "1039.5" and not any(second.get(key) for key in ("quota_idle", "area_unsupplied", "rate_unsupplied"))
    assert "1099.5" in words_of_page(shilong.browser.get(f"/plans/drafts/{draft.id}/"))  # the printed total, in full width digits


@pytest.mark.req("QTA-08")
def test_own_quotas_come_in_by_a_file_whole_or_not_at_all_and_change_by_a_numbered_amendment(shilong):
    draft = begun(shilong)
    sample = shilong.browser.get(f"/plans/drafts/{draft.id}/template/").content.decode("utf-8-sig")
    head = sample.splitlines()[0]
    assert head.startswith("单位,期间,批而未供 存量面积,批而未供 任务率,批而未供 任务量")

    def bring(text: str):
        draft.refresh_from_db()
        return shilong.browser.post(f"/plans/drafts/{draft.id}/file/", {
            "version": draft.version, "file": SimpleUploadedFile("任务.csv", text.encode("utf-8-sig"))})

    answer = bring("街道,任务\n龙兴街道办,60")
    assert answer.status_code == 422 and "第 1 行第 1 列是“街道”，应是“单位”" in words_of_page(answer)
    answer = bring(f"{head}\n龙兴街道办,2023年,100,60%,60,,,,,,\n高庄街道办,2023年,50,x,30,,,,,,")
    assert answer.status_code == 422 and "第 3 行 批而未供 任务率" in words_of_page(answer)
    draft.refresh_from_db()
    assert not draft.table["rows"]
    assert bring(f"{head}\n龙兴街道办,2023年,100,60%,60,,,,,,\n高庄街道办,2023年,50,80%,40,,,,,,\n合计,,150,,100,,,,,,").status_code == 302
    assert typed(shilong.browser, draft, [unit("龙兴街道办", "60", area="100", rate="60%"), unit("高庄街道办", "40", area="50", rate="80%"),
                                          unit("合计", "100", area="150", period="")]).status_code == 302
    draft.refresh_from_db()
    second = signed_in(shilong.office2)
    assert second.post(f"/plans/drafts/{draft.id}/issue/", {"version": draft.version}).status_code == 302
    revise = f"/plans/{shilong.plan.id}/quotas/own/revise/"
    assert "2023年" in words_of_page(second.get(revise))
    answer = second.post(revise, {"version": 1, "document_no": "平龙用地办〔2023〕5号", "section": "附件", "valid_from": "2023-06-01",
                                  "reason": "核增", "r": "", "c1_quota_unsupplied": "70"})
    assert answer.status_code == 302, words_of_page(answer)
    with clock.at(clock.shanghai(2023, 5, 31, 12)):
        assert row_of(second.get(f"/quotas/?plan={shilong.plan.id}&table=own").content.decode(), "龙兴街道办2023年")[3].startswith("60")
    with clock.at(clock.shanghai(2023, 6, 2, 12)):
        assert row_of(second.get(f"/quotas/?plan={shilong.plan.id}&table=own").content.decode(), "龙兴街道办2023年")[3].startswith("70")
    table = PrintedTable.objects.get(plan=shilong.plan, key="own", version=1)
    assert (table.document_no, table.valid_from) == ("平龙用地办〔2022〕3号", date(2022, 10, 1))
    assert second.get(f"/quotas/export/?plan={shilong.plan.id}&table=own").status_code == 200


NEW = "驻政办〔2027〕3号"


def copied(five, **values) -> tuple[PlanDraft, object]:
    """A copy of 驻马店's plan for 2027, on its way."""
    source, browser = plan_of(ZMD), five.client("office")
    form = {"region": source.region_id, "number": NEW, "title": "驻马店市2027年盘活利用方案", "dated_on": "2027-05-07",
            "carried": ["duties", "obligations", "thresholds", "cycles", "words"], **values}
    answer = browser.post(f"/plans/{source.id}/copy/", form)
    assert answer.status_code == 302, words_of_page(answer)
    with everything("the test looks on"):
        return PlanDraft.objects.latest("id"), browser


def test_a_copy_that_is_sent_twice_is_one_draft_and_a_part_is_saved_once(five):
    with clock.at(clock.shanghai(2027, 5, 8, 9)):
        for _ in range(2):
            draft, browser = copied(five, form_key="copy-once")
        with everything("the test looks on"):
            assert PlanDraft.objects.count() == 1
        sent = {"version": draft.version, "form_key": "part-once", "count": 1, "title": "任务分解表", "section": "附件2",
                "r1_label": "驿城区", "r1_quota_unsupplied": "100"}
        answers = [browser.post(f"/plans/drafts/{draft.id}/edit/quotas/", sent) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302]  # the second is no conflict of versions
        draft.refresh_from_db()
        assert draft.version == sent["version"] + 1


def fill(draft: PlanDraft, browser) -> None:
    """All that the copy leaves to be typed."""
    def post(part: str, form: dict) -> None:
        draft.refresh_from_db()
        answer = browser.post(f"/plans/drafts/{draft.id}/edit/{part}/", form | {"version": draft.version})
        assert answer.status_code == 302, words_of_page(answer)

    phases = {}
    for at, row in enumerate(draft.data["phases"], 1):
        phases |= {f"r{at}_{key}": row[key] or "" for key in ("name", "starts_on", "ends_on", "text", "section")}
    post("phases", phases | {"r3_starts_on": "2027-05-10", "r4_starts_on": "2027-09-01"})  # these two overlap
    targets = {f"r{at}_{key}": value for at, row in enumerate(draft.data["targets"], 1) for key, value in (
        ("value", row["value"] or ""), ("due_on", row["due_on"] or ""), ("text", "新文件的原文"), ("section", "二"))}
    post("targets", targets | {"r1_value": "1000", "r13_drop": "on"})
    document = draft.data["document"] | draft.data["settings"]
    names = ("number", "title", "issuer", "dated_on", "issued_on", "approved_from", "approved_until", "first_cutoff_on", "last_cutoff_on")
    post("document", {name: document[name] or "" for name in names} | {"base_on": "2027-03-31", "base_text": "截至2027年3月底",
                                                                       "counts_used_unsupplied": "on"})
    rows = {}
    for at, row in enumerate(draft.data["printed_tables"][0]["rows"], 1):
        rows |= {f"r{at}_label": row["label"], f"r{at}_quota_unsupplied": "100" if row["region"] else ""}
    post("quotas", rows | {"count": len(draft.data["printed_tables"][0]["rows"]), "title": "任务分解表", "document_no": "", "section": "附件2"})


def test_a_plan_of_2027_is_copied_filled_and_issued_in_the_browser_and_runs_beside_the_old_one(five):
    with clock.at(clock.shanghai(2027, 5, 8, 9)):
        draft, browser = copied(five)
        other = signed_in(_person(system_actor("测试"), "office2.zmd", CITY, "领导小组办公室", "office"))
        page = words_of_page(browser.get(f"/plans/drafts/{draft.id}/"))
        assert "没有写新文件的原文和章节" in page and "任务分解还没有填" in page
        assert NEW not in words_of_page(five.client("clerk").get("/plans/"))  # a draft is the office's alone
        assert five.client("clerk").get(f"/plans/drafts/{draft.id}/").status_code == 403
        assert five.client("office_ly").get(f"/plans/drafts/{draft.id}/").status_code == 404
        assert "拟定中的方案、任务分解" in words_of_page(other.get("/workbench/"))  # it waits for the second person
        assert "拟定中的方案、任务分解" not in words_of_page(browser.get("/workbench/"))
        fill(draft, browser)
        draft.refresh_from_db()
        path, sent = f"/plans/drafts/{draft.id}/issue/", {"version": draft.version}
        assert browser.post(path, sent).status_code == 403  # the one who drew it up
        answer = other.post(path, sent)
        assert answer.status_code == 302, words_of_page(answer)
        new, old = plan_of(NEW), plan_of(ZMD)
        assert (new.phases.count(), new.targets.count(), new.duties.count()) == (5, 12, old.duties.count())
        assert new.duties.get(title="信息补录").due_on == date(2027, 5, 31)
        assert old.obligations.exists() and old.thresholds.exists()
        assert list(new.thresholds.values_list("name", "value")) == list(old.thresholds.values_list("name", "value"))
        moved = [(title, day and day.replace(year=day.year + 6)) for title, day in old.obligations.values_list("title", "due_on")]
        assert list(new.obligations.values_list("title", "due_on")) == moved
        assert new.base_at and new.first_cutoff_on == date(2027, 5, 28)
        html = browser.get(f"/quotas/?plan={new.id}").content.decode()
        assert row_of(html, "驿城区")[3].startswith("100") and NEW in text_of(html)
        targets = words_of_page(browser.get(f"/plans/{new.id}/targets/"))
        assert "≥ 1000 亩" in targets and "新文件的原文" in targets
        with clock.at(clock.shanghai(2027, 6, 2, 9)):
            board = rows_of(browser.get("/dashboard/").content.decode())
            assert any("驿城区" in row and "100" in row for row in board), board
            assert "第1期" in words_of_page(browser.get("/weekly/")).replace(" ", "")
        with clock.at(clock.shanghai(2027, 9, 15, 9)):
            shown = words_of_page(browser.get(f"/plans/{new.id}/"))
            assert "集中攻坚阶段" in shown and "深化整改阶段" in shown.split("各部分")[0]
        assert "≥ 39812 亩" in words_of_page(browser.get(f"/plans/{old.id}/targets/"))
        again = five.client("office").post(f"/plans/{old.id}/copy/", {
            "region": old.region_id, "number": NEW, "title": "再一份", "dated_on": "2027-05-08"})
        assert again.status_code == 302
        with everything("the test looks on"):
            twin = PlanDraft.objects.latest("id")
        assert "已有文号" in words_of_page(other.post(f"/plans/drafts/{twin.id}/issue/", {"version": twin.version}))


def test_a_parcel_counts_in_each_plan_once(five):
    with clock.at(clock.shanghai(2027, 5, 8, 9)):
        draft, browser = copied(five)
        fill(draft, browser)
        draft.refresh_from_db()
        other = signed_in(_person(system_actor("测试"), "office3.zmd", CITY, "领导小组办公室", "office"))
        assert other.post(f"/plans/drafts/{draft.id}/issue/", {"version": draft.version}).status_code == 302
        five.accept("40", at=clock.now())
        for number in (NEW, ZMD):
            rows = rows_of(browser.get(f"/plans/{plan_of(number).id}/targets/", {"as_of": "2027-05-08"}).content.decode())
            assert any("已处置 40.00 亩" in cell for row in rows for cell in row), number


def test_an_office_copies_a_plan_of_another_city_with_its_measures_where_it_has_none(five):
    with everything("a city without a plan"):
        city = save_region(actor=system_actor("测试"), code="410900", name="濮阳市", full_name="濮阳市", level="city")
        save_region(actor=system_actor("测试"), code="410922", name="清丰县", full_name="濮阳市清丰县", level="county", parent=city, sort=1)
    first, second = (_person(system_actor("测试"), f"office{n}.py", "410900", "", "office") for n in (1, 2))
    browser, source = signed_in(first), plan_of(LY)
    answer = browser.post(f"/plans/{source.id}/copy/", {
        "region": city.id, "number": "濮政办〔2021〕1号", "title": "濮阳市方案", "dated_on": "2021-09-20"})
    assert answer.status_code == 302, words_of_page(answer)
    with everything("the test looks on"):
        draft = PlanDraft.objects.latest("id")
    assert "措施目录" in words_of_page(browser.get(f"/plans/drafts/{draft.id}/"))
    targets = {f"r{at}_{key}": value for at, row in enumerate(draft.data["targets"], 1) for key, value in (
        ("value", row["value"] or ""), ("due_on", row["due_on"] or ""), ("text", "濮阳的原文"), ("section", "一"))}
    assert browser.post(f"/plans/drafts/{draft.id}/edit/targets/", targets | {"version": draft.version}).status_code == 302
    draft.refresh_from_db()
    answer = signed_in(second).post(f"/plans/drafts/{draft.id}/issue/", {"version": draft.version})
    assert answer.status_code == 302, words_of_page(answer)
    with everything("the test looks on"):
        assert city.measures.count() == source.region.measures.filter(is_active=True).count()
    assert Plan.objects.get(document__number="濮政办〔2021〕1号").region == city
    refused = browser.post(f"/plans/{source.id}/copy/", {"region": source.region_id, "number": "x", "title": "x", "dated_on": "2021-09-20"})
    assert refused.status_code == 422  # another city's region is not offered
