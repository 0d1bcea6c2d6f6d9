"""Real threads on PostgreSQL: a parcel is split once, and no area is lost or credited twice when others act on it at once (C27)."""

import random
from decimal import Decimal

import pytest

from audit.selectors import verify_chain
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything
from parcels import services
from parcels.choices import DisposalState, ReshapeWay
from parcels.models import AreaEntry, Parcel, ParcelLineage, Reshape
from parcels.rules.reshape import Part
from parcels.selectors.totals import differing_buckets
from tests.world import MORNING

from .test_concurrency import Crowd, as_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAPERS = {"doc_no": "甲分〔2021〕1号", "doc_on": MORNING.date(), "reason": "分期开发"}
ROUNDS = 12


def propose(land, parcel, *areas, by="clerk", accepted=0):
    actor = land.people[by]
    return as_person(actor, lambda: services.propose_reshape(parcel.id, actor=actor, way=ReshapeWay.SPLIT, papers=PAPERS, parts=[
        Part("", f"第{n}块", Decimal(area), Decimal(accepted if n == 1 else 0), Decimal(0)) for n, area in enumerate(areas, 1)]))


def approve(land, reshape_id, by="reviewer"):
    actor = land.people[by]
    return as_person(actor, lambda: services.approve_reshape(reshape_id, actor=actor))


@pytest.mark.claim("C27")
def test_of_many_splits_of_one_parcel_one_waits_and_is_done_once(land):
    with Crowd(8) as crowd:
        for _ in range(ROUNDS):
            parcel = land.parcel("100")
            done = crowd.all_at_once([propose(land, parcel, 50 + n, 50 - n, by=("clerk", "clerk2")[n % 2]) for n in range(8)])
            made = [one for one in done if isinstance(one, Reshape)]
            assert len(made) == 1 and {one.code for one in done if isinstance(one, Refusal)} == {"open_already"}
            done = crowd.all_at_once([approve(land, made[0].id)] * 8)
            assert sum(isinstance(one, Reshape) for one in done) == 1
            assert sum(line.area for line in ParcelLineage.objects.filter(source=parcel)) == 100
            assert Parcel.objects.current().filter(came__source=parcel).count() == 2
    assert verify_chain().broken_seq is None


def contest(land, *, is_busy):
    """On one parcel at once: its split is approved, a correction, and an acceptance and a smaller area, or a new record."""
    parcel = land.parcel("100")
    counted = land.take(land.draft(parcel, "30"), "submit", "verify", "accept")
    made = propose(land, parcel, 60, 40, accepted=30)()
    works = [approve(land, made.id), as_person(land.office, lambda: services.correct_disposal(
        counted.id, actor=land.office, new_area=Decimal(25), reason="核错"))]
    if not is_busy:
        return parcel, [*works, as_person(land.clerk, lambda: land.draft(parcel, "5"))]
    waiting = land.take(land.draft(parcel, "10"), "submit", "verify")
    return parcel, [*works, as_person(land.acceptor, lambda: services.accept_disposal(waiting.id, actor=land.acceptor, version=waiting.version)),
                    as_person(land.clerk, lambda: services.update_parcel(parcel.id, actor=land.clerk, version=1, values={"area": Decimal(90)},
                                                                         reason="重新丈量"))]


@pytest.mark.claim("C27")
@pytest.mark.parametrize("is_busy", [True, False])
def test_acceptances_corrections_and_new_records_while_a_split_runs(land, is_busy):
    rng = random.Random(5)
    with Crowd(6) as crowd:
        for _ in range(ROUNDS):
            parcel, works = contest(land, is_busy=is_busy)
            rng.shuffle(works)
            crowd.all_at_once(works)
            whole_again(parcel)
    with everything("the test looks on"):
        assert differing_buckets() == [] and verify_chain().broken_seq is None


def whole_again(parcel):
    """Credit and land are where they belong, once: on the parcel, or on those that it became."""
    parcel.refresh_from_db()
    credited = sum(entry.area for entry in AreaEntry.objects.filter(parcel=parcel))
    assert parcel.accepted_area == credited
    heirs = list(Parcel.objects.filter(came__source=parcel))
    if parcel.is_succeeded:
        assert sum(one.area for one in heirs) == parcel.area and sum(one.accepted_area for one in heirs) == credited
        assert not parcel.disposals.exclude(state__in=[DisposalState.ACCEPTED, DisposalState.VOIDED]).exists()
    else:
        assert heirs == []
