"""督办奖惩 reaches whom it is about: the county is reminded of the day by which a case is to be done, its unit page says what was decided."""

import pytest

from landplan.lib.scope import everything
from tasks.models import Reminder
from tests.world import words_of_page as plain
from units.models import Unit

from .cases import NUMBER, close, county, decided, on, propose
from .test_reminders import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looking():
    with everything("the test looks on"):
        yield


def messages(five, who: str) -> str:
    return plain(five.client(who).get("/messages/"))


@pytest.mark.req("SUP-02", "CYC-13")
def test_the_county_is_reminded_of_a_decided_case_and_no_more_once_it_is_done(five):
    with on(9, 20):
        case = decided(five, "order", due_on="2021-10-08", reason="进展缓慢，限期整改")
        propose(five, "order", due_on="2021-10-08", reason="还没有决定的")
        decided(five, "clue", reason="线索甲")
        run()
        assert "督促整改：进展缓慢，限期整改" not in messages(five, "clerk2")  # another county
        told = messages(five, "clerk")
        assert f"督促整改：进展缓慢，限期整改 还有 18 天到期。{NUMBER} 2021-10-08" in told and "还没有决定的" not in told and "线索甲" not in told
    with on(10, 9):
        run()
        assert f"已逾期 1 天。{NUMBER}" in messages(five, "clerk") and f"/supervision/{case.id}/" in Reminder.objects.latest("id").url
        assert close(five, case, result="三宗都签约了", closed_on="2021-10-09").status_code == 302
        assert not Reminder.objects.filter(key=f"case:{case.id}", cancelled_at=None).exists()
    with on(10, 20):
        run()
        assert Reminder.objects.filter(key=f"case:{case.id}").count() == 2


@pytest.mark.req("SUP-04")
def test_the_page_of_the_county_s_government_shows_the_lost_eligibility_with_the_number(five):
    own = Unit.objects.get(region=county(), kind="government")
    other = Unit.objects.exclude(region=county()).filter(kind="government", region__parent=county().parent).first()
    with on(12, 21):
        propose(five, "no_award", reason="没有决定的")
        assert "评先资格取消" not in plain(five.client("office").get(f"/unit-library/{own.id}/"))
        decided(five, "no_award")
        for who in ("office", "clerk"):
            assert f"驿城区：2021年度评先资格取消（ {NUMBER} ，2021-12-21）" in plain(five.client(who).get(f"/unit-library/{own.id}/"))
        assert "评先资格取消" not in plain(five.client("office").get(f"/unit-library/{other.id}/"))
        assert "评先资格取消" not in plain(five.client("clerk2").get(f"/unit-library/{own.id}/"))  # decided about another county
