"""按上级汇总 in Chromium: a province by its cities, one city opened, and what the city itself sees: no violation, no scroll sideways, two widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from landplan.lib.scope import everything

from .ground import entry, post
from .province import build_province
from .test_board import FRIDAYS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_province_is_looked_at_by_city_and_a_city_opened_to_its_counties(db, live_server, sign_in, width):
    with everything("the test looks on"):
        ground = build_province()
        post(*[entry(ground.region(name), kind, mu * 10**6, at, ground.disposal) for at in FRIDAYS[9:34:3] for name, kind, mu in (
            ("甲一县", "unsupplied", 7), ("甲二县", "unsupplied", 19), ("甲三县", "unsupplied", 30), ("甲四县", "idle", 2), ("直管县", "idle", 1))])
    page = sign_in(ground.people["office"])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/dashboard/")
    page.get_by_role("navigation", name="汇总层级").get_by_role("link", name="各市").click()
    expect(page.get_by_role("heading", name="市排名")).to_be_visible()
    check(page)
    page.get_by_role("link", name="甲一市").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("甲一市批而未用土地处置看板")
    check(page)
    page.get_by_role("link", name="全省各市").click()
    expect(page.get_by_role("rowheader", name="甲二市")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_city_of_a_province_sees_its_counties_together(db, live_server, sign_in, width):
    with everything("the test looks on"):
        ground = build_province()
        post(*[entry(ground.region(name), kind, mu * 10**6, at, ground.disposal) for at in FRIDAYS[9:34:3] for name, kind, mu in (
            ("甲一县", "unsupplied", 7), ("甲二县", "unsupplied", 19), ("甲三县", "unsupplied", 30))])
    page = sign_in(ground.people["city"])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/workbench/")
    expect(page.get_by_role("row").filter(has_text="批而未供").first).to_contain_text("300")
    check(page)
    page.get_by_role("link", name="甲一市看板").click()
    expect(page.get_by_role("heading", name="各县区进度")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="甲一市")).to_be_visible()
    expect(page.get_by_role("heading", name="累计完成率（%）")).to_be_visible()
    check(page)


def check(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
