"""到期建期: killed at any statement, or looked for by four at once, every period is made once."""

import threading

import pytest
from django.db import connection

from audit.models import AuditEntry
from landplan.lib import clock
from reports import jobs
from reports.models import PeriodReport
from tests.killing import run_program

from .period_help import CLOSED


@pytest.mark.claim("C36")
@pytest.mark.django_db(transaction=True)
def test_a_job_killed_at_any_statement_leaves_no_half_period_and_the_next_look_makes_the_rest(world, tmp_path):
    assert int(run_program("reports.tests.kill_periods", tmp_path, timeout=300)[-1]) >= 10


@pytest.mark.claim("C39")
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_beats_at_once_make_every_period_once(world):
    start, errors, made = threading.Barrier(4), [], []

    def beat():
        try:
            with clock.at(CLOSED):
                start.wait()
                made.append(jobs.open_periods())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors and PeriodReport.objects.count() == AuditEntry.objects.filter(action="open_period").count()
    assert len(set(PeriodReport.objects.values_list("kind", "key"))) == PeriodReport.objects.count() > 1
