import getpass

from django.core.management.base import BaseCommand, CommandError

from landplan.lib.actors import system_actor
from landplan.lib.errors import Refusal
from units.choices import Role
from units.models import Region, Unit
from units.selectors import find_region, find_unit
from units.services import create_person, save_unit

ROLES = "、".join(f"{role.label} {role.value}" for role in Role)


class Command(BaseCommand):
    help = "建账号：用户名、姓名、单位、角色；初始密码随机生成，只打印这一次，第一次登录时必须改"

    def add_arguments(self, parser):
        parser.add_argument("--username", required=True, help="用户名")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--region", required=True, help="县区或市的名称、别名或代码，如 驿城区")
        parser.add_argument("--unit", required=True, help="单位名称，如 驿城区自然资源局")
        parser.add_argument("--new-unit", action="store_true", help="没有这个单位时新建")
        parser.add_argument("--role", required=True, help=f"名称或代码：{ROLES}")

    def handle(self, *args, username, name, region, unit, role, new_unit=False, **options):
        role, place, actor = self._role(role), self._place(region), system_actor(f"命令行 {getpass.getuser()}")
        found = find_unit(unit, place) or (save_unit(actor=actor, region=place, name=unit) if new_unit else None)
        if found is None:
            known = "、".join(Unit.objects.filter(region=place).values_list("name", flat=True)) or "（没有）"
            raise CommandError(f"{place.name}没有单位“{unit}”。请用已有的单位：{known}；确要新建的，加 --new-unit。")
        try:
            user, secret = create_person(actor=actor, username=username, name=name, unit=found, role=role)
        except Refusal as refused:
            raise CommandError(refused.message)
        post = f"{place.name} {found.name} {role.label}"
        self.stdout.write(f"已建账号 {user.username}（{post}），初始密码 {secret} ，只显示这一次，首次登录须改。")

    @staticmethod
    def _role(text: str) -> Role:
        found = next((role for role in Role if text in (role.value, role.label)), None)
        if found is None:
            raise CommandError(f"没有角色“{text}”。请写名称或代码：{ROLES}。")
        return found

    @staticmethod
    def _place(text: str) -> Region:
        tops = Region.objects.filter(parent=None)
        found = [place for place in (find_region(text, within=top) for top in tops) if place]
        if len(found) != 1:
            raise CommandError(f"区划“{text}”{'没有找到' if not found else '有同名的'}。请写名称或代码；还没有区划的，先运行 manage.py load_plans。")
        return found[0]
