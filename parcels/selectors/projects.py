"""查项目: with what each was supplied, its last assessment, the review of its size and its batches (CTL-01, 05, 06)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from ..choices import Assessment, ProjectKind, ProjectLevel
from ..models import LandApplication, MeetingItem, Project, Supply
from ..rules.needs import unmet
from ..rules.projects import LIMIT, Part, needs_review, spread

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
    def needs_review(self) -> bool:
        return needs_review(self.project.need, self.project.kind)

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


def project_rows(level: str = "", q: str = "", is_large: bool = False) -> QuerySet[Project]:
    """项目 of the territory; `level` is one level, or `key` for all of the city's; `is_large` are those supplied in batches."""
    rows = Project.objects.select_related("region")
    rows = rows.key() if level == "key" else rows.filter(level=level) if level in ProjectLevel.values else rows
    if is_large:
        rows = rows.filter(Q(kind=ProjectKind.INDUSTRY, need__gte=LIMIT) | Q(reviewed_on__isnull=False))
    return rows.filter(Q(name__icontains=q) | Q(doc_no__icontains=q) | Q(company__icontains=q)) if q else rows


def project_lines(rows: QuerySet[Project]) -> list[ProjectLine]:
    """各项目 with supply and assessment: three queries, however many."""
    projects = list(rows)
    ids = [project.id for project in projects]
    supplied = dict(Supply.objects.filter(project_id__in=ids, voided_at=None).order_by().values_list("project_id").annotate(a=Sum("area")))
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
    last = assessments_of(project_id).first()
    return last.assessment if last else ""


def assessments_of(project_id: int) -> QuerySet[MeetingItem]:
    """各次实施评估, the latest first."""
    return MeetingItem.objects.filter(project_id=project_id).exclude(assessment="").select_related("meeting").order_by("-meeting__held_on", "-id")


def project_choices(region_id: int) -> list[tuple[int, str]]:
    """可选的项目 of a county, with what each lacks."""
    return [(row.id, f"{row.name}{_lack(row)}") for row in Project.objects.filter(region_id=region_id)[:500]]


def _lack(row: Project) -> str:
    lacks = ([] if row.doc_no else ["没有项目文件"]) + (["建设规模未审核"] if needs_review(row.need, row.kind) and not row.reviewed_on else [])
    return f"（{'，'.join(lacks)}）" if lacks else ""


def supplies_for(project: Project) -> QuerySet[Supply]:
    """供给这个项目的供应."""
    return Supply.objects.filter(project=project, voided_at=None).select_related("parcel").order_by("supplied_on", "id")


def applications_of(project: Project) -> QuerySet[LandApplication]:
    """这个项目的用地申请, the latest first."""
    return project.applications.all()


def schedule_of(project: Project, done: Decimal) -> list[Part]:
    """批次计划 with planned and done area."""
    return spread(project.parts.order_by("number").values_list("number", "area", "from_on"), done)
