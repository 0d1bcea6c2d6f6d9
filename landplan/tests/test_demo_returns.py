"""演示的报送: the script does not overwrite what a visitor has returned."""

from landplan.demo.weeks import _return
from landplan.lib import clock
from landplan.lib.scope import scope
from reports.models import WeekReturn
from reports.tests.weekly_help import NUMBER
from tests.world import MORNING


def play(world, remark):
    actor = world.actor("county_clerk")
    with clock.at(MORNING), scope(actor):
        _return(world.plan, NUMBER, world.counties["A"], actor, remark, None, "")
        row = WeekReturn.objects.get(region=world.counties["A"])
        return row.number, row.editions.get(number=row.number).remark


def test_a_return_that_stands_is_not_returned_again_by_the_script(world):
    assert play(world, "来访者报的") == (1, "来访者报的")
    assert play(world, "脚本报的") == (1, "来访者报的")
