"""The year's pages in Chromium: a month from its cut-off to the notice that the county reads, a case from proposal to its end, a duty of the
month, what the public reads after four eyes, a target with the rows behind it."""

import hashlib
import io
import re

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import expect

from .test_journey import move_clock

pytestmark = pytest.mark.browser
COUNTY, MONTH = "驿城区", "/bulletins/monthly/2021-09/"


def main(page):
    return page.locator("main")


def downloaded(page, name):
    """The bytes of a file whose link is clicked."""
    with page.expect_download() as caught:
        page.locator(f"a:has-text('{name}')").first.click()
    with open(caught.value.path(), "rb") as file:
        return file.read()


def close_the_month(page, address):
    """The clock stands after the cut-off of September."""
    move_clock(page, address, "2021-09-24T18:05")
    page.goto(f"{address}{MONTH}")


def test_a_month_goes_from_collecting_to_the_notice_that_the_county_reads(people, address):
    office, group, clerk = (people.page(name) for name in ("office", "acceptance", "yicheng.clerk"))
    close_the_month(office, address)
    clerk.goto(f"{address}{MONTH}")
    expect(main(clerk)).to_contain_text("本期还没有通报")
    group.goto(f"{address}{MONTH}")
    expect(group.locator(".lp-head")).to_contain_text("收报核对")
    group.fill("#check_note", "与周报、台账一致")
    group.click("button:has-text('核对无误')")
    group.wait_for_selector("text=请办公室另一人定稿")
    office.goto(f"{address}{MONTH}")
    office.click("form[action$='/freeze/'] button:has-text('定稿')")  # counties are missing: not without a reason
    expect(office.get_by_role("alert").first).to_contain_text("没有报送")
    office.fill("#freeze_reason", "已催报，按时限定稿")
    office.click("form[action$='/freeze/'] button:has-text('定稿')")
    office.wait_for_selector("text=已定稿第1版")
    content = downloaded(office, "下载 Excel")
    assert hashlib.sha256(content).hexdigest() == office.locator("code[title]").first.get_attribute("title")
    rows = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)]
    assert COUNTY in rows
    assert Document(io.BytesIO(downloaded(office, "送审稿（Word）"))).paragraphs[0].text == "送审稿"
    office.fill("#doc_no", "旅程通报〔2021〕9号")
    office.click("button:has-text('通报第1版')")
    office.wait_for_selector("text=已通报，各县区可以下载")
    clerk.goto(f"{address}{MONTH}")
    expect(main(clerk)).to_contain_text("旅程通报〔2021〕9号")
    notice = Document(io.BytesIO(downloaded(clerk, ".docx")))
    assert notice.paragraphs[0].text == "关于2021年9月批而未用土地盘活利用进展情况的通报"
    assert "旅程通报〔2021〕9号" in [one.text for one in notice.paragraphs]


