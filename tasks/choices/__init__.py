"""方案、任务量的代码."""

from django.db.models import TextChoices

from .policy import (  # noqa: F401 - one room of codes
    AnswerDays,
    DocumentLevel,
    DocumentState,
    ExpiryDays,
    InquiryKind,
    MonthRule,
    RelationKind,
    SnapshotLead,
)


class QuotaClass(TextChoices):
    """任务量三类 (驻政办〔2021〕19号 附件4)."""

    UNSUPPLIED = "unsupplied", "批而未供"
    IDLE = "idle", "闲置"
    INEFFICIENT = "inefficient", "低效工业用地"


class TableKey(TextChoices):
    """任务分解表."""

    ANNEX2 = "annex2", "附件2"
    ANNEX3 = "annex3", "附件3"
    ANNEX4 = "annex4", "附件4"
    OWN = "own", "任务分解"


class DraftKind(TextChoices):
    """拟定的是什么."""

    PLAN = "plan", "新方案"
    QUOTAS = "quotas", "任务分解"


class DraftState(TextChoices):
    DRAFT = "draft", "拟定中"
    ISSUED = "issued", "已印发"
    DROPPED = "dropped", "已放弃"


class RowKind(TextChoices):
    COUNTY = "county", "县区"
    SUBTOTAL = "subtotal", "小计"
    TOTAL = "total", "合计"


class Operator(TextChoices):
    """目标的比较."""

    AT_LEAST = ">=", "达到"
    DONE = "done", "完成"
    MAY = "may", "可以"


class Compares(TextChoices):
    """目标由什么算出."""

    AREA = "area", "处置面积"
    QUOTA_RATE = "quota_rate", "下达任务量完成率"
    FOUND_RATE = "found_rate", "认定闲置土地处置率"
    YEAR_RATE = "year_rate", "年度处置比例"
    COHORT_RATE = "cohort_rate", "形成年代的处置比例"
    SUPPLY_RATE = "supply_rate", "供地率"
    PREPARED = "prepared", "整备、盘活比例"
    USED_DONE = "used_done", "未供即用完善手续"
    REGISTER = "register", "登记簿办结"
    BACKFILL = "backfill", "信息补录"
    TAX = "tax", "亩均税收"
    PARK_TAX = "park_tax", "园区亩均税收"
    ENERGY = "energy", "单位工业增加值能耗年均下降"
    SMART = "smart", "智能化改造普及率"
    STANDARD = "standard", "“标准地”出让比例"
    CONFIRM = "confirm", "由文件确认"


class GoalBase(TextChoices):
    """阶段目标的比例按什么算 (C-08)."""

    QUOTA = "quota", "下达任务量"
    STOCK = "stock", "印发的存量面积"


class YearBase(TextChoices):
    """年度比例的基数 (C-10)."""

    OPENING = "opening", "当年年初存量"
    FIXED = "fixed", "首年年初的固定存量，不超过当年年初存量"


class SupplyFormula(TextChoices):
    """供地率怎样算 (C-24)."""

    SUPPLIED = "supplied", "已供 ÷（批准 − 核销、失效、撤回、调整）"
    DISPOSED = "disposed", "已处置 ÷ 存量"


class LastDay(TextChoices):
    """有效期几年，最后有效的一日 (C-22)."""

    EVE = "eve", "满期日的前一日"
    ANNIVERSARY = "anniversary", "满期日当日"


class IdlePart(TextChoices):
    """附件3 的两个闲置部分."""

    BASE = "base", "2020年省厅下达基数"
    NEW = "new", "2020年内网新增"


class MilestoneKind(TextChoices):
    """时限的性质."""

    COMPLETE_BY = "complete_by", "完成"
    INTERIM = "interim", "阶段"
    START_BY = "start_by", "开始"
    INTERPRETED = "interpreted", "推定"


class Rhythm(TextChoices):
    """报告周期."""

    DAILY = "daily", "日常"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年"
    YEARLY = "yearly", "每年"
    PERIODIC = "periodic", "定期"


class GroupKind(TextChoices):
    MAIN = "main", "领导小组"
    SUBGROUP = "subgroup", "工作组"


class PostKind(TextChoices):
    """领导小组的岗位."""

    LEADER = "leader", "组长"
    EXECUTIVE_DEPUTY = "executive_deputy", "常务副组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    OFFICE_DIRECTOR = "office_director", "办公室主任"
    OFFICE_DEPUTY = "office_deputy", "办公室副主任"


class PackageState(TextChoices):
    """报送包的状态."""

    DRAFT = "draft", "未报送"
    SUBMITTED = "submitted", "已报送，待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已收下"


