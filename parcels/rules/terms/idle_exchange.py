"""置换 (DSP-24, 28): other land for this land, by agreement."""

from __future__ import annotations

from functools import partial

from ..findings.base import Clause
from .base import Derived, Land, Term, TermSet, Values, day, money, paper, wan_text, words
from .documents import BAOFENG, SANMENXIA, zhumadian
from .idle_back import BLOCKED, blocked

_TERMS = (
    paper("agreement_no", "置换协议编号"), day("signed_on", "签订日期"),
    words("other_land", "换入土地", "编号、坐落；价值相当、用途相同"), Term("other_area", "换入面积", "area"),
    money("own_value", "本宗评估价"), money("other_value", "换入土地评估价"),
    paper("approval_no", "批准文号", "本级政府的批复"),
)
_ZMD = zhumadian("造成土地确实无法开工建设的，经协商一致，可有偿收回土地使用权，或者以协议方式予以置换")


def _derived(values: Values, land: Land) -> list[Derived]:
    if "own_value" not in values or "other_value" not in values:
        return []
    gap = values["other_value"] - values["own_value"]
    word = "使用权人补交" if gap > 0 else "政府补给" if gap < 0 else "两清"
    return [Derived("差价", f"{word} {wan_text(abs(gap))}" if gap else word,
                    f"换入 {wan_text(values['other_value'])} − 本宗 {wan_text(values['own_value'])}")]


def _set(code: str, label: str, clause: Clause, *extra: Term, **more) -> TermSet:
    return TermSet(code, label, clause, (*extra, *_TERMS), past=("signed_on",), derived=_derived, **more)


SETS = (_set("exchange_bf", "置换盘活", BAOFENG), _set("exchange_smx", "置换盘活", SANMENXIA),
        _set("exchange_zmd", "协议置换", _ZMD, *BLOCKED, check=partial(blocked, _ZMD)))
