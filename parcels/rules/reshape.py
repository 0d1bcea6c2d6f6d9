"""分割、合并的规则: nothing of the land is lost or counted twice - area, what was accepted and what was supplied all add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.area import plain
from landplan.lib.errors import Refusal

from ..choices import Kind, ReshapeWay

JOIN_BASIS = "洛政办〔2021〕16号 附件3 三（一）"
JOIN_DOCUMENT = "洛政办〔2021〕16号"
TWO_PERSONS = "拟定与批准分由两人办：本系统的约定，文件未写"
MOST = 10
# what of an old parcel goes with its land: name of a Part, what it is called
CARRIED = {"area": "面积", "accepted": "已验收面积", "supplied": "已供应面积", "relapsed": "再次闲置面积"}
# what must be the same on parcels that become one
SAME = {"kind": "类别", "batch": "批次", "idle_source": "闲置来源", "inefficient_type": "低效类型", "used_type": "未供即用类型"}
# how it is said on the form what goes with the new parcels and what does not
COPIED = ("坐落、园区、用地单位、用途、类别和类别沿革、闲置来源和类型、成因、拟采取措施、时限、责任单位和包保、批次、征收、约定和实际的动工竣工日期、"
          "有效的认定、没有办完的供地条件和开工障碍、停表和补充协议、多规合一核对")
LEFT = ("处置记录和佐证、供应、一宗一策、倒排节点、涉法涉诉、补录和抽查、企业实际用地、监管协议"
        "留在原宗地，新宗地页上有链接；建档完成、宗地代码和一宗一策要在新宗地重办")


@dataclass(frozen=True)
class Part:
    """一宗新宗地, areas in 亩; an empty number is given by the system."""

    no: str
    name: str
    area: Decimal
    accepted: Decimal
    supplied: Decimal
    relapsed: Decimal = Decimal(0)

    def stored(self) -> dict[str, str]:
        """As the proposal keeps it: exact texts."""
        return {"no": self.no, "name": self.name, **{key: plain(getattr(self, key)) for key in CARRIED}}

    @classmethod
    def read(cls, stored: dict[str, str]) -> Part:
        return cls(stored["no"], stored["name"], *(Decimal(stored.get(key, "0")) for key in CARRIED))


def default_share(whole: Decimal, parcel_area: Decimal, part_area: Decimal) -> Decimal:
    """没有填的份额: of what concerns the whole parcel as much as the part is large, else nothing."""
    return part_area if whole == parcel_area else Decimal(0)


def check_parts(parts: Sequence[Part], whole: dict[str, Decimal]) -> list[Refusal]:
    """新宗地之和等于原宗地, to the last 0.000001 亩; no part holds more than it is large."""
    found = []
    for n, part in enumerate(parts, 1):
        if not part.name:
            found.append(Refusal(f"第 {n} 宗的名称没有填。请写人们认得的名字。", field=f"name_{n}", code="missing"))
        if part.area <= 0:
            found.append(Refusal(f"第 {n} 宗的面积 {plain(part.area)} 亩不大于 0。请写分得的面积。", field=f"area_{n}", code="area_zero"))
        found += [Refusal(f"第 {n} 宗的{CARRIED[key]} {plain(share)} 亩超过它的面积 {plain(part.area)} 亩。请改小，或把多的分给别的宗地。",
                          field=f"{key}_{n}", code="share_over")
                  for key in ("accepted", "supplied", "relapsed") if (share := getattr(part, key)) > part.area > 0 or share < 0]
        if part.accepted + part.relapsed > part.area > 0:
            found.append(Refusal(f"第 {n} 宗的已验收 {plain(part.accepted)} 亩与再次闲置 {plain(part.relapsed)} 亩之和"
                                 f"超过它的面积 {plain(part.area)} 亩。前一轮已计入的面积，或已在本轮办完，或还要再办，"
                                 "不会两样都是。请改分。", field=f"relapsed_{n}", code="share_over"))
    numbers = [part.no for part in parts if part.no]
    found += [Refusal(f"编号 {no} 写了两次。各宗的编号要不同。", code="duplicate") for no in sorted(set(numbers)) if numbers.count(no) > 1]
    return found + [refusal for key, label in CARRIED.items() if (refusal := _check_sum(parts, whole[key], key, label))]


def _check_sum(parts: Sequence[Part], whole: Decimal, key: str, label: str) -> Refusal | None:
    total = sum((getattr(part, key) for part in parts), Decimal(0))
    if total == whole:
        return None
    gap = f"多 {plain(total - whole)}" if total > whole else f"少 {plain(whole - total)}"
    return Refusal(f"各宗{label}之和 {plain(total)} 亩，原宗地{label} {plain(whole)} 亩，{gap} 亩。分割不增减土地，要一分不差；"
                   f"请改各宗的{label}，原宗地面积有误的先改原宗地。", field=f"{key}_{len(parts)}", code="sum_differs")


def check_same(facts: Sequence[dict], names: Sequence[str]) -> list[Refusal]:
    """合并的各宗要同一类别、同一批次 (or none): `facts` by the keys of SAME, as words; `names` are their numbers."""
    found = []
    for key, label in SAME.items():
        if len({one[key] for one in facts}) > 1:
            told = "、".join(f"{name} {one[key] or '无'}" for name, one in zip(names, facts, strict=True))
            found.append(Refusal(f"各宗的{label}不同（{told}），不能合并：合并后无从分别统计。请先核对；确应一致的，先改好再合并。",
                                 field="others", code=f"other_{key}"))
    return found


def check_papers(*, way: str, doc_no: str, doc_on: date | None, reason: str, today: date, application_no: str = "",
                 applied_on: date | None = None, is_within: bool = False, kind: str = "", document: str = "") -> list[Refusal]:
    """文书和原因; 合并归宗 is for low-efficient land under its document, on the holder's application, within the red line."""
    found = [Refusal(f"没有填{label}。{why}", field=field, code="missing") for field, label, why, value in (
        ("doc_no", "文号", "请写批准分割、合并的文件或图件的编号。", doc_no), ("doc_on", "文件日期", "请写文件上的日期。", doc_on),
        ("reason", "原因", "请写明为什么分割或合并；留痕会记下原话。", reason)) if not value]
    found += [Refusal(f"{label} {day} 晚于今天 {today}。请写文件上的日期。", field=field, code="day_future")
              for field, label, day in (("doc_on", "文件日期", doc_on), ("applied_on", "申请日期", applied_on)) if day and day > today]
    if way != ReshapeWay.JOIN:
        return found
    if kind != Kind.INEFFICIENT or document != JOIN_DOCUMENT:
        found.append(Refusal(f"合并归宗只用于{JOIN_BASIS}下的低效用地，本宗是{Kind(kind).label}、{document or '没有措施目录'}。请改用合并。",
                             field="way", code="join_kind"))
    found += [Refusal(f"合并归宗没有填{label}。要由使用权人申请（{JOIN_BASIS}）。", field=field, code="missing")
              for field, label, value in (("application_no", "申请文号", application_no), ("applied_on", "申请日期", applied_on)) if not value]
    if not is_within:
        found.append(Refusal(f"没有确认各宗相邻、都在规划红线范围内。不相邻或出红线的不能合并归宗（{JOIN_BASIS}）。请核对图件后勾选。",
                             field="is_within", code="not_within"))
    return found
