"""屋顶: what frames every page, where each role begins, what the health page tells, how errors look."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe

from landplan import context, health
from landplan.lib import clock
from landplan.lib.addresses import address
from landplan.lib.queue import HEARTBEAT, HEARTBEAT_LIMIT
from landplan.templatetags.landplan import say
from tests.world import ANONYMOUS
from units.choices import ADMIN_ROLES, Role

HEADERS = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")


def labels(page):
    return [item["label"] for group in page.context["nav"] for item in group["items"]]


@pytest.mark.parametrize("role", Role.values)
def test_the_menu_shows_what_the_role_may_and_every_entry_opens(world, role):
    client = world.client(role)
    page = client.get("/post/")
    for group in page.context["nav"]:
        for item in group["items"]:
            assert client.get(item["url"]).status_code == 200, item["label"]
    shown = set(labels(page))
    assert ("人员" in shown) == (role == "system_admin")
    assert ("安全" in shown) == (role == "security_admin")
    assert ("留痕" in shown) == (role in ("audit_admin", "office"))
    assert ("审核验收" in shown) == (role in ("county_reviewer", "acceptance_group"))
    assert not (role in ADMIN_ROLES and shown & {"台账", "处置", "看板", "周报", "方案"})


@pytest.mark.parametrize("role", Role.values)
def test_the_first_page_of_each_role_opens(world, role):
    assert world.client(role).get("/", follow=True).status_code == 200


def test_the_present_page_is_marked_in_the_menu(world):
    page = world.client("county_clerk").get(f"/disposals/{world.records['A']['draft']}/")
    marked = [item["label"] for group in page.context["nav"] for item in group["items"] if item["current"]]
    assert marked == ["处置"]
    assert page.content.decode().count('aria-current="page"') == 1


def test_what_waits_is_asked_from_the_upper_floor_by_name(world, settings, monkeypatch):
    frame = SimpleNamespace(counts=lambda: {"parcels:disposals": {"count": 7, "hot": True}}, plan=lambda: None)
    monkeypatch.setattr(context, "_called", lambda path, *given: frame if path == "reports.selectors.any" else None)
    settings.SHELL_FRAME = "reports.selectors.any"
    page = world.client("county_clerk").get("/post/").content.decode()
    assert 'is-hot">7<span class="visually-hidden"> 项待办' in page


def test_the_frame_names_person_and_posts_and_asks_the_database_for_it_once(world, django_assert_max_num_queries):
    client = world.client("county_clerk")
    with django_assert_max_num_queries(16):  # ten of them are the counts of the menu and the plan in the head
        page = client.get("/post/")
    assert page.context["posts"] == [{"id": world.actor("county_clerk").post_id, "label": "甲县自然资源局 填报员", "current": True}]
    assert "甲县自然资源局 · 填报员 测试填报员" in page.content.decode()


def test_the_demo_mark_is_shown_in_a_demo_only(world, settings):
    client = world.client("county_clerk")
    assert "演示数据" not in client.get("/post/").content.decode()
    settings.DEMO = True
    assert "演示数据" in client.get("/post/").content.decode()


def test_health_tells_database_guards_jobs_and_queue_to_anybody_and_nothing_else(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded", "database": "ok", "guards": "ok", "jobs": "silent",
                                                     "queue": "ok"})
    (tmp_path / HEARTBEAT).write_text(clock.real_now().isoformat())
    assert Client().get("/health/").json() == {"status": "ok", "database": "ok", "guards": "ok", "jobs": "ok", "queue": "ok"}
    (tmp_path / HEARTBEAT).write_text((clock.real_now() - HEARTBEAT_LIMIT).isoformat())
    assert Client().get("/health/").json()["jobs"] == "silent"
    (tmp_path / HEARTBEAT).write_text("?")
    assert Client().get("/health/").json()["jobs"] == "silent"


def test_health_is_red_when_the_database_is_down(db, monkeypatch):
    def down(*args):
        raise DatabaseError("gone")

    monkeypatch.setattr(health.guards, "missing", down)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["status"], answer.json()["database"]) == (503, "down", "down")


@pytest.mark.claim("C64")
def test_the_headers_stand_on_every_kind_of_answer(world):
    client = world.client("county_clerk", raise_request_exception=False)
    answers = [client.get("/post/"), client.get("/"), client.get("/people/"), client.get("/nothing/"), client.get("/api/v1/me/"),
               client.get("/api/v1/nothing/"), client.post("/sign-in/", {}), Client().get("/sign-in/"), client.get("/health/")]
    assert {answer.status_code for answer in answers} >= {200, 302, 403, 404}
    for answer in answers:
        assert all(name in answer.headers for name in HEADERS), answer.request["PATH_INFO"]
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.claim("C64")
def test_a_foreign_host_name_and_trace_are_refused(world):
    client = world.client("county_clerk", raise_request_exception=False)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.trace("/post/").status_code == 405
    assert client.get("/admin/").status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/api/v1/nothing/", 404), ("/people/", 403)])
def test_error_pages_say_what_to_do(world, path, status):
    answer = world.client("county_clerk").get(path)
    assert answer.status_code == status
    if path.startswith("/api/"):
        assert json.loads(answer.content) == {"code": "refused", "message": "没有找到。", "field": None}
    else:
        assert "回首页" in answer.content.decode() and path not in answer.context["request"].GET


def test_an_address_that_is_unknown_is_answered_to_nobody_in_particular(db):
    assert Client().get("/nothing/").status_code == 404
    assert Client().get(reverse("home")).status_code == 302
    assert address("no:such") == ""
    assert ANONYMOUS == "anonymous"


@pytest.mark.parametrize(("name", "found"), [("landplan.context", True), ("landplan.nothing", False), ("no.such.module", False), ("", False)])
def test_a_floor_that_is_not_there_is_not_asked(name, found):
    assert context.module_exists(name) is found


@pytest.mark.claim("C64")
def test_the_deployment_check_has_nothing_to_say(tmp_path):
    surroundings = {**os.environ, "LANDPLAN_HTTPS": "1", "LANDPLAN_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x"}
    surroundings.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of browser tests in the same process
    ran = subprocess.run([sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], cwd=Path(__file__).parents[2],
                         env=surroundings, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), ran.stderr
    ask = ("from django.conf import settings as s; "
           "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)")
    shown = subprocess.run([sys.executable, "-c", ask],
                           env={**surroundings, "DJANGO_SETTINGS_MODULE": "landplan.settings"}, cwd=Path(__file__).parents[2],
                           capture_output=True, text=True, timeout=120)
    assert shown.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "True", "True"]


def test_a_word_that_was_safe_once_does_not_make_a_visitors_text_safe():
    assert "<b>甲</b>" in say(mark_safe("<b>甲</b>"))
    assert "<b>" not in say("<b>甲</b>")
