"""run.sh for real: web, worker and beat come up, say that they are well, do a job, and are all gone after it stops."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.house import lend_static_files

ROOT = Path(__file__).resolve().parent.parent
START, STOP = 240, 120  # seconds at most: a machine may be busy


def wait_for(condition, seconds, what):
    """Wait until the condition gives a value, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.2)
    raise AssertionError(f"{what} did not happen within {seconds} s")


def free_port():
    """A local port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder):
    """The processes whose environment names this data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
        if f"LANDPLAN_VAR={folder}\0".encode() in environment and state != "Z":
            found.append(int(entry.name))
    return found


@pytest.fixture(scope="module")
def own_folder(tmp_path_factory):
    """The second start finds the data of the first."""
    folder = tmp_path_factory.mktemp("installation")
    lend_static_files(folder / "var")
    return folder


@pytest.fixture
def installation(own_folder):
    """An operator's installation (empty, not a demo) started by run.sh in a folder of its own."""
    tmp_path = own_folder
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "PORT": str(port),
        "LANDPLAN_VAR": str(tmp_path / "var"), "HOSTNAME": "here", "WORKER_NAME": f"w{port}",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'data.sqlite3'}",
    }
    for name in ("REDIS_URL",):
        if os.environ.get(name):
            environment[name] = os.environ[name]
    with open(tmp_path / "out.log", "wb") as log:
        run = subprocess.Popen([ROOT / "run.sh"], env=environment, stdout=log, stderr=log, start_new_session=True,
                               preexec_fn=hear_interrupts)
        try:
            yield run, environment, tmp_path / "out.log"
        finally:
            if run.poll() is None:
                run.send_signal(signal.SIGTERM)
                run.wait(STOP)


def hear_interrupts():
    """Tests that run in the background are deaf to Ctrl-C, and so would be every process that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def started(run, log):
    """True once run.sh printed the address; its own words when it ended before that."""
    text = log.read_text(encoding="utf-8")
    assert run.poll() is None, text
    return "landplan 已启动" in text


def step(environment, name):
    """The exit status of one step of scripts/process.sh."""
    return subprocess.run([ROOT / "scripts/process.sh", name], env=environment, capture_output=True).returncode


@pytest.mark.long
def test_run_starts_three_processes_that_work_and_stops_them_all(installation):
    run, environment, log = installation
    wait_for(lambda: started(run, log), START, "the start")
    folder = Path(environment["LANDPLAN_VAR"])
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/health/", timeout=10) as answer:
        assert answer.status == 200
    wait_for(lambda: step(environment, "check-worker") == 0, 60, "the worker's answer")
    assert step(environment, "check-web") == 0
    wait_for(lambda: step(environment, "check-beat") == 0, 30, "beat's schedule file")

    send = "from landplan.jobs import note_heartbeat; note_heartbeat.delay()"
    shell = [".venv/bin/python", "manage.py", "shell", "-v0", "-c", send]
    subprocess.run(shell, env=environment, cwd=ROOT, check=True, capture_output=True)
    wait_for((folder / "worker-heartbeat").exists, 30, "the job")

    second = subprocess.run([ROOT / "run.sh"], env=environment, capture_output=True, text=True)
    assert second.returncode == 1 and "已在运行" in second.stderr

    run.send_signal(signal.SIGINT)
    assert run.wait(STOP) == 0
    assert processes_of(folder) == []
    assert "已全部停止" in log.read_text(encoding="utf-8")
    assert step(environment, "check-web") != 0


@pytest.mark.long
def test_when_one_process_dies_the_others_are_stopped_and_it_is_said(installation):
    run, environment, log = installation
    wait_for(lambda: started(run, log), START, "the start")
    folder = Path(environment["LANDPLAN_VAR"])
    beat = [pid for pid in processes_of(folder) if b"beat" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(beat) == 1
    os.kill(beat[0], signal.SIGKILL)
    assert run.wait(STOP) == 1
    assert processes_of(folder) == []
    assert "意外退出" in log.read_text(encoding="utf-8")
