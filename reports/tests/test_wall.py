"""大屏: large, of the viewer's own territory, refreshing itself without a script, with nobody's name on it."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from landplan.lib import clock
from tests.world import MORNING

PAGE = reverse("reports:dashboard_wall")


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def shown(world, role, **asked):
    return world.client(role).get(PAGE, asked)


@pytest.mark.parametrize("role", ["office", "leader", "county_clerk"])
def test_it_asks_anew_every_minute_by_itself_and_loads_no_script_nor_anything_from_outside(world, role):
    text = shown(world, role).content.decode()
    assert '<meta http-equiv="refresh" content="60">' in text and "<script" not in text and "style=" not in text
    assert all(address.startswith(("/", "?")) for address in re.findall(r'(?:src|href)="([^"#]*)"', text))


@pytest.mark.parametrize("role", ["office", "leader", "acceptance_group", "county_clerk", "county_reviewer"])
def test_nobodys_name_stands_on_it(world, role):
    text = shown(world, role).content.decode()
    assert not [actor.name for actor in world.people.values() if actor.name in text]


def test_its_figures_are_those_of_the_board_of_the_same_viewer(world):
    for role in ("office", "county_clerk"):
        wall, board = shown(world, role), world.client(role).get(reverse("reports:dashboard"))
        for card in board.context["cards"]:
            assert {card.rate, card.done, card.quota} <= set(re.split(r"[<>/ ]+", wall.content.decode()))
        assert [line.figure for line in wall.context["lines"] if line.rank != "—"] == [
            line.figure for line in (*board.context["ranking"].above, *board.context["ranking"].below) if not line.is_sum and line.rank != "—"]


def test_a_county_sees_itself_and_no_other(world):
    own, other = shown(world, "county_clerk").content.decode(), world.counties["B"].name
    assert world.counties["A"].name in own and other not in own and other in shown(world, "leader").content.decode()


def test_the_ground_is_dark_unless_a_light_one_is_asked_for(world):
    assert "is-light" not in shown(world, "leader").content.decode() and 'class="is-light"' in shown(world, "leader", screen="light").content.decode()


def test_what_has_not_changed_is_answered_in_no_words_and_a_change_anew(world):
    leader = world.client("leader")
    with clock.at(MORNING):
        tag = leader.get(PAGE).headers["ETag"]
        assert leader.get(PAGE, headers={"If-None-Match": tag}).status_code == 304
        world.client("office").post(reverse("parcels:flags_run"))
        assert leader.get(PAGE, headers={"If-None-Match": tag}).status_code == 200


def test_more_counties_than_a_screen_holds_are_counted(world, monkeypatch):
    monkeypatch.setattr("reports.views.wall.ROWS", 1)
    page = shown(world, "leader")
    assert len(page.context["lines"]) == 1 and "另有 1 个县区，全部见看板" in page.content.decode()
