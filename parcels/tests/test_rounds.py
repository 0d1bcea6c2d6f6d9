"""再次闲置 through the pages: a new round with its own record, no second credit of the same area within a plan."""

from decimal import Decimal

import pytest

from landplan.lib.scope import everything
from parcels import services
from parcels.models import AreaEntry, Disposal, Parcel, ParcelRound
from parcels.selectors.as_of import totals_now
from parcels.selectors.totals import differing_buckets
from tests.world import words_of_page as plain

from .land import client_for
from .test_ledger import numbers, read
from .test_reshape import done, split

pytestmark = pytest.mark.django_db


def counted(land):
    """What every plan counts of the county (亩)."""
    assert differing_buckets() == []
    return Decimal(sum(area for (region, _, _), (area, _) in totals_now().items() if region == land.county.id)) / 10**6


def closed(land, area="10", **values):
    """A parcel disposed of whole, accepted, and written off."""
    parcel = land.parcel(area, kind="idle", idle_source="province_base", cause="government", **values)
    row = land.take(land.draft(parcel, area, measure="temporary"), "submit", "verify", "accept")
    write_off(land, parcel)
    return parcel, row


def write_off(land, parcel):
    answer = client_for(land.acceptor).post(f"/parcels/{parcel.id}/write-off/", {"version": Parcel.objects.get(pk=parcel.id).version})
    assert answer.status_code == 302, plain(answer)


def relapse(land, parcel, by="acceptor", **changes):
    return client_for(land.people[by]).post(f"/parcels/{parcel.id}/relist/", {
        "version": Parcel.objects.get(pk=parcel.id).version, "way": "relapse", "from_on": "2021-09-24", "relapsed_area": "",
        "round_doc_no": "甲核[2021]7号", "reason": "临时使用期满，再次闲置"} | changes)


def again(land, parcel, area):
    return land.take(land.draft(parcel, area, measure="temporary"), "submit", "verify", "accept")


def test_land_that_relapsed_without_a_reversal_is_dealt_with_again_and_the_plan_still_counts_ten(land):
    parcel, first = closed(land)
    assert counted(land) == 10
    assert relapse(land, parcel).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.status, parcel.round_no, parcel.accepted_area, parcel.relapsed_area, parcel.available) == ("relisted", 2, 0, 10, 10)
    assert counted(land) == 10 and numbers(read(client_for(land.office), "?status=open")) == [parcel.parcel_no]
    second = again(land, parcel, "10")
    assert (second.accepted_area, second.repeat_area, second.round_no) == (0, 10, 2) and counted(land) == 10
    assert AreaEntry.objects.count() == 1
    write_off(land, parcel)
    page = plain(client_for(land.office).get(f"/parcels/{parcel.id}/"))
    assert "第2轮 2021-09-24 再次闲置 10.00 亩（甲核〔2021〕7号）：临时使用期满，再次闲置" in page
    assert "办成 10.00 亩，计入 0.00 亩" in page and "办成 10.00 亩，计入 10.00 亩；2021-09-24 销号" in page
    assert relapse(land, parcel).status_code == 302 and [row.number for row in ParcelRound.objects.all()] == [2, 3]
    assert Disposal.objects.get(pk=first.id).accepted_area == 10


def test_a_reversed_write_off_takes_its_credit_back_and_opens_no_round(land):
    parcel, row = closed(land)
    answer = client_for(land.acceptor).post(f"/parcels/{parcel.id}/relist/", {
        "version": Parcel.objects.get(pk=parcel.id).version, "way": "mistaken", "reason": "核查未动工", "reverse": row.id})
    assert answer.status_code == 302 and counted(land) == 0 and not ParcelRound.objects.exists()
    assert again(land, parcel, "10").accepted_area == 10 and counted(land) == 10


def test_of_a_part_that_relapsed_only_that_part_is_open_again_and_what_is_new_counts(land):
    parcel, row = closed(land)
    assert relapse(land, parcel, relapsed_area="4").status_code == 302
    with pytest.raises(Exception, match="超过可登记的 4.00 亩"):
        land.draft(parcel, "4.01", measure="temporary")
    with everything("the office corrects the first round"):
        services.correct_disposal(row.id, actor=land.office, new_area=Decimal(9), reason="重新丈量")
    parcel.refresh_from_db()
    assert (parcel.accepted_area, parcel.relapsed_area, counted(land)) == (6, 3, 9)
    second = again(land, parcel, "4")
    assert (second.repeat_area, second.accepted_area, counted(land)) == (3, 1, 10)
    with everything("the office"), pytest.raises(Exception, match="再次处置，前一轮已计入"):
        services.correct_disposal(second.id, actor=land.office, new_area=Decimal(0), reason="重新丈量")


@pytest.mark.parametrize("changes, told", [
    ({"from_on": ""}, "没有填再次闲置之日"), ({"from_on": "2021-09-25"}, "晚于今天 2021-09-24"),
    ({"from_on": "2021-09-23"}, "早于上一轮销号的 2021-09-24"), ({"round_doc_no": ""}, "没有填依据文书"), ({"reason": ""}, "没有填原因"),
    ({"relapsed_area": "10.000001"}, "再次闲置面积 10.000001 亩不在 0 与宗地面积 10 亩之间"), ({"relapsed_area": "0"}, "再次闲置面积 0 亩"),
])
def test_a_round_is_recorded_whole_or_refused_and_what_was_typed_stays(land, changes, told):
    parcel, _ = closed(land)
    answer = relapse(land, parcel, **changes)
    assert answer.status_code == 400 and told in plain(answer)
    assert 'value="relapse" checked' in answer.content.decode() and not ParcelRound.objects.exists()


def test_only_the_acceptance_group_opens_a_round_of_its_territory_and_of_the_version_it_saw(land):
    parcel, _ = closed(land)
    assert relapse(land, parcel, by="clerk").status_code == 403 and relapse(land, parcel, by="reviewer_b").status_code == 404
    assert relapse(land, parcel, version="1").status_code == 409
    assert relapse(land, parcel).status_code == 302 and relapse(land, parcel).status_code == 409


def test_an_earlier_round_is_not_reversed_with_the_present_one(land):
    parcel, first = closed(land)
    relapse(land, parcel)
    second = again(land, parcel, "10")
    write_off(land, parcel)

    def reverse(row):
        return client_for(land.acceptor).post(f"/parcels/{parcel.id}/relist/", {
            "version": Parcel.objects.get(pk=parcel.id).version, "way": "mistaken", "reason": "不实", "reverse": row.id})
    assert "属于第 1 轮" in plain(reverse(first))
    assert reverse(second).status_code == 302
    parcel.refresh_from_db()
    assert (parcel.accepted_area, parcel.relapsed_area, counted(land)) == (0, 10, 10)
    again(land, parcel, "10")
    assert counted(land) == 10


def test_a_split_carries_what_relapsed_so_that_its_parts_are_not_credited_again(land):
    parcel, _ = closed(land)
    relapse(land, parcel, relapsed_area="4")
    east, west = done(land, split(land, parcel, ("东", "5", "5"), ("西", "5", "1"), relapsed_1="0", relapsed_2="4"))
    assert (east.relapsed_area, west.relapsed_area, west.available, west.round_no) == (0, 4, 4, 2)
    again(land, west, "4")
    assert counted(land) == 10
