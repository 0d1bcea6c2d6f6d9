"""收回 (DSP-27, 28, 35, 36, 38): without pay after two years, by agreement with pay, of platform companies."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

from landplan.lib.errors import Refusal

from ...choices import Cause
from ..clocks import LAW
from ..findings.base import Clause
from .base import (
    Derived,
    Due,
    Land,
    Term,
    TermSet,
    Values,
    bad,
    choice,
    day,
    flag,
    lacks,
    money,
    must_be_yes,
    paper,
    wan_text,
    words,
)
from .documents import ARTICLE_14_2, BAOFENG, SANMENXIA, SHILONG_3, shilong, zhumadian
from .spans import unstarted_for

CANCEL_DAYS = 30  # 自收回决定书送达之日起 30 日内注销登记
FREE, COST, AGREED = "free", "cost", "agreed"
COST_CLAUSE = Clause(BAOFENG.document, BAOFENG.section, "原则上按照企业取得该宗土地的成本价，经协商一致，可有偿收回土地使用权")


def _decision(**more) -> tuple[Term, ...]:
    return (paper("approval_no", "批准收回的文号", "有批准权的人民政府（石龙为区政府）的批复", **more), day("approved_on", "批准日期", **more),
            paper("decision_no", "收回决定书文号", **more), day("decided_on", "决定日期", **more),
            day("served_on", "决定书送达日期", f"从这一天起 {CANCEL_DAYS} 日内注销登记", **more),
            paper("cancel_no", "注销登记证明编号", is_needed=False, **more), day("cancelled_on", "注销登记日期", is_needed=False, **more))


def _agreement(**more) -> tuple[Term, ...]:
    return (paper("agreement_no", "有偿收回协议编号", **more), day("signed_on", "签订日期", **more), money("agreed", "协商价", **more))


_MORTGAGE = (flag("is_mortgaged", "土地上设有抵押权", "有抵押权的，优先保护抵押权人权益"),
             paper("mortgagee_no", "告知抵押权人的文书", only=("is_mortgaged", ("yes",))))
_DAYS = (("approved_on", "decided_on", "served_on", "cancelled_on"),)


def _cancel_due(values: Values) -> list[Due]:
    if "served_on" not in values:
        return []
    return [Due("cancel", "注销登记", values["served_on"] + timedelta(days=CANCEL_DAYS),
                f"使用权人不办的，公告注销（{LAW}第十八条）", values.get("cancelled_on"))]


# --- 无偿收回 ---------------------------------------------------------------------------------------------------------------------


def _free(code: str, label: str, clause: Clause) -> TermSet:
    """未动工开发满两年、企业无力建设，经批准."""
    return TermSet(code, label, clause,
                   (flag("is_unable", "企业无力建设"), words("inquiry", "调查情况", "资金、项目、经营状况的核查结论"), *_decision()),
                   orders=_DAYS, past=_DAYS[0], conditions=lambda land: unstarted_for(land, 2, str(clause)),
                   check=lambda values, land: must_be_yes(values, "is_unable", "企业无力建设", str(clause)), dues=_cancel_due)


# --- 平台公司 ---------------------------------------------------------------------------------------------------------------------

_PLATFORM = shilong(SHILONG_3, "对政府平台公司土地，要限期开工建设，项目确实无法实施的，收回国有建设用地使用权，依法注销不动产权证")


def _platform() -> TermSet:
    terms = (flag("is_infeasible", "项目确实无法实施"), words("why", "为什么无法实施"), paper("decision_no", "收回决定书文号"),
             day("decided_on", "决定日期"), paper("title_no", "不动产权证号"), paper("cancel_no", "不动产权证注销编号", "注销登记证明上的编号"),
             day("cancelled_on", "注销日期"))
    return TermSet("back_platform", "收回平台公司用地", _PLATFORM, terms, orders=(("decided_on", "cancelled_on"),),
                   past=("decided_on", "cancelled_on"),
                   check=lambda values, land: must_be_yes(values, "is_infeasible", "项目确实无法实施", str(_PLATFORM)))


# --- 协议有偿收回 ------------------------------------------------------------------------------------------------------------------

_PAID_SL = shilong(SHILONG_3, "且土地使用权人不愿意继续开发的，可通过协议方式有偿收回国有建设用地使用权")


def _unwilling(land: Land) -> list[str]:
    willing = land.sheet.get("is_willing")
    if willing is None:
        return lacks("is_willing")
    return [f"只用于土地使用权人不愿意继续开发的（{_PAID_SL}），本宗核实为愿意"] if willing else []


def _paid(code: str, label: str, clause: Clause, *extra: Term, **more) -> TermSet:
    return TermSet(code, label, clause, (*extra, *_agreement(), *_MORTGAGE, paper("cancel_no", "注销登记证明编号", is_needed=False)),
                   past=("signed_on",), **more)


_BLOCKED = zhumadian("造成土地确实无法开工建设的，经协商一致，可有偿收回土地使用权，或者以协议方式予以置换")


def blocked(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    """确实无法开工建设."""
    return must_be_yes(values, "is_blocked", "确实无法开工建设", str(clause))


BLOCKED = (flag("is_blocked", "确实无法开工建设"), words("blocked_why", "依据的文件或事实", "如规划调整批复、高压走廊范围、文物保护公告"))


# --- 宝丰、三门峡: 依法收回的各种方式 -------------------------------------------------------------------------------------------------


def _difference(values: Values) -> Decimal | None:
    return values["agreed"] - values["cost"] if "agreed" in values and "cost" in values else None


def _cost_derived(values: Values, land: Land) -> list[Derived]:
    gap = _difference(values)
    if gap is None:
        return []
    shown = f"{'+' if gap > 0 else '−' if gap < 0 else ''}{wan_text(abs(gap))}"
    return [Derived("协商价与成本价之差", shown, f"协商价 {wan_text(values['agreed'])} − 成本价 {wan_text(values['cost'])}", str(COST_CLAUSE))]


def _cost_reason(values: Values, land: Land) -> list[Refusal]:
    """原则上按成本价: another price wants its reason."""
    if not _difference(values) or "gap_reason" in values:
        return []
    return [bad("gap_reason", f"协商价 {wan_text(values['agreed'])} 与成本价 {wan_text(values['cost'])} 不同，没有写理由"
                              f"（{COST_CLAUSE}：原则上按照企业取得该宗土地的成本价）。请写明为什么，或改为成本价。", "missing")]


def _two_years(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    """无偿收回 also needs its two years."""
    if values.get("way") != FREE:
        return []
    return [bad("way", f"无偿收回{reason}。请换一种方式，或先改宗地的日期。") for reason in unstarted_for(land, 2, str(ARTICLE_14_2))]


def ways_back(code: str, clause: Clause, *, with_cost: bool) -> TermSet:
    free, paid = {"only": ("way", (FREE,))}, {"only": ("way", (COST, AGREED) if with_cost else (AGREED,))}
    ways = [(FREE, "无偿收回"), *([(COST, "有偿收回（成本价）")] if with_cost else []), (AGREED, "协议有偿收回")]
    limits = ((FREE, (Cause.ENTERPRISE,)), *(((COST, (Cause.BOTH,)), (AGREED, (Cause.GOVERNMENT, Cause.PETITION))) if with_cost else ()))
    cost = (money("cost", "企业取得成本价", "企业取得该宗土地的成本", only=("way", (COST,)), default=lambda land: land.price),
            words("gap_reason", "与成本价不同的理由", "协商价等于成本价的可空", is_needed=False, only=("way", (COST,)))) if with_cost else ()
    terms = (choice("way", "方式", tuple(ways), open_to=limits), *_decision(**free), *cost, *_agreement(**paid), *_MORTGAGE)
    return TermSet(code, "依法收回", clause, terms, orders=_DAYS, past=(*_DAYS[0], "signed_on"), check=partial(_two_years, clause),
                   also=_cost_reason, derived=_cost_derived, dues=_cancel_due)


SETS = (
    _free("back_free_sl", "依法无偿收回", shilong(SHILONG_3, "未动工开发满2年、企业无力建设的项目，经区政府批准后，依法无偿收回国有建设用地使用权")),
    _free("back_free_law", "依法无偿收回", ARTICLE_14_2), _platform(),
    _paid("back_paid_sl", "协议有偿收回", _PAID_SL, asks=("is_willing",), conditions=_unwilling),
    _paid("back_paid_zmd", "有偿收回", _BLOCKED, *BLOCKED, check=partial(blocked, _BLOCKED)),
    ways_back("back_bf", BAOFENG, with_cost=True), ways_back("back_smx", SANMENXIA, with_cost=False),
)
