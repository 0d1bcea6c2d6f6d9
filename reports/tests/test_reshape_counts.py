"""分割、合并 change no figure: board, drill-down, baseline, scope check and "as of" are the same before and after."""

from decimal import Decimal

import pytest

from landplan.lib import clock
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.choices import ReshapeWay
from parcels.models import Disposal, Parcel
from parcels.rules.reshape import Part
from parcels.selectors.as_of import EFFECTIVE, RECORDED, totals_at
from parcels.selectors.totals import differing_buckets
from tests.world import words_of_page as plain

from .test_baseline import words

pytestmark = pytest.mark.django_db
LATER = clock.shanghai(2021, 10, 13, 10)
PAPERS = {"doc_no": "测分〔2021〕3号", "doc_on": clock.shanghai(2021, 9, 20, 9).date(), "reason": "分期开发"}


def accepted_parcel(world):
    """The parcel of county A with 10 亩 accepted and nothing under way."""
    ids = world.records["A"]
    for name, step, role in (("submitted", "send_back", "county_reviewer"), ("verified", "send_back", "acceptance_group")):
        take(world, ids[name], step, role)
    for name in ("draft", "submitted", "verified"):
        take(world, ids[name], "void", "county_clerk")
    return Parcel.objects.get(pk=ids["parcel"])


def take(world, pk, step, role):
    actor = world.actor(role, "A")
    with scope(actor):
        services.step_disposal(pk, actor=actor, action=step, version=Disposal.objects.get(pk=pk).version, reason="重办")


def split(world, parcel, *parts):
    clerk, reviewer = world.actor("county_clerk", "A"), world.actor("county_reviewer", "A")
    with scope(clerk):
        row = services.propose_reshape(parcel.id, actor=clerk, way=ReshapeWay.SPLIT, papers=PAPERS, parts=[
            Part("", f"第{n}块", Decimal(area), Decimal(accepted), Decimal(0)) for n, (area, accepted) in enumerate(parts, 1)])
    with scope(reviewer):
        services.approve_reshape(row.id, actor=reviewer)
    return list(Parcel.objects.filter(came__source=parcel).order_by("parcel_no"))


def test_board_drill_down_and_totals_as_of_any_moment_are_the_same_after_a_split(world, client_of):
    parcel, office = accepted_parcel(world), client_of("office")
    moments = [clock.now(), LATER]
    before = [totals_at(moment, basis) for moment in moments for basis in (RECORDED, EFFECTIVE)]
    drill = f"/progress/?region={world.counties['A'].code}&quota_class=unsupplied&span=total"
    with clock.at(LATER):
        seen = [office.get(address) for address in ("/dashboard/", drill)]
        assert [one.status_code for one in seen] == [200, 200] and f'href="/parcels/{parcel.id}/' in seen[1].content.decode()
        new = split(world, parcel, ("30", "10"), ("70", "0"))
        assert [words(office.get(address)) for address in ("/dashboard/", drill)] == [words(one) for one in seen]
        assert [totals_at(moment, basis) for moment in moments for basis in (RECORDED, EFFECTIVE)] == before
        assert differing_buckets() == []
    assert sum(one.accepted_area for one in new) == 10


def test_the_baseline_shows_the_new_parcels_for_the_old_and_the_sums_stay(world, client_of):
    parcel, office = accepted_parcel(world), client_of("office")
    assert office.post("/baseline/freeze/", {"edition": 1}).status_code == 302
    assert "甲县135.00" in words(office.get("/baseline/"))
    split(world, parcel, ("30", "10"), ("70", "0"))
    told = words(office.get("/baseline/"))
    assert "甲县135.003135.0040.00+1" in told, told  # one parcel more, no area more
    listed = plain(office.get("/baseline/parcels/?edition=1"))
    assert "已分割" in listed and listed.count("由分割、合并而来") == 2
    assert office.post("/baseline/freeze/", {"edition": 2, "reason": "分割后再定"}).status_code == 302
    with everything("the test looks on"):
        assert parcel.baseline_rows.count() == 1  # in the first edition only
