from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.scope import scope
from landplan.lib.weeks import cutoff_on
from reports.selectors.weeks import week_closing
from reports.services import freeze_week
from tasks.models import Plan
from units.choices import Role
from units.models import Post
from units.selectors import actor_of


class Command(BaseCommand):
    help = "周报定稿：给出方案文号、截止日和办理人，写出附件4文件；已定稿的给出已留存的文件，字节不变"

    def add_arguments(self, parser):
        parser.add_argument("--plan", required=True, help="方案文号，如 驻政办〔2021〕19号")
        parser.add_argument("--cutoff", required=True, help="截止日，如 2021-06-04")
        parser.add_argument("--as", required=True, dest="username", metavar="USER", help="办理人的用户名（领导小组办公室）")
        parser.add_argument("--out", required=True, metavar="FILE.xlsx", help="附件4写到哪个文件")
        parser.add_argument("--reason", default="", help="未报齐或前面有未定稿的期时，写明原因")
        parser.add_argument("--dry-run", action="store_true", help="试运行：写出文件，不留存定稿")

    def handle(self, *args, plan, cutoff, username, out, reason="", dry_run=False, **options):
        found = Plan.objects.select_related("document", "region").filter(document__number=plan).first()
        if found is None:
            known = "、".join(Plan.objects.values_list("document__number", flat=True)) or "（没有，先运行 load_plans）"
            raise CommandError(f"没有方案“{plan}”。已装入的：{known}。")
        actor, target = self._actor(username), Path(out)
        if not target.parent.is_dir() or target.is_dir():
            raise CommandError(f"文件“{out}”写不了：{target.parent} 不是已有的文件夹，或它本身是文件夹。请改 --out；还没有定稿。")
        try:
            with scope(actor), transaction.atomic():
                week = week_closing(found, cutoff_on(self._day(cutoff), found.cutoff_time))
                made = freeze_week(week, actor=actor, reason=reason or f"命令行定稿（{username}）")
                transaction.set_rollback(dry_run)
        except Refusal as refused:
            raise CommandError(refused.message)
        try:
            target.write_bytes(bytes(made.file))
        except OSError as error:
            raise CommandError(f"文件“{out}”没有写成（{error.strerror}）。{'没有留存定稿' if dry_run else '已定稿并留存'}，请换一个 --out 再运行。")
        word = "（试运行，未留存）" if dry_run else "此前已定稿，" if week.is_frozen else ""
        self.stdout.write(f"{word}第{week.number}期第{made.edition}版，{clock.local(made.frozen_at):%Y-%m-%d %H:%M} 定稿，"
                          f"文件 {out}，校验码 {made.sha256}")

    @staticmethod
    def _day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"截止日“{text}”读不出来。请写成 2021-06-04。")

    @staticmethod
    def _actor(username: str) -> Actor:
        """The person's post in the office, else the first post: the service then says why not."""
        posts = list(Post.objects.filter(user__username=username, user__is_active=True, is_active=True).select_related("user", "unit__region"))
        if not posts:
            raise CommandError(f"没有在岗的用户“{username}”。请写领导小组办公室人员的用户名。")
        return actor_of(next((post for post in posts if post.role == Role.OFFICE), posts[0]))
