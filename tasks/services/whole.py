"""全方案的事: who covers only a part of a plan is refused what belongs to the whole of it, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed
from parcels.services.common import permit

from ..models import Plan
from ..policies import may_for_whole, may_in_case

PART = ("{number}是{region}的方案，管到你辖区以外的县区。它的定稿、更正、考核、督办、公布和全部县区的数，由{region}的岗位看和办；"
        "你的岗位看本辖区各县区的行。")


def part_words(plan: Plan) -> str:
    """为什么只是一部分."""
    return PART.format(number=plan.number, region=plan.region.name)


def permit_whole(actor: Actor, plan: Plan | None, may: Callable[[Actor], bool], words: str) -> None:
    """Raises NotAllowed: with `words` for a post that may not do it at all, with the reason for one that covers a part of the plan."""
    permit(may(actor), words)
    if not may_for_whole(may, actor, plan):
        raise NotAllowed(part_words(plan), code="part_of_plan")


def permit_case(actor: Actor, plan: Plan, may: Callable[[Actor], bool], words: str) -> None:
    """The same for one matter of a county, of which the county does its own steps (`may_in_case`). Raises NotAllowed."""
    permit(may(actor), words)
    if not may_in_case(may, actor, plan):
        raise NotAllowed(part_words(plan), code="part_of_plan")
