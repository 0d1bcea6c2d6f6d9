from django.core.management.base import BaseCommand, CommandError

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.selectors.kept_clocks import differing_clocks
from parcels.selectors.totals import differing_buckets
from parcels.services import rebuild_clocks, rebuild_totals


class Command(BaseCommand):
    help = "核对累计和期限：累计逐格与入账明细比较，所存期限逐宗与事实比较；--repair 才改正"

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="按明细重建不符的累计")

    def handle(self, *args, repair=False, **options):
        with everything("核对全域累计"):
            wrong = differing_buckets()
            if wrong and not repair:
                raise CommandError(f"累计有 {len(wrong)} 格与明细不符：{wrong[:5]}。加 --repair 按明细重建。")
            if wrong:
                rebuild_totals(actor=system_actor("累计核对"))
            late = [pk for pk, _ in differing_clocks()]
            if late and not repair:
                raise CommandError(f"所存的期限有 {len(late)} 宗与停表、补充协议、交地日期不符：{late[:5]}。加 --repair 重算。")
            if late:
                rebuild_clocks(actor=system_actor("期限核对"))
        self.stdout.write(f"所存期限与事实{'已改为一致，改了 ' + str(len(late)) + ' 宗' if late else '一致，没有改动'}")
        self.stdout.write(f"累计与明细{'已改为一致，改了 ' + str(len(wrong)) + ' 格' if wrong else '一致，没有改动'}")
