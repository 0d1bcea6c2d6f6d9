"""方案的一部分的门: a city in its province's plan reads its own counties' rows of what was frozen, and touches nothing of the whole."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.actors import system_actor
from landplan.lib.errors import NotAllowed
from landplan.lib.scope import everything, scope
from parcels.models import Disposal
from reports.models import PeriodNotice, PeriodSnapshot, Publication, ReportSnapshot
from reports.rules.schemes import Heading
from reports.selectors.corrections import decisions_for
from reports.selectors.decisions import rows_for
from reports.selectors.periods import period_of
from reports.selectors.weeks import week_of
from reports.services import (
    freeze_week,
    hold_week,
    issue_edition,
    open_week,
    release_week,
    send_back_return,
    submit_return,
)
from reports.services.assessments import assess_county, close_finding, save_scheme
from reports.services.baseline import freeze_baseline
from reports.services.corrections import decide_correction, propose_correction
from reports.services.notices import publish_period
from reports.services.periods import check_period, freeze_period, grant_leave, issue_period, open_period
from reports.services.publishing import approve_publication, draft_publication, remove_publication
from tasks.services import (
    Brought,
    accept_package,
    add_case_step,
    close_case,
    decide_case,
    enter_figures,
    propose_case,
    return_package,
)
from tests.canary import CANARY
from tests.route_matrix import ask, routes, sample_of
from tests.test_canaries import text_of
from tests.world import PASSWORD, build_world, signed_in
from tests.world import words_of_page as plain
from tests.world_periods import MONTH, WEEK
from units.choices import Role
from units.models import Post
from units.selectors import actor_of
from units.services import create_person, save_region, save_unit

from .province import build_province

pytestmark = pytest.mark.django_db
AFTER = clock.shanghai(2021, 9, 24, 20, 30)
PLACE = {"A": "419910", "B": "419920"}
SEATS = (Role.OFFICE, Role.ACCEPTANCE_GROUP, Role.LEADER)
ROOMS = ("reports:", "tasks:", "exchange:", "api_reports:", "api_tasks:", "api_exchange:")
# 通报 is issued to every county of the plan: whoever has one of them reads it, as the county itself does
# what a post does in its own territory or for itself, whatever the plan
OWN = {"api_exchange:imports", "api_tasks:cases", "exchange:export_new", "exchange:import_upload", "exchange:reconcile_county",
       "exchange:reconcile_intake_void", "exchange:reconcile_intakes", "exchange:reconcile_sheet", "exchange:reconcile_sign", "reports:news_seen",
       "tasks:calendar", "tasks:calendar_revoke", "tasks:document_new", "tasks:inquiry_answer", "tasks:inquiry_general", "tasks:messages_read",
       "tasks:plan_copy"}
ISSUED = {"reports:period_notice", "reports:period_pdf", "api_reports:period_notice"}


def divided_world():
    """The world of the tests, its plan a province's: county A under one city, county B under another; reports frozen, told, more drafted."""
    world, system = build_world(), system_actor("测试")
    save_region(actor=system, code=world.city.code, name="测试省", full_name="测试省", level="province")
    world.city.refresh_from_db()
    people = {}
    for n, (key, code) in enumerate(PLACE.items(), 1):
        city = save_region(actor=system, code=code, name=f"{key}市", full_name=f"{key}市", level="city", parent=world.city, sort=n)
        one = world.counties[key]
        save_region(actor=system, code=one.code, name=one.name, full_name=one.full_name, level="county", parent=city, sort=n)
        unit = save_unit(actor=system, region=city, name=f"{key}市办公室", kind="group")
        for role in SEATS if key == "A" else ():
            user, _ = create_person(actor=system, username=f"part.{role}", name=f"{key}市{Role(role).label}", unit=unit, role=role, password=PASSWORD,
                                    is_demo=True)
            people[role] = actor_of(user.posts.select_related("user", "unit__region").get())
    _freeze(world)
    return world, people


