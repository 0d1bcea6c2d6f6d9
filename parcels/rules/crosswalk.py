"""低效类型对照: how the types of one document are counted among those of another, for statistics only (CLS-18).

No document draws a correspondence: all of it is ours, to be changed by the office. Where one type would have to go to several, the default
leaves it without a counterpart, so that nothing is counted among types that it may not belong to.
"""

from __future__ import annotations

from ..choices import InefficientType as T
from .findings import luoyang, sanmenxia, types_of, zhumadian

TAXONOMIES = (luoyang.DOCUMENT, zhumadian.DOCUMENT, sanmenxia.DOCUMENT)
NOTE = "文件没有规定各地类型怎样对应：对照是本系统的约定，只用于统计，由领导小组办公室改；宗地自己的类型不变。一类可能分到几类的，默认不对应"
# (taxonomy, type of another document) -> type of the taxonomy
DEFAULT: dict[tuple[str, str], str] = {
    (zhumadian.DOCUMENT, T.LY_TRANSFORMATION): T.TRANSFORMATION, (zhumadian.DOCUMENT, T.LY_SUSPENDED): T.STOPPED,
    (zhumadian.DOCUMENT, T.LY_UNDERBUILT): T.EXTENSIVE, (zhumadian.DOCUMENT, T.LY_STOPPED): T.STOPPED,
    (zhumadian.DOCUMENT, T.LY_LOW_OUTPUT): T.EXTENSIVE, (zhumadian.DOCUMENT, T.SMX_SUSPENDED): T.STOPPED,
    (zhumadian.DOCUMENT, T.SMX_FENCED): T.EXTENSIVE, (zhumadian.DOCUMENT, T.SMX_STOPPED): T.STOPPED,
    (sanmenxia.DOCUMENT, T.LY_SUSPENDED): T.SMX_SUSPENDED, (sanmenxia.DOCUMENT, T.LY_UNDERBUILT): T.SMX_FENCED,
    (sanmenxia.DOCUMENT, T.LY_STOPPED): T.SMX_STOPPED,
    (luoyang.DOCUMENT, T.TRANSFORMATION): T.LY_TRANSFORMATION, (luoyang.DOCUMENT, T.SMX_SUSPENDED): T.LY_SUSPENDED,
    (luoyang.DOCUMENT, T.SMX_FENCED): T.LY_UNDERBUILT, (luoyang.DOCUMENT, T.SMX_STOPPED): T.LY_STOPPED,
}


def own_types(document: str) -> list[str]:
    """类型 of a taxonomy, in the order of its document."""
    return [str(code) for code, _ in types_of(document)]


def foreign_types(document: str) -> list[tuple[str, str]]:
    """(document, type) of all other taxonomies: what the crosswalk brings into this one."""
    return [(other, code) for other in TAXONOMIES if other != document for code in own_types(other)]


def target_of(document: str, code: str, changed: dict[str, str]) -> str:
    """这一类算作哪一类 of a taxonomy: its own as it is, others as the crosswalk says (`changed` over the default); empty = none."""
    if code in own_types(document):
        return code
    return changed[code] if code in changed else str(DEFAULT.get((document, code), ""))
