"""每月最后一周、阶段表的数据截止 are settings of the plan: shown with default and effect, and followed by the periods (X-06, X-10)."""

from datetime import date

import pytest
from django.urls import reverse

from landplan.lib import clock
from landplan.lib.periods import months
from reports import jobs
from reports.models import PeriodReport
from reports.selectors.periods import period_of
from tasks.models import Plan
from tests.world import words_of_page as plain

from .period_help import CLOSED
from .test_periods import months_of_facts  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
SAME = ("goal_base", "reminder_days", "expiry_days", "month_rule", "snapshot_lead")


def set_to(world, **values):
    plan = Plan.objects.get(pk=world.plan.id)
    form = {name: getattr(plan, name) for name in SAME} | {"reason": "按市政府督查室的要求", "version": plan.version, **values}
    answer = world.client("office").post(f"/plans/{plan.id}/settings/edit/", form)
    assert answer.status_code == 302, plain(answer)
    return Plan.objects.select_related("document", "region").get(pk=plan.id)


def ends(plan):
    return {span.key: clock.local(span.until).date() for span in months(plan.weekly_cutoffs(), plan.month_rule)}


def test_the_last_week_of_a_month_is_chosen_among_three_readings(world):
    usual = ends(world.plan)
    assert usual["2021-06"] == date(2021, 6, 25) and usual["2021-07"] == date(2021, 7, 30) and usual["2021-12"] == date(2021, 12, 17)
    page = plain(world.client("office").get(f"/plans/{world.plan.id}/settings/"))
    assert "“每月最后一周”" in page and "X-10" in page and "当月最后一个截止日所在的一周" in page and "X-06" in page
    holding = ends(set_to(world, month_rule="monday"))
    assert holding["2021-06"] == date(2021, 7, 2) and holding["2021-07"] == date(2021, 7, 30) and holding["2021-09"] == date(2021, 10, 1)
    full = ends(set_to(world, month_rule="sunday"))
    assert full["2021-06"] == date(2021, 6, 25) and full["2021-07"] == date(2021, 7, 23) and full["2021-10"] == date(2021, 10, 29)
    assert list(usual) == list(holding) == list(full)  # seven months, whichever week ends them


def test_a_month_that_was_made_stays_and_the_next_begins_where_it_ended(world, months_of_facts):  # noqa: F811 - the fixture
    with clock.at(CLOSED):
        jobs.open_periods()
    last = PeriodReport.objects.filter(kind="monthly").order_by("key").last()
    assert last.key == "2021-10"
    with clock.at(CLOSED):
        plan = set_to(world, month_rule="sunday")
    kept, following = period_of(plan, "monthly", "2021-10"), period_of(plan, "monthly", "2021-11")
    assert kept.until == last.until and following.after == last.until
    assert clock.local(following.until).date() == date(2021, 11, 26)


def test_a_stage_takes_its_figures_some_days_before_it_is_handed_in(world):
    stage = period_of(world.plan, "stage", "2021-09-30")
    assert clock.local(stage.until).date() == stage.due_on == date(2021, 9, 30)
    plan = set_to(world, snapshot_lead="3")
    earlier = period_of(plan, "stage", "2021-09-30")
    assert clock.local(earlier.until).date() == date(2021, 9, 27) and earlier.due_on == date(2021, 9, 30)
    assert period_of(plan, "stage", "2021-11-30").after == earlier.until
    page = plain(world.client("office").get(reverse("reports:period", args=["stage", "2021-09-30"])))
    assert "2021-09-27" in page and "2021-09-30" in page
