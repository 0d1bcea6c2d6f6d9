"""企业指标与亩均 (LED-23): yearly figures, whose land carries them, and the two ratios of 洛政办〔2021〕16号 附件3 第十四条."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from landplan.lib.area import show
from landplan.lib.errors import Refusal

FIGURES_BASIS = "宝政办〔2021〕34号 二（三）1“对产业集聚区入驻企业产值、税收、利润、固定资产投资、能耗等指标进行全面统计”"
RATIO_BASIS = ("洛政办〔2021〕16号 附件3 第十四条：亩均税收＝年纳税合计（含退税、政策性减免）÷企业实际用地面积，出租的合并承租企业；"
               "亩均产值＝统计部门核定的工业产值÷企业实际用地面积")
RATIO_NOTE = "文件没有写的，本系统约定：用地按当年 12 月 31 日在用的；一家企业用几宗地的，数按面积分摊，分到分，各宗之和等于全数"
# figure -> label, unit; the first five of the document with what is refunded or waived beside the tax
FIGURES = {"output": ("产值", "万元"), "tax": ("税收", "万元"), "relief": ("退税和减免", "万元"), "profit": ("利润", "万元"),
           "investment": ("固定资产投资", "万元"), "energy": ("能耗", "吨标准煤")}
_CODE_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_code(code: str) -> list[Refusal]:
    """统一社会信用代码: 18 characters, the last a check (GB 32100). Empty is allowed."""
    if not code:
        return []
    if len(code) != 18 or set(code) - set(_CODE_CHARS):
        return [Refusal(f"统一社会信用代码“{code}”不是 18 位数字和大写字母（不用 I、O、S、V、Z）。请照营业执照填；不知道的留空。",
                        field="credit_code", code="code_form")]
    wanted = _CODE_CHARS[-sum(_CODE_CHARS.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17])) % 31]
    if code[17] != wanted:
        return [Refusal(f"统一社会信用代码“{code}”的末位校验不对。请对照营业执照逐位核对。", field="credit_code", code="code_check")]
    return []


def check_year(year: int, values: dict[str, Decimal | None], source: str, today: date) -> list[Refusal]:
    """一年的指标可否登记."""
    found = []
    if not 1990 <= year < today.year:
        found.append(Refusal(f"年度 {year} 不在 1990 至 {today.year - 1} 之间。年度指标在一年过完以后登记。", field="year", code="year_range"))
    if all(values.get(name) is None for name in FIGURES):
        found.append(Refusal("一项指标也没有填。至少填一项；没有的写 0，不知道的留空。", field="output", code="missing"))
    if (values.get("tax") is None) != (values.get("relief") is None):
        lacking = "relief" if values.get("relief") is None else "tax"
        found.append(Refusal(f"税收与退税和减免要一起填，{FIGURES[lacking][0]}没有填。没有的写 0：亩均税收按含退税、减免的合计算"
                             "（洛政办〔2021〕16号 附件3 第十四条）。", field=lacking, code="missing"))
    if not source:
        found.append(Refusal("数据来源没有填。请写来源，如统计部门核定、税务部门数据。", field="source", code="missing"))
    return found


def peak(spans: Iterable[tuple[Decimal, date, date | None]], start: date, until: date | None) -> Decimal:
    """最大占用 (亩): the most that spans of use (area, from, until exclusive or None) hold on any one day from `start` to `until`."""
    held = [span for span in spans if (span[2] is None or span[2] > start) and (until is None or span[1] < until)]
    days = {start, *(span[1] for span in held if span[1] > start)}
    return max(sum((area for area, first, last in held if first <= day and (last is None or last > day)), Decimal(0)) for day in days)


def check_use(area: Decimal, taken: Decimal, whole: Decimal, holder: str) -> list[Refusal]:
    """用地之和不超过 the area of the parcel, or of the lessor's part of it. `taken` = the most in use besides."""
    if area <= 0:
        return [Refusal("用地面积要大于 0。请写实际用地面积。", field="area", code="area_zero")]
    if taken + area <= whole:
        return []
    return [Refusal(f"用地面积 {show(area)} 亩加上已登记的 {show(taken)} 亩，超过{holder} {show(whole)} 亩。"
                    f"请改为 {show(max(whole - taken, Decimal(0)))} 亩以内，或先把不再使用的登记停用。", field="area", code="area_over")]


def apportion(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """分摊 (元): by weight, to the 分; what is left over goes to the largest remainders, so that the parts add up to the whole."""
    cents, whole = int(total * 100), sum(weights)
    exact = [Fraction(cents) * Fraction(weight) / Fraction(whole) for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[:cents - sum(parts)]:
        parts[at] += 1
    return [Decimal(part).scaleb(-2) for part in parts]


@dataclass(frozen=True)
class Use:
    """一家企业在一宗地上的用地 (亩); `lessor` is the enterprise that it rents from, None on its own land."""

    enterprise: int
    parcel: int
    area: Decimal
    lessor: int | None = None


@dataclass(frozen=True)
class Figures:
    """一家企业一年的产值和纳税合计 (元); None is not entered."""

    output: Decimal | None = None
    paid: Decimal | None = None


@dataclass(frozen=True)
class Portion:
    """分摊到一处用地的数 (元): of which enterprise, and with whom it counts (出租的合并承租企业)."""

    use: Use
    output: Decimal | None
    paid: Decimal | None

    @property
    def holder(self) -> int:
        return self.use.lessor or self.use.enterprise


@dataclass
class PerMu:
    """亩均: portions together over the area in actual use (亩, leases lie within the lessor's own)."""

    area: Decimal = Decimal(0)
    portions: list[Portion] = field(default_factory=list)

    def total(self, name: str) -> Decimal | None:
        """合计 (元) of `output` or `paid`; None while a part of it is not entered."""
        parts = [getattr(portion, name) for portion in self.portions]
        return None if not parts or None in parts else sum(parts, Decimal(0))

    def ratio(self, name: str) -> Fraction | None:
        """亩均 (元/亩), exact."""
        whole = self.total(name)
        return None if whole is None or not self.area else Fraction(whole) / Fraction(self.area)

    @property
    def output(self) -> Decimal | None:
        return self.total("output")

    @property
    def paid(self) -> Decimal | None:
        return self.total("paid")

    @property
    def lacking(self) -> set[int]:
        """Enterprises whose figures are missing."""
        return {portion.use.enterprise for portion in self.portions if None in (portion.output, portion.paid)}


def portions_of(uses: Iterable[Use], figures: dict[int, Figures]) -> list[Portion]:
    """分摊 every enterprise's figures over all of its land. `uses` must hold all of each enterprise's."""
    own: dict[int, list[Use]] = {}
    for use in uses:
        own.setdefault(use.enterprise, []).append(use)
    found = []
    for enterprise, mine in own.items():
        known, weights = figures.get(enterprise, Figures()), [use.area for use in mine]
        split = [[None] * len(mine) if total is None else apportion(total, weights) for total in (known.output, known.paid)]
        found += [Portion(*parts) for parts in zip(mine, *split, strict=True)]
    return found


def per_mu(portions: Iterable[Portion], *, parcel: int | None = None, holder: int | None = None) -> PerMu:
    """亩均 of a parcel, of a holder, or of a holder on a parcel."""
    chosen = [one for one in portions if parcel in (None, one.use.parcel) and holder in (None, one.holder)]
    return PerMu(sum((one.use.area for one in chosen if one.use.lessor is None), Decimal(0)), chosen)
