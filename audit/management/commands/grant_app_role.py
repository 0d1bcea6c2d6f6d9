import re

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from audit import guards


class Command(BaseCommand):
    help = "给程序用的数据库角色授权（PostgreSQL）：留痕、定稿等只能增、不能改删；每次 migrate 之后重跑一次"

    def add_arguments(self, parser):
        parser.add_argument("role", help="角色名，先用 CREATE ROLE 建好；不能是表的属主")
        parser.add_argument("--dry-run", action="store_true", help="只列出语句，不执行")

    def handle(self, *args, role, dry_run, **options):
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有角色。SQLite 上只靠守卫（触发器）和文件权限。")
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
            raise CommandError(f"角色名“{role}”不能用。请用小写字母、数字、下划线。")
        statements = guards.grants(role)
        if dry_run:
            self.stdout.write(";\n".join([*statements, ""]))
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(f"没有授权：{str(error).strip()}。请用表的属主运行，并先建好角色。")
        self.stdout.write(f"已给角色 {role} 授权 {len(guards.guarded_tables())} 张受守卫的表和其余各表。")
