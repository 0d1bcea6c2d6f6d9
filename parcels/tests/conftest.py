"""Browser fixtures: a land that the live server sees, and people signed in in Chromium."""

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler

from audit import guards
from landplan.lib.scope import everything

from .land import build_land, client_for


@pytest.fixture
def land(transactional_db):
    with everything("the test looks on"):
        yield build_land()
    guards.lift()  # they refuse the clean-up of a transactional test, which puts them back


@pytest.fixture
def sign_in(live_server, monkeypatch, chromium):
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)  # WhiteNoise gives the files, as in the house
    contexts, asked, said = [], [], []

    def sign_in(actor):
        contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}))
        cookie = client_for(actor).cookies["sessionid"].value
        contexts[-1].add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert not said
