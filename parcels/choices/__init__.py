"""宗地与处置的代码."""

from django.db.models import TextChoices

from .needs import (  # noqa: F401 - one room of codes
    ApplicationState,
    Assessment,
    Department,
    Exemption,
    FirmLimit,
    FirmTreatment,
    ItemState,
    LowContent,
    LowPlanState,
    MeetingKind,
    ProjectKind,
    ProjectLevel,
    Register,
    RestrictionKind,
    Stance,
)
from .reshape import SUCCEEDED, ParcelStatus, PlanningResult, ReshapeState, ReshapeWay  # noqa: F401 - one room of codes


class Kind(TextChoices):
    """批而未用五类 (驻政办〔2021〕19号 二)."""

    UNEXPROPRIATED = "unexpropriated", "批而未征"
    UNSUPPLIED = "unsupplied", "征而未供"
    USED_UNSUPPLIED = "used_unsupplied", "未供即用"
    IDLE = "idle", "供后闲置"
    INEFFICIENT = "inefficient", "低效"


# land that is still to be supplied
TO_SUPPLY = frozenset({Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED})


class IdleSource(TextChoices):
    """闲置来源 (驻政办〔2021〕19号 二、四（三）、附件3): one parcel, one source."""

    PROVINCE_BASE = "province_base", "省厅任务基数"
    INSPECTION = "inspection", "全域督察和耕地保护清单"
    SYSTEM_NEW = "system_new", "部系统新增"


class InefficientType(TextChoices):
    """低效类型, each document's own (parcels.rules.findings): 驻政办〔2021〕19号 四（二） three, 洛政办〔2021〕16号 附件3
    第二条 six, 三政办〔2021〕5号 二（三）4 three."""

    TRANSFORMATION = "transformation", "产业转型类"
    EXTENSIVE = "extensive", "粗放用地类"
    STOPPED = "stopped", "停建停产类"
    LY_TRANSFORMATION = "ly_transformation", "产业转型类"
    LY_SUSPENDED = "ly_suspended", "停建缓建类"
    LY_UNDERBUILT = "ly_underbuilt", "开发未达标类"
    LY_STOPPED = "ly_stopped", "停产半停产类"
    LY_LOW_OUTPUT = "ly_low_output", "产出未达标类"
    LY_OTHER = "ly_other", "其他低效用地"
    SMX_SUSPENDED = "smx_suspended", "停建缓建类"
    SMX_FENCED = "smx_fenced", "围多建少类"
    SMX_STOPPED = "smx_stopped", "停产类"


class UsedType(TextChoices):
    """未供即用类型: the way to put each right differs. Which of them a document tells apart stands in parcels.rules.used_types."""

    INDUSTRIAL = "industrial", "招商引资工业项目"
    PUBLIC = "public", "城市公共服务和基础设施"
    HOUSING = "housing", "商品住宅"
    COMMERCE = "commerce", "商服用地"
    BUSINESS = "business", "其他经营性用地"
    AFFORDABLE = "affordable", "政府投资建设的公租房、廉租房、保障房"


class Cause(TextChoices):
    """形成原因 of all documents; which of them a document offers for which kind stands in parcels.rules.causes."""

    GOVERNMENT = "government", "政府原因"
    PETITION = "petition", "信访稳定原因"
    ENTERPRISE = "enterprise", "企业原因"
    BOTH = "both", "政府与企业互有瑕疵"
    PLANNING = "planning", "规划调整"
    CORRIDOR = "corridor", "高压走廊、军事管制、文物保护"
    POWER_LINE = "power_line", "高压走廊"
    MILITARY = "military", "军事管制"
    RELICS = "relics", "文物保护"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    LITIGATION = "litigation", "涉法涉诉"
    SEIZED = "seized", "司法查封或抵押"
    UNPERMITTED = "unpermitted", "已开工未办施工手续"
    UNREADY = "unready", "配套不完善、前期迟缓"
    USE_MISMATCH = "use_mismatch", "用途或规划条件不符"
    PLATFORM = "platform", "政府平台公司用地"
    EXPROPRIATION = "expropriation", "征地拆迁未完成"
    INFRASTRUCTURE = "infrastructure", "基础设施不配套"
    NO_PROJECT = "no_project", "项目未落实"
    PAPERS = "papers", "手续不齐"
    UNFIT = "unfit", "不具备供地条件"
    SINGLE_SITE = "single_site", "单独选址项目未供"
    CORNER = "corner", "边角、插花、夹心地"
    UNRECORDED = "unrecorded", "信息未及时录入"
    OTHER = "other", "其他原因"


class Authority(TextChoices):
    STATE_COUNCIL = "state_council", "国务院"
    PROVINCE = "province", "省政府"


class BatchUse(TextChoices):
    """批次账目的用途 (平龙政办〔2022〕50号 二（一）4): what became of approved land that was not supplied."""

    SUPPLIED = "supplied", "供应"
    LAPSED = "lapsed", "失效"
    REVOKED = "revoked", "撤回"
    CANCELLED = "cancelled", "核销"
    ADJUSTED = "adjusted", "调整使用"


class AllotFirst(TextChoices):
    """优先调配 of adjusted land (平龙政办〔2022〕50号 二（一）4)."""

    KEY_PROJECT = "key_project", "“三个一批”重点项目"
    LIVELIHOOD = "livelihood", "民生工程"


