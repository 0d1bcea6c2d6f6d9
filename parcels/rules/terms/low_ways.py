"""低效用地再开发的模式 (洛政办〔2021〕16号 附件3 三、十): 自主开发 (DSP-42), 政府收储 (DSP-43), 二次开发 (DSP-44), 配套用地比例 (DSP-45)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from landplan.lib.area import show
from landplan.lib.errors import Refusal

from ...choices import Cause
from ..findings.base import Clause
from ..findings.facts import NUMBER
from ..lawsuits import OPENS
from .base import (
    Derived,
    Due,
    Land,
    Paper,
    Term,
    TermSet,
    Values,
    bad,
    choice,
    day,
    flag,
    money,
    paper,
    percent,
    wan_text,
    words,
)

LUOYANG, _DETAIL = "洛政办〔2021〕16号", "附件3 第三条"
SELF = Clause(LUOYANG, f"{_DETAIL}（一）", "鼓励通过租赁、企业重组等方式，推动企业转型升级和技术改造。"
                                         "……产业集聚区管理机构可与低效用地产权人或开发主体签订《低效用地再开发"
              "监管协议》，约定投资强度、亩均税收等监管目标、奖励措施、退出机制")
RESERVE = Clause(LUOYANG, f"{_DETAIL}（二）", "对规划用途调整为城市基础设施、公益性公共服务设施等用途的，由土地收购储备机构收储后，"
                                            "根据新规划用途进行公开出让或划拨使用。规划用途没有"
                 "改变，原产权人没有自主开发意愿的低效用地，……通过公开出让方式确定新的土地使用权人……因规划调整，难以盘活利用的低效用地，相关土地使用权人可以申请政府有偿收回")
SECOND = Clause(LUOYANG, f"{_DETAIL}（三）", "引进项目或社会资金，进行二次开发建设；对涉及司法查封或者抵押的闲置低效工业用地，"
                                           "辖区政府要建立工作专班，主动协调司法机关、金融机构，"
                "理清闲置低效土地债权债务关系，政府要主动“搭桥”")
DEBTS = Clause("三政办〔2021〕5号", "二（三）3", "对涉及司法查封或者抵押的企业闲置低效工业用地，要建立工作专班，主动协调司法机关、金融机构，"
                                       "理清闲置低效土地债权债务关系，"
               "推进债务化解和土地资产盘活")
SHARE = Clause(LUOYANG, "附件3 第十条", "优先安排一定比例的用地，用于道路、市政、教育、医疗、绿化等公共设施建设")
UNMET = f"没有达到约定要求的，继续按照低效用地处置，所享受的优惠按约定取消或追缴（{LUOYANG} 附件3 第十一条）"

# --- 配套用地比例 -------------------------------------------------------------------------------------------------------------

_SHARE = (percent("share", "公共设施用地比例", "文件只写“一定比例”，没有数字，按实际写；不安排的写 0 和理由", basis=str(SHARE)),
          words("share_use", "用于哪些公共设施", "道路、市政、教育、医疗、绿化等", is_needed=False),
          words("share_reason", "不安排的理由", "比例为 0 的要写", is_needed=False))


def _check_share(values: Values, land: Land) -> list[Refusal]:
    share = values.get("share")
    if share is None:
        return []
    if not 0 <= share <= 100:
        return [bad("share", f"公共设施用地比例 {share:f}% 不在 0 到 100% 之间（{SHARE}）。请改正。")]
    if share == 0 and "share_reason" not in values:
        return [bad("share_reason", f"公共设施用地比例写的是 0，{SHARE}要求优先安排一定比例的用地。请写明不安排的理由，或改比例。")]
    if share > 0 and "share_use" not in values:
        return [bad("share_use", f"公共设施用地比例写了 {share:f}%，没有写用于哪些公共设施（{SHARE}）。请补填。")]
    return []


def _derived_share(values: Values, land: Land) -> list[Derived]:
    if "share" not in values or not land.area:
        return []
    area = land.area * values["share"] / 100
    return [Derived("公共设施用地", f"{show(area)} 亩", f"宗地面积 {show(land.area)} 亩 × {values['share']:f}%", str(SHARE))]


# --- 自主开发 ------------------------------------------------------------------------------------------------------------------


def _number(key: str, label: str, hint: str) -> Term:
    return Term(key, label, NUMBER, hint)


_SELF = TermSet(
    "low_self_ly", "自主开发", SELF,
    (choice("way", "方式", (("lease", "租赁"), ("reorganise", "企业重组"), ("upgrade", "转型升级和技术改造"), ("join", "收购相邻宗地，合并归宗"))),
     words("developer", "产权人或开发主体"), paper("agreement_no", "监管协议编号", "《低效用地再开发监管协议》"),
     day("signed_on", "协议签订日期"), _number("intensity", "约定投资强度（万元/亩）", "协议写明的数"),
     _number("tax", "约定亩均税收（万元/亩）", "协议写明的数"),
     words("reward", "奖励措施"), words("exit", "退出机制"), day("reach_on", "约定达到要求的日期"), *_SHARE),
    orders=(("signed_on", "reach_on"),), past=("signed_on",), check=_check_share,
    derived=_derived_share,
    dues=lambda values: [Due("reach", "监管协议约定期限", values["reach_on"], UNMET)] if "reach_on" in values else [])

# --- 政府收储 ------------------------------------------------------------------------------------------------------------------

_PUBLIC, _UNWILLING, _REPLAN = "public", "unwilling", "replanned"
_TAKEN = ("case", (_PUBLIC, _UNWILLING))


def _funds(values: Values, land: Land) -> list[Derived]:
    given = [values[key] for key in ("fiscal", "bonds") if key in values]
    money_row = [Derived("储备资金合计", wan_text(sum(given, Decimal(0))), "财政资金 + 土地储备债券资金", str(RESERVE))] if given else []
    use = {_PUBLIC: "收储后按新规划用途公开出让或划拨使用", _UNWILLING: "收储后公开出让，确定新的土地使用权人", _REPLAN: "有偿收回后重新规划使用"}
    following = [Derived("收储以后", use[values["case"]], "按所选的情形", str(RESERVE))] if values.get("case") in use else []
    return following + money_row + _derived_share(values, land)


_RESERVE = TermSet(
    "low_reserved_ly", "政府收储", RESERVE,
    (choice("case", "情形", ((_PUBLIC, "规划用途调整为基础设施、公益性公共服务设施"), (_UNWILLING, "规划用途没有改变，产权人没有自主开发意愿"),
                             (_REPLAN, "因规划调整难以盘活，使用权人申请有偿收回"))),
     words("agency", "土地收购储备机构", only=_TAKEN), words("new_use", "新规划用途", only=("case", (_PUBLIC,))),
     choice("then", "收储后的供应", (("grant", "公开出让"), ("allocate", "划拨")), only=("case", (_PUBLIC,))),
     money("fiscal", "财政资金", "没有的写 0", only=("case", (_UNWILLING,))),
     money("bonds", "土地储备债券资金", "没有的写 0", only=("case", (_UNWILLING,))),
     day("applied_on", "使用权人申请日期", only=("case", (_REPLAN,))), money("paid", "有偿收回价款", only=("case", (_REPLAN,))),
     day("agreed_on", "收储或收回协议签订日期"), *_SHARE),
    papers=(Paper("plan_change", "规划用途调整的批准文件", ("case", (_PUBLIC, _REPLAN))), Paper("reserve_agreement", "收储协议", _TAKEN),
            Paper("no_intent", "产权人没有自主开发意愿的书面意见", ("case", (_UNWILLING,))),
            Paper("holder_application", "使用权人有偿收回的申请", ("case", (_REPLAN,))),
            Paper("take_back_agreement", "有偿收回协议", ("case", (_REPLAN,)))),
    orders=(("applied_on", "agreed_on"),), past=("applied_on", "agreed_on"), check=_check_share, derived=_funds)

# --- 二次开发，查封抵押的先有专班 ---------------------------------------------------------------------------------------------


def is_held(land: Land) -> bool:
    """涉及司法查封或者抵押: its cause, or an open case of that kind."""
    return land.cause == Cause.SEIZED or any(kind in OPENS for kind in land.case_kinds)


def forced(clause: Clause, land: Land) -> list[str]:
    """专班和债权债务 as conditions of seized or mortgaged land."""
    if not is_held(land):
        return []
    if not land.has_force:
        return [f"对涉及司法查封或者抵押的，要先建立工作专班（{clause}），本宗有查封、抵押的案件没有专班。请在涉法涉诉里填专班牵头"]
    if not land.has_claims:
        return [f"对涉及司法查封或者抵押的，要先理清债权债务关系（{clause}），本宗的案件没有债权债务表。请在涉法涉诉里登记债权债务"]
    return []


def _check_held(clause: Clause, values: Values, land: Land) -> list[Refusal]:
    if is_held(land) and values.get("held") is False:
        return [bad("held", f"涉及司法查封或抵押选了“否”，本宗登记着查封或抵押（{clause}）。请选“是”并写政府怎样搭桥；案件已化解的，先改涉法涉诉。")]
    return []


def _check_second(values: Values, land: Land) -> list[Refusal]:
    return _check_held(SECOND, values, land) + _check_share(values, land)


_BRIDGE = (flag("held", "涉及司法查封或抵押", default=lambda land: is_held(land)),
           words("bridge", "政府怎样“搭桥”", "引入社会资本、协调司法机关和金融机构的做法", only=("held", ("yes",))))
_SECOND = TermSet(
    "low_second_ly", "二次开发", SECOND,
    (choice("source", "引进", (("project", "项目"), ("capital", "社会资金"))), words("investor", "项目或投资人"), money("invested", "计划投资额"),
     *_BRIDGE, *_SHARE), conditions=partial(forced, SECOND), check=_check_second, derived=_derived_share)
_DEBTS = TermSet(
    "debts_smx", "债权债务化解", DEBTS, (*_BRIDGE, words("settled", "化解的办法和结果")),
    conditions=partial(forced, DEBTS), check=partial(_check_held, DEBTS))

SETS = (_SELF, _RESERVE, _SECOND, _DEBTS)
