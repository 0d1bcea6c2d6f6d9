"""演示的信息公布: the figures of a Friday, two cases; drafted by one person of the office, approved by the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from landplan.lib import clock
from landplan.lib.actors import Actor
from reports.choices import PublicKind
from reports.models import Publication
from reports.services.publishing import approve_publication, draft_publication
from tasks.models import Plan

from .step import Step

_ITEMS = (
    (PublicKind.FIGURES, "截至 2021 年 8 月底批而未供、闲置、低效工业用地处置情况", "演示数据。", date(2021, 8, 31), 9, 2),
    (PublicKind.CASE, "一宗一策盘活停建厂房",
     "演示案例：县里逐宗排查停建原因，协调原企业与新项目合作建设，三个月后复工，原有厂房全部用上。", None, 9, 6),
    (PublicKind.CASE, "跨部门会审加快批而未供土地供应",
     "演示案例：自然资源、发改、住建每周会审一次供地条件，缺什么补什么，当月供出四宗。", None, 9, 7),
)


def publishing_steps(plan: Plan, people: dict[str, Actor]) -> Iterator[Step]:
    """起草、审批 of each."""
    for number, (kind, title, body, as_of_on, month, day) in enumerate(_ITEMS):
        values = {"title": title, "body": body} | ({"as_of_on": as_of_on} if as_of_on else {})
        yield Step(clock.shanghai(2021, month, day, 10), f"公布{number}稿", people["office"],
                   lambda actor, kind=kind, values=values: draft_publication(plan, actor=actor, kind=kind, values=values))
        yield Step(clock.shanghai(2021, month, day, 15), f"公布{number}审", people["office2"], lambda actor, title=title: _approve(title, actor))


def _approve(title: str, actor: Actor) -> None:
    row = Publication.objects.get(title=title)
    approve_publication(row.id, actor=actor, version=row.version)