class HurdleTopic(TextChoices):
    """供地条件和开工障碍 (平龙政办〔2022〕50号 二（一）2、二（二）1)."""

    SITE = "site", "前期开发"
    FACILITIES = "facilities", "配套设施"
    PAPERS = "papers", "手续"
    PROJECT = "project", "项目落实"
    DISPUTE = "dispute", "权属、补偿等纠纷"
    OTHER = "other", "其他"


class SupplyMode(TextChoices):
    ALLOCATED = "allocated", "划拨"
    GRANTED = "granted", "出让"
    LEASED = "leased", "租赁"


class DisposalState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已上报，待审核"
    RETURNED = "returned", "已退回"
    VERIFIED = "verified", "已审核，待验收"
    ACCEPTED = "accepted", "已验收"
    WITHDRAWN = "withdrawn", "已撤回"
    VOIDED = "voided", "已作废"


class Action(TextChoices):
    """办理动作 on a disposal."""

    EDIT = "edit", "修改"
    SUBMIT = "submit", "上报"
    WITHDRAW = "withdraw", "撤回"
    SEND_BACK = "send_back", "退回"
    VERIFY = "verify", "审核通过"
    ACCEPT = "accept", "验收"
    VOID = "void", "作废"
    REVERSE = "reverse", "冲回"


class Effect(TextChoices):
    """措施的效果 on the quota figures."""

    DISPOSES = "disposes", "计入处置"
    MILESTONE = "milestone", "只记进展"


class LawsuitKind(TextChoices):
    """涉法涉诉类型 (平龙政办〔2022〕50号 二（二）4)."""

    MORTGAGE = "mortgage", "抵押"
    BANKRUPTCY = "bankruptcy", "破产"
    SEIZURE = "seizure", "查封"
    SUIT = "suit", "诉讼"


class LawsuitStage(TextChoices):
    """办到哪一步 (本系统的划分，文件未写)."""

    FOUND = "found", "摸清情况"
    TRIAL = "trial", "诉讼或破产审理"
    EXECUTION = "execution", "执行或处置"
    SETTLED = "settled", "已化解"


class ClaimSide(TextChoices):
    """债权债务的一方."""

    CREDITOR = "creditor", "债权人"
    DEBTOR = "debtor", "债务人"


class BackfillWhat(TextChoices):
    """补录什么 (驻政办〔2021〕19号 三（一）)."""

    SUPPLY = "supply", "供应信息"
    PATROL = "patrol", "供后巡查信息"


class CheckResult(TextChoices):
    """回头看的结果."""

    STANDS = "stands", "属实"
    FAILS = "fails", "不属实"


class PlanState(TextChoices):
    """一宗一策的状态."""

    PROPOSED = "proposed", "待批准"
    APPROVED = "approved", "现行"
    RETURNED = "returned", "已退回"
    REPLACED = "replaced", "已替换"


class FindingEnd(TextChoices):
    """认定怎样结束 (洛政办〔2021〕16号 附件3 第十一条: 达到约定要求的才出清单)."""

    REACHED = "reached", "整改达标"
    DISPOSED = "disposed", "处置完成"
    MISTAKEN = "mistaken", "认定有误，撤销"
    CARRIED = "carried", "随宗地分割、合并转入新宗地"


class Nature(TextChoices):
    """面积入账的性质."""

    ACCEPTED = "accepted", "验收"
    CORRECTION = "correction", "更正"
    REVERSAL = "reversal", "冲回"


class StopKind(TextChoices):
    """停表的情形. 政府原因 and 不可抗力 stand in 53号令 第八条; 司法查封 as a stop is this system's convention."""

    SEIZURE = "seizure", "司法查封"
    PLANNING = "planning", "规划调整"
    FORCE_MAJEURE = "force_majeure", "不可抗力"
    GOVERNMENT = "government", "其他政府原因"


class TransferKind(TextChoices):
    """自主转让什么 (洛政办〔2021〕16号 二（三）8)."""

    LAND = "land", "土地"
    SHARES = "shares", "股权"


class CovenantKind(TextChoices):
    """监管协议 (平龙政办〔2022〕50号 二（三）3；洛政办〔2021〕16号 附件3 第三条（一）)."""

    PERFORMANCE = "performance", "履约监管协议"
    REDEVELOP = "redevelop", "低效用地再开发监管协议"


class Signer(TextChoices):
    """谁与企业签监管协议 (平龙政办〔2022〕50号 二（三）3)."""

    PARK = "park", "开发区管委会"
    STREET = "street", "街道办事处"


class CovenantState(TextChoices):
    RUNNING = "running", "履行中"
    MET = "met", "已达到约定"
    UNMET = "unmet", "未达到约定"


class IncentiveState(TextChoices):
    """激励申请的状态."""

    APPLIED = "applied", "待审批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "不同意"
    CANCELLED = "cancelled", "已取消"


class SanctionKind(TextChoices):
    """惩戒 (洛政办〔2021〕16号 附件3 第九条): five kinds, of which the price of power has two forms."""

    FISCAL = "fiscal", "不再享受财政扶持和奖励"
    WATER = "water", "差别水价"
    POWER_STEPPED = "power_stepped", "阶梯电价"
    POWER_DIFFERENTIAL = "power_differential", "差别用电"
    CREDIT = "credit", "信贷审慎"
    FUND = "fund", "不纳入融资专项资金"
