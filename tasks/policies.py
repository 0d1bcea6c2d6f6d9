"""方案与任务量的权限: plans are public to every business role; only the office of a plan's region changes anything."""

from __future__ import annotations

from collections.abc import Callable

from landplan.lib.actors import Actor
from units.choices import CITY_ROLES, COUNTY_ROLES, GROUP_ROLES, Function
from units.policies import desk_of, holds, may_work

from .choices import CaseKind
from .models import Obligation, PeriodDuty, Plan, WorkTaskUnit
from .rules.obligations import desk_for
from .rules.packages import ACCEPTANCE
from .rules.supervision import GROUP_KINDS, RESTRICTED
from .rules.work_tasks import Voice, voice_of


def may_for_whole(may: Callable[[Actor], bool], actor: Actor, plan: Plan | None) -> bool:
    """全方案的事: what a plan as a whole decides, froze or drafts belongs to whoever covers its region; a post that covers a part of it
    (a city in its province's plan) has its own counties' rows. Where no plan is in force the territory alone decides."""
    return may(actor) and (plan is None or actor.covers(plan.region_id))


def may_in_case(may: Callable[[Actor], bool], actor: Actor, plan: Plan) -> bool:
    """办一个县区的一件 (督办奖惩, a finding of an inspection) under a plan: a county does its own steps about itself, every other post
    covers the whole plan."""
    return may(actor) if actor.role in COUNTY_ROLES else may_for_whole(may, actor, plan)


def may_read_plans(actor: Actor) -> bool:
    """看方案、任务量表、印发核对."""
    return may_work(actor)


def may_ask(actor: Actor) -> bool:
    """提出政策咨询、提请法律审查: the county's clerk."""
    return actor.role == "county_clerk"


def may_answer(actor: Actor) -> bool:
    """答复政策咨询、出法律审查意见、公开通用解答 (POL-07): who holds 政策解读; whose inquiries one reaches, the territory says."""
    return holds(actor, Function.ADVICE)


def may_enter_documents(actor: Actor) -> bool:
    """登记政策文件: the office, and a county's clerk for the county."""
    return actor.role in ("office", "county_clerk")


def may_keep_document(actor: Actor, region_id: int | None) -> bool:
    """改一份文件、登记它的关系和附件: the office its own city's and those above it, a county's clerk the county's."""
    return may_enter_documents(actor) and (region_id == actor.region_id or (region_id is None and actor.role == "office"))


def may_govern_plans(actor: Actor) -> bool:
    """改方案设置、任务调整: the office of the leading group."""
    return actor.role == "office"


def may_govern(actor: Actor, region_id: int) -> bool:
    """The same, for the plan of a region: the office of that region or of one above it."""
    return may_govern_plans(actor) and actor.covers(region_id)


def may_send_package(actor: Actor) -> bool:
    """报送台账和方案: the county's clerk."""
    return actor.role == "county_clerk"


def may_review_package(actor: Actor, reported_to: str) -> bool:
    """审核报送包: who accepts what is reported to 考核验收组, who gathers the ledgers everything else (rules.packages.CONVENTION)."""
    return holds(actor, Function.ACCEPT if reported_to == ACCEPTANCE else Function.LEDGER)


def may_enter_figures(actor: Actor) -> bool:
    """录入部系统的合计数: the office of the leading group, since they decide stage results."""
    return actor.role == "office"


def may_enter_system_parcels(actor: Actor) -> bool:
    """交外部系统的宗地清单: the office, and the clerk of a county for the own county."""
    return actor.role in ("office", "county_clerk")


def may_confirm_closing(actor: Actor, plan_region_id: int) -> bool:
    """确认办结: the office of the plan's region or above; of a county's own plan its reviewer too, since city posts do not sit in counties."""
    return may_govern(actor, plan_region_id) or (actor.role == "county_reviewer" and actor.region_id == plan_region_id)


def speaks_for(actor: Actor, unit: WorkTaskUnit, plan_region_id: int) -> bool:
    """报一个责任单位的进展: the posts of that unit; of a collective every county's clerk, any department, or the office."""
    voice = voice_of(unit.name, is_collective=unit.is_collective)
    is_office = actor.role == "office" and actor.region_id == plan_region_id
    if voice == Voice.COUNTIES:
        return actor.role == "county_clerk"
    if voice == Voice.OFFICE:
        return is_office
    if voice == Voice.DEPARTMENTS:
        return actor.region_id == plan_region_id and (is_office or (actor.role == "department" and not unit.is_lead))
    return actor.role in ("county_clerk", "department", "office", *GROUP_ROLES) and actor.unit_id is not None \
        and actor.unit_id == unit.unit_id


def may_record_obligation(actor: Actor, obligation: Obligation, region_id: int) -> bool:
    """登记已建已发: a county's clerk for the county, the office for what the plan's own level issues."""
    if actor.role == "county_clerk":
        return actor.region_id == region_id
    return actor.role == "office" and region_id == obligation.plan.region_id == actor.region_id


def may_finish_period(actor: Actor, duty: PeriodDuty) -> bool:
    """办结周期任务: the desk that the cycle names, in its own region."""
    desk = desk_for(duty.cycle.by, in_county=duty.region.level == "county")
    return desk in (actor.role, desk_of(actor)) and actor.region_id == duty.region_id


def may_read_cases(actor: Actor) -> bool:
    """看督办奖惩; a county reads what was decided about it (`selectors.supervision.visible_cases`)."""
    return may_work(actor)


def may_see_nominations(actor: Actor, region_id: int) -> bool:
    """看提名: who proposes and the leaders, of the plan's region or above it; whoever sees less would read what is not theirs as 0."""
    return (actor.role == "leader" or holds(actor, Function.SUPERVISE)) and actor.covers(region_id)


def may_see_link(actor: Actor, region_id: int) -> bool:
    """看增存挂钩的投入数 of every county: posts of the plan's region or above it, for the same reason."""
    return actor.role in CITY_ROLES and actor.covers(region_id)


def may_propose_case(actor: Actor, kind: str) -> bool:
    """提出督办奖惩: the office everything, another holder of 督办 what the document gives it ("": anything at all); a county's clerk
    may apply for 容错纠错."""
    if actor.role == "county_clerk":
        return kind == CaseKind.TOLERANCE
    return holds(actor, Function.SUPERVISE) and (actor.role == "office" or not kind or kind in GROUP_KINDS)


def may_decide_case(actor: Actor) -> bool:
    """决定和办结: the office or the leaders (another person than who proposed it)."""
    return actor.role in ("office", "leader")


def may_add_step(actor: Actor, kind: str) -> bool:
    """登记办理记录: the office, another holder of 督办 and the county's clerk about what they may read."""
    return holds(actor, Function.SUPERVISE) and (actor.role == "office" or kind not in RESTRICTED) \
        or (actor.role == "county_clerk" and kind not in RESTRICTED)
