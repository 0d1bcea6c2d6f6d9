"""Every main page as each role: nothing overflows, the automated check finds nothing, and pictures for the guide."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .pictures import small_png

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024)
# what stands in braces is the first of that person's list: where it is found, and its address
FIRST = {
    "parcel": ("/ledger/?status=partial", r"/parcels/(\d+)/"),
    "idle": ("/ledger/?kind=idle", r"/parcels/(\d+)/"),
    "low": ("/ledger/?kind=inefficient", r"/parcels/(\d+)/"),
    "disposal": ("/disposals/", r"/disposals/(\d+)/"),
    "procedure": ("/idle/", r"/idle/(\d+)/"),
    "lawsuit": ("/lawsuits/", r"/lawsuits/(\d+)/"),
    "import": ("/imports/", r"/imports/(\d+)/"),
    "county": ("/reconcile/", r"/reconcile/counties/(\d+)/"),
    "case": ("/supervision/", r"/supervision/(\d+)/"),
    "publication": ("/public/", r"/public/(\d+)/"),
    "scheme": ("/dashboard/", r"/plans/(\d+)/targets/"),
}
# who, and what of (after a stroke) -> addresses
PAGES = {
    "yicheng.clerk": ("/workbench/", "/ledger/", "/parcels/new/", "/parcels/{parcel}/", "/parcels/{parcel}/disposals/new/", "/disposals/",
                      "/disposals/{disposal}/", "/dashboard/", "/weekly/", "/weekly/18/", "/quotas/", "/plans/", "/board/", "/lawsuits/",
                      "/lawsuits/1/", "/findings/", "/batches/", "/batches/1/", "/batches/1/uses/new/", "/batches/adjust/",
                      "/batches/indicators/", "/ledger/to-supply/", "/parcels/{parcel}/hurdles/", "/parcels/{idle}/facts/",
                      "/parcels/{parcel}/plans/new/", "/parcels/{parcel}/card/", "/parcels/{low}/facts/", "/idle/", "/idle/{procedure}/",
                      "/lawsuits/{lawsuit}/", "/imports/", "/imports/{import}/", "/reconcile/", "/reconcile/counties/{county}/"),
    "yicheng.reviewer": ("/workbench/", "/review/"),
    "acceptance": ("/workbench/", "/review/"),
    "office": ("/workbench/", "/dashboard/", "/progress/?quota_class=combined", "/weekly/", "/weekly/17/", "/weekly/18/", "/quotas/",
               "/board/", "/board/steps/", "/lawsuits/", "/findings/", "/findings/?kind=idle", "/batches/", "/ledger/to-supply/?show=single",
               "/measures/", "/disposals/?use=no", "/reconcile/", "/print-check/", "/corrections/", "/baseline/", "/plans/", "/audit/"),
    "office/year": ("/bulletins/", "/bulletins/monthly/2021-08/", "/bulletins/stage/2021-09-30/", "/supervision/", "/supervision/{case}/",
                    "/supervision/nominations/", "/supervision/link/", "/publishing/", "/publishing/{publication}/", "/paper-templates/bulletin/"),
    "yicheng.clerk/year": ("/bulletins/monthly/2021-08/", "/supervision/", "/tasks/gantt/", "/obligations/", "/periods/", "/messages/", "/public/"),
    "leader": ("/workbench/", "/dashboard/"),
    "department": ("/workbench/", "/ledger/"),
    "sysadmin": ("/people/",),
    "secadmin": ("/security/",),
    "auditadmin": ("/audit/",),
}
# picture -> who, address
PICTURES = {
    "workbench": ("yicheng.clerk", "/workbench/"),
    "ledger": ("yicheng.clerk", "/ledger/"),
    "parcel": ("yicheng.clerk", "/parcels/{parcel}/"),
    "disposal": ("yicheng.clerk", "/parcels/{parcel}/disposals/new/"),
    "plan": ("yicheng.clerk", "/parcels/{parcel}/plans/new/"),
    "card": ("yicheng.clerk", "/parcels/{parcel}/card/"),
    "facts": ("yicheng.clerk", "/parcels/{low}/facts/"),
    "procedure": ("yicheng.clerk", "/idle/{procedure}/"),
    "lawsuit": ("yicheng.clerk", "/lawsuits/{lawsuit}/"),
    "map": ("yicheng.clerk", "/map/"),
    "import": ("yicheng.clerk", "/imports/{import}/"),
    "reconcile": ("yicheng.clerk", "/reconcile/counties/{county}/"),
    "board": ("yicheng.clerk", "/board/"),
    "batch": ("yicheng.clerk", "/batches/1/"),
    "review": ("zhengyang.reviewer", "/review/"),
    "dashboard": ("office", "/dashboard/"),
    "weekly": ("office", "/weekly/17/"),
    "quotas": ("office", "/quotas/"),
    "corrections": ("office", "/corrections/"),
    "period": ("office", "/bulletins/monthly/2021-08/"),
    "target": ("leader", "/plans/{scheme}/targets/"),
    "case": ("office", "/supervision/{case}/"),
    "publication": ("office", "/publishing/{publication}/"),
    "public": ("leader", "/public/{publication}/"),
}


def opened(page, address):
    """The answer; the page stands whole, with the parts that it asks for by itself."""
    answer = page.goto(address)
    expect(page.locator(".is-coming")).to_have_count(0)
    return answer


def first(page, address, listing, pattern):
    opened(page, f"{address}{listing}")
    return next(number for href in page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
                if href and (found := re.fullmatch(pattern, href.split("?")[0])) and (number := found.group(1)))


def filled(page, address, path):
    return re.sub(r"{(\w+)}", lambda found: first(page, address, *FIRST[found[1]]), path)


@pytest.mark.parametrize("who", PAGES)
def test_no_page_overflows_and_the_automated_check_finds_nothing(people, address, who):
    page = people.page(who.split("/")[0])
    for path in PAGES[who]:
        path = filled(page, address, path)
        assert opened(page, f"{address}{path}").status == 200, path
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
        assert opened(page, f"{address}{path}").status == 200
        if name not in ("ledger", "board", "map"):  # as tall as the page: bars that stick to the window's edge stand at its end
            page.set_viewport_size({"width": width, "height": min(page.evaluate("document.documentElement.scrollHeight"), 2400)})
        page.wait_for_load_state("networkidle")  # the list beside the map
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(400)  # the charts are drawn
        picture = small_png(blank, page.screenshot(full_page=name not in ("board", "map")))
        assert picture[:4] == b"\x89PNG" and len(picture) > 10_000
        if pictures:
            (pictures / f"{name}-{width}.png").write_bytes(picture)
    blank.close()
    page.set_viewport_size({"width": 1440, "height": 900})
