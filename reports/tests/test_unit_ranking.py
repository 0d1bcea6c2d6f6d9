"""单位排名 of 石龙's quarters through the pages: typed quotas, streets and departments, the two lists, the files, and who sees what."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import Disposal, Parcel
from reports.models import PeriodReport, PeriodSnapshot
from reports.rules.period import period_sheet_from
from reports.rules.units import ranking_of
from tasks.models import CaseRule, PlanDraft, SupervisionCase
from tasks.tests.five import _person, build_five
from tasks.tests.place import Place
from tests.world import MORNING, signed_in
from tests.world import words_of_page as plain
from units.models import Unit

from .ground import entry, post

pytestmark = pytest.mark.django_db
SL = "平龙政办〔2022〕50号"
OCTOBER, NOVEMBER, FEBRUARY = clock.shanghai(2022, 10, 8, 9), clock.shanghai(2022, 11, 15, 9), clock.shanghai(2023, 2, 15, 9)
JANUARY, APRIL = clock.shanghai(2023, 1, 4, 9), clock.shanghai(2023, 4, 6, 9)
Q4, Q1 = ("quarterly", "2022Q4"), ("quarterly", "2023Q1")
ROWS = (("龙兴街道办", "60"), ("高庄街道办事处", "40"), ("区发改委", "20"), ("人民路街道", "0"), ("区住建局", "10"), ("合计", "130"))


def issue_quotas(place: Place) -> None:
    """The office types the table of quotas and reads which names are no unit; a second person issues it."""
    rows = ROWS
    with clock.at(OCTOBER):
        place.browser.post(f"/plans/{place.plan.id}/quotas/begin/")
        draft = PlanDraft.objects.get(plan=place.plan)
        form = {"version": draft.version, "count": len(rows), "title": "石龙区任务分解表", "document_no": "平龙用地办〔2022〕3号", "section": "附件",
                "valid_from": "2022-10-01"}
        form |= {f"r{n}_{key}": value for n, (label, quota) in enumerate(rows, 1)
                 for key, value in (("label", label), ("period", ""), ("quota_unsupplied", quota))}
        assert place.browser.post(f"/plans/drafts/{draft.id}/edit/quotas/", form).status_code == 302
        assert "区住建局（单位库里没有这个名字）" in plain(place.browser.get(f"/plans/drafts/{draft.id}/"))
        draft.refresh_from_db()
        assert signed_in(place.office2).post(f"/plans/drafts/{draft.id}/issue/", {"version": draft.version}).status_code == 302


def dispose(place: Place, unit: str, area: str, at) -> Parcel:
    parcel = place.parcel("90", at=at, lead_unit=unit)
    place.accept(parcel, area, at=at)
    return parcel


@pytest.fixture
def shilong():
    """Q4: 龙兴 and 高庄 half done, 发改委 a quarter; Q1: 高庄 finishes."""
    with clock.at(MORNING), everything("the test looks on"):
        build_five()
        place, other = Place("410404", SL), Place("410421", "宝政办〔2021〕34号")
    with everything("the test looks on"):
        issue_quotas(place)
        place.moved = dispose(place, "区龙兴街道办事处", "30", NOVEMBER)
        dispose(place, "高庄街道", "20", NOVEMBER)
        dispose(place, "发改部门", "5", NOVEMBER)
        dispose(place, "龙河街道办", "6", NOVEMBER)
        dispose(place, "区住建局", "4", NOVEMBER)
        dispose(place, "街道办事处", "2", NOVEMBER)
        dispose(place, "", "3", NOVEMBER)
        dispose(other, "区高庄街道办事处", "70", NOVEMBER)
        dispose(place, "区高庄街道办事处", "20", FEBRUARY)
        place.other = other
        yield place


def address(place: Place, name: str, period, **query) -> str:
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return f"{reverse(f'reports:{name}', args=period)}?plan={place.plan.id}{more}"


def shown(place: Place, period, by=None, **query) -> str:
    """The ranking on the page, in words."""
    return plain(signed_in(by or place.office).get(address(place, "period", period, **query))).split("单位排名", 1)[1]


def step(place: Place, name: str, period, by, **values):
    row = PeriodReport.objects.filter(plan=place.plan, kind=period[0], key=period[1]).first()
    answer = signed_in(by).post(address(place, f"period_{name}", period), {"version": row.version if row else 0, **values}, follow=True)
    assert answer.status_code == 200 and f"plan={place.plan.id}" in answer.redirect_chain[-1][0], plain(answer)
    return plain(answer)


def freeze(place: Place, period) -> PeriodSnapshot:
    step(place, "open", period, place.office)
    step(place, "check", period, place.office2)
    assert "已定稿第1版" in step(place, "freeze", period, place.office3)
    return PeriodSnapshot.objects.get(report__plan=place.plan, report__key=period[1])


def rule(place: Place, **values):
    form = {"basis": "区领导小组 2023年第1次会议", "form_key": f"unit-rule-{CaseRule.objects.count()}"} | values
    return place.browser.post(f"/supervision/rules/new/?plan={place.plan.id}", form, follow=True)


@pytest.mark.req("RNK-07")
def test_streets_and_departments_are_ranked_by_the_quarter_with_the_change_since_the_last(shilong):
    with clock.at(JANUARY):
        page = shown(shilong, Q4)
        assert "并列1 区高庄街道办事处 街道办事处 40 20.00 20.00 50.00%" in page
        assert "并列1 区龙兴街道办事处 街道办事处 60 30.00 30.00 50.00%" in page
        assert "3 区发改委 部门 20 5.00 5.00 25.00%" in page
        assert "— 区人民路街道办事处 街道办事处 0 0.00 0.00 —" in page and "— 区龙河街道办事处 街道办事处 — 6.00 6.00 —" in page
        assert "任务量空白或为 0 的不排名：区人民路街道办事处、区龙河街道办事处" in page
    with clock.at(APRIL):
        page = shown(shilong, Q1)
        assert "1 持平 区高庄街道办事处 街道办事处 40 20.00 40.00 100.00%" in page
        assert "2 降1 区龙兴街道办事处 街道办事处 60 0.00 30.00 50.00%" in page
        assert "3 持平 区发改委 部门 20 0.00 5.00 25.00%" in page
        assert "平龙用地办〔2022〕3号 附件" in page
        html = shilong.browser.get(address(shilong, "period", Q1)).content.decode()
        links = [one.split('"')[0].replace("&amp;", "&") for one in html.split('class="lp-open" href="')[1:] if "/units/" in one.split('"')[0]]
        behind = plain(shilong.browser.get(links[0]))
        assert "区高庄街道办事处：累计处置 40.00 亩" in behind and "2 笔入账，其中本季 20.00 亩" in behind


@pytest.mark.req("RNK-07")
def test_words_that_name_no_unit_are_listed_and_counted_in_the_total_alone(shilong):
    with clock.at(JANUARY):
        page = shown(shilong, Q4)
        assert "区住建局 认不出 单位库里没有这个名字 10 4.00 4.00 —" in page
        assert "街道办事处 认不出 是统称，没有写明是哪一个街道 — 2.00 2.00 —" in page
        assert "没有分到单位 认不出 宗地没有写责任单位 — 3.00 3.00 —" in page
        assert "合 计 130 70.00 70.00 53.85%" in page  # nothing of 宝丰's 70, whose words are the same
        whole = plain(shilong.browser.get(address(shilong, "period", Q4)))
        assert "石龙区 130 70.00 70.00 53.85%" in whole.replace("1 石龙区", "石龙区")  # the county's own row by the printed 合计


@pytest.mark.req("RNK-07")
def test_the_two_lists_say_why_they_are_empty_and_then_propose_by_the_offices_rules(shilong):
    with clock.at(APRIL):
        page = shown(shilong, Q1)
        assert page.count("没有定提名规则，不提建议") == 2
        assert "连续（季）" in plain(shilong.browser.get(f"/supervision/rules/new/?plan={shilong.plan.id}"))
        assert "已定" in plain(rule(shilong, kind="support", metric="rate_reached", value="100", places="1"))
        assert rule(shilong, kind="interview", metric="last_running", places="1", months="2").status_code == 200
        page = shown(shilong, Q1)
        support, talk = page.split("奖励建议（用地政策支持）")[1].split("约谈建议")[:2]
        assert "综合完成率达到 100%且排名前 1 名（截至 2023-03-31）" in support and "区高庄街道办事处 任务量（亩） 40" in support
        assert "龙兴" not in support
        assert "综合连续 2 个季度通报排名后 1 名" in talk and "区发改委 任务量（亩） 20" in talk and "近几季名次 3、3" in talk
        nominations = shilong.browser.get(f"/supervision/nominations/?plan={shilong.plan.id}").content.decode()
        link = nominations.split("提出约谈")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        form = shilong.browser.get(link)
        assert "区发改委" in form.content.decode() and "近几季名次" in plain(form)
        answer = shilong.browser.post(link, {"form_key": "unit-case-1", "region": shilong.region.id, "subject": "区发改委", "year": "2023",
                                             "reason": "两季通报排名靠后", "body": "", "due_on": "2023-04-20"})
        assert answer.status_code == 302, plain(answer)
        case = SupervisionCase.objects.get()
        assert (case.kind, case.subject, case.state) == ("interview", "区发改委", "proposed")
        figures = dict(map(tuple, case.figures))
        assert (figures["完成（亩）"], figures["名次"], figures["近几季名次"]) == ("5.00", "3", "3、3")
        assert "待决定" in plain(shilong.browser.get(f"/supervision/nominations/?plan={shilong.plan.id}"))
        decision = {"version": case.version, "decision_no": "平龙用地办〔2023〕5号", "decided_on": "2023-04-06", "opinion": "", "do": "adopt"}
        assert shilong.browser.post(f"/supervision/{case.id}/decide/", decision).status_code == 403
        assert signed_in(shilong.office2).post(f"/supervision/{case.id}/decide/", decision).status_code == 302
    with clock.at(clock.shanghai(2027, 2, 1, 9)):  # the plan's bulletins end with the plan
        assert "（截至 2025-12-31）" in plain(shilong.browser.get(f"/supervision/nominations/?plan={shilong.plan.id}"))
    with clock.at(JANUARY):  # a rule looks at the quarter of its page: one bulletin is not several
        assert "没有单位符合这条规则" in shown(shilong, Q4).split("约谈建议")[1]


@pytest.mark.req("RNK-07")
def test_a_quarter_keeps_its_ranking_when_a_parcel_goes_to_another_unit_and_once_it_is_frozen(shilong):
    with clock.at(JANUARY):
        before = shown(shilong, Q4).split("合 计")[0]
        with scope(shilong.clerk):
            parcel = Parcel.objects.get(pk=shilong.moved.pk)
            land.update_parcel(parcel.id, actor=shilong.clerk, version=parcel.version, values={"lead_unit": "人民路街道办"})
        assert shown(shilong, Q4).split("合 计")[0] == before  # as it was at the cut-off
        kept = freeze(shilong, Q4)
        sha, payload = kept.sha256, kept.payload
    with clock.at(APRIL):
        page = shown(shilong, Q1)
        assert "— 区人民路街道办事处 街道办事处 0 0.00 30.00 —" in page and "3 降2 区龙兴街道办事处 街道办事处 60 0.00 0.00 0.00%" in page
        frozen = shown(shilong, Q4)
        assert "并列1 区龙兴街道办事处 街道办事处 60 30.00 30.00 50.00%" in frozen and "第1版定稿数" in frozen
        kept.refresh_from_db()
        assert (kept.sha256, kept.payload) == (sha, payload)
    assert [one.row.ranks["combined"] for one in ranking_of(period_sheet_from(payload)).in_order("combined")] == ["并列1", "并列1", "3", "—", "—"]


def test_a_later_correction_moves_the_quarter_on_the_other_basis_and_one_of_another_plan_is_no_part_of_it(shilong):
    own, foreign = (Disposal.objects.filter(parcel__region=place.region).earliest("id") for place in (shilong, shilong.other))
    at, more = clock.shanghai(2023, 1, 2, 9), {"nature": "correction", "effective": NOVEMBER}
    post(entry(shilong.region, "unsupplied", -2_500_000, at, own, **more), entry(shilong.other.region, "unsupplied", -7_000_000, at, foreign, **more))
    with clock.at(JANUARY):
        assert "并列1 区龙兴街道办事处 街道办事处 60 30.00 30.00 50.00%" in shown(shilong, Q4)
        effective = shown(shilong, Q4, basis="effective")
        assert "2 区龙兴街道办事处 街道办事处 60 27.50 27.50 45.83%" in effective and "1 区高庄街道办事处" in effective
        sheet = period_sheet_from(freeze(shilong, Q4).payload)
    assert [(one["region"], one["area"]) for one in sheet.corrections] == [("石龙区", Decimal("-2.5"))]


@pytest.mark.req("RNK-07")
def test_the_files_and_the_interface_hold_the_ranking(shilong):
    with clock.at(JANUARY):
        kept = freeze(shilong, Q4)
        step(shilong, "publish", Q4, shilong.office, doc_no="平龙用地办〔2023〕1号", dated_on="2023-01-04", printed_on="2023-01-04")
        book = load_workbook(BytesIO(bytes(kept.file)))["单位排名"]
        rows = {row[0].value: [cell.value for cell in row] for row in book.iter_rows(min_row=5)}
        assert rows["区高庄街道办事处"][1:8] == ["街道办事处", 40, 20, 20, "50.00%", "并列1", None]
        assert rows["区住建局"][1] == "认不出" and rows["合 计"][2:6] == [130, 70, 70, "53.85%"]
        assert any("区住建局：单位库里没有这个名字" in str(one) for one in rows)
        notice = signed_in(shilong.clerk).get(reverse("reports:period_notice", args=Q4))
        paper = Document(BytesIO(notice.content))
        text = "".join(one.text for one in paper.paragraphs)
        assert "三类合并完成率排名靠前的是：区高庄街道办事处（并列第1，50.00%）、区龙兴街道办事处（并列第1，50.00%）、区发改委（第3，25.00%）" in text
        assert "石龙区2022年第四季度各单位、街道办事处处置进展及排名表" in text
        cells = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
        assert any(row[0] == "区发改委" and "25.00%" in row for row in cells)
        brief = Document(BytesIO(b"".join(signed_in(shilong.office).get(address(shilong, "period_brief", Q4)))))
        assert [cell.text for cell in brief.tables[1].rows[0].cells][:2] == ["名次", "单位"]
        assert [[cell.text for cell in row.cells][:2] for row in brief.tables[1].rows[1:]] == [
            ["并列1", "区高庄街道办事处"], ["并列1", "区龙兴街道办事处"], ["3", "区发改委"]]  # the one county ranks nowhere by itself
        assert brief.paragraphs[-1].text == "本期没有要县区报送的。"
        data = signed_in(shilong.office).get(f"/api/v1/reports/periods/quarterly/2022Q4/?plan={shilong.plan.id}").json()
        assert [(one["name"], one["combined"]["rank"]) for one in data["units"]["rows"]][:3] == [
            ("区高庄街道办事处", "并列1"), ("区龙兴街道办事处", "并列1"), ("区发改委", "3")]
        assert {one["name"] for one in data["units"]["strays"]} == {"区住建局", "街道办事处", "没有分到单位"}


@pytest.mark.req("RNK-07")
def test_the_district_sees_its_units_once_told_and_others_see_nothing(shilong):
    with clock.at(JANUARY):
        freeze(shilong, Q4)
        clerk = signed_in(shilong.clerk)
        own = reverse("reports:period", args=Q4)
        assert "单位排名" not in plain(clerk.get(own))  # not told yet
        step(shilong, "publish", Q4, shilong.office, doc_no="平龙用地办〔2023〕1号", dated_on="2023-01-04", printed_on="2023-01-04")
        page = plain(clerk.get(own))
        assert "并列1 区高庄街道办事处" in page and "约谈建议" not in page
        told = clerk.get("/api/v1/reports/periods/quarterly/2022Q4/").json()
        assert told["units"]["rows"] and told["units"]["proposals"] == []
        stranger = _person(system_actor("测试"), "office.zmd7", "411700", "", "office")
        for path in (address(shilong, "period", Q4), address(shilong, "period_excel", Q4), address(shilong, "period_notice", Q4),
                     f"/bulletins/?plan={shilong.plan.id}", f"/api/v1/reports/periods/quarterly/2022Q4/?plan={shilong.plan.id}"):
            assert signed_in(stranger).get(path).status_code == 404, path
            assert signed_in(shilong.other.clerk).get(path).status_code in (403, 404), path
        neighbour = plain(signed_in(shilong.other.clerk).get(own))  # 宝丰's own quarter of the same key
        assert "龙兴" not in neighbour and "50.00%" not in neighbour


def test_a_street_office_is_known_by_its_names_and_has_the_duty_that_the_document_gives_to_all(shilong):
    library = plain(shilong.browser.get("/unit-library/?q=龙兴"))
    assert "区龙兴街道办事处 街道办事处 石龙区 街道办事处" in library and "龙兴街道办、" in library
    street = Unit.objects.get(name="区龙兴街道办事处")
    assert "限期完成征地工作" in plain(shilong.browser.get(reverse("tasks:unit", args=[street.id])))


def test_the_city_above_several_plans_chooses_one(shilong):
    with clock.at(JANUARY):
        page = shilong.browser.get("/bulletins/")
        assert "请在上面选一份辖区里的方案" in plain(page) and f"?plan={shilong.plan.id}" in page.content.decode()
        assert "2022年第四季度" in plain(shilong.browser.get(f"/bulletins/?plan={shilong.plan.id}"))


def test_without_a_table_of_quotas_the_figures_stand_without_rates_and_ranks():
    with clock.at(MORNING), everything("the test looks on"):
        build_five()
        place = Place("410404", SL)
    with everything("the test looks on"):
        dispose(place, "区高庄街道办事处", "20", NOVEMBER)
        with clock.at(JANUARY):
            page = shown(place, Q4)
    assert "— 区高庄街道办事处 街道办事处 — 20.00 20.00 —" in page and "各单位任务量没有录入或当时还没有生效" in page
