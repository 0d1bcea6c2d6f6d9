"""docker-compose.yml: what it starts is what run.sh starts and the tests try, and it is complete."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
OURS = ("web", "worker", "beat")
SECRETS = ("SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


@pytest.fixture(scope="module")
def compose():
    """The file as Compose reads it, anchors resolved."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def compose_program():
    """The command that checks a Compose file, or None where there is none."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]):
            if subprocess.run([*command, "version"], capture_output=True).returncode == 0:
                return command
    return None


def steps_tried_by_run_sh():
    """The steps of scripts/process.sh that run.sh uses."""
    text = (ROOT / "run.sh").read_text(encoding="utf-8")
    steps = set(re.findall(r"scripts/process\.sh ([a-z-]+)", text))
    steps |= set(re.search(r"for process in ([a-z ]+);", text)[1].split())
    return steps


def test_it_starts_web_worker_beat_postgresql_and_redis(compose):
    assert set(compose["services"]) == {*OURS, "db", "redis"}


def test_every_service_has_a_health_check_and_comes_back_by_itself(compose):
    for name, service in compose["services"].items():
        check = service["healthcheck"]
        assert check["test"][0] in ("CMD", "CMD-SHELL"), name
        assert {"interval", "timeout", "retries"} <= set(check), name
        assert service["restart"] == "unless-stopped", name


def test_our_commands_are_the_steps_that_run_sh_takes(compose):
    for name in OURS:
        program, *steps = compose["services"][name]["command"]
        assert program == "scripts/process.sh"
        assert set(steps) <= steps_tried_by_run_sh(), name
        assert steps[-1] == name
        assert compose["services"][name]["healthcheck"]["test"][1:] == ["scripts/process.sh", f"check-{name}"]


def test_the_image_holds_the_programs_of_backup_in_the_release_of_the_database(compose):
    release = re.match(r"postgres:(\d+)", compose["services"]["db"]["image"])[1]
    assert f"postgresql-client-{release} " in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_every_step_named_in_the_file_is_known_to_the_script(compose):
    script = (ROOT / "scripts" / "process.sh").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+)\(\) \{", script, re.M))
    for name in OURS:
        service = compose["services"][name]
        assert set(service["command"][1:]) | set(service["healthcheck"]["test"][2:]) <= known


def test_data_evidence_and_queue_outlive_the_containers(compose):
    assert set(compose["volumes"]) == {"db", "evidence", "queue"}
    assert compose["services"]["db"]["volumes"] == ["db:/var/lib/postgresql/data"]
    for name in OURS:
        assert compose["services"][name]["volumes"] == ["evidence:/srv/landplan/var"]


def test_no_secret_has_a_default_and_images_are_pinned(compose):
    text = FILE.read_text(encoding="utf-8")
    for secret in SECRETS:
        uses = re.findall(rf"\$\{{{secret}[^}}]*\}}", text)
        assert uses and all(f"{secret}:?" in use for use in uses), secret
    for name in ("db", "redis"):
        assert re.fullmatch(r"[a-z]+:\d+\.\d+", compose["services"][name]["image"])
    for image in re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.M):
        assert re.fullmatch(r"[a-z]+:\d+\.\d+[a-z-]*", image), image


def test_only_the_web_service_is_reachable_and_only_from_this_machine(compose):
    published = {name for name, service in compose["services"].items() if "ports" in service}
    assert published == {"web"}
    assert compose["services"]["web"]["ports"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]


def test_compose_accepts_the_file_and_refuses_it_without_a_secret(compose):
    command = compose_program()
    given = dict.fromkeys(SECRETS, "given")
    base = {name: value for name, value in os.environ.items() if name not in SECRETS}
    if command is None:
        # Without the program its rules on this file are read here: known keys, and every reference resolves.
        known = {"build", "image", "restart", "environment", "volumes", "command", "ports", "depends_on",
                 "healthcheck", "stop_grace_period"}
        for service in compose["services"].values():
            assert set(service) <= known and ("build" in service or "image" in service)
            assert set(service.get("depends_on", {})) <= set(compose["services"])
            assert {one.split(":")[0] for one in service.get("volumes", [])} <= set(compose["volumes"])
        return
    config = [*command, "--file", str(FILE), "config", "--quiet"]
    accepted = subprocess.run(config, env={**base, **given}, capture_output=True, text=True)
    assert accepted.returncode == 0, accepted.stderr
    for secret in SECRETS:
        less = {name: value for name, value in given.items() if name != secret}
        assert subprocess.run(config, env={**base, **less}, capture_output=True).returncode != 0, secret


def free_port():
    """A local port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.postgres
def test_the_database_check_of_the_file_holds_on_a_real_server(compose):
    url = urlsplit(os.environ["DATABASE_URL"])
    check = compose["services"]["db"]["healthcheck"]["test"][1:]
    where = {**os.environ, "PGHOST": url.hostname, "PGPORT": str(url.port)}
    assert subprocess.run(check, env=where, capture_output=True).returncode == 0
    nowhere = {**where, "PGPORT": str(free_port())}
    assert subprocess.run(check, env=nowhere, capture_output=True).returncode != 0


@pytest.mark.postgres
def test_the_redis_command_and_check_of_the_file_hold_on_a_real_server(compose, tmp_path):
    service = compose["services"]["redis"]
    command = ["given" if one.startswith("${REDIS_PASSWORD") else one for one in service["command"]]
    port = str(free_port())
    check = service["healthcheck"]["test"][1].replace("redis-cli", f"redis-cli -p {port}")
    server = subprocess.Popen([*command, "--port", port, "--bind", "127.0.0.1"], cwd=tmp_path, stdout=subprocess.DEVNULL)

    def well(password):
        environment = {**os.environ, "REDISCLI_AUTH": password}
        return subprocess.run(check, shell=True, env=environment, capture_output=True).returncode == 0

    try:
        assert any(well("given") or time.sleep(0.1) for _ in range(100))
        assert not well("")
    finally:
        server.terminate()
        server.wait(10)
    assert not well("given")
