"""The world of the tests: a city with counties A and B, a canary in every text of theirs, the ten actors.

Everything is made by the services. Who adds records of a new kind adds a function to `BUILDERS` and, for routes with
arguments, a line to `SAMPLES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import everything, scope
from parcels import services as land
from parcels.models import Cohort, Disposal, ViolationCase
from parcels.rules.batch_account import Amounts
from reports.selectors.weeks import week_of
from reports.services import submit_return
from reports.services.corrections import propose_correction
from tasks.models import Plan
from tasks.services import load_plan
from tests.builders import (
    MORE_SAMPLES,
    build_findings,
    build_goals,
    build_imports,
    build_needs,
    build_packages,
    build_procedures,
    build_reconciliations,
    build_reshapes,
    build_supervision,
)
from tests.canary import CANARY, PDF
from tests.plan_data import plan_data, temporary_use
from tests.replay import remembered
from tests.world_firms import FIRM_SAMPLES, build_firms
from tests.world_periods import PERIOD_SAMPLES, WEEK, build_periods, build_publications
from tests.world_policy import POLICY_SAMPLES, build_policy
from tests.world_shapes import SHAPE_SAMPLES, build_shapes
from tests.world_work import WORK_SAMPLES, build_work
from units.choices import GROUP_ROLES, Role
from units.models import Post, Region, Unit, User
from units.selectors import actor_of
from units.services import create_person, issue_token, save_region, save_unit
from units.sessions import SEEN_AT, SIGNED_IN_AT

MORNING = clock.shanghai(2021, 9, 24, 9, 40)
PASSWORD = "Test-9x-Morning"
ANONYMOUS = "anonymous"
GROUPS = tuple(role.value for role in GROUP_ROLES if role != Role.ACCEPTANCE_GROUP)  # they stand in group_matrix.csv
ACTORS = (ANONYMOUS, *(role for role in Role.values if role not in GROUPS))
COUNTY = (Role.COUNTY_CLERK, Role.COUNTY_REVIEWER)


@dataclass
class World:
    """城市、两县、各岗位的人; `records["A"]["draft"]` and so on are ids."""

    city: Region
    counties: dict[str, Region]
    units: dict[str, Unit]
    people: dict[tuple[str, str], Actor] = field(default_factory=dict)
    measures: dict[str, object] = field(default_factory=dict)
    records: dict[str, dict[str, int]] = field(default_factory=dict)
    plan: Plan | None = None
    cohort: Cohort | None = None

    def actor(self, role: str, county: str = "A") -> Actor:
        """The person of a role; county roles exist in A and B, the others once."""
        return self.people[role, county if role in COUNTY else ""]

    def user(self, role: str, county: str = "A") -> User:
        return User.objects.get(pk=self.actor(role, county).user_id)

    def client(self, role: str = ANONYMOUS, county: str = "A", **options) -> Client:
        """A browser in which this person works; nobody for `anonymous`."""
        return signed_in(self.actor(role, county), **options) if role != ANONYMOUS else Client(**options)

    def token(self, role: str, county: str = "A") -> str:
        """A token of the interface for this person's post."""
        actor = self.actor(role, county)
        return issue_token(Post.objects.get(pk=actor.post_id), actor=actor)


def words_of_page(response) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def signed_in(actor: Actor, **options) -> Client:
    """A browser with a session as the sign-in page makes it, without its cost."""
    client = Client(**options)
    client.force_login(User.objects.get(pk=actor.user_id), backend="units.backends.PersonBackend")
    session = client.session
    session["post_id"], session[SIGNED_IN_AT] = actor.post_id, clock.real_now().isoformat()
    session[SEEN_AT] = session[SIGNED_IN_AT]
    session.save()
    return client


@remembered
def build_world() -> World:
    """Make it (inside a database test); the rows are made once in a process and put back later."""
    system = system_actor("测试")
    with clock.at(MORNING), everything("the world of the tests"):
        city = save_region(actor=system, code="419900", name="测试市", full_name="测试市", level="city")
        counties = {key: save_region(actor=system, code=f"41990{n}", name=f"{word}县", full_name=f"测试市{word}县", level="county",
                                     parent=city, sort=n) for n, (key, word) in enumerate((("A", "甲"), ("B", "乙")), 1)}
        units = {key: save_unit(actor=system, region=county, name=f"{county.name}自然资源局") for key, county in counties.items()}
        units[""] = save_unit(actor=system, region=city, name="领导小组办公室", kind="group")
        world = World(city, counties, units)
        for role in Role.values:
            for key in CANARY if role in COUNTY else [""]:
                world.people[role, key] = _person(world, role, key)
        for build in BUILDERS:
            build(world)
    return world


