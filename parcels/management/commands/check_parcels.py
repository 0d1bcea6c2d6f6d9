from django.core.management.base import BaseCommand, CommandError

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything
from parcels.services import ask_night, run_night
from units.models import Region


class Command(BaseCommand):
    help = "夜间核对现在就办：规则、期限、到期事项过一遍全部在账宗地，预警随之出现和解除；停在半路的再运行一次接着办"

    def add_arguments(self, parser):
        parser.add_argument("--county", help="只核对这个县区（名称或区划代码）")

    def handle(self, *args, county=None, **options):
        with everything("夜间核对"):
            region = _county(county) if county else None
            actor = system_actor("夜间核对")
            run = run_night(ask_night(actor=actor, region_id=region and region.id).id, actor=actor)
        if run is None:
            raise CommandError("另一个进程正在核对。请在“预警”页看它办到哪里；它停了，一分钟后再运行一次就接着办。")
        if run.error:
            raise CommandError(run.error)
        self.stdout.write(run.result)


def _county(name: str) -> Region:
    found = Region.objects.counties().filter(name=name) or Region.objects.counties().filter(code=name)
    if not found:
        raise CommandError(f"没有县区“{name}”。请写名称（如 驿城区）或区划代码。")
    return found[0]
