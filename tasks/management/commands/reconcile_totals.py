from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.management.base import BaseCommand, CommandError

from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything
from parcels.selectors.kept_clocks import differing_clocks
from parcels.selectors.totals import differing_buckets
from parcels.services import rebuild_clocks, rebuild_totals
from tasks.selectors.kept_quotas import differing_quotas
from tasks.services.kept_quotas import rebuild_quotas


@dataclass(frozen=True)
class Check:
    """一项核对: what is kept, what it is compared with, and the service that keeps it anew."""

    kept: str
    truth: str
    unit: str
    who: str
    differing: Callable[[], Sequence]
    rebuild: Callable[..., int]

    def fault(self) -> str:
        """What differs now, as a sentence; empty where nothing does."""
        wrong = self.differing()
        return f"{self.kept}有 {len(wrong)} {self.unit}与{self.truth}不符：{wrong[:5]}。" if wrong else ""

    def mend(self, actor: Actor) -> int:
        return self.rebuild(actor=actor) if self.differing() else 0

    def told(self, mended: int) -> str:
        return f"{self.kept}与{self.truth}{f'已改为一致，改了 {mended} {self.unit}' if mended else '一致，没有改动'}"


CHECKS = (
    Check("累计", "入账明细", "格", "累计核对", differing_buckets, rebuild_totals),
    Check("所存的期限", "停表、补充协议、交地日期", "宗", "期限核对", lambda: [pk for pk, _ in differing_clocks()], rebuild_clocks),
    Check("所存的任务量", "印发数", "格", "任务量核对", differing_quotas, rebuild_quotas),
)


class Command(BaseCommand):
    help = "核对所存的数：累计逐格与入账明细比较，期限逐宗与事实比较，所存的任务量逐格与印发数比较；--repair 才改正"

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="按明细、事实和印发数重建不符的")

    def handle(self, *args, repair=False, **options):
        with everything("核对所存的数"):
            if not repair and (faults := [fault for check in CHECKS if (fault := check.fault())]):
                raise CommandError("\n".join([*faults, "加 --repair 重建。"]))
            mended = [check.mend(system_actor(check.who)) if repair else 0 for check in CHECKS]
        for check, count in zip(CHECKS, mended, strict=True):
            self.stdout.write(check.told(count))
