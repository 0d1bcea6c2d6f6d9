"""演示的分割、合并、轮次、多规合一: in every county one parcel is split, one merge waits for the reviewer, some land is checked against the
plans, and one parcel that was written off lies idle again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.numbers import half_up
from parcels import services
from parcels.choices import Kind, ParcelStatus, ReshapeWay
from parcels.models import Parcel, Reshape
from parcels.rules.reshape import Part

from .land import Plot
from .script import Deal
from .step import Step

NOTHING = Decimal(0)


def lineage_steps(plots: list[Plot], dealt: set[str], people: tuple[Actor, Actor]) -> Iterator[Step]:
    """分割, approved; 合并 of two of one batch, proposed. `dealt` names the parcels with disposals; `people` are clerk and reviewer."""
    free = [plot for plot in plots if plot.kind == Kind.UNSUPPLIED and plot.no not in dealt and not plot.supply and plot.values["area"] > 2]
    free = free[1:-3]  # the first has its meeting, the last ones are taken into reserve (demo.cases)
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


def planning_steps(plots: list[Plot], clerk: Actor) -> Iterator[Step]:
    """多规合一核对 of some land that is still to be supplied; every third conflicts."""
    rows = [plot for plot in plots if plot.kind in (Kind.UNSUPPLIED, Kind.UNEXPROPRIATED)][::4][:9]
    for number, plot in enumerate(rows, 1):
        yield Step(clock.shanghai(2021, 8, 20, 15, number), f"规{plot.no}", clerk, lambda actor, plot=plot, number=number: services.save_planning(
            Parcel.objects.get(parcel_no=plot.no).id, actor=actor, result="conflicts" if number % 3 == 0 else "conforms", on=date(2021, 8, 19),
            code=f"演示规〔2020〕{plot.no[-4:]}号"))


def round_steps(county: str, deals: list[Deal], acceptor: Actor) -> Iterator[Step]:
    """再次闲置: of the land that was written off by the end of August one parcel."""
    early = [deal for deal in deals if deal.is_whole and deal.accept_at and deal.accept_at < clock.shanghai(2021, 8, 25)]
    if early:
        nos = [deal.plot_no for deal in early]
        yield Step(clock.shanghai(2021, 9, 13, 11), f"轮{county}", acceptor, lambda actor: _again(nos, actor))


def _again(nos: list[str], actor: Actor) -> None:
    parcel = Parcel.objects.filter(parcel_no__in=nos, status=ParcelStatus.WRITTEN_OFF).order_by("-parcel_no").first()
    if parcel:
        services.open_round(parcel.id, actor=actor, version=parcel.version, area=half_up(parcel.area / 2, 2), from_on=date(2021, 9, 10),
                            doc_no=f"演示闲认〔2021〕再{parcel.parcel_no[-4:]}号", reason="取得土地后又满期未动工，依法重新认定")


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
