"""Batches, supplies, disposals, enterprise years, units and people through the same pages."""

from datetime import date
from decimal import Decimal

import pytest

from exchange.sections import IMPORTERS, Place
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import ApprovalBatch, Disposal, Enterprise, EnterpriseYear, Supply
from units.models import Unit, User

from .sending import book, sent

pytestmark = pytest.mark.django_db
DISPOSALS = ("地块编号", "第几笔", "处置措施", "处置面积（亩）", "处置日期", "文书号")


def test_batches_are_registered_and_a_registered_one_is_only_compared(land):
    heads = ("批准文号", "批次名称", "批准时间", "批准机关", "批准面积（公顷）")
    rows = [("豫政土[2019]123号", "甲县2019年度第一批次", "2019.6.30", "省政府", "20"),
            ("国土资函〔2018〕9号", "高铁项目", "2018/3/1", "国务院", "3.5")]
    file = sent(land.clerk, book(heads, *rows), section="batches")
    assert file.row.state == "ready", file.page()
    file.confirm()
    with everything("the test looks on"):
        assert list(ApprovalBatch.objects.order_by("id").values_list("approval_no", "area", "approved_on", "authority")) == [
            ("豫政土〔2019〕123号", Decimal(300), date(2019, 6, 30), "province"),
            ("国土资函〔2018〕9号", Decimal("52.5"), date(2018, 3, 1), "state_council")]
    assert sent(land.clerk, book(heads, *rows), section="batches").row.state == "same"
    other = sent(land.clerk, book(heads, (rows[0][0], rows[0][1], "", "", "21")), section="batches")
    assert other.row.state == "faulty" and "已登记，不可用文件改" in other.page()


def test_supplies_come_in_the_columns_and_order_of_the_land_market(land):
    with scope(land.clerk):
        labels = [one.label for one in IMPORTERS["supplies"].section(Place(land.clerk, {})).columns]
    assert labels[:23] == (
        "行政区 电子监管号 项目名称 项目位置 面积 土地来源 土地用途 供地方式 土地使用年限 行业分类 土地级别 成交价格 分期支付约定 土地使用权人 "
        "约定容积率上限 约定容积率下限 约定交地时间 约定开工时间 约定竣工时间 实际开工时间 实际竣工时间 批准单位 合同签订日期").split()
    parcel = land.parcel("100", name="甲地块", supervision_no="4117022021B00123")
    heads = ("行政区", "电子监管号", "项目名称", "面积(公顷)", "供地方式", "成交价格(万元)", "约定开工时间", "合同签订日期")
    row = ("甲县", "4117022021B00123", "甲项目", "2", "挂牌", "1,405.416764", "1900-01-01", "2021年3月22日")
    file = sent(land.clerk, book(heads, row), section="supplies")
    assert file.row.state == "ready", file.page()
    file.confirm()
    with everything("the test looks on"):
        made = Supply.objects.get(parcel=parcel)
    assert (made.area, made.mode, made.price, made.supplied_on, made.doc_no) == (
        Decimal(30), "granted", Decimal("14054167.64"), date(2021, 3, 22), "4117022021B00123")
    assert sent(land.clerk, book(heads, row), section="supplies").row.state == "same"
    over = sent(land.clerk, book((*heads, "合同编号"), (*row[:3], "9", *row[4:], "另一合同")), section="supplies")
    assert over.row.state == "faulty" and "供应面积 135.00 亩不在 0 与尚未供应的 70.00 亩之间" in over.page()


