"""Two nouns for what wants land became one: what the migration keeps of both, in the tables as they stood between the two."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

NAMES = ("Project", "SupplyProject", "ProjectPart", "Supply")
NOW = datetime(2021, 9, 24, tzinfo=UTC)


@pytest.fixture
def before(django_db_blocker):
    """The models of 0036 over a database of their own that holds these four tables."""
    connections.databases["between"] = connections.databases["default"] | {
        "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    apps = MigrationLoader(None, replace_migrations=False).project_state(("parcels", "0036_one_project")).apps
    with django_db_blocker.unblock():
        with connections["between"].schema_editor() as editor:
            for name in NAMES:
                editor.create_model(apps.get_model("parcels", name))
        connections["between"].cursor().execute("PRAGMA foreign_keys = OFF")
        yield {name: apps.get_model("parcels", name)._base_manager.using("between").order_by("id") for name in NAMES} | {"apps": apps}
        connections["between"].close()
    del connections["between"], connections.databases["between"]


def join(before):
    import_module("parcels.migrations.0037_join_projects").join(before["apps"], connections["between"].schema_editor())


def wanted(before, name, need=None, region=1):
    return before["Project"].create(region_id=region, name=name, level="city_key", kind="industry", need=need, doc_no="备1号", entered_at=NOW)


def batched(before, name, area, region=1, **values):
    return before["SupplyProject"].create(region_id=region, name=name, company="甲公司", planned_area=Decimal(area), entered_at=NOW,
                                          entered_by_id=1, **values)


def supplied(before, need=None, project=None, no="出让1号"):
    return before["Supply"].create(region_id=1, parcel_id=1, mode="granted", doc_no=no, supplied_on=date(2021, 9, 1), area=Decimal(10),
                                   need=need, project=project)


def test_one_of_the_same_name_is_the_same_project_with_its_review_its_batches_and_its_supplies(before):
    row, other = wanted(before, "装备园"), wanted(before, "装备园", region=2)
    old = batched(before, "装备园", "120", review_no="规审1号", reviewed_on=date(2021, 9, 10), reviewed_area=Decimal(100))
    part = before["ProjectPart"].create(region_id=1, project=old, number=1, area=Decimal(40), from_on=date(2021, 9, 20))
    first, second = supplied(before, project=old), supplied(before, need=row, no="出让2号")
    join(before)
    row.refresh_from_db(), part.refresh_from_db(), first.refresh_from_db(), second.refresh_from_db(), other.refresh_from_db()
    assert (row.need, row.company, row.review_no, row.reviewed_area, row.doc_no, row.note) == (
        Decimal(120), "甲公司", "规审1号", Decimal(100), "备1号", "")
    assert part.owner_id == first.need_id == second.need_id == row.id
    assert before["Project"].count() == 2 and other.company == ""


def test_one_that_a_supply_names_beside_another_is_that_project_and_what_differed_is_written_down(before):
    row, old = wanted(before, "装备园一期", Decimal(90)), batched(before, "智能装备", "120")
    supplied(before, need=row, project=old)
    join(before)
    row.refresh_from_db()
    assert row.need == 120 and row.note == "分批供地登记的名称：智能装备；用地需求原登记 90.00 亩，分批供地登记的拟占地 120.00 亩"


def test_one_that_stands_alone_is_a_project_of_its_own_and_a_supply_with_two_names_says_so_on_both(before):
    east, west = wanted(before, "东园"), wanted(before, "西园")
    old = batched(before, "总部", "150")
    rows = [supplied(before, need=need, project=old, no=f"出让{number}号") for number, need in enumerate((east, west))]
    join(before)
    made = before["Project"].get(name="总部")
    for row in (*rows, east, west):
        row.refresh_from_db()
    assert {row.need_id for row in rows} == {made.id} and (made.need, made.kind, made.level) == (Decimal(150), "industry", "plain")
    assert east.note == "供应 出让0号 记在项目“总部”" and west.note == "供应 出让1号 记在项目“总部”"
    assert made.note == "供应 出让0号 原来也选了项目“东园”；供应 出让1号 原来也选了项目“西园”"
