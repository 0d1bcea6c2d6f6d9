"""供需信息共享和收储保障 (INV-01, INV-02): what a project wants of land, and when land in reserve counts as ready again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landplan.lib.errors import Conflict

from ..choices import ProjectKind
from .purposes import INFRASTRUCTURE_LAND, PRODUCTIVE_LAND, PUBLIC_LAND, SHILONG, Sense

SHARING = f"{SHILONG} 四（二）“将待盘活、已盘活可供招商的土地资源信息和招商引资项目，及时进行供需信息共享”"
RESERVE = f"{SHILONG} 四（二）“暂时不开发建设的，由区土地收储机构予以收储，用于保障拿地即开工项目用地需求”"
USES: dict[str, Sense] = {ProjectKind.INDUSTRY: PRODUCTIVE_LAND, ProjectKind.INFRASTRUCTURE: INFRASTRUCTURE_LAND, ProjectKind.PUBLIC: PUBLIC_LAND}


@dataclass(frozen=True)
class Wanted:
    """要什么地: at least `area` 亩 (None: any), fit for a use (a kind of project), in a park (any of its names). Land whose use is not
    filled in may be fit, so it stays in the list."""

    area: Decimal | None = None
    use: str = ""
    park: str = ""
    region_id: int | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        return USES[self.use].marks if self.use in USES else ()

    @property
    def told(self) -> str:
        """用途怎样认, for people."""
        return f"{USES[self.use].told}；用途未填的也列出，请先核实" if self.use in USES else ""


def in_reserve(cleared_on: date | None, reserved_on: date | None) -> bool:
    """在收储: sent for reserve, and its conditions not settled anew on a later day."""
    return reserved_on is not None and (cleared_on is None or cleared_on <= reserved_on)


def check_clear_again(cleared_on: date | None, reserved_on: date | None, today: date, done: str, title: str) -> list[Conflict]:
    """能否再办结: land in reserve may be made ready again, on a later day than it was taken into reserve; other land only once."""
    if cleared_on is None:
        return []
    if not in_reserve(cleared_on, reserved_on):
        return [Conflict(f"这宗地 {cleared_on} 已办结为“{done}”。有新的{title}，请登记一项。", code="wrong_state")]
    if reserved_on >= today:
        return [Conflict(f"这宗地今天（{today}）刚列入储备。不收储的，请撤回那笔“列入土地储备”；要出库供应的，明天起可以办结。",
                         code="reserved_today")]
    return []
