"""What the tests of the periods share: steps by the page, a table of a Word file."""

from __future__ import annotations

from django.urls import reverse

from landplan.lib import clock
from reports.models import PeriodReport
from tests.world import World
from tests.world import words_of_page as plain

KEY = "2021-09"
AUGUST = clock.shanghai(2021, 8, 20, 10)
CLOSED = clock.shanghai(2021, 9, 24, 19)


def do(world: World, step: str, kind: str = "monthly", key: str = KEY, *, role: str = "office", **values):
    """One step by the page, now."""
    row = PeriodReport.objects.filter(kind=kind, key=key).first()
    return world.client(role).post(reverse(f"reports:period_{step}", args=[kind, key]), {"version": row.version if row else 0, **values}, follow=True)


def freeze(world: World, kind: str = "monthly", key: str = KEY, reason: str = "已催报，按时限定稿") -> None:
    """核对 by the acceptance group, 定稿 by the office."""
    do(world, "check", kind, key, role="acceptance_group")
    answer = plain(do(world, "freeze", kind, key, reason=reason))
    assert "已定稿第1版" in answer, answer


def publish(world: World, kind: str = "monthly", key: str = KEY, doc_no: str = "测办〔2021〕9号") -> None:
    """通报 of the last edition, today."""
    day = f"{clock.today():%Y-%m-%d}"
    answer = plain(do(world, "publish", kind, key, doc_no=doc_no, dated_on=day, printed_on=day))
    assert "已通报，各县区可以下载" in answer, answer


def table_of(paper, label: str, number: int = 0) -> list[str]:
    """Texts of a row of a table by its label."""
    return next([cell.text for cell in row.cells] for row in paper.tables[number].rows if row.cells[0].text == label)
