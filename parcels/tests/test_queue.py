"""处置清单与审核验收: who sees what waits, steps on many at once, paging by key."""

from datetime import timedelta

import pytest

from landplan.lib import clock
from parcels.choices import DisposalState, ParcelStatus
from parcels.models import Disposal, Parcel
from parcels.selectors.queues import filter_disposals, page_of
from tests.world import MORNING

from .land import client_for

pytestmark = pytest.mark.django_db


def submitted(land, count, area="10"):
    parcel = land.parcel("1000")
    return [land.take(land.draft(parcel, area), "submit") for _ in range(count)]


def pick(rows):
    return [f"{row.id}:{row.version}" for row in rows]


def queue_of(page):
    return page.split('id="review-open"')[0]


def test_the_reviewer_sees_what_waits_in_his_county_and_one_record_beside_it(land):
    rows = submitted(land, 2)
    page = client_for(land.reviewer).get("/review/").content.decode()
    assert "等我办 <b>2</b> 笔，<b>20.00</b> 亩" in page
    assert f'<a href="/disposals/{rows[0].id}/">' in page
    page = client_for(land.reviewer).get(f"/review/?open={rows[1].id}").content.decode()
    assert f'<a href="/disposals/{rows[1].id}/">' in page
    assert "没有等你办的处置" in client_for(land.reviewer_b).get("/review/").content.decode()
    assert client_for(land.reviewer_b).get(f"/review/?open={rows[1].id}").content.decode().count("第2笔") == 0
    assert client_for(land.acceptor).get("/review/").content.decode().count("data-row") == 0
    for actor in (land.clerk, land.office, land.leader, land.system_admin):
        assert client_for(actor).get("/review/").status_code == 403


def test_his_own_work_is_not_offered_but_counted(land):
    submitted(land, 2)
    page = client_for(land.clerk_as_reviewer).get("/review/").content.decode()
    assert "data-row" not in page
    assert "另有 2 笔经你手登记或审核，要由另一位办。" in page


def test_many_are_verified_and_accepted_at_once(land):
    rows = submitted(land, 3)
    answer = client_for(land.reviewer).post("/review/batch/", {"action": "verify", "pick": pick(rows)})
    assert answer.url == "/review/"
    assert Disposal.objects.filter(state=DisposalState.VERIFIED).count() == 3
    rows = list(Disposal.objects.all())
    client_for(land.acceptor).post("/review/batch/", {"action": "accept", "pick": pick(rows)})
    assert Disposal.objects.filter(state=DisposalState.ACCEPTED).count() == 3
    assert str(Parcel.objects.get().accepted_area) == "30.00"


