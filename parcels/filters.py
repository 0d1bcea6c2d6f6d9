"""台账的筛选, the same for the page, its sums and its file."""

from __future__ import annotations

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from landplan.lib import clock
from landplan.lib.codes import prefix_range
from landplan.lib.errors import Refusal
from landplan.lib.filters import FilterSet, IdFilter, WholeNumberFilter
from landplan.lib.forms import Form
from landplan.lib.text import clean_text, parse_day
from units.models import Region

from .choices import (
    SUCCEEDED,
    Cause,
    DisposalState,
    IdleSource,
    InefficientType,
    Kind,
    ParcelStatus,
    PlanningResult,
)
from .models import ApprovalBatch, Cohort, Disposal, Finding, Parcel, ParcelLineage
from .rules.elements import ELEMENTS
from .rules.tags import TAGS
from .selectors.list_settings import list_setting_here

# 任务口径 (驻政办〔2021〕19号 附件2至4): the kinds behind each column. A plan that counts otherwise links by kind.
CLASSES = {"unsupplied": ("批而未供", (Kind.UNEXPROPRIATED, Kind.UNSUPPLIED, Kind.USED_UNSUPPLIED)),
           "idle": ("闲置", (Kind.IDLE,)), "inefficient": ("低效", (Kind.INEFFICIENT,))}
DEADLINES = (("overdue", "逾期"), ("soon", "临期"), ("week", "本周到期"), ("month", "本月到期"), ("none", "未定"))
GAPS = (("any", "缺任一项"), *((str(i + 1), f"缺{name}") for i, name in enumerate(ELEMENTS)))
# 《闲置土地处置办法》第二条: idle land is found by people; these are the days that warn (CLS-20)
STARTS = (("late", "过应动工日未动工"), ("year", "满一年未动工"), ("unfound", "满一年未动工、未认定闲置"))
OPEN = (("yes", "有"), ("no", "没有"))
OPEN_STATES = (DisposalState.DRAFT, DisposalState.SUBMITTED, DisposalState.RETURNED, DisposalState.VERIFIED,
               DisposalState.WITHDRAWN)


class DayField(forms.CharField):
    """日期 as clerks type it (922, 9.22, 2021-09-22, 今天)."""

    def clean(self, value):
        text = clean_text(super().clean(value))
        if not text:
            return None
        try:
            return parse_day(text, name=str(self.label), today=clock.today())
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)


class DayFilter(filters.Filter):
    field_class = DayField


