"""C36: kill -9 of the worker at twenty points of the freeze job leaves no half report, and the next run completes it."""

import pytest

from tests.killing import run_program


@pytest.mark.claim("C36")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_twenty_points_leaves_no_half_report_and_the_next_one_finishes(world, tmp_path):
    assert run_program("reports.tests.kill_job", tmp_path, timeout=300)[-1] == "20"
