"""约谈的出处: every document is quoted as it stands in its plan, for the bulletin after which it calls somebody in."""

import json

import pytest

from tasks.choices import CaseKind
from tasks.management.commands.load_plans import FIXTURES
from tasks.rules.interviews import BF, CLAUSES, LY, SL, SMX, ZMD, clause_of, said_of
from tasks.rules.supervision import KINDS
from tests.world import words_of_page as plain

from .test_supervision import on


@pytest.mark.parametrize(("number", "kind"), [(ZMD, "stage"), (SL, "quarterly"), (LY, "half_yearly"), (SMX, "half_yearly"), (BF, "half_yearly")])
def test_each_document_calls_in_after_its_own_bulletin_and_every_other_list_is_the_office_s(number, kind):
    assert said_of(number, kind).startswith(CLAUSES[number].words) and "自定" not in said_of(number, kind)
    assert all("自定" in said_of(number, other) for other in ("monthly", "stage", "quarterly", "half_yearly", "yearly") if other != kind)
    assert all(other.partition(" ")[0] not in said_of(number, "monthly") for other in CLAUSES if other != number)  # nobody quotes another plan
    assert CLAUSES[number].words in KINDS[CaseKind.INTERVIEW].basis


def test_every_plan_is_known_and_an_unknown_one_is_quoted_by_nobody():
    plans = [json.loads(path.read_text(encoding="utf-8")) for path in (FIXTURES / "plans").glob("*.json")]
    assert {plan["document"]["number"] for plan in plans} == set(CLAUSES)
    half_yearly = {plan["document"]["number"] for plan in plans for cycle in plan["cycles"] if "约谈" in cycle["what"]}
    assert half_yearly == {number for number, one in CLAUSES.items() if one.kind == "half_yearly"}
    assert clause_of("甲测〔2021〕1号") == "甲测〔2021〕1号 没有写约谈"


@pytest.mark.django_db
def test_the_bulletin_and_the_nominations_each_say_what_they_rest_on_and_how_they_differ(five):
    office = five.client("office")
    assert office.post("/supervision/rules/new/", {"form_key": "rule-key-1", "kind": "interview", "metric": "rate_below", "value": "70",
                                                   "as_of_on": "2021-09-30", "basis": "领导小组 9 月调度会"}).status_code == 302
    with on(10, 1):
        page = plain(office.get("/supervision/nominations/"))
        assert "文件的话：驻政办〔2021〕19号 五（四）“对未按时完成任务的，对县区政府（管委会）进行约谈”" in page and "两处名单可以不同" in page
        stage, month = (plain(office.get(f"/bulletins/{one}/")) for one in ("stage/2021-09-30", "monthly/2021-09"))
        assert "依据：驻政办〔2021〕19号 五（四）“对未按时完成任务的" in stage and "办公室自定的" not in stage
        assert "依据：文件写的是没有按时完成任务以后约谈" in month and "这一种周期的约谈建议是办公室自定的" in month
        assert "约谈提名规则：综合完成率低于 70%（截至 2021-09-30），依据：领导小组 9 月调度会" in stage
        scheme = plain(office.get("/bulletins/scheme/stage/"))
        assert "约谈建议的依据：驻政办〔2021〕19号 五（四）" in scheme and "两处名单可以不同" in scheme
