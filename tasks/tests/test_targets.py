"""目标引擎 as the plan's page shows it: reached to the hundredth, short with the sum written out, never capped."""

from decimal import Decimal
from fractions import Fraction

import pytest

from landplan.lib import clock
from parcels.selectors.as_of import EFFECTIVE
from tasks.rules.targets import per_week
from tasks.selectors.targets import next_goals, outcomes_of, pace_to

from .cases import quotas_of
from .five import OTHER, ZMD, plan_of
from .pages import rows_of, text_of

pytestmark = pytest.mark.django_db


def targets(five, *, by: str = "office") -> dict[str, list[str]]:
    """What the page says: (section and words) of a target -> its cells."""
    html = five.client(by).get(f"/plans/{plan_of(ZMD).id}/targets/").content.decode()
    return {row[0].partition("“")[2].rstrip("”"): row for row in rows_of(html) if len(row) >= 4 and "驻政办" in row[0]}


def lines(five, text: str, *, by: str = "office") -> dict[str, list[str]]:
    """The counties under the target with this text."""
    html = five.client(by).get(f"/plans/{plan_of(ZMD).id}/targets/").content.decode()
    after = html[html.index(text):]
    under = after[: after.find("四（", after.index("</table>"))]
    return {row[0]: row for row in rows_of(under) if len(row) == 4 and row[0].endswith(("区", "县"))}


@pytest.mark.req("TGT-03")
def test_the_city_target_is_reached_at_9214_00_and_not_at_9213_99(five):
    five.accept("9213.99", "idle")
    row = targets(five)["全市闲置土地处置9214亩（含新蔡县）"]
    assert row[1] == "≥ 9214 亩"
    assert row[3] == "差 0.01 亩，每周需 不到 0.01 亩 目标 9214 亩；已处置 9213.99 亩（完成率 100.00%），差 0.01 亩"
    five.accept("0.01", "idle", county=OTHER)
    row = targets(five)["全市闲置土地处置9214亩（含新蔡县）"]
    assert row[3:] == ["已达 目标 9214 亩；已处置 9214.00 亩（完成率 100.00%），已达", "100.00%"]
    assert targets(five)["低效用地处置1721亩"][3].startswith("差 1721.00 亩")


@pytest.mark.req("TGT-04")
def test_yicheng_needs_4409_3_of_6299_and_each_county_has_its_line(five):
    words = "9月30日前，2009—2020年已批新增建设用地中批而未供土地下达任务量处置完成率达到70%"
    five.accept("4409.2")
    row = lines(five, words)["驿城区"]
    assert row[1:] == ["差 0.10 亩", "任务量 6299 × 70% = 4409.3 亩；已处置 4409.20 亩（完成率 70.00%），差 0.1 亩", "70.00%"]
    five.accept("0.1")
    assert lines(five, words)["驿城区"][1] == "已达"
    assert len(lines(five, words)) == 13
    assert targets(five)[words][1] == "≥ 下达任务量的 70%"
    assert targets(five)[words][3].startswith("差 23459.10 亩，每周需 27368.95 亩 任务量 39812 × 70% = 27868.4 亩；已处置 4409.30 亩")


@pytest.mark.req("TGT-04")
def test_the_two_parts_of_idle_land_are_held_to_their_own_quotas(five):
    five.accept("300", "idle", idle_source="province_base")
    five.accept("136.1", "idle", idle_source="inspection")  # joined to the base list
    five.accept("727.99", "idle", idle_source="system_new")
    base, new = ("任务基数清单、全域督察和耕地保护清单未销号闲置土地处置率达到70%以上", "2020年底新增闲置土地处置率达到70%以上")
    assert lines(five, base)["驿城区"][1:3] == ["已达", "任务量 623 × 70% = 436.1 亩；已处置 436.10 亩（完成率 70.00%），已达"]
    assert lines(five, new)["驿城区"][1:3] == ["差 0.01 亩", "任务量 1040 × 70% = 728 亩；已处置 727.99 亩（完成率 70.00%），差 0.01 亩"]
    assert lines(five, base)["遂平县"][1:] == ["—", "没有任务量，不计完成率", "—"]  # printed blank
    assert lines(five, new)["高新区"][1:] == ["—", "没有任务量，不计完成率", "—"]  # printed 0


