"""A prepared statement answers as its queryset does, for every value; what could not be put in its place is refused at once."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from landplan.lib.prepared import Prepared, as_text, hold, planned_rows
from tasks.models import Plan, PrintedTable
from units.models import ApiToken, Post, Region
from units.services import issue_token

pytestmark = pytest.mark.django_db


def test_instances_are_those_of_the_queryset_with_what_is_selected_beside_and_no_further_question(world):
    prepared = Prepared(lambda user_id: Post.objects.filter(user_id=user_id, is_active=True).select_related("user", "unit__region"), user_id=-1)
    for actor in (world.actor("office"), world.actor("county_clerk"), world.actor("office")):
        found = prepared.objects(user_id=actor.user_id)
        assert found == list(Post.objects.filter(user_id=actor.user_id, is_active=True)) and len(found) == 1
        with CaptureQueriesContext(connection) as asked:
            assert (found[0].user.id, found[0].unit.region_id, found[0].unit.region.pk) == (actor.user_id, actor.region_id, actor.region_id)
        assert len(asked) == 0
    assert prepared.objects(user_id=10**9) == []


def test_a_moment_stands_in_its_place_on_both_engines(world):
    issue_token(Post.objects.get(pk=world.actor("office").post_id), actor=world.actor("office"))
    prepared = Prepared(lambda now: ApiToken.objects.filter(expires_at__gt=now), now=datetime(1, 1, 1, tzinfo=UTC))
    ends = ApiToken.objects.get().expires_at
    assert [len(prepared.objects(now=ends + timedelta(seconds=n))) for n in (-1, 0, 1)] == [1, 0, 0]


def test_rows_are_plain_and_another_thread_writes_for_its_own_connection(world):
    prepared = Prepared(lambda pk: Region.objects.filter(pk=pk).values_list("code", "name"), pk=-1)
    region = world.counties["A"]
    assert prepared.rows(pk=region.pk) == [(region.code, region.name)]
    told = []
    thread = Thread(target=lambda: (told.append(prepared in vars(connections["default"]).get("prepared", ())), connection.close()))
    thread.start()
    thread.join()
    assert told == [False] and prepared in vars(connections["default"])["prepared"]  # no thread finds what belongs to the connection of another


def test_a_statement_with_its_values_in_the_text_answers_for_just_these_values_however_often_it_comes(world):
    for _ in range(8):  # from the sixth time on PostgreSQL has its plan
        for code in (world.counties["A"].code, world.counties["B"].code, "100%'; --"):
            known = [(region.code,) for region in world.counties.values() if region.code == code]
            assert planned_rows(*as_text("SELECT code FROM units_region WHERE code = %s AND level = %s", [code, "county"])) == known


def test_an_example_that_a_lookup_rewrites_is_refused(world):
    with pytest.raises(ValueError, match="nothing is path"):
        Prepared(lambda path: Region.objects.filter(path__startswith=path), path="9/").objects(path="4/")


def test_rows_that_were_read_already_are_held_as_a_prefetch_holds_them(world):
    plan = Plan.objects.get(pk=world.plan.pk)
    hold(plan, "tables", list(PrintedTable.objects.filter(plan_id=plan.pk)))
    with CaptureQueriesContext(connection) as asked:
        assert plan.tables.all()[0].plan is plan and list(plan.tables.all()) == list(plan.tables.all())
    assert len(asked) == 0 and list(plan.tables.all()) == list(PrintedTable.objects.filter(plan=plan))
