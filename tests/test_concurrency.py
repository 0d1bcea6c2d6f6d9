"""Real threads on PostgreSQL: one record for many equal requests, no lost update, no parcel oversold (C25, C26, C27)."""

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import asdict
from decimal import Decimal

import pytest
from django.db import connection, connections

from audit.selectors import verify_chain
from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.choices import DisposalState
from parcels.models import AreaEntry, Disposal, IndicatorBalance, Parcel
from parcels.rules.batch_account import Amounts, amounts_of
from parcels.selectors.batch_account import indicator_account
from parcels.selectors.totals import differing_buckets
from parcels.tests.land import client_for
from tests.world import MORNING

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 16
ROUNDS = 80  # 200 were run once, with the same outcome; a round takes about a third of a second


class Crowd:
    """Threads that start together; each has its own connection and the test's clock."""

    def __init__(self, size):
        self.size, self.pool = size, ThreadPoolExecutor(size)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        gate = threading.Barrier(self.size)
        list(self.pool.map(lambda _: (gate.wait(30), connections.close_all()), range(self.size)))
        self.pool.shutdown()

    def all_at_once(self, works):
        """Perform the works together; an exception that is no refusal fails the test."""
        gate = threading.Barrier(len(works))

        def one(work):
            with clock.at(MORNING), everything("a thread of the test"):
                connection.ensure_connection()
                gate.wait(30)
                return work()

        return [future.result(60) for future in [self.pool.submit(one, work) for work in works]]


def outcome(work):
    """What a service gave, or the refusal it raised."""
    try:
        return work()
    except Refusal as refusal:
        return refusal


def as_person(actor, work):
    def inside():
        with scope(actor):
            return outcome(work)
    return inside


def parcel_holds(parcel_id):
    """The balance of a parcel, after checking that it is never more than there is and equals its entries."""
    parcel = Parcel.objects.get(pk=parcel_id)
    accepted = sum((e.area for e in AreaEntry.objects.filter(parcel_id=parcel_id)), Decimal(0))
    held = sum((d.area for d in Disposal.objects.filter(parcel_id=parcel_id, state__in=["submitted", "verified"])), Decimal(0))
    assert (parcel.accepted_area, parcel.in_transit_area) == (accepted, held)
    assert accepted + held <= parcel.area
    return parcel


@pytest.mark.claim("C25")
@pytest.mark.parametrize("door", ["interface", "page"])
def test_twenty_equal_requests_at_once_make_one_record(land, door):
    parcel = land.parcel("100")
    browsers = [client_for(land.clerk) for _ in range(20)]
    form = {"form_key": "the-key-of-the-form", "version": "", "measure": land.measures["grant"].id, "area": "10",
            "area_unit": "mu", "do": "draft"}
    body = json.dumps({"parcel": parcel.id, "measure": "grant", "area": "10"})

    def by_interface(browser):
        return browser.post("/api/v1/disposals/", body, content_type="application/json", headers={"Idempotency-Key": "k"})

    def by_page(browser):
        return browser.post(f"/parcels/{parcel.id}/disposals/new/", form)

    post = by_interface if door == "interface" else by_page
    with Crowd(20) as crowd:
        answers = crowd.all_at_once([lambda b=b: post(b) for b in browsers])
        again = post(browsers[0])
        other = browsers[1].post("/api/v1/disposals/", body.replace("10", "11"), content_type="application/json",
                                 headers={"Idempotency-Key": "k"})
    assert Disposal.objects.count() == (1 if door == "interface" else 2)
    assert {(a.status_code, a.content, a.get("Location"), a.get("ETag")) for a in answers} == {
        (answers[0].status_code, answers[0].content, answers[0].get("Location"), answers[0].get("ETag"))}
    assert sum("Idempotent-Replay" in a for a in answers) == 19
    assert again.status_code == answers[0].status_code
    assert other.status_code == (422 if door == "interface" else 201)


