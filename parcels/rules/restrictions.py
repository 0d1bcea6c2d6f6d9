"""新增用地的限制、先行选址、失信: what a new application for land has to pass beside its project (SUP-05, SUP-14, LNK-02, LNK-03)."""

from __future__ import annotations

from datetime import date

from landplan.lib.errors import Refusal

from ..choices import Exemption

PAUSE = "驻政办〔2021〕19号 五（四）“暂停该县区除省、市以上重点工程和重大民生项目外的新增建设用地申请”"
SEARCH = "三政办〔2021〕5号 二（三）2“对新招商项目，应优先选址利用批而未供土地”；驻政办〔2021〕19号 五（一）招商部门"
STOCK = "洛政办〔2021〕16号 二（三）9“不盘活存量就没有新增用地”"
STOP = "平龙政办〔2022〕50号 四（三）“对闲置土地问题突出的单位进行公开曝光，停止新供建设用地”"
FIRMS = ("洛政办〔2021〕16号 二（二）4“对发展水平落后、综合质量效益差的企业，原则上不安排新增建设用地，限制新增用能、用水和排污总量需求，"
         "进行重点整治或逐步淘汰”")
CREDIT = "驻政办〔2021〕19号 一（二）5；洛政办〔2021〕16号 附件2 第十三条"


def check_exemption(exemption: str, exemption_no: str) -> list[Refusal]:
    """豁免要有情形和文号 together (C-32)."""
    if exemption and not exemption_no:
        return [Refusal(f"选了“{Exemption(exemption).label}”，没有写认定它的文号。请写文号；不是豁免项目的把豁免情形清空（{PAUSE}）。",
                        field="exemption_no", code="missing")]
    if exemption_no and not exemption:
        return [Refusal(f"写了豁免文号 {exemption_no}，没有选豁免情形。请选“{'”或“'.join(Exemption.labels)}”（{PAUSE}）。", field="exemption",
                        code="missing")]
    return []


def check_pause(region: str, paused_by: str, from_on: date | None, exemption: str) -> list[Refusal]:
    """暂停期间: only the two kinds of exempt projects may apply. `paused_by` is the number of the decision in force, or empty."""
    if not paused_by or exemption:
        return []
    return [Refusal(f"{region}自 {from_on} 起暂停新增建设用地申请（{paused_by}）。只有“{'”和“'.join(Exemption.labels)}”可以申请："
                    f"是的请选豁免情形并写文号，不是的等恢复后再申请（{PAUSE}）。", field="exemption", code="paused")]


def check_stop(region: str, stopped_by: str, from_on: date | None, what: str, field: str) -> list[Refusal]:
    """停止新供期间: no new supply and no new application; the document exempts nothing. `stopped_by` is the number of the decision in
    force on the day of what is recorded, or empty."""
    if not stopped_by:
        return []
    return [Refusal(f"{region}自 {from_on} 起停止新供建设用地（{stopped_by}），不能{what}。停供以前的供应照合同或划拨决定书的日期补录；"
                    f"以后的，等领导小组办公室或领导在督办奖惩里解除 {stopped_by} 再办（{STOP}）。", field=field, code="stopped")]


def is_supply(measure_code: str) -> bool:
    """措施是不是供地: the catalogue's codes of supplies begin alike."""
    return measure_code.startswith("supply_")


def check_listed(listed: list[tuple[str, str, str]]) -> list[Refusal]:
    """名单上的企业不安排新增建设用地. `listed`: name, treatment, number of the document, of those that are limited in land."""
    return [Refusal(f"{firm}在整治淘汰名单上（{treatment}，{number}），不安排新增建设用地。整治合格后由县区审核员或领导小组办公室移出名单再申请；"
                    f"名称写错的，改项目的建设单位或申请单位（{FIRMS}）。", field="project", code="listed") for firm, treatment, number in listed]


def check_listing(values: dict, today: date) -> list[Refusal]:
    """列入名单要写什么."""
    found = [Refusal(f"{label}没有填。{hint}", field=name, code="missing") for name, label, hint in (
        ("firm", "企业名称", "请写营业执照上的全称，用地申请按名称比对。"), ("document_no", "列入文号", "请写列入整治或淘汰的文件文号。"),
        ("situation", "情形", "请照文件写为什么列入。"), ("limits", "限制", "请至少勾一项。")) if not values.get(name)]
    if values["from_on"] > today:
        found.append(Refusal(f"列入日期 {values['from_on']} 晚于今天 {today}。请写文件上的日期。", field="from_on", code="day_future"))
    if values.get("due_on") and values["due_on"] < values["from_on"]:
        found.append(Refusal(f"整治时限 {values['due_on']} 早于列入日期 {values['from_on']}。文件没有写时限的留空。", field="due_on",
                             code="day_order"))
    return found


def check_search(searched: str) -> list[Refusal]:
    """先行选址: an application says first why the land that is there does not do."""
    if searched:
        return []
    return [Refusal(f"先行选址情况没有填。请写查过哪些批而未供土地、为什么不能用（本页列有面积够的）。依据：{SEARCH}。", field="searched",
                    code="missing")]


def check_stock(is_confirmed: bool, count: int) -> list[Refusal]:
    """存量: with open land in the county the applicant confirms having seen how much."""
    if is_confirmed or not count:
        return []
    return [Refusal(f"本县区还有 {count} 宗存量没有处置完，没有勾选“已知晓”。请看本页的存量和处置率，勾选后再申请（{STOCK}）。", field="knows_stock",
                    code="missing")]


def check_span(from_on: date, until_on: date | None) -> list[Refusal]:
    """限制的起止."""
    if until_on is not None and until_on < from_on:
        return [Refusal(f"止期 {until_on} 早于起期 {from_on}。请核对。", field="until_on", code="day_order")]
    return []
