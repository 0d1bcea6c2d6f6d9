"""底数: what was frozen stays, what changes stands beside it as a signed difference down to the parcels (LED-11)."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.scope import scope
from parcels import services as land
from parcels.models import KindSpan, Parcel
from reports.models import Baseline, BaselineCell, BaselineRow
from reports.services.baseline import freeze_baseline
from tests.world import CANARY

pytestmark = pytest.mark.django_db
CHANGED = clock.shanghai(2021, 10, 8, 9)


def words(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(answer.content.decode())))


def parcel(world, area, county="A", kind="unsupplied"):
    clerk = world.actor("county_clerk", county)
    with scope(clerk):
        return land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind=kind, values={
            "name": f"{CANARY[county]}底数地块", "location": "路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu"})


def edit_area(client, row, area):
    form = client.get(f"/parcels/{row.id}/edit/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', form).group(1)
    return client.post(f"/parcels/{row.id}/edit/", {"form_key": key, "version": row.version, "name": row.name, "location": row.location,
                                                    "area": area, "area_unit": "mu", "reason": "重新丈量"})


@pytest.mark.req("LED-11")
def test_an_area_edited_after_the_freeze_leaves_the_baseline_and_shows_the_difference(world, client_of):
    row, office = parcel(world, "40"), client_of("office")
    assert "还没有定底数" in words(office.get("/baseline/"))
    assert office.post("/baseline/freeze/", {"edition": 1}).status_code == 302
    told = words(office.get("/baseline/"))
    assert "甲县175.004175.0040.00" in told
    assert "合计310.007310.0070.00" in told
    with clock.at(CHANGED):
        assert edit_area(client_of("county_clerk"), row, "37.5").status_code == 302
        told = words(office.get("/baseline/"))
        assert "甲县175.004172.504−2.500" in told  # the frozen sum stays, the difference stands beside it
        assert "合计310.007307.507−2.500" in told
        opened = words(office.get(f"/baseline/parcels/?edition=1&region={world.counties['A'].code}&kind=unsupplied"))
    assert "面积改了征而未供40.00征而未供37.50−2.500" in opened
    assert "合计1宗−2.50" in opened
    assert BaselineRow.objects.get(parcel=row).area == 40
    entry = AuditEntry.objects.get(action="freeze_baseline")
    assert '"parcels":7' in entry.after.replace(" ", "")
    assert "定底数底数第1版（2021-03-31）：基准日2021-03-31，版本1，宗数7，面积合计310.00亩" in words(office.get("/audit/?action=freeze_baseline"))


def test_every_way_to_differ_is_opened_and_adds_up(world, client_of):
    moved, gone, office = parcel(world, "40"), parcel(world, "10"), client_of("office")
    office.post("/baseline/freeze/", {"edition": 1})
    clerk, acceptor = world.actor("county_clerk"), world.actor("acceptance_group")
    with clock.at(CHANGED):
        parcel(world, "7")
        with scope(clerk):
            land.change_kind(moved.id, actor=clerk, version=moved.version, kind="idle", effective_on=date(2021, 10, 1), doc_no="测认〔2021〕1号",
                             reason="认定闲置", idle_source="system_new")
            row = land.draft_disposal(gone.id, actor=clerk, values={"measure_id": world.measures["grant"].id, "area": Decimal(10),
                                      "area_typed": "10", "area_unit": "mu", "disposed_on": date(2021, 10, 2), "doc_no": "测交〔2021〕3号"})
        for step, role in (("submit", "county_clerk"), ("verify", "county_reviewer"), ("accept", "acceptance_group")):
            with scope(world.actor(role)):
                row = land.step_disposal(row.id, actor=world.actor(role), action=step, version=row.version)
        with scope(acceptor):
            land.write_off_parcel(gone.id, actor=acceptor, version=Parcel.objects.get(pk=gone.id).version)
        county = world.counties["A"].code
        whole = words(office.get(f"/baseline/parcels/?region={county}"))
        unsupplied = words(office.get(f"/baseline/parcels/?region={county}&kind=unsupplied"))
        idle = words(office.get(f"/baseline/parcels/?region={county}&kind=idle"))
        page = words(office.get("/baseline/"))
    assert "底数之后登记——征而未供7.00+7.00+1" in whole
    assert "类别变了征而未供40.00供后闲置40.000.000" in whole
    assert "已销号征而未供10.00——−10.00−1" in whole
    assert "合计3宗−3.00" in whole
    assert "合计3宗−43.00" in unsupplied
    assert "合计1宗+40.00" in idle
    assert "甲县185.005182.005−3.000" in page
    for shown in ("−43.00", "+40.00"):
        assert shown in page


def test_a_county_sees_its_own_rows_only(world, client_of):
    client_of("office").post("/baseline/freeze/", {"edition": 1})
    mine = client_of("county_clerk", "A")
    parcel(world, "5", "A")
    parcel(world, "5", "B")
    told = words(mine.get("/baseline/"))
    assert "甲县135.003140.004+5.00+1" in told
    assert "乙县" not in told
    assert "240.00" not in told
    opened = mine.get("/baseline/parcels/").content.decode()
    assert CANARY["A"] in opened
    assert CANARY["B"] not in opened
    assert mine.get(f"/baseline/parcels/?region={world.counties['B'].code}").status_code == 404
    with scope(world.actor("county_clerk", "A")):
        assert set(BaselineRow.objects.values_list("region_id", flat=True)) == {world.counties["A"].id}
        assert set(BaselineCell.objects.values_list("region_id", flat=True)) == {world.counties["A"].id}


def test_a_second_edition_needs_its_reason_and_the_first_stays(world, client_of):
    office = client_of("office")
    office.post("/baseline/freeze/", {"edition": 1})
    again = office.post("/baseline/freeze/", {"edition": 1})
    assert again.status_code == 409
    assert "底数已定到第 1 版" in again.content.decode()
    assert "再定一版要写原因" in office.post("/baseline/freeze/", {"edition": 2}).content.decode()
    parcel(world, "40")
    assert office.post("/baseline/freeze/", {"edition": 2, "reason": "补登漏报宗地"}).status_code == 302
    assert "甲县175.004175.004" in words(office.get("/baseline/"))
    assert "甲县135.003175.004+40.00+1" in words(office.get("/baseline/?edition=1"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_persons_who_freeze_at_once_one_makes_the_edition(world):
    office, gate = world.actor("office"), threading.Barrier(2)

    def freeze():
        try:
            with clock.at(CHANGED), scope(office):
                connection.ensure_connection()
                gate.wait(30)
                return freeze_baseline(world.plan.id, actor=office, edition=1)
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = [one.result(60) for one in [pool.submit(freeze) for _ in range(2)]]
    assert [one for one in done if not isinstance(one, Baseline)] == ["stale"]
    assert Baseline.objects.count() == 1


def test_only_the_office_freezes_and_nothing_frozen_can_be_changed(world, client_of):
    for role in ("county_clerk", "acceptance_group", "leader", "department"):
        assert client_of(role).post("/baseline/freeze/", {"edition": 1}).status_code == 403
        assert "定第1版底数" not in client_of(role).get("/baseline/").content.decode()
    client_of("office").post("/baseline/freeze/", {"edition": 1})
    for model in (Baseline, BaselineCell, BaselineRow):
        for change in (lambda rows: rows.update(**({"reason": "x"} if rows.model is Baseline else {"area": Decimal(1)})), lambda rows: rows.delete()):
            with pytest.raises(IntegrityError), transaction.atomic():
                change(model.objects.all())


def test_a_freeze_of_ten_thousand_parcels_takes_few_statements(world):
    """Copied in batches in one transaction: the number of statements grows by the batch, not by the parcel."""
    first, office = parcel(world, "40"), world.actor("office")
    copies = []
    for n in range(10_000):
        one = copy(first)
        one.pk, one._state.adding, one.parcel_no = None, True, f"B-{n:05d}"
        copies.append(one)
    Parcel.objects.bulk_create(copies, batch_size=2000)
    KindSpan.objects.bulk_create([KindSpan(region_id=p.region_id, parcel=p, kind=p.kind, from_on=date(2021, 5, 1))
                                  for p in Parcel.objects.filter(parcel_no__startswith="B-")], batch_size=2000)
    begun = time.monotonic()
    with scope(office), CaptureQueriesContext(connection) as caught:
        frozen = freeze_baseline(world.plan.id, actor=office, edition=1)
    assert frozen.rows.count() == 10_007
    assert BaselineCell.objects.get(region=world.counties["A"], kind="unsupplied").area == 100 + 40 * 10_001
    assert len(caught) < 120
    assert time.monotonic() - begun < 60
