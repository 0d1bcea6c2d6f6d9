"""数目: what waits is counted up to 999, and every place that shows it says so."""

import pytest

from landplan.lib import clock
from landplan.lib.counts import Counted

from .test_workbench import page_of, words

pytestmark = pytest.mark.django_db


def test_what_is_beyond_999_is_said_so_in_the_menu_on_the_table_and_of_each_kind(world, client_of, monkeypatch):
    """Nobody counts on: neither is a number made up of capped ones."""
    monkeypatch.setattr("reports.selectors.todo.counted", lambda parts: [Counted(1000, clock.now()) for _ in parts])
    page = page_of(client_of("county_reviewer"))
    told, title = words(page), 'title="多于 999，没有再往下数">999+</span>'
    assert f'<span class="lp-count"><span {title}<span class="visually-hidden"> 项待办' in page
    assert f'全部 <span {title}' in page and f'待审核 <span {title}' in page
    assert "分割合并999+件等你批准。" in told and "共999+项" in told and "另有" not in told
    assert "1000" not in told