def _freeze(world):
    """Both counties with their words in what is frozen: the week, the month with its marks, told; the baseline; a draft to be published."""
    office, other = (actor_of(world.user(role).posts.select_related("user", "unit__region").get()) for role in ("office", "acceptance_group"))
    clerk = world.actor("county_clerk")
    with clock.at(AFTER), scope(clerk):
        submit_return(week_of(world.plan, WEEK), world.counties["A"].id, actor=clerk, version=0, remark=f"{CANARY['A']}备注")
    world.plan.refresh_from_db()
    with clock.at(AFTER), scope(office):
        month = period_of(world.plan, "monthly", MONTH)
        save_scheme(world.plan, "monthly", actor=office, version=0, headings=[Heading("进度", None)], values={
            "method_no": "", "below_goal": False, "last_n": None, "times": None, "points": [], "points_no": ""})
        for key, word in CANARY.items():
            assess_county(month, world.counties[key].id, actor=office, seen=0, marks={}, note=f"{word}评语", action="", doc_no="")
        freeze_week(week_of(world.plan, WEEK), actor=office, reason="按时限定稿")
        freeze_baseline(world.plan.id, actor=office, edition=1)
        draft_publication(world.plan, actor=office, kind="case", values={"title": f"{CANARY['B']}案例", "body": f"{CANARY['B']}做法"})
        row = check_period(month, actor=other, version=month.version)
        freeze_period(month, actor=office, version=row.version, reason="按时限定稿")
        row.refresh_from_db()
        publish_period(period_of(world.plan, "monthly", MONTH), actor=office, version=row.version, doc_no="测办〔2021〕9号",
                       dated_on=clock.today(), printed_on=clock.today())


@pytest.fixture
def ground(db):
    with everything("the test looks on"):
        world, people = divided_world()
        with clock.at(AFTER):
            yield world, {role: signed_in(actor, raise_request_exception=False) for role, actor in people.items()}


def addresses(world):
    for route, arguments in sorted(routes().items()):
        if route.startswith(ROOMS):
            for county in CANARY if arguments else "A":
                yield route, reverse(route, kwargs=sample_of(world, route, county))


@pytest.mark.long
def test_no_address_shows_a_city_anything_of_another_city_in_its_provinces_plan(ground):
    world, clients = ground
    leaks, seen = [], 0
    for role, client in clients.items():
        for route, address in addresses(world):
            answer = client.get(address)
            assert answer.status_code < 500, (role, address)
            text = text_of(answer)
            leaks += [(role.value, address)] if CANARY["B"] in text and route not in ISSUED else []
            seen += CANARY["A"] in text
    assert leaks == []
    assert seen > 30  # its own is there to be seen


@pytest.mark.long
def test_no_step_of_the_whole_plan_is_open_to_a_city_in_it(ground):
    world, clients = ground
    kept, open_doors = AuditEntry.objects.filter(is_success=True).count(), set()
    for client in clients.values():
        for route, address in addresses(world):
            statuses = {ask(client, method, address).status_code for method in ("POST", "PATCH", "PUT", "DELETE")}
            open_doors |= {route} if statuses - {403, 404, 405} else set()
    assert AuditEntry.objects.filter(is_success=True).count() == kept
    assert open_doors == OWN


def steps_of(world, actor):
    """Every step of the whole plan, as the services are asked for it with all that they need."""
    week, month, region, values = week_of(world.plan, WEEK), period_of(world.plan, "monthly", MONTH), world.counties["A"].id, world.records["A"]
    goes_on = week_of(world.plan, WEEK + 1)
    draft, case = Publication.objects.get(state="draft"), {"actor": actor, "version": 1}
    disposal = Disposal.objects.get(pk=values["accepted"])
    scheme = {"method_no": "", "below_goal": False, "last_n": None, "times": None, "points": [], "points_no": ""}
    return [
        lambda: freeze_week(goes_on, actor=actor, reason="按时"), lambda: hold_week(goes_on, actor=actor, version=0, reason="等"),
        lambda: release_week(week, actor=actor, version=1), lambda: issue_edition(week, actor=actor, version=week.version, reason="改"),
        lambda: open_week(goes_on, actor=actor), lambda: send_back_return(week, region, actor=actor, version=1, reason="错"),
        lambda: open_period(month, actor=actor), lambda: check_period(month, actor=actor, version=month.version),
        lambda: freeze_period(month, actor=actor, version=month.version, reason="按时"),
        lambda: issue_period(month, actor=actor, version=month.version, reason="改"),
        lambda: publish_period(month, actor=actor, version=month.version, doc_no="号", dated_on=clock.today(), printed_on=clock.today()),
        lambda: grant_leave(month, actor=actor, region=region, until_on=None, reason="因"),
        lambda: assess_county(month, region, actor=actor, seen=1, marks={}, note="评", action="", doc_no=""),
        lambda: save_scheme(world.plan, "monthly", actor=actor, version=2, headings=[], values=scheme),
        lambda: close_finding(values["look_finding"], actor=actor, version=1, result="改好", result_on=clock.today()),
        lambda: freeze_baseline(world.plan.id, actor=actor, edition=2, reason="改"),
        lambda: propose_correction(disposal.id, actor=actor, version=disposal.version, new_area=Decimal(8), reason="错", doc_no="号"),
        lambda: decide_correction(values["correction"], actor=actor, version=1, approve=False, decision="不"),
        lambda: draft_publication(world.plan, actor=actor, kind="case", values={"title": "题", "body": "文"}),
        lambda: approve_publication(draft.id, actor=actor, version=draft.version),
        lambda: remove_publication(values["publication"], actor=actor, version=2, reason="撤"),
        lambda: propose_case(world.plan, region, actor=actor, kind="order", values={"reason": "慢", "due_on": clock.today(), "subject": "县"}),
        lambda: decide_case(values["proposed_case"], adopt=True, decision_no="号", **case),
        lambda: close_case(values["case"], closed_on=clock.today(), result="好", **(case | {"version": 2})),
        lambda: add_case_step(values["case"], actor=actor, values={"on": clock.today(), "text": "函"}),
        lambda: accept_package(values["package"], **case), lambda: return_package(values["package"], reason="退", **case),
        lambda: enter_figures(world.plan.id, actor=actor, brought=Brought("ministry", clock.today(), "导出"),
                              figures={(region, "unsupplied", ""): Decimal(1)})]


