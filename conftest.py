"""What every test of the house stands on: the plugin, one morning, the world, and guards that give way to clean-up."""

import os
import shutil

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_save
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright
from whitenoise import WhiteNoise

from audit import guards
from audit.models import AuditEntry
from audit.sentences import wordless_names
from landplan.lib import clock
from landplan.lib.scope import everything
from parcels.tests.land import build_land
from tests import replay, template
from tests.world import MORNING, build_world, signed_in

pytest_plugins = ["tests.house"]

# What CI says of a commit, it says again of the same commit; new cases are hunted on the developers' machines.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("ci")


@pytest.fixture(autouse=True)
def morning():
    """Friday 2021-09-24, 09:40 in Beijing; a test that needs another moment opens `clock.at` itself. Nothing is kept from the test before:
    the worlds of two tests are the same to the last hash, so that an answer under the head of the one's trail would be given to the other."""
    cache.clear()
    with clock.at(MORNING):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes():
    """Argon2 is slow on purpose; a test about time or strength puts it back with `settings`."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher",
                                             "django.contrib.auth.hashers.Argon2PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Asked by the plugin just before it makes the database of the tests."""
    template.use()


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once():
    """Every test client would read the folder of static files anew, hundreds of files for each."""
    listed, read = {}, WhiteNoise.update_files_dictionary

    def read_once(server, root, prefix):
        key = (type(server), root, prefix)
        if key not in listed:
            read(server, root, prefix)
            listed[key] = dict(server.files)
        server.files.update(listed[key])

    WhiteNoise.update_files_dictionary = read_once
    yield
    WhiteNoise.update_files_dictionary = read


@pytest.fixture(scope="session", autouse=True)
def guards_give_way():
    """The guards refuse the flush that ends a transactional test. PostgreSQL empties the filled tables behind their back; on
    SQLite they are lifted for the flush, and post_migrate, which it sends, puts them back."""
    flush = TransactionTestCase._fixture_teardown

    def empty_again(case):
        if connection.vendor == "postgresql":
            replay.empty()
        else:
            guards.lift()
            flush(case)

    TransactionTestCase._fixture_teardown = empty_again
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session", autouse=True)
def trail_is_told_in_words():
    """Whatever a test makes a service record can be read in Chinese: no name of a column, no key of a dictionary."""
    def look(sender, instance, **how):
        wordless = wordless_names(instance)
        assert not wordless, f"add to WORDS in audit/sentences.py what {instance.action} records: {', '.join(wordless)}"

    post_save.connect(look, sender=AuditEntry)
    yield
    post_save.disconnect(look, sender=AuditEntry)


@pytest.fixture
def world(db):
    """Two counties with canaries, everybody, records in every state; the test itself looks on from above."""
    with everything("the test looks on"):
        yield build_world()


@pytest.fixture
def land(db):
    """A smaller city, where a test makes its own parcels; the test itself looks on from above."""
    with everything("the test looks on"):
        yield build_land()


@pytest.fixture
def client_of(world):
    """`client_of("county_clerk", "B")`: a browser in which that person works."""
    return world.client


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for all browser tests: its driver keeps a loop in the tests' own thread, where only one may run
    and where Django would refuse to ask the database."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def sign_in(live_server, monkeypatch, chromium):
    """`sign_in(actor)`: a page in Chromium in which that person works; nothing is asked of another host, nothing complains."""
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)  # WhiteNoise gives the files, as in the house
    contexts, asked, said = [], [], []

    def sign_in(actor):
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        cookie = signed_in(actor).cookies["sessionid"].value
        contexts[-1].add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield sign_in
    complained = list(said)  # what a window breaks off when it is closed complains too
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert not complained
