"""A city of two counties with everybody in it, for the tests of pages and interfaces."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Disposal, Measure, Parcel
from tests.replay import remembered
from tests.world import PDF, signed_in
from units.choices import Role
from units.models import Post, Region, Unit, User
from units.selectors import actor_of

API = "/api/v1"
client_for = signed_in  # `client_for(land.clerk)`: a browser in which this person works
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00"


def pdf(name: str = "许可证.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A small paper."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


CATALOGUE = {
    "grant": {"label": "出让供应", "kinds": ["unsupplied", "unexpropriated"], "causes": [], "effect": "disposes", "evidence": [], "sort": 1},
    "start": {"label": "限期开工", "kinds": ["idle"], "causes": ["enterprise", "both"], "effect": "disposes", "sort": 2,
                  "evidence": [{"code": "permit", "label": "建筑工程施工许可证"}, {"code": "photo", "label": "现场照片"}]},
    "recover": {"label": "有偿收回", "kinds": ["idle"], "causes": [], "effect": "disposes", "sort": 3,
                    "evidence": [{"code": "decision", "label": "收回决定书"}]},
    "temporary": {"label": "安排临时使用", "kinds": ["idle"], "causes": ["government"], "effect": "disposes", "evidence": [], "sort": 4},
    "reserve": {"label": "列入储备", "kinds": ["unsupplied"], "causes": [], "effect": "milestone", "evidence": [], "sort": 5},
    "expand": {"label": "增资扩产", "kinds": ["inefficient"], "causes": [], "effect": "disposes", "evidence": [], "sort": 6},
}


@dataclass
class Land:
    """The city, its counties, everybody by a short name, the catalogue by code."""

    city: Region
    county: Region
    other: Region
    people: dict[str, Actor] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def parcel(self, area: str = "100", *, kind: str = "unsupplied", by: str = "clerk", region: Region | None = None, **values) -> Parcel:
        """A registered parcel (area in 亩)."""
        actor = self.people[by]
        with scope(actor):
            return services.register_parcel(actor=actor, region_id=(region or self.county).id, kind=kind, values={
                "name": "纬七路北侧工业地块", "location": "纬七路北", "area": Decimal(area), "area_typed": area, "area_unit": "mu",
                "cause": "both" if kind == "idle" else "", **values})

    def draft(self, parcel: Parcel, area: str = "10", *, measure: str = "grant", by: str = "clerk", **values) -> Disposal:
        """A draft that lacks nothing but the papers of its measure."""
        actor = self.people[by]
        with scope(actor):
            return services.draft_disposal(parcel.id, actor=actor, values={
                "measure_id": self.measures[measure].id, "area": Decimal(area), "area_typed": area, "area_unit": "mu",
                "disposed_on": date(2021, 9, 22), "doc_no": "驻自然资交〔2021〕18号", **values})

    def take(self, disposal: Disposal, *steps: str) -> Disposal:
        """Walk the steps: submit, verify, accept, send_back, withdraw, void."""
        who = {"submit": "clerk", "withdraw": "clerk", "void": "clerk", "verify": "reviewer", "accept": "acceptor"}
        for step in steps:
            actor = self.people[who.get(step, "reviewer")]
            with scope(actor):
                disposal = services.step_disposal(disposal.id, actor=actor, action=step, version=disposal.version,
                                                  reason="文书号与扫描件不一致" if step in ("send_back", "void") else "")
        return disposal


def _region(code: str, name: str, parent: Region | None = None) -> Region:
    return Region.objects.create(code=code, name=name, full_name=name, level="county" if parent else "city",
                                 parent=parent, path=f"{parent.path if parent else ''}{code}/")


def _user(username: str) -> User:
    now = clock.real_now()
    return User.objects.create(username=username, name=f"测试{username}", must_change_password=False, password_changed_at=now)


def _post(user: User, unit: Unit, role: str) -> Actor:
    return actor_of(Post.objects.create(user=user, unit=unit, role=role, since=clock.now()))


@remembered
def build_land() -> Land:
    """Make it (inside a database test, the clock at MORNING)."""
    city = _region("419900", "测试市")
    land = Land(city, _region("419901", "甲县", city), _region("419902", "乙县", city))
    bureau = Unit.objects.create(region=land.county, name="甲县自然资源局")
    elsewhere = Unit.objects.create(region=land.other, name="乙县自然资源局")
    group = Unit.objects.create(region=city, name="考核验收组")
    seats = {"clerk": (bureau, Role.COUNTY_CLERK), "clerk2": (bureau, Role.COUNTY_CLERK),
             "reviewer": (bureau, Role.COUNTY_REVIEWER), "acceptor": (group, Role.ACCEPTANCE_GROUP),
             "office": (group, Role.OFFICE), "leader": (group, Role.LEADER), "department": (group, Role.DEPARTMENT),
             "system_admin": (group, Role.SYSTEM_ADMIN), "security_admin": (group, Role.SECURITY_ADMIN),
             "audit_admin": (group, Role.AUDIT_ADMIN), "clerk_b": (elsewhere, Role.COUNTY_CLERK),
             "reviewer_b": (elsewhere, Role.COUNTY_REVIEWER)}
    users = {name: _user(name) for name in seats}
    land.people = {name: _post(users[name], unit, role) for name, (unit, role) in seats.items()}
    # one person, several posts: the clerk reviews and accepts elsewhere in the house, the reviewer accepts
    land.people["clerk_as_reviewer"] = _post(users["clerk"], bureau, Role.COUNTY_REVIEWER)
    land.people["clerk_as_acceptor"] = _post(users["clerk"], group, Role.ACCEPTANCE_GROUP)
    land.people["reviewer_as_acceptor"] = _post(users["reviewer"], group, Role.ACCEPTANCE_GROUP)
    with everything("catalogue of the tests"):
        land.measures = {code: services.save_measure(
            actor=system_actor(), region=city, code=code, document_no="测试办〔2021〕1号", section="三（五）", **values)
            for code, values in CATALOGUE.items()}
    return land


class Caller:
    """A program that speaks JSON in somebody's name."""

    def __init__(self, actor):
        self.client = client_for(actor) if actor else None

    def send(self, method, path, body=None, version=None, **headers):
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return getattr(self.client, method)(f"{API}/{path}", data=json.dumps(body or {}) if method != "get" else body,
                                            content_type="application/json", headers=headers)


def entry(parcel, **changes):
    return {"parcel": parcel.id, "measure": "grant", "area": "10.5", "disposed_on": "2021-09-22", "doc_no": "驻交(2021)18号"} | changes


def rows_of(*records):
    """Every column as the database holds it."""
    return [model.unscoped.filter(pk=pk).values().get() for model, pk in records]