class PaperKind(TextChoices):
    """随台账报送的材料."""

    PLAN = "plan", "实施方案"
    SUMMARY = "summary", "工作总结"
    OTHER = "other", "其他材料"


class SystemSource(TextChoices):
    """数从哪个外部系统来 (驻政办〔2021〕19号 四: 部监测监管系统; 宝政办〔2021〕34号 四（二）、洛政办〔2021〕16号 四（二）: 省平台)."""

    MINISTRY = "ministry", "部监测监管系统"
    PARK = "park", "省产业集聚区土地利用信息监管平台"
    INTERNET = "internet", "互联网＋监管"


class SystemKind(TextChoices):
    """一号导入里是什么."""

    FIGURES = "figures", "合计数"
    PARCELS = "parcels", "宗地清单"


class ProgressState(TextChoices):
    """一个单位报的任务进展."""

    NOT_BEGUN = "not_begun", "未启动"
    RUNNING = "running", "进行中"
    STUCK = "stuck", "有困难"
    DONE = "done", "本单位已完成"


class ClosingState(TextChoices):
    """办结: 牵头单位提出，领导小组办公室确认."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已办结"
    RETURNED = "returned", "已退回"


class TaskGroup(TextChoices):
    """工作任务在某日的情形."""

    OVERDUE = "overdue", "已逾期"
    SOON = "soon", "将到期"
    LATER = "later", "未到期"
    PAST_AT_ISSUE = "past_at_issue", "印发时已过期"
    UNSET = "unset", "未规定"
    DONE = "done", "已完成"


class ObligationKind(TextChoices):
    """应建应发的类别."""

    RULE = "rule", "配套制度（一张网）"
    COUNTY_PLAN = "county_plan", "县区实施方案"
    BODY = "body", "机构和专班"


class ReminderDays(TextChoices):
    """到期前几天提醒."""

    USUAL = "30,7,1", "30、7、1 天"
    CLOSER = "30,15,7,3,1", "30、15、7、3、1 天"
    HALF = "15,7,1", "15、7、1 天"
    WEEK = "7,1", "7、1 天"


class Channel(TextChoices):
    """提醒的外发渠道."""

    MAIL = "mail", "电子邮件"
    WEBHOOK = "webhook", "政务微信或钉钉"


class ObligedPer(TextChoices):
    PLAN = "plan", "全方案"
    COUNTY = "county", "每县区"
    UNIT = "unit", "每单位"
    PARK = "park", "每园区"


class CaseKind(TextChoices):
    """督办奖惩事项 (驻政办〔2021〕19号 五（二）（四）; 平龙政办〔2022〕50号 二（三）5、四（三）; 洛政办〔2021〕16号 附件3 十二)."""

    LISTED = "listed", "挂牌督办"
    ORDER = "order", "督促整改"
    CRITICISM = "criticism", "通报批评"
    INTERVIEW = "interview", "约谈"
    NO_AWARD = "no_award", "取消评先资格"
    PAUSE = "pause", "暂停用地申请"
    CUT = "cut", "核减用地指标"
    STOP_SUPPLY = "stop_supply", "停止新供"
    EXPOSURE = "exposure", "公开曝光"
    ACCOUNTABILITY = "accountability", "问责"
    TOLERANCE = "tolerance", "容错纠错"
    CLUE = "clue", "线索移送"
    SUPPORT = "support", "用地政策支持"
    QUOTA_REWARD = "quota_reward", "奖励用地指标"
    PARK_RAISE = "park_raise", "支持调区扩区升级"
    REWARD = "reward", "奖励"
    PRAISE = "praise", "通报表扬"


class CaseState(TextChoices):
    """督办奖惩事项的状态."""

    PROPOSED = "proposed", "待决定"
    OPEN = "open", "执行中"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "不予采纳"


class RuleMetric(TextChoices):
    """提名规则看什么 (C-28: the documents print no figures, the office sets them)."""

    RATE_BELOW = "rate_below", "完成率低于（%）"
    RATE_REACHED = "rate_reached", "完成率达到（%）且名次在前"
    LAST = "last", "名次在后（个）"
    LAST_RUNNING = "last_running", "连续几月名次在后（个）"
    ARREARS = "arrears", "新增批而未供和闲置超过（宗）"


class LinkWay(TextChoices):
    """增存挂钩的算法; no document prints one (LNK-01), so the office chooses."""

    UNMET = "unmet", "按未完成任务比例核减"
    BOTH = "both", "批而未供、闲置两项都完成的奖励，任一没有完成的核减"
