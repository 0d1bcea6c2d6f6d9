"""装入方案: the five plans, once and again; a file that prints another figure is refused whole."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from landplan.lib.actors import system_actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything
from parcels.models import ParkFact
from tasks.management.commands import load_plans as command
from tasks.models import Duty, Phase, Plan, PrintedCell, PrintedTable, Target, WorkTask
from tasks.services import load_plan

from .five import ZMD, plan_of

pytestmark = pytest.mark.django_db


def said(*args) -> str:
    out = StringIO()
    call_command("load_plans", *args, stdout=out)
    return out.getvalue()


def test_the_plans_hold_19_phases_56_targets_36_tasks_and_11_duties(five):
    assert [model.objects.count() for model in (Plan, Phase, Target, WorkTask, Duty)] == [5, 19, 56, 36, 11]
    assert PrintedCell.objects.count() == 15 * 5 + 14 * 12 + 14 * 3


def test_a_second_run_changes_nothing_and_leaves_no_trace(five):
    before = (AuditEntry.objects.count(), list(Target.objects.values()), list(PrintedCell.objects.order_by("id").values()))
    assert said().endswith("没有变化\n")
    assert (AuditEntry.objects.count(), list(Target.objects.values()), list(PrintedCell.objects.order_by("id").values())) == before


def test_the_parks_of_luoyang_carry_their_industry_and_target(five):
    """洛政办〔2021〕16号 一（二）3 and 二（一）1: 18 parks, of which one has 40, six 20, five 15, six 10."""
    with everything("the test looks on"):
        targets = ParkFact.objects.filter(item="target_tax", park__region__path__startswith="410300").values_list("value", flat=True)
        assert Counter(targets) == {"40": 1, "20": 6, "15": 5, "10": 6}
        assert ParkFact.objects.get(item="industry", park__name="洛阳石化产业集聚区").value == "石油化工和新材料"


def zhumadian() -> dict:
    return json.loads((command.FIXTURES / "plans/zhumadian.json").read_text(encoding="utf-8"))


@pytest.fixture
def only(monkeypatch, tmp_path):
    """`only(data)`: the command then finds this one plan."""
    def put(data: dict) -> None:
        (tmp_path / "plans").mkdir()
        (tmp_path / "plans/zhumadian.json").write_text(json.dumps(data), encoding="utf-8")
        for name in ("parks.json", "regions.json", "units.json"):
            (tmp_path / name).write_text("[]", encoding="utf-8")
        (tmp_path / "policies.json").write_text('{"documents": [], "relations": []}', encoding="utf-8")
        monkeypatch.setattr(command, "FIXTURES", tmp_path)
    return put


def test_a_dry_run_says_what_it_would_load_and_keeps_nothing(five, only):
    data, entries = zhumadian(), AuditEntry.objects.count()
    data["targets"][0]["text"] = "改过的原文"
    only(data)
    assert said("--dry-run") == "（试运行，未保存）方案 1 份（驻政办〔2021〕19号）：目标 1\n"
    assert (Target.objects.filter(text="改过的原文").count(), AuditEntry.objects.count()) == (0, entries)
    assert said() == "方案 1 份（驻政办〔2021〕19号）：目标 1\n"
    assert (Target.objects.filter(text="改过的原文").count(), AuditEntry.objects.count()) == (1, entries + 1)


def test_a_file_with_another_printed_figure_is_refused_whole(five, only):
    data = zhumadian()
    data["printed_tables"][0]["rows"][0]["cells"]["quota"] = "6300"
    data["targets"][0]["text"] = "改过的原文"
    with pytest.raises(Refusal) as refused:
        load_plan(data, actor=system_actor())
    assert "印发数是“6299”，文件里是“6300”" in refused.value.message
    assert "任务调整请在任务量表里出新版本" in refused.value.message
    assert not Target.objects.filter(text="改过的原文").exists()
    only(data)
    with pytest.raises(CommandError, match="印发数不改"):
        said()
    assert PrintedTable.objects.count() == 3


def test_what_the_office_has_set_since_stays(five):
    plan = plan_of(ZMD)
    url = f"/plans/{plan.id}/settings/edit/"
    five.client("office").post(url, {"version": 1, "has_combined_rank": "on", "reason": "单列"})
    load_plan(zhumadian(), actor=system_actor())
    plan.refresh_from_db()
    assert not plan.counts_used_unsupplied


def test_a_plan_of_an_unknown_region_is_refused(five):
    with pytest.raises(Refusal, match="999999"):
        load_plan(zhumadian() | {"region": "999999"}, actor=system_actor())
