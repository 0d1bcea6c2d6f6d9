"""园区参数 (LED-24), 主导产业 and 控制性指标 (LAW-04): what is kept of a park, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text

STATE_BASIS = ("三政办〔2021〕5号 二（三）1“规划面积、建成区面积、土地利用类型、土地使用现状和固定投资总额、亩均税收”；"
               "宝政办〔2021〕34号 二（三）1“批准规划面积、企业入驻、评价分类”")
INDUSTRY_BASIS = "洛政办〔2021〕16号 二（一）1"
ENTRY_BASIS = "洛政办〔2021〕16号 二（四）10“3+N+1”控制性指标体系、附件2 第七条"
TARGET_BASIS = "洛政办〔2021〕16号 一（二）3；三政办〔2021〕5号 一（二）；宝政办〔2021〕34号 一（二）2"
RATES_BASIS = ("洛政办〔2021〕16号 一（二）4“单位工业增加值能耗年均下降率和规模以上工业企业智能化改造普及率”；各年一笔，截至日期写当年末。"
               "全市由各园区的数相加后相除（本系统的约定，同 C-26）")
PILOT_BASIS = "洛政办〔2021〕16号 附件2 第五条“在选定的产业集聚区内进行‘标准地’出让先行先试”"
RENAME_BASIS = "平龙政办〔2022〕50号 用“先进制造业开发区”，2021 年的四份文件用“产业集聚区”"
LUOYANG = "洛政办〔2021〕16号"  # the document that wants a group of every park with low land
GROUP_BASIS = (f"{LUOYANG} 附件3 第四条“负责牵头成立由同级自然资源和规划、发改、工信、财政、住建、税务、统计等相关部门参加的"
               "低效用地整治提升工作领导小组”；写部门和岗位，不写姓名")
DEPARTMENTS = ("自然资源", "发改", "工信", "财政", "住建", "税务", "统计")
NUMBER, COUNT, TEXT = "number", "count", "text"


@dataclass(frozen=True)
class Item:
    """一项: kept as text, exact."""

    key: str
    label: str
    kind: str = TEXT
    unit: str = ""
    must: tuple[str, ...] = ()  # words that its text holds by the clause

    def read(self, typed: object) -> str:
        """The value as it is kept. Raises Refusal."""
        text = clean_text(typed)
        if not text:
            raise Refusal(f"{self.label}没有填。请填数或文字；没有的写“无”或 0。", field="value", code="missing")
        if lacking := [word for word in self.must if word not in text]:
            raise Refusal(f"{self.label}还缺{'、'.join(lacking)}部门。文件要{'、'.join(self.must)}都参加，其他部门可以另加；请补上再登记。",
                          field="value", code="incomplete")
        if self.kind == TEXT:
            return text
        return plain(parse_decimal(text, name=self.label, places=0 if self.kind == COUNT else 6, field="value", digits=9))

    def shown(self, value: str) -> str:
        """The value with its unit."""
        return f"{value} {self.unit}".strip()


STATE = (Item("planned_area", "规划面积", NUMBER, "亩"), Item("built_area", "建成区面积", NUMBER, "亩"), Item("land_use", "用地类型"),
         Item("usage", "使用现状"), Item("investment", "固定资产投资总额", NUMBER, "万元"), Item("tax_per_mu", "亩均税收", NUMBER, "万元/亩"),
         Item("firms", "入驻企业", COUNT, "家"), Item("grade", "评价分类"))
INDUSTRY = (Item("industry", "主导产业"),)
ENTRY = (Item("entry_intensity", "亩均投资强度", NUMBER, "万元/亩"), Item("entry_tax", "亩均税收", NUMBER, "万元/亩"), Item("entry_far", "容积率"),
         Item("entry_output", "亩均产值", NUMBER, "万元/亩"), Item("entry_jobs", "就业人数"), Item("entry_office", "行政办公及生活服务设施配建标准"),
         Item("entry_coefficient", "建筑系数"), Item("entry_green", "绿地率"), Item("entry_energy", "能耗标准"),
         Item("entry_environment", "环境标准"), Item("entry_safety", "安全生产要求"))
# 3: the indicators without which a notice or a check says nothing
MAIN = ("entry_intensity", "entry_tax", "entry_far")
TARGET = (Item("target_tax", "亩均税收目标", NUMBER, "万元/亩"),)
RATES = (Item("energy", "工业能耗", NUMBER, "吨标准煤"), Item("added_value", "工业增加值", NUMBER, "万元"),
         Item("large_firms", "规模以上工业企业", COUNT, "家"), Item("smart_firms", "完成智能化改造的规上企业", COUNT, "家"))
PILOT = (Item("standard_pilot", "“标准地”出让试点"),)
LOW_GROUP = Item("low_group", "低效用地整治提升工作领导小组", must=DEPARTMENTS)
GROUPS = (("园区参数", STATE, STATE_BASIS), ("主导产业", INDUSTRY, INDUSTRY_BASIS), ("入园控制性指标", ENTRY, ENTRY_BASIS),
          ("目标", TARGET, TARGET_BASIS), ("两率", RATES, RATES_BASIS), ("试点", PILOT, PILOT_BASIS),
          ("低效整治", (LOW_GROUP,), GROUP_BASIS))
ITEMS = {item.key: item for _, items, _ in GROUPS for item in items}
ITEM_CHOICES = [(title, [(item.key, f"{item.label}（{item.unit}）" if item.unit else item.label) for item in items]) for title, items, _ in GROUPS]


def check_fact(item: str, as_of: date, source: str, today: date | None) -> list[Refusal]:
    """一项的日期和来源. `today` is None for what a document prints: its day is the document's."""
    found = []
    if item not in ITEMS:
        found.append(Refusal("这一项不在园区参数里。请从列出的里选。", field="item", code="unknown_choice"))
    if today and as_of > today:
        found.append(Refusal(f"截至日期 {as_of} 晚于今天 {today}。请写数据截至的日期。", field="as_of", code="day_future"))
    if not source:
        found.append(Refusal("来源没有填。请写文号、统计报表或出具的单位。", field="source", code="missing"))
    return found


def check_rename(name: str, from_on: date, doc_no: str, *, now_called: str, since: date | None, today: date) -> list[Refusal]:
    """改名: another name, by a document, from a day after the present name began and not ahead of today."""
    found = []
    if name == now_called:
        found.append(Refusal(f"园区现在就叫“{name}”。请写新的名称。", field="name", code="same_name"))
    if not doc_no:
        found.append(Refusal("改名的文号没有填。请写批准更名的文件。", field="doc_no", code="missing"))
    if from_on > today:
        found.append(Refusal(f"启用日期 {from_on} 晚于今天 {today}。请到那一天再登记。", field="from_on", code="day_future"))
    if since and from_on <= since:
        found.append(Refusal(f"启用日期 {from_on} 不晚于现名的启用日期 {since}。请核对日期。", field="from_on", code="day_order"))
    return found
