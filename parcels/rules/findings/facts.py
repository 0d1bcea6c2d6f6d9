"""事实: what is recorded about a parcel before a finding. One registry for the form, the store and the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.errors import Refusal
from landplan.lib.numbers import parse_decimal
from landplan.lib.text import clean_text, parse_day

AREA, MONEY, NUMBER, FLAG, DAY, MONTH, CHOICE = "area", "money", "number", "flag", "day", "month", "choice"
_UNITS = {AREA: "亩", MONEY: "万元"}
_FLAGS = {"yes": True, "no": False}
PUBLIC_WORKS = {"road": "城市公共道路", "green": "公共绿地", "drain": "雨水污水排放管线", "square": "公共休憩广场",
                "strip": "道路绿化带、安全间距等代征土地", "service": "其他公共服务设施"}
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")


@dataclass(frozen=True)
class Fact:
    """一项事实. Kept as text, exact; `read` gives Decimal (亩, 万元), bool, or date (a month is its first day)."""

    key: str
    label: str
    kind: str
    hint: str = ""

    @property
    def unit(self) -> str:
        return _UNITS.get(self.kind, "")

    def read(self, text: object, *, today: date) -> object:
        """The value typed; None when nothing is. Raises Refusal."""
        typed = clean_text(text)
        if not typed:
            return None
        if self.kind in (FLAG, CHOICE):
            return self._chosen(typed)
        if self.kind == DAY:
            return parse_day(typed, name=self.label, today=today, field=self.key)
        if self.kind == MONTH:
            return self._month(typed)
        return parse_decimal(typed, name=self.label, places=6, field=self.key, digits=9)

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        return list(PUBLIC_WORKS.items()) if self.kind == CHOICE else [("yes", "是"), ("no", "否")]

    def _chosen(self, typed: str) -> bool | str:
        if typed not in dict(self.options):
            raise Refusal(f"{self.label}“{typed}”读不出来。请从列出的里选。", field=self.key, code="unknown_choice")
        return _FLAGS.get(typed, typed)

    def _month(self, typed: str) -> date:
        found = _MONTH.fullmatch(typed)
        if not found or not (1 <= int(found[2]) <= 12 and 1949 <= int(found[1]) <= 2099):
            raise Refusal(f"{self.label}“{typed}”读不出来。请写年和月，如 2019-08。", field=self.key, code="not_a_month")
        return date(int(found[1]), int(found[2]), 1)

    def text(self, value: object) -> str:
        """The value as it is kept; `read` gives it back."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, str):
            return value
        return value.isoformat()[:7] if self.kind == MONTH else value.isoformat()

    def shown(self, value: object) -> str:
        """The value as a person reads it."""
        if value is None:
            return "未填"
        if isinstance(value, bool):
            return "是" if value else "否"
        if self.kind == CHOICE:
            return PUBLIC_WORKS[value]
        if self.kind == MONTH:
            return f"{value.year}年{value.month}月"
        return f"{plain(value)} {self.unit}".strip() if isinstance(value, Decimal) else value.isoformat()


# 合同约定的 7 项指标 (洛政办〔2021〕16号 附件3 第二条（三）): code, name, unit, and whether more than agreed is the breach
INDICATORS = (
    ("far", "建筑容积率", "", False), ("density", "建筑密度", "%", False), ("intensity", "投资强度", "万元/亩", False),
    ("output_rate", "产出强度", "万元/亩", False), ("coefficient", "建筑系数", "%", False), ("green", "绿地率", "%", True),
    ("office_share", "行政办公和生活服务设施用地比例", "%", True))


def _indicator_facts() -> list[Fact]:
    return [Fact(f"{code}_{side}", f"{name}{word}{f'（{unit}）' if unit else ''}", NUMBER)
            for code, name, unit, _ in INDICATORS for side, word in (("agreed", "约定"), ("actual", "实际"))]