class LedgerFilter(FilterSet):
    """筛选 of the ledger. `region` is a county's code, `q` the beginning of a number, or words of a name or approval."""

    kind = filters.MultipleChoiceFilter(label="类别", choices=Kind.choices, method="in_kinds")
    quota = filters.ChoiceFilter(label="任务口径", choices=[(k, v[0]) for k, v in CLASSES.items()], method="in_class")
    region = filters.CharFilter(label="县区", max_length=12, method="in_region")
    status = filters.ChoiceFilter(label="状态", choices=[("open", "未销号"), *ParcelStatus.choices], method="in_status")
    cause = filters.ChoiceFilter(label="形成原因", choices=Cause.choices)
    idle_source = filters.ChoiceFilter(label="闲置来源", choices=IdleSource.choices)
    tag = filters.ChoiceFilter(label="标签", choices=[(code, tag.label) for code, tag in TAGS.items()], method="with_tag")
    cohort = WholeNumberFilter(label="形成年代", min_value=1, method="in_cohort")
    unit = filters.CharFilter(label="责任单位", max_length=100, method="of_unit")
    deadline = filters.ChoiceFilter(label="完成时限", choices=DEADLINES, method="in_deadline")
    due_by = DayFilter(label="时限不晚于", field_name="deadline_on", lookup_expr="lte")
    start = filters.ChoiceFilter(label="动工", choices=STARTS, method="by_start")
    gap = filters.ChoiceFilter(label="缺项", choices=GAPS, method="with_gap")
    open = filters.ChoiceFilter(label="未办结处置", choices=OPEN, method="with_open")
    sponsor = filters.CharFilter(label="包保", max_length=100, method="with_sponsor")
    sponsor_unit = filters.CharFilter(label="分包", max_length=100, method="with_sponsor_unit")
    risk = filters.ChoiceFilter(label="风险", choices=(("relapse", "再次闲置风险"),), method="with_risk")
    low_type = filters.ChoiceFilter(label="低效类型", field_name="inefficient_type", choices=InefficientType.choices)
    planning = filters.ChoiceFilter(label="多规合一", field_name="planning_result", choices=PlanningResult.choices)
    batch = IdFilter("batch_id", "批次")
    q = filters.CharFilter(label="包含文字", max_length=60, method="with_text")

    class Meta:
        model = Parcel
        fields: list[str] = []
        form = Form

    def filter_queryset(self, rows: QuerySet) -> QuerySet:
        """在账的宗地; those that were split or merged only when their state is asked for."""
        rows = super().filter_queryset(rows)
        return rows if self.form.cleaned_data.get("status") in SUCCEEDED else rows.current()

    def in_kinds(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        """类别, any of several: one condition, and no DISTINCT, which would read every row."""
        return rows.filter(kind__in=value)

    def in_region(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """县区 by its code, found first: with its id known, an index gives the rows in their order."""
        return rows.filter(region_id=Region.objects.filter(code=value).values_list("id", flat=True).first())

    def in_class(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """任务口径."""
        return rows.filter(kind__in=CLASSES[value][1])

    def in_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """状态, or everything that is not written off."""
        return rows.exclude(status=ParcelStatus.WRITTEN_OFF) if value == "open" else rows.filter(status=value)

    def in_deadline(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """完成时限 of parcels not written off: 逾期 from the day after; 本周 Monday to Sunday; 本月 by the calendar; 临期 by the setting of lists."""
        today, rows = clock.today(), rows.exclude(status=ParcelStatus.WRITTEN_OFF)
        if value == "soon":
            return rows.due_within(today, list_setting_here().soon_days)
        monday = today - timedelta(days=today.weekday())
        following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
        wanted = {"overdue": Q(deadline_on__lt=today), "none": Q(deadline_on=None),
                  "week": Q(deadline_on__gte=monday, deadline_on__lt=monday + timedelta(days=7)),
                  "month": Q(deadline_on__gte=today.replace(day=1), deadline_on__lt=following)}
        return rows.filter(wanted[value])

    def with_tag(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """标签: the kinds that a word of a document means."""
        return rows.filter(kind__in=TAGS[value].kinds)

    def in_cohort(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        """形成年代: approved within the span; one that does not exist holds nothing."""
        cohort = Cohort.objects.filter(pk=value).first()
        return rows.filter(cohort.holds()) if cohort else rows.none()

    def of_unit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """责任单位 as written, or `none`: parcels handed to nobody."""
        return rows.filter(lead_unit="" if value == "none" else value)

    def by_start(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """未动工 of parcels not written off, by the day they had to begin: stops and supplement agreements counted."""
        today = clock.today()
        rows = rows.exclude(status=ParcelStatus.WRITTEN_OFF).filter(started_on=None)
        rows = rows.filter(clock_start_on__lt=today) if value == "late" else rows.filter(clock_year1_on__lte=today)
        found = Finding.objects.standing().filter(parcel=OuterRef("pk"), kind=Kind.IDLE)
        return rows.filter(~Exists(found)) if value == "unfound" else rows

    def with_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """缺项清单: parcels that lack any, or one named, of the five elements (rules.elements)."""
        basics = (Q(name="") | Q(location="") | Q(kind=Kind.IDLE, idle_source="")
                  | Q(kind=Kind.INEFFICIENT, inefficient_type=""))
        named = {"any": Q(), "1": basics, "2": Q(cause=""), "3": Q(planned_measure=""), "4": Q(deadline_on=None),
                 "5": Q(lead_unit="")}
        return rows.filter(named[value], elements__lt=len(ELEMENTS))

    def with_open(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """未办结的处置: entered, but neither accepted nor voided."""
        found = Exists(Disposal.objects.filter(parcel=OuterRef("pk"), state__in=OPEN_STATES))
        return rows.filter(found if value == "yes" else ~found)

    def with_sponsor(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """包保领导岗位 as written, or `none`: parcels not written off that nobody answers for."""
        return rows.unsponsored() if value == "none" else rows.filter(sponsor_post=value)

    def with_sponsor_unit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """分包乡办或单位 as written, or `none`: parcels not written off that none answers for."""
        return rows.open().filter(sponsor_unit="") if value == "none" else rows.filter(sponsor_unit=value)

    def with_risk(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """再次闲置风险."""
        return rows.relapsing(clock.today())

    def with_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """文字: the beginning of a number when there is such a number, else words of the name or the approval."""
        text = clean_text(value)
        if not text:
            return rows
        if text.isascii():
            first, until = prefix_range(text)
            if Parcel.objects.filter(parcel_no__gte=first, parcel_no__lt=until).exists():
                return rows.filter(_numbered(first, until))
        batches = list(ApprovalBatch.objects.filter(approval_no__icontains=text).values_list("id", flat=True))
        return rows.filter(Q(name__has=text) | Q(batch_id__among=batches) if batches else Q(name__has=text))


def _numbered(first: str, until: str) -> Q:
    """编号在 [first, until) 的, and those that land of such numbers went into: old codes find what they became."""
    here = {"parcel_no__gte": first, "parcel_no__lt": until}
    if not Parcel.objects.filter(**here, status__in=SUCCEEDED).exists():
        return Q(**here)
    return Q(**here) | Q(pk__in=ParcelLineage.objects.filter(**{f"source__{name}": value for name, value in here.items()}).values("target"))
