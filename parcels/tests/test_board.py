"""倒排计划、挂图作战: milestones counted back from the deadline, moved with it and logged; a board by step, by button and by drag."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from landplan.lib import clock
from parcels.models import Parcel, ParcelMilestone

from .land import client_for

pytestmark = pytest.mark.django_db
DUE = date(2021, 12, 23)  # ninety days after the morning of the tests


def edited(client, parcel, **changes):
    """The form of the parcel, sent with another value."""
    sent = {"form_key": "key-of-the-edit", "name": "纬七路北侧工业地块", "location": "纬七路北", "area": "10", "area_unit": "mu",
            "deadline_on": str(DUE), "version": Parcel.objects.get(pk=parcel.id).version}
    return client.post(f"/parcels/{parcel.id}/edit/", sent | changes)


def laid_out(land, **values):
    parcel = land.parcel("10", **{"deadline_on": DUE} | values)
    assert client_for(land.clerk).post(f"/parcels/{parcel.id}/milestones/").status_code == 302
    return parcel


def days(parcel):
    return [row.due_on for row in ParcelMilestone.objects.filter(parcel=parcel).order_by("order")]


def column(page, code):
    """编号 of the cards of a column."""
    part = re.search(rf'data-column="{code}".*?</section>', page, re.S)[0]
    return re.findall(r'<a class="lp-code"[^>]*>([^<]+)</a>', part)


def move(client, parcel, seen, to, **more):
    return client.post(f"/parcels/{parcel.id}/milestones/step/", {"seen": seen, "to": to} | more)


@pytest.mark.req("LED-18")
def test_moving_the_deadline_thirty_days_earlier_moves_unfinished_milestones_and_logs_it(land):
    parcel, clerk = laid_out(land), client_for(land.clerk)
    assert days(parcel) == [date(2021, 10, 8), date(2021, 10, 21), date(2021, 11, 26), date(2021, 12, 14), DUE]
    assert move(clerk, parcel, "survey", "plan").status_code == 302
    assert edited(clerk, parcel, deadline_on="2021-11-23").status_code == 302
    assert days(parcel) == [date(2021, 10, 8), date(2021, 9, 21), date(2021, 10, 27), date(2021, 11, 14), date(2021, 11, 23)]
    page = clerk.get(f"/parcels/{parcel.id}/").content.decode()
    assert "组织实施 2021-11-26 移到 2021-10-27" in page  # in the history, with the old and the new deadline
    assert re.search(r"完成时限 <del>2021-12-23</del> 改为 <ins>2021-11-23</ins>", page)
    assert "核清底数和成因 2021" not in page.split("修改宗地")[1].split("</li>")[0]  # done: it stays
    assert re.search(r"2 方案报批</th><td class=\"lp-nw\">2021-09-21</td>.*?逾期3天", page)


@pytest.mark.req("LED-18")
def test_the_board_shows_parcels_by_step_marks_late_ones_and_moves_by_buttons_without_scripts(land):
    late, fresh, bare = laid_out(land), laid_out(land, name="另一宗"), land.parcel("5")
    land.parcel("7", by="clerk_b", region=land.other)
    clerk = client_for(land.clerk)
    page = clerk.get("/board/").content.decode()
    assert column(page, "none") == [bare.parcel_no]
    assert column(page, "survey") == [late.parcel_no, fresh.parcel_no]
    answer = clerk.post(f"/parcels/{fresh.id}/milestones/step/", {"seen": "survey", "to": "plan", "next": "/board/?quota=unsupplied"})
    assert answer.url == f"/board/?quota=unsupplied#card-{fresh.id}"
    with clock.at(clock.shanghai(2021, 10, 9, 9)):
        page = client_for(land.clerk).get("/board/").content.decode()
        assert column(page, "plan") == [fresh.parcel_no]
        assert "逾期 1</span>" in page and "逾期1天" in page
        assert column(client_for(land.clerk).get("/board/?late=1").content.decode(), "survey") == [late.parcel_no]
    assert column(client_for(land.office).get("/board/").content.decode(), "none") == [bare.parcel_no, "419902-0001"]
    assert late.parcel_no not in client_for(land.clerk_b).get("/board/").content.decode()


def test_a_card_that_another_has_moved_a_future_day_and_a_foreign_step_are_refused(land):
    parcel, clerk = laid_out(land), client_for(land.clerk)
    assert move(clerk, parcel, "survey", "work").status_code == 302
    assert [row.done_on for row in ParcelMilestone.objects.order_by("order")][:3] == [date(2021, 9, 24), date(2021, 9, 24), None]
    answer = move(clerk, parcel, "survey", "plan", next="/board/")
    assert answer.status_code == 409 and "这宗地已被移到“组织实施”，你看到的是“核清底数和成因”" in answer.content.decode()
    assert "晚于今天 2021-09-24" in move(clerk, parcel, "work", "papers", done_on="2021-10-01").content.decode()
    assert move(clerk, parcel, "work", "nowhere").status_code == 400
    assert move(client_for(land.reviewer), parcel, "work", "papers").status_code == 403
    assert move(client_for(land.clerk_b), parcel, "work", "papers").status_code == 404
    assert move(clerk, parcel, "work", "plan", done_on="").status_code == 302  # back: it is not done any more
    assert [row.done_on for row in ParcelMilestone.objects.order_by("order")][:2] == [date(2021, 9, 24), None]


def test_the_end_of_the_steps_waits_in_the_last_column(land):
    parcel, clerk = laid_out(land), client_for(land.clerk)
    assert move(clerk, parcel, "survey", "done").status_code == 302
    page = clerk.get("/board/").content.decode()
    assert column(page, "done") == [parcel.parcel_no] and column(page, "survey") == []
    assert move(clerk, parcel, "done", "close").status_code == 302


def test_all_that_can_be_is_laid_out_at_once_and_the_rest_says_why(land):
    for number in range(2):
        land.parcel("10", deadline_on=DUE, name=f"第{number}宗")
    past, clerk = land.parcel("10", deadline_on=date(2021, 9, 1)), client_for(land.clerk)
    assert "2 宗已倒排" in clerk.post("/board/lay-out/", follow=True).content.decode()
    answer = clerk.post(f"/parcels/{past.id}/milestones/")
    assert answer.status_code == 400 and "完成时限 2021-09-01 不晚于今天 2021-09-24，排不出节点" in answer.content.decode()
    assert ParcelMilestone.objects.count() == 10


def test_an_approved_plan_is_laid_out_from_its_deadline(land):
    parcel, clerk = land.parcel("10"), client_for(land.clerk)
    clerk.post(f"/parcels/{parcel.id}/plans/new/", {"form_key": "key-of-plan", "version": 0, "cause": "government", "measures": ["grant"],
                                                    "deadline_on": str(DUE), "lead_unit": "自然资源局"})
    client_for(land.reviewer).post(f"/plans-of-parcels/{parcel.plans.get().id}/decide/", {"do": "approve"})
    assert days(parcel)[-1] == DUE and len(days(parcel)) == 5


def test_columns_are_paged_by_key(land):
    for _ in range(22):
        laid_out(land)
    clerk = client_for(land.clerk)
    page = clerk.get("/board/").content.decode()
    first = column(page, "survey")
    link = re.search(r'href="(\?col=survey&amp;after=[^"#]+)', page)[1].replace("&amp;", "&")
    rest = column(clerk.get(f"/board/{link}").content.decode(), "survey")
    assert (len(first), len(rest), len({*first, *rest})) == (20, 2, 22)


def test_the_office_sets_steps_and_shares_with_a_reason_for_what_is_laid_out_from_then_on(land):
    office, old = client_for(land.office), laid_out(land)
    sent = {"form_key": "key-of-steps", "version": 0, "reason": "市里定的时序"}
    steps = {"survey": ("摸排", 10), "plan": ("方案", 20), "work": ("实施", 60), "papers": ("佐证", 80), "close": ("销号", 100)}
    sent |= {f"label_{code}": label for code, (label, _) in steps.items()} | {f"share_{code}": share for code, (_, share) in steps.items()}
    wrong = office.post("/board/steps/", sent | {"share_work": 20})
    assert wrong.status_code == 400 and "“实施”的份额 20% 不在 20% 与 100% 之间" in wrong.content.decode()
    assert office.post("/board/steps/", sent).status_code == 302
    assert office.post("/board/steps/", sent | {"form_key": "key-of-again", "share_work": 61}).status_code == 409  # a version that is gone
    assert days(laid_out(land, name="新排的"))[0] == date(2021, 10, 3)
    assert days(old)[0] == date(2021, 10, 8)


@pytest.mark.browser
def test_a_card_is_dragged_and_moved_by_keyboard(land, live_server, sign_in):
    parcel = laid_out(land)
    page = sign_in(land.clerk)
    page.goto(f"{live_server.url}/board/")
    page.locator(f"#card-{parcel.id}").drag_to(page.locator("[data-column=work]"))
    expect(page.locator(f"[data-column=work] #card-{parcel.id}")).to_be_visible()
    expect(page.locator(f"#card-{parcel.id}")).to_be_focused()  # one goes on from the same card
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(f"[data-column=papers] #card-{parcel.id}")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(f"[data-column=work] #card-{parcel.id}")).to_be_visible()
