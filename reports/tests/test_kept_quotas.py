"""所存的任务量 by region: what is kept beside a table is compared with the table, mended when told, and right after the tree changed."""

import io
from decimal import Decimal
from importlib import import_module

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import AuditEntry
from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.models import AreaAbove
from parcels.selectors.totals import differing_buckets
from reports.selectors.progress import CLASSES, board
from tasks.management.commands import load_plans
from tasks.models import PrintedQuota
from tasks.selectors.kept_quotas import differing_quotas
from tests.world import MORNING, signed_in

from .province import PLACES, build_province
from .test_rollup import by_name, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    with everything("the test looks on"):
        yield build_province()


def kept() -> list[tuple]:
    return sorted(PrintedQuota.objects.values_list("table_id", "region__name", "sort", "unsupplied", "idle", "inefficient"), key=str)


@pytest.mark.parametrize("damage", [
    lambda rows: rows.filter(region__name="甲省").update(unsupplied=Decimal(1)),
    lambda rows: rows.filter(region__name="甲一市").update(inefficient=Decimal(0)),  # blank is not 0
    lambda rows: rows.filter(region__name="乙省").update(idle=None),
    lambda rows: rows.filter(region=None).update(unsupplied=Decimal(1)),  # the printed total
    lambda rows: rows.filter(region__name="甲一县").update(sort=None),
    lambda rows: rows.filter(region__name="甲一县").delete(),
    lambda rows: rows.filter(region__name="乙一市").delete(),
])
def test_what_is_kept_wrong_of_a_region_above_is_found_told_and_mended_only_when_told(ground, damage):
    before, out = kept(), io.StringIO()
    assert before and differing_quotas() == []
    damage(PrintedQuota.objects.all())
    wrong = differing_quotas()
    assert wrong
    with pytest.raises(CommandError, match=f"所存的任务量有 {len(wrong)} 格与印发数不符"):
        call_command("reconcile_totals")
    call_command("reconcile_totals", repair=True, stdout=out)
    assert f"所存的任务量与印发数已改为一致，改了 {len(wrong)} 格\n" in out.getvalue()
    assert kept() == before and differing_quotas() == []
    assert AuditEntry.objects.filter(action="rebuild_sums").count() == 1


def test_every_fault_is_told_at_once(ground):
    put(ground, ("甲二县", "unsupplied", 50))
    AreaAbove.objects.filter(region__name="甲省").update(area=1)
    PrintedQuota.objects.filter(region__name="甲省").update(idle=1)
    with pytest.raises(CommandError) as refused:
        call_command("reconcile_totals")
    told = str(refused.value).splitlines()
    assert [line.partition("有")[0] for line in told] == ["累计", "所存的任务量", "加 --repair 重建。"]


def moved(code: str, **change) -> list[dict]:
    """The file of regions, one of them changed."""
    keys = ("code", "name", "level", "parent")
    return [dict(zip(keys, place, strict=True)) | {"full_name": place[1], "group": "", "sort": sort, "aliases": []}
            | (change if place[0] == code else {}) for sort, place in enumerate(PLACES, 1)]


@pytest.mark.parametrize(("code", "change", "quotas"), [
    ("910100", {"parent": "920000"}, {"甲省": [450, 10, 8], "乙省": [700, 90, 4]}),
    ("910201", {"parent": "920100"}, {"甲省": [450, 60, 0], "乙省": [700, 40, 12]}),
    ("919001", {"level": "city"}, {"甲省": [700, 50, 8], "乙省": [400, 40, 4]}),  # no county any more: what is printed of it is its own
])
def test_whatever_the_file_of_regions_changes_the_boards_of_those_above_are_right(ground, monkeypatch, code, change, quotas):
    put(ground, ("甲二县", "unsupplied", 50), ("甲三县", "unsupplied", 7), ("乙一县", "idle", 3))
    monkeypatch.setattr(load_plans, "read", lambda name: moved(code, **change) if name == "regions.json" else [])
    load_plans.load_places(system_actor("测试"))
    assert differing_quotas() == [] and differing_buckets() == []
    found = by_name(board(ground.nation, MORNING, actor=ground.people["nation"], level="province"))
    assert {name: [found[name].figures[one].quota and found[name].figures[one].quota // 10**6 for one in CLASSES[:3]] for name in quotas} == quotas
    assert AuditEntry.objects.filter(action="rebuild_sums").count() == 1
    load_plans.load_places(system_actor("测试"))
    assert AuditEntry.objects.filter(action="rebuild_sums").count() == 1  # the same file again moves nothing


def test_a_board_shows_what_the_table_prints_once_the_operator_has_mended_it(ground):
    office = signed_in(ground.people["office"])

    def shown() -> str:
        rows = office.get(f"/api/v1/plans/{ground.plan.id}/progress/", {"level": "city", "quota_class": "unsupplied"}).json()["rows"]
        return next(row["quota"] for row in rows if row["name"] == "甲一市")

    PrintedQuota.objects.filter(region__name="甲一市").update(unsupplied=Decimal("299"))
    assert shown() == "299.00"
    call_command("reconcile_totals", repair=True, stdout=io.StringIO())
    assert shown() == "300.00"  # 100 and 200 are printed of its counties


def test_an_upgrade_fills_in_what_is_kept_when_a_table_is_printed(ground):
    before, fill = kept(), import_module("tasks.migrations.0019_kept_quotas")
    PrintedQuota.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in (fill.OWN, fill.BELOW):
            cursor.execute(statement)
    assert before and kept() == before and differing_quotas() == []
