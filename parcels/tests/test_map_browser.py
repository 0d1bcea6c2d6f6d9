"""量长、量面积 in Chromium: the figure is seen where one measures, and Esc ends it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_what_is_measured_is_told_above_the_map_and_esc_ends_it(land, live_server, sign_in):
    page = sign_in(land.clerk)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("button", name="量长").click()
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 60)
    page.mouse.dblclick(box["x"] + 400, box["y"] + 120)
    expect(page.locator("#map-say")).to_contain_text("长约")
    assert page.locator("#map-say").bounding_box()["y"] < box["y"]  # not below a map that fills the window
    page.keyboard.press("Escape")
    expect(page.locator("#map-say")).to_have_text("")
    expect(page.get_by_role("button", name="量长")).to_have_attribute("aria-pressed", "false")
