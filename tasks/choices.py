"""方案、任务量的代码."""

from django.db.models import TextChoices


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
