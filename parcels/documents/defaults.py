"""随系统的文书模板: built as 公文 look (GB/T 9704—2012: A4, margins 37/35/28/26 mm, 三号仿宋, 28.95 磅). No font is shipped.

The words are ours, after the clauses of 53号令; the office edits them in Word and uploads its own.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH

from landplan.lib.official import TITLE, add_line, add_signature, add_title, new_paper, on_grid

from ..rules.paper_kinds import KINDS

LABEL = "随系统的模板（第1版）"
_FACTS = ("宗地编号：{{ 宗地编号 }}；坐落：{{ 坐落 }}；面积：{{ 面积平方米 }} 平方米（{{ 面积亩 }} 亩）；用途：{{ 用途 }}；"
          "合同（划拨决定书）编号：{{ 合同号 }}；供应方式：{{ 供应方式 }}；供应日期：{{ 供应日期 }}。")
_START = "约定动工日为{{ 约定动工日 }}，应动工日为{{ 应动工日 }}（{{ 动工日依据 }}）。"
_REMEDY = ("如不服本决定，可自收到本决定书之日起{{ 复议期限 }}日内依法申请行政复议，或自收到之日起{{ 诉讼期限 }}个月内依法提起行政诉讼。"
           "逾期不申请复议、不起诉又不履行的，本机关将依法申请人民法院强制执行。")
TEXTS: dict[str, tuple[str, ...]] = {
    "investigation": (
        "经核查，你单位使用的下列国有建设用地涉嫌构成闲置土地：", _FACTS, _START,
        "依据《闲置土地处置办法》（国土资源部令第53号）第五条，本机关决定对该宗土地开展调查核实。请你单位自收到本通知书之日起{{ 说明期限 }}日内，"
        "就土地开发利用情况、闲置原因以及相关说明等提交书面材料。", "调查期间，请配合现场勘测、拍照和查阅资料。"),
    "finding": (
        "经调查核实，你单位使用的下列国有建设用地：", _FACTS, _START,
        "截至{{ 落款日期 }}，该宗土地未动工开发{{ 闲置天数 }}天（停表的日子已扣除）。闲置原因：{{ 闲置原因 }}。", "认定意见：{{ 认定意见 }}",
        "依据《闲置土地处置办法》（国土资源部令第53号）第二条、第九条，认定该宗土地为闲置土地。"
        "本认定书及该宗土地的位置、使用权人名称、闲置时间等信息依法向社会公开。"),
    "hearing": (
        "你单位使用的下列国有建设用地已于{{ 认定日期 }}被认定为闲置土地（{{ 认定书号 }}）：", _FACTS,
        "闲置原因：{{ 闲置原因 }}。未动工满一年之日为{{ 满一年日 }}，满两年之日为{{ 满两年日 }}。",
        "依据《闲置土地处置办法》（国土资源部令第53号）第十四条，本机关拟依法作出“{{ 拟作决定 }}”的决定。",
        "依据《闲置土地处置办法》第十五条和《自然资源听证规定》，你单位有要求听证的权利。"
        "要求听证的，应当自收到本告知书之日起{{ 听证期限 }}个工作日内向本机关提出；"
        "逾期未提出的，视为放弃听证。"),
    "levy": (
        "你单位使用的下列国有建设用地已于{{ 认定日期 }}被认定为闲置土地（{{ 认定书号 }}）：", _FACTS, _START,
        "因企业原因，到{{ 满一年日 }}未动工开发已满一年。依据《闲置土地处置办法》（国土资源部令第53号）第十四条第（一）项，经{{ 批准机关 }}"
        "批准（{{ 批准文号 }}，{{ 批准日期 }}），决定向你单位征缴土地闲置费。",
        "该宗土地价款为{{ 价款 }}万元，按{{ 费率 }}%征缴，土地闲置费为{{ 闲置费 }}万元（{{ 闲置费元 }}元）。",
        "请自本决定书送达之日起{{ 缴纳期限 }}日内缴纳。土地闲置费不得列入生产成本。", _REMEDY),
    "take_back": (
        "你单位使用的下列国有建设用地已于{{ 认定日期 }}被认定为闲置土地（{{ 认定书号 }}）：", _FACTS, _START,
        "因企业原因，到{{ 满两年日 }}未动工开发已满两年。依据《闲置土地处置办法》（国土资源部令第53号）第十四条第（二）项，经{{ 批准机关 }}"
        "批准（{{ 批准文号 }}，{{ 批准日期 }}），决定无偿收回该宗国有建设用地使用权。",
        "请自本决定书送达之日起{{ 注销期限 }}日内到不动产登记机构办理国有建设用地使用权注销登记，交回土地权利证书；逾期不办理的，依法公告注销。",
        _REMEDY, "抄送抵押权人：{{ 抵押权人 }}。"),
    "low_notice": (
        "你单位使用的下列土地经核实认定为低效用地（{{ 低效类型 }}，{{ 认定书号 }}，{{ 认定日期 }}）：", _FACTS, "核实的情况：{{ 告知情况 }}",
        "认定意见：{{ 认定意见 }}", "要求：{{ 限期要求 }}", "请自收到本告知书之日起{{ 告知期限 }}日内书面答复并按要求完成再利用。"
        "可以选择限期开发、转型升级、增资扩产、分割转让、成片开发、政府收储、兼并重组、鼓励流转等方式。"),
}


@lru_cache
def default_template(kind: str) -> bytes:
    """一种文书的随系统模板."""
    document = new_paper(KINDS[kind].title)
    if kind == "bulletin":
        _bulletin(document)
    else:
        _served(document, kind)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _served(document, kind: str) -> None:
    """A paper that is served on a holder."""
    add_line(document, KINDS[kind].title, font=TITLE, size=22, align=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    add_line(document, "{{ 文号 }}", align=WD_ALIGN_PARAGRAPH.CENTER, after=14)
    add_line(document, "{{ 使用权人 }}：", indent=False)
    for text in TEXTS[kind]:
        add_line(document, text)
    document.paragraphs[-1].paragraph_format.keep_together = True  # the signature never stands alone on a page
    add_signature(document, "{{ 机关 }}", "{{ 落款日期 }}")


def _bulletin(document) -> None:
    """定期通报: on the grid of GB/T 9704 with page numbers; its tables and its 版记 follow on pages of their own."""
    on_grid(document)
    add_title(document, "{{ 标题 }}")
    add_line(document, "{{ 文号 }}", align=WD_ALIGN_PARAGRAPH.CENTER, after=16)
    add_line(document, "{{ 主送 }}：", indent=False)
    for text in ("{{ 引言 }}", "{{ 正文 }}", "{{ 附件说明 }}"):
        add_line(document, text)
    add_signature(document, "{{ 发文机关 }}", "{{ 成文日期 }}")
