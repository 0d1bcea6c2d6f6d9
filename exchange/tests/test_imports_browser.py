"""Import in Chromium: upload, columns by hand, preview, confirm; a refused file and its workbook; nothing to object to on any page."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import expect

from parcels.models import Parcel

from .sending import book, work

pytestmark = pytest.mark.browser
HEADS = ("序号", "地块名称", "土地类别", "面积(公顷)", "占地情况")


def upload(page, server, name, content):
    page.goto(f"{server.url}/imports/")
    page.select_option("#id_section", "parcels")
    page.set_input_files("#id_file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.click("button:has-text('上传并检查')")
    page.wait_for_url("**/imports/*/")
    expect(page.locator("#import-state [role=status]")).to_contain_text("可以关掉页面")
    work()  # the worker, while the page asks by itself


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_file_is_matched_previewed_and_confirmed_and_another_is_refused(land, live_server, sign_in, width):
    page = sign_in(land.clerk)
    page.set_viewport_size({"width": width, "height": 900})
    upload(page, live_server, "甲.xlsx", book(("甲县台账",), HEADS, (1, "北侧地块", "征而未供", 2.5, "空"), ("合计", "", "", 2.5, "")))
    expect(page.locator("#import-state")).to_contain_text("有 2 列不认识：序号、占地情况")
    page.select_option("select[name=column_4]", "remark")
    looked_at(page, width)
    page.click("button:has-text('按这样检查')")
    work()
    expect(page.get_by_role("button", name="确认导入，新增 1")).to_be_visible()
    expect(page.locator("#import-lines")).to_contain_text("面积 37.5")
    looked_at(page, width)
    page.click("button:has-text('确认导入')")
    work()
    expect(page.locator("#import-state")).to_contain_text("新增 1 宗，修改 0，不变 0")
    assert list(Parcel.objects.values_list("name", "remark")) == [("北侧地块", "空")]
    upload(page, live_server, "乙.xlsx", book(HEADS, (1, "南侧地块", "征而未供", "四十", ""), (2, "西侧地块", "征而未供", 1, "")))
    expect(page.locator("#import-state")).to_contain_text("没有导入，一行也没有保存")  # its columns are remembered
    expect(page.locator("#import-lines")).to_contain_text("D2 面积“四十”")
    looked_at(page, width)
    with page.expect_download() as download:
        page.click("a:has-text('下载标了错的原表')")
    marked = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert marked.sheetnames[0] == "错误" and marked.worksheets[1]["D2"].value == "四十"
    page.goto(f"{live_server.url}/imports/")
    looked_at(page, width)
    assert Parcel.objects.count() == 1


def looked_at(page, width):
    """No violation, no page too wide."""
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], [node["html"][:140] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
