"""宗地与处置的权限: may this actor do it? Territory is checked by the scope; these look at role and person."""

from __future__ import annotations

from landplan.lib.actors import Actor
from units.choices import BUSINESS_ROLES, Function
from units.policies import holds

_READERS = frozenset({*BUSINESS_ROLES, "system"})


def may_read_ledger(actor: Actor) -> bool:
    """看台账: every business role, inside its territory."""
    return actor.role in _READERS


def may_register_parcel(actor: Actor) -> bool:
    """登记、修改宗地: the county's clerk."""
    return actor.role in ("county_clerk", "system")


def may_draft_disposal(actor: Actor) -> bool:
    """登记处置: the county's clerk."""
    return actor.role == "county_clerk"


def may_draft_plan(actor: Actor) -> bool:
    """拟定一宗一策: the county's clerk."""
    return actor.role == "county_clerk"


def may_approve_plan(actor: Actor) -> bool:
    """批准或退回一宗一策: the county's reviewer, never the one who drafted it (本系统的约定，文件未写)."""
    return actor.role == "county_reviewer"


def may_propose_reshape(actor: Actor) -> bool:
    """拟定分割、合并: the county's clerk."""
    return actor.role == "county_clerk"


def may_approve_reshape(actor: Actor) -> bool:
    """批准或退回分割、合并: the county's reviewer, never the one who drafted it (本系统的约定，文件未写)."""
    return actor.role == "county_reviewer"


def may_keep_milestones(actor: Actor) -> bool:
    """倒排、移节点: the county's clerk."""
    return actor.role == "county_clerk"


def may_keep_meetings(actor: Actor) -> bool:
    """登记会议和议题: the county's clerk those of the county, the office those of the city."""
    return actor.role in ("county_clerk", "office")


def may_keep_item(actor: Actor, meeting_region_id: int, region_id: int) -> bool:
    """登记、修改一个议题: the office at meetings of its own level, a county's clerk what is the county's to do."""
    return may_keep_meetings(actor) and actor.region_id == (meeting_region_id if actor.role == "office" else region_id)


def may_keep_cases(actor: Actor) -> bool:
    """登记涉法涉诉案件、专班、债权债务: the county's clerk."""
    return actor.role == "county_clerk"


def may_record_review(actor: Actor) -> bool:
    """登记司法审核意见: the county's clerk, or who gives it (驻政办〔2021〕19号 附件1 六)."""
    return actor.role == "county_clerk" or holds(actor, Function.ADVICE)


def may_spot_check(actor: Actor) -> bool:
    """登记抽查: whoever looks on - the county's reviewer, and who gathers the ledgers, guides or accepts."""
    return actor.role == "county_reviewer" or holds(actor, Function.LEDGER, Function.GUIDE, Function.ACCEPT)


def may_draw_sample(actor: Actor) -> bool:
    """回头看抽样、登记结果: who accepts or gathers the ledgers, who entered none of what they look at (本系统的约定，文件未写)."""
    return holds(actor, Function.ACCEPT, Function.LEDGER)


def may_run_night(actor: Actor) -> bool:
    """立即核对（预警）: the office; by itself it runs every night."""
    return actor.role in ("office", "system")


def may_verify(actor: Actor) -> bool:
    """审核: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_record_facts(actor: Actor) -> bool:
    """核实宗地: the county's clerk."""
    return actor.role == "county_clerk"


def may_find(actor: Actor) -> bool:
    """认定: the county's reviewer, on facts that another person recorded."""
    return actor.role == "county_reviewer"


def may_set_standard(actor: Actor) -> bool:
    """登记认定标准: the county that issued it, or the office for it."""
    return actor.role in ("county_reviewer", "office")


def may_end_finding(actor: Actor) -> bool:
    """出清单: who accepts, by a result."""
    return holds(actor, Function.ACCEPT)


def may_accept(actor: Actor) -> bool:
    """验收、销号、恢复在册: who holds 考核验收, the acceptance group by 驻政办〔2021〕19号 附件1 四."""
    return holds(actor, Function.ACCEPT)


def may_edit_measures(actor: Actor) -> bool:
    """改措施目录: the office of the leading group."""
    return actor.role in ("office", "system")


def may_export(actor: Actor) -> bool:
    """导出台账: whoever may read it."""
    return may_read_ledger(actor)


def may_draw(actor: Actor) -> bool:
    """交图形、勾绘、说明没有图形的原因: the county's clerk."""
    return actor.role in ("county_clerk", "system")


def may_draw_exactly(actor: Actor) -> bool:
    """按坐标画: whoever draws point by point reads coordinates."""
    return may_draw(actor) and may_read_coordinates(actor)


def may_read_coordinates(actor: Actor) -> bool:
    """看、导出界址点坐标: a right of its own, given post by post (自然资发〔2020〕95号); every business role may see the picture."""
    return may_read_ledger(actor) and actor.coordinates


def may_load_outline(actor: Actor) -> bool:
    """装入县区范围线: the office of the leading group."""
    return actor.role in ("office", "system")


def may_keep_enterprises(actor: Actor) -> bool:
    """登记企业、年度指标、用地: the county's clerk."""
    return actor.role == "county_clerk"


def may_keep_parks(actor: Actor) -> bool:
    """登记园区和它的各项: the county's clerk, or the office for its city."""
    return actor.role in ("county_clerk", "office", "system")


def may_publish_controls(actor: Actor, region_id: int) -> bool:
    """发布控制性指标: the county's clerk for the county and its parks, the office for its city."""
    return actor.role in ("county_clerk", "office") and actor.region_id == region_id


def may_check_transfer(actor: Actor) -> bool:
    """登记园区对受让方的审核: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_keep_covenants(actor: Actor) -> bool:
    """登记监管协议: the county's clerk."""
    return actor.role == "county_clerk"


def may_judge_covenant(actor: Actor) -> bool:
    """考核监管协议: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_decide_incentive(actor: Actor) -> bool:
    """审批激励申请: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_review_project(actor: Actor) -> bool:
    """审核建设规模: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_keep_registers(actor: Actor) -> bool:
    """登记零散土地、历史遗留问题, 起草低效方案: the county's clerk."""
    return actor.role == "county_clerk"


def may_step_low_plan(actor: Actor) -> bool:
    """报批、批准、退回、公布低效方案: the county's clerk and reviewer, each their own steps (rules.low_plans.STEPS)."""
    return actor.role in ("county_clerk", "county_reviewer")


def may_keep_projects(actor: Actor) -> bool:
    """登记项目、用地申请、竣工联合验收: the county's clerk."""
    return actor.role == "county_clerk"


def may_decide_application(actor: Actor) -> bool:
    """审核用地申请: the county's reviewer."""
    return actor.role == "county_reviewer"


def may_restrict(actor: Actor) -> bool:
    """登记和解除用地限制: who decides of them, the office or the leaders."""
    return actor.role in ("office", "leader")


def may_list_firm(actor: Actor) -> bool:
    """列入整治淘汰名单: the county's clerk, or the office."""
    return actor.role in ("county_clerk", "office")


def may_delist_firm(actor: Actor) -> bool:
    """移出整治淘汰名单: the county's reviewer, or the office."""
    return actor.role in ("county_reviewer", "office")


def may_keep_credit(actor: Actor) -> bool:
    """登记失信记录: the county's clerk, or the office."""
    return actor.role in ("county_clerk", "office")


def may_clear_credit(actor: Actor) -> bool:
    """登记信用修复: the county's reviewer, or the office."""
    return actor.role in ("county_reviewer", "office")
