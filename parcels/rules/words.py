"""类别的叫法: each document's own words on the one model of five kinds (CLS-01; the documents' sections on 存量土地)."""

from __future__ import annotations

from ..choices import Kind

# document number -> kind -> its word there. A kind that a document has no single word for keeps ours.
WORDS: dict[str, dict[str, str]] = {
    "宝政办〔2021〕34号": {Kind.USED_UNSUPPLIED: "已批未供即用", Kind.IDLE: "供而未用闲置土地", Kind.INEFFICIENT: "低效工业用地"},
    "三政办〔2021〕5号": {Kind.USED_UNSUPPLIED: "已批未供即用", Kind.IDLE: "闲置", Kind.INEFFICIENT: "低效工业用地"},
    "洛政办〔2021〕16号": {Kind.IDLE: "闲置"},
    "平龙政办〔2022〕50号": {Kind.IDLE: "闲置"},
}


def words_of(document_no: str) -> dict[str, str]:
    """五类 as a document calls them."""
    return {kind.value: WORDS.get(document_no, {}).get(kind, str(kind.label)) for kind in Kind}
