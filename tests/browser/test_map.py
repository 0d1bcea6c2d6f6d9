"""一张图 in Chromium: drawn without any outside service, filtered, a parcel drawn by hand and saved."""

import json
import re

import pytest

pytestmark = pytest.mark.browser


def ready(page):
    page.wait_for_selector("#map[data-ready='1']")


def count(page):
    """Drawings that the map holds now."""
    return page.evaluate("""() => {
        const map = document.getElementById("map"), seen = new Set();
        map.lpTiles.getFeaturesInExtent(map.lpMap.getView().calculateExtent()).forEach((one) => { if (one.getId()) seen.add(one.getId()); });
        return seen.size;
    }""")


@pytest.mark.req("MAP-05")
def test_the_map_draws_filters_and_saves_what_is_drawn_without_any_outside_service(people, address):
    page = people.page("yicheng.clerk")
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{address}/map/")
    ready(page)
    page.wait_for_function("() => document.querySelectorAll('#map-list [data-parcel]').length > 0")
    every = count(page)
    assert every > 100
    page.goto(f"{address}/map/?kind=inefficient")
    ready(page)
    assert 0 < count(page) < every
    assert [one for one in asked if not one.startswith((address, "data:", "blob:"))] == []
    page.wait_for_selector("#map-list [data-parcel]")
    number = page.evaluate("() => Number(document.querySelector('#map-list [data-parcel]').dataset.parcel)")
    page.goto(f"{address}/map/?draw={number}")
    ready(page)
    box = page.locator("#map").bounding_box()
    page.click("[data-map=redraw]")
    corners = [(0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)]
    for x, y in corners:
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        page.wait_for_timeout(350)  # two clicks that follow at once would end the drawing
    page.locator("#map").press("Enter")
    page.wait_for_function("() => document.querySelector('#map-draw [name=geometry]').value !== ''")
    assert "亩" in page.inner_text("#map-drawn")
    drawn = json.loads(page.input_value("#map-draw [name=geometry]"))
    assert drawn["type"] == "Polygon" and len(drawn["coordinates"][0]) == 5
    page.fill("#map-draw [name=reason]", "按影像重画")
    page.check("#map-draw [name=confirmed]")
    page.click("#map-draw button[type=submit]")
    page.wait_for_load_state()
    assert re.search(r"的图形已存为第 \d+ 版", page.inner_text("main")) and "图上勾绘" in page.inner_text("main")


def test_the_map_prints_on_one_a3_sheet_at_a_whole_scale(people, address):
    page = people.page("yicheng.clerk")
    page.goto(f"{address}/map/")
    ready(page)
    page.evaluate("window.print = function () {}")
    page.select_option("#map-scale", "50000")
    page.click("[data-map=print]")
    page.wait_for_selector("#map[data-printed='1']")
    assert page.inner_text("#map-scale-say") == "比例尺约 1:50000"
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = [tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)]
    assert sheets == [(0, 0, 1191, 842)]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("document.body.classList.contains('is-map-print')")
