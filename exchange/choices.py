"""数据交换的代码: 导入, 导出任务, 对账."""

from django.db.models import TextChoices


class SectionKey(TextChoices):
    """导入的内容. Their columns and services stand in exchange.sections."""

    PARCELS = "parcels", "宗地"
    BATCHES = "batches", "批次"
    SUPPLIES = "supplies", "供应"
    DISPOSALS = "disposals", "处置"
    YEARS = "years", "企业年度指标"
    QUOTAS = "quotas", "任务分解表"
    UNITS = "units", "单位"
    PEOPLE = "people", "人员"


class ImportState(TextChoices):
    """导入的状态; what leads from one to the next stands in exchange.rules.import_steps."""

    READING = "reading", "识别中"
    MAPPING = "mapping", "待对列"
    CHECKING = "checking", "检查中"
    FAULTY = "faulty", "有错，没有导入"
    READY = "ready", "待确认"
    APPLYING = "applying", "导入中"
    DONE = "done", "已导入"
    SAME = "same", "没有可导入的"
    UNREADABLE = "unreadable", "读不出来"
    BROKEN = "broken", "没有办成"
    WITHDRAWN = "withdrawn", "已撤回"


class ImportAction(TextChoices):
    """一步."""

    RECOGNISE = "recognise", "识别"
    ASK = "ask", "请人对列"
    MAP = "map", "对列"
    FAULT = "fault", "查出错误"
    PASS = "pass", "查无错误"
    NOTHING = "nothing", "没有可导入的"
    CONFIRM = "confirm", "确认导入"
    OUTDATE = "outdate", "重新预览"
    APPLY = "apply", "导入"
    GIVE_UP = "give_up", "读不出来"
    BREAK = "break", "没有办成"
    WITHDRAW = "withdraw", "撤回"


class RowAction(TextChoices):
    """一行会怎样."""

    CREATE = "create", "新增"
    CHANGE = "change", "修改"
    SAME = "same", "不变"
    AMBIGUOUS = "ambiguous", "认不准"
    REFUSED = "refused", "有错"


class Found(TextChoices):
    """一列的来历: how its meaning was found."""

    TEMPLATE = "template", "本系统模板"
    REMEMBERED = "remembered", "上次的对应"
    LABEL = "label", "列名相同"
    ALIAS = "alias", "列名相近"
    HAND = "hand", "人工指定"
    NONE = "", "不导入"


class Cause(TextChoices):
    """台账与外部系统的差由什么来 (issue: 时点差、口径差、未录入、面积差、重复、四舍五入)."""

    TIMING = "timing", "时点差"
    SCOPE = "scope", "口径差"
    MISSING = "missing", "未录入"
    AREA = "area", "面积差"
    DOUBLE = "double", "重复"
    ROUNDING = "rounding", "四舍五入"
    UNMATCHED = "unmatched", "待配对"
    REST = "rest", "未分到宗地"
