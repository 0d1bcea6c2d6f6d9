"""登记与审核 by keyboard alone, in Chromium: nothing is asked of another host, nothing breaks the page's own policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parcels.choices import DisposalState
from parcels.models import Disposal, Evidence, Measure
from tests.world import PDF

from .land import client_for

pytestmark = pytest.mark.browser


def test_a_disposal_is_entered_submitted_and_verified_by_keyboard(land, live_server, sign_in):
    parcel = land.parcel("126.45", kind="idle")
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/disposals/")
    page.keyboard.press("n")
    page.wait_for_url("**/disposals/start/")
    expect(page.locator("#id_q")).to_be_focused()  # what is typed before the page takes its focus is lost
    page.keyboard.type(parcel.parcel_no)
    page.keyboard.press("Enter")
    page.wait_for_url("**/disposals/new/")
    page.keyboard.press("1")
    assert page.locator("input[data-measure]:checked").get_attribute("value") == str(land.measures["start"].id)
    expect(page.locator("[data-papers-say]")).to_have_text("需2件，缺2件")
    expect(page.locator("tr[data-for]:visible")).to_have_count(2)
    page.locator("#id_area").focus()
    page.keyboard.press("=")
    expect(page.locator("#id_area")).to_have_value("126.45")
    expect(page.locator("#area-say")).to_have_text("= 84300.00 ㎡ = 8.430000 公顷")
    expect(page.locator("[data-area-after]")).to_have_text("0.00")
    page.locator("#id_area").fill("1.76")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    expect(page.locator("#area-say")).to_have_text("= 26.40 亩 = 17600.00 ㎡")
    page.locator("#id_disposed_on").fill("今天")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/edit/")
    assert Disposal.objects.get().state == DisposalState.DRAFT
    page.locator("#id_doc_no").fill("施工许可[2021]9133号")
    for code in ("permit", "photo"):
        page.locator(f"input[name=paper_{code}]").set_input_files([
            {"name": f"{code}{n}.pdf", "mimeType": "application/pdf", "buffer": PDF} for n in (1, 2)])
    expect(page.locator("[data-papers-say]")).to_have_text("需2件，已齐")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已上报。审核前可以撤回。")
    assert Disposal.objects.get().state == DisposalState.SUBMITTED
    assert Evidence.objects.count() == 4
    reviewer = sign_in(land.reviewer)
    reviewer.goto(f"{live_server.url}/review/")
    reviewer.keyboard.press("r")
    assert reviewer.evaluate("document.activeElement.id") == "reason"
    reviewer.keyboard.press("Escape")
    reviewer.keyboard.press("a")
    reviewer.wait_for_selector("text=已审核通过")
    assert Disposal.objects.get().state == DisposalState.VERIFIED


def test_a_row_opens_beside_the_queue_as_it_would_on_a_full_load(land, live_server, sign_in):
    parcel = land.parcel("100")
    rows = [land.take(land.draft(parcel, "10"), "submit") for _ in range(3)]
    page = sign_in(land.reviewer)
    page.goto(f"{live_server.url}/review/")
    for key in ("j", "j", "x", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/review/?open={rows[1].id}")
    expect(page.locator("#review-open h2#facts")).to_have_text(f"{rows[1]}")
    expect(page.locator("[data-picked-count]")).to_have_text("1")
    swapped = page.locator("#review-open").inner_text()
    page.reload()
    assert page.locator("#review-open").inner_text() == swapped


def test_what_a_key_decides_is_the_record_of_the_row_that_the_keys_came_to(land, live_server, sign_in):
    parcel = land.parcel("100")
    rows = [land.take(land.draft(parcel, "10"), "submit") for _ in range(3)]
    page = sign_in(land.reviewer)
    page.goto(f"{live_server.url}/review/")
    expect(page.locator("tr[aria-current]")).to_have_attribute("data-record", str(rows[0].id))
    page.route("**/review/?open=*", lambda route: (page.wait_for_timeout(300), route.continue_()))  # a slow line
    for key in ("j", "j", "a"):
        page.keyboard.press(key)
    expect(page.locator("#review-open h2#steps")).to_have_text(f"办理 {rows[1]}")
    expect(page.locator("tr[aria-current]")).to_have_attribute("data-record", str(rows[1].id))
    assert Disposal.objects.filter(state=DisposalState.SUBMITTED).count() == 3  # A came before the record did: nothing is decided
    page.keyboard.press("a")
    page.wait_for_selector("text=已审核通过")
    assert [row.state for row in Disposal.objects.order_by("id")] == [DisposalState.SUBMITTED, DisposalState.VERIFIED, DisposalState.SUBMITTED]


def test_the_form_works_without_scripts(land, live_server, sign_in):
    parcel = land.parcel("126.45", kind="idle")
    page = sign_in(land.clerk).context.browser.new_context(java_script_enabled=False).new_page()
    page.context.add_cookies([{"name": "sessionid", "value": client_for(land.clerk).cookies["sessionid"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/parcels/{parcel.id}/disposals/new/")
    page.check(f"#measure-{land.measures['start'].id}")
    page.fill("#id_area", "26.40")
    page.set_input_files("input[name=paper_permit]", {"name": "许可证.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.press("#id_area", "Enter")  # Enter saves a draft, it never submits
    page.wait_for_url("**/edit/")
    assert Disposal.objects.get().state == DisposalState.DRAFT
    assert page.locator("text=许可证.pdf").count() == 1


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_automated_check_finds_nothing_and_no_page_overflows(land, live_server, sign_in, width):
    parcel = land.parcel("126.45", kind="idle")
    draft = land.draft(parcel, "10", measure="start")
    sent = land.take(land.draft(land.parcel("100")), "submit", "send_back", "submit")
    done = land.take(land.draft(land.parcel("10"), "10"), "submit", "verify", "accept")
    looks = {"clerk": [f"/parcels/{parcel.id}/disposals/new/", f"/disposals/{draft.id}/edit/", f"/disposals/{draft.id}/",
                       "/disposals/", "/disposals/start/?q=419901", f"/disposals/{done.id}/"],
             "reviewer": [f"/review/?open={sent.id}"], "acceptor": ["/review/"]}
    for name, addresses in looks.items():
        page = sign_in(land.people[name])
        page.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            page.goto(live_server.url + address)
            found = [(v["id"], [n["html"] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]
            assert found == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_rows_of_papers_follow_the_case_that_is_chosen_in_the_terms(land, live_server, sign_in):
    Measure.objects.filter(code="expand").update(terms="low_reserved_ly", evidence=[])
    parcel = land.parcel("40", kind="inefficient")
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/parcels/{parcel.id}/disposals/new/")
    page.locator(f"#measure-{land.measures['expand'].id}").check(force=True)
    case = page.locator("select[name=terms_case]")
    for chosen, papers in (("public", ["规划用途调整的批准文件", "收储协议"]), ("unwilling", ["收储协议", "产权人没有自主开发意愿的书面意见"]),
                           ("replanned", ["规划用途调整的批准文件", "使用权人有偿收回的申请", "有偿收回协议"])):
        with page.expect_response("**/disposals/terms/**"):
            case.select_option(chosen)
        expect(case).to_have_value(chosen)
        shown = page.locator("tr[data-when]:visible th")
        expect(shown).to_have_count(len(papers))
        assert sorted(shown.all_inner_texts()) == sorted(papers), chosen
        expect(page.locator("[data-papers-say]")).to_have_text(f"需{len(papers)}件，缺{len(papers)}件")
