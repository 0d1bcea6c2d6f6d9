"""核对累计, the operator's command: it finds what differs, changes nothing unless told to, and tells the trail."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEntry
from parcels.models import AreaRunning
from parcels.selectors.totals import differing_buckets


def test_the_command_finds_a_wrong_total_and_mends_it_only_when_told(world):
    out = io.StringIO()
    call_command("reconcile_totals", stdout=out)
    assert out.getvalue() == "所存期限与事实一致，没有改动\n累计与明细一致，没有改动\n"
    AreaRunning.objects.filter(region=world.counties["A"]).update(area=Decimal(7))
    for _ in range(2):
        with pytest.raises(CommandError, match="累计有 1 格与明细不符"):
            call_command("reconcile_totals")
    assert AreaRunning.objects.get(region=world.counties["A"]).area == 7
    call_command("reconcile_totals", repair=True, stdout=out)
    assert out.getvalue().endswith("累计与明细已改为一致，改了 1 格\n")
    assert differing_buckets() == []
    assert AuditEntry.objects.filter(action="rebuild_totals", after__contains="1").count() == 1
