"""三门峡的三类低效工业用地 (三政办〔2021〕5号 二（三）4)."""

from __future__ import annotations

from .base import Clause, Facts, Outcome, Rule, is_there, left_to_people

DOCUMENT, VERSION = "三政办〔2021〕5号", "三政办〔2021〕5号规则 第1版"
_TYPES = Clause(DOCUMENT, "二（三）4", "分类推进停建缓建、围多建少、停产类项目用地盘活利用。")


def _rule(code: str, label: str, *needs: str) -> Rule:
    def judge(facts: Facts) -> Outcome:
        return left_to_people(*(is_there(facts, key) for key in needs))

    return Rule(code, label, _TYPES, needs, judge, VERSION)


RULES = (_rule("smx_suspended", "停建缓建类", "should_area", "started_area", "stopped_on"),
         _rule("smx_fenced", "围多建少类", "fenced_area", "built_area"), _rule("smx_stopped", "停产类", "stopped_on"))
