"""未供即用的其他用地 (平龙政办〔2022〕50号 二（一）3): 商品住宅和商服 (DSP-15), 其他经营性 (DSP-16), 保障性住房 (DSP-17)."""

from __future__ import annotations

from landplan.lib.errors import Refusal

from ..findings.base import Clause
from .base import Derived, Land, TermSet, Values, bad, choice, day, money, paper, wan_text, words
from .used_industry import begun_on

_DOCUMENT, _SECTION = "平龙政办〔2022〕50号", "二（一）3"
LEGACY = Clause(_DOCUMENT, _SECTION, "用途为商品住宅、商服用地的，纳入不动产遗留问题推进处置")
BUSINESS = Clause(_DOCUMENT, _SECTION, "对其他经营性用地未供即用的，按有关规定处置到位后，通过招标、拍卖、挂牌出让等程序完善用地手续")
HOUSING = Clause(_DOCUMENT, _SECTION, "对政府投资建设的公租房、廉租房、保障房等项目，可以采取协议出让或划拨方式完善用地手续，出让底价依开工时间确定")
_GRANT = ("mode", ("grant",))


def _check_housing(values: Values, land: Land) -> list[Refusal]:
    begun, started = begun_on(land), values.get("started_on")
    if begun and started and started != begun:
        return [bad("started_on", f"开工日期 {started}，本宗登记的开工日期是 {begun}（{HOUSING}出让底价依开工时间确定）。请核对，"
                                  f"宗地里有误的先改宗地。")]
    if "price" in values and "base_price" in values and values["price"] < values["base_price"]:
        return [bad("price", f"出让价款 {wan_text(values['price'])} 低于出让底价 {wan_text(values['base_price'])}（{HOUSING}）。请核对两个数。")]
    return []


def _base_day(values: Values, land: Land) -> list[Derived]:
    if values.get("mode") == "allocate" or "started_on" not in values:
        return []
    return [Derived("底价日期", str(values["started_on"]), "出让底价依开工时间确定：按开工这一天评估底价", str(HOUSING))]


SETS = (
    TermSet("estate_legacy", "纳入不动产遗留问题", LEGACY,
            (words("legacy_no", "不动产遗留问题台账编号"), day("entered_on", "纳入日期"),
             words("problem", "遗留问题", "缺哪些手续、有多少户"), words("lead_unit", "牵头单位"),
             day("solve_by_on", "计划办结日期", is_needed=False)),
            past=("entered_on",)),
    TermSet("business_sale", "其他经营性用地完善手续", BUSINESS,
            (paper("handled_no", "处置到位的文书", "处罚决定、没收移交等文书的编号", is_first=True), day("handled_on", "处置到位日期", is_first=True),
             choice("way", "出让方式", (("tender", "招标"), ("auction", "拍卖"), ("listing", "挂牌"))),
             day("announced_on", "出让公告日期"), paper("deal_no", "成交确认书编号"), day("deal_on", "成交日期"), money("price", "成交价款")),
            orders=(("handled_on", "announced_on", "deal_on"),), past=("handled_on", "announced_on", "deal_on")),
    TermSet("affordable_housing", "保障性住房完善手续", HOUSING,
            (choice("house", "项目", (("public_rental", "公租房"), ("low_rent", "廉租房"), ("affordable", "保障房"))),
             day("started_on", "开工日期", "出让底价按这一天确定", default=begun_on, is_first=True),
             choice("mode", "供应方式", (("grant", "协议出让"), ("allocate", "划拨"))),
             money("base_price", "出让底价", "按开工日期评估", only=_GRANT), paper("base_no", "底价确定文件", only=_GRANT),
             money("price", "出让价款", only=_GRANT), day("decided_on", "合同签订或决定书核发日期")),
            orders=(("started_on", "decided_on"),), past=("started_on", "decided_on"), check=_check_housing, derived=_base_day),
)
