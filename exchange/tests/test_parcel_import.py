"""Import of parcels through the pages: preview, refusal of the whole file, confirmation, nothing twice, nothing of others (SYS-03)."""

import re
from decimal import Decimal

import pytest

from audit.models import AuditEntry
from audit.selectors.history import verify_chain
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import KindSpan, Parcel

from .sending import HEADS, book, parcels_book, sent

pytestmark = pytest.mark.django_db


def facts():
    with everything("the test looks on"):
        return list(Parcel.objects.order_by("id").values())


def names():
    with everything("the test looks on"):
        return set(Parcel.objects.values_list("name", flat=True))


def rows_of(count, wrong_at=None):
    return [("", f"地块{n}", "征而未供", "四十" if n == wrong_at else 10 + n, "路北", "甲乡", "") for n in range(1, count + 1)]


@pytest.mark.req("SYS-03")
def test_row_7_with_a_bad_area_is_named_and_nothing_is_saved(land):
    file = sent(land.clerk, parcels_book(*rows_of(9, wrong_at=6)))  # the head is row 1
    page = file.page()
    assert file.row.state == "faulty" and "没有导入，一行也没有保存" in page
    assert "D7 面积“四十”" in page and "第7行" in page
    assert facts() == []


def test_a_clean_file_is_previewed_confirmed_and_registered_whole(land):
    file = sent(land.clerk, parcels_book(*rows_of(3)))
    assert file.row.state == "ready" and "新增 3" in file.page() and facts() == []
    assert file.confirm().status_code == 302
    assert file.row.state == "done" and "新增 3 宗" in file.page()
    with everything("the test looks on"):
        made = list(Parcel.objects.order_by("parcel_no"))
        assert [(one.parcel_no, one.name, one.area, one.kind, one.elements) for one in made] == [
            (f"419901-000{n}", f"地块{n}", Decimal(10 + n), "unsupplied", 2) for n in (1, 2, 3)]
        assert KindSpan.objects.filter(parcel__in=made, kind="unsupplied", until_on=None).count() == 3
    entries = AuditEntry.objects.filter(action="register_parcel").order_by("seq")
    assert [entry.reason for entry in entries] == [f"第{file.pk}号导入 台账.xlsx 第{n}行" for n in (2, 3, 4)]
    assert {entry.actor_id for entry in entries} == {land.clerk.user_id}
    assert verify_chain().broken_seq is None


def test_a_known_parcel_is_changed_only_where_a_cell_says_so(land):
    parcel = land.parcel("10", lead_unit="甲乡", supervision_no="4199012021B00011")
    file = sent(land.clerk, parcels_book(("", "", "", "", "", "乙乡", "4199012021B00011")))
    page = file.page()
    assert file.row.state == "ready" and "责任单位： 甲乡 → 乙乡" in page
    file.confirm()
    with everything("the test looks on"):
        after = Parcel.objects.get(pk=parcel.pk)
    assert (after.lead_unit, after.location, after.area, after.version) == ("乙乡", parcel.location, parcel.area, parcel.version + 1)


def test_an_area_is_changed_with_a_reason_only(land):
    parcel = land.parcel("10")
    heads = ("地块编号", "面积（亩）", "修改原因")
    file = sent(land.clerk, book(heads, (parcel.parcel_no, 12, "")))
    assert file.row.state == "faulty" and "改面积要写原因" in file.page()
    file = sent(land.clerk, book(heads, (parcel.parcel_no, 12, "复测")))
    file.confirm()
    with everything("the test looks on"):
        assert Parcel.objects.get(pk=parcel.pk).area == 12
    assert AuditEntry.objects.get(action="update_parcel").reason.startswith("复测；第")


@pytest.mark.claim("C24")
def test_the_same_file_and_the_same_rows_in_another_order_add_nothing_and_name_the_first_import(land):
    first = sent(land.clerk, parcels_book(*rows_of(5)))
    first.confirm()
    before = facts()
    for content in (parcels_book(*rows_of(5)), parcels_book(*reversed(rows_of(5)))):
        again = sent(land.clerk, content)
        assert again.row.state == "same"
        assert f"已由第 {first.pk} 号导入“台账.xlsx”登记" in again.page()
        assert again.post("confirm", sha256=again.row.sha256).status_code == 409
    assert facts() == before