@pytest.mark.parametrize("role", SEATS)
def test_no_service_does_a_step_of_the_whole_plan_for_a_city_in_it(ground, role):
    world, _, people = *ground, actors_of()
    actor = people[role]
    kept = AuditEntry.objects.count()
    with scope(actor):
        for number, step in enumerate(steps_of(world, actor)):
            with pytest.raises(NotAllowed) as refused:
                step()
            assert role != Role.OFFICE or refused.value.code == "part_of_plan", (number, str(refused.value))
    assert AuditEntry.objects.count() == kept


def actors_of():
    found = Post.objects.filter(user__username__startswith="part.").select_related("user", "unit__region")
    return {Role(post.role): actor_of(post) for post in found}


def test_a_city_reads_its_own_rows_of_the_frozen_week_and_is_told_why_no_more(ground):
    world, clients = ground
    for client in clients.values():
        page = plain(client.get(reverse("reports:week", args=[WEEK])))
        assert "甲县" in page and "乙县" not in page and "合计" not in page and f"{CANARY['A']}备注" in page
        assert "测试办〔2021〕1号是测试省的方案，管到你辖区以外的县区" in page
        refused = client.get(reverse("reports:week_file", args=[WEEK]))
        assert refused.status_code == 403 and "你的岗位看本辖区各县区的行" in plain(refused)
        told = client.get(reverse("api_reports:week", args=[world.records["A"]["week"]])).json()
        assert [row["name"] for row in told["rows"]] == ["甲县"] and told["total"] is None and told["corrections"] == []
        assert plain(client.get(reverse("reports:weekly"))).count("校验码") == 0
    whole = plain(world.client("office").get(reverse("reports:week", args=[WEEK])))
    assert "乙县" in whole and "合计" in whole and f"{CANARY['B']}备注" in whole


def test_a_city_reads_its_own_rows_of_what_was_told_and_the_notice_itself(ground):
    world, clients = ground
    for client in clients.values():
        page = plain(client.get(reverse("reports:period", args=["monthly", MONTH])))
        assert "甲县" in page and "乙县" not in page and "已通报的定稿数" in page and "管到你辖区以外的县区" in page
        assert f"{CANARY['A']}围而未建" in page
        told = client.get(reverse("api_reports:period", args=["monthly", MONTH])).json()
        assert [row["name"] for row in told["rows"]] == ["甲县"] and told["total"] is None and told["units"] is None
        # issued to every county of the plan, so its city reads it as the county does
        assert client.get(reverse("reports:period_notice", args=["monthly", MONTH])).status_code == 200
        assert client.get(reverse("reports:period_excel", args=["monthly", MONTH])).status_code == 403
    assert ReportSnapshot.objects.count() == PeriodSnapshot.objects.count() == PeriodNotice.objects.count() == 1


def test_nothing_waits_for_a_city_that_the_whole_plan_decides(ground):
    world, _ = ground
    whole = actor_of(world.user("office").posts.select_related("user", "unit__region").get())
    for actor in (*actors_of().values(), whole):
        with scope(actor):
            waiting = [decisions_for(actor), *(rows for kind, rows in rows_for(actor).items() if kind in ("package", "closing"))]
            assert [rows.exists() for rows in waiting].count(True) == (2 if actor == whole else 0)


def test_every_county_of_the_city_has_its_row(db):
    with everything("the test looks on"):
        made = build_province()
        page = plain(signed_in(made.people["city"]).get(reverse("reports:week", args=[26])))
        assert "甲一县" in page and "甲二县" in page and "甲三县" not in page and "待报" in page
        assert "甲三县" in plain(signed_in(made.people["office"]).get(reverse("reports:week", args=[26])))
