"""演示账号: two people in each county, and the city's posts. Made by the services; marked as demo."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from landplan.lib.actors import Actor, system_actor
from units.choices import Role
from units.models import Post, Region, User
from units.selectors import actor_of, counties_of
from units.services import create_person, permit_coordinates, save_unit, set_demo_password

PINYIN = {"驿城区": "yicheng", "开发区": "kaifa", "示范区": "shifan", "高新区": "gaoxin", "西平县": "xiping", "上蔡县": "shangcai",
          "平舆县": "pingyu", "正阳县": "zhengyang", "确山县": "queshan", "泌阳县": "biyang", "汝南县": "runan",
          "遂平县": "suiping", "新蔡县": "xincai"}
ACCOUNTS_FILE, PASSWORD_FILE = "demo-accounts.txt", "demo-password"


@dataclass(frozen=True)
class Seat:
    """一个演示账号."""

    username: str
    name: str
    unit: str
    role: str


CITY_SEATS = (
    Seat("survey", "演示丑", "排查登记组", Role.SURVEY_GROUP),
    Seat("disposal", "演示寅", "分类处置组", Role.DISPOSAL_GROUP),
    Seat("acceptance", "演示丙", "考核验收组", Role.ACCEPTANCE_GROUP),
    Seat("acceptance2", "演示丁", "考核验收组", Role.ACCEPTANCE_GROUP),
    Seat("supervision", "演示卯", "督办落实组", Role.SUPERVISION_GROUP),
    Seat("advisory", "演示辰", "政策咨询组", Role.ADVISORY_GROUP),
    Seat("office", "演示戊", "领导小组办公室", Role.OFFICE),
    Seat("office2", "演示己", "领导小组办公室", Role.OFFICE),
    Seat("leader", "演示庚", "领导小组", Role.LEADER),
    Seat("department", "演示辛", "市自然资源和规划局", Role.DEPARTMENT),
    Seat("sysadmin", "演示壬", "系统管理", Role.SYSTEM_ADMIN),
    Seat("secadmin", "演示癸", "安全管理", Role.SECURITY_ADMIN),
    Seat("auditadmin", "演示子", "审计管理", Role.AUDIT_ADMIN),
)

# the demo's own plan prints no tasks: these work on those of another city's (demo.work_tasks)
TASK_CITY, TASK_COUNTY = "410300", "410323"
TASK_SEATS = (
    Seat("luoyang.office", "洛阳演示甲", "市产业集聚区用地提质增效行动领导小组办公室", Role.OFFICE),
    Seat("luoyang.office2", "洛阳演示乙", "市产业集聚区用地提质增效行动领导小组办公室", Role.OFFICE),
    Seat("luoyang.zrzy", "洛阳演示丙", "市自然资源和规划局", Role.DEPARTMENT),
    Seat("luoyang.fgw", "洛阳演示丁", "市发展和改革委员会", Role.DEPARTMENT),
)
TASK_COUNTY_SEAT = Seat("xinan.clerk", "新安县演示甲", "新安县自然资源局", Role.COUNTY_CLERK)


def county_seats(county: Region) -> tuple[Seat, Seat]:
    """填报员和审核员 of a county."""
    word, unit = PINYIN[county.name], f"{county.name}自然资源局"
    return (Seat(f"{word}.clerk", f"{county.name}演示甲", unit, Role.COUNTY_CLERK),
            Seat(f"{word}.reviewer", f"{county.name}演示乙", unit, Role.COUNTY_REVIEWER))


def _kept_password() -> str:
    kept = Path(settings.VAR_DIR) / PASSWORD_FILE
    return kept.read_text() if kept.exists() else ""


def demo_password() -> str:
    """演示密码: given by DEMO_PASSWORD, else the one kept from the first start, else a new one."""
    return os.environ.get("DEMO_PASSWORD", "") or _kept_password() or f"Demo-{secrets.token_urlsafe(9)}-1a"


def seat_people(city: Region) -> dict[str, Actor]:
    """建演示账号, those that are missing; username -> actor. All share the demo password."""
    system, password = system_actor("演示"), demo_password()
    hashed, is_new = make_password(password), password != _kept_password()
    for region, seat in _seats(city):
        user = User.objects.filter(username=seat.username).first()
        if user is None:
            unit = save_unit(actor=system, region=region, name=seat.unit)
            user, _ = create_person(actor=system, username=seat.username, name=seat.name, unit=unit, role=seat.role,
                                    password=password, hashed=hashed, is_demo=True)
        elif is_new:
            set_demo_password(user, actor=system, password=password)
    _permit_coordinates(city)
    _keep_password(password)
    return demo_people(city)


def _permit_coordinates(city: Region) -> None:
    """Clerks, reviewers and the office of the demo read coordinates; the others show what the page is like without."""
    names = [seat.username for _, seat in _seats(city) if seat.role in (Role.COUNTY_CLERK, Role.COUNTY_REVIEWER, Role.OFFICE)]
    for post in Post.objects.filter(user__username__in=names, reads_coordinates=False).select_related("user", "unit"):
        permit_coordinates(post, actor=system_actor("演示"), allowed=True, reason="演示")


def demo_people(city: Region) -> dict[str, Actor]:
    """演示账号的人: username -> actor."""
    roles = {seat.username: seat.role for _, seat in _seats(city)}
    posts = Post.objects.filter(user__username__in=roles).select_related("unit__region", "user")
    return {post.user.username: actor_of(post) for post in posts if post.role == roles[post.user.username]}


def _seats(city: Region) -> list[tuple[Region, Seat]]:
    pairs = [(city, seat) for seat in CITY_SEATS]
    pairs += [(county, seat) for county in counties_of(city) for seat in county_seats(county)]
    places = {region.code: region for region in Region.objects.filter(code__in=(TASK_CITY, TASK_COUNTY))}
    if len(places) == 2:
        pairs += [*((places[TASK_CITY], seat) for seat in TASK_SEATS), (places[TASK_COUNTY], TASK_COUNTY_SEAT)]
    return pairs


def _keep_password(password: str) -> None:
    """Readable by the owner only, written when every account has it."""
    kept = Path(settings.VAR_DIR) / PASSWORD_FILE
    kept.touch(mode=0o600)
    kept.write_text(password)


def write_accounts(city: Region) -> Path:
    """演示账号表 for the terminal: who may sign in as what, and the password."""
    path = Path(settings.VAR_DIR) / ACCOUNTS_FILE
    first = counties_of(city)[0]
    rows = [(seat, f"{first.name}{seat.role.label}") for seat in county_seats(first)]
    rows += [(seat, seat.role.label) for seat in CITY_SEATS]
    lines = [f"演示账号（密码都是 {demo_password()} ，只用于演示）"]
    rows += [(seat, f"{seat.unit}（洛阳市，工作任务）") for seat in TASK_SEATS] + [(TASK_COUNTY_SEAT, "新安县填报员（洛阳市，工作任务）")]
    lines += [f"  {seat.username:<18}{label}" for seat, label in rows]
    lines.append(f"  其余 {len(PINYIN) - 1} 个县区：拼音.clerk 填报员、拼音.reviewer 审核员，如 xiping.clerk")
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
