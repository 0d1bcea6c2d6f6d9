"""导入单位和人员, by the system administrator: units of any region, people with one post each."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from landplan.lib.intake.columns import Column, Section
from landplan.lib.intake.rows import ReadRow
from landplan.lib.intake.values import choice, identifier, text
from landplan.lib.text import name_key
from units.choices import Role, UnitKind
from units.models import Region, Unit, User
from units.policies import may_manage_people
from units.services import create_person, save_unit

from ..choices import RowAction
from .base import Place, Planned, value_of
from .by_row import RowImporter, section_of

_REGION = Column("region", "区划", text, ("县区", "行政区", "所属区划"), is_required=True, note="名称或区划代码")


class Units(RowImporter):
    """单位."""

    key, title, noun, sentence = "units", "单位", "个单位", "单位由系统管理员导入。"
    told = "各县区和市直的单位。已有同名的不动。"

    def may(self, actor: Actor) -> bool:
        return may_manage_people(actor)

    def section(self, place: Place) -> Section:
        return section_of(self, _REGION, Column("name", "单位名称", text, ("单位", "名称"), is_required=True, limit=100, width=30),
                          Column("kind", "类别", choice, ("单位类别",), choices={str(label): code for code, label in UnitKind.choices}, width=18))

    def look(self, rows: Sequence[ReadRow], place: Place) -> tuple[dict, set]:
        return regions(), set(Unit.objects.values_list("region_id", "name"))

    def one(self, planned: Planned, row: ReadRow, look: tuple, place: Place) -> None:
        places, known = look
        region, name = region_of(places, row), value_of(row, "name", "")
        planned.label = f"{region.name} {name}"
        if (region.id, name) not in known:
            known.add((region.id, name))
            planned.action = RowAction.CREATE
            planned.data = {"region": region, "name": name, "kind": value_of(row, "kind", UnitKind.DEPARTMENT)}

    def do(self, planned: Planned, place: Place, told: str) -> None:
        save_unit(actor=place.actor, **planned.data)


class People(RowImporter):
    """人员: accounts with one post. Nobody learns a password from a file: each is set by 重设密码 when it is handed over."""

    key, title, noun, sentence = "people", "人员", "个账号", "人员由系统管理员导入。"
    told = "建账号并定岗位。初始密码不进文件：交给本人时，在人员页逐个“重设密码”。"

    def may(self, actor: Actor) -> bool:
        return may_manage_people(actor)

    def section(self, place: Place) -> Section:
        roles = {str(label): code for code, label in Role.choices}
        return section_of(self, Column("username", "用户名", identifier, ("账号", "登录名"), is_required=True, limit=60, width=18),
                          Column("name", "姓名", text, is_required=True, limit=40), _REGION,
                          Column("unit", "单位", text, ("单位名称", "所在单位"), is_required=True, width=28, note="已登记的单位"),
                          Column("role", "岗位", choice, ("角色",), choices=roles, is_required=True, width=18))

    def look(self, rows: Sequence[ReadRow], place: Place) -> tuple[dict, dict, dict]:
        users = {one.username.casefold(): one for one in User.objects.prefetch_related("posts")}
        return regions(), {(one.region_id, name_key(one.name)): one for one in Unit.objects.select_related("region")}, users

    def one(self, planned: Planned, row: ReadRow, look: tuple, place: Place) -> None:
        places, units, users = look
        region = region_of(places, row)
        planned.label = f"{value_of(row, 'username')} {value_of(row, 'name')}"
        unit = units.get((region.id, name_key(value_of(row, "unit", ""))))
        if unit is None:
            raise Refusal(f"{region.name}没有单位“{value_of(row, 'unit')}”。请先导入单位，或核对名称。", field="unit", code="not_found")
        known = users.get(value_of(row, "username", "").casefold())
        if known is None:
            users[value_of(row, "username", "").casefold()] = row.number
            planned.action = RowAction.CREATE
            planned.data = {"username": value_of(row, "username"), "name": value_of(row, "name"), "unit": unit, "role": value_of(row, "role")}
        elif isinstance(known, int):
            raise Refusal(f"与第 {known} 行是同一个用户名。请删去一行。", field="username", code="twice")
        elif known.name != value_of(row, "name") or not any(
                (post.unit_id, post.role, post.is_active) == (unit.id, value_of(row, "role"), True) for post in known.posts.all()):
            raise Conflict(f"用户名“{known.username}”已有，姓名或岗位与文件不同，不可用文件改。请在人员页办。", field="username", code="registered")

    def do(self, planned: Planned, place: Place, told: str) -> None:
        create_person(actor=place.actor, **planned.data, password="-", hashed=make_password(None))  # none that anybody could use


def regions() -> dict[str, Region]:
    """区划 by code, name, full name and alias."""
    found = {}
    for region in Region.objects.prefetch_related("aliases"):
        for name in (region.code, region.name, region.full_name, *(alias.name for alias in region.aliases.all())):
            found[name_key(name)] = region
    return found


def region_of(places: dict[str, Region], row: ReadRow) -> Region:
    """The region that a row names. Raises Refusal."""
    text_there = value_of(row, "region", "")
    if name_key(text_there) not in places:
        raise Refusal(f"没有区划“{text_there}”。请写已有的名称或代码。", field="region", code="not_found")
    return places[name_key(text_there)]
