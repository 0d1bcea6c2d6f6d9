"""换一类: a proposal whose kind is chosen anew keeps what was typed, and tells what the new kind has no place for; whom a rule lists for support."""

import re

import pytest

from landplan.lib import clock
from landplan.lib.scope import everything
from tasks.models import SupervisionCase
from tasks.rules.supervision import KINDS
from tests.world import words_of_page as plain

from .cases import county
from .five import OTHER

pytestmark = pytest.mark.django_db
NEW = "/supervision/new/"


@pytest.fixture(autouse=True)
def looking():
    with everything("the test looks on"):
        yield


def typed(**values):
    return {"form_key": "kinds-key", "kind": "order", "kind_shown": "order", "do": "open", "region": county().id, "year": "2022",
            "subject": "区政府", "reason": "第三季度没有进展", "body": KINDS["order"].body, "due_on": "2021-10-31"} | values


def value_of(page, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    return found and re.search(r'value="([^"]*)"', found[0])[1]


def test_another_kind_takes_over_what_was_typed_and_its_own_proposals(five):
    answer = five.client("office").post(f"{NEW}?kind=order", typed(kind="interview"))
    page = answer.content.decode()
    assert answer.status_code == 200 and not SupervisionCase.objects.exists()
    assert "提出：约谈" in plain(answer) and value_of(page, "kind_shown") == "interview"
    assert [value_of(page, name) for name in ("subject", "due_on", "year")] == ["区政府", "2021-10-31", "2022"]
    assert "第三季度没有进展" in page and f'value="{county().id}" selected' in page
    assert value_of(page, "body") == KINDS["interview"].body  # it was only offered, so the new kind's own is
    own = five.client("office").post(NEW, typed(kind="interview", body="市政府办公室")).content.decode()
    assert value_of(own, "body") == "市政府办公室"
    assert "不随它提出" not in page and "完成率" in plain(answer)  # the figures of the county that was chosen


def test_what_the_new_kind_has_no_place_for_is_told_and_comes_back_with_the_old_one(five):
    office = five.client("office")
    sent = typed(kind="reward", kind_shown="cut", base="1000", amount="200.5", area_unit="ha", body=KINDS["cut"].body, due_on="")
    page = office.post(f"{NEW}?kind=cut", sent)
    assert "不用填的，不随它提出：下一年度计划指标 1000 公顷、核减或奖励的面积 200.5 公顷。换回原来的一类，填过的还在" in plain(page)
    kept = {name: value_of(page.content.decode(), name) for name in ("base", "amount", "area_unit")}
    assert kept == {"base": "1000", "amount": "200.5", "area_unit": "ha"}
    back = office.post(NEW, typed(kind="cut", kind_shown="reward", due_on="", **kept)).content.decode()
    assert (value_of(back, "base"), value_of(back, "amount")) == ("1000", "200.5") and "不随它提出" not in back
    assert re.search(r'value="ha" checked', back)


def test_sent_under_another_kind_than_the_form_was_made_for_it_is_shown_first_and_then_proposed(five):
    """Without scripts the choice of a kind changes nothing on the page until it is sent."""
    office = five.client("office")
    sent = typed(kind="interview")
    del sent["do"]
    shown = office.post(f"{NEW}?kind=order", sent)
    assert shown.status_code == 200 and "提出：约谈" in plain(shown) and not SupervisionCase.objects.exists()
    assert office.post(f"{NEW}?kind=order", sent | {"kind_shown": "interview"}).status_code == 302
    assert SupervisionCase.objects.get().kind == "interview"


def test_who_may_propose_one_kind_alone_is_offered_no_other(five):
    clerk = five.client("clerk")
    page = clerk.get(f"{NEW}?kind=tolerance").content.decode()
    assert 'type="hidden" name="kind"' in page and "换一类" not in page
    assert clerk.post(f"{NEW}?kind=tolerance", typed(kind="interview", kind_shown="tolerance")).status_code == 403


@pytest.mark.req("SUP-11")
def test_the_finished_at_the_top_are_listed_for_support(five):
    office = five.client("office")
    office.post("/supervision/rules/new/", {"form_key": "rule-key-3", "kind": "support", "metric": "rate_reached", "value": "70", "places": "3",
                                            "quota_class": "unsupplied", "basis": "平龙政办〔2022〕50号 四（三）"})
    five.accept("4409.3", at=clock.shanghai(2021, 9, 20))  # 70 % of 6299
    five.accept("4000", at=clock.shanghai(2021, 9, 20), county=OTHER)
    page = plain(office.get("/supervision/nominations/"))
    assert "用地政策支持：批而未供完成率达到 70%且排名前 3 名" in page and "2 个" in page
    assert "完成率 70.00%；名次 2" in page.split("名次 1")[1]  # by rank, not as printed
