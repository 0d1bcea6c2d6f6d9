"""A work task in Chromium, from the day on which it lies with its lead to the day on which it is closed by another person; and the pages of
the policies, which the demo fills."""

import re

import pytest
from playwright.sync_api import expect

from .test_journey import PAPER, move_clock

pytestmark = pytest.mark.browser
TASK = "LY-05"  # the demo leaves it alone


def main(page):
    return page.locator("main")


def open_task(page, address, number):
    """By the list, as its reader comes to it."""
    page.goto(f"{address}/tasks/")
    page.locator("main tbody tr", has_text=number).first.locator("a").first.click()
    page.wait_for_url(re.compile(r"/tasks/\d+/"))


def report(page, state, percent, text, paper=None):
    page.select_option("form[aria-label=报进展] [name=state]", label=state)
    page.fill("form[aria-label=报进展] [name=percent]", percent)
    page.fill("form[aria-label=报进展] [name=text]", text)
    if paper:
        page.set_input_files("form[aria-label=报进展] [name=file]", paper)
    page.click("form[aria-label=报进展] button[type=submit]")


@pytest.mark.req("TSK-06")
def test_a_task_goes_from_its_lead_s_desk_to_the_closing_that_another_person_confirms(people, address):
    office = people.page("office")
    move_clock(office, address, "2021-09-24T10:30")
    lead, partner, city, other = (people.page(name) for name in ("luoyang.zrzy", "xinan.clerk", "luoyang.office", "luoyang.office2"))
    open_task(lead, address, TASK)  # assigned: it lies with this department, nobody has said anything
    expect(main(lead)).to_contain_text("还没有报过进展")
    expect(lead.locator("[aria-labelledby=units]")).to_contain_text("市自然资源和规划局")
    assert lead.locator("form[aria-label=提出办结]").count() == 1
    report(lead, "进行中", "0", "")
    expect(lead.get_by_role("alert").first).to_contain_text("进展情况没有写")
    report(lead, "进行中", "0", "已接任务，成立联合工作小组。")  # taken on
    lead.wait_for_selector(f"text={TASK} 的进展已报。")
    report(lead, "进行中", "60", "项目联审办法印发，首批 12 个项目过会。", PAPER)
    lead.wait_for_selector("a:has-text('扫描件.pdf')")
    with lead.expect_download() as caught:
        lead.locator("[aria-labelledby=progress] a:has-text('扫描件.pdf')").click(modifiers=["Alt"])
    with open(caught.value.path(), "rb") as file:
        assert file.read() == PAPER["buffer"]

    open_task(partner, address, TASK)  # a county works with it, and cannot close it
    report(partner, "有困难", "30", "两个项目的环评指标还没有落实。")
    partner.wait_for_selector(f"text={TASK} 的进展已报。")
    assert partner.locator("form[aria-label=提出办结]").count() == 0

    lead.reload()
    lead.fill("form[aria-label=提出办结] [name=done_on]", "923")
    lead.fill("form[aria-label=提出办结] [name=text]", "联动保障机制已建立，办法文号洛自然资〔2021〕112号。")
    lead.click("form[aria-label=提出办结] button[type=submit]")
    lead.wait_for_selector("text=办结已提出，等领导小组办公室确认。")
    assert lead.locator("button:has-text('确认办结')").count() == 0  # not by who proposed it
    open_task(city, address, TASK)
    expect(main(city)).to_contain_text("两个项目的环评指标还没有落实")
    city.click("button:has-text('退回')")
    expect(city.get_by_role("alert").first).to_contain_text("退回要写原因")
    open_task(other, address, TASK)
    other.click("button:has-text('确认办结')")
    other.wait_for_selector("text=已确认办结。")
    expect(other.locator("[aria-labelledby=milestones]")).to_contain_text("已完成 2021-09-23")
    expect(other.locator("[aria-labelledby=closings]")).to_contain_text("洛阳演示乙")
    lead.reload()
    expect(lead.locator(".lp-head")).to_contain_text("已完成")


@pytest.mark.req("POL-07")
def test_the_pages_of_the_policies_have_something_to_show_in_the_demo(people, address):
    office, clerk = people.page("office"), people.page("yicheng.clerk")
    move_clock(office, address, "2021-09-24T10:30")
    for page, path, words in ((clerk, "/firm-list/", "驿城区示例铸造厂"), (clerk, "/controls/", "演示政办〔2021〕88号"),
                              (people.page("advisory"), "/inquiries/", "补充协议签了算不算处置")):
        page.goto(f"{address}{path}")
        expect(main(page)).to_contain_text(words)
    advisor = people.page("advisory")
    expect(main(advisor)).to_contain_text("抵押中的闲置地能不能协议收回")  # asked on 8 September: later than seven days


def test_a_document_without_a_number_is_opened_by_its_title(people, address):
    clerk, title = people.page("suiping.clerk"), "旅程：盘活操作指南"
    clerk.goto(f"{address}/documents/new/")
    clerk.fill("#id_title", title)
    clerk.fill("#id_issuer", "遂平县自然资源局")
    clerk.locator("main form button[type=submit]").last.click()
    clerk.wait_for_url(re.compile(r"/documents/\d+/"))
    clerk.goto(f"{address}/documents/?q=旅程")
    row = clerk.locator("tbody tr", has_text=title)
    assert "没有文号" not in row.inner_text()
    row.locator(f"a:has-text('{title}')").click()
    expect(clerk.locator("h1")).to_contain_text(title)
