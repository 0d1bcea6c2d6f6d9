from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from landplan.demo.stage import seed
from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything
from parcels.models import AreaEntry, Disposal, Parcel


class Command(BaseCommand):
    help = "装入演示数据：账号、宗地、半年的处置，演到演示时钟的时刻；重复运行只补没有的。只用于演示环境"

    def add_arguments(self, parser):
        parser.add_argument("--county", action="append", default=[], metavar="县区", help="只做这个县区（可写几次）；不写就是全部")

    def handle(self, *args, county=(), **options):
        if not settings.DEMO:
            raise CommandError("这不是演示环境（没有设 LANDPLAN_DEMO=1），没有装入演示数据。")
        try:
            seed(self._tell, only=frozenset(county))
        except Refusal as refused:
            raise CommandError(refused.message)
        with everything("the whole demo is told"):
            counts = Parcel.objects.count(), Disposal.objects.count(), AreaEntry.objects.count()
        moment = f"{clock.local(clock.now()):%Y-%m-%d %H:%M}"
        self._tell("演示数据已就绪：宗地 {} 宗，处置 {} 笔，入账 {} 笔，演示时钟 {}".format(*counts, moment))

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
