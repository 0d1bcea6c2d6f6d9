"""政策库和方案新设置的代码."""

from django.db.models import TextChoices


class ExpiryDays(TextChoices):
    """有效期满前几天开始提醒."""

    MONTH = "30", "30 天"
    TWO = "60", "60 天"
    QUARTER = "90", "90 天"
    HALF = "180", "180 天"


class InquiryKind(TextChoices):
    """向政策咨询组问什么 (驻政办〔2021〕19号 附件1 六)."""

    POLICY = "policy", "政策咨询"
    LEGAL = "legal", "法律审查"


class AnswerDays(TextChoices):
    """政策咨询几天内答复."""

    THREE = "3", "3 天"
    FIVE = "5", "5 天"
    WEEK = "7", "7 天"
    HALF_MONTH = "15", "15 天"


class MonthRule(TextChoices):
    """“每月最后一周”是哪一周 (X-10); the codes are those of `landplan.lib.weeks.month_of`."""

    LAST_CUTOFF = "cutoff", "当月最后一个截止日所在的一周"
    CONTAINS_END = "monday", "含当月最后一日的一周（周一至周日）"
    LAST_FULL = "sunday", "当月最后一个完整的周（周一至周日）"


class SnapshotLead(TextChoices):
    """阶段表的数取到报送期限的前几天 (X-06)."""

    SAME = "0", "报送期限当日"
    ONE = "1", "前 1 天"
    THREE = "3", "前 3 天"
    WEEK = "7", "前 7 天"


class DocumentLevel(TextChoices):
    """文件的层级, as it is written on a document's facts."""

    NATION = "国家", "国家"
    PROVINCE = "省", "省"
    CITY = "市", "市"
    COUNTY = "县", "县"
    DISTRICT = "区", "区"


class RelationKind(TextChoices):
    """一份文件对另一份的关系."""

    BASIS = "basis", "依据"
    SUPPORTS = "supports", "配套"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    JOINT = "joint", "结合推进"


class DocumentState(TextChoices):
    """文件在某日的情形."""

    VALID = "valid", "有效"
    OPEN = "open", "没有写有效期"
    NEAR = "near", "有效期将满"
    COMING = "coming", "尚未施行"
    EXPIRED = "expired", "已过有效期"
    REPEALED = "repealed", "已废止"
