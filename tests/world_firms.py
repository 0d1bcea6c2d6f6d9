"""The enterprises and parks of the world of the tests, with what hangs on them; a part of tests.world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from landplan.lib.scope import scope
from parcels import services as land

if TYPE_CHECKING:
    from tests.world import World


def build_firms(world: World, canary: dict[str, str]) -> None:
    """In each county an enterprise with a year, on some of the low-efficient parcel, a park, and one of each record that follows."""
    for county in canary:
        clerk, word = world.actor("county_clerk", county), canary[county]
        with scope(clerk):
            firm = land.register_enterprise(actor=clerk, region_id=world.counties[county].id, name=f"{word}公司")
            land.record_year(firm.id, actor=clerk, year=2020, seen=0, source=f"{word}统计", values={"output": Decimal(1_000_000)})
            use = land.add_land_use(firm.id, actor=clerk, parcel_id=world.records[county]["low"], area=Decimal(10), from_on=date(2019, 1, 1),
                                    source=f"{word}权证")
            park = land.register_park(actor=clerk, region_id=world.counties[county].id, name=f"{word}产业集聚区")
            land.record_park_fact(park.id, actor=clerk, item="industry", value=f"{word}产业", as_of=date(2021, 6, 30), source=f"{word}文件")
            transfer = land.add_transfer(world.records[county]["low"], actor=clerk, kind="shares", seller=f"{word}公司", buyer=f"{word}受让方",
                                         transferred_on=date(2021, 9, 1))
            deal = land.add_covenant(world.records[county]["low"], actor=clerk, values={
                "kind": "redevelop", "party": f"{word}公司", "signer": "street", "signer_name": f"{word}街道办事处",
                "covenant_no": f"{word}协〔2021〕1号", "signed_on": date(2021, 8, 1), "due_on": date(2022, 8, 1), "intensity": Decimal(300),
                "tax_per_mu": None, "start_on": None, "finish_on": None, "terms": ""})
            favour = land.apply_incentive(firm.id, actor=clerk, parcel_id=world.records[county]["low"], project=f"{word}项目", is_qualifying=True,
                                          qualifying_no="测招〔2021〕1号", content=f"{word}补助", applied_on=date(2021, 9, 1), covenant_id=deal.id)
            penalty = land.impose_sanction(firm.id, actor=clerk, kind="credit", from_on=date(2021, 9, 1), basis_no="测惩〔2021〕1号",
                                           situation=f"{word}情形", is_uncooperative=False)
        world.records[county] |= {"firm": firm.id, "land_use": use.id, "park": park.id, "transfer": transfer.id, "covenant": deal.id,
                                  "incentive": favour.id, "sanction": penalty.id}


FIRM_SAMPLES: dict[str, Callable[[World, str], dict]] = {
    "parcels:covenant": lambda world, county: {"pk": world.records[county]["covenant"]},
    "parcels:covenant_new": lambda world, county: {"pk": world.records[county]["parcel"]},
    "parcels:enterprise": lambda world, county: {"pk": world.records[county]["firm"]},
    "parcels:incentive": lambda world, county: {"pk": world.records[county]["incentive"]},
    "parcels:land_use": lambda world, county: {"pk": world.records[county]["land_use"]},
    "parcels:park": lambda world, county: {"pk": world.records[county]["park"]},
    "parcels:sanction": lambda world, county: {"pk": world.records[county]["sanction"]},
    "parcels:transfer": lambda world, county: {"pk": world.records[county]["transfer"]},
    "parcels:transfer_new": lambda world, county: {"pk": world.records[county]["parcel"]},
}
