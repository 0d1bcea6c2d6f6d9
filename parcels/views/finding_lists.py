"""认定清单和认定标准的页面: what stands on a list because a person found it, and by which standard."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from landplan.lib import clock
from landplan.lib.lists import as_download, made_by
from landplan.lib.numbers import half_up

from ..choices import Kind
from ..forms.disposal import new_key
from ..forms.finding import StandardForm
from ..models import Finding
from ..policies import may_export, may_read_ledger, may_set_standard
from ..selectors.findings import (
    finding_rows,
    findings_page,
    findings_sum,
    last_notices,
    standards_by_county,
    unanswered,
)
from ..services import record_standard
from ..services.common import permit
from ..sheets.cases import findings_file
from .common import county_choices, refuse_long, run_form
from .ledger import READERS

# kind -> title, what stands on it, and what an empty list says
LISTS: dict[str, tuple[str, str, str]] = {
    Kind.INEFFICIENT: ("低效用地清单", "有认定意见的才在清单里；出清单要有结果（洛政办〔2021〕16号 附件3 第六、八条）",
                       "清单里还没有认定的低效用地。"),
    Kind.USED_UNSUPPLIED: ("整改台账", "认定、验收后列入的未供即用土地；招商引资工业项目开工不晚于 2018-12-31，"
                           "2021年12月底前完善手续（驻政办〔2021〕19号 三（四）；宝政办〔2021〕34号 二（三）2（1）；三政办〔2021〕5号 二（三）3）",
                           "整改台账里还没有宗地。"),
    Kind.IDLE: ("闲置认定", "只有认定书的才计入闲置土地处置率；系统从约定动工日起预警，不作认定（平龙政办〔2022〕50号 一（二））",
                "还没有闲置认定。"),
}

# part of a list -> its kind, its address, and its words
PARTS: dict[str, tuple[str, str, tuple[str, str, str]]] = {
    "unfiled": (Kind.USED_UNSUPPLIED, "filing=none", (  # DSP-12
        "没有备案", "认定的招商引资工业项目要报省自然资源厅备案，这些还没有备案号；备案在宗地页“认定”里补记"
        "（宝政办〔2021〕34号 二（三）2（1）；三政办〔2021〕5号 二（三）3，别的方案没有写）",
        "认定的工业项目都有备案号，或者本地方案没有要求备案。")),
    "late": (Kind.INEFFICIENT, "notice=late", (  # DSP-40
        "告知逾期未答复", "告知书已送达、期限已过而使用权人没有答复的；期限从送达之日起算（驻政办〔2021〕19号 三（六））", "没有逾期未答复的告知。")),
}


class Asked(NamedTuple):
    """哪一张清单: its kind; whether those that ended, or (None) all that count for the 处置率; which part of it, if only one."""

    kind: str
    is_ended: bool | None
    part: str

    @classmethod
    def of(cls, given: QueryDict) -> Asked:
        kind = given.get("kind") if given.get("kind") in LISTS else Kind.INEFFICIENT
        is_ended = {"yes": True, "counted": None}.get(given.get("ended", ""), False)
        parts = (part for part, (of, address, _) in PARTS.items() if of == kind and given.get(address.split("=")[0]) == address.split("=")[1])
        return cls(kind, is_ended, next(parts, "") if is_ended is False else "")

    @property
    def address(self) -> str:
        more = PARTS[self.part][1] if self.part else {True: "ended=yes", None: "ended=counted"}.get(self.is_ended, "")
        return f"kind={self.kind}&{more}" if more else f"kind={self.kind}"

    @property
    def words(self) -> tuple[str, str, str]:
        """Title, what stands on the list, and what an empty one says."""
        title, sub, empty = PARTS[self.part][2] if self.part else LISTS[self.kind]
        return f"已出{title}" if self.is_ended else title, sub, empty

    def rows(self) -> QuerySet[Finding]:
        found = finding_rows(self.kind, is_ended=self.is_ended, unfiled=self.part == "unfiled")
        return found.filter(unanswered(clock.today())) if self.part == "late" else found

    def tabs(self) -> list[tuple[str, str, bool]]:
        """Address, label and whether it is this one, of every list beside it."""
        beside = [(Asked(kind, False, ""), title) for kind, (title, _, _) in LISTS.items()]
        beside += [(Asked(kind, False, part), words[0]) for part, (kind, _, words) in PARTS.items() if kind == self.kind]
        beside.append((Asked(self.kind, True, ""), f"已出{LISTS[self.kind][0]}"))
        if self.kind == Kind.IDLE:
            beside.append((Asked(self.kind, None, ""), "计入处置率的"))
        return [(one.address, label, one == self) for one, label in beside]


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """认定清单: standing findings of a kind, or those that ended."""
    permit(may_read_ledger(request.actor), READERS)
    asked = Asked.of(request.GET)
    rows, (title, sub, empty) = asked.rows(), asked.words
    page = findings_page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "parcels/findings.html", {
        "kind": asked.kind, "title": title, "sub": sub, "empty": empty, "tabs": asked.tabs(), "address": asked.address, "page": page,
        "is_ended": asked.is_ended, "today": clock.today(), "is_late": asked.part == "late",
        "notices": last_notices([row.id for row in page.rows]) if asked.kind == Kind.INEFFICIENT else {},
        "has_counties": len(request.actor.regions or ()) > 1, **findings_sum(rows)})


@require_safe
def findings_export(request: HttpRequest) -> FileResponse:
    """导出一张认定清单, all pages. Raises Refusal beyond the most rows of one file."""
    permit(may_export(request.actor), READERS)
    asked = Asked.of(request.GET)
    found, (title, sub, _) = asked.rows(), asked.words
    sums = findings_sum(found)
    refuse_long(sums["count"])
    rows = found.order_by("region__sort", "found_on", "id").iterator(chunk_size=2000)
    shown = "—" if sums["rate"] is None else f"{half_up(sums['rate'] * 100, 2)}%"
    notes = [sub, f"处置率 {shown}", f"导出：{made_by(request.actor)}"]
    return as_download(findings_file(title, asked.kind, rows, sums, is_ended=asked.is_ended, notes=notes),
                       f"{title}_{clock.today():%Y%m%d}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def standards(request: HttpRequest) -> HttpResponse:
    """认定标准 of the territory; the county or the office records one."""
    permit(may_read_ledger(request.actor), READERS)
    may_set = may_set_standard(request.actor)
    counties = county_choices(request)

    def page(form: StandardForm | None, status: int = 200) -> HttpResponse:
        lines = standards_by_county([pk for pk, _ in counties])
        return render(request, "parcels/standards.html", {"form": form, "lines": lines, "form_key": new_key()}, status=status)

    def work() -> HttpResponse:
        standard = record_standard(actor=request.actor, **form.values())
        messages.success(request, f"认定标准 {standard.doc_no} 已登记。")
        return redirect("parcels:standards")

    if request.method != "POST":
        return page(StandardForm(regions=counties) if may_set else None)
    permit(may_set, "认定标准由县区审核员或领导小组办公室登记。你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    form = StandardForm(request.POST, regions=counties)
    return run_form(request, form, work, page)
