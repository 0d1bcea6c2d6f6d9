"""闲置程序、送达、司法审核的代码."""

from django.db.models import TextChoices


class IdleState(TextChoices):
    """闲置程序办到哪一步: what was done last (53号令 第五至十八条)."""

    OPENED = "opened", "待发调查通知"
    NOTIFIED = "notified", "调查中"
    INVESTIGATED = "investigated", "待认定"
    FOUND = "found", "已认定，待处置"
    TOLD = "told", "听证期"
    HEARD = "heard", "待政府批准"
    APPROVED = "approved", "待作决定"
    DECIDED = "decided", "已作决定，待履行"
    REMEDIED = "remedied", "复议诉讼已了"
    APPLIED = "applied", "已申请强制执行"
    RULED = "ruled", "法院已裁定"
    CONSULTED = "consulted", "协商处置"
    SETTLED = "settled", "已履行，待结束"
    CLOSED = "closed", "已结束"


class IdleAction(TextChoices):
    """闲置程序的一步."""

    NOTIFY = "notify", "调查通知"
    EXPLAIN = "explain", "说明材料"
    INVESTIGATE = "investigate", "调查核实"
    FIND = "find", "认定"
    CONSULT = "consult", "协商处置方案"
    TELL = "tell", "听证告知"
    HEAR = "hear", "听证"
    WAIVE = "waive", "未申请听证"
    APPROVE = "approve", "政府批准"
    LEVY = "levy", "征缴决定"
    TAKE_BACK = "take_back", "收回决定"
    PAY = "pay", "缴纳"
    DEREGISTER = "deregister", "注销登记"
    REMEDY = "remedy", "复议诉讼结果"
    APPLY = "apply", "申请强制执行"
    RULE = "rule", "法院裁定"
    EXECUTE = "execute", "执行"
    CLOSE = "close", "结束"


class IdleBranch(TextChoices):
    """拟作的决定 (53号令 第十四条)."""

    FEE = "fee", "征缴土地闲置费"
    TAKE = "take", "无偿收回"


class StepOutcome(TextChoices):
    """一步的结果."""

    EXPIRED = "expired", "期满未申请复议也未起诉"
    UPHELD = "upheld", "复议维持或判决驳回"
    QUASHED = "quashed", "决定被撤销"
    GRANTED = "granted", "准予执行"
    DENIED = "denied", "不准予执行"
    SETTLED = "settled", "处置完成"
    BEGUN = "begun", "已动工开发"
    NOT_IDLE = "not_idle", "不属于闲置土地"
    OTHER = "other", "其他（写明原因）"


class DeliveryWay(TextChoices):
    """送达方式."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    NOTICE = "notice", "公告送达"


class ReviewResult(TextChoices):
    """司法审核意见."""

    AGREE = "agree", "同意"
    AMEND = "amend", "修改后同意"
    OBJECT = "object", "不同意"
