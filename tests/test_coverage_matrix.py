"""The matrix and the house's pytest plugin: they count only what really passed, and pass nothing over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coverage_matrix import Tally, known_ids, matrix_lines

ROOT = Path(__file__).resolve().parent.parent
SUITE = """
import pytest
@pytest.mark.req("LED-01")
@pytest.mark.claim("C27")
def test_good(): pass
@pytest.mark.req("LED-01")
def test_also_good(): pass
@pytest.mark.req("LED-05")
@pytest.mark.parametrize("n", [1, 2])
def test_half_good(n): assert n == 1
@pytest.mark.req("LED-06")
def test_passed_over(): pytest.skip("no reason")
@pytest.mark.postgres
@pytest.mark.req("LED-07")
def test_of_the_other_engine(): pass
"""
SETTINGS = """
[pytest]
addopts = --strict-markers
markers =
    req(id): x
    claim(id): x
    postgres: x
    sqlite: x
    browser: x
"""


def run_suite(folder, text, **environment):
    """Run a small suite with the house's plugins and return its printed lines and exit status."""
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    base = {name: value for name, value in os.environ.items() if name not in ("CI", "DATABASE_URL", "REDIS_URL")}
    plugins = ["-p", "tests.house", "-p", "tests.coverage_matrix", "-p", "no:django", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", folder, "-c", folder / "pytest.ini", *plugins, folder]
    done = subprocess.run(command, cwd=ROOT, env={**base, **environment}, capture_output=True, text=True)
    return done.stdout.splitlines(), done.returncode


def test_the_list_holds_every_requirement_and_claim_once():
    requirements, claims = known_ids()
    assert (len(requirements), len(set(requirements))) == (277, 277)
    assert claims == [f"C{number:02}" for number in range(1, 68)]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_an_id_is_proven_by_passing_tests_only(tmp_path, workers):
    lines, status = run_suite(tmp_path, SUITE, PYTEST_ADDOPTS=f"-n {workers}", PYTEST_XDIST_WORKER="")
    assert status == 1
    assert "LED-01 proven 2" in lines and "C27 proven 1" in lines
    assert {"LED-05 open", "LED-06 open", "LED-07 open"} <= set(lines)
    assert lines[-1] == "277 rows: 1 proven; 67 claims: 1 proven"
    assert any("1 failed, 3 passed, 1 skipped" in line for line in lines)


def test_in_ci_a_skip_is_a_failure(tmp_path):
    text = "import pytest\ndef test_over(): pytest.skip('no reason')\n@pytest.mark.xfail\ndef test_x(): assert 0\n"
    lines, status = run_suite(tmp_path, text, CI="true")
    assert status == 1 and any("2 failed" in line for line in lines)
    lines, status = run_suite(tmp_path, "import pytest\npytest.skip('all', allow_module_level=True)\n", CI="true")
    assert status != 0


def test_a_mark_with_an_unknown_id_stops_the_run(tmp_path):
    lines, status = run_suite(tmp_path, "import pytest\n@pytest.mark.req('LED-99')\ndef test_it(): pass\n")
    assert status == pytest.ExitCode.USAGE_ERROR


def test_a_failure_in_tear_down_takes_the_proof_back():
    tally = Tally()
    tally.add("a.py::test_x", [("req", "SYS-01")], when="call", outcome="passed")
    assert "SYS-01 proven 1" in matrix_lines(tally.proven())
    tally.add("a.py::test_x", [("req", "SYS-01")], when="teardown", outcome="failed")
    assert "SYS-01 open" in matrix_lines(tally.proven())
