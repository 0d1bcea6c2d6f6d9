from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from landplan.lib import clock
from landplan.lib.scope import everything
from reports.choices import Basis
from reports.selectors.rebuild import Rebuilt, rebuild_year
from tasks.models import Plan

SHOWN = 10


class Command(BaseCommand):
    help = "从台账逐笔事实重算一个方案全年的周报、月、季、半年、年、阶段报告，与已定稿的逐格对照；只读，不改任何定稿。有不同的，退出码不为 0"

    def add_arguments(self, parser):
        parser.add_argument("--plan", required=True, help="方案文号，如 驻政办〔2021〕19号")

    def handle(self, *args, plan, **options):
        found = Plan.objects.select_related("document", "region").filter(document__number=plan).first()
        if found is None:
            known = "、".join(Plan.objects.values_list("document__number", flat=True)) or "（没有，先运行 load_plans）"
            raise CommandError(f"没有方案“{plan}”。已装入的：{known}。")
        begin, rows = perf_counter(), []
        with everything("a year is rebuilt for the whole plan"):
            for row in rebuild_year(found, clock.now()):
                rows.append(row)
                self._tell(row)
        wrong = [row for row in rows if row.is_wrong]
        frozen = [row for row in rows if row.edition]
        same, later = sum(not row.differences for row in frozen), sum(bool(row.corrected) for row in frozen)
        self.stdout.write(f"重算 {len({str(row.one) for row in rows})} 期，用 {perf_counter() - begin:.1f} 秒；对照定稿 {len(frozen)} 版，"
                          f"一致 {same} 版，定稿后又有更正 {later} 版，不同 {len(wrong)} 版。")
        if wrong:
            raise CommandError("有定稿与台账重算的数不同，见上。定稿没有改动；请先运行 verify_audit 和 reconcile_totals 查明原因。")

    def _tell(self, row: Rebuilt) -> None:
        if not row.edition:
            self.stdout.write(f"{row.one}  没有定稿，已重算")
            return
        name = f"{row.one} 第{row.edition}版（{Basis(row.basis).label}）"
        said = "一致" if not row.differences else f"定稿后又有 {row.corrected} 笔更正，现在的数不同" if row.corrected else "不同"
        self.stdout.write(f"{name}  {said}")
        for one in row.differences[:SHOWN]:
            self.stdout.write(f"    {one}")
        if len(row.differences) > SHOWN:
            self.stdout.write(f"    ……共 {len(row.differences)} 处")
