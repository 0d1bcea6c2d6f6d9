"""Import of parcels through the pages: preview, refusal of the whole file, confirmation, nothing twice, nothing of others (SYS-03)."""

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