def _person(world: World, role: str, county: str) -> Actor:
    username = f"{role}.{county.lower()}" if county else role
    user, _ = create_person(actor=system_actor("测试"), username=username, name=f"测试{Role(role).label}{CANARY.get(county, '')}",
                            unit=world.units[county], role=role, password=PASSWORD, is_demo=True)
    return actor_of(user.posts.select_related("user", "unit__region").get())


def _build_catalogue(world: World) -> None:
    catalogue = {
        "grant": {"label": "出让供应", "kinds": ["unsupplied"], "causes": [], "effect": "disposes", "evidence": []},
        "start": {"label": "限期开工", "kinds": ["idle"], "causes": [], "effect": "disposes",
                  "evidence": [{"code": "permit", "label": "施工许可证"}]},
        "temporary": {"label": "临时使用", "kinds": ["unsupplied"], "causes": [], "effect": "disposes", "evidence": [], "terms": "temporary_zmd"},
    }
    world.measures = {code: land.save_measure(actor=system_actor("测试"), region=world.city, code=code, document_no="测试办〔2021〕1号",
                                              section="三（五）", **values) for code, values in catalogue.items()}
    world.cohort = land.save_cohort(actor=system_actor("测试"), region=world.city, code="until_2014", label="2014年以前",
                                    approved_until=date(2014, 12, 31), document_no="测试办〔2021〕1号", section="一（二）")


def _build_land(world: World) -> None:
    """In each county one parcel with a disposal in every state on the way, and a paper."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            batch = land.register_batch(actor=clerk, region_id=world.counties[county].id, values={
                "approval_no": f"测政土〔2020〕{1 if county == 'A' else 2}号", "approved_on": date(2020, 3, 1), "area": Decimal(300),
                "name": f"{word}批次"})
            parcel = land.register_parcel(actor=clerk, region_id=world.counties[county].id, kind="unsupplied", values={
                "name": f"{word}地块", "location": f"{word}路北", "area": Decimal(100), "area_typed": "100", "area_unit": "mu"})
            draft = _disposal(world, county, parcel.id, "temporary", terms=temporary_use(f"{word}公司"))
            ids = {"batch": batch.id, "parcel": parcel.id, "draft": draft.id, "due": draft.dues.get().id}
            paper = land.add_evidence(ids["draft"], actor=clerk, kind="decision", title=f"{word}材料",
                                      upload=SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf"))
            ids["evidence"] = paper.id
        for state, steps in {"submitted": ("submit",), "verified": ("submit", "verify"), "accepted": ("submit", "verify", "accept")}.items():
            ids[state] = _walk(world, county, _disposal(world, county, parcel.id), steps).id
        world.records[county] = ids


def _build_accounts(world: World) -> None:
    """In each county an approval of which some was cancelled, without its notice yet, and a condition that is missing."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            entry = land.enter_gone(world.records[county]["batch"], actor=clerk, use="cancelled", amounts=Amounts(Decimal(20)),
                                    document_no="测核〔2021〕7号", decided_on=date(2021, 9, 1), reason=f"{word}规划调整")
            hurdle = land.add_hurdle(world.records[county]["parcel"], actor=clerk, topic="papers", content=f"{word}手续", lead_unit=f"{word}局",
                                     due_on=date(2021, 10, 31))
            stop = land.add_stop(world.records[county]["parcel"], actor=clerk, values={
                "kind": "planning", "doc_no": f"{word}规〔2021〕1号", "from_on": date(2021, 9, 1), "until_on": None, "note": f"{word}调整"})
            agreement = land.add_agreement(world.records[county]["parcel"], actor=clerk, values={
                "doc_no": f"{word}补〔2021〕1号", "signed_on": date(2021, 8, 1), "start_on": date(2021, 12, 1)})
        world.records[county] |= {"batch_entry": entry.id, "hurdle": hurdle.id, "stop": stop.id, "agreement": agreement.id}


