"""C22: kill -9 of the worker at twenty random moments of an import of 5 000 rows leaves none of them; the retry adds exactly 5 000."""

import pytest

from tests.killing import run_program

from .kill_import import ROWS
from .sending import parcels_book, sent


@pytest.fixture
def ready(land):
    """An import that is confirmed and waits for its worker."""
    file = sent(land.clerk, parcels_book(*[("", f"批量{n}号", "征而未供", 1 + n / 100, "路北", "甲乡", "") for n in range(ROWS)]))
    assert file.row.state == "ready" and file.row.counts["create"] == ROWS
    assert file.post("confirm", sha256=file.row.sha256).status_code == 302
    return file


@pytest.mark.long
@pytest.mark.claim("C22")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_an_import_of_5000_rows_leaves_none_and_the_retry_adds_all(ready, tmp_path):
    assert run_program("exchange.tests.kill_import", tmp_path, timeout=900)[0] == "20"
