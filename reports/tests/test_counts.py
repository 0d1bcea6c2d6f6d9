"""数目: what waits is counted up to 999, and every place that shows it says so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib import clock
from landplan.lib.counts import Counted, Question
from landplan.lib.scope import current_regions, scope
from parcels.models import Reshape
from reports.selectors.todo import _question, tally_of

from .test_workbench import page_of, words

pytestmark = pytest.mark.django_db


def test_what_is_beyond_999_is_said_so_in_the_menu_on_the_table_and_of_each_kind(world, client_of, monkeypatch):
    """Nobody counts on: neither is a number made up of capped ones."""
    monkeypatch.setattr(Question, "answers", lambda question: [Counted(1000, clock.now())] * question.size)
    page = page_of(client_of("county_reviewer"))
    told, title = words(page), 'title="多于 999，没有再往下数">999+</span>'
    assert f'<span class="lp-count"><span {title}<span class="visually-hidden"> 项待办' in page
    assert f'全部 <span {title}' in page and f'待审核 <span {title}' in page
    assert "分割合并999+件等你批准。" in told and "共999+项" in told and "另有" not in told
    assert "1000" not in told


@pytest.mark.parametrize("role", ["county_clerk", "county_reviewer", "acceptance_group", "office"])
def test_only_the_text_of_what_is_counted_is_kept_and_it_is_of_one_territory_and_day(world, role, django_assert_num_queries):
    actors = [world.actor(role, county) for county in (("A", "B") if role.startswith("county") else ("A",))]
    _question.cache_clear()
    for actor in actors:
        with scope(actor), django_assert_num_queries(0):  # written without a look at the data: no answer can be kept
            for day in (date(2021, 9, 17), date(2021, 9, 24)):
                _question(actor.at(ip="", request_id=""), current_regions(), day)
    assert _question.cache_info().misses == 2 * len(actors)
    for actor in actors:
        with scope(actor):
            kept = tally_of(actor, clock.now(), None).counts
            _question.cache_clear()
            assert tally_of(actor, clock.now(), None).counts == kept


def test_what_one_entered_himself_waits_for_another_and_all_kinds_are_one_query(world):
    reviewer = world.actor("county_reviewer")
    with scope(reviewer):
        with CaptureQueriesContext(connection) as caught:
            before = {one.kind.label: one.count for one in tally_of(reviewer, clock.now(), None).pending}
        Reshape.objects.update(drafted_by=reviewer.user_id)
        after = {one.kind.label: one.count for one in tally_of(reviewer, clock.now(), None).pending}
    assert len(caught) == 1
    assert before["分割合并"] == 1 and {**after, "分割合并": 1} == before and "分割合并" not in after
