"""未供即用类型 that each document tells apart (CLS-08, CLS-09; 平龙政办〔2022〕50号 二（一）3)."""

from __future__ import annotations

from landplan.lib.errors import Refusal

from ..choices import UsedType

_TWO = (UsedType.INDUSTRIAL, UsedType.PUBLIC)
USED_TYPES: dict[str, tuple[str, tuple[UsedType, ...]]] = {
    "驻政办〔2021〕19号": ("三（三）（四）", _TWO),
    "宝政办〔2021〕34号": ("二（三）2（1）", _TWO),
    "三政办〔2021〕5号": ("二（三）3", _TWO),
    "洛政办〔2021〕16号": ("二（三）8", _TWO),
    "平龙政办〔2022〕50号": ("二（一）3", tuple(UsedType)),
}
# what is to be solved with 不动产遗留问题, counted apart
LEGACY = (UsedType.HOUSING, UsedType.COMMERCE)


def used_types_for(document: str, current: str = "") -> list[tuple[str, str]]:
    """可选的未供即用类型 of a document; the one that the parcel has stays among them."""
    offered = USED_TYPES.get(document, ("", tuple(UsedType)))[1]
    return [(str(one.value), str(one.label)) for one in UsedType if one in offered or one == current]


def check_used_type(document: str, used_type: str) -> list[Refusal]:
    """未供即用类型 is one that the document tells apart."""
    offered = dict(used_types_for(document))
    if not used_type or used_type in offered:
        return []
    return [Refusal(f"未供即用类型“{UsedType(used_type).label}”不是{document}里分的（{USED_TYPES[document][0]}）。"
                    f"请从{'、'.join(offered.values())}里选。", field="used_type", code="used_type_unknown")]
