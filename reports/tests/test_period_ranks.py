"""月通报 of the real thirteen counties: how many places up or down since the month before, in words and with an arrow."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from landplan.lib import clock
from landplan.lib.scope import everything
from tests.world import signed_in
from units.models import Region

from .ground import build_ground, entry, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown():
    """September: 遂平县 comes from the fourth place of August to the second."""
    with everything("the test looks on"):
        ground = build_ground()
        regions = {region.name: region for region in Region.objects.filter(parent=ground.plan.region)}

        def put(at, **areas):
            post(*[entry(regions[name], "unsupplied", int(Decimal(mu) * 10**6), at, ground.disposal) for name, mu in areas.items()])

        # of 660, 2098, 1735 and 1857 亩 (附件4); 驿城区 has 3150 of 6299 since the morning of 24 September
        put(clock.shanghai(2021, 8, 10, 9), 西平县="400", 上蔡县="300", 平舆县="300", 遂平县="100")
        put(clock.shanghai(2021, 9, 20, 9), 遂平县="220")
    client = signed_in(ground.people["office"])

    def look(kind, key):
        with clock.at(clock.shanghai(2021, 9, 27, 9)):
            return client.get(reverse("reports:period", args=[kind, key]), {"quota_class": "unsupplied"}).content.decode()
    return look


@pytest.fixture
def page(shown):
    return shown("monthly", "2021-09")


def row_of(page, name):
    return next(row for row in re.findall(r"<tr id=.*?</tr>", page, re.S) if f'<th scope="row">{name}' in row)


@pytest.mark.req("RNK-06")
def test_a_county_that_rose_by_two_shows_it_as_text_and_arrow_and_the_ones_it_passed_show_a_fall(page):
    risen, passed = row_of(page, "遂平县"), row_of(page, "西平县")
    assert re.search(r'class="lp-say is-ok"><svg[^>]*><use href="#i-up"/?>.*?升2', risen, re.S), risen
    assert re.search(r"#i-down.*?降[12]", passed, re.S), passed
    assert "<b>2</b>" in risen and "48.48%" in risen


def test_the_ranking_tells_formula_inputs_ties_rounding_and_as_of_when(page):
    for word in ("完成率 = 累计处置面积 ÷ 下达任务量", "逐笔面积之和", "下一名次跳过", "没有任务量", "四舍五入",
                 "2021-08-27 18:00（不含）至 2021-09-24 18:00（含）"):
        assert word in page, word
    assert "批而未供全市任务量照文件正文 39812 亩，附件4合计印 39814 亩" in page


def test_the_first_period_with_facts_is_not_held_against_a_time_when_nobody_had_done_anything(shown, page):
    for first in (shown("stage", "2021-09-30"), shown("monthly", "2021-08")):
        assert not [name for name in ("遂平县", "西平县", "驿城区", "开发区") if re.search("#i-(up|down)|持平", row_of(first, name))]
        assert "上期没有先后的（各县区完成率都相同，如还没有人完成），名次不与上期比较" in first
    assert "#i-up" in row_of(page, "遂平县")
