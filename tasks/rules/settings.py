"""方案设置: every setting with its default and the decision it rests on; shown on the plan's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from ..choices import (
    AnswerDays,
    Compares,
    ExpiryDays,
    GoalBase,
    LastDay,
    MonthRule,
    ReminderDays,
    SnapshotLead,
    SupplyFormula,
    YearBase,
)


@dataclass(frozen=True)
class Setting:
    """一项设置 of a plan: `name` is the field, `default` in words, `basis` the section and the decision, `effect` what follows it.

    `needs` is the way of computing without which it binds nothing in a plan (blank: it always does)."""

    name: str
    label: str
    default: str
    basis: str
    effect: str
    is_editable: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    needs: str = ""


@dataclass(frozen=True)
class Decision:
    """一项取定 that is the same in every plan: the question that the documents leave open, the answer, and where it is seen."""

    code: str
    question: str
    answer: str
    effect: str


def _choices(kind) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in kind.choices)


VALIDITY = "valid_until"  # in `Setting.needs`: only a plan with a last valid day
WEEKLY = "first_cutoff_on"  # only a plan with weekly cut-offs
CUTOFF, AUTO_FREEZE = time(18, 0), time(20, 0)
_ZMD, _LY, _SL = "驻政办〔2021〕19号", "洛政办〔2021〕16号", "平龙政办〔2022〕50号"
SETTINGS = (
    Setting("first_cutoff_on", "首个周报截止日", "2021-05-28，摸排建档阶段后的第一个星期五；未设的没有周报", f"{_ZMD} 五（二），X-03",
            "从哪一周起有周报和月份"),
    Setting("last_cutoff_on", "末个周报截止日", "2021-12-17，12月20日前最后一个星期五；未设的没有周报", f"{_ZMD} 五（二），X-04",
            "到哪一周为止有周报；最后一个月止于这一周"),
    Setting("cutoff_time", "周截止时刻", "18:00，正好截止时刻的归本周", f"{_ZMD} 五（二）“每周五下午”，C-15", "一笔验收归哪一周"),
    Setting("has_auto_freeze", "到点自动定稿", "是，办公室可先挂起", "本系统的约定，文件未写", "截止日没有人定稿时由系统定稿"),
    Setting("auto_freeze_time", "自动定稿时刻", "20:00", "本系统的约定，文件未写", "截止日几点由系统定稿"),
    Setting("counts_used_unsupplied", "未供即用计入批而未供任务量", "驻马店计入（未供面积含它），洛阳单列", f"{_ZMD} 附件2至4，C-05",
            "批而未供的完成量、看板、周报和目标含不含未供即用", True),
    Setting("has_combined_rank", "综合完成率与排名", "是，与三类并列", f"{_ZMD} 五（二），C-11", "看板和排名有没有“综合”一列", True),
    Setting("approved_from", "纳入范围：批准日期起", "2009-01-01；未设的不限", f"{_ZMD} 二", "范围核对列出哪些宗地"),
    Setting("approved_until", "纳入范围：批准日期止", "2020-12-31；未设的不限", f"{_ZMD} 二", "范围核对列出哪些宗地"),
    Setting("goal_base", "闲置、低效阶段比例的基数", "下达任务量", f"{_ZMD} 四（三）、（四），C-08",
            "只写“处置率”的目标（闲置两部分70%、低效100%）要处置多少亩；写明“下达任务量”的不变，看板的距目标仍按任务量", True,
            _choices(GoalBase), Compares.QUOTA_RATE),
    Setting("year_base", "年度比例的基数", "当年年初存量", f"{_LY} 一（二）2、二（三）8，C-10、D-25", "年度30%、40%的目标要处置多少亩", True,
            _choices(YearBase), Compares.YEAR_RATE),
    Setting("supply_formula", "供地率算法", "已供 ÷（批准 − 核销），分组内各批次加总", f"{_SL} 一（二），C-24、X-39",
            "供地率目标的分子分母和结果", True, _choices(SupplyFormula), Compares.SUPPLY_RATE),
    Setting("last_day", "最后有效日", "满期日的前一日（2021-04-28 起三年，到 2024-04-27）", f"{_LY} 四“有效期三年”，C-22",
            "哪一天起标“依据文件已过有效期”", True, _choices(LastDay), VALIDITY),
    Setting("reminder_days", "到期前几天提醒", "30、7、1 天", "本系统的约定，文件未写", "任务、周期任务、应建应发、报送、议题和动工竣工的提醒",
            True, _choices(ReminderDays)),
    Setting("month_rule", "“每月最后一周”", "当月最后一个星期五截止的一周", f"{_ZMD} 五（二）“6月份开始，每月最后一周”，C-16、X-10",
            "月通报、连续几月的提名规则和看板“月末”各到哪个截止时刻；已经建了的月份不变，后一个月从它的截止时刻接着算", True,
            _choices(MonthRule), WEEKLY),
    Setting("snapshot_lead", "阶段表取数到哪一日", "报送期限当日（9月30日、11月30日）", f"{_ZMD} 四（三）“阶段结束后……于9月30日前报”，X-06",
            "阶段报告的数据截止；报送期限不变，两个日期分开记。已经建了的阶段不变", True, _choices(SnapshotLead), Compares.QUOTA_RATE),
    Setting("answer_days", "政策咨询答复期限", "7 天", f"{_ZMD} 附件1 六；天数是本系统的约定", "超过几天没有答复的列为“超期未答复”并提醒", True,
            _choices(AnswerDays)),
    Setting("expiry_days", "有效期满前几天提醒", "90 天", f"{_LY} 四“有效期三年”，X-30；天数是本系统的约定",
            "本方案和本区划政策库的文件，满期前多少天起提醒、标“有效期将满”", True, _choices(ExpiryDays)),
)
EDITABLE = tuple(one.name for one in SETTINGS if one.is_editable)
DECISIONS = (
    Decision("C-01", "全市批而未供任务量：39812、39813 还是 39814", "各表显示各自印发的合计，全市目标用正文", "任务量表、看板合计、目标；差数并列"),
    Decision("C-02", "县区闲置任务量：附件4还是附件3两部分之和", "附件4；两部分只用于各自的阶段目标", "看板、周报、排名；目标“闲置（基数）（新增）”"),
    Decision("C-03", "低效合计 1721 还是 1722", "印发 1721，测算 1722 并列", "任务量表、印发核对"),
    Decision("C-04", "任务量的底数：印发未供还是批准减供应", "印发未供", "任务量表“印发与测算”"),
    Decision("C-06", "完成率的分母", "下达任务量；批而未供另列消化率，已处置 ÷ 印发未供面积", "目标页"),
    Decision("C-07", "任务量为 0 或空白", "完成率“—”，不排名；完成量仍进合计", "看板、排名、任务量表"),
    Decision("C-09", "取整", "各行四舍五入到整亩，率到两位小数，排名按未取整的率", "任务量表、看板、周报"),
    Decision("C-12", "核减比例", "max(0, 1 − Σ完成 ÷ Σ任务量)，三类合并；只提出，核减多少由人定", "督办奖惩"),
    Decision("C-13", "“2018年前”“2014年以前”含不含当年", "2018年1月1日以前；2014年12月31日以前。起止可改，见“形成年代”",
             "按年代的目标、台账筛选、问题台账"),
    Decision("C-14", "“某日前”“某月底前”", "含当日，次日起算逾期", "全部时限"),
    Decision("C-17", "部系统数与县区上报数", "阶段结果有部系统数的以它为准，两个都留", "目标、对账"),
    Decision("C-18", "牵头单位", "排首位的；与正文不一致的注明", "工作任务"),
    Decision("C-19", "什么时候算处置", "验收的那一刻；业务日期和部系统日期并列", "全部完成量"),
    Decision("C-20", "闲置费", "出让或划拨价款的20%，从约定动工日起算，扣除停表；决定书以前只是测算", "闲置程序、处置要件"),
    Decision("C-21", "低效的类型", "各按本地文件的分法；对照表只用于统计，可改", "认定、低效类型对照统计"),
    Decision("C-25", "宝丰60%的分子分母", "（整备＋盘活）÷ 基准日存量；没有基准日的按成文日期", "目标“整备、盘活比例”"),
    Decision("C-26", "全市亩均税收", "Σ税收 ÷ Σ面积，不取各园区的平均", "目标“亩均税收”、园区目标表"),
    Decision("C-27", "季、半年、年的时限", "期末最后一日", "定期报告"),
    Decision("C-28", "约谈、通报、问题突出的界限", "文件没有印数，由办公室定提名规则；系统提名，人来决定", "督办奖惩"),
    Decision("C-29", "一宗分几次处置", "面积按每笔验收计，整宗销号才计宗数", "台账、看板"),
    Decision("C-30", "单位", "面积以亩，按录入单位精确换算；金额以万元", "全部页面和文件"),
    Decision("C-31", "领导姓名", "只记岗位", "领导小组、宗地的包保"),
    Decision("C-32", "暂停用地申请的例外", "省、市以上重点工程和重大民生项目，凭登记的文号", "用地申请"),
    Decision("C-33", "连续两年 C 类", "两个相连的评价年度", "低效认定"),
    Decision("C-34", "三分之一、25%", "严格大于，按分数算", "闲置、低效认定"),
    Decision("C-35", "停产超过两年", "严格超过 24 个月", "低效认定"),
)
