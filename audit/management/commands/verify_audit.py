from django.core.management.base import BaseCommand, CommandError

from audit import guards
from audit.selectors import verify_chain


class Command(BaseCommand):
    help = "查留痕：逐条核对校验链，报出第一条被改动的记录"

    def add_arguments(self, parser):
        parser.add_argument("--head", help="库外留存的链头校验码（周报第2张表末行印有）")

    def handle(self, *args, head=None, **options):
        gone = guards.missing()
        report = verify_chain(head)
        if report.broken_seq is not None:
            raise CommandError(f"留痕第 {report.broken_seq} 条有问题：{report.reason}。之前 {report.count} 条无误。")
        if gone:
            raise CommandError(f"留痕 {report.count} 条无误，但守卫缺失：{'、'.join(gone)}。请运行 manage.py migrate。")
        self.stdout.write(f"留痕 {report.count} 条，链完整，链头 {report.head}")
