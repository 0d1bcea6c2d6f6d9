"""以需定批、精准供地、竣工联合验收、重点项目联动: land is approved and supplied by projects (CTL-01, 02, 04, 06)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from landplan.lib.errors import Refusal

from ..choices import Assessment, Department, Stance, SupplyMode
from .purposes import PRODUCTIVE_LAND

SHILONG = "平龙政办〔2022〕50号"
NEED = f"{SHILONG} 二（三）1“坚持要素跟着项目走，公共设施、基础设施及产业用地等严格按项目报批”"
SUPPLY = f"{SHILONG} 二（三）2“对没有项目或项目实施评估不达标的产业用地，不予供地。坚持净地出让，有纠纷的土地不得供地”"
MEETING = f"{SHILONG} 二（三）2“建立招商、征地、供地会商合作机制”"
ACCEPTANCE = f"{SHILONG} 二（三）3“建立完善自然资源部门参与的项目竣工联合验收制度”，三 职责（十一）"
KEY = "洛政办〔2021〕16号 二（二）5“对市级重大招商项目和重点建设项目实行重点保障”"
# the clause names 自然资源; 职责（十一） charges 建设交通 with the acceptance itself
REQUIRED = (Department.RESOURCES, Department.CONSTRUCTION)


def check_application(name: str, doc_no: str, values: dict, today: date) -> list[Refusal]:
    """能否申请用地: a project with its name and its document."""
    found = []
    if not name:
        found.append(Refusal(f"没有选项目。没有项目不予报批（{NEED}）；请先登记项目，再申请。", field="project", code="project_missing"))
    elif not doc_no:
        found.append(Refusal(f"项目“{name}”没有项目文件（立项、核准或备案文号）。没有项目文件不予报批（{NEED}）；请先在项目里补上文号。",
                             field="project", code="project_document_missing"))
    if values.get("area") is None or values["area"] <= 0:
        found.append(Refusal("申请面积没有填，或不大于 0。请写要多少地。", field="area", code="missing"))
    if values.get("applied_on") and values["applied_on"] > today:
        found.append(Refusal(f"申请日期 {values['applied_on']} 晚于今天 {today}。请写实际日期。", field="applied_on", code="day_future"))
    return found


def check_supply(document: str, *, mode: str, purpose: str, project: str, assessment: str, disputes: Iterable[str],
                 open_items: Iterable[str]) -> list[Refusal]:
    """能否供地 by the document of the county: only 石龙's says so. `disputes` are open lawsuits and disputes, `open_items` the other
    hurdles that are not done, `assessment` the last one of the project."""
    if document != SHILONG:
        return []
    found, disputes, items = [], list(disputes), list(open_items)
    if disputes:
        found.append(Refusal(f"本宗有未化解的纠纷：{'；'.join(disputes)}。有纠纷的土地不得供地（{SUPPLY}）；请先化解，再供地。",
                             field="doc_no", code="dispute_open"))
    if items and mode == SupplyMode.GRANTED:
        found.append(Refusal(f"本宗供地条件还有 {len(items)} 项没有办完：{'；'.join(items)}。只能净地出让（{SUPPLY}）；请先办完。", field="mode",
                             code="not_net_land"))
    if PRODUCTIVE_LAND.covers(purpose):
        if not project:
            found.append(Refusal(f"本宗用途是“{purpose}”，没有选项目。没有项目的产业用地不予供地（{SUPPLY}）；{PRODUCTIVE_LAND.told}。"
                                 "请先登记项目并选上。", field="project", code="project_missing"))
        elif assessment != Assessment.FIT:
            told = Assessment(assessment).label if assessment else "还没有评估"
            found.append(Refusal(f"项目“{project}”的实施评估：{told}。评估不达标的产业用地不予供地（{SUPPLY}）；请在会商里评估后再供。",
                                 field="project", code="assessment_unfit"))
    return found


def missing_opinions(latest: Mapping[str, str]) -> list[str]:
    """还缺谁的意见, by name: required departments that said nothing."""
    return [one.label for one in REQUIRED if one not in latest]


def check_pass(latest: Mapping[str, str]) -> list[Refusal]:
    """能否通过验收 (`latest`: department -> its last stance)."""
    lacking = missing_opinions(latest)
    found = []
    if lacking:
        found.append(Refusal(f"验收意见不完整：缺{'、'.join(lacking)}的意见（{ACCEPTANCE}）。请先登记它的意见。", field="passed_on",
                             code="opinion_missing"))
    against = [Department(one).label for one, stance in latest.items() if stance != Stance.AGREE]
    if against:
        found.append(Refusal(f"{'、'.join(against)}还没有同意。整改后请登记新的意见，再办通过。", field="passed_on", code="opinion_against"))
    return found


def unmet(need: Decimal | None, supplied: Decimal) -> Decimal | None:
    """未满足的用地需求 = 需求 − 已供, never below zero; None where the need is not entered."""
    return None if need is None else max(Decimal(0), need - supplied)
