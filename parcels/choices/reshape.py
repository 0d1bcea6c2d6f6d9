"""宗地状态、分割合并、多规合一核对的代码."""

from django.db.models import TextChoices


class ParcelStatus(TextChoices):
    REGISTERED = "registered", "在册"
    PARTIAL = "partial", "部分处置"
    WRITTEN_OFF = "written_off", "已销号"
    RELISTED = "relisted", "恢复在册"
    SPLIT = "split", "已分割"
    MERGED = "merged", "已合并"


SUCCEEDED = frozenset({ParcelStatus.SPLIT, ParcelStatus.MERGED})  # the land lives on in other parcels: counted nowhere


class PlanningResult(TextChoices):  # 多规合一核对的结论
    CONFORMS = "conforms", "符合"
    CONFLICTS = "conflicts", "冲突"
    UNKNOWN = "unknown", "未核"


class ReshapeWay(TextChoices):  # 合并归宗: neighbouring low-efficient land, on application (洛政办〔2021〕16号 附件3 三（一）)
    SPLIT = "split", "分割"
    MERGE = "merge", "合并"
    JOIN = "join", "合并归宗"


class ReshapeState(TextChoices):
    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "已办成"
    RETURNED = "returned", "已退回"
