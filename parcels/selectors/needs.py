"""查项目: with what each was supplied, the applications, the acceptances and their opinions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from ..choices import Assessment, ProjectLevel
from ..models import JointAcceptance, LandApplication, MeetingItem, Opinion, Project, Supply
from ..rules.needs import missing_opinions, unmet

SHOWN = 200


@dataclass(frozen=True)
class ProjectLine:
    """一个项目: supplied so far (亩), what it still wants (None = need not entered), the last assessment."""

    project: Project
    supplied: Decimal
    assessment: str

    @property
    def unmet(self) -> Decimal | None:
        return unmet(self.project.need, self.supplied)

    @property
    def assessment_word(self) -> str:
        return Assessment(self.assessment).label if self.assessment else "未评估"


@dataclass(frozen=True)
class ProjectSum:
    """合计: 需求, 已供, 未满足 (亩), and how many have no need entered."""

    count: int
    need: Decimal
    supplied: Decimal
    unmet: Decimal
    unknown: int


def project_rows(level: str = "", q: str = "", region_id: int | None = None) -> QuerySet[Project]:
    """项目 of the territory; `level` is one level, or `key` for all of the city's."""
    rows = Project.objects.select_related("region")
    rows = rows.key() if level == "key" else rows.filter(level=level) if level in ProjectLevel.values else rows
    rows = rows.filter(Q(name__icontains=q) | Q(doc_no__icontains=q)) if q else rows
    return rows.filter(region_id=region_id) if region_id else rows


def project_lines(rows: QuerySet[Project]) -> list[ProjectLine]:
    """各项目 with supply and assessment: three queries, however many."""
    projects = list(rows)
    ids = [project.id for project in projects]
    supplied = dict(Supply.objects.filter(need_id__in=ids, voided_at=None).order_by().values_list("need_id").annotate(a=Sum("area")))
    assessed = dict(MeetingItem.objects.filter(project_id__in=ids).exclude(assessment="").order_by("meeting__held_on", "id")
                    .values_list("project_id", "assessment"))
    return [ProjectLine(project, supplied.get(project.id, Decimal(0)), assessed.get(project.id, "")) for project in projects]


def sum_of_projects(lines: list[ProjectLine]) -> ProjectSum:
    """合计 of the projects shown."""
    known = [line for line in lines if line.unmet is not None]
    return ProjectSum(len(lines), sum((line.project.need for line in known), Decimal(0)), sum((line.supplied for line in lines), Decimal(0)),
                      sum((line.unmet for line in known), Decimal(0)), len(lines) - len(known))


def assessment_of(project_id: int) -> str:
    """项目最近一次实施评估; empty when it was never assessed."""
    last = MeetingItem.objects.filter(project_id=project_id).exclude(assessment="").order_by("-meeting__held_on", "-id").first()
    return last.assessment if last else ""


def need_choices(region_id: int) -> list[tuple[int, str]]:
    """可选的项目 of a county."""
    return [(row.id, f"{row.name}{'' if row.doc_no else '（没有项目文件）'}") for row in Project.objects.filter(region_id=region_id)[:500]]


def application_rows() -> QuerySet[LandApplication]:
    """用地申请, the latest first."""
    return LandApplication.objects.select_related("project", "region", "entered_by", "decided_by")


@dataclass(frozen=True)
class AcceptanceLine:
    """一次验收 and the required departments that said nothing yet."""

    acceptance: JointAcceptance
    missing: list[str]


def acceptance_rows() -> QuerySet[JointAcceptance]:
    """竣工联合验收, the latest first."""
    return JointAcceptance.objects.select_related("project", "region", "passed_by")


def acceptance_lines(rows: QuerySet[JointAcceptance]) -> list[AcceptanceLine]:
    """各次验收 with who is still missing: two queries."""
    return [AcceptanceLine(row, missing_opinions({one.department: one.stance for one in row.opinions.all()}))
            for row in rows.prefetch_related("opinions")]


def opinions_of(row: JointAcceptance) -> list[Opinion]:
    """部门意见, as entered."""
    return list(row.opinions.select_related("entered_by").order_by("id"))


def stances_of(row: JointAcceptance) -> dict[str, str]:
    """各部门最后的意见."""
    return dict(row.opinions.order_by("id").values_list("department", "stance"))
