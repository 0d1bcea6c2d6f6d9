"""演示的台账报送: every county sends its plan and ledger in May (some late, one after a return) and its ledger in September and November."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from landplan.lib import clock
from landplan.lib.actors import Actor
from tasks import services
from tasks.choices import PaperKind
from tasks.models import Package, Plan
from tasks.rules.packages import ACCEPTANCE, papers_needed
from tasks.selectors.packages import package_duties
from units.models import Region

from .papers import demo_pdf
from .people import PINYIN
from .step import Step

LATE = {"上蔡县": 1, "确山县": 3}  # days after the day by which the first package was due
AGAIN = "确山县"
WAITS = {"泌阳县", "高新区"}  # counties whose package still lies with the reviewers
REASON = "实施方案没有写乡办分包，请补充后重报。"


def package_steps(plan: Plan, regions: list[Region], people: dict[str, Actor]) -> Iterator[Step]:
    """报送、退回、收下 by every duty that wants a ledger."""
    for order, duty in enumerate(package_duties(plan)):
        reviewer = people["acceptance" if duty.reported_to == ACCEPTANCE else "office"]
        for number, region in enumerate(regions):
            clerk = people[f"{PINYIN[region.name]}.clerk"]
            due = clock.shanghai(duty.due_on.year, duty.due_on.month, duty.due_on.day, 9)
            at = due + timedelta(days=0 if order else LATE.get(region.name, 0), minutes=11 * number)
            key = f"报{duty.code}{region.code}"
            yield Step(at, key, clerk, lambda actor, duty=duty, region=region: _send(duty, region, actor))
            if region.name in WAITS and not order:
                continue
            if region.name == AGAIN and not order:
                at += timedelta(hours=6)
                yield Step(at, key, reviewer, lambda actor, duty=duty, region=region: _decide(duty, region, actor, REASON))
                at += timedelta(days=1)
                yield Step(at, key, clerk, lambda actor, duty=duty, region=region: _send(duty, region, actor, "已补充乡办分包安排"))
            yield Step(at + timedelta(days=2), f"收{duty.code}{region.code}", reviewer,
                       lambda actor, duty=duty, region=region: _decide(duty, region, actor))


def _send(duty, region: Region, actor: Actor, remark: str = "") -> None:
    for kind in papers_needed(duty.title):
        word = PaperKind(kind).label
        services.attach_paper(duty.id, region.id, actor=actor, kind=kind, title=f"{region.name}{word}",
                              upload=demo_pdf(f"演示数据 {region.name}{word}", f"{word}.pdf"))
    found = Package.objects.filter(duty=duty, region=region).first()
    services.send_package(duty.id, region.id, actor=actor, version=found.version if found else 0, remark=remark)


def _decide(duty, region: Region, actor: Actor, reason: str = "") -> None:
    found = Package.objects.get(duty=duty, region=region)
    if reason:
        row = found.editions.get(number=found.number).rows.first()
        services.remark_row(row.id, actor=actor, text="分包乡办没有写，请补。")
        services.return_package(found.id, actor=actor, version=found.version, reason=reason)
    else:
        services.accept_package(found.id, actor=actor, version=found.version)
