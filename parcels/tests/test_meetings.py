"""府院联席: meetings of government and court, their items and results, seen on the page of the case."""

import pytest

from landplan.lib.scope import scope
from parcels import services
from parcels.models import Lawsuit, Meeting, MeetingItem
from tests.world import words_of_page as plain

from .land import client_for

pytestmark = pytest.mark.django_db


def case(land, no="（2021）豫民初1号", by="clerk"):
    actor = land.people[by]
    parcel = land.parcel("10", kind="unsupplied", by=by, region=land.county if by == "clerk" else land.other)
    with scope(actor):
        return services.open_lawsuit(parcel.id, actor=actor, values={"kind": "seizure", "case_no": no, "court": "甲县人民法院"})


def meet(land, kind="court", by="clerk", **values):
    answer = client_for(land.people[by]).post("/meetings/new/", {
        "form_key": f"meeting-{kind}-{by}", "region": land.people[by].region_id, "kind": kind, "held_on": "2021-09-20", "host": "常务副县长（岗位）",
        "attendees": "县政府办、法院、自然资源局", "summary_no": "甲府院纪(2021)2号", **values})
    return answer, Meeting.objects.order_by("-id").first()


def item(land, meeting, key="item-key-1", by="clerk", **values):
    return client_for(land.people[by]).post(f"/meetings/{meeting.id}/items/new/", {"form_key": key, "matter": "查封地块的解封和处置", **values})


@pytest.mark.req("LAW-06")
def test_an_item_linked_to_a_case_stands_on_the_page_of_the_case_with_its_result(land):
    row, other = case(land), case(land, "（2021）豫民初2号")
    answer, meeting = meet(land)
    assert answer.status_code == 302
    assert item(land, meeting, lawsuit=row.id, lead_unit="甲县法院", due_on="2021-10-31").status_code == 302
    page = plain(client_for(land.office).get(f"/lawsuits/{row.id}/"))
    assert "府院联席 议到本案的议题和结果" in page and "2021-09-20 查封地块的解封和处置 还没有结果 甲县法院 剩37天" in page
    made = MeetingItem.objects.get()
    sent = {"form_key": "result-key-1", "matter": made.matter, "lawsuit": row.id, "lead_unit": "甲县法院", "due_on": "2021-10-31", "version": 1}
    unsaid = client_for(land.clerk).post(f"/meetings/items/{made.id}/", sent | {"done_on": "2021-09-23"})
    assert unsaid.status_code == 400 and "写了办结日期 2021-09-23，结果没有写" in plain(unsaid)
    result = "法院裁定解除查封，县政府协议收回"
    assert client_for(land.clerk).post(f"/meetings/items/{made.id}/", sent | {"form_key": "result-key-2", "result": result,
                                                                              "done_on": "2021-09-23"}).status_code == 302
    page = plain(client_for(land.office).get(f"/lawsuits/{row.id}/"))
    assert f"2021-09-20 查封地块的解封和处置 {result} 甲县法院 按期完成" in page
    assert result not in plain(client_for(land.office).get(f"/lawsuits/{other.id}/"))
    assert "甲府院纪〔2021〕2号" in plain(client_for(land.office).get(f"/meetings/{meeting.id}/"))
    stale = client_for(land.clerk).post(f"/meetings/items/{made.id}/", sent | {"form_key": "result-key-3", "matter": "旧页"})
    assert stale.status_code == 409


def test_the_list_has_the_latest_meeting_first_whatever_was_entered_last(land):
    for n, day in enumerate(("2021-09-10", "2021-09-20", "2021-08-02")):
        meet(land, held_on=day, form_key=f"meeting-order-{n}")
    page = plain(client_for(land.office).get("/meetings/"))
    days = [page.index(day) for day in ("2021-09-20", "2021-09-10", "2021-08-02")]
    assert days == sorted(days)


def test_what_does_not_fit_is_refused_and_stays_typed(land):
    answer, _ = meet(land, held_on="2021-09-25")
    assert answer.status_code == 400 and "开会日期 2021-09-25 晚于今天 2021-09-24" in plain(answer)
    assert "常务副县长（岗位）" in answer.content.decode()
    _, meeting = meet(land)
    foreign = case(land, by="clerk_b")
    refused = item(land, meeting, key="item-foreign", lawsuit=foreign.id)
    assert refused.status_code == 422 and not MeetingItem.objects.exists()
    early = item(land, meeting, key="item-early", result="已办", done_on="2021-09-19")
    assert early.status_code == 400 and "办结日期 2021-09-19 早于开会日期 2021-09-20" in plain(early)
    assert Lawsuit.objects.count() == 1


def test_other_counties_and_other_posts_keep_out(land):
    _, meeting = meet(land)
    item(land, meeting)
    made = MeetingItem.objects.get()
    for url in (f"/meetings/{meeting.id}/", f"/meetings/{meeting.id}/items/new/", f"/meetings/items/{made.id}/"):
        assert client_for(land.clerk_b).get(url).status_code == 404
    assert client_for(land.reviewer).get("/meetings/new/").status_code == 403
    assert item(land, meeting, by="reviewer").status_code == 403
    assert "甲府院纪" not in plain(client_for(land.clerk_b).get("/meetings/"))
    assert "甲府院纪" in plain(client_for(land.office).get("/meetings/?kind=court")) and "甲府院纪" not in plain(
        client_for(land.office).get("/meetings/?kind=supply"))
