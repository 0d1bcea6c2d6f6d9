"""约谈的出处: what each document says of interviews and after what, and why the system has two lists of whom to call in (SUP-03, CYC-08).

驻马店 calls in who has not done its task in time, whatever the bulletin; 洛阳、三门峡、宝丰 after the half-year's comparison, 石龙 after several
bulletins. So a bulletin lists by its own figures and the settings of its rhythm, and 督办奖惩 as of the day that a rule names.
"""

from __future__ import annotations

from dataclasses import dataclass

ZMD, SL, LY, SMX, BF = "驻政办〔2021〕19号", "平龙政办〔2022〕50号", "洛政办〔2021〕16号", "三政办〔2021〕5号", "宝政办〔2021〕34号"


@dataclass(frozen=True)
class Clause:
    """一份文件怎样写约谈: its words, after what they call somebody in, and the rhythm of the bulletin that this is."""

    words: str
    after: str
    kind: str


CLAUSES: dict[str, Clause] = {
    ZMD: Clause(f"{ZMD} 五（四）“对未按时完成任务的，对县区政府（管委会）进行约谈”", "没有按时完成任务以后", "stage"),
    SL: Clause(f"{SL} 四（三）“对工作迟滞、效果不明显、多次通报排名靠后的进行约谈”", "多次季度通报以后", "quarterly"),
    LY: Clause(f"{LY} 四（三）“每半年开展一次评比，对工作推进慢、效果不明显的县区实施约谈”", "半年评比以后", "half_yearly"),
    SMX: Clause(f"{SMX} 四（二）“每半年开展一次观摩评比，约谈工作推进慢、效果不明显的县（市、区）”", "半年观摩评比以后", "half_yearly"),
    BF: Clause(f"{BF} 四（三）“日常指导、季度通报、半年约谈、年度考评”", "每半年", "half_yearly"),
}
BASIS = "；".join(one.words for one in CLAUSES.values())
OWN_RULE = "界限文件没有印，由办公室定（C-28）"
IN_BULLETIN = ("约谈建议按这一期的数和评估考核设置的规则列，随通报定稿，以后不变；督办奖惩的提名按提名规则写的截至日期列，提出后由另一人决定。"
               "数和日期不同，两处名单可以不同；评估里只记奖惩和文号，约谈的时间、承诺、回头看在督办奖惩里办")
IN_NOMINATIONS = ("这里按规则写的截至日期列，提出后由另一人决定，约谈的时间、承诺、回头看都在这里办；定期报告的约谈建议按那一期的数和"
                  "评估考核设置的规则列，随通报定稿。数和日期不同，两处名单可以不同")


def clause_of(number: str) -> str:
    """文件的话, or that it has none; of another plan nobody may quote it."""
    return CLAUSES[number].words if number in CLAUSES else f"{number} 没有写约谈"


def said_of(number: str, kind: str) -> str:
    """一种周期的约谈建议依据什么: the document's words if it calls somebody in after this bulletin; else the list is the office's own."""
    found = CLAUSES.get(number)
    if found and found.kind == kind:
        return f"{found.words}；{OWN_RULE}"
    told = f"文件写的是{found.after}约谈（{found.words}），" if found else f"{clause_of(number)}，"
    return f"{told}这一种周期的约谈建议是办公室自定的；{OWN_RULE}"
