"""No test run touches real data: everything outside of the database goes to a folder of this run."""

from pathlib import Path

from tests.house import OWN_FOLDER


def test_the_settings_point_to_the_folder_of_this_run(settings):
    for path in (settings.VAR_DIR, settings.EVIDENCE_DIR, settings.QUEUE_DIR, settings.STATIC_ROOT):
        assert Path(path).is_relative_to(OWN_FOLDER)
    assert not settings.DEMO
