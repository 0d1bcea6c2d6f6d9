"""查方案的各部分: tasks with units and deadlines, groups by post, words of the document, settings with their values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time

from landplan.lib.text import name_key
from parcels.choices import Kind
from units.selectors.functions import functions_by_name, seat_of

from ..choices import PostKind
from ..models import LeadingGroup, Plan, PlanWord, WorkTask
from ..rules.settings import SETTINGS, VALIDITY, WEEKLY, Setting


@dataclass(frozen=True)
class TaskRow:
    """一项工作任务. `was_due` marks deadlines that had passed when the document was issued (X-13)."""

    task: WorkTask
    units: list
    milestones: list[tuple]

    @property
    def lead(self):
        """牵头单位: the first listed."""
        return next((one for one in self.units if one.is_lead), None)

    @property
    def has_conflict(self) -> bool:
        """正文所写的牵头与责任单位首位不一致."""
        said = self.task.text_says_lead
        return bool(said and self.lead and said not in (self.lead.name, self.lead.printed))


def tasks_of(plan: Plan) -> list[TaskRow]:
    """工作任务 in printed order; milestones as (milestone, had passed at issue)."""
    issued_on = plan.document.issued_on
    return [TaskRow(task, list(task.units.all()), [(one, one.due_on < issued_on) for one in task.milestones.all()])
            for task in plan.tasks.prefetch_related("units", "milestones")]


@dataclass(frozen=True)
class GroupRow:
    """领导小组 or working group, its posts by kind in printed order."""

    group: LeadingGroup
    kinds: list[tuple[str, list]]
    counts: str
    functions: list[tuple[str, str]]  # what the group holds in the application, and what that lets it do

    @property
    def total(self) -> int:
        return sum(len(posts) for _, posts in self.kinds)


def groups_of(plan: Plan) -> list[GroupRow]:
    """领导小组及其工作组; posts only, no names."""
    held = functions_by_name(seat_of(plan.region))
    return [_group_row(group, held.get(name_key(group.name), [])) for group in plan.groups.prefetch_related("posts")]


def _group_row(group: LeadingGroup, functions: list[tuple[str, str]]) -> GroupRow:
    posts = list(group.posts.all())
    found = [(PostKind(kind).label, [one for one in posts if one.kind == kind]) for kind in PostKind.values]
    counted = Counter(one.kind for one in posts)
    words = "、".join(f"{counted[kind]} {PostKind(kind).label}" for kind in PostKind.values if counted[kind])
    return GroupRow(group, [(label, some) for label, some in found if some], words, functions)


def words_of(plan: Plan) -> list[tuple[PlanWord, list[str]]]:
    """用语 and the kinds of land that each means (CLS-01)."""
    return [(word, [Kind(kind).label for kind in word.kinds]) for word in plan.words.all()]


@dataclass(frozen=True)
class SettingRow:
    """一项设置 with what it is now."""

    setting: Setting
    value: str


def binding(plan: Plan) -> list[Setting]:
    """设置 that bind this plan: those of ways of computing that it does not use are left out."""
    ways = set(plan.targets.values_list("compares", flat=True)) | ({VALIDITY} if plan.document.valid_until else set())
    ways |= {WEEKLY} if plan.first_cutoff_on else set()
    return [one for one in SETTINGS if not one.needs or one.needs in ways]


def settings_of(plan: Plan) -> list[SettingRow]:
    """方案设置, each with its default, its basis and its effect."""
    return [SettingRow(one, _shown(getattr(plan, one.name), dict(one.choices))) for one in binding(plan)]


def _shown(value: bool | date | time | str | None, labels: dict[str, str]) -> str:
    if value is None:
        return "未设"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat("minutes") if isinstance(value, time) else labels.get(str(value), str(value))
