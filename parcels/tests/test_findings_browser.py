"""认定 in Chromium: the reasoning follows what is typed, without a save."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from parcels.models import FactSheet

from .low import LY, find, standard, under

pytestmark = pytest.mark.browser


def test_the_reasoning_beside_the_form_follows_what_is_typed(land, live_server, sign_in):
    under(land, LY)
    parcel = land.parcel("60", kind="inefficient")
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/{parcel.id}/facts/")
    for name, value in (("should_area", "60"), ("started_area", "20"), ("total_investment", "10000"), ("invested", "2501")):
        page.fill(f"#id_{name}", value)
    page.wait_for_selector("#why >> text=恰为三分之一，不算超过", state="attached")
    page.fill("#id_started_area", "21")
    page.wait_for_selector("#why details[open] summary >> text=停建缓建类")
    page.wait_for_selector("#why >> text=35.00%，超过三分之一")
    assert page.input_value("#id_invested") == "2501" and not FactSheet.objects.exists()


def test_the_pages_of_findings_can_be_used_by_everybody(land, live_server, sign_in):
    under(land, LY)
    standard(land)
    parcel = land.parcel("60", kind="inefficient")
    find(land, parcel, "ly_other")
    clerk, office = sign_in(land.clerk), sign_in(land.office)
    pages = [(clerk, f"/parcels/{parcel.id}/facts/"), (clerk, f"/parcels/{parcel.id}/"), (clerk, f"/ledger/hand-out/?pick={parcel.id}"),
             (office, "/findings/"), (office, "/findings/standards/"), (office, "/ledger/problems/"), (office, "/ledger/causes/?quota=inefficient")]
    for page, address in pages:
        for width in (1440, 1024):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + address)
            assert [one["id"] for one in Axe().run(page).response["violations"]] == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
