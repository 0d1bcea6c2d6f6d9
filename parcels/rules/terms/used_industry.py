"""未供即用的工业用地: 完善手续 (DSP-11), 乡镇企业直接签约 (DSP-13), 灵活供地 (DSP-14)."""

from __future__ import annotations

from datetime import date
from functools import partial

from landplan.lib.errors import Refusal

from ...choices import UsedType
from ..findings.base import Clause
from .base import (
    Derived,
    Land,
    Term,
    TermSet,
    Values,
    bad,
    choice,
    day,
    flag,
    money,
    must_be_yes,
    paper,
    wan_text,
    whole,
    words,
)
from .spans import months_after

ZHUMADIAN = Clause("驻政办〔2021〕19号", "三（四）", "经县级以上政府组织摸排、认定、验收……可以项目开工时间为出让起始时间，合理确定出让底价，"
                                           "于2021年年底前"
                   "完善用地手续，办理不动产登记")
BAOFENG = Clause("宝政办〔2021〕34号", "二（三）2（1）", "经县政府认定验收、列入整改台账，项目开工时间可以为出让起始时间，合理确定出让底价，"
                                             "并于2021年12月底前完善"
                 "用地手续，办理不动产登记")
SANMENXIA = Clause("三政办〔2021〕5号", "二（三）3", "要组织有关部门摸排、认定、验收……列入整改台账，并报省自然资源厅备案，于2021年年底前完善用地手续")
SHILONG = Clause("平龙政办〔2022〕50号", "二（一）3", "可以项目开工时间为出让起始时间，合理确定出让底价，以协议出让方式完善用地手续")
LONGEST = 50  # 工业用地
LONGEST_BASIS = "《城镇国有土地使用权出让和转让暂行条例》第十二条"


def begun_on(land: Land) -> date | None:
    """项目开工日期, of the last 核实, else of the parcel."""
    told = land.sheet.get("project_started_on")
    return told if isinstance(told, date) else land.started_on


def admitted(clause: Clause, land: Land) -> list[str]:
    """列入整改台账 as a condition: a finding of the industrial type stands."""
    if land.finding == UsedType.INDUSTRIAL:
        return []
    return [f"要先经认定、验收，列入整改台账（{clause}），本宗没有“{UsedType.INDUSTRIAL.label}”的有效认定。请先核实事实、由审核员认定"]


def _terms(*, from_start: bool, has_register: bool) -> tuple[Term, ...]:
    from_when = (day("starts_on", "出让起始日期", "以项目开工日期为起始", default=begun_on),
                 words("start_reason", "不以开工日期起始的理由", "以开工日期起始的可空", is_needed=False)) if from_start else (
        day("starts_on", "出让起始日期", default=begun_on),)
    return (*from_when, whole("years", "出让年限", f"年，工业用地最长 {LONGEST} 年"),
            money("base_price", "出让底价", "合理确定的底价"), paper("base_no", "底价确定文件", "评估报告或集体决策纪要的编号"),
            money("price", "合同价款"), day("contract_on", "合同签订日期"),
            words("register_no", "不动产权证号", "" if has_register else "办理了登记的填", is_needed=has_register),
            day("registered_on", "不动产登记日期", is_needed=has_register))


def _derived(values: Values, land: Land, *, basis: str, way: str = "", tells_filing: bool = False) -> list[Derived]:
    found = [Derived("供应方式", way, "文件规定的方式", basis)] if way else []
    if tells_filing:
        found.append(Derived("省厅备案", land.filing_no or "没有备案", "整改台账里补记的备案号", basis))
    starts, years = values.get("starts_on"), values.get("years")
    if starts and years:
        found.append(Derived("出让终止日期", str(months_after(starts, 12 * years)), f"出让起始日期 {starts} 加 {years} 年", basis))
    if "base_price" in values and "price" in values:
        found.append(Derived("高出底价", wan_text(values["price"] - values["base_price"]), "合同价款 − 出让底价"))
    return found


def _check(clause: Clause, from_start: bool, values: Values, land: Land) -> list[Refusal]:
    found, starts, begun, years = [], values.get("starts_on"), begun_on(land), values.get("years")
    if from_start and starts and begun and starts != begun and "start_reason" not in values:
        found.append(bad("starts_on", f"出让起始日期 {starts}，本宗项目开工日期是 {begun}（{clause}以项目开工时间为出让起始时间）。"
                                      "请改为开工日期，或写明不以开工日期起始的理由。"))
    if years is not None and not 1 <= years <= LONGEST:
        found.append(bad("years", f"出让年限 {years} 年不在 1 到 {LONGEST} 年之间（{LONGEST_BASIS}）。请核对合同。"))
    price, base = values.get("price"), values.get("base_price")
    if price is not None and base is not None and price < base:
        found.append(bad("price", f"合同价款 {wan_text(price)} 低于出让底价 {wan_text(base)}（{clause}合理确定出让底价）。请核对两个数。"))
    return found


