"""C01: every route × method × actor has a stated outcome; a new address without a row is red. C02: foreign is none."""

import os
import re
from statistics import median
from time import perf_counter

import pytest
from django.urls import reverse

from landplan.lib.scope import everything
from parcels.models import Disposal, Evidence, Parcel
from tests.route_matrix import (
    METHODS,
    address_of,
    ask,
    lines_of,
    measure,
    routes,
    sample_of,
    written,
    written_of_groups,
)
from tests.world import ACTORS, COUNTY, GROUPS

pytestmark = pytest.mark.django_db
ROUTES = sorted(routes())
NOWHERE = 10**9


@pytest.mark.claim("C01")
def test_every_route_and_method_is_written_down_and_no_row_is_left_over():
    stated = written()
    wanted = {(route, method) for route in ROUTES for method in METHODS}
    assert not wanted - set(stated), "run python -m tests.route_matrix --propose, read the rows, paste them"
    assert not set(stated) - wanted, "these routes are gone: remove their rows"
    assert all(len(cells) == len(ACTORS) for cells in stated.values())
    assert all(200 <= cell < 500 for cells in stated.values() for cell in cells)


@pytest.mark.claim("C01")
@pytest.mark.parametrize("route", ROUTES)
def test_each_actor_gets_the_stated_answer(standing, route):
    world, clients = standing
    stated = {method: cells for (name, method), cells in written().items() if name == route}
    found = measure(clients, address_of(world, route), None if os.environ.get("CI") == "true" else stated)
    assert found == stated, "\n".join(["the code now answers:", *lines_of(route, found)])


@pytest.mark.req("ORG-02")
@pytest.mark.parametrize("route", ROUTES)
def test_a_working_group_is_answered_like_a_department_save_where_it_holds_a_function(standing, route):
    world, clients = standing
    stated = {method: cells for (name, method), cells in written_of_groups().items() if name == route}
    url = address_of(world, route)
    found = {method: tuple(ask(clients[role], method, url).status_code for role in GROUPS) for method in ("GET", "POST")}
    assert found == stated, "\n".join(f"{route},{method},{','.join(map(str, cells))}" for method, cells in found.items() if cells != stated[method])


# accounts and tokens belong to no county: their routes are for the administrator, or for the owner alone; plans and
# their printed tables are issued documents, which everybody reads (what was done against them is tested in tasks/tests)
NO_COUNTY = ("units:", "tasks:", "api_tasks:")
FOREIGN = [route for route, arguments in routes().items() if arguments and not route.startswith(NO_COUNTY)]


def plain(response):
    """Status, body and headers without the forgery token, which is masked anew in every answer."""
    body = re.sub(r'("X-CSRFToken": "|csrfmiddlewaretoken" value=")[^"]+', r"\1", response.content.decode())
    return response.status_code, body, dict(response.headers)


def rows_of(ids):
    with everything("the test looks on"):
        return [model.objects.filter(pk=pk).values().get() for model, pk in
                ((Parcel, ids["parcel"]), (Disposal, ids["draft"]), (Evidence, ids["evidence"]))]


@pytest.mark.claim("C02")
@pytest.mark.parametrize("route", FOREIGN)
def test_a_record_of_another_county_is_answered_like_none_at_all(standing, route):
    world, clients = standing
    foreign = sample_of(world, route, "B")
    nowhere = dict.fromkeys(foreign, NOWHERE)
    before = rows_of(world.records["B"])
    for role in COUNTY:
        for method in METHODS if role == COUNTY[0] else ("GET", "POST", "PATCH"):
            answers = [plain(ask(clients[role], method, reverse(route, kwargs=kwargs), headers={"If-Match": '"1"'}))
                       for kwargs in (foreign, nowhere)]
            assert answers[0] == answers[1], (role, method)
            assert answers[0][0] in (403, 404, 405) or method == "OPTIONS", (role, method)
    assert rows_of(world.records["B"]) == before


@pytest.mark.claim("C02")
def test_the_time_of_the_answer_does_not_tell_a_foreign_record_from_none(standing):
    world, clients = standing
    clerk, spent = clients["county_clerk"], {True: [], False: []}
    addresses = {True: address_of(world, "parcels:disposal", "B"), False: reverse("parcels:disposal", args=[NOWHERE])}
    for turn in range(120):
        start = perf_counter()
        assert clerk.get(addresses[turn % 2 == 0]).status_code == 404
        spent[turn % 2 == 0].append(perf_counter() - start)
    assert abs(median(spent[True]) - median(spent[False])) < 0.010
