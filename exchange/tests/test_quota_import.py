"""任务分解表 through the general importer: recognised, checked, previewed and confirmed into a draft only; issued tables stay locked."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from audit.models import AuditEntry
from landplan.lib.scope import everything
from tasks.models import PlanDraft
from tests.world import signed_in, words_of_page

from .sending import book, send, sent

pytestmark = pytest.mark.django_db
HEADS = ("单位", "期间", "批而未供 存量面积", "批而未供 任务率", "批而未供 任务量", "闲置 任务量（公顷）")
ROWS = (("甲县", "", 300, "60%", 180, "/"), ("乙县", "", 100, "0.6", 60, 0), ("合计", "", 400, "", 241, ""))


@pytest.fixture
def draft(world):
    with everything("the test looks on"):
        return PlanDraft.objects.get(pk=world.records["A"]["plan_draft"])


def cells_of(draft):
    with everything("the test looks on"):
        draft.refresh_from_db()
    return {row["label"]: row["cells"] for row in draft.table["rows"]}


def bring(world, draft, *rows, heads=HEADS, **options):
    return sent(world.actor("office"), book(heads, *rows), "分解表.xlsx", "quotas", draft=str(draft.pk), **options)


@pytest.mark.req("QTA-08")
def test_a_table_of_quotas_is_previewed_against_the_draft_and_confirmed_whole(world, draft):
    first = bring(world, draft, *ROWS)
    page = first.page()
    assert first.row.state == "ready", page
    assert not any(any(cells.values()) for cells in cells_of(draft).values())  # a preview changes nothing
    assert "各单位之和 400，印发合计 400" not in page
    assert "各单位之和 240，印发合计 241，差 +1；合计照印发的写" in first.page("?show=hints")
    assert first.confirm().status_code == 302 and first.row.state == "done", first.page()
    found = cells_of(draft)
    assert found["甲县"] == {"area_unsupplied": "300", "rate_unsupplied": "60%", "quota_unsupplied": "180", "area_idle": "", "rate_idle": "",
                           "quota_idle": "", "area_inefficient": "", "rate_inefficient": "", "quota_inefficient": ""}
    assert (found["乙县"]["rate_unsupplied"], found["乙县"]["quota_idle"]) == ("60%", "0")  # a rate of its row; 0 is not blank
    assert found["合计"]["quota_unsupplied"] == "241"  # as printed
    entry = AuditEntry.objects.get(action="edit_draft", subject=f"plandraft:{draft.pk}")
    assert entry.actor_id == world.actor("office").user_id and f"第{first.pk}号导入 分解表.xlsx" in entry.reason
    again = bring(world, draft, *ROWS)
    assert again.row.state == "same"


def test_what_changes_and_what_is_no_longer_there_is_shown_before_it_is_confirmed(world, draft):
    bring(world, draft, *ROWS).confirm()
    second = bring(world, draft, ("甲县", "", 300, "65%", 195, ""), ("园区", "2023年", "", "", "5", "1"))
    page = second.page("?show=change")
    assert second.row.counts["create"] == 1 and "60% → 65%" in page and "180 → 195" in page, page
    assert "去掉“乙县”" in page and "批而未供 任务量 60" in page and "文件里没有这一行" in page
    second.confirm()
    assert list(cells_of(draft)) == ["甲县", "园区"] and cells_of(draft)["园区"]["quota_idle"] == "15"  # 1 公顷


def test_errors_name_their_cell_and_stand_in_the_workbook_that_comes_back(world, draft):
    file = bring(world, draft, ("甲县", "", 300, "六成", 180, ""), ("甲县", "", "", "", 7, ""), ("", "", "", "", 9, ""))
    page = file.page()
    assert file.row.state == "faulty" and not any(any(cells.values()) for cells in cells_of(draft).values())
    assert "D2" in page and "六成" in page and "第 2 行重复" not in page and "应填" in page, page
    answer = signed_in(world.actor("office")).get(f"/imports/{file.pk}/errors/")
    marked = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert marked.sheetnames[0] == "错误" and "六成" in str([[cell.value for cell in row] for row in marked["错误"]])
    twice = bring(world, draft, ("甲县", "", 300, "", 180, ""), ("甲县", "", "", "", 7, ""))
    assert "“甲县”与第 2 行重复" in twice.page() and twice.row.state == "faulty"
    fine = bring(world, draft, ("甲县", "", 300, "", "180.255", ""))
    assert fine.row.state == "faulty" and "小数最多 2 位" in fine.page()


def test_a_head_of_two_rows_with_a_title_is_recognised_and_a_percent_cell_is_its_percent(world, draft):
    made = Workbook()
    sheet = made.active
    for row in (["土地盘活任务分解表"], ["单位：亩"], ["单位", "批而未供", "", "闲置"], ["", "任务率", "任务量", "任务量"],
                ["甲县", 0.6, "1,180", ""], ["合  计", "", 1180, ""]):
        sheet.append(row)
    sheet["B5"].number_format = "0%"
    for merged in ("A1:D1", "A3:A4", "B3:C3"):
        sheet.merge_cells(merged)
    out = BytesIO()
    made.save(out)
    file = sent(world.actor("office"), out.getvalue(), "表.xlsx", "quotas", draft=str(draft.pk))
    assert file.row.state == "ready", file.page()
    file.confirm()
    assert cells_of(draft)["甲县"]["rate_unsupplied"] == "60%" and cells_of(draft)["甲县"]["quota_unsupplied"] == "1180"


def test_an_issued_table_is_locked_and_a_change_in_between_asks_for_another_look(world, draft):
    file = bring(world, draft, *ROWS)
    office, page = signed_in(world.actor("office")), f"/plans/drafts/{draft.pk}/edit/quotas/"
    draft.refresh_from_db()
    typed = {"version": draft.version, "count": 1, "title": "表", "r1_label": "甲县", "r1_quota_unsupplied": "7"}
    assert office.post(page, typed).status_code == 302
    file.confirm()
    assert file.row.state == "ready" and "预览以后台账有变动" in file.page() and cells_of(draft)["甲县"]["quota_unsupplied"] == "7"
    with everything("the test looks on"):
        PlanDraft.objects.filter(pk=draft.pk).update(state="issued")
    file.confirm()
    assert file.row.state == "faulty" and "任务量已锁定" in file.page() and cells_of(draft)["甲县"]["quota_unsupplied"] == "7"
    answer = send(world.actor("office"), book(HEADS, *ROWS), "分解表.xlsx", "quotas", draft=str(draft.pk))
    assert answer.status_code == 422 and "没有收下" in words_of_page(answer)


def test_only_the_office_brings_in_quotas_and_only_into_a_draft_of_its_own(world, draft):
    assert send(world.actor("county_clerk"), book(HEADS, *ROWS), "分解表.xlsx", "quotas", draft=str(draft.pk)).status_code == 422
    for wrong in ("", "999999", "x"):
        assert send(world.actor("office"), book(HEADS, *ROWS), "分解表.xlsx", "quotas", draft=wrong).status_code == 422
    page = words_of_page(signed_in(world.actor("office")).get("/imports/"))
    assert "任务分解表" in page and "测试办〔2022〕1号" in page
    template = signed_in(world.actor("office")).get("/imports/templates/quotas/")
    assert template.status_code == 200 and load_workbook(BytesIO(b"".join(template.streaming_content)))