def _build_cases(world: World) -> None:
    """In each county a 一宗一策 that waits to be approved, a case with a claim, a back-fill and a spot check."""
    for county in CANARY:
        clerk, word = world.actor("county_clerk", county), CANARY[county]
        with scope(clerk):
            plan = land.draft_plan(world.records[county]["parcel"], actor=clerk, version=0, values={
                "cause": "government", "measures": ["grant"], "approach": f"{word}思路", "deadline_on": date(2021, 11, 30), "lead_unit": f"{word}乡"})
            case = land.open_lawsuit(world.records[county]["parcel"], actor=clerk, values={
                "kind": "seizure", "case_no": f"（2021）{word}民初1号", "court": f"{word}法院", "parties": f"{word}公司"})
            land.add_review(case.id, actor=clerk, values={
                "doc_no": f"{word}司审〔2021〕1号", "reviewed_on": date(2021, 9, 20), "unit": f"{word}司法局", "result": "agree", "note": ""})
            claim = land.add_claim(case.id, actor=clerk, side="creditor", name=f"{word}银行", amount=Decimal(1), is_mortgagee=True, rank=1)
            violation = ViolationCase.objects.create(  # 石龙's document alone opens one
                region_id=clerk.region_id, parcel_id=world.records[county]["parcel"], used_on=date(2021, 9, 1), opened_at=MORNING,
                opened_by_id=clerk.user_id, result=f"{word}没收")
            backfill = land.open_backfill(world.records[county]["parcel"], actor=clerk, what="supply", note=f"{word}补录")
        reviewer = world.actor("county_reviewer", county)
        with scope(reviewer):
            land.add_spot_check(world.records[county]["parcel"], actor=reviewer, checked_on=date(2021, 9, 20), finding=f"{word}未动工")
        world.records[county] |= {"backfill": backfill.id, "violation": violation.id, "plan": plan.id, "lawsuit": case.id,
                                  "claim": claim.id}


def _disposal(world: World, county: str, parcel_id: int, measure: str = "grant", **more) -> Disposal:
    clerk = world.actor("county_clerk", county)
    with scope(clerk):
        return land.draft_disposal(parcel_id, actor=clerk, values={
            "measure_id": world.measures[measure].id, "area": Decimal(10), "area_typed": "10", "area_unit": "mu",
            "disposed_on": date(2021, 9, 22), "doc_no": "测自然资交〔2021〕18号", "remark": f"{CANARY[county]}备注", **more})


def _walk(world: World, county: str, disposal: Disposal, steps: tuple[str, ...]) -> Disposal:
    who = {"submit": "county_clerk", "verify": "county_reviewer", "accept": "acceptance_group"}
    for step in steps:
        actor = world.actor(who[step], county)
        with scope(actor):
            disposal = land.step_disposal(disposal.id, actor=actor, action=step, version=disposal.version)
    return disposal


def _build_plan(world: World) -> None:
    """The plan of the city, with its printed tables, targets and task; `world.plan`."""
    world.plan, _ = load_plan(plan_data(), actor=system_actor("测试"))


def _build_correction(world: World) -> None:
    """In each county a correction that waits for its second person."""
    office = world.actor("office")
    for county in CANARY:
        row = Disposal.objects.get(pk=world.records[county]["accepted"])
        with scope(office):
            found = propose_correction(row.id, actor=office, version=row.version, new_area=Decimal(9), reason=f"{CANARY[county]}面积核错",
                                       doc_no="测核〔2021〕1号")
        world.records[county]["correction"] = found.id


def _build_week(world: World) -> None:
    """County B has returned the running week with another figure, A has not; `records[…]["week"]` is its report."""
    clerk = world.actor("county_clerk", "B")
    with scope(clerk):
        row = submit_return(week_of(world.plan, WEEK), world.counties["B"].id, actor=clerk, version=0, remark=f"{CANARY['B']}备注",
                            stated={"unsupplied": (Decimal("12.34"), f"{CANARY['B']}原因")})
    for county in CANARY:
        world.records[county]["week"] = row.report_id


BUILDERS: list[Callable[[World], None]] = [
    _build_plan, _build_catalogue, _build_land, build_findings, _build_correction, _build_week, _build_cases, _build_accounts,
    lambda world: build_firms(world, CANARY), build_packages, build_goals, build_needs, build_reshapes, build_procedures, build_imports,
    build_reconciliations, lambda world: build_shapes(world, CANARY), build_work, build_periods, build_publications, build_supervision, build_policy]

