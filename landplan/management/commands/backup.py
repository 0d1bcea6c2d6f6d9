from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from landplan.backup.engines import BackupError
from landplan.backup.work import default_folder, make_backup


class Command(BaseCommand):
    help = "备份：数据库、佐证和清单（逐表校验码、留痕链头），写入一个新文件夹"

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, help="新文件夹（默认 var/backups/时间）")

    def handle(self, *args, out=None, **options):
        folder = out or default_folder()
        try:
            facts = make_backup(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in facts["tables"].values())
        self.stdout.write(f"已备份 {len(facts['tables'])} 张表 {rows} 行、佐证 {len(facts['evidence'])} 件到 {folder}，"
                          f"留痕到第 {facts['audit_head']['seq']} 条")
