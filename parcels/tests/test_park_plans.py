"""园区规划 through its page: 18 rows and one done, overdue from the day after the due day, an approval with its document."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from landplan.lib import clock
from landplan.lib.scope import scope
from parcels.models import Park, ParkPlanStep
from parcels.services import register_park
from tests.world import words_of_page as plain

from .firms import park
from .land import client_for

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2022, 1, 1, 9, 0, tzinfo=clock.SHANGHAI)


def step(land, row, kind="territorial", by="office", **values):
    return client_for(land.people[by]).post(f"/parks/{row.id}/plans/{kind}/", {"form_key": f"{ParkPlanStep.unscoped.count():032d}", **values})


@pytest.fixture
def eighteen(land):
    """The parks that 洛政办〔2021〕16号 names, in the city of these tests."""
    rows = json.loads((Path(__file__).parents[2] / "fixtures" / "parks.json").read_text())
    with scope(land.office):
        return [register_park(actor=land.office, region_id=land.city.id, name=row["name"], doc_no=row["document"])
                for row in rows if row["document"] == "洛政办〔2021〕16号"]


@pytest.mark.req("MAP-02")
def test_the_revision_has_18_rows_and_one_done_with_its_date_gives_one_of_18(land, eighteen):
    office = client_for(land.office)
    assert len(eighteen) == 18 and "园区规划 0/18" in plain(office.get("/parks/plans/development/"))
    assert step(land, eighteen[3], "development", state="done", on="2021-09-20").status_code == 302
    page = office.get("/parks/plans/development/")
    assert "园区规划 1/18" in plain(page) and page.content.decode().count("<tr data-row>") == 18
    assert f"{eighteen[3].name} 测试市 完成 2021-09-20" in plain(page)


@pytest.mark.req("MAP-01")
def test_a_plan_that_is_not_approved_on_new_years_day_is_a_day_late(land):
    row = park(land)
    office = client_for(land.office)
    assert step(land, row, state="submitted", on="2021-09-01", doc_no="甲政文[2021]8号").status_code == 302
    assert "逾期" not in plain(office.get("/parks/plans/territorial/"))
    with clock.at(NEW_YEAR):
        page = plain(client_for(land.office).get("/parks/plans/territorial/"))
        assert "已报批 2021-09-01 甲政文〔2021〕8号 逾期1天" in page
    refused = step(land, row, state="done", on="2021-09-20")
    assert refused.status_code == 400 and "批准文号没有填" in plain(refused)
    assert step(land, row, state="done", on="2021-09-20", doc_no="豫政文〔2021〕9号").status_code == 302
    with clock.at(NEW_YEAR):
        page = plain(client_for(land.office).get("/parks/plans/territorial/"))
        assert "园区规划 1/1" in page and "已批准 2021-09-20 豫政文〔2021〕9号" in page and "逾期" not in page
    assert ParkPlanStep.unscoped.count() == 2


def test_who_may_not_keep_parks_registers_no_step(land):
    row = park(land)
    assert step(land, row, by="reviewer", state="drafting", on="2021-09-01").status_code == 403
    assert step(land, row, by="clerk_b", state="drafting", on="2021-09-01").status_code == 404
    assert client_for(land.office).get("/parks/plans/none/").status_code == 404 and Park.unscoped.count() == 1