@pytest.mark.req("TGT-04")
def test_what_was_reached_after_its_day_says_so_beside_what_stood_on_the_day(five):
    five.accept("4409.2", at=clock.shanghai(2021, 9, 20))
    five.accept("0.1", at=clock.shanghai(2021, 10, 1))
    five.accept(f"{sum(quotas_of(OTHER)):f}", at=clock.shanghai(2021, 9, 20), county=OTHER)
    words = "9月30日前，2009—2020年已批新增建设用地中批而未供土地下达任务量处置完成率达到70%"
    with clock.at(clock.shanghai(2021, 10, 11, 9)):
        assert lines(five, words)["驿城区"][1] == "时限后达到" and lines(five, words)["正阳县"][1] == "已达"
        assert "2 个已达（时限后才达到 1 个）" in text_of(five.client("office").get(f"/plans/{plan_of(ZMD).id}/targets/").content.decode())
        five.accept("25000", at=clock.shanghai(2021, 10, 8))
        told = targets(five)[words][3]
        assert told.startswith("已达 任务量 39812") and "时限后才达到 到 2021-09-30：任务量 39812 × 70% = 27868.4 亩；已处置 9663.20 亩" in told
    with clock.at(clock.shanghai(2021, 9, 30, 23)):
        assert lines(five, words)["驿城区"][1] == "差 0.10 亩"


@pytest.mark.req("TGT-05")
def test_over_fulfilment_is_shown_uncapped(five):
    five.accept("9448.5")
    words = "11月30日前，2009—2020年已批新增建设用地中批而未供土地下达任务量处置完成率达到100%"
    assert lines(five, words)["驿城区"][1:4:2] == ["已达", "150.00%"]
    five.accept("14214", "idle")
    assert targets(five)["全市闲置土地处置9214亩（含新蔡县）"][4] == "154.27%"


@pytest.mark.req("CLS-03")
def test_land_used_without_supply_counts_to_unsupplied_until_the_plan_says_otherwise(five):
    five.accept("10", "used_unsupplied")
    five.accept("3", "unexpropriated")
    five.accept("4", "idle")
    plan, office = plan_of(ZMD), five.client("office")

    def done() -> list[str]:
        html = office.get("/quotas/", {"table": "annex4", "view": "progress"}).content.decode()
        row = next(row for row in rows_of(html) if row[0] == "驿城区")
        return [row[2], row[6], row[10]]

    assert done() == ["13.00", "4.00", "0.00"]
    off = {"version": 1, "has_combined_rank": "on", "reason": "按洛阳口径单列"}
    assert office.post(f"/plans/{plan.id}/settings/edit/", off).status_code == 302
    assert done() == ["3.00", "4.00", "0.00"]


def test_a_county_sees_its_own_line_and_not_the_sum_of_the_city(five):
    five.accept("100")
    five.accept("55.55", county=OTHER)
    html = five.client("clerk").get(f"/plans/{plan_of(ZMD).id}/targets/").content.decode()
    assert "正阳县" not in text_of(html) and "55.55" not in html and "155.55" not in html
    assert "已处置 100.00 亩" in text_of(html)
    assert "全市的目标，结果由市里看" in targets(five, by="clerk")["低效用地处置1721亩"][3]


def test_what_was_accepted_up_to_the_base_date_does_not_count(five):
    five.accept("5", at=clock.shanghai(2021, 3, 31, 23, 59))
    five.accept("7", at=clock.shanghai(2021, 4, 1))
    found = {one.target.code: one.outcome for one in outcomes_of(plan_of(ZMD), clock.now(), EFFECTIVE, actor=five.people["office"])}
    assert found["T-ZMD-1"].done == Decimal(7)


@pytest.mark.req("TGT-13")
def test_1000_mu_missing_in_ten_weeks_are_100_a_week(five):
    five.accept("721", "inefficient", at=clock.shanghai(2021, 9, 21, 9))
    with clock.at(clock.shanghai(2021, 9, 21, 10)):
        assert targets(five)["低效用地处置1721亩"][3].startswith("差 1000.00 亩，每周需 100.00 亩")
        assert "直线测算" in five.client("office").get(f"/plans/{plan_of(ZMD).id}/targets/").content.decode()


def test_the_next_goal_and_its_pace_follow_the_phases(five):
    day, plan = clock.today(), plan_of(ZMD)
    assert per_week(Decimal(5), day, day) is None
    goal = next_goals(plan, day)["unsupplied"]
    assert (goal.percent, str(goal.due_on), goal.is_past) == (Decimal(70), "2021-09-30", False)
    pace = pace_to(goal, Decimal("4109.3"), Decimal(6299), day)
    assert (pace.needed, pace.short_by, pace.per_week) == (Decimal("4409.3"), Decimal(300), Fraction(350))
    assert pace_to(goal, Decimal(0), None, day) is None
    later = next_goals(plan, clock.shanghai(2021, 10, 1).date())
    assert {one.percent for one in later.values()} == {Decimal(100)}
    assert next_goals(plan, clock.shanghai(2022, 1, 1).date())["idle"].is_past
