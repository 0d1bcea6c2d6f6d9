from django.core.management.base import BaseCommand, CommandError

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.selectors.totals import differing_buckets
from parcels.services import rebuild_totals


class Command(BaseCommand):
    help = "核对累计：逐格与入账明细比较；--repair 才改正"

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="按明细重建不符的累计")

    def handle(self, *args, repair=False, **options):
        with everything("核对全域累计"):
            wrong = differing_buckets()
            if wrong and not repair:
                raise CommandError(f"累计有 {len(wrong)} 格与明细不符：{wrong[:5]}。加 --repair 按明细重建。")
            if wrong:
                rebuild_totals(actor=system_actor("累计核对"))
        self.stdout.write(f"累计与明细{'已改为一致，改了 ' + str(len(wrong)) + ' 格' if wrong else '一致，没有改动'}")
