"""一宗一策、挂图、涉法涉诉 and the lists in Chromium: no violation, no page too wide; a cause chosen changes the measures offered."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Parcel

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_automated_check_finds_nothing_and_no_page_overflows(world, live_server, sign_in, width):
    clerk, ids = world.actor("county_clerk"), world.records["A"]
    with scope(clerk):
        version = Parcel.objects.get(pk=ids["parcel"]).version
        services.update_parcel(ids["parcel"], actor=clerk, version=version, values={"deadline_on": date(2031, 1, 1)})
        services.lay_out_milestones(ids["parcel"], actor=clerk)
    pages = [("county_clerk", path) for path in (
        f"/parcels/{ids['parcel']}/", f"/parcels/{ids['parcel']}/plans/", f"/parcels/{ids['parcel']}/plans/new/", "/board/", "/lawsuits/",
        f"/lawsuits/{ids['lawsuit']}/", f"/lawsuits/{ids['lawsuit']}/edit/", "/ledger/unit-lists/", "/ledger/sponsors/", "/arrears/", "/backfills/")]
    for role, path in [*pages, ("county_reviewer", f"/parcels/{ids['parcel']}/"), ("office", "/board/"), ("office", "/board/steps/"),
                       ("office", "/lawsuits/")]:
        page = sign_in(world.actor(role))
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        assert not [(v["id"], [n["html"][:140] for n in v["nodes"]]) for v in found], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_cause_chosen_changes_the_measures_offered_and_keeps_what_is_checked(land, live_server, sign_in):
    parcel = land.parcel("10", kind="idle", cause="enterprise")
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/{parcel.id}/plans/new/")
    box = page.locator("label", has=page.locator("input[value=temporary]"))
    expect(box).to_have_class("is-off")
    page.locator("input[value=recover]").check()
    page.locator("#id_cause").select_option("government")
    expect(box).not_to_have_class("is-off")
    expect(page.locator("input[value=recover]")).to_be_checked()
    expect(page.locator("label", has=page.locator("input[value=start]"))).to_have_class("is-off")
