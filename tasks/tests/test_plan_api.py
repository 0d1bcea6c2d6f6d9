"""接口: 方案、目标、任务量 as another program reads them."""

import pytest

from landplan.lib import clock

from .five import LY, OTHER, ZMD, plan_of

pytestmark = pytest.mark.django_db
API = "/api/v1/plans/"


def test_the_plans_are_given_with_their_dates_and_settings(five):
    found = {one["number"]: one for one in five.client("clerk").get(API).json()}
    assert len(found) == 5
    plan = found[ZMD]
    assert (plan["dated_on"], plan["issued_on"], plan["data_on"], plan["base_on"]) == ("2021-05-07", "2021-05-08", "2021-03-22", "2021-03-31")
    assert plan["settings"]["counts_used_unsupplied"] is True
    assert found[LY]["settings"]["counts_used_unsupplied"] is False


def test_a_plan_gives_its_phases_and_its_targets_as_of_a_day(five):
    five.accept("5000", at=clock.shanghai(2021, 9, 20, 9))
    url = f"{API}{plan_of(ZMD).id}/"
    found = five.client("office").get(url).json()
    assert [one["name"] for one in found["phases"] if one["is_current"]] == ["集中攻坚阶段"]
    assert next(one["days_left"] for one in found["phases"] if one["is_current"]) == 6
    target = next(one for one in found["targets"] if one["code"] == "T-ZMD-4")
    assert target["outcome"]["state"] == "short"
    line = next(one for one in target["lines"] if one["region_name"] == "驿城区")
    assert line["outcome"] == {"state": "reached", "done": "5000", "needed": "4409.3", "short_by": None, "rate": "79.38",
                               "sums": "任务量 6299 × 70% = 4409.3 亩；已处置 5000.00 亩（完成率 79.38%），已达", "unit": "亩"}
    earlier = five.client("office").get(url, {"as_of": "2021-09-19"}).json()
    assert next(one for one in earlier["targets"] if one["code"] == "T-ZMD-4")["outcome"]["state"] == "no_data"  # nothing registered yet
    county = five.client("clerk2").get(url).json()
    target = next(one for one in county["targets"] if one["code"] == "T-ZMD-4")
    assert (target["outcome"], [one["region"] for one in target["lines"]]) == (None, [OTHER])


def test_what_was_reached_after_its_day_says_so_with_what_stood_on_the_day(five):
    five.accept("4409.2", at=clock.shanghai(2021, 9, 20))
    five.accept("0.1", at=clock.shanghai(2021, 10, 1))
    url = f"{API}{plan_of(ZMD).id}/"

    def target():
        return next(one for one in five.client("office").get(url).json()["targets"] if one["code"] == "T-ZMD-4")

    with clock.at(clock.shanghai(2021, 10, 11, 9)):
        late = target()
        assert (late["outcome"]["state"], late["is_late"], late["on_its_day"]) == ("short", True, None)
        assert (late["reached_count"], late["made_up_count"]) == (1, 1)
        assert [one["region_name"] for one in late["lines"] if one["is_made_up"]] == ["驿城区"]
        five.accept("25000", at=clock.shanghai(2021, 10, 8))
        made_up = target()
        assert (made_up["outcome"]["state"], made_up["is_late"]) == ("reached", False)
        assert (made_up["on_its_day"]["state"], made_up["on_its_day"]["done"]) == ("short", "4409.2")
        county = next(one for one in five.client("clerk2").get(url).json()["targets"] if one["code"] == "T-ZMD-4")
        assert (county["outcome"], county["on_its_day"], county["made_up_count"]) == (None, None, 0)
    schemas = five.client("office").get("/api/v1/schema/?format=json").json()["components"]["schemas"]
    assert {"is_late", "on_its_day", "made_up_count"} <= set(schemas["TargetOut"]["properties"])


@pytest.mark.req("QTA-02")
def test_the_printed_tables_are_given_with_blank_as_null_and_the_difference_signed(five):
    url = f"{API}{plan_of(ZMD).id}/quotas/"
    found = five.client("clerk").get(url).json()
    assert [one["table"] for one in found["tables"]] == ["annex2", "annex3", "annex4"]
    third = five.client("clerk").get(url, {"table": "annex3", "as_of": "2021-09-30"}).json()["tables"][0]
    cells = {row["label"]: {cell["column"]: cell for cell in row["cells"]} for row in third["rows"]}
    assert cells["遂平县"]["base_quota"] == {"column": "base_quota", "printed": "", "value": None, "raw": None, "derived": None,
                                          "difference": None, "rule": ""}
    assert cells["高新区"]["new_quota"]["value"] == "0"
    assert cells["总计"]["low_quota"] | {"raw": None} == {"column": "low_quota", "printed": "1721", "value": "1721", "raw": None,
                                                       "derived": "1722", "difference": "-1", "rule": "D-08"}
    for odd in ({"table": "annex9"}, {"as_of": "昨天"}, {"as_of": "0001-01-01"}):
        assert five.client("clerk").get(url, odd).status_code == 400
    assert five.client("clerk").get(f"{API}{10**8}/quotas/").status_code == 404
