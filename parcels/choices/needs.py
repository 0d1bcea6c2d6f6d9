"""专项登记、低效方案、会议、项目的代码."""

from django.db.models import TextChoices


class Register(TextChoices):
    """专项登记的几本, and the linking of key projects, each with its own day."""

    SCATTERED = "scattered", "零散土地整治"
    LEGACY = "legacy", "历史遗留问题"
    KEY_PROJECTS = "key", "重点项目联动"


class ItemState(TextChoices):
    OPEN = "open", "未完成"
    WORKING = "working", "办理中"
    DONE = "done", "已完成"


class LowPlanState(TextChoices):
    DRAFT = "draft", "起草中"
    APPLIED = "applied", "已报批"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公布"


class LowContent(TextChoices):
    """低效方案的内容; each document's own word for them stands in rules.low_plans."""

    GOALS = "goals", "目标任务"
    SCHEDULE = "schedule", "时间节点"
    SAFEGUARDS = "safeguards", "保障措施"
    STANDARD = "standard", "低效用地认定标准"
    METHODS = "methods", "处置办法"
    REWARDS = "rewards", "奖励标准"
    PRESSURE = "pressure", "倒逼机制"
    YEARLY = "yearly", "年度处置任务"


class MeetingKind(TextChoices):
    COURT = "court", "府院联席"
    SUPPLY = "supply", "招商征地供地会商"
    JOINT = "joint", "联席会议"
    MOBILISE = "mobilise", "动员会"
    ONSITE = "onsite", "现场推进会"
    SUMMARY = "summary", "总结会"


class Assessment(TextChoices):
    """项目实施评估 (平龙政办〔2022〕50号 二（三）2)."""

    FIT = "fit", "达标"
    UNFIT = "unfit", "不达标"


class ProjectLevel(TextChoices):
    """项目的层级; the first two are the city's (洛政办〔2021〕16号 二（二）5)."""

    CITY_KEY = "city_key", "市级重点建设项目"
    CITY_INVEST = "city_invest", "市级重大招商项目"
    COUNTY = "county", "县级重点项目"
    PLAIN = "plain", "一般项目"


class ProjectKind(TextChoices):
    """用地类型 (平龙政办〔2022〕50号 二（三）1)."""

    INDUSTRY = "industry", "产业"
    INFRASTRUCTURE = "infra", "基础设施"
    PUBLIC = "public", "公共设施"


class ApplicationState(TextChoices):
    APPLIED = "applied", "待审核"
    APPROVED = "approved", "准予报批"
    REFUSED = "refused", "不予报批"


class RestrictionKind(TextChoices):
    """用地限制 (驻政办〔2021〕19号 五（四）; 平龙政办〔2022〕50号 四（三）)."""

    APPLICATIONS = "applications", "暂停新增用地申请"
    SUPPLY = "supply", "停止新供建设用地"


class FirmTreatment(TextChoices):
    """对落后企业怎么办 (洛政办〔2021〕16号 二（二）4)."""

    MEND = "mend", "重点整治"
    PHASE_OUT = "phase_out", "逐步淘汰"


class FirmLimit(TextChoices):
    """对落后企业的限制 (洛政办〔2021〕16号 二（二）4)."""

    LAND = "land", "不安排新增建设用地"
    ENERGY = "energy", "限制新增用能"
    WATER = "water", "限制新增用水"
    DISCHARGE = "discharge", "限制新增排污总量"


class Exemption(TextChoices):
    """暂停期间仍可申请的项目 (驻政办〔2021〕19号 五（四）; C-32)."""

    KEY = "key", "省、市以上重点工程"
    LIVELIHOOD = "livelihood", "重大民生项目"


class Department(TextChoices):
    """竣工联合验收的部门 (平龙政办〔2022〕50号 二（三）3、三 职责; the others are this system's list)."""

    RESOURCES = "resources", "自然资源部门"
    CONSTRUCTION = "construction", "建设交通部门"
    REFORM = "reform", "发改部门"
    ECOLOGY = "ecology", "生态环境部门"
    CITY = "city", "城市管理部门"
    PARK = "park", "开发区管委会或街道"
    OTHER = "other", "其他部门"


class Stance(TextChoices):
    AGREE = "agree", "同意"
    MEND = "mend", "整改后再验"
    AGAINST = "against", "不同意"
