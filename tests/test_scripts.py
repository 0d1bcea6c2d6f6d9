"""Our scripts in Chromium, on real pages of the house, under the house's CSP: nothing is asked of any other host."""

import mimetypes
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HOST = "http://house.test"
CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
SHELL = {
    "now": datetime(2021, 9, 24, 1, 12, tzinfo=UTC), "demo": True,
    "actor": {"name": "张甲", "role": "office", "role_label": "领导小组办公室", "unit_name": "", "posts": []},
    "nav": [{"label": "业务", "items": [{"label": "台账", "url": "/ledger", "icon": "book", "count": 2},
                                      {"label": "工作台", "url": "/desk", "icon": "desk", "current": True}]}],
}
FORM = """<form method="post" data-guard><label for="a">处置面积</label>
<input id="a" name="area" data-area data-area-unit="unit" data-area-say="say" data-area-left="26400000">
<span class="lp-seg">
<label><input type="radio" name="unit" value="mu" checked>亩</label><label><input type="radio" name="unit" value="m2">㎡</label>
<label><input type="radio" name="unit" value="ha">公顷</label></span><output id="say"></output>
<p><b data-area-this></b> <b data-area-after id="after"></b></p>
<label for="d">处置日期</label><input id="d" data-date>
<div class="lp-opts"><label><input type="radio" name="m" id="m1" data-key="1">限期开工</label>
<label><input type="radio" name="m" id="m2" data-key="2">有偿收回</label></div>
<a href="/back" data-key="esc" data-key-label="返回">返回</a>
<button class="btn" type="button" id="draft" data-key="ctrl+s">存草稿</button></form>"""
LIST = """<form data-filter><label for="q">文字</label><input id="q" name="t"></form>
<div data-batch id="batch">已选 <b data-picked-count></b> 宗 <b data-picked-sum></b> 亩</div>
<table class="lp-table" data-list><caption class="visually-hidden">宗地</caption>
<thead><tr><th scope="col"><input type="checkbox" data-pick-all aria-label="全选"></th><th scope="col">编号</th></tr></thead><tbody>
{% for no, micro in rows %}<tr data-row><td><input type="checkbox" data-pick data-micro="{{ micro }}" aria-label="选 {{ no }}"></td>
<td><a href="/p/{{ no }}" data-open>{{ no }}</a></td></tr>{% endfor %}</tbody></table>"""
CHART = """<figure data-chart="line" data-from="t" data-label="完成率"><ul class="lp-goals">
<li data-goal="70" data-until="6-4">9月30日目标 70%</li></ul><table id="t" class="lp-table"><thead><tr><th scope="col">周</th>
<th scope="col">闲置</th></tr></thead><tbody><tr><td>5-28</td><td>1.16</td></tr><tr><td>6-4</td><td>101.74%</td></tr></tbody></table></figure>"""
HTMX = """<div id="box">前</div>{% for code in codes %}
<button class="btn" type="button" id="b{{ code }}" hx-post="/answer/{{ code }}" hx-target="#box">{{ code }}</button>{% endfor %}"""
PAGES = {"/htmx": HTMX, "/form": FORM, "/list": LIST, "/chart": CHART, "/login": None}


def page_html(path):
    if path == "/login":
        source, extra = '{% extends "units/login.html" %}', {"actor": None, "nav": None, "form": AuthenticationForm()}
    else:
        source = ('{% extends "base.html" %}{% block title %}页{% endblock %}{% block heading %}页{% endblock %}'
                  '{% block scripts %}' + ('{% include "_chart_scripts.html" %}' if path == "/chart" else "") + "{% endblock %}"
                  "{% block content %}" + PAGES[path] + "{% endblock %}")
        extra = {"codes": (200, 204, 403, 409, 422, 500, 302), "csrf_token": "t0ken", "rows": [(f"411702-{n}", 26_400_000) for n in (1, 2, 3, 4)]}
    return Template(source).render(Context(SHELL | extra))


def static_file(name):
    """A file as the page names it: collected under a name with its hash, or not collected yet."""
    collected = Path(settings.STATIC_ROOT) / name
    found = collected if collected.is_file() else finders.find(name)
    return Path(found) if found else None


