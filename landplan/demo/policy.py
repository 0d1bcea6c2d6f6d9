"""演示的政策: control indicators of the city, adjusted once, and of the counties' parks; firms on the list of those to be mended or phased
out, one taken off again; questions of the counties with their answers, one answer for everybody, one question that waits too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from landplan.lib import clock
from landplan.lib.actors import Actor
from parcels import services
from parcels.choices import FirmLimit, FirmTreatment
from parcels.models import FirmListing, Park
from tasks.models import Inquiry, Plan
from tasks.services import answer_inquiry, ask_inquiry, publish_answer
from units.models import Region

from .people import PINYIN
from .step import Step

_CITY = (((6, 30), date(2021, 7, 1), "演示政办〔2021〕61号", ("240", "14", "不低于 1.0")),
         ((9, 6), date(2021, 10, 1), "演示政办〔2021〕88号", ("260", "15", "不低于 1.0")))
_FIRMS = (("示例建材有限公司", FirmTreatment.MEND, (FirmLimit.LAND, FirmLimit.ENERGY), "连续两年亩均税收低于 1 万元", date(2022, 6, 30)),
          ("示例铸造厂", FirmTreatment.PHASE_OUT, (FirmLimit.LAND, FirmLimit.ENERGY, FirmLimit.DISCHARGE), "列入省落后产能淘汰名单", None))
# asked on, what, in full, answered on (None: not yet), the answer, its article
_QUESTIONS = (
    ((7, 5), "划拨决定书能不能发给主管部门", "农村公路沿线两块边角地无法单独供地，决定书发给交通部门是否可以？",
     (7, 8), "确实无法按宗地单独供地的，可以核发给政府有关部门，手续要在规定的日期前完善。", "三（三）"),
    ((8, 9), "未供即用的起始日能不能用开工日", "招商引资项目 2017 年开工，现在补办出让，年期从哪天算？",
     (8, 12), "经县级以上政府认定、运营良好的，可以项目开工时间为出让起始时间。", "三（四）"),
    ((9, 8), "抵押中的闲置地能不能协议收回", "银行是抵押权人，企业愿意交地，先解押还是先签收回协议？", None, "", ""),
    ((9, 22), "补充协议签了算不算处置", "企业与县里签了延期动工的补充协议，本周能不能报处置？", None, "", ""),
)


def policy_steps(plan: Plan, regions: list[Region], people: dict[str, Actor]) -> Iterator[Step]:
    """全部步骤: of the city, and a little in the first counties."""
    for day, from_on, number, typed in _CITY:
        yield Step(_at(*day), f"指标{number}", people["office"], partial(_publish, plan.region, False, number, from_on, typed))
    for region in regions[:3]:
        clerk = people[f"{PINYIN[region.name]}.clerk"]
        yield Step(_at(7, 30), f"园指标{region.code}", clerk, partial(
            _publish, region, True, f"演示园〔2021〕{region.sort}号", date(2021, 8, 1), ("300", "16", "不低于 1.2")))
        for at, firm in enumerate(_FIRMS):
            yield Step(_at(7, 20, at), f"名单{region.code}{at}", clerk, partial(_list, region, *firm))
    for region in regions[:1]:
        yield Step(_at(9, 14), f"出名单{region.code}", people[f"{PINYIN[region.name]}.reviewer"], lambda actor, region=region: services.delist_firm(
            FirmListing.objects.get(firm=f"{region.name}{_FIRMS[0][0]}").id, actor=actor, ended_on=date(2021, 9, 13), end_no="演示整验〔2021〕1号"))
    for at, question in enumerate(_QUESTIONS):
        if regions:
            yield from _question_steps(plan, regions[at % len(regions)], question, people)


def _question_steps(plan: Plan, region: Region, question: tuple, people: dict[str, Actor]) -> Iterator[Step]:
    asked, title, text, answered, answer, article = question
    yield Step(_at(*asked), f"咨询{title}", people[f"{PINYIN[region.name]}.clerk"],
               lambda actor: ask_inquiry(actor=actor, values={"title": title, "text": text}))
    if answered:
        yield Step(_at(*answered), f"答复{title}", people["advisory"], lambda actor: answer_inquiry(
            Inquiry.objects.get(title=title).id, actor=actor,
            values={"text": answer, "document": plan.document_id, "law": "", "article": article}))
    if article == "三（四）":
        yield Step(_at(*answered, 1), f"通用解答{title}", people["advisory"], lambda actor: publish_answer(
            Inquiry.objects.get(title=title).id, actor=actor, question="未供即用项目补办出让，年期从哪天算？", text=answer))


def _at(month: int, day: int, minutes: int = 0) -> datetime:
    return clock.shanghai(2021, month, day, 11, minutes)


def _publish(region: Region, of_park: bool, number: str, from_on: date, typed: tuple[str, str, str], actor: Actor) -> None:
    services.publish_controls(region.id, actor=actor, park_id=Park.objects.get(region=region).id if of_park else None,
                              values={"document_no": number, "published_on": clock.today(), "from_on": from_on, "until_on": None,
                                      "note": "演示数据。"},
                              typed=dict(zip(("entry_intensity", "entry_tax", "entry_far"), typed, strict=True)))


def _list(region: Region, name: str, treatment: str, limits: tuple[str, ...], situation: str, due_on: date | None, actor: Actor) -> None:
    services.list_firm(region.id, actor=actor, values={
        "firm": f"{region.name}{name}", "treatment": treatment, "limits": list(limits), "situation": situation,
        "document_no": f"演示整〔2021〕{region.sort}号", "from_on": date(2021, 7, 19), "due_on": due_on})
