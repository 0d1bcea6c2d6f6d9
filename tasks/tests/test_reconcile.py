"""核对所存的数, the operator's command: it finds what differs, changes nothing unless told to, and tells the trail."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from parcels.models import AreaRunning
from parcels.selectors.totals import differing_buckets

SAME = "累计与入账明细一致，没有改动\n所存的期限与停表、补充协议、交地日期一致，没有改动\n所存的任务量与印发数一致，没有改动\n"


def test_the_command_finds_a_wrong_total_and_mends_it_only_when_told(world):
    out = io.StringIO()
    call_command("reconcile_totals", stdout=out)
    assert out.getvalue() == SAME
    AreaRunning.objects.filter(region=world.counties["A"]).update(area=Decimal(7))
    for _ in range(2):
        with pytest.raises(CommandError, match="累计有 1 格与入账明细不符"):
            call_command("reconcile_totals")
    assert AreaRunning.objects.get(region=world.counties["A"]).area == 7
    call_command("reconcile_totals", repair=True, stdout=out)
    assert out.getvalue() == SAME + SAME.replace("累计与入账明细一致，没有改动", "累计与入账明细已改为一致，改了 1 格")
    assert differing_buckets() == []
    assert AuditEntry.objects.filter(action="rebuild_totals", after__contains="1").count() == 1
