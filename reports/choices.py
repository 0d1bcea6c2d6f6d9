"""周报、定稿、办理的代码."""

from django.db.models import TextChoices

from tasks.choices import CaseKind


class ReturnState(TextChoices):
    """县区周报的状态. 待报 and 未报 are not stored: a county without a return is awaited before the cut-off, missing after it."""

    RETURNED = "returned", "已报"
    ZERO = "zero", "零报告"
    LATE = "late", "迟报"
    AGAIN = "again", "待重报"


class Basis(TextChoices):
    """口径: the values are those of `parcels.selectors.as_of`."""

    RECORDED = "recorded", "按原报"
    EFFECTIVE = "effective", "按更正后"


class EditionKind(TextChoices):
    """定稿的版本类别."""

    FIRST = "first", "定稿"
    CORRECTED = "corrected", "更正版"


class JobKind(TextChoices):
    FREEZE_WEEK = "freeze_week", "周报自动定稿"


class CorrectionState(TextChoices):
    """更正的状态."""

    PROPOSED = "proposed", "待审核"
    APPROVED = "approved", "已更正"
    REFUSED = "refused", "不同意"


class PeriodKind(TextChoices):
    """定期报告的周期, beside the weekly report."""

    MONTHLY = "monthly", "月通报"
    STAGE = "stage", "阶段报告"
    QUARTERLY = "quarterly", "季度通报"
    HALF_YEARLY = "half_yearly", "半年评比"
    YEARLY = "yearly", "年度考评"


class PeriodState(TextChoices):
    """一期走到哪一步; derived from what is kept and the clock."""

    OPEN = "open", "进行中"
    COLLECTING = "collecting", "收报核对"
    CHECKED = "checked", "已核对"
    FROZEN = "frozen", "已定稿"
    PUBLISHED = "published", "已通报"


# 奖惩 that an assessment may decide (洛政办〔2021〕16号 四（三）: 约谈、奖惩; 驻政办〔2021〕19号 五（四）: 通报批评), in the words of 督办奖惩
DECIDED = (CaseKind.REWARD, CaseKind.PRAISE, CaseKind.INTERVIEW, CaseKind.CRITICISM)


class LookKind(TextChoices):
    """检查的方式 (三门峡 四（二）)."""

    INSPECT = "inspect", "联合督导检查"
    VISIT = "visit", "观摩"


class PublicKind(TextChoices):
    """公布什么; what each rests on stands in rules.publishing.BASES."""

    FIGURES = "figures", "处置情况"
    CASE = "case", "典型案例"
    LOW_PLAN = "low_plan", "低效用地盘活利用方案"
    NOTICE = "notice", "用途变更方案公示"


class PublicState(TextChoices):
    """公布的状态."""

    DRAFT = "draft", "待审"
    LISTED = "listed", "公布中"
    REMOVED = "removed", "已撤下"