FACTS: dict[str, Fact] = {fact.key: fact for fact in (
    Fact("should_area", "应动工面积", AREA), Fact("started_area", "已动工面积", AREA),
    Fact("total_investment", "总投资额", MONEY, "不含取得土地使用权的费用和税费"),
    Fact("invested", "已投资额", MONEY, "不含取得土地使用权的费用和税费"),
    Fact("is_banned", "属于国家禁止类、淘汰类产业", FLAG), Fact("fails_environment", "不符合环保标准", FLAG),
    Fact("fails_safety", "不符合安全生产要求", FLAG), Fact("is_transforming", "转型升级或“退二优二”", FLAG),
    Fact("is_closing", "政府列入“关停并转”范围", FLAG),
    Fact("is_completed", "已完工投产", FLAG), Fact("is_breach", "已存在违约事实", FLAG), *_indicator_facts(),
    Fact("accepted_on", "竣工验收合格日期", DAY), Fact("last_profit", "最后有经营利润的月份", MONTH, "从未盈利的，填竣工验收合格的月份"),
    Fact("is_producing", "企业生产正常", FLAG), Fact("is_lawful", "土地处于依法利用状态", FLAG),
    Fact("stopped_on", "停建或停产日期", DAY), Fact("fenced_area", "围占面积", AREA), Fact("built_area", "已建设面积", AREA),
    Fact("delivered_on", "实际交地日期", DAY, "以交地确认书为准"),
    Fact("project_started_on", "项目开工日期", DAY), Fact("is_invited", "招商引资工业项目", FLAG), Fact("fits_plan", "符合国土空间规划", FLAG),
    Fact("fits_industry", "符合产业准入政策", FLAG), Fact("runs_well", "运营良好", FLAG), Fact("yields_well", "亩均产出效益较高", FLAG),
    Fact("performs_well", "履约情况较好", FLAG), Fact("fits_procedure", "符合完善用地手续条件", FLAG),
    Fact("months_to_clear", "预计处置到位月数", NUMBER, "障碍消除、可以开工要几个月"), Fact("is_willing", "使用权人愿意继续开发", FLAG),
    Fact("meets_32", "符合豫政〔2020〕32号文件和县区实施细则", FLAG), Fact("public_work", "哪一种基础设施、公共设施", CHOICE),
)}


@dataclass(frozen=True)
class Year:
    """一年的产值、税收、投资额 (万元), 建设进度 (%), 企业分类综合评价, with the source."""

    year: int
    output: Decimal | None = None
    tax: Decimal | None = None
    investment: Decimal | None = None
    progress: Decimal | None = None
    grade: str = ""
    source: str = ""


YEAR_FACTS = (("output", "产值", "万元"), ("tax", "税收", "万元"), ("investment", "投资额", "万元"), ("progress", "建设进度", "%"))
GRADES = ("A", "B", "C", "D")


def read_year(year: int, typed: dict[str, str]) -> Year | None:
    """一年 as typed; None when nothing is. Raises Refusal."""
    clean = {name: clean_text(typed.get(name, "")) for name in (*(name for name, _, _ in YEAR_FACTS), "grade", "source")}
    if not any(clean.values()):
        return None
    numbers = {name: parse_decimal(clean[name], name=f"{year}年{label}", places=6, field=f"y{year}_{name}", digits=9) if clean[name] else None
               for name, label, _ in YEAR_FACTS}
    if clean["grade"] and clean["grade"] not in GRADES:
        raise Refusal(f"{year}年评价“{clean['grade']}”读不出来。请从 {'、'.join(GRADES)} 类里选。", field=f"y{year}_grade", code="unknown_choice")
    return Year(year, **numbers, grade=clean["grade"], source=clean["source"])


def year_text(row: Year) -> dict:
    """一年 as it is kept."""
    return {"year": row.year, **{name: plain(getattr(row, name)) for name, _, _ in YEAR_FACTS}, "grade": row.grade, "source": row.source}


def check_sheet(values: dict[str, object]) -> list[Refusal]:
    """核实表里互相矛盾的事实."""
    pairs = (("started_area", "should_area"), ("invested", "total_investment"), ("built_area", "fenced_area"))
    return [Refusal(f"{FACTS[part].label} {FACTS[part].shown(values[part])} 大于{FACTS[whole].label} {FACTS[whole].shown(values[whole])}。"
                    "请核对这两个数和单位。", field=part, code="part_over_whole")
            for part, whole in pairs if values.get(part) is not None and values.get(whole) is not None and values[part] > values[whole]]
