"""目标的其他算法 as the plans' pages show them: years, cohorts, land made ready, registers, parks, and goals that a document confirms."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import Parcel
from tasks.models import Plan, Target
from tests.world import PDF, signed_in, words_of_page

from .five import BF, LY, ZMD, _person
from .place import Place

pytestmark = pytest.mark.django_db
SMX, SL = "三政办〔2021〕5号", "平龙政办〔2022〕50号"
NEW_YEAR, SUMMER = date(2021, 1, 1), clock.shanghai(2021, 7, 1, 9)


@pytest.fixture
def luoyang(five) -> Place:
    return Place("410324", LY)  # 栾川县


@pytest.fixture
def baofeng(five) -> Place:
    return Place("410421", BF)


def change(place: Place, **values) -> None:
    """改设置 through its page."""
    place.plan.refresh_from_db()
    form = {"version": place.plan.version, "reason": "按市里的口径", "has_combined_rank": "on"}
    form |= {name: getattr(place.plan, name) for name in ("goal_base", "year_base", "supply_formula", "last_day")} | values
    answer = place.browser.post(f"/plans/{place.plan.id}/settings/edit/", form)
    assert answer.status_code == 302, words_of_page(answer)


def clear(place: Place, parcel: Parcel) -> None:
    """供地条件齐备, found out and finished by the clerk."""
    with scope(place.clerk):
        hurdle = land.add_hurdle(parcel.id, actor=place.clerk, topic="site", content="场地平整", lead_unit="管委会", due_on=date(2021, 10, 1))
        land.finish_hurdle(hurdle.id, actor=place.clerk, done_on=clock.today(), note="已平整")
        land.clear_parcel(parcel.id, actor=place.clerk)


@pytest.mark.req("TGT-06")
def test_baofeng_adds_land_made_ready_and_land_disposed_of_against_the_stock_of_its_base_day(baofeng):
    assert "无数据" in baofeng.row("T-BF-1")
    ready, sold, rest = (baofeng.parcel(area, since=NEW_YEAR, park="宝丰县产业集聚区", at=SUMMER) for area in ("200", "400", "400"))
    baofeng.parcel("50", since=NEW_YEAR, at=SUMMER)  # outside of the parks
    clear(baofeng, ready)
    baofeng.accept(sold, "399.99")
    row = baofeng.row("T-BF-1")
    assert "2021-07-08 存量 1000 × 60% = 600 亩；整备 200.00 + 盘活 399.99 = 599.99 亩（59.999%），差 0.01 亩" in row
    assert "差 0.01 亩，每周需 不到 0.01 亩" in row and "已达" not in row
    assert row.endswith(" 59.999%")  # 60.00 % beside a goal of 60 % that is not reached would look met
    assert "200.00 0.00 整备 200.00 亩，2021-09-24 条件齐备" in baofeng.told("T-BF-1")
    baofeng.accept(rest, "0.01")
    assert "整备 200.00 + 盘活 400.00 = 600.00 亩（60.00%），已达" in baofeng.row("T-BF-1")
    page = baofeng.told("T-BF-1")
    assert ready.parcel_no in page and sold.parcel_no in page and "算的是这些" in page
    baofeng.accept(ready, "200")  # what was ready is disposed of: it counts there, once
    assert "整备 0.00 + 盘活 600.00 = 600.00 亩" in baofeng.row("T-BF-1")


@pytest.mark.req("TGT-07")
def test_sanmenxia_is_done_by_a_document_and_not_without_one(five):
    smx = Place("411221", SMX)
    target = smx.plan.targets.get(code="T-SMX-1")
    assert "未确认" in smx.row("T-SMX-1") and "没有确认文件" in smx.row("T-SMX-1")
    path = f"/plans/{smx.plan.id}/targets/{target.id}/confirm/"
    answer = smx.browser.post(path, {"done_on": "2021-09-01", "document_no": "三用地办〔2021〕9号"})
    assert answer.status_code == 400 and "没有选文件" in words_of_page(answer)
    answer = smx.browser.post(path, {"done_on": "2021-09-01", "document_no": "", "file": SimpleUploadedFile("确认.pdf", PDF)})
    assert answer.status_code == 400 and "确认文件的文号没有填" in words_of_page(answer)
    answer = smx.browser.post(path, {"done_on": "2021-09-01", "document_no": "三用地办〔2021〕9号", "file": SimpleUploadedFile("确认.pdf", PDF)})
    assert answer.status_code == 302
    assert "已达 2021-09-01 完成，确认文件 三用地办〔2021〕9号" in smx.row("T-SMX-1")
    page = smx.told("T-SMX-1")
    assert "确认.pdf" in page
    with everything("the paper of the confirmation"):
        row = target.confirmations.get()
    assert smx.browser.get(f"/attachments/{row.paper_id}/file/").status_code == 200
    assert signed_in(smx.clerk).post(path, {}).status_code == 403
    answer = smx.browser.post(f"/plans/confirmations/{row.id}/void/", {"reason": "文号有误"})
    assert answer.status_code == 302 and "未确认" in smx.row("T-SMX-1") and "文号有误" in smx.told("T-SMX-1")
    assert "可以办理" in smx.row("T-SMX-7")  # 可以: no goal


@pytest.mark.req("TGT-08")
def test_luoyangs_yearly_share_is_of_the_opening_stock_or_of_a_fixed_one_capped(luoyang):
    parcels = [luoyang.parcel("100", "idle", since=date(2020, 6, 1), at=SUMMER) for _ in range(10)]
    for parcel in parcels[:4]:
        luoyang.accept(parcel, "100", at=clock.shanghai(2021, 8, 2, 9))
    assert "2021年年初存量 1000 × 40% = 400 亩；本年已处置 400.00 亩（40.00%），已达" in luoyang.row("T-LY-5-2021")
    assert "2022年还没有开始" in luoyang.row("T-LY-5-2022")
    later = clock.shanghai(2022, 12, 30, 9)
    with clock.at(later):
        for parcel in parcels[4:8]:
            luoyang.accept(parcel, "60" if parcel is parcels[4] else "59.99" if parcel is parcels[5] else "60", at=later)
        row = luoyang.row("T-LY-5-2022")
        assert "2022年年初存量 600 × 40% = 240 亩；本年已处置 239.99 亩（39.998%），差 0.01 亩" in row
        change(luoyang, year_base="fixed")
        row = luoyang.row("T-LY-5-2022")
        assert "2021年年初固定存量 1000 × 40% = 400 亩；本年已处置 239.99 亩（24.00%），差 160.01 亩" in row
        assert "现用基数：首年年初的固定存量" in row
        assert "首年年初的固定存量" in words_of_page(luoyang.browser.get(f"/plans/{luoyang.plan.id}/settings/"))
    end = clock.shanghai(2023, 12, 1, 9)
    with clock.at(end):
        row = luoyang.row("T-LY-5-2023")
        assert "2021年年初固定存量 1000 × 40% = 400 亩，按年初存量封顶 360.01 亩；本年已处置 0.00 亩" in row
    assert parcels[0].parcel_no in luoyang.told("T-LY-5-2021")


@pytest.mark.req("TGT-09")
def test_luoyangs_sixty_percent_is_of_land_approved_before_2018_and_the_bound_can_be_moved(luoyang):
    def batch(day: str, number: int):
        with scope(luoyang.clerk):
            return land.register_batch(actor=luoyang.clerk, region_id=luoyang.region.id, values={
                "approval_no": f"豫政土〔{day[:4]}〕{number}号", "approved_on": date.fromisoformat(day), "authority": "province",
                "area": Decimal(500), "name": "批次"})

    old, later = batch("2017-12-31", 1), batch("2018-06-01", 2)
    first = luoyang.parcel("100", batch_id=old.id, park="栾川县产业集聚区", at=SUMMER)
    second = luoyang.parcel("50", batch_id=later.id, park="栾川县产业集聚区", at=SUMMER)
    luoyang.accept(first, "60")
    row = luoyang.row("T-LY-2")
    assert "存量 100 × 60% = 60 亩；已处置 60.00 亩（60.00%），已达" in row
    with scope(luoyang.clerk):  # supplied, then idle: what was disposed of stays in both sums
        land.change_kind(first.id, actor=luoyang.clerk, version=Parcel.objects.get(pk=first.id).version, kind="idle", idle_source="province_base",
                         effective_on=date(2021, 9, 24), doc_no="闲〔2021〕1号", reason="供后闲置")
    assert "存量 60 × 60% = 36 亩；已处置 60.00 亩（100.00%），已达" in luoyang.row("T-LY-2")
    with scope(luoyang.clerk):
        land.change_kind(first.id, actor=luoyang.clerk, version=Parcel.objects.get(pk=first.id).version, kind="unsupplied", idle_source="",
                         effective_on=date(2021, 9, 24), doc_no="闲〔2021〕2号", reason="认定有误")
    cohort = luoyang.plan.region.cohorts.get(code="before_2018")
    answer = luoyang.browser.post(f"/ledger/cohorts/{cohort.id}/edit/", {
        "form_key": "cohort-bound-key", "label": cohort.label, "approved_from": "", "approved_until": "2018-12-31", "reason": "含2018年",
        "version": cohort.version})
    assert answer.status_code == 302, words_of_page(answer)
    assert "2018-12-31" in words_of_page(luoyang.browser.get(f"/plans/{luoyang.plan.id}/settings/"))
    row = luoyang.row("T-LY-2")
    assert "存量 150 × 60% = 90 亩；已处置 60.00 亩（40.00%），差 30.00 亩" in row
    assert second.parcel_no in luoyang.told("T-LY-2")


@pytest.mark.req("TGT-10")
def test_luoyangs_legacy_register_names_the_cases_that_are_open(luoyang):
    with clock.at(clock.shanghai(2021, 12, 31, 16)):
        with scope(luoyang.clerk):
            for number in range(40):
                done = number >= 3
                land.add_item("legacy", actor=luoyang.clerk, region_id=luoyang.region.id, values={
                    "name": f"遗留{number}号", "content": "缺用地手续", "state": "done" if done else "open",
                    "done_on": date(2021, 12, 31) if done else None, "result_no": "豫（2021）不动产权第1号" if done else ""})
        row = luoyang.row("T-LY-1")
        assert "历史遗留问题登记 40 × 100% = 40 项；已办结 37 项（92.50%），差 3 项；未办结 3 项：遗留0号、遗留1号、遗留2号" in row
        page = luoyang.told("T-LY-1")
        assert "16 个，0 个已达，15 个无数据" in page
        assert page.index("遗留2号 ") < page.index("遗留3号 ") and page.count("未办结") >= 3
        assert "差 3 项" in luoyang.told("T-LY-1", by=luoyang.clerk)  # the county reads its own line
    assert "无数据" in luoyang.row("T-LY-3") and "登记簿里没有登记" in luoyang.row("T-LY-3")


@pytest.mark.req("TGT-12")
def test_shilongs_rate_of_supply_follows_the_formula_of_the_plan(five):
    shilong = Place("410404", SL)
    assert "无数据" in shilong.row("T-SL-2")
    with scope(shilong.clerk):
        batch = land.register_batch(actor=shilong.clerk, region_id=shilong.region.id, values={
            "approval_no": "豫政土〔2012〕1号", "approved_on": date(2012, 5, 1), "authority": "province", "area": Decimal(1000),
            "area_supplied": Decimal(700), "name": "批次"})
    parcel = shilong.parcel("200", batch_id=batch.id)
    shilong.accept(parcel, "50")
    assert "没有依法认定的闲置土地" in shilong.row("T-SL-3") and "未规定" in shilong.row("T-SL-1")
    row = shilong.row("T-SL-2")
    assert "现用算法：已供 ÷（批准 − 核销、失效、撤回、调整）" in row
    assert "批准 1000 − 核销、失效、撤回、调整 0 = 1000 × 80% = 800 亩；已供 700.00 亩（70.00%），差 100.00 亩" in row
    change(shilong, supply_formula="disposed", counts_used_unsupplied="on")
    row = shilong.row("T-SL-2")
    assert "存量 200 × 80% = 160 亩；已处置 50.00 亩（25.00%），差 110.00 亩" in row and "现用算法：已处置 ÷ 存量" in row
    assert "（现用：已处置 ÷ 存量）" in shilong.told("T-SL-2")
    settings = words_of_page(shilong.browser.get(f"/plans/{shilong.plan.id}/settings/"))
    assert "已处置 ÷ 存量" in settings and "C-24" in settings
    assert "2014年以前" in shilong.row("T-SL-1") and "存量 200 × 100% = 200 亩；已处置 50.00 亩" in shilong.row("T-SL-1")  # in both cohorts


def test_every_one_of_the_56_targets_says_a_result_or_why_there_is_none(five):
    assert Target.objects.count() == 56
    office = {plan.id: signed_in(_office(plan)) for plan in Plan.objects.all()}
    for plan in Plan.objects.select_related("region", "document"):
        words = words_of_page(office[plan.id].get(f"/plans/{plan.id}/targets/"))
        for target in plan.targets.all():
            assert target.compares or target.operator == "may", target.code
            told = words.split(f"{target.category} {target.metric} ", 1)[1][:900]
            assert any(word in told for word in ("已达", "差", "无数据", "未确认", "不可计算", "可以办理", "未达")), target.code


def _office(plan: Plan):
    city = plan.region if plan.region.level == "city" else plan.region.parent
    return _person(system_actor("测试"), f"office.of{plan.id}", city.code, "", "office")


def test_the_goals_of_september_may_be_read_as_shares_of_the_printed_stock(five):
    zmd = Place("411702", ZMD)
    before = zmd.row("T-ZMD-5")
    assert "闲置" in before
    zmd.accept(zmd.parcel("100", "idle"), "100")
    assert "任务量 4193 × 70% = 2935.1 亩" in zmd.row("T-ZMD-5")
    change(zmd, goal_base="stock", counts_used_unsupplied="on")
    assert "印发存量面积 6989 × 70% = 4892.3 亩" in zmd.row("T-ZMD-5")
    zmd.accept(zmd.parcel("663.52"), "663.52")
    assert "消化率 1.00% ：已处置 663.52 ÷ 印发未供面积 66353 亩" in zmd.told("T-ZMD-1")
    assert "任务量 39812 × 70%" in zmd.row("T-ZMD-4")  # the document says 任务量 itself


def test_another_county_sees_nothing_of_the_rows_behind_a_target(luoyang):
    mine = luoyang.parcel("100", "idle", since=date(2020, 6, 1), at=SUMMER)
    luoyang.accept(mine, "40")
    other = Place("410325", LY)
    page = other.told("T-LY-5-2021", by=other.clerk)
    assert mine.parcel_no not in page and "100.00" not in page and "全市的结果由市里看" in page
    assert "本年已处置 40.00 亩" in luoyang.told("T-LY-5-2021", by=luoyang.clerk)


def test_the_last_valid_day_of_luoyangs_plan_can_be_the_anniversary(luoyang):
    with clock.at(clock.shanghai(2024, 4, 28, 9)):
        page = words_of_page(luoyang.browser.get(f"/plans/{luoyang.plan.id}/targets/"))
        assert "依据文件已过有效期" in page and "2024-04-27" in page
        assert "有效期至" not in page
        change(luoyang, last_day="anniversary")
        assert "依据文件还有 0 天到期（有效期至 2024-04-28）" in words_of_page(luoyang.browser.get(f"/plans/{luoyang.plan.id}/"))
        assert "依据文件已过有效期" not in words_of_page(luoyang.browser.get(f"/plans/{luoyang.plan.id}/targets/"))


def test_the_page_asks_the_same_number_of_questions_however_much_land_there_is(luoyang):
    path = f"/plans/{luoyang.plan.id}/targets/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert luoyang.browser.get(path).status_code == 200
        return len(seen)

    asked()
    before = asked()
    for number in range(4):
        parcel = luoyang.parcel("10", "idle", since=NEW_YEAR, park="栾川县产业集聚区", at=SUMMER)
        luoyang.accept(parcel, "1")
        with scope(luoyang.clerk):
            land.add_item("legacy", actor=luoyang.clerk, region_id=luoyang.region.id, values={"name": f"遗留{number}", "content": "缺手续"})
    assert asked() <= before + 1 and before < 90