def test_a_case_is_proposed_by_one_decided_by_another_followed_and_closed_with_a_result(people, address):
    office, leader, clerk = (people.page(name) for name in ("office", "leader", "yicheng.clerk"))
    office.goto(f"{address}/supervision/new/?kind=order")
    office.select_option("#id_region", label=COUNTY)
    office.fill("#id_reason", "旅程：批而未供处置没有进展")
    office.click("#case-form button[type=submit]")
    expect(office.get_by_role("alert").first).to_contain_text("时限")
    assert office.input_value("#id_reason") == "旅程：批而未供处置没有进展"  # what was typed stays
    office.select_option("#id_kind", "cut")  # and with another kind, which may be the wrong one
    office.wait_for_selector("h1:has-text('提出：核减用地指标')")
    office.fill("#id_base", "1000")
    office.select_option("#id_kind", "order")
    office.wait_for_selector("h1:has-text('提出：督促整改')")
    expect(office.get_by_role("status").first).to_contain_text("下一年度计划指标 1000 亩")
    assert office.input_value("#id_reason") == "旅程：批而未供处置没有进展"
    office.fill("#id_due_on", "2021-10-31")
    office.click("#case-form button[type=submit]")
    office.wait_for_url(re.compile(r"/supervision/\d+/"))
    expect(main(office)).to_contain_text("完成率")  # the figures of that moment
    assert office.locator("button:has-text('决定')").count() == 0
    address_of_case = office.url
    assert clerk.goto(address_of_case).status == 404  # nothing is decided about the county yet
    leader.goto(address_of_case)
    leader.click("button[value=adopt]")
    expect(leader.get_by_role("alert").first).to_contain_text("决定文号没有填")
    leader.fill("#id_decision_no", "旅程督〔2021〕8号")
    leader.click("button[value=adopt]")
    leader.wait_for_selector("text=已决定。")
    clerk.goto(address_of_case)
    clerk.fill("#id_text", "已排出三宗，月底签约")
    clerk.click("button:has-text('登记记录')")
    clerk.wait_for_selector("text=记录已登记。")
    office.goto(address_of_case)
    expect(main(office)).to_contain_text("已排出三宗，月底签约")
    office.fill("form[aria-label=办结] [name=result]", "三宗已签约")
    office.click("form[aria-label=办结] button[type=submit]")
    office.wait_for_selector("text=已办结。")
    expect(office.locator(".lp-head")).to_contain_text("正常")  # closed before its day


def test_a_notice_that_was_issued_has_closed_the_duty_of_its_month(people, address):
    group, office = people.page("acceptance"), people.page("office")
    group.goto(f"{address}/periods/")
    group.locator("tbody tr", has_text="2021年9月").filter(has_text="考核验收组").locator("a").first.click()
    group.wait_for_url(re.compile(r"/periods/\d+/"))
    expect(main(group)).to_contain_text("旅程通报〔2021〕9号")
    assert group.locator("form[aria-label=办结]").count() == 0
    office.goto(f"{address}/tasks/gantt/")
    expect(main(office)).to_contain_text("集中攻坚阶段")


def test_what_the_public_reads_was_approved_by_a_second_person(people, address, chromium):
    office, second = people.page("office"), people.page("office2")
    title = "旅程：截至2021年9月20日的处置情况"
    office.goto(f"{address}/publishing/new/?kind=figures")
    office.fill("#id_title", title)
    office.fill("#id_as_of_on", "2021-09-20")
    office.click("main form button[type=submit]:has-text('起草')")
    office.wait_for_url(re.compile(r"/publishing/\d+/"))
    expect(main(office)).to_contain_text("请办公室的另一人审批")
    anyone = chromium.new_context().new_page()
    anyone.goto(f"{address}/public/")
    assert anyone.locator(f"text={title}").count() == 0
    second.goto(office.url)
    second.click("button:has-text('审批公布')")
    second.wait_for_selector("text=已公布。")
    anyone.reload()
    anyone.click(f"text={title}")
    row = anyone.locator("tbody tr", has_text=COUNTY).first
    expect(row).to_contain_text("6299")
    assert COUNTY in downloaded(anyone, "下载 CSV").decode("utf-8-sig")
    assert "/sign-in/" not in anyone.url and anyone.locator("text=登录").count() == 0
    anyone.context.close()


def test_a_target_shows_its_sum_and_looks_back_to_any_day(people, address):
    page = people.page("leader")
    page.goto(f"{address}/workbench/")
    page.locator("a:has-text('方案：驻政办')").first.click()
    page.locator("main a:has-text('目标')").first.click()
    page.locator("main tbody th a").first.click()
    page.wait_for_url(re.compile(r"/plans/\d+/targets/\d+/"))
    before = page.locator("[aria-labelledby=result] .card-body").inner_text()
    assert "目标 39812 亩；已处置" in before and "完成率" in before
    expect(page.locator("[aria-labelledby=rows] tbody tr").first).to_contain_text("地块")  # the accepted disposals behind the sum
    page.fill("#as_of", "2021-06-30")
    page.locator("button:has-text('查看')").click()
    expect(page.locator(".lp-head")).to_contain_text("截至 2021-06-30")
    assert page.locator("[aria-labelledby=result] .card-body").inner_text() != before
