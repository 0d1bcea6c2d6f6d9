"""What every test run of landplan keeps: nothing is passed over in silence, and no run touches real data.

* A test marked for the other engine is deselected (and counted as such), never skipped.
* With ``CI=true`` a skip or an expected failure is a failure.
* Job queues, evidence and the like go to a folder of this run, and each xdist worker has its own.
"""

import importlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tests.coverage_matrix import known_ids

ROOT = Path(__file__).resolve().parent.parent


# `make static` filled it; the tests only read it
COLLECTED = Path(os.environ.get("LANDPLAN_VAR", ROOT / "var")) / "static"


def lend_static_files(folder):
    """An installation of its own collects its static files in a second when their compressed forms are there already."""
    if COLLECTED.is_dir():
        shutil.copytree(COLLECTED, folder / "static")


def _worker_number(name):
    return int(name[2:]) if name.startswith("gw") else 0


def _own_surroundings():
    """Give this process its own data folder and Redis database before the settings are read."""
    folder = Path(tempfile.mkdtemp(prefix="landplan-test-"))
    (folder / "static").symlink_to(COLLECTED)
    os.environ["LANDPLAN_VAR"] = str(folder)
    for name in ("LANDPLAN_DEMO", "DEMO_PASSWORD"):
        os.environ.pop(name, None)
    redis_url = os.environ.get("REDIS_URL", "")
    if redis_url:
        base, _, _ = redis_url.rpartition("/")
        number = _worker_number(os.environ.get("PYTEST_XDIST_WORKER", ""))
        os.environ["REDIS_URL"] = f"{base}/{number + 1}"
    return folder


def _read_settings_anew():
    """pytest-django has read the settings before any conftest; they shall point to the folder of this run."""
    if not django_settings.configured:
        return
    module = importlib.reload(importlib.import_module("landplan.settings"))
    for name in filter(str.isupper, dir(module)):
        if name != "DATABASES":
            setattr(django_settings, name, getattr(module, name))
    # in place: Django's connections hold these very dictionaries already
    django_settings.DATABASES["default"]["NAME"] = module.DATABASES["default"]["NAME"]


OWN_FOLDER = _own_surroundings()
_read_settings_anew()


def pytest_unconfigure(config):
    """Remove the folder of this run."""
    shutil.rmtree(OWN_FOLDER, ignore_errors=True)


def _engine():
    url = os.environ.get("DATABASE_URL", "")
    return "postgres" if url.startswith("postgres") else "sqlite"


def pytest_addoption(parser):
    """Add the folder for pictures."""
    parser.addoption("--screenshots", default="", help="folder to write the pictures of the pages to")


def pytest_collection_modifyitems(config, items):
    """Deselect the tests of the other engine, let the long ones begin, and refuse marks that name no known id."""
    other = {"postgres": "sqlite", "sqlite": "postgres"}[_engine()]
    gone = [item for item in items if item.get_closest_marker(other)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if not item.get_closest_marker(other)]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    known = dict(zip(("req", "claim"), known_ids(), strict=True))
    for item in items:
        for kind, ids in known.items():
            for one in [one for mark in item.iter_markers(kind) for one in mark.args]:
                if one not in ids:
                    raise pytest.UsageError(f"{item.nodeid}: unknown {kind} id {one}")
                item.user_properties.append((kind, one))


def _fail_if_passed_over(report, what):
    if os.environ.get("CI") == "true" and (report.skipped or hasattr(report, "wasxfail")):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"CI passes nothing over, but {what} was skipped: {reason}"
        vars(report).pop("wasxfail", None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item):
    """Turn a skip into a failure in CI."""
    report = yield
    _fail_if_passed_over(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    """Turn the skip of a whole module into a failure in CI."""
    report = yield
    _fail_if_passed_over(report, collector.nodeid)
    return report
