"""What the tests of the roll-up stand on: a nation of two provinces with plans of both levels, its people, and quick entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import Disposal, Measure
from tasks.models import Plan
from tasks.services import load_plan
from tests.replay import remembered
from tests.world import MORNING
from units.models import Region
from units.selectors import actor_of
from units.services import create_person, save_unit
from units.services.regions import save_region

# code, name, level, parent: two cities and a county of its own in 甲省, one city in 乙省, and a city without a county
PLACES = [("100000", "测国", "nation", ""), ("910000", "甲省", "province", "100000"), ("910100", "甲一市", "city", "910000"),
          ("910101", "甲一县", "county", "910100"), ("910102", "甲二县", "county", "910100"), ("910200", "甲二市", "city", "910000"),
          ("910201", "甲三县", "county", "910200"), ("910202", "甲四县", "county", "910200"), ("910300", "空市", "city", "910000"),
          ("919001", "直管县", "county", "910000"), ("920000", "乙省", "province", "100000"), ("920100", "乙一市", "city", "920000"),
          ("920101", "乙一县", "county", "920100"), ("920102", "乙二县", "county", "920100")]
COUNTIES = {code: name for code, name, level, _ in PLACES if level == "county"}
CITY_OF = {code: next(name for one, name, *_ in PLACES if one == parent) if parent != "910000" else COUNTIES[code]
           for code, _, level, parent in PLACES if level == "county"}
# 批而未供, 闲置, 低效: blank, 0 and whole numbers
QUOTAS = {"910101": ("100", "50", ""), "910102": ("200", "", ""), "910201": ("300", "0", "8"), "910202": ("100", "0", ""),
          "919001": ("50", "10", "0"), "920101": ("400", "20", "2"), "920102": ("0", "20", "2")}
SEATS = {"office": ("910000", "office"), "acceptor": ("910000", "acceptance_group"), "city": ("910100", "office"),
         "clerk": ("910101", "county_clerk"), "reviewer": ("910101", "county_reviewer"), "nation": ("100000", "office"),
         "auditor": ("910000", "audit_admin")}


@dataclass
class Province:
    """甲省 and its nation: the plans of both, people by name, and a disposal of 甲一县 that entries may lean on."""

    plan: Plan
    nation: Plan
    people: dict[str, Actor]
    disposal: Disposal

    def region(self, name: str) -> Region:
        return Region.objects.get(name=name)


@remembered
def build_province() -> Province:
    """Make it (inside a database test)."""
    system, units = system_actor("测试"), {}
    with clock.at(MORNING), everything("the ground of the tests"):
        for sort, (code, name, level, parent) in enumerate(PLACES, 1):
            save_region(actor=system, code=code, name=name, full_name=name, level=level, sort=sort,
                        parent=Region.objects.get(code=parent) if parent else None)
        nation, _ = load_plan(paper("100000", "国测〔2021〕1号", list(COUNTIES)), actor=system)
        plan, _ = load_plan(paper("910000", "甲测〔2021〕1号", [code for code in COUNTIES if code < "92"]), actor=system)
        people = {}
        for name, (code, role) in SEATS.items():
            if code not in units:
                units[code] = save_unit(actor=system, region=Region.objects.get(code=code), name=f"{code}单位")
            user, _ = create_person(actor=system, username=f"province.{name}", name=f"测试{name}", unit=units[code], role=role,
                                    password="Test-9x-Morning", is_demo=True)
            people[name] = actor_of(user.posts.select_related("user", "unit__region").get())
    return Province(plan, nation, people, _accepted(people))


def _accepted(people: dict[str, Actor]) -> Disposal:
    clerk = people["clerk"]
    amount = {"area": Decimal(10), "area_typed": "10", "area_unit": "mu"}
    with clock.at(MORNING), scope(clerk):
        parcel = land.register_parcel(actor=clerk, region_id=clerk.region_id, kind="unsupplied", values={
            "name": "测试地块", "location": "路北", **amount})
        measure = Measure.objects.get(code="grant", region__code="910000")
        row = land.draft_disposal(parcel.id, actor=clerk, values={
            "measure_id": measure.id, "disposed_on": date(2021, 9, 22), "doc_no": "甲交〔2021〕1号", **amount})
    for step, who in (("submit", "clerk"), ("verify", "reviewer"), ("accept", "acceptor")):
        with clock.at(MORNING), scope(people[who]):
            row = land.step_disposal(row.id, actor=people[who], action=step, version=row.version)
    return row


def paper(region: str, number: str, counties: list[str], more: list[dict] = ()) -> dict:
    """A plan as a file of fixtures/plans holds it, with quotas printed for these counties and further rows."""
    document = {"code": f"test{region}", "number": number, "title": "批而未用土地处置方案", "issuer": "测试办公室", "level": "市", "approved_by": "",
                "dated_on": "2021-01-07", "issued_on": "2021-01-08", "data_on": None, "data_note": "", "base_on": "2021-03-31",
                "base_text": "截至2021年3月底", "valid_from": None, "valid_until": None, "validity_text": "", "lead_rule": ""}
    measure = {"code": "grant", "label": "出让", "kinds": ["unsupplied", "idle", "inefficient"], "causes": [], "effect": "disposes",
               "brings_into_use": True, "evidence": [], "section": "三", "quotation": "", "note": ""}
    rows = [row(COUNTIES[code], code, QUOTAS[code]) for code in counties]
    total = tuple(str(sum(int(QUOTAS[code][n] or 0) for code in counties)) for n in range(3))
    return {"document": document, "region": region, "notes": [], "words": [], "tasks": [], "duties": [], "cycles": [], "groups": [],
            "department_duties": [], "thresholds": [], "measures": [measure],
            "phases": [{"order": 1, "name": "第1阶段", "starts_on": None, "ends_on": "2021-09-30", "text": "9月底前", "section": "四"}],
            "targets": [_target(f"T-{region}-{one}", one) for one in ("unsupplied", "idle", "inefficient")],
            "printed_tables": [{"key": "annex4", "section": "附件4", "title": "任务分解表", "unit": "亩", "dated_on": None,
                                "rows": [*rows, *more, row("合 计", None, total, "total")]}],
            "settings": {"first_cutoff_on": "2021-04-02", "last_cutoff_on": "2021-12-17", "counts_used_unsupplied": True}}


def row(label: str, region: str | None, quotas: tuple, kind: str = "county") -> dict:
    names = ("quota_unsupplied", "quota_idle", "quota_inefficient")
    return {"label": label, "seq": None, "region": region, "kind": kind, "group": "", "cells": dict(zip(names, quotas, strict=True))}


def _target(code: str, quota_class: str) -> dict:
    return {"code": code, "category": "测试", "metric": "下达任务量处置完成率", "operator": ">=", "value": "70", "unit": "%",
            "due_on": "2021-09-30", "due_text": "", "window_from": None, "window_until": None, "window_basis": "", "is_due_inferred": False,
            "scope": "全省", "text": "9月底前达到70%", "section": "四", "note": "", "quota_class": quota_class, "compares": "quota_rate",
            "idle_part": ""}
