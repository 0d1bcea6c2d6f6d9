"""周报、定稿、办理的代码."""

from django.db.models import TextChoices


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


class JobState(TextChoices):
    """办理的状态. 不再需要: what was to be done had been done, or was put on hold, before its turn came."""

    QUEUED = "queued", "待办"
    RUNNING = "running", "办理中"
    DONE = "done", "已办成"
    FAILED = "failed", "没有办成"
    SKIPPED = "skipped", "不再需要"


class CorrectionState(TextChoices):
    """更正的状态."""

    PROPOSED = "proposed", "待审核"
    APPROVED = "approved", "已更正"
    REFUSED = "refused", "不同意"
