"""五份方案关于闲置土地的条款, each with its own words."""

from ..clocks import LAW
from ..findings.base import Clause

BF, SMX, ZMD, SL = "宝政办〔2021〕34号", "三政办〔2021〕5号", "驻政办〔2021〕19号", "平龙政办〔2022〕50号"
FIVE = "采取限期开发、调整利用、置换盘活、依法收回、临时使用等方式，分类施策，有效处置闲置土地"
BAOFENG = Clause(BF, "二（三）2（2）", FIVE)
SANMENXIA = Clause(SMX, "二（三）3", "分类施策，通过采取限期开发、调整利用、置换盘活、依法收回、临时使用等方式，有效处置闲置土地")
ZHUMADIAN = "三（五）"
SHILONG_1, SHILONG_2, SHILONG_3 = "二（二）1", "二（二）2", "二（二）3"


def zhumadian(quotation: str) -> Clause:
    return Clause(ZMD, ZHUMADIAN, quotation)


def shilong(section: str, quotation: str) -> Clause:
    return Clause(SL, section, quotation)


# of the law only article and number are given here: its words are not ours to shorten
ARTICLE_12 = Clause(LAW, "第十二条", "")
ARTICLE_14_1 = Clause(LAW, "第十四条（一）", "")
ARTICLE_14_2 = Clause(LAW, "第十四条（二）", "")