@pytest.mark.claim("C26")
def test_no_update_is_lost_between_editors(land):
    """Two editors add to one text 1000 times between them; who comes second is refused, looks again and repeats."""
    parcel = land.parcel("100")
    refused = []

    def editor(actor, sign, turns):
        rng = random.Random(sign)
        with scope(actor):
            for _ in range(turns):
                while True:
                    seen = Parcel.objects.values("version", "remark").get(pk=parcel.id)
                    if rng.random() < 0.2:
                        Parcel.objects.count()  # a pause of its own length
                    try:
                        services.update_parcel(parcel.id, actor=actor, version=seen["version"], values={"remark": seen["remark"] + sign})
                        break
                    except Refusal as refusal:
                        assert refusal.status == 409
                        refused.append(sign)

    with Crowd(2) as crowd:
        crowd.all_at_once([lambda: editor(land.clerk, "甲", 500), lambda: editor(land.clerk2, "乙", 500)])
    parcel.refresh_from_db()
    assert (parcel.remark.count("甲"), parcel.remark.count("乙"), parcel.version) == (500, 500, 1001)
    assert refused
    assert verify_chain().broken_seq is None


@pytest.mark.claim("C26")
def test_of_two_that_saw_the_same_version_one_saves_and_one_is_told(land):
    row = land.draft(land.parcel("100"))
    browsers = [client_for(land.clerk), client_for(land.clerk)]
    with Crowd(2) as crowd:
        for turn in range(1, 51):
            answers = crowd.all_at_once([lambda b=b, i=i, turn=turn: b.patch(
                f"/api/v1/disposals/{row.id}/", json.dumps({"remark": f"{turn} {i}"}), content_type="application/json",
                headers={"If-Match": f'"{turn}"'}) for i, b in enumerate(browsers)])
            assert sorted(a.status_code for a in answers) == [200, 409]
            saved = next(a.json() for a in answers if a.status_code == 200)
            told = next(a.json() for a in answers if a.status_code == 409)
            assert saved["version"] == turn + 1
            assert told["code"] == "stale"


def copies(row, count):
    """Parcels like the row's, each with 16 drafts like the row (written past the services: only the contest is tried)."""
    parcels = [copy(row.parcel) for _ in range(count)]
    for number, parcel in enumerate(parcels):
        parcel.pk, parcel._state.adding, parcel.parcel_no = None, True, f"C27-{number}"
    parcels = Parcel.objects.bulk_create(parcels)
    drafts = []
    for parcel in parcels:
        for number in range(THREADS):
            draft = copy(row)
            draft.pk, draft._state.adding, draft.parcel, draft.number = None, True, parcel, number
            drafts.append(draft)
    drafts = Disposal.objects.bulk_create(drafts)
    return [(parcel, drafts[i * THREADS : (i + 1) * THREADS]) for i, parcel in enumerate(parcels)]


@pytest.mark.claim("C27")
def test_sixteen_submissions_at_once_never_oversell_and_fill_exactly(land):
    rounds = copies(land.draft(land.parcel("100"), "10"), ROUNDS)
    with Crowd(THREADS) as crowd:
        for parcel, rows in rounds:
            done = crowd.all_at_once([as_person(land.clerk, lambda row=row: services.submit_disposal(
                row.id, actor=land.clerk, version=row.version)) for row in rows])
            assert parcel_holds(parcel.id).available == 0  # the optimum: ten of ten
            assert sum(isinstance(d, Disposal) for d in done) == 10
            assert {d.code for d in done if isinstance(d, Refusal)} == {"area_over"}
    assert verify_chain().broken_seq is None


def contest(land):
    """On one parcel at once: seven acceptances, five submissions, two corrections, two attempts to shrink it."""
    parcel = land.parcel("100")
    waiting = [land.take(land.draft(parcel, "8"), "submit", "verify") for _ in range(7)]
    counted = land.take(land.draft(parcel, "8"), "submit", "verify", "accept")
    drafts = [land.draft(parcel, "12") for _ in range(5)]
    seen = Parcel.objects.get(pk=parcel.id)
    works = [as_person(land.acceptor, lambda r=r: services.accept_disposal(
        r.id, actor=land.acceptor, version=r.version)) for r in waiting]
    works += [as_person(land.clerk, lambda r=r: services.submit_disposal(
        r.id, actor=land.clerk, version=r.version)) for r in drafts]
    works += [as_person(land.office, lambda a=a: services.correct_disposal(
        counted.id, actor=land.office, new_area=Decimal(a), reason="面积核错")) for a in ("44", "3")]
    works += [as_person(land.clerk2, lambda a=a: services.update_parcel(
        seen.id, actor=land.clerk2, version=seen.version, values={"area": Decimal(a)}, reason="重新丈量")) for a in ("70", "64")]
    return parcel, works