def _sale(code: str, clause: Clause, *, from_start: bool = True, has_register: bool = False, **more) -> TermSet:
    return TermSet(code, "完善未供即用工业用地", clause, _terms(from_start=from_start, has_register=has_register),
                   asks=("project_started_on",), orders=(("starts_on", "contract_on", "registered_on"),), past=("contract_on", "registered_on"),
                   conditions=partial(admitted, clause), check=partial(_check, clause, from_start),
                   derived=partial(_derived, basis=str(clause), **more))


# --- 乡镇企业 -------------------------------------------------------------------------------------------------------------------

VILLAGE = Clause("三政办〔2021〕5号", "二（三）3", "对原依法使用集体建设用地，且于2020年1月1日前已报批征收土地、"
                                         "取得用地批准文件并依法实施征地的乡镇企业，可于2021年年底前与"
                 "企业直接签订《国有建设用地使用权出让合同》")
BEFORE, UNTIL = date(2020, 1, 1), date(2021, 12, 31)


def _check_village(values: Values, land: Land) -> list[Refusal]:
    found = must_be_yes(values, "was_collective", "原依法使用集体建设用地", str(VILLAGE))
    for key, label in (("approved_on", "用地批准日期"), ("expropriated_on", "实施征地日期")):
        if key in values and values[key] >= BEFORE:
            found.append(bad(key, f"{label} {values[key]}，不早于 {BEFORE}（{VILLAGE}要求 2020年1月1日前）。"
                                  "不能直接签订出让合同，请用别的措施；日期有误的，请改正。"))
    if "contract_on" in values and values["contract_on"] > UNTIL:
        found.append(bad("contract_on", f"合同签订日期 {values['contract_on']} 晚于 {UNTIL}（{VILLAGE}：2021年年底前直接签订）。"
                                        "过了期限不能直接签订，请用别的措施。"))
    return found


_VILLAGE = TermSet(
    "village_firm", "乡镇企业直接签约", VILLAGE,
    (words("firm", "乡镇企业"), flag("was_collective", "原依法使用集体建设用地"), words("right_no", "原集体建设用地的权证或批件"),
     paper("approval_no", "用地批准文号", default=lambda land: land.approval_no or None),
     day("approved_on", "用地批准日期", "2020-01-01 之前", default=lambda land: land.approved_on),
     day("expropriated_on", "实施征地日期", "2020-01-01 之前", default=lambda land: land.expropriated_on),
     day("contract_on", "合同签订日期", "2021-12-31 以前")),
    past=("approved_on", "expropriated_on", "contract_on"), orders=(("approved_on", "contract_on"),), check=_check_village)

# --- 灵活供地 -------------------------------------------------------------------------------------------------------------------

FLEXIBLE = Clause("平龙政办〔2022〕50号", "二（一）3", "对一次性缴纳出让金存在困难的工业项目，可以采取租赁、租让结合、"
                                            "弹性年期出让以及政府平台公司受让转租等方式灵活供地")
_FLEXIBLE = TermSet(
    "flexible_supply", "工业项目灵活供地", FLEXIBLE,
    (words("hardship", "一次性缴纳出让金的困难", "困难的情况和依据，如企业申请、财务报表"),
     choice("way", "方式", (("lease", "租赁"), ("mixed", "租让结合"), ("term", "弹性年期出让"), ("platform", "政府平台公司受让转租"))),
     words("platform", "受让的政府平台公司", only=("way", ("platform",))),
     whole("lease_years", "租期", "年", only=("way", ("lease", "mixed", "platform"))),
     money("rent", "年租金", only=("way", ("lease", "mixed", "platform"))),
     whole("years", "出让年限", f"年，工业用地最长 {LONGEST} 年", only=("way", ("mixed", "term", "platform"))),
     money("price", "出让价款", only=("way", ("mixed", "term", "platform"))),
     day("contract_on", "合同签订日期")),
    past=("contract_on",), check=lambda values, land: _check(FLEXIBLE, False, values, land),
    derived=lambda values, land: [] if values.get("way") in (None, "lease") else [
        Derived("出让方式", "协议出让", "招商引资工业项目以协议出让方式完善用地手续", str(SHILONG))])

SETS = (
    _sale("used_industry_zmd", ZHUMADIAN, has_register=True),
    _sale("used_industry_bf", BAOFENG, has_register=True, tells_filing=True),
    _sale("used_industry_smx", SANMENXIA, from_start=False, tells_filing=True),
    _sale("used_industry_sl", SHILONG, way="协议出让"),
    _VILLAGE, _FLEXIBLE,
)
