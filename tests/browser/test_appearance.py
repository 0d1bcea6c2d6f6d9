"""Every main page as each role: nothing overflows, the automated check finds nothing, and pictures for the guide."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pictures import small_png

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024)
# who -> addresses; {parcel}, {idle} and {disposal} are the first of that person's ledger and list
PAGES = {
    "yicheng.clerk": ("/workbench/", "/ledger/", "/parcels/new/", "/parcels/{parcel}/", "/parcels/{parcel}/disposals/new/", "/disposals/",
                      "/disposals/{disposal}/", "/dashboard/", "/weekly/", "/weekly/18/", "/quotas/", "/plans/", "/board/", "/lawsuits/",
                      "/lawsuits/1/", "/findings/", "/batches/", "/batches/1/", "/batches/1/uses/new/", "/batches/adjust/",
                      "/batches/indicators/", "/ledger/to-supply/", "/parcels/{parcel}/hurdles/", "/parcels/{idle}/facts/",
                      "/parcels/{parcel}/plans/new/"),
    "yicheng.reviewer": ("/workbench/", "/review/"),
    "acceptance": ("/workbench/", "/review/"),
    "office": ("/workbench/", "/dashboard/", "/progress/?quota_class=combined", "/weekly/", "/weekly/17/", "/weekly/18/", "/quotas/",
               "/board/", "/board/steps/", "/lawsuits/", "/findings/", "/findings/?kind=idle", "/batches/", "/ledger/to-supply/?show=single",
               "/print-check/", "/corrections/", "/baseline/", "/plans/", "/audit/"),
    "leader": ("/workbench/", "/dashboard/"),
    "department": ("/workbench/", "/ledger/"),
    "sysadmin": ("/people/",),
    "secadmin": ("/security/",),
    "auditadmin": ("/audit/",),
}
# picture -> who, address; {parcel} is one that is partly disposed of
PICTURES = {
    "workbench": ("yicheng.clerk", "/workbench/"),
    "ledger": ("yicheng.clerk", "/ledger/"),
    "parcel": ("yicheng.clerk", "/parcels/{parcel}/"),
    "disposal": ("yicheng.clerk", "/parcels/{parcel}/disposals/new/"),
    "board": ("yicheng.clerk", "/board/"),
    "batch": ("yicheng.clerk", "/batches/1/"),
    "review": ("zhengyang.reviewer", "/review/"),
    "dashboard": ("office", "/dashboard/"),
    "weekly": ("office", "/weekly/17/"),
    "quotas": ("office", "/quotas/"),
    "corrections": ("office", "/corrections/"),
}


def first(page, address, listing, pattern):
    page.goto(f"{address}{listing}")
    return next(number for href in page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
                if href and (found := re.fullmatch(pattern, href.split("?")[0])) and (number := found.group(1)))


def filled(page, address, path):
    if "{parcel}" in path:
        path = path.replace("{parcel}", first(page, address, "/ledger/?status=partial", r"/parcels/(\d+)/"))
    if "{idle}" in path:
        path = path.replace("{idle}", first(page, address, "/ledger/?kind=idle", r"/parcels/(\d+)/"))
    if "{disposal}" in path:
        path = path.replace("{disposal}", first(page, address, "/disposals/", r"/disposals/(\d+)/"))
    return path


@pytest.mark.parametrize("username", PAGES)
def test_no_page_overflows_and_the_automated_check_finds_nothing(people, address, username):
    page = people.page(username)
    for path in PAGES[username]:
        path = filled(page, address, path)
        assert page.goto(f"{address}{path}").status == 200, path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            assert page.locator("h1").count() == 1, path
            found = [(v["id"], [n["html"] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]
            assert found == [], (path, width)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_for_the_readme_and_the_guide(people, address, pictures, chromium, name):
    username, path = PICTURES[name]
    page = people.page(username)
    path = filled(page, address, path)
    blank = chromium.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.goto(f"{address}{path}").status == 200
        if name not in ("ledger", "board"):  # as tall as the page: bars that stick to the window's edge stand at its end
            page.set_viewport_size({"width": width, "height": min(page.evaluate("document.documentElement.scrollHeight"), 2400)})
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(400)  # the charts are drawn
        picture = small_png(blank, page.screenshot(full_page=name != "board"))
        assert picture[:4] == b"\x89PNG" and len(picture) > 10_000
        if pictures:
            (pictures / f"{name}-{width}.png").write_bytes(picture)
    blank.close()
    page.set_viewport_size({"width": 1440, "height": 900})
