"""登录、人员、安全、留痕 in Chromium: without a violation, without another host, at two widths; the journey of an account."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parcels.models import Parcel
from tests.world import PASSWORD, signed_in
from units.models import User

pytestmark = pytest.mark.browser


PAGES = {"system_admin": ["/people/", "/people/new/", "/password/", "/tokens/", "/post/"],
         "security_admin": ["/security/"], "audit_admin": ["/audit/"]}


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_page_of_the_house_has_an_accessibility_violation(world, live_server, sign_in, client, width):
    for _ in range(5):
        client.post("/sign-in/", {"username": "county_clerk.a", "password": "wrong"})
    for role, paths in PAGES.items():
        page = sign_in(world.actor(role))
        page.set_viewport_size({"width": width, "height": 900})
        person = world.actor("county_clerk").user_id
        for path in [*paths, f"/people/{person}/"] if role == "system_admin" else paths:
            assert page.goto(live_server.url + path).status == 200
            found = Axe().run(page).response["violations"]
            assert not found, (path, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_an_account_lives_from_its_making_to_its_first_work(world, live_server, sign_in):
    admin = sign_in(world.actor("system_admin"))
    admin.goto(f"{live_server.url}/people/")
    admin.keyboard.press("n")
    admin.wait_for_url("**/people/new/")
    admin.get_by_label("用户名").fill("zhao.liu")
    admin.get_by_label("姓名").fill("赵六")
    admin.get_by_label("单位").select_option(label="甲县 · 甲县自然资源局")
    admin.get_by_label("角色").select_option(label="填报员")
    admin.get_by_role("button", name="建账号").click()
    secret = admin.locator("code").inner_text()
    guest = admin.context.browser.new_context().new_page()
    guest.goto(f"{live_server.url}/disposals/")
    guest.wait_for_url("**/sign-in/?next=/disposals/")
    for password in ("wrong", secret):
        guest.get_by_label("账号").fill("zhao.liu")
        guest.get_by_label("密码").fill(password)
        guest.get_by_role("button", name="登录").click()
        if password == "wrong":
            expect(guest.get_by_role("alert")).to_contain_text("账号或密码不对")
            assert not Axe().run(guest).response["violations"]
    guest.wait_for_url("**/password/")
    guest.get_by_label("现在的密码").fill(secret)
    guest.get_by_label("新密码", exact=True).fill("Qiuri-2021-Xin")
    guest.get_by_label("再写一遍新密码").fill("Qiuri-2021-Xin")
    guest.get_by_role("button", name="修改密码").click()
    expect(guest.locator("#notices")).to_contain_text("密码已修改")
    guest.locator("summary", has_text="赵六").click()
    guest.get_by_role("button", name="退出").click()
    guest.wait_for_url("**/sign-in/")
    guest.go_back()
    guest.wait_for_url("**/sign-in/**")
    assert not User.objects.get(username="zhao.liu").must_change_password
    assert PASSWORD != secret


def test_the_description_of_the_interface_is_drawn_under_the_page_policy(world, live_server, sign_in):
    page = sign_in(world.actor("office"))
    page.goto(f"{live_server.url}/api/v1/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 3)")  # what is not reached yet is not drawn yet
    expect(page.locator(".opblock").nth(9)).to_be_attached()


def test_what_was_typed_while_the_session_ended_is_not_lost_at_the_door(land, live_server, sign_in):
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/new/")
    page.fill("#id_name", "久开的地块")
    page.fill("#id_area", "12.5")
    page.evaluate("() => { const now = Date.now.bind(Date); Date.now = () => now() + 1860e3; }")  # half an hour and a minute later
    page.context.clear_cookies()
    page.keyboard.press("Control+s")
    tip = page.locator("[data-session-tip]")
    expect(tip).to_contain_text("没有提交：登录已过期。你填的内容都还在这一页。")
    expect(tip.get_by_role("link")).to_have_attribute("target", "_blank")
    assert not Parcel.unscoped.exists()
    for who, words in ((land.reviewer, "现在登录的是别的人或岗位"), (land.clerk, None)):  # signed in again, in another window
        cookie = signed_in(who).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.keyboard.press("Control+s")
        if words:
            expect(tip).to_contain_text(words)
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
    assert Parcel.unscoped.get().name == "久开的地块"


def test_a_part_of_a_form_asked_for_after_the_session_ended_does_not_lead_to_the_door(land, live_server, sign_in):
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/new/")
    page.fill("#id_name", "久开的地块")
    page.fill("#id_area", "12.5")
    page.context.clear_cookies(name="sessionid")
    page.select_option("#id_kind", "idle")  # asks for what this kind needs
    expect(page.locator("[data-session-tip]")).to_contain_text("没有办成：登录已过期。")
    expect(page.locator("#id_name")).to_have_value("久开的地块")
    page.keyboard.press("Control+s")  # at once: the form asks again, because the door answered last
    expect(page.locator("[data-session-tip]")).to_contain_text("没有提交：登录已过期。")
    cookie = signed_in(land.clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile(r"/parcels/\d+/$"))
