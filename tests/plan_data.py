"""A small plan for the world of the tests: two counties, three printed tables, targets and one task."""

from __future__ import annotations


def _row(label: str, region: str | None, cells: dict, *, kind: str = "county", group: str = "", seq: int | None = None) -> dict:
    return {"label": label, "seq": seq, "region": region, "kind": kind, "group": group, "cells": cells}


def _annex2() -> list[dict]:
    return [
        _row("甲县", "419901", {"approved": "1000", "supplied": "700", "unsupplied": "300", "rate": "60%", "quota": "180"}),
        _row("乙县", "419902", {"approved": "500", "supplied": "400", "unsupplied": "100", "rate": "60%", "quota": "60"}),
        _row("合计", None, {"approved": "1500", "supplied": "1100", "unsupplied": "400", "rate": "60%", "quota": "240"}, kind="total"),
    ]


def _part(prefix: str, count: str, area: str, rate: str, quota: str) -> dict:
    return {f"{prefix}_count": count, f"{prefix}_area": area, f"{prefix}_rate": rate, f"{prefix}_quota": quota}


def _annex3() -> list[dict]:
    return [
        _row("甲县", "419901", _part("base", "2", "100", "60%", "60") | _part("new", "1", "30", "100%", "30")
             | _part("low", "1", "20", "60%", "12"), seq=1),
        _row("乙县", "419902", _part("base", "0", "0", "", "") | _part("new", "1", "50", "60%", "30") | _part("low", "", "", "60%", "0"), seq=2),
        _row("总计", None, _part("base", "2", "100", "", "60") | _part("new", "2", "80", "", "60") | _part("low", "1", "20", "", "12"), kind="total"),
    ]


def _annex4() -> list[dict]:
    def cells(unsupplied, idle, low):
        return {"quota_unsupplied": unsupplied, "quota_idle": idle, "quota_inefficient": low}
    return [_row("甲县", "419901", cells("180", "90", "12")), _row("乙县", "419902", cells("60", "30", "0")),
            _row("合 计", None, cells("240", "120", "12"), kind="total")]


def _target(code: str, quota_class: str, value: str, due_on: str, *, compares: str = "quota_rate", section: str = "四（三）") -> dict:
    return {"code": code, "category": "测试", "metric": "下达任务量处置完成率", "operator": ">=", "value": value, "unit": "%", "due_on": due_on,
            "due_text": "", "window_from": None, "window_until": None, "window_basis": "", "is_due_inferred": False, "scope": "全市",
            "text": f"{due_on}前达到{value}%", "section": section, "note": "", "quota_class": quota_class, "compares": compares, "idle_part": ""}


def _cycles() -> list[dict]:
    """Every rhythm that a document may print; the counties report by the quarter."""
    mine = [{"period": "quarterly", "what": "季度末报送工作进展", "by": "各县区", "to": "领导小组办公室", "text": "每季度末报送", "section": "四"}]
    return mine + [{"period": period, "what": what, "by": "考核验收组", "to": "各县（区）", "text": what, "section": "五（二）"} for period, what in (
        ("monthly", "月通报排名"), ("quarterly", "季度评估通报"), ("half_yearly", "半年评比、约谈"), ("yearly", "年度考评、奖惩"))]


def plan_data() -> dict:
    """As a file of fixtures/plans holds it."""
    tables = [{"key": key, "title": f"测试任务分解表{key[-1]}", "unit": "亩", "dated_on": None, "section": f"附件{key[-1]}", "rows": rows}
              for key, rows in (("annex2", _annex2()), ("annex3", _annex3()), ("annex4", _annex4()))]
    phases = [{"order": n, "name": name, "starts_on": None, "ends_on": day, "text": f"{name}（{day}前）", "section": f"四（{n}）"}
              for n, (name, day) in enumerate((("摸排建档阶段", "2021-05-21"), ("集中攻坚阶段", "2021-09-30"), ("深化整改阶段", "2021-11-30")), 1)]
    goals = [(quota_class, value, day) for value, day in (("70", "2021-09-30"), ("100", "2021-11-30"))
             for quota_class in ("unsupplied", "idle", "inefficient")]
    targets = [_target(f"T-TEST-{n}", quota_class, value, day) for n, (quota_class, value, day) in enumerate(goals, 1)]
    targets.append(_target("T-TEST-7", "", "", "2021-12-31", compares="confirm", section="一（二）")
                   | {"operator": "done", "value": None, "unit": "", "metric": "全面建立制度", "text": "全面建立制度"})
    task = {"number": "TEST-01", "title": "测试任务", "section": "二（一）", "units_text": "领导小组办公室", "open_ended": "",
            "is_lead_inferred": False, "text_says_lead": "", "note": "",
            "units": [{"name": "领导小组办公室", "printed": "领导小组办公室", "is_collective": False}],
            "milestones": [{"due_on": "2021-10-31", "text": "10月底前", "scope": "", "kind": "complete_by"}]}
    shared = task | {"number": "TEST-02", "title": "各县区的任务", "units_text": "各县区政府（管委会）",
                     "units": [{"name": "各县区政府（管委会）", "printed": "各县区政府（管委会）", "is_collective": True}]}
    duties = [{"code": "O-TEST-1", "title": "实施方案、工作台账报备案", "obligated": "各县区", "reported_to": "排查登记组", "due_on": "2021-05-21",
               "text": "于5月21日前报排查登记组备案", "section": "四（二）"}]
    obligations = [{"code": "P-TEST-1", "kind": "county_plan", "title": "县区实施方案", "obligated": "各县区", "per": "county",
                    "due_on": "2021-05-14", "text": "研究制定实施方案，明确时序安排", "section": "四（一）", "parts": ["时序安排"]}]
    document = {"code": "test", "number": "测试办〔2021〕1号", "title": "测试市批而未用土地盘活利用专项行动方案", "issuer": "测试市人民政府办公室",
                "level": "市", "approved_by": "", "dated_on": "2021-05-07", "issued_on": "2021-05-08", "data_on": None, "data_note": "",
                "base_on": "2021-03-31", "base_text": "截至2021年3月底", "valid_from": None, "valid_until": None, "validity_text": "",
                "lead_rule": ""}
    return {"document": document, "region": "419900", "notes": [], "words": [], "phases": phases, "targets": targets, "tasks": [task, shared],
            "duties": duties, "obligations": obligations, "cycles": _cycles(), "groups": [], "department_duties": [], "thresholds": [],
            "printed_tables": tables, "measures": [],
            "settings": {"first_cutoff_on": "2021-05-28", "last_cutoff_on": "2021-12-17", "counts_used_unsupplied": True,
                         "approved_from": "2009-01-01", "approved_until": "2020-12-31"}}


def temporary_use(user: str) -> dict[str, str]:
    """要件 of a temporary use that is whole and ends soon."""
    return {"approval_no": "测政〔2021〕8号", "approved_on": "2021-09-01", "user": user, "use": "停车场", "starts_on": "2021-09-10",
            "ends_on": "2021-10-10"}
