"""接口: every other record of a county can be read by a program - narrowed, page by page, within its territory, in a fixed number of queries."""

import json
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib.scope import scope
from parcels import services
from parcels.api.records import RECORDS
from tests.world import CANARY

from .land import API

pytestmark = pytest.mark.django_db
# of these the tests' world has none; every other list has a record of each county
EMPTY = {"recoveries", "project-parts", "rounds", "lineage"}
MORE = ("packages", "package-editions", "package-remarks")


def read(client, path):
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 200, (path, answer.content)
    return answer.json()["results"]


def test_each_list_holds_the_countys_records_and_no_word_of_another_county(world, client_of):
    client, empty = client_of("county_clerk"), set()
    for name in (*RECORDS, *MORE):
        rows = read(client, f"{name}/")
        if not rows:
            empty.add(name)
        assert {row["region"] for row in rows} <= {world.counties["A"].code}, name
        told = json.dumps(rows, ensure_ascii=False)
        assert CANARY["B"] not in told and ".0e" not in told and '"file":' not in told.replace('"file": null', ""), name
    assert empty == EMPTY


def test_the_lists_answer_in_as_many_queries_for_many_rows_as_for_one(world, client_of):
    client, clerk = client_of("county_clerk"), world.actor("county_clerk", "A")

    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert len(read(client, "projects/")) == len(read(client, "clock-stops/")) + added
        return len(caught)

    added = len(read(client, "projects/")) - len(read(client, "clock-stops/"))
    few = asked()
    with scope(clerk):
        for number in range(5):
            services.register_project(actor=clerk, region_id=world.counties["A"].id, values={
                "name": f"项目{number}", "level": "plain", "kind": "industry"})
    added += 5
    assert asked() == few


def test_a_list_is_narrowed_by_what_it_names(world, client_of):
    client, ids = client_of("county_clerk"), world.records["A"]
    for path, count in (
            (f"projects/?level=city_key&kind=industry&region={world.counties['A'].code}", 1), ("projects/?level=plain", 0),
            (f"covenants/?parcel={ids['low']}&state=running&due_until=2022-08-01", 1), ("covenants/?due_until=2022-07-31", 0),
            (f"incentives/?enterprise={ids['firm']}&state=applied", 1), ("sanctions/?current=true", 1), ("sanctions/?current=false", 0),
            ("transfers/?unchecked=true", 1), (f"meeting-items/?meeting={ids['meeting']}&open=true", 1), ("idle-steps/?action=notify&valid=true", 1),
            (f"dues/?parcel={ids['parcel']}&unmet=true", 1), ("clock-stops/?running=true&kind=planning", 1), ("reshapes/?state=proposed", 1),
            ("packages/?state=submitted", 1), ("packages/?state=returned", 0), ("register-items/?register=legacy&state=open", 1),
            (f"projects/?region={world.counties['B'].code}", 0)):
        assert len(read(client, path)) == count, path
    assert client.get(f"{API}/projects/?level=x").status_code == 400


def test_a_list_is_read_page_by_page_and_changed_by_no_door(world, client_of):
    client, clerk = client_of("county_clerk"), world.actor("county_clerk", "A")
    with scope(clerk):
        for number in range(4):
            services.register_project(actor=clerk, region_id=world.counties["A"].id, values={
                "name": f"项目{number}", "level": "plain", "kind": "public"})
    whole, url, found = read(client, "projects/"), f"{API}/projects/?page_size=2", []
    while url:
        page = client.get(url).json()
        found, url = found + page["results"], page["next"] and f"{urlsplit(page['next']).path}?{urlsplit(page['next']).query}"
    assert found == whole and len(whole) == 5
    for name in (*RECORDS, *MORE):
        assert client.post(f"{API}/{name}/", {}, content_type="application/json").status_code == 403, name
        assert client_of("system_admin").get(f"{API}/{name}/").status_code == 403, name