def test_what_fits_several_is_not_guessed_but_listed(land):
    first, second = land.parcel("10", supervision_no="X1"), land.parcel("10", supervision_no="X2")
    before = facts()
    file = sent(land.clerk, parcels_book(("", first.name, "", 10, "", "乙乡", "")))
    page = file.page()
    assert file.row.state == "faulty" and "对得上的有 2 宗" in page and first.parcel_no in page and second.parcel_no in page
    assert facts() == before


def test_a_preview_that_is_out_of_date_is_shown_anew_and_not_applied(land):
    parcel = land.parcel("10", lead_unit="甲乡")
    file = sent(land.clerk, parcels_book((parcel.parcel_no, "", "", "", "", "乙乡", "")))
    with scope(land.clerk):
        services.update_parcel(parcel.pk, actor=land.clerk, version=parcel.version, values={"lead_unit": "丙乡"})
    file.confirm()
    assert file.row.state == "ready" and "丙乡 → 乙乡" in file.page() and "台账有变动" in file.page()
    file.confirm()
    assert file.row.state == "done"


@pytest.mark.claim("C05")
def test_a_file_reaches_no_other_county(land):
    theirs = land.parcel("7", region=land.other, by="clerk_b", name="乙块", supervision_no="B1")
    before = facts()
    for content in (parcels_book((theirs.parcel_no, "改名", "征而未供", 7, "", "", "")),
                    book((*HEADS, "县区"), ("", "新块", "征而未供", 7, "", "", "", "乙县")),
                    book((*HEADS, "批准文号"), ("", "新块", "征而未供", 7, "", "", "", "没有的〔2020〕1号"))):
        file = sent(land.clerk, content)
        assert file.row.state == "faulty", file.row.told
        assert "不在本县区" in file.page() or "不存在于" in file.page()
    file = sent(land.clerk, book(("id", "region_id", *HEADS), (theirs.pk, land.other.pk, "", "乙块", "征而未供", 7, "", "", "B1")))
    file.map()
    file.confirm()
    after = facts()
    assert after[: len(before)] == before and len(after) == len(before) + 1 and after[-1]["region_id"] == land.county.pk


def test_what_a_file_says_of_days_to_come_is_refused_as_in_the_form(land):
    heads = ("地块名称", "类别", "面积（亩）", "何日起是这一类", "实际动工日期")
    file = sent(land.clerk, book(heads, ("甲", "征而未供", 10, "2021-09-25", ""), ("乙", "供后闲置", 10, "", "2022-01-01")))
    page = file.page()
    assert file.row.state == "faulty"
    assert "何日起是这一类 2021-09-25 晚于今天 2021-09-24" in page
    assert "实际动工日期 2022-01-01 晚于今天 2021-09-24" in page


def test_what_a_rule_refuses_is_said_at_its_cell_and_a_row_is_known_by_its_name(land):
    heads = ("地块名称", "类别", "面积（亩）", "完成时限")
    file = sent(land.clerk, book(heads, ("甲地块", "征而未供", "", ""), ("乙地块", "征而未供", 10, "年底前"), ("丙地块", "", 10, "")))
    page = file.page()
    assert "C2 面积空白：面积没有填。请写宗地面积。" in page
    assert "B4 类别空白：类别没有填。新登记的宗地要有类别，请从列出的里选。" in page
    assert re.search("第3行 乙地块 D3 完成时限“年底前”", page)


def test_a_file_without_a_column_of_kinds_says_that_it_has_none(land):
    page = sent(land.clerk, book(("地块名称", "面积（亩）"), ("甲地块", 10))).page()
    assert "类别没有填。新登记的宗地要有类别，文件里没有哪一列当作“类别”，请在“各列是什么”里指定，或补上这一列。" in page


def test_a_table_of_parcels_sent_as_batches_is_told_to_be_one_of_parcels(land):
    file = sent(land.clerk, parcels_book(*rows_of(2)), section="batches")
    assert file.row.state == "mapping"
    assert "这张表更像“宗地”的：选错了内容的，撤回这一个，选“宗地”再传。" in file.page()


def test_the_preview_of_a_new_parcel_shows_its_deadline_and_number(land):
    heads = ("地块名称", "类别", "面积（亩）", "完成时限", "电子监管号")
    page = sent(land.clerk, book(heads, ("甲地块", "征而未供", 10, "2021年11月30日", "4117022021B00012"))).page()
    assert "完成时限 2021-11-30" in page and "电子监管号 4117022021B00012" in page
