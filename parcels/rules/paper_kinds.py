"""文书的种类和占位符: what may stand in a template, what it means, what a kind cannot do without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from landplan.lib.errors import Refusal

# 占位符 -> 含义. A template writes {{ 名称 }}, nothing else.
FIELDS: dict[str, str] = {
    "县区": "宗地所在县区的全称", "机关": "出文书的单位（办理人的单位）", "文号": "这一步登记的文号", "落款日期": "这一步的日期",
    "使用权人": "宗地的用地单位", "宗地编号": "地块编号", "宗地代码": "宗地代码", "地块名称": "地块名称", "坐落": "宗地坐落",
    "面积亩": "宗地面积，亩", "面积平方米": "宗地面积，平方米", "用途": "土地用途",
    "合同号": "有偿使用合同或划拨决定书编号", "供应方式": "出让、划拨或租赁", "供应日期": "供应日期", "价款": "出让或划拨价款，万元",
    "约定动工日": "合同或补充协议约定的动工日", "应动工日": "顺延停表之后的动工日", "动工日依据": "应动工日怎样算出", "满一年日": "未动工满一年之日",
    "满两年日": "未动工满两年之日", "闲置天数": "到落款日期未动工的天数，停表的不算", "停表情况": "停表的各段和文书",
    "闲置原因": "认定的形成原因", "认定书号": "闲置土地认定书文号", "认定日期": "认定日期", "认定意见": "认定意见",
    "说明期限": "提供说明材料的天数", "听证期限": "申请听证的工作日数", "拟作决定": "告知听证权的决定", "批准机关": "批准的政府",
    "批准文号": "政府批准文号", "批准日期": "政府批准日期", "费率": "闲置费的费率，百分之几", "闲置费": "土地闲置费，万元",
    "闲置费元": "土地闲置费，元",
    "缴纳期限": "缴纳的天数", "注销期限": "办理注销登记的天数", "复议期限": "申请行政复议的天数", "诉讼期限": "提起行政诉讼的月数",
    "抵押权人": "案件里登记的抵押权人", "低效类型": "低效用地的认定类型", "告知情况": "告知的情况", "限期要求": "限期完成再利用的要求",
    "告知期限": "答复和完成的天数，从送达起算",
}
# of the notice about a period: its text is written from frozen figures alone and comes in whole
BULLETIN_FIELDS: dict[str, str] = {
    "标题": "通报的标题，更正版会写明", "文号": "通报时填的文号；送审稿和没有文号的不印这一行", "主送": "通报设置里的主送",
    "引言": "依据的方案和“现将……通报如下”",
    "正文": "由定稿的数写成的各部分，带一、二、三的标题", "附件说明": "附件的序号和名称", "发文机关": "通报设置里的发文机关",
    "成文日期": "通报时填的成文日期；送审稿空着年月日", "地区": "方案所在地名", "期": "哪一期，如 2021年9月", "数据截止": "数据截止的时刻",
}


@dataclass(frozen=True)
class PaperKind:
    """一种文书: its title, what its template must hold and a paper must fill; `blocks` are whole paragraphs, each alone in one of its own."""

    code: str
    title: str
    required: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=lambda: FIELDS)
    blocks: tuple[str, ...] = ()


_LAND = ("文号", "使用权人", "宗地编号", "坐落", "面积平方米")
KINDS: dict[str, PaperKind] = {kind.code: kind for kind in (
    PaperKind("investigation", "闲置土地调查通知书", (*_LAND, "合同号", "应动工日", "说明期限")),
    PaperKind("finding", "闲置土地认定书", (*_LAND, "合同号", "应动工日", "闲置天数", "闲置原因", "认定意见")),
    PaperKind("hearing", "闲置土地处置听证告知书", (*_LAND, "认定书号", "拟作决定", "听证期限")),
    PaperKind("levy", "征缴土地闲置费决定书", (*_LAND, "合同号", "认定书号", "价款", "费率", "闲置费元", "批准文号", "缴纳期限",
                                     "复议期限", "诉讼期限")),
    PaperKind("take_back", "收回国有建设用地使用权决定书", (*_LAND, "合同号", "认定书号", "满两年日", "批准文号", "注销期限",
                                                    "复议期限", "诉讼期限")),
    PaperKind("low_notice", "低效用地告知书", (*_LAND, "低效类型", "告知情况", "限期要求", "告知期限")),
    PaperKind("bulletin", "定期通报", ("标题", "引言", "正文", "附件说明", "发文机关", "成文日期"), BULLETIN_FIELDS, ("正文", "附件说明")),
)}
MAX_BYTES = 2 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def blank(name: str) -> str:
    """空着的占位符 as the paper shows it."""
    return f"（未填：{name}）"


def filled(values: dict[str, str]) -> dict[str, str]:
    """全部占位符: what has no value is seen to have none."""
    return {name: values.get(name) or blank(name) for name in FIELDS}


def missing(kind: PaperKind, values: dict[str, str]) -> list[str]:
    """必填而没有值的."""
    return [name for name in kind.required if not values.get(name)]


def check_names(kind: PaperKind, names: Iterable[str], alone: Sequence[str]) -> list[Refusal]:
    """模板里的占位符: none unknown, none of the required ones left out, every block once and `alone` in a paragraph."""
    known, found = set(names), []
    def braced(listed: Iterable[str]) -> str:
        return "、".join(f"{{{{ {name} }}}}" for name in listed)

    if unknown := sorted(known - kind.fields.keys()):
        listed = "；".join(f"{name}（{meaning}）" for name, meaning in kind.fields.items())
        found.append(Refusal(f"模板里有不认识的占位符：{braced(unknown)}。可以用的有：{listed}。请改正后再传。",
                             field="file", code="unknown_placeholder"))
    if lacking := [name for name in kind.required if name not in known]:
        found.append(Refusal(f"模板里少了必须有的占位符：{braced(lacking)}。《{kind.title}》没有它们不能用，请补上后再传。",
                             field="file", code="lacking_placeholder"))
    if crowded := [name for name in kind.blocks if name in known and alone.count(name) != 1]:
        found.append(Refusal(f"占位符 {braced(crowded)} 换成的是整段文字，要各占一段、只写一次，同一段里不能有别的字，也不能放在表格里。"
                             "请改正后再传。",
                             field="file", code="crowded_placeholder"))
    return found