# view name (or the beginning of several) -> arguments its routes may want, for the records of one county; the longest wins
SAMPLES: dict[str, Callable[[World, str], dict]] = {
    "units:person": lambda world, county: {"pk": world.actor("county_clerk", county).user_id},
    "units:post_end": lambda world, county: {"pk": world.actor("county_clerk", county).post_id},
    "units:token_revoke": lambda world, county: {"pk": 10**9},
    "parcels:": lambda world, county: {"pk": world.records[county]["parcel"], "parcel_id": world.records[county]["parcel"]},
    "parcels:agreement_void": lambda world, county: {"pk": world.records[county]["agreement"]},
    "parcels:clock_stop": lambda world, county: {"pk": world.records[county]["stop"]},
    "parcels:clock_stop_new": lambda world, county: {"pk": world.records[county]["parcel"]},
    "parcels:cohort": lambda world, county: {"pk": world.cohort.id if county == "A" else 10**9},  # the cohort is the city's
    "parcels:facts": lambda world, county: {"pk": world.records[county]["low"]},
    "parcels:finding": lambda world, county: {"pk": world.records[county]["finding"]},
    "parcels:finding_new": lambda world, county: {"pk": world.records[county]["low"]},
    "parcels:disposal": lambda world, county: {"pk": world.records[county]["draft"], "parcel_id": world.records[county]["parcel"]},
    "parcels:due_close": lambda world, county: {"pk": world.records[county]["due"]},
    "parcels:batch": lambda world, county: {"pk": world.records[county]["batch"]},
    "parcels:batch_entry": lambda world, county: {"pk": world.records[county]["batch_entry"]},
    "parcels:hurdle_": lambda world, county: {"pk": world.records[county]["hurdle"]},
    "parcels:evidence": lambda world, county: {"pk": world.records[county]["evidence"]},
    "parcels:finding_notices": lambda world, county: {"pk": world.records[county]["finding"]},
    "parcels:idle": lambda world, county: {"pk": world.records[county]["procedure"]},
    "parcels:idle_new": lambda world, county: {"pk": world.records[county]["idle"]},
    "parcels:idle_step": lambda world, county: {"pk": world.records[county]["idle_step"]},
    "parcels:idle_step_new": lambda world, county: {"pk": world.records[county]["procedure"], "action": "explain"},
    "parcels:notice": lambda world, county: {"pk": world.records[county]["notice"]},
    # templates and measures are the city's; of another county there is none to ask for
    "parcels:paper_template": lambda world, county: {"kind": "levy" if county == "A" else "none", "number": 0},
    "parcels:measure": lambda world, county: {"pk": world.measures["grant"].id if county == "A" else 10**9},
    "parcels:plan_decide": lambda world, county: {"pk": world.records[county]["plan"]},
    "parcels:reshape_decide": lambda world, county: {"pk": world.records[county]["reshape"]},
    "parcels:lawsuit": lambda world, county: {"pk": world.records[county]["lawsuit"]},
    "parcels:lawsuit_new": lambda world, county: {"pk": world.records[county]["parcel"]},
    "parcels:claim": lambda world, county: {"pk": world.records[county]["claim"]},
    "parcels:backfill_finish": lambda world, county: {"pk": world.records[county]["backfill"]},
    "parcels:sample": lambda world, county: {"pk": 10**9},  # nothing of this world is written off: parcels/tests/test_samples.py
    "parcels:violation_edit": lambda world, county: {"pk": world.records[county]["violation"]},
    "parcels:view": lambda world, county: {"pk": 10**9},
    "api_reports:plan_progress": lambda world, county: {"pk": world.plan.id if county == "A" else 10**9},  # the plan is the city's
    "api_parcels:disposal": lambda world, county: {"pk": world.records[county]["draft"]},
    "api_parcels:parcel": lambda world, county: {"pk": world.records[county]["parcel"]},
    "api_parcels:evidence": lambda world, county: {"pk": world.records[county]["evidence"]},
    "reports:news_open": lambda world, county: {"seq": 10**9},  # whose news they are: reports/tests/test_news.py
    "reports:correction": lambda world, county: {"pk": world.records[county]["correction"], "disposal_id": world.records[county]["accepted"]},
    "tasks:": lambda world, county: {"pk": world.plan.id, "part": "targets", "key": "annex2"},
    "api_tasks:": lambda world, county: {"pk": world.plan.id},
} | FIRM_SAMPLES | MORE_SAMPLES | SHAPE_SAMPLES | WORK_SAMPLES | PERIOD_SAMPLES | POLICY_SAMPLES
