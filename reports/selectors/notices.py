"""查通报的抬头与版记: as the office set them, else the stated defaults."""

from __future__ import annotations

from tasks.models import Plan
from tasks.selectors.unit_standings import ranks_units

from ..models import NoticeSetting

SETTING_NAMES = ("issuer", "recipients", "organizer", "supervisor", "copied", "printer")
# the document gives the ranking to 考核验收组 (五（二）) and its publication to 督办落实组 (五（四）)
_PREPARED, _TOLD = "考核验收组", "督办落实组"
DEFAULTS = {
    "issuer": "方案所在地名＋批而未用土地盘活利用工作领导小组办公室",
    "recipients": "各县（区）人民政府（管委会）；县区自己的方案照其季通报、评比写的对象",
    "organizer": f"{_PREPARED}（有月通报的方案：驻政办〔2021〕19号 五（二）由其负责排名），其他方案空白",
    "supervisor": f"{_TOLD}（有月通报的方案：驻政办〔2021〕19号 五（四）由其公布，X-08），其他方案空白",
    "copied": "空白，不印这一行",
    "printer": "与发文机关相同",
}


def setting_of(plan: Plan) -> NoticeSetting | None:
    """办公室设的."""
    return NoticeSetting.objects.filter(plan=plan).first()


def issue_words(plan: Plan, kept: NoticeSetting | None = None) -> dict[str, str]:
    """抬头与版记 by name."""
    kept = kept or setting_of(plan)
    if kept:
        return {name: getattr(kept, name) for name in SETTING_NAMES}
    is_monthly = plan.cycles.filter(period="monthly").exists()
    issuer = f"{plan.region.name}批而未用土地盘活利用工作领导小组办公室"
    told = plan.cycles.exclude(to="").values_list("to", flat=True).first() if ranks_units(plan) else ""
    return {"issuer": issuer, "recipients": told or "各县（区）人民政府（管委会）", "organizer": _PREPARED if is_monthly else "",
            "supervisor": _TOLD if is_monthly else "", "copied": "", "printer": issuer}
