"""一宗一卡 in Chromium's print: exactly one page a parcel, however much is on it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from landplan.lib.scope import scope
from parcels.services import save_shape
from tests.world_shapes import square

pytestmark = pytest.mark.browser


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.req("LED-03")
def test_three_parcels_print_three_upright_pages_also_when_one_has_more_than_fits(land, live_server, sign_in):
    full = land.parcel("100", kind="idle", name="名" * 120, location="坐" * 200, land_user="用" * 120, park="园" * 80, cause_note="因" * 2000,
                       lead_unit="责" * 100, partner_units="配" * 200, sponsor_post="包" * 100, expropriation_no="征" * 80)
    for _ in range(20):
        land.draft(full, "1", measure="recover", doc_no="文" * 80)
    with scope(land.clerk):
        save_shape(full.id, actor=land.clerk, given=square(), seen=0)
    rows = [full, land.parcel("10"), land.parcel("20")]
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/ledger/")
    for row in rows:
        page.locator(f'input[name=pick][value="{row.id}"]').check()
    page.get_by_role("button", name="打印一宗一卡").click()
    page.wait_for_url("**/parcels/cards/?**")
    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not Axe().run(page).response["violations"]
    pdf = page.pdf(prefer_css_page_size=True)
    assert pages_of(pdf) == 3
    assert {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)} == {(0, 0, 595, 842)}
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # 186 mm between the margins
    inside = page.evaluate("[...document.querySelectorAll('.lp-sheet')].map(s => [s.scrollHeight, s.clientHeight])")
    assert all(needed <= given for needed, given in inside), inside
    page.goto(f"{live_server.url}/parcels/{rows[1].id}/card/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
