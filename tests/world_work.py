"""Work of the tests' world: in each county progress was reported on the counties' task, its closing waits for the office, its own plan
is recorded, and a quarter's duty was made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.scope import scope
from tasks.models import Obligation, PeriodDuty, WorkTask
from tasks.services import make_period_duties, propose_closing, record_obligation, report_progress
from tests.canary import CANARY, PDF


def build_work(world) -> None:
    """See above."""
    task = WorkTask.objects.get(number="TEST-02")
    unit, milestone, obligation = task.units.get(), task.milestones.get(), Obligation.objects.get(code="P-TEST-1")
    make_period_duties(clock.today(), actor=system_actor("测试"))
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            report_progress(unit.id, actor=clerk, state="running", percent=40, text=f"{word}进展",
                            upload=SimpleUploadedFile(f"{word}.pdf", PDF, content_type="application/pdf"))
            closing = propose_closing(unit.id, actor=clerk, milestone_id=milestone.id, done_on=date(2021, 9, 20), text=f"{word}办结")
            issued = record_obligation(obligation.id, world.counties[county].id, actor=clerk, values={
                "doc_no": f"{word}办〔2021〕1号", "title": f"{word}方案", "issued_on": date(2021, 5, 12), "parts": ["时序安排"]})
        period = PeriodDuty.objects.get(region=world.counties[county], period="2021Q3")
        world.records[county] |= {"task": task.id, "closing": closing.id, "obligation": obligation.id, "issued": issued.id, "period": period.id}


WORK_SAMPLES: dict[str, Callable] = {
    # tasks are the city's: of another county there is none to ask for
    "tasks:work_task": lambda world, county: {"pk": world.records["A"]["task"] if county == "A" else 10**9},
    "tasks:work_task_decide": lambda world, county: {"pk": world.records[county]["closing"]},
    "api_tasks:work_task": lambda world, county: {"pk": world.records["A"]["task"] if county == "A" else 10**9},
    "api_tasks:closing_decide": lambda world, county: {"pk": world.records[county]["closing"]},
    "tasks:obligation": lambda world, county: {"pk": world.records[county]["obligation"], "region_id": world.counties[county].id},
    "tasks:obligation_void": lambda world, county: {"pk": world.records[county]["issued"]},
    "tasks:calendar_feed": lambda world, county: {"secret": "none"},  # the secret is the right: tasks/tests/test_calendar.py
    "tasks:message_open": lambda world, county: {"pk": 10**9},  # whose messages they are: tasks/tests/test_reminders.py
    "tasks:period": lambda world, county: {"pk": world.records[county]["period"]},
    "tasks:unit": lambda world, county: {"pk": world.units[county].id if county == "A" else 10**9},  # the library is everybody's
}