def test_a_row_that_is_refused_does_not_undo_the_others(land):
    rows = submitted(land, 3)
    stale = [f"{rows[1].id}:1"]
    answer = client_for(land.reviewer).post("/review/batch/", {
        "action": "verify", "pick": pick(rows[:1]) + stale + pick(rows[2:]) + ["1000000000:1"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "审核通过：有的没有办成，办成的已生效。" in page
    assert f"{rows[0]}：已审核通过。" in page
    assert f"{rows[1]}：没有办。“{rows[1]}”在你打开之后已被改过" in page
    assert "编号 1000000000：没有办。没有这条记录。" in page
    assert [d.state for d in Disposal.objects.order_by("number")] == ["verified", "submitted", "verified"]


def test_many_are_sent_back_with_one_reason(land):
    rows = submitted(land, 2)
    reviewer = client_for(land.reviewer)
    refused = reviewer.post("/review/batch/", {"action": "send_back", "pick": pick(rows), "reason": " "})
    assert refused.status_code == 400
    assert refused.content.decode().count(" checked") >= 2
    reviewer.post("/review/batch/", {"action": "send_back", "pick": pick(rows), "reason": "缺第2页"})
    assert {(d.state, d.returned_reason) for d in Disposal.objects.all()} == {("returned", "缺第2页")}
    assert str(Parcel.objects.get().in_transit_area) == "0.00"


@pytest.mark.parametrize("data", [{}, {"action": "verify"}, {"action": "accept", "pick": "x"}, {"action": "submit", "pick": "1:1"},
                                  {"action": "verify", "pick": ["²:1", "1:１", "99999999999999999999:1"]}])
def test_a_batch_that_says_nothing_is_refused_in_words(land, data):
    answer = client_for(land.reviewer).post("/review/batch/", data)
    assert answer.status_code == 400
    assert "没有选中要办的处置" in answer.content.decode()


def test_a_finished_parcel_is_offered_for_writing_off(land):
    parcel = land.parcel("10")
    land.take(land.draft(parcel, "10"), "submit", "verify", "accept")
    land.parcel("20")
    acceptor = client_for(land.acceptor)
    page = acceptor.get("/review/").content.decode()
    assert "全部面积已验收、没有在途的 1 宗" in page
    parcel.refresh_from_db()
    assert acceptor.post("/review/write-off/", {"parcel": f"{parcel.id}:{parcel.version}"}).url == "/review/"
    parcel.refresh_from_db()
    assert parcel.status == ParcelStatus.WRITTEN_OFF
    assert client_for(land.reviewer).post("/review/write-off/", {"parcel": f"{parcel.id}:1"}).status_code == 403


def test_the_list_follows_state_words_and_person(land):
    first = land.draft(land.parcel("100"))
    land.take(land.draft(land.parcel("100"), by="clerk2"))
    clerk = client_for(land.clerk)
    assert clerk.get("/disposals/").content.decode().count("<tr data-row>") == 2
    assert clerk.get("/disposals/?mine=1").content.decode().count("<tr data-row>") == 1
    assert clerk.get(f"/disposals/?q={first.parcel.parcel_no}").content.decode().count("<tr data-row>") == 1
    assert "没有符合这些条件的处置" in clerk.get("/disposals/?state=accepted").content.decode()
    assert client_for(land.clerk_b).get("/disposals/").content.decode().count("<tr data-row>") == 0
    city = client_for(land.office)
    assert city.get(f"/disposals/?region={land.county.id}").content.decode().count("<tr data-row>") == 2
    assert city.get(f"/disposals/?region={land.other.id}").content.decode().count("<tr data-row>") == 0
    for odd in ("?region=x", "?state=none", "?after=x", "?after=2021-09-24T09:00:00_1", "?before=_", "?after=%00"):
        assert clerk.get(f"/disposals/{odd}").status_code == 200
    assert client_for(land.audit_admin).get("/disposals/").status_code == 403


def test_pages_by_key_show_every_row_once_in_both_directions(land):
    parcel = land.parcel("1000")
    for minute in range(7):
        with clock.at(MORNING + timedelta(minutes=minute // 2)):
            land.draft(parcel, "10")
    rows, seen, after = filter_disposals(), [], ""
    pages = []
    while True:
        page = page_of(rows, after=after, size=3)
        seen += [row.id for row in page.rows]
        pages.append(page)
        if not page.after:
            break
        after = page.after
    assert len(seen) == len(set(seen)) == 7
    back = page_of(rows, before=pages[2].before, size=3)
    assert [row.id for row in back.rows] == [row.id for row in pages[1].rows]
    assert [row.id for row in page_of(rows, before=back.before, size=3).rows] == [row.id for row in pages[0].rows]
    assert page_of(rows, before=back.before, size=3).before is None


def test_a_list_takes_a_fixed_number_of_queries(land, django_assert_max_num_queries):
    rows = submitted(land, 12)
    clerk, reviewer = client_for(land.clerk), client_for(land.reviewer)
    with django_assert_max_num_queries(20):
        clerk.get("/disposals/")
    with django_assert_max_num_queries(30):
        reviewer.get(f"/review/?open={rows[0].id}")
