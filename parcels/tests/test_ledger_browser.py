"""台账与宗地 in Chromium: a swap equals a reload, the address holds the state, rows by keyboard, no violation."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .land import client_for

pytestmark = pytest.mark.browser


def ledger_of(page):
    """The swapped region without what a request stamps anew."""
    text = page.locator("#ledger").inner_html()
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|\s+|class="[^"]*htmx[^"]*"| style="[^"]*"', "", text)


def test_a_filter_change_swaps_sums_and_rows_and_the_address_holds_the_state(land, live_server, sign_in):
    for area, kind in (("10", "idle"), ("20.5", "idle"), ("7", "unsupplied")):
        land.parcel(area, kind=kind)
    land.parcel("3", by="clerk_b", region=land.other)
    page = sign_in(land.office)
    page.goto(f"{live_server.url}/ledger/")
    expect(page.locator("tfoot th")).to_have_text("合计 4 宗")
    page.locator("#id_region").select_option("419901")
    expect(page.locator("tfoot th")).to_have_text("合计 3 宗")
    page.get_by_role("link", name="供后闲置").click()
    expect(page.locator("tfoot th")).to_have_text("合计 2 宗")
    page.locator("th a.lp-sort", has_text="面积").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("面积")
    assert set(page.url.split("?")[1].split("&")) == {"kind=idle", "region=419901", "sort=area"}
    expect(page.locator("#ledger [data-print]")).to_be_visible()  # shown when the swap has settled
    swapped = ledger_of(page)
    page.reload()
    assert ledger_of(page) == swapped
    expect(page.locator("tbody tr")).to_have_count(2)
    page.go_back()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("地块编号")


def test_rows_are_walked_and_opened_by_keyboard_and_the_neighbours_follow(land, live_server, sign_in):
    rows = [land.parcel(area) for area in ("10", "20", "30")]
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/ledger/?sort=-area")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/parcels/{rows[1].id}/\?sort=-area(&|$)"))
    page.keyboard.press("]")
    page.wait_for_url(re.compile(rf"/parcels/{rows[0].id}/\?sort=-area(&|$)"))
    page.keyboard.press("n")
    page.wait_for_url(f"**/parcels/{rows[0].id}/disposals/new/")


def test_the_register_form_converts_areas_and_the_ledger_filters_without_scripts(land, live_server, sign_in):
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/new/")
    page.locator("#id_area").fill("1.76")
    page.get_by_label("公顷").check()
    expect(page.locator("#say_area")).to_have_text("= 26.40 亩 = 17600.00 ㎡")
    page.locator("#id_name").fill("站前地块")
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.context.add_cookies([{"name": "sessionid", "value": client_for(land.clerk).cookies["sessionid"].value, "url": live_server.url}])
    plain.goto(f"{live_server.url}/ledger/")
    plain.locator("#id_q").fill("没有的")
    plain.get_by_role("button", name="筛选").click()
    expect(plain.locator(".lp-empty")).to_contain_text("没有符合这些条件的宗地")


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_automated_check_finds_nothing_and_no_page_overflows(land, live_server, sign_in, width):
    parcel = land.parcel("126.45", kind="idle")
    land.take(land.draft(parcel, "10", measure="recover"))
    done = land.parcel("10")
    land.take(land.draft(done, "10"), "submit", "verify", "accept")
    pages = [("clerk", "/ledger/"), ("office", "/ledger/?gap=any"), ("office", "/ledger/stock/"), ("office", "/batches/"),
             ("clerk", f"/parcels/{parcel.id}/"), ("acceptor", f"/parcels/{done.id}/"), ("clerk", "/parcels/new/"),
             ("clerk", f"/parcels/{parcel.id}/edit/"), ("clerk", f"/parcels/{parcel.id}/supplies/new/"),
             ("clerk", f"/parcels/{parcel.id}/kind/"), ("clerk", "/batches/new/")]
    for name, path in pages:
        page = sign_in(land.people[name])
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        assert not [(v["id"], [n["html"][:140] for n in v["nodes"]]) for v in found], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