def answer(route):
    path = route.request.url.removeprefix(HOST)
    if path in PAGES:
        return route.fulfill(body=page_html(path), content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})
    if path.startswith("/answer/"):
        code = int(path.rpartition("/")[2])
        assert route.request.method == "GET" or route.request.headers["x-csrftoken"] == "t0ken"
        if code == 302:  # what a client sees after a redirect: the whole sign-in page
            return route.fulfill(body=page_html("/login"), content_type="text/html")
        return route.fulfill(status=code, body=f"答{code}", content_type="text/html; charset=utf-8")
    found = static_file(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if found:
        return route.fulfill(body=found.read_bytes(), content_type=mimetypes.guess_type(found.name)[0] or "text/plain")
    return route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")


def is_complaint(message):
    """Errors and warnings, but not the browser's echo of an answer that the test itself gives."""
    return message.type in {"error", "warning"} and "/answer/" not in f"{message.text}{message.location}"


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1024, "height": 800})
    tab, heard, hosts = context.new_page(), [], []
    tab.on("console", lambda message: heard.append(message.text) if is_complaint(message) else None)
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("request", lambda request: hosts.append(request.url))
    context.route("**/*", answer)
    yield tab
    assert heard == []
    assert all(url.startswith((HOST, "data:")) for url in hosts)
    context.close()


def opened(tab, path):
    tab.goto(HOST + path)
    return tab


@pytest.mark.parametrize("path", sorted(PAGES))
def test_the_automated_check_finds_nothing_and_nothing_leaves_the_page_at_1024(page, path):
    found = Axe().run(opened(page, path)).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_an_area_is_converted_live_and_the_rest_filled_by_one_key(page):
    opened(page, "/form").fill("#a", "30")
    assert page.text_content("#say") == "= 20000.00 ㎡ = 2.000000 公顷"
    assert page.text_content("#after") == "−3.60"
    page.press("#a", "=")
    assert page.input_value("#a") == "26.40"
    assert page.text_content("#after") == "0.00"
    page.press("#a", " ")
    assert page.is_checked("input[value=m2]")
    assert page.text_content("#say") == "≈ 0.04 亩 = 0.002640 公顷"
    page.fill("#a", "约12")
    assert page.text_content("#say") == "写数字，如 26.40"


def test_a_date_may_be_typed_short(page):
    opened(page, "/form")
    for typed, read in {
        "922": "2021-09-22", "9.22": "2021-09-22", "2021.9.22": "2021-09-22", "今天": "2021-09-24", "９２２": "2021-09-22",
        "2021年9月2日": "2021-09-02", "20210922": "2021-09-22", "2-30": "2-30", "明年": "明年",
    }.items():
        page.fill("#d", typed)
        page.press("#d", "Tab")
        assert page.input_value("#d") == read


def test_letters_open_pages_and_choose_measures_but_are_silent_in_fields(page):
    opened(page, "/form").keyboard.press("2")
    assert page.is_checked("#m2")
    page.focus("#d")
    page.keyboard.type("1gl")
    assert page.is_checked("#m2")
    assert page.input_value("#d") == "1gl"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "d"
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url(HOST + "/ledger")


def test_keys_are_silent_while_an_input_method_composes_and_can_be_switched_off(page):
    opened(page, "/form").evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '2', isComposing: true, bubbles: true}))")
    assert not page.is_checked("#m2")
    page.keyboard.press("?")
    assert page.is_visible("#keys-help")
    assert "返回" in page.text_content("[data-keys-here]")
    page.uncheck("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    assert not page.is_checked("#m2")
    page.evaluate("document.getElementById('draft').addEventListener('click', () => { document.title = 'drafted'; })")
    page.focus("#a")
    page.keyboard.press("Control+s")
    assert page.title() == "drafted"


def test_a_list_is_walked_chosen_and_opened_by_keyboard(page):
    opened(page, "/list")
    assert page.is_hidden("#batch")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert page.text_content("#batch") == "已选 3 宗 79.20 亩"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(HOST + "/p/411702-2")
    opened(page, "/list").keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_chart_is_drawn_from_the_table_beside_it(page):
    opened(page, "/chart").wait_for_selector(".lp-on-screen svg")
    drawn = page.text_content(".lp-on-screen svg")
    assert "闲置 101.74%" in drawn
    assert "9月30日目标 70%" in drawn
    assert "120%" in drawn


def test_a_refused_form_is_swapped_in_and_any_other_failure_becomes_a_notice_that_stays(page):
    opened(page, "/htmx")
    for code in (200, 409, 422):
        page.click(f"#b{code}")
        expect(page.locator("#box")).to_have_text(f"答{code}")
    page.click("#b403")
    page.wait_for_selector("#notices .lp-tip[role=alert]")
    assert "没有这一项权限" in page.text_content("#notices")
    page.click("#b500")
    expect(page.locator("#notices")).to_contain_text("500")
    assert page.text_content("#box") == "答422"


def test_a_whole_page_in_answer_to_a_part_is_opened_not_swapped_in(page):
    opened(page, "/htmx").click("#b302")
    page.wait_for_url(HOST + "/answer/302")
