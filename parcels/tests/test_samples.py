"""回头看: a lot that can be drawn again, the result of each parcel, and the way back into the register for what does not stand."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib.scope import scope
from parcels import services
from parcels.models import Parcel, Sample, SampleItem
from parcels.rules.sampling import digest_of, draw, size_of
from tests.world import words_of_page

from .land import client_for

pytestmark = pytest.mark.django_db


def done(land, count: int, *, by: str = "clerk", region=None) -> list[Parcel]:
    """Parcels that are written off."""
    rows = []
    for _ in range(count):
        row = land.parcel("10", by=by, region=region)
        steps = {"clerk": land.reviewer, "clerk_b": land.reviewer_b}
        record = land.draft(row, "10", by=by)
        for actor, step in ((land.people[by], "submit"), (steps[by], "verify"), (land.acceptor, "accept")):
            with scope(actor):
                record = services.step_disposal(record.id, actor=actor, action=step, version=record.version)
        with scope(land.acceptor):
            services.write_off_parcel(row.id, actor=land.acceptor, version=Parcel.objects.get(pk=row.id).version)
        rows.append(Parcel.unscoped.get(pk=row.id))
    return rows


def drawn(client, **values) -> Sample:
    """A sample drawn on the page."""
    answer = client.post("/samples/new/", {"share": "", "number": "", "county_id": "", "since": "", "note": ""} | values)
    assert answer.status_code == 302, words_of_page(answer)
    return Sample.unscoped.order_by("-id").first()


@pytest.mark.parametrize(("population", "share", "number", "size"), [
    (1, 10, None, 1), (10, 10, None, 1), (11, 10, None, 2), (100, 10, None, 10), (5, 100, None, 5), (3, None, 5, 3), (9, None, 5, 5),
    (0, 10, None, 0)])
def test_a_share_is_rounded_up_and_never_more_is_drawn_than_there_is(population, share, number, size):
    assert size_of(population, share=share, number=number) == size


def test_the_same_seed_draws_the_same_and_another_seed_others():
    numbers = [f"411702-{n:04}" for n in range(200)]
    first = draw("a", numbers, 20)
    assert draw("a", reversed(numbers), 20) == first and len(set(first)) == 20
    assert draw("b", numbers, 20) != first and draw("a", numbers, 5) == first[:5]


def test_a_share_of_each_county_is_drawn_and_who_knows_seed_and_numbers_draws_it_again(land):
    here, there = done(land, 11), done(land, 2, by="clerk_b", region=land.other)
    land.parcel("10")
    acceptor = client_for(land.acceptor)
    assert 'value="10"' in acceptor.get("/samples/new/").content.decode()
    sample = drawn(acceptor, share="10", note="三季度")
    with scope(land.office):
        mine = list(SampleItem.objects.filter(region=land.county).values_list("parcel__parcel_no", flat=True))
        theirs = list(SampleItem.objects.filter(region=land.other).values_list("parcel__parcel_no", flat=True))
    assert mine == draw(sample.seed, [row.parcel_no for row in here], 2) and theirs == draw(sample.seed, [row.parcel_no for row in there], 1)
    assert sample.population == 13 and sample.population_sha256 == digest_of(row.parcel_no for row in here + there)
    told = AuditEntry.objects.get(action="draw_sample")
    assert sample.seed in told.after and sample.population_sha256 in told.after
    page = words_of_page(acceptor.get("/samples/"))
    assert sample.seed in page and "13 3 0 0 0" in page
    # a county sees its own part of it, and nothing of the other
    clerk = client_for(land.clerk)
    assert "11 2 0 0 0" in words_of_page(clerk.get("/samples/"))
    listed = clerk.get(f"/samples/{sample.id}/").content.decode()
    assert all(number in listed for number in mine) and theirs[0] not in listed


def test_a_number_a_county_and_a_day_narrow_the_draw_and_nothing_to_draw_is_said(land):
    done(land, 3)
    office = client_for(land.office)
    assert drawn(office, number="2", county_id=str(land.county.id), since="2021-09-24").items.count() == 2
    for values, sentence in (({"share": "10", "number": "2"}, "只能定一样"), ({}, "比例和宗数要定一样"),
                             ({"share": "10", "since": "925"}, "没有已销号的宗地可抽"),
                             ({"share": "0"}, ""), ({"share": "10", "county_id": str(land.other.id)}, "没有已销号的宗地可抽")):
        answer = office.post("/samples/new/", values)
        assert answer.status_code in (400, 422) and sentence in answer.content.decode(), values
    assert Sample.unscoped.count() == 1
    assert client_for(land.clerk).get("/samples/new/").status_code == 403
    assert client_for(land.clerk).post("/samples/new/", {"share": "10"}).status_code == 403


def test_what_does_not_stand_goes_back_into_the_register_with_its_reason_and_the_progress_is_shown(land):
    done(land, 2)
    acceptor = client_for(land.acceptor)
    sample = drawn(acceptor, share="100")
    first, second = SampleItem.unscoped.filter(sample=sample)
    url = f"/samples/items/{first.id}/check/"
    for values, sentence in (({"checked_on": "2021-09-25", "result": "fails", "finding": "没有动工"}, "晚于今天"),
                             ({"checked_on": "924", "result": "", "finding": "没有动工"}, "没有选“结果”"),
                             ({"checked_on": "924", "result": "stands", "finding": ""}, "抽查情况没有填")):
        answer = acceptor.post(url, values)
        assert answer.status_code >= 400 and sentence in answer.content.decode(), sentence
    assert acceptor.post(url, {"checked_on": "924", "result": "fails", "finding": "现场没有动工"}).url == f"/samples/{sample.id}/"
    assert acceptor.post(f"/samples/items/{second.id}/check/", {"checked_on": "924", "result": "stands", "finding": "属实"}).status_code == 302
    assert acceptor.post(url, {"checked_on": "924", "result": "stands", "finding": "再看"}).status_code == 409
    page = acceptor.get(f"/samples/{sample.id}/")
    assert "2 抽出（2 宗里） 2 已查 1 不属实 0 已恢复在册" in words_of_page(page) and f"/parcels/{first.parcel_id}/#relist" in page.content.decode()
    assert re.findall(r"data-open>([\d-]+)<", acceptor.get(f"/samples/{sample.id}/?show=open").content.decode()) == [first.parcel.parcel_no]
    parcel = acceptor.get(f"/parcels/{first.parcel_id}/").content.decode()
    reason = re.search(r'<textarea[^>]*id="relist-reason"[^>]*>([^<]+)</textarea>', parcel)[1]
    assert reason == "2021-09-24 回头看不属实：现场没有动工"
    version = Parcel.unscoped.get(pk=first.parcel_id).version
    assert acceptor.post(f"/parcels/{first.parcel_id}/relist/", {"version": version, "reason": ""}).status_code == 400
    assert acceptor.post(f"/parcels/{first.parcel_id}/relist/", {"version": version, "reason": reason}).status_code == 302
    assert Parcel.unscoped.get(pk=first.parcel_id).status == "relisted"
    assert AuditEntry.objects.get(action="relist_parcel").reason == reason
    assert "1 不属实 1 已恢复在册" in words_of_page(acceptor.get(f"/samples/{sample.id}/"))
    assert "不属实" in words_of_page(client_for(land.clerk).get(f"/parcels/{first.parcel_id}/"))


def test_nobody_else_checks_and_another_county_finds_nothing(land):
    done(land, 1)
    sample = drawn(client_for(land.office), share="100")
    item = SampleItem.unscoped.get()
    values = {"checked_on": "924", "result": "stands", "finding": "x"}
    assert client_for(land.reviewer).post(f"/samples/items/{item.id}/check/", values).status_code == 403
    for url in (f"/samples/{sample.id}/", f"/samples/{sample.id}/export/", f"/samples/items/{item.id}/check/"):
        assert client_for(land.clerk_b).get(url).status_code == 404
    assert "还没有抽过样" in words_of_page(client_for(land.clerk_b).get("/samples/"))


def test_the_list_to_check_is_a_file_that_names_its_lot(land):
    rows = done(land, 2)
    sample = drawn(client_for(land.office), share="100")
    answer = client_for(land.office).get(f"/samples/{sample.id}/export/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content)))["回头看抽查清单"]
    cells = [[cell.value for cell in row] for row in sheet]
    assert sorted(row[0] for row in cells[1:3]) == sorted(row.parcel_no for row in rows)
    assert cells[1][5].date() == date(2021, 9, 24) and cells[1][-1] == "待查"
    assert sample.seed in cells[4][0]