@pytest.mark.claim("C27")
def test_acceptances_corrections_submissions_and_a_shrinking_parcel_at_once(land):
    rng = random.Random(27)
    with Crowd(THREADS) as crowd:
        for _ in range(12):
            parcel, works = contest(land)
            rng.shuffle(works)
            done = crowd.all_at_once(works)
            assert all(d.code in ("area_over", "area_held", "stale") for d in done if isinstance(d, Refusal))
            assert parcel_holds(parcel.id).area in (100, 70, 64)
            accepted = Disposal.objects.filter(parcel=parcel, state=DisposalState.ACCEPTED)
            assert accepted.count() == 8  # what was held is always accepted
    assert differing_buckets() == []
    assert verify_chain().broken_seq is None


def test_cancellations_and_uses_at_once_never_exceed_the_batch_or_the_indicators(land):
    clerk = land.clerk
    with scope(clerk):
        batch = services.register_batch(actor=clerk, region_id=clerk.region_id, values={
            "approval_no": "豫政土〔2015〕1号", "name": "第1批次", "area": Decimal(50)})

    def cancel():
        return services.enter_gone(batch.id, actor=clerk, use="cancelled", amounts=Amounts(Decimal(10), arable=Decimal(6), scale=Decimal(8)),
                                   document_no="核〔2021〕1号", decided_on=MORNING.date())

    def use():
        return services.use_indicators(actor=clerk, region_id=clerk.region_id, amounts=Amounts(Decimal(5), arable=Decimal(4), scale=Decimal(7)),
                                       document_no="用〔2021〕1号", used_on=MORNING.date(), purpose="道路")

    with Crowd(THREADS) as crowd:
        done = [one for work in (cancel, use) for one in crowd.all_at_once([as_person(clerk, work)] * THREADS)]
    assert sum(not isinstance(one, Refusal) for one in done) == 5 + 5  # 50 ÷ 10, then the scale of 40 ÷ 7: the scarcest of the three decides
    with everything("the test looks on"):
        batch.refresh_from_db()
        assert batch.used_area == sum(entry.area for entry in batch.entries.all()) == 50
        left = IndicatorBalance.objects.get()
        assert (left.area, left.arable, left.scale) == (25, 10, 5)
        assert indicator_account(clerk.region_id)[0].left == amounts_of(left)
        assert all(amount >= 0 for line in indicator_account(clerk.region_id) for amount in asdict(line.left).values())


@pytest.mark.req("LNK-04")
def test_a_release_that_is_taken_back_while_its_indicators_are_used_leaves_no_balance_below_zero(land):
    clerk = land.clerk
    with scope(clerk):
        batch = services.register_batch(actor=clerk, region_id=clerk.region_id, values={
            "approval_no": "豫政土〔2015〕2号", "name": "第2批次", "area": Decimal(50)})
        entry = services.enter_gone(batch.id, actor=clerk, use="cancelled", amounts=Amounts(Decimal(50), arable=Decimal(30), scale=Decimal(40)),
                                    document_no="核〔2021〕2号", decided_on=MORNING.date())

    def back():
        return services.reverse_entry(entry.id, actor=clerk, reason="文件作废")

    def use():
        return services.use_indicators(actor=clerk, region_id=clerk.region_id, amounts=Amounts(arable=Decimal(1), scale=Decimal(2)),
                                       document_no="用〔2021〕2号", used_on=MORNING.date(), purpose="道路")

    with Crowd(THREADS) as crowd:
        done = crowd.all_at_once([as_person(clerk, work) for work in [back] + [use] * (THREADS - 1)])
    assert sum(not isinstance(one, Refusal) for one in done) in (1, THREADS - 1)  # either it was taken back first, or all uses stand
    with everything("the test looks on"):
        left = IndicatorBalance.objects.get()
        assert min(left.area, left.arable, left.scale, left.fee) >= 0
        assert amounts_of(left) == indicator_account(clerk.region_id)[0].left
