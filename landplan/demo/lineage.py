"""演示的分割、合并: in every county one parcel is split and one merge waits for the reviewer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.numbers import half_up
from parcels import services
from parcels.choices import Kind, ReshapeWay
from parcels.models import Parcel, Reshape
from parcels.rules.reshape import Part

from .land import Plot
from .step import Step

NOTHING = Decimal(0)


def lineage_steps(plots: list[Plot], dealt: set[str], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """分割, approved; 合并 of two of one batch, proposed. `dealt` names the parcels with disposals; `people` are clerk and reviewer."""
    free = [plot for plot in plots if plot.kind == Kind.UNSUPPLIED and plot.no not in dealt and not plot.supply and plot.values["area"] > 2]
    if not free:
        return
    clerk, reviewer = people
    yield Step(clock.shanghai(2021, 8, 24, 10), f"分{free[-1].no}", clerk, lambda actor: _split(free[-1].no, actor))
    yield Step(clock.shanghai(2021, 8, 25, 10), f"批分{free[-1].no}", reviewer, lambda actor: services.approve_reshape(
        Reshape.objects.get(parcel__parcel_no=free[-1].no).id, actor=actor))
    for number, plot in enumerate(free[:-1]):
        pair = next((other for other in free[number + 1:-1] if other.batch == plot.batch), None)
        if pair:
            yield Step(clock.shanghai(2021, 9, 22, 10), f"合{plot.no}", clerk, lambda actor, plot=plot, pair=pair: _merge(plot.no, pair.no, actor))
            return


def _split(no: str, actor: Actor) -> None:
    parcel = Parcel.objects.get(parcel_no=no)
    part = half_up(parcel.area * Decimal("0.6"), 2)
    services.propose_reshape(parcel.id, actor=actor, way=ReshapeWay.SPLIT, papers=_papers(no, "分期供应，按规划道路分割"), parts=[
        Part("", f"{parcel.name}（{side}）", area, NOTHING, NOTHING) for side, area in (("东块", part), ("西块", parcel.area - part))])


def _merge(no: str, other: str, actor: Actor) -> None:
    parcel, second = Parcel.objects.get(parcel_no=no), Parcel.objects.get(parcel_no=other)
    services.propose_reshape(parcel.id, actor=actor, way=ReshapeWay.MERGE, others=(second.id,), papers=_papers(no, "两宗相邻，拟一并供应"),
                             parts=[Part("", f"{parcel.name}（合并）", NOTHING, NOTHING, NOTHING)])


def _papers(no: str, reason: str) -> dict:
    return {"doc_no": f"演示勘〔2021〕{no[-4:]}号", "doc_on": date(2021, 8, 20), "reason": reason}
