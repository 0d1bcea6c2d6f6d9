"""The pages and lists of the year ask the database the same number of questions, however much there is to show."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import scope
from reports.services.publishing import approve_publication, draft_publication
from reports.tests.weekly_help import accept, correct
from tasks.models import WorkTask
from tasks.services import add_case_step, decide_case, propose_case, report_progress
from tests.world import PASSWORD
from units.models import Unit
from units.selectors import actor_of
from units.services import create_person

EVENING = clock.shanghai(2021, 9, 24, 20)
CITY, COUNTY, ANYONE = "office", "county_clerk", "anonymous"
ASKED = [
    (CITY, "/bulletins/"), (CITY, "/bulletins/monthly/2021-09/"), (COUNTY, "/bulletins/monthly/2021-09/"), (CITY, "/api/v1/reports/periods/"),
    (CITY, "/api/v1/reports/periods/monthly/2021-09/"), (CITY, "/plans/{plan}/targets/"), (CITY, "/plans/{plan}/targets/{target}/"),
    (CITY, "/supervision/"), (COUNTY, "/supervision/"), (CITY, "/supervision/nominations/"), (CITY, "/supervision/year/"),
    (CITY, "/supervision/cuts/"), (CITY, "/supervision/link/"), (CITY, "/supervision/{case}/"), (CITY, "/api/v1/supervision/"),
    (CITY, "/api/v1/supervision/{case}/"), (CITY, "/tasks/"), (COUNTY, "/tasks/"), (CITY, "/tasks/{task}/"), (CITY, "/tasks/gantt/"),
    (CITY, "/tasks/notice/"), (CITY, "/obligations/"), (CITY, "/periods/"), (CITY, "/api/v1/tasks/"), (CITY, "/api/v1/tasks/{task}/"),
    (CITY, "/publishing/"), (CITY, "/publishing/{publication}/"), (CITY, "/api/v1/publications/"), (ANYONE, "/public/"),
    (ANYONE, "/public/{publication}/"), (ANYONE, "/public/cases/2021Q3/"),
]


@pytest.fixture
def second(world):
    """Another person of the office."""
    user, _ = create_person(actor=system_actor("测试"), username="office2", name="测试办公室二", role="office", password=PASSWORD, is_demo=True,
                            unit=Unit.objects.get(pk=world.actor("office").unit_id))
    return actor_of(user.posts.select_related("user", "unit__region").get())


def grow(world, second):
    """More of everything: accepted disposals with a correction, cases with steps, progress, publications."""
    office, task = world.actor("office"), WorkTask.objects.get(number="TEST-02")
    for county in ("A", "B"):
        region, clerk = world.counties[county], world.actor("county_clerk", county)
        for day in (6, 7, 8):
            row = accept(world, county, "3", clock.shanghai(2021, 9, day, 10))
        correct(world, row, "2.5", clock.shanghai(2021, 9, 20, 10))
        with scope(clerk):
            for text in ("一", "二", "三"):
                report_progress(task.units.get().id, actor=clerk, state="running", percent=50, text=f"{region}{text}")
        with scope(office):
            cases = [propose_case(world.plan, region.id, actor=office, kind="order", values={
                "reason": f"第{n}件", "due_on": date(2021, 10, 8) + timedelta(days=n), "subject": "县政府"}) for n in range(3)]
            for case in cases:
                decide_case(case.id, actor=second, version=1, adopt=True, decided_on=date(2021, 9, 24), decision_no=f"测督{case.id}号")
                add_case_step(case.id, actor=office, values={"on": date(2021, 9, 24), "text": "已发函"})
            for n in range(3):
                add_case_step(world.records[county]["case"], actor=office, values={"on": date(2021, 9, 24), "text": f"第{n}次"})
                made = draft_publication(world.plan, actor=office, kind="case", values={"title": f"案例{n}", "body": "做法"})
                approve_publication(made.id, actor=second, version=made.version)


def asked(world, role, path):
    """How many statements a page takes, once the session, the settings and the kinds of content have been read."""
    client = world.client(role) if role != ANYONE else world.client()
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200, path
    return len(caught)


def test_no_page_of_the_year_asks_more_when_there_is_more_to_show(world, second):
    names = {"plan": world.plan.id, "target": world.plan.targets.first().id, "case": world.records["A"]["case"],
             "task": world.records["A"]["task"], "publication": world.records["A"]["publication"]}
    with clock.at(EVENING):
        accept(world, "A", "3", clock.shanghai(2021, 9, 3, 10))  # what is read only where there is any is read already
        correct(world, accept(world, "B", "3", clock.shanghai(2021, 9, 3, 11)), "2", clock.shanghai(2021, 9, 20, 9))
        before = {(role, path): asked(world, role, path.format(**names)) for role, path in ASKED}
        grow(world, second)
        after = {(role, path): asked(world, role, path.format(**names)) for role, path in ASKED}
    assert {key: (before[key], after[key]) for key in before if after[key] > before[key]} == {}
    assert max(after.values()) <= 60, sorted(after.items(), key=lambda pair: -pair[1])[:5]
