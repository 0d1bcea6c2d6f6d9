"""调整利用 (DSP-26, 31, 32): another use at its own price, transfer and joint building of industrial land, the transition of new
industries."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from landplan.lib.errors import Refusal

from ...choices import Cause
from ..findings.base import Clause
from .base import Derived, Due, Land, Term, TermSet, Values, bad, choice, day, money, paper, wan_text, words
from .documents import BAOFENG, SANMENXIA, SHILONG_2, shilong, zhumadian
from .spans import industrial

USE, PREREGISTER, JOINT = "use", "preregister", "joint"
_SETTLE = "按照新用途或新规划条件核算、收缴或退还土地价款，重新办理用地手续"
_ADJUST_SL = shilong("二（二）1、2", f"{_SETTLE}……自然资源部门按照规定对调整方案和盘活结果进行公示，报区政府批准，按照新用途重新办理用地手续")
_INDUSTRIAL = "允许企业将工业用地通过转让预登记、合作建设等方式进行盘活利用"


def _use_terms(**more) -> tuple[Term, ...]:
    return (words("old_use", "原用途或原规划条件", default=lambda land: land.purpose or None, **more), words("new_use", "新用途或新规划条件", **more),
            money("new_price", "按新用途核算的价款", **more),
            money("paid_price", "已缴价款", default=lambda land: land.price, **more),
            day("plan_noticed_on", "调整方案公示日期", **more), paper("approval_no", "政府批准文号", "石龙为区政府批准", **more),
            day("approved_on", "批准日期", **more), day("result_noticed_on", "盘活结果公示日期", **more),
            paper("new_paper_no", "重新办理的用地手续", "变更后的合同或划拨决定书", **more),
            day("settled_on", "价款收缴或退还日期", is_needed=False, **more))


_USE_DAYS = ("plan_noticed_on", "approved_on", "result_noticed_on")
_USE_PAST = (*_USE_DAYS, "settled_on")


def settlement(new: Decimal, paid: Decimal) -> tuple[str, Decimal]:
    """收缴 or 退还, and how much (万元)."""
    return ("应收缴", new - paid) if new > paid else ("应退还", paid - new) if new < paid else ("两清", Decimal(0))


def _derived(clause: Clause, values: Values, land: Land) -> list[Derived]:
    if "new_price" not in values or "paid_price" not in values:
        return []
    word, amount = settlement(values["new_price"], values["paid_price"])
    return [Derived("土地价款", f"{word} {wan_text(amount)}" if amount else word,
                    f"新价款 {wan_text(values['new_price'])} − 已缴 {wan_text(values['paid_price'])}", str(clause))]


def _settled(values: Values, land: Land) -> list[Refusal]:
    """有差价的要结清."""
    if "new_price" not in values or "paid_price" not in values or "settled_on" in values:
        return []
    word, amount = settlement(values["new_price"], values["paid_price"])
    if not amount:
        return []
    return [bad("settled_on", f"{word} {wan_text(amount)}，没有填收缴或退还日期。价款结清后才能上报；没有结清的先存草稿。", "missing")]


def _adjust(code: str, label: str, clause: Clause) -> TermSet:
    return TermSet(code, label, clause, _use_terms(), orders=(_USE_DAYS,), past=_USE_PAST, also=_settled, derived=partial(_derived, clause))


def _preregister_terms(**more) -> tuple[Term, ...]:
    return (paper("preregister_no", "转让预登记证明", **more), day("preregistered_on", "预登记日期", **more), words("transferee", "拟受让人", **more),
            day("transfer_by", "约定达到转让条件的期限", "到期提醒", **more))


def _joint_terms(**more) -> tuple[Term, ...]:
    return (paper("joint_no", "合作协议编号", **more), day("joined_on", "协议日期", **more), words("partner", "合作方", **more),
            day("build_by", "约定动工日", "到期提醒", **more))


def _dues(values: Values) -> list[Due]:
    known = (("transfer_by", "达到转让条件", "达到条件的办转让登记；没有达到的，撤销预登记，办下一步"),
             ("build_by", "合作建设动工", "没有动工的，督促或办下一步"))
    return [Due(key, label, values[key], step) for key, label, step in known if key in values]


def _ways(code: str, clause: Clause) -> TermSet:
    """宝丰、三门峡的调整利用: its three ways."""
    def only(way: str) -> dict:
        return {"only": ("way", (way,))}

    firm = (Cause.ENTERPRISE, Cause.BOTH, Cause.SEIZED)
    way = choice("way", "方式", ((USE, "调整用途或规划条件"), (PREREGISTER, "转让预登记"), (JOINT, "合作建设")),
                 open_to=((PREREGISTER, firm), (JOINT, firm)))

    def check(values: Values, land: Land) -> list[Refusal]:
        if values.get("way") not in (PREREGISTER, JOINT):
            return []
        return [bad("way", f"这种方式{reason}。请换一种方式，或先改宗地的土地用途。") for reason in industrial(land, str(clause))]

    return TermSet(code, "调整利用", clause, (way, *_use_terms(**only(USE)), *_preregister_terms(**only(PREREGISTER)), *_joint_terms(**only(JOINT))),
                   orders=(_USE_DAYS, ("preregistered_on", "transfer_by"), ("joined_on", "build_by")),
                   past=(*_USE_PAST, "preregistered_on", "joined_on"), check=check, also=_settled, derived=partial(_derived, clause), dues=_dues)


def _industry(code: str, label: str, clause: Clause, terms: tuple[Term, ...], *order: str) -> TermSet:
    return TermSet(code, label, clause, terms, orders=(order,), past=order[:1], conditions=lambda land: industrial(land, str(clause)), dues=_dues)


_ZMD = zhumadian(_INDUSTRIAL)
_TRANSFER_SL = shilong(SHILONG_2, "对闲置工业用地，除按法律规定、合同约定应收回的情形外，……采取转让、合作开发等方式盘活利用")
_TRANSITION = shilong(SHILONG_2, "用于发展新产业新业态的，可以按照自然资源部《产业用地政策实施工作指引》和相关产业用地政策，适用过渡期政策")


def _transfer_sl() -> TermSet:
    way, sold = choice("way", "方式", (("transfer", "转让"), ("joint", "合作开发"))), {"only": ("way", ("transfer",))}
    terms = (way, paper("transfer_no", "转让合同编号", **sold), day("transferred_on", "转让登记日期", **sold),
             words("transferee", "受让人", **sold), *_joint_terms(only=("way", ("joint",))))
    return TermSet("transfer_sl", "转让、合作开发", _TRANSFER_SL, terms, orders=(("joined_on", "build_by"),), past=("transferred_on", "joined_on"),
                   conditions=lambda land: industrial(land, str(_TRANSFER_SL)), dues=_dues)


def _transition() -> TermSet:
    terms = (words("industry", "新产业新业态", "属于哪一类，依据哪份产业目录"), paper("approval_no", "适用过渡期政策的认定文号"),
             day("approved_on", "认定日期"), day("starts_on", "过渡期起"), day("ends_on", "过渡期止", "到期前提醒"))
    return TermSet("transition_sl", "新产业过渡期政策", _TRANSITION, terms, orders=(("starts_on", "ends_on"),), past=("approved_on",),
                   conditions=lambda land: industrial(land, str(_TRANSITION)),
                   dues=_transition_dues)


def _transition_dues(values: Values) -> list[Due]:
    if "ends_on" not in values:
        return []
    return [Due("transition", "过渡期届满", values["ends_on"], "到期前按新用途办理用地手续；不符合的恢复原用途或办下一步")]


SETS = (
    _adjust("adjust_sl", "调整用途或规划条件", _ADJUST_SL), _ways("adjust_bf", BAOFENG), _ways("adjust_smx", SANMENXIA),
    _adjust("adjust_zmd", "调整用途", zhumadian("因规划调整、高压走廊、军事管制、文物保护、不可抗力等因素")),
    _industry("preregister_zmd", "转让预登记", _ZMD, _preregister_terms(), "preregistered_on", "transfer_by"),
    _industry("joint_zmd", "合作建设", _ZMD, _joint_terms(), "joined_on", "build_by"),
    _transfer_sl(), _transition(),
)
