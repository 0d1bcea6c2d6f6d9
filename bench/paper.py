"""方案: a plan of measured size in the shape of a file of fixtures/plans, with quotas printed for every county."""

from __future__ import annotations

from units.models import Region

PERIODS = ("monthly", "quarterly", "half_yearly", "yearly")
KINDS = {"grant": ["unsupplied", "unexpropriated", "used_unsupplied"], "start": ["idle"], "expand": ["inefficient"]}


def plan_paper(top: Region, counties: list[Region]) -> dict:
    """As a file of fixtures/plans holds it."""
    document = {"code": "bench", "number": "测速办〔2021〕1号", "title": "测速市批而未用土地盘活利用专项行动方案", "issuer": "测速市人民政府办公室",
                "level": "市", "approved_by": "", "dated_on": "2021-01-07", "issued_on": "2021-01-08", "data_on": None, "data_note": "",
                "base_on": "2021-03-31", "base_text": "截至2021年3月底", "valid_from": None, "valid_until": None, "validity_text": "",
                "lead_rule": ""}
    measures = [{"code": code, "label": f"测速{code}", "kinds": kinds, "causes": [], "effect": "disposes", "brings_into_use": True,
                 "evidence": [], "section": "三（五）", "quotation": "", "note": ""} for code, kinds in KINDS.items()]
    phases = [{"order": n, "name": f"第{n}阶段", "starts_on": None, "ends_on": day, "text": f"{day}前", "section": f"四（{n}）"}
              for n, day in enumerate(("2021-05-21", "2021-09-30", "2021-11-30"), 1)]
    targets = [_target(f"T-{day[5:7]}-{one}", one, value, day) for value, day in (("70", "2021-09-30"), ("100", "2021-11-30"))
               for one in ("unsupplied", "idle", "inefficient")]
    return {"document": document, "region": top.code, "notes": [], "words": [], "phases": phases, "targets": targets, "tasks": [],
            "duties": [], "cycles": [_cycle(period) for period in PERIODS],
            "groups": [], "department_duties": [], "thresholds": [], "printed_tables": _tables(counties),
            "measures": measures,
            "settings": {"first_cutoff_on": "2021-04-02", "last_cutoff_on": "2021-12-17", "counts_used_unsupplied": True,
                         "approved_from": "2009-01-01", "approved_until": "2020-12-31"}}


def _target(code: str, quota_class: str, value: str, due_on: str) -> dict:
    return {"code": code, "category": "测速", "metric": "下达任务量处置完成率", "operator": ">=", "value": value, "unit": "%", "due_on": due_on,
            "due_text": "", "window_from": None, "window_until": None, "window_basis": "", "is_due_inferred": False, "scope": "全市",
            "text": f"{due_on}前达到{value}%", "section": "四（三）", "note": "",
            "quota_class": quota_class, "compares": "quota_rate", "idle_part": ""}


def _cycle(period: str) -> dict:
    return {"period": period, "what": "测速通报", "by": "测速办公室", "to": "各县区", "text": "测速", "starts_on": "2021-04-01",
            "section": "五（二）"}


def _tables(counties: list[Region]) -> list[dict]:
    quotas = [(20000 + n * 37 % 9000, 9000 + n * 53 % 4000, 0 if n % 17 == 0 else 8000 + n * 29 % 3000) for n in range(len(counties))]
    rows = [_row(county.name, county.code, quota) for county, quota in zip(counties, quotas, strict=True)]
    total = _row("合 计", None, tuple(map(sum, zip(*quotas, strict=True))), kind="total")
    table = {"title": "测速任务分解表", "unit": "亩", "dated_on": None}
    parts = [_parts(county.name, county.code, quota[1]) for county, quota in zip(counties, quotas, strict=True)]
    whole = _parts("总计", None, sum(quota[1] for quota in quotas), kind="total")
    return [{"key": "annex3", "section": "附件3", "rows": [*parts, whole], **table},
            {"key": "annex4", "section": "附件4", "rows": [*rows, total], **table}]


def _row(label: str, region: str | None, quotas: tuple, kind: str = "county") -> dict:
    names = ("quota_unsupplied", "quota_idle", "quota_inefficient")
    return {"label": label, "seq": None, "region": region, "kind": kind, "group": "",
            "cells": {name: str(value) for name, value in zip(names, quotas, strict=True)}}


def _parts(label: str, region: str | None, quota: int, kind: str = "county") -> dict:
    """Annex 3: half of the idle quota in each of its two parts, no low-efficiency land."""
    halves = {"base": quota // 2, "new": quota - quota // 2, "low": 0}
    cells = {f"{part}_{name}": text for part, half in halves.items()
             for name, text in (("count", "1"), ("area", str(half)), ("rate", "100%" if region else ""), ("quota", str(half)))}
    return {"label": label, "seq": None, "region": region, "kind": kind, "group": "", "cells": cells}
