"""留痕成句: an entry as a plain Chinese sentence - who, did what, from what (struck) to what (bold), why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db.models import DateTimeField, Field, ForeignKey, Model

from landplan.lib import clock
from landplan.lib.area import AreaField, show
from landplan.lib.money import MoneyField
from landplan.lib.text import clean_text

from .models import AuditEntry
from .selectors.history import values

Names = dict[tuple[type[Model], int], str]

# action -> what the person did; {label} is the object as it was called then
VERBS = {
    "register_parcel": "登记宗地", "update_parcel": "修改宗地", "change_kind": "变更类别", "complete_filing": "建档完成",
    "register_batch": "登记批次", "add_supply": "登记供应", "draft_disposal": "登记处置", "edit_disposal": "修改处置",
    "submit_disposal": "上报", "withdraw_disposal": "撤回", "send_back_disposal": "退回", "verify_disposal": "审核通过",
    "accept_disposal": "验收", "void_disposal": "作废处置", "correct_disposal": "更正", "write_off_parcel": "销号",
    "relist_parcel": "恢复在册", "open_round": "再次闲置，开新一轮",
    "add_evidence": "上传佐证", "void_evidence": "作废佐证", "save_measure": "改措施目录", "save_cohort": "改形成年代",
    "create_person": "建账号", "assign_post": "定岗位", "end_post": "免岗位", "disable_person": "停用账号", "enable_person": "启用账号",
    "change_password": "改密码", "reset_password": "重设密码", "sign_in": "登录", "sign_out": "退出", "issue_token": "签发令牌",
    "revoke_token": "吊销令牌", "move_demo_clock": "拨演示时钟", "refused": "被拒绝", "rebuild_totals": "重建累计",
    "rebuild_clocks": "重建期限", "ask_night": "要求核对预警", "check_parcels": "核对预警", "run_job_again": "要求再办作业",
    "save_region": "保存区划", "save_region_alias": "保存区划别名", "save_unit": "保存单位", "save_unit_alias": "保存单位别名",
    "sign_out_everywhere": "全部退出", "save_view": "保存视图", "remove_view": "删去视图", "set_demo_password": "设演示密码",
    "take_papers": "下载一地一档", "rebuild_sums": "重建所存的任务量",
    "record_facts": "核实事实", "record_standard": "登记认定标准", "make_finding": "认定", "end_finding": "出清单",
    "supplement_finding": "补记告知和备案",
    "unlock_sign_in": "解除登录暂停", "attach_evidence": "附上佐证", "load_plan": "装入方案", "propose_correction": "发起更正",
    "decide_correction": "审核更正", "freeze_baseline": "定底数",
    "draft_plan": "拟定一宗一策", "approve_plan": "批准一宗一策", "send_back_plan": "退回一宗一策",
    "permit_coordinates": "准看坐标", "save_shape": "保存图形", "note_lack": "登记无图形原因", "export_shapes": "导出图形",
    "keep_shape_file": "上传图形文件", "import_shapes": "导入图形",
    "drop_shape_file": "放弃图形文件", "load_outline": "装入范围线", "save_park_plan": "登记园区规划",
    "save_planning": "登记多规合一核对", "change_crosswalk": "改低效类型对照",
    "propose_reshape": "拟定分割合并", "approve_reshape": "批准分割合并", "send_back_reshape": "退回分割合并",
    "lay_out_milestones": "倒排", "step_parcel": "移节点", "change_steps": "改倒排设置", "change_list_settings": "改清单设置",
    "open_lawsuit": "登记涉法涉诉", "edit_lawsuit": "修改涉法涉诉", "add_claim": "登记债权债务", "void_claim": "作废债权债务",
    "add_stop": "登记停表", "end_stop": "结束停表", "void_stop": "作废停表", "add_agreement": "登记补充协议", "void_agreement": "作废补充协议",
    "save_year": "登记放假安排",
    "open_procedure": "立闲置程序", "take_idle_step": "登记程序步骤", "confirm_idle_step": "确认程序步骤", "send_back_idle_step": "退回程序步骤",
    "deliver_idle_step": "登记送达", "add_review": "登记司法审核意见", "add_notice": "登记低效告知", "deliver_notice": "登记告知送达",
    "answer_notice": "登记告知答复", "make_paper": "生成文书", "upload_template": "传文书模板",
    "save_expropriation": "登记征收进展",
    "add_hurdle": "登记条件或障碍", "finish_hurdle": "办完条件或障碍", "void_hurdle": "作废条件或障碍", "clear_parcel": "办结条件或障碍",
    "close_due": "办结到期事项", "mark_allocate_first": "改优先划拨", "promote_parcel": "登记推介",
    "settle_functions": "装入职能分工", "assign_functions": "改职能分工",
    "enter_batch_use": "批次出账", "reverse_batch_use": "冲回批次账目", "publish_stop_notice": "登记停止征地公告", "use_indicators": "使用指标",
    "adjust_batch": "调整使用",
    "open_backfill": "登记补录", "finish_backfill": "完成补录", "add_spot_check": "登记抽查",
    "edit_violation": "记违法查处", "draw_sample": "回头看抽样",
    "register_park": "登记园区", "rename_park": "园区改名", "record_park_fact": "登记园区参数",
    "add_transfer": "登记自主转让", "check_transfer": "登记受让审核",
    "add_covenant": "登记监管协议", "judge_covenant": "考核监管协议", "return_to_low": "退回低效",
    "apply_incentive": "登记激励申请", "decide_incentive": "审批激励申请", "add_recovery": "登记追缴", "impose_sanction": "登记惩戒",
    "end_sanction": "解除惩戒", "register_project": "登记项目", "review_project": "审核建设规模", "add_project_part": "排供地批次",
    "register_enterprise": "登记企业", "edit_enterprise": "修改企业", "record_enterprise_year": "登记年度指标",
    "correct_enterprise_year": "更正年度指标", "add_land_use": "登记企业用地", "end_land_use": "停用企业用地",
    "add_register_item": "登记专项", "edit_register_item": "修改专项登记", "void_register_item": "作废专项登记",
    "save_register_due": "装入登记簿完成日期",
    "begin_low_plan": "起草低效方案", "save_low_content": "写低效方案内容", "apply_low_plan": "报批低效方案", "return_low_plan": "退回低效方案",
    "approve_low_plan": "批准低效方案", "publish_low_plan": "公布低效方案", "record_meeting": "登记会议", "add_meeting_item": "登记议题",
    "edit_meeting_item": "修改议题", "edit_project": "修改项目", "register_need": "登记项目", "edit_need": "修改项目", "apply_for_land": "申请用地",
    "decide_application": "审核用地申请", "open_acceptance": "发起竣工联合验收", "add_opinion": "登记验收意见", "pass_acceptance": "验收通过",
    "attach_paper": "上传报送材料", "void_paper": "作废报送材料", "send_package": "报送台账", "accept_package": "收下台账",
    "make_period_duties": "生成周期任务", "remind": "发到期提醒", "make_calendar": "生成日历订阅", "revoke_calendar": "吊销日历订阅",
    "finish_period": "办结周期任务", "record_obligation": "登记应建应发",
    "void_obligation_record": "作废应建应发登记",
    "report_progress": "报任务进展", "propose_closing": "提出办结", "confirm_closing": "确认办结", "return_closing": "退回办结",
    "return_package": "退回台账", "remark_package_row": "写逐宗意见",
    "enter_system_figures": "录入部系统数", "enter_system_parcels": "交外部系统清单", "void_system_intake": "作废导入",
    "ask_export": "请求导出", "defer_export": "转后台导出", "export_list": "导出清单", "forget_exports": "删去过期的导出文件",
    "make_reconciliation": "出对账单", "comment_reconciliation": "写对账说明", "sign_reconciliation": "对账签认",
    "return_reconciliation": "退回对账单",
    "change_settings": "改方案设置", "revise_table": "任务调整",
    "begin_draft": "拟定方案或任务分解", "edit_draft": "改拟定中的", "issue_draft": "印发", "drop_draft": "放弃拟定",
    "ask_inquiry": "提出政策咨询", "answer_inquiry": "答复政策咨询", "publish_answer": "公开通用解答", "withdraw_answer": "撤下通用解答",
    "enter_document": "登记政策文件", "edit_document": "改政策文件", "relate_documents": "登记文件关系", "void_relation": "作废文件关系",
    "attach_document": "上传文件附件", "void_document_file": "作废文件附件", "load_documents": "装入政策库",
    "confirm_target": "确认目标", "void_confirmation": "作废目标确认",
    "open_period": "建一期定期报告", "set_period_dates": "改定期报告的日期", "grant_leave": "准予例外", "check_period": "核对定期报告",
    "uncheck_period": "退回核对", "freeze_period": "定稿定期报告", "issue_period": "定期报告出新版", "publish_period": "通报",
    "save_notice_setting": "改通报的抬头与版记", "save_scheme": "改评估考核设置", "assess_county": "评估", "enter_finding": "登记检查问题",
    "close_finding": "登记整改结果",
    "submit_return": "报送周报", "send_back_return": "退回周报", "freeze_week": "定稿", "issue_edition": "出新版", "hold_week": "挂起自动定稿",
    "release_week": "解除挂起", "open_week": "建一期",
    "save_case_rule": "定提名规则", "end_case_rule": "停用提名规则", "propose_case": "提出督办奖惩", "decide_case": "决定督办奖惩",
    "add_case_step": "登记办理记录", "close_case": "办结督办奖惩", "save_link_formula": "定增存挂钩算法", "restrict_region": "登记用地限制",
    "lift_restriction": "解除用地限制", "add_credit_record": "登记失信记录", "clear_credit_record": "登记信用修复",
    "publish_controls": "发布控制性指标", "void_controls": "作废控制性指标", "list_firm": "列入整治淘汰名单", "delist_firm": "移出整治淘汰名单",
    "draft_publication": "起草公布", "edit_publication": "改公布的草稿", "approve_publication": "审批公布", "remove_publication": "撤下公布",
    "add_objection": "登记公示异议", "record_publication_result": "登记公示后的批准",
    "upload_import": "上传导入文件", "map_import": "对列", "confirm_import": "确认导入", "withdraw_import": "撤回导入", "apply_import": "导入",
}
# keys of before/after that are no columns of the object's model
WORDS = {"new_start": "新约定的动工日", "number": "笔", "reversed_area": "冲回面积", "effective_on": "变更日期", "unit": "单位", "role": "岗位",
         "voided": "作废", "at": "时刻",
         "files": "件数", "lacking": "缺件", "accepted_area": "认可面积", "sha256": "校验码", "buckets": "处数", "disposal": "处置", "title": "名称",
         "planned_measure": "拟采取措施", "milestones": "倒排节点", "step": "节点", "done_on": "完成日期", "lawsuit": "涉法涉诉",
         "violation": "违法查处",
         "population": "总体宗数", "population_sha256": "总体校验码",
         "branch": "拟作的决定", "parcels": "宗数", "unchanged": "没有变化的宗数", "conditions": "条件",
         "old_parcels": "原宗地", "crosswalk": "对照",
         "documents": "文件份数", "relations": "关系条数",
         "until": "到哪一日", "cancelled": "取消条数",
         "rows": "行数", "form": "格式", "address": "页面", "counties": "县区数",
         "new_parcels": "新宗地", "total_area": "面积合计", "edition": "第几版（次）", "basis": "口径", "remark": "备注",
         "doc_no": "文号", "document": "文件", "dated_on": "成文日期", "printed_on": "印发日期", "from_on": "何时起", "checked": "已核对",
         "created": "新增行数", "changed": "改动行数", "same": "没有变化的行数", "draft": "拟定稿", "mapping": "对列",
         "size": "大小（字节）", "ended": "已停用", "points": "点数", "functions": "职能", "quotas": "任务分解表", "targets": "目标",
         "phases": "阶段", "settings": "设置", "to_recover": "应追缴（元）", "state": "状态", "taken_area": "扣减面积", "cleared_on": "办结日期",
         "unsupplied_area": "批而未供", "idle_area": "闲置", "inefficient_area": "低效工业用地", "planned_area": "拟占地面积"}
MOMENTS = {"at"}
QUIET = {"number", "area_typed", "area_unit", "is_demo", "route", "status"}
QUIET_OF = {"parcels.Evidence": {"kind"}}  # a code whose words stand in the title beside it
FAILED = {"sign_in": "登录失败"}


@dataclass(frozen=True)
class Change:
    """一处改动: label, old (None when there was none) and new, as text."""

    label: str
    old: str | None
    new: str


@dataclass(frozen=True)
class Sentence:
    """一句话的各部分."""

    seq: int
    at: datetime
    who: str
    verb: str
    what: str
    changes: tuple[Change, ...]
    reason: str
    is_success: bool


def sentences_of(entries: Iterable[AuditEntry]) -> list[Sentence]:
    """成句 from many entries; what they point at is named in one query for each model."""
    told = [(entry, *values(entry)) for entry in entries]
    names = _names(told)
    return [_sentence(entry, before, after, names) for entry, before, after in told]


def sentence_of(entry: AuditEntry) -> Sentence:
    """成句 from one entry."""
    return sentences_of([entry])[0]


def _sentence(entry: AuditEntry, before: dict, after: dict, names: Names) -> Sentence:
    model, quiet = _model(entry.object_type), QUIET | QUIET_OF.get(entry.object_type, set())
    changes = tuple(
        Change(_label(model, name), _shown(model, name, before.get(name), names), _shown(model, name, new, names) or "空")
        for name, new in after.items() if name not in quiet and (name in before or new not in (None, "", [], False)))
    verb = VERBS.get(entry.action, entry.action)
    verb = verb if entry.is_success else FAILED.get(entry.action, verb)
    return Sentence(entry.seq, entry.at, entry.actor_name or "未登录的人", verb, entry.object_label, changes, entry.reason, entry.is_success)


def wordless_names(entry: AuditEntry) -> list[str]:
    """没有中文名的项 of an entry, which its sentence would show as the program calls them."""
    return [name for name in values(entry)[1] if _is_wordless(entry.object_type, name)]


@cache
def _is_wordless(object_type: str, name: str) -> bool:
    quiet = QUIET | QUIET_OF.get(object_type, set())
    return name not in quiet and _label(_model(object_type), name).isascii()


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label) if label else None
    except LookupError:  # a model of an older edition
        return None


def _field(model: type[Model] | None, name: str) -> Field | None:
    if model is None:
        return None
    return next((f for f in model._meta.fields if name in (f.name, f.attname)), None)


def _names(told: list[tuple[AuditEntry, dict, dict]]) -> Names:
    """What the foreign keys in the entries point at, as it is called now."""
    wanted: dict[type[Model], set[int]] = {}
    for entry, before, after in told:
        model = _model(entry.object_type)
        for name, value in [*before.items(), *after.items()]:
            field = _field(model, name)
            if isinstance(field, ForeignKey) and isinstance(value, int):
                wanted.setdefault(field.related_model, set()).add(value)
    return {(model, row.pk): str(row) for model, keys in wanted.items() for row in model._base_manager.filter(pk__in=keys)}


def _label(model: type[Model] | None, name: str) -> str:
    field = _field(model, name)
    return clean_text(field.verbose_name) if field else WORDS.get(name, name)


def _shown(model: type[Model] | None, name: str, value, names: Names) -> str | None:
    if value is None or value == "":
        return None
    field = _field(model, name)
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), str(value))
    if isinstance(field, AreaField) or name.endswith("_area"):
        return f"{show(Decimal(value))} 亩".replace("-", "−")
    if isinstance(field, MoneyField):
        return f"{value} 元"
    if isinstance(field, DateTimeField) or name in MOMENTS:
        return f"{clock.local(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if name == "sha256":
        return f"{value[:12]}…"
    if isinstance(value, bool):
        return "是" if value else "否"
    return _told(value)


def _told(value) -> str | None:
    """A value of several parts: what its parts are called; how many they are, where they have no names that people use."""
    if isinstance(value, dict):
        named = not any(name.isascii() for name in value)
        return ("、".join(f"{name} {part}" for name, part in value.items()) if named else f"{len(value)} 项") or None
    if isinstance(value, list):
        names = [part.get("label") or part.get("name") or part.get("title") if isinstance(part, dict) else str(part) for part in value]
        return ("、".join(names) if all(names) else f"{len(value)} 项") or None
    return str(value)
