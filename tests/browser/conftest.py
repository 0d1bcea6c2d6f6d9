"""A demo installation of its own, as `make run` makes it, and people who work in it in headless Chromium.

Whole city with --screenshots, else two counties. `DEMO_DATA` may name the data folder of a demo installation on SQLite
that is copied instead of made anew. Nothing may be asked of another host, no script may fail, no page may break the CSP.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.house import lend_static_files

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Demo-2021-Land"
COUNTIES = ("驿城区", "遂平县")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def pictures(request):
    """The folder for pictures, or None."""
    folder = request.config.getoption("--screenshots")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) if folder else None


@pytest.fixture(scope="session")
def address(tmp_path_factory, pictures):
    """The address of the running demo installation; `DEMO_ADDRESS` names one that runs already (for writing tests)."""
    if os.environ.get("DEMO_ADDRESS"):
        yield os.environ["DEMO_ADDRESS"]
        return
    folder, port, kept = tmp_path_factory.mktemp("demo") / "var", free_port(), os.environ.get("DEMO_DATA", "")
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder.parent), "PORT": str(port),
                   "LANDPLAN_VAR": str(folder), "LANDPLAN_DEMO": "1", "DEMO_PASSWORD": PASSWORD, "PYTHONUTF8": "1", "WEB_WORKERS": "1"}
    if kept:
        shutil.copytree(kept, folder, ignore=shutil.ignore_patterns("static", "run.lock"))
    elif os.environ.get("DATABASE_URL", "").startswith("postgres"):
        environment["DATABASE_URL"] = os.environ["DATABASE_URL"]
        environment["REDIS_URL"] = os.environ.get("REDIS_URL", "")
    lend_static_files(folder)
    run = [str(ROOT / "scripts/process.sh")]
    subprocess.run([*run, "prepare"], env=environment, check=True, capture_output=True, cwd=ROOT)
    only = [] if pictures else [word for name in COUNTIES for word in ("--county", name)]
    subprocess.run([sys.executable, "manage.py", "seed_demo", *only], env=environment, check=True, capture_output=True, cwd=ROOT)
    with open(folder / "web.log", "wb") as log:
        web = subprocess.Popen([*run, "web"], env=environment, stdout=log, stderr=log, cwd=ROOT)
    try:
        found = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 120
        while not answers(found):
            assert web.poll() is None and time.monotonic() < end, (folder / "web.log").read_text()
            time.sleep(0.3)
        yield found
    finally:
        web.terminate()
        web.wait(30)


@dataclass
class People:
    """办理人: each has a browser of his own, signed in by the page."""

    browser: object
    address: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pages: dict = field(default_factory=dict)

    def page(self, username: str, *, scripts: bool = True) -> Page:
        if (username, scripts) not in self.pages:
            self.pages[username, scripts] = self._sign_in(username, scripts)
        return self.pages[username, scripts]

    def _sign_in(self, username: str, scripts: bool) -> Page:
        context = self.browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=scripts, accept_downloads=True)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(f"{message.text} {message.location}") if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(f"{self.address}/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("button:has-text('登录')")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page


@pytest.fixture(scope="session")
def people(address, chromium):
    """`people.page("yicheng.clerk")`: the page of that person; kept for the session."""
    made = People(chromium, address)
    yield made
    for page in made.pages.values():
        page.context.close()


@pytest.fixture(autouse=True)
def stays_at_home(people):
    """No request leaves the installation, and no page complains (a refused form answers 422, which Chromium reports)."""
    yield
    assert [url for url in people.asked if not url.startswith((people.address, "data:", "blob:"))] == []
    assert [text for text in people.said if "status of 4" not in text] == []
