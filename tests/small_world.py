"""A world of two counties without pages: for tests that call the services themselves."""

from __future__ import annotations

from dataclasses import dataclass

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything
from parcels import services
from parcels.models import Measure
from units.choices import Role
from units.models import Post, Region, Unit, User
from units.selectors import actor_of

MORNING = clock.shanghai(2021, 9, 24, 9, 40)


@dataclass
class SmallWorld:
    """Two counties of one city, three people of the first and its city, and a catalogue of three measures."""

    city: Region
    county: Region
    other: Region
    clerk: Actor
    reviewer: Actor
    acceptor: Actor
    measures: dict[str, Measure]


def _actor(username: str, unit: Unit, role: str) -> Actor:
    user = User.objects.create(username=username, name=f"测试{username}")
    return actor_of(Post.objects.create(user=user, unit=unit, role=role, since=clock.now()))


def _region(code: str, name: str, parent: Region | None = None) -> Region:
    return Region.objects.create(code=code, name=name, full_name=name, level="county" if parent else "city",
                                 parent=parent, path=f"{parent.path if parent else ''}{code}/")


def build() -> SmallWorld:
    """Make it (inside a database test)."""
    city = _region("419900", "测试市")
    county, other = _region("419901", "甲县", city), _region("419902", "乙县", city)
    bureau = Unit.objects.create(region=county, name="甲县自然资源局")
    group = Unit.objects.create(region=city, name="考核验收组")
    catalogue = {
        "grant": {"label": "出让供应", "kinds": ["unsupplied", "unexpropriated"], "causes": [], "effect": "disposes", "evidence": []},
        "start": {"label": "限期开工", "kinds": ["idle"], "causes": ["enterprise"], "effect": "disposes",
                      "evidence": [{"code": "permit", "label": "施工许可证"}]},
        "reserve": {"label": "列入储备", "kinds": ["unsupplied"], "causes": [], "effect": "milestone", "evidence": []},
    }
    with everything("test catalogue"):
        measures = {code: services.save_measure(actor=system_actor(), region=city, code=code, document_no="测试〔2021〕1号",
                                                section="三", **values) for code, values in catalogue.items()}
    return SmallWorld(city, county, other, _actor("clerk", bureau, Role.COUNTY_CLERK),
                      _actor("reviewer", bureau, Role.COUNTY_REVIEWER), _actor("acceptor", group, Role.ACCEPTANCE_GROUP),
                      measures)