@pytest.mark.claim("C05")
def test_disposals_come_as_drafts_and_a_submitted_one_is_not_touched(land):
    parcel, theirs = land.parcel("100"), land.parcel("9", region=land.other, by="clerk_b")
    file = sent(land.clerk, book(DISPOSALS, (parcel.parcel_no, "", "出让供应", 12.5, "2021-09-20", "驻自然资交[2021]7号")), section="disposals")
    assert file.row.state == "ready", file.page()
    file.confirm()
    with everything("the test looks on"):
        draft = Disposal.objects.get()
    assert (draft.state, draft.area, draft.doc_no, draft.created_by_id) == ("draft", Decimal("12.5"), "驻自然资交〔2021〕7号", land.clerk.user_id)
    changed = sent(land.clerk, book(DISPOSALS, (parcel.parcel_no, 1, "出让供应", 13, "2021-09-20", "驻自然资交〔2021〕7号")), section="disposals")
    assert "处置面积： 12.5 → 13" in changed.page()
    changed.confirm()
    with everything("the test looks on"):
        draft.refresh_from_db()
    assert draft.area == 13
    with scope(land.clerk):
        services.submit_disposal(draft.id, actor=land.clerk, version=draft.version)
    with everything("the test looks on"):
        before = list(Disposal.objects.values())
    for row in ((parcel.parcel_no, 1, "出让供应", 99, "2021-09-20", "改"), (theirs.parcel_no, "", "出让供应", 1, "", ""),
                (parcel.parcel_no, 7, "出让供应", 1, "", "")):
        file = sent(land.clerk, book(("id", "state", *DISPOSALS), (draft.id, "accepted", *row)), section="disposals")
        if file.row.state == "mapping":
            file.map()
        assert file.row.state == "faulty" and ("不可改" in file.page() or "不存在" in file.page()), file.page()
    with everything("the test looks on"):
        assert list(Disposal.objects.values()) == before


def test_enterprise_years_register_the_enterprise_and_are_corrected_with_a_reason(land):
    heads = ("企业名称", "年度", "产值（万元）", "税收（元）", "退税和减免", "利润", "数据来源", "更正原因")
    rows = ("甲公司", 2019, 1200, 350000, 0, "", "统计局", ""), ("甲公司", 2020, 1500, 400000, 0, -20, "统计局", "")
    file = sent(land.clerk, book(heads, *rows), section="years")
    assert file.row.state == "ready", file.page()
    file.confirm()
    with everything("the test looks on"):
        firm = Enterprise.objects.get()
        assert list(EnterpriseYear.objects.order_by("year").values_list("year", "output", "tax", "profit")) == [
            (2019, Decimal(12_000_000), Decimal(350_000), None), (2020, Decimal(15_000_000), Decimal(400_000), Decimal(-200_000))]
    same = sent(land.clerk, book(heads, rows[0]), section="years")
    assert same.row.state == "same"
    bare = sent(land.clerk, book(heads, ("甲公司", 2019, 1300, 350000, 0, "", "统计局", "")), section="years")
    assert bare.row.state == "faulty" and "更正要写原因" in bare.page()
    sent(land.clerk, book(heads, ("甲公司", 2019, 1300, 350000, 0, "", "统计局", "年报重核")), section="years").confirm()
    with everything("the test looks on"):
        assert list(firm.years.filter(year=2019).order_by("number").values_list("number", "output", "reason")) == [
            (1, Decimal(12_000_000), ""), (2, Decimal(13_000_000), "年报重核")]


def test_units_and_people_are_brought_in_by_the_system_administrator_only(land):
    units = book(("区划", "单位名称", "类别"), ("甲县", "甲县工业园管委会", "政府、管委会"), ("甲县", "甲县自然资源局", "部门"))
    file = sent(land.system_admin, units, section="units")
    assert file.row.counts["create"] == 1 and file.row.counts["same"] == 1, file.page()
    file.confirm()
    assert Unit.objects.filter(name="甲县工业园管委会", kind="government").count() == 1
    heads = ("用户名", "姓名", "区划", "单位", "岗位")
    bad = sent(land.system_admin, book(heads, ("yuanqu.1", "测试园区", "甲县", "没有的单位", "填报员")), section="people")
    assert bad.row.state == "faulty" and "没有单位“没有的单位”" in bad.page()
    file = sent(land.system_admin, book(heads, ("yuanqu.1", "测试园区", "甲县", "甲县工业园管委会", "填报员")), section="people")
    assert file.row.state == "ready", file.page()
    file.confirm()
    made = User.objects.get(username="yuanqu.1")
    assert made.must_change_password and not made.has_usable_password()
    assert [(post.unit.name, post.role) for post in made.posts.all()] == [("甲县工业园管委会", "county_clerk")]
