"""看板的页面: one address holds the moment, the basis, the class and the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.clock import local
from landplan.lib.lists import as_download, made_by
from landplan.lib.vocabulary import KINDS
from parcels.services.common import permit
from tasks.models import Plan
from tasks.rules.ranking import NO_DATA_RULE, NO_DATA_SOURCE, NO_ORDER_RULE
from tasks.selectors.plans import plan_of
from units.policies import may_work

from ..choices import Basis
from ..forms.progress import ProgressForm
from ..selectors.progress import CLASSES, COMBINED, Board, opening_moment
from ..selectors.rollup import ONE_LEVEL, Levels, board_of, levels_of
from ..sheets.board import board_file
from ..tables.board import CLASS_LABELS, LABELS, Asked, cards_of, clock_text, moment_text, moment_words
from ..tables.dashboard import Heads, headline, level_words, shortcuts, source_words
from ..tables.ranking import Marks, Ranking, ranking_of, row_html
from .asked import asked_unit
from .frame import frame_of
from .stored import stored_page

NO_DATA_TOLD = f"{NO_DATA_RULE}{NO_DATA_SOURCE}"
READERS = "看板只给业务岗位看。你现在的岗位不能看；兼有岗位的，先在右上角切换。"


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """看板."""
    permit(may_work(request.actor), READERS)
    return stored_page(request, lambda: _page(request))


def _page(request: HttpRequest) -> HttpResponse:
    look = look_of(request)
    if look is None:
        return render(request, "reports/dashboard.html", {"board": None})
    return render(request, "reports/dashboard.html", _context(look), status=200 if look.is_read else 422)


@dataclass(frozen=True)
class Look:
    """所看的看板: what an address asks for. `is_now`: the figures of the present; `is_over`: of a plan that is over, its last period."""

    board: Board
    asked: Asked
    form: ProgressForm
    now: datetime
    is_now: bool
    is_over: bool
    levels: Levels = ONE_LEVEL

    @property
    def is_read(self) -> bool:
        """Could the address be read? If not, the board of the usual moment stands under the refusal."""
        return not self.form.errors


def look_of(request: HttpRequest) -> Look | None:
    """The board that an address asks for; None where there is no plan."""
    plan, now = frame_of(request).in_force, clock.now()
    if plan is None:
        return None
    form = ProgressForm(request.GET, now=now)
    is_read = form.is_valid()
    moment, is_over = (form.moment, False) if form.moment else opening_moment(plan, now)
    found, levels = _seen(request, plan, moment, form if is_read else None)
    asked = asked_of(request, form if is_read else None, found, moment_text(moment) if form.moment else "", levels)
    return Look(found, asked, form, now, not form.moment and not is_over, is_over, levels)


@require_safe
def dashboard_export(request: HttpRequest) -> FileResponse:
    """导出: the ranking as the screen shows it."""
    permit(may_work(request.actor), READERS)
    plan, now = plan_of(request.actor), clock.now()
    if plan is None:
        raise Http404
    form = ProgressForm(request.GET, now=now)
    if not form.is_valid():
        raise form.refusal
    moment = form.moment or opening_moment(plan, now)[0]
    found, levels = _seen(request, plan, moment, form)
    asked = asked_of(request, form, found, "", levels)
    ranking = ranking_of(found, asked)
    name = f"{found.added.name if found.added else ''}{ranking.noun}{'进度' if found.part else '排名'}"
    told = "，".join(filter(None, (f"截至 {moment_words(moment)}", Basis(found.basis).label, source_words(found))))
    note = f"无数据：{'、'.join(ranking.unknown)}。{NO_DATA_TOLD}" if ranking.unknown else ""
    file = board_file(ranking, title=f"{name}（{LABELS[asked.quota_class]}）", made=made_by(request.actor), span=told, note=note)
    return as_download(file, f"{name}_{local(moment):%Y%m%d}.xlsx")


def _seen(request: HttpRequest, plan: Plan, moment: datetime, form: ProgressForm | None) -> tuple[Board, Levels]:
    """The board at the level asked for, or of the counties of one city or province. Raises Http404 for one that is not offered."""
    given = form.cleaned_data if form else {"basis": Basis.RECORDED, "level": "", "unit": ""}
    levels = levels_of(plan, request.actor)
    unit = asked_unit(plan, given["unit"], levels)
    return board_of(plan, moment, given["basis"], unit, actor=request.actor, level=levels.of(given["level"])), levels


def asked_of(request: HttpRequest, form: ProgressForm | None, found: Board, as_of: str, levels: Levels = ONE_LEVEL) -> Asked:
    """The address in its usual form; a plan without a combined figure opens with its first class."""
    classes = classes_of(found.plan)
    wanted = form.cleaned_data["quota_class"] if form else ""
    return Asked(as_of, found.basis, wanted if wanted in classes else classes[-1 if COMBINED in classes else 0], request.GET.get("sort") or "rank",
                 "" if found.unit or found.level == levels.usual else found.level, found.unit.code if found.unit else "")


def classes_of(plan: Plan) -> list[str]:
    """三类, and the combined figure where the plan has one."""
    return [one for one in CLASSES if one != COMBINED or plan.has_combined_rank]


def _rows(ranking: Ranking, asked: Asked) -> list[str]:
    """各行 as one text; as two where the rule between reached and not stands."""
    printed, derived, reached, up, down = render_to_string("reports/_dashboard_marks.html").strip().split("|")
    rest = f"quota_class={asked.quota_class}&{asked.query(quota_class='', sort='', level='')}".replace("&", "&amp;")
    board = f"?{asked.query(level='')}&".replace("?&", "?").replace("&", "&amp;")
    marks = Marks(f"{reverse('reports:progress')}?", rest, reverse("parcels:ledger"), board, KINDS.get(asked.quota_class, ""), printed, derived,
                  reached, up, down)
    return [mark_safe("\n".join([row_html(line, ranking, marks) for line in lines])) for lines in ranking.parts]


def _context(look: Look) -> dict:
    found, asked = look.board, look.asked
    classes, ranking = classes_of(found.plan), ranking_of(found, asked)
    return {
        "board": found, "asked": asked, "ranking": ranking, "cards": cards_of(found, classes), "heads": Heads(asked),
        "classes": [(one, LABELS[one], asked.query(quota_class=one)) for one in sorted(classes, key=lambda one: one != COMBINED)],
        "bases": [(value, label, asked.query(basis=value)) for value, label in Basis.choices],
        "shortcuts": shortcuts(found.plan, look.now, asked), "when": moment_words(found.moment), "day": local(found.moment).date(),
        "headline": headline(found), "basis_label": Basis(found.basis).label, "drill": asked.query(quota_class="", sort="", level=""),
        "labels": CLASS_LABELS, "class_label": LABELS[asked.quota_class], "rows": _rows(ranking, asked),
        "clock_text": clock_text(found.moment), "form": look.form, "is_over": look.is_over, "is_now": look.is_now,
        "has_trend": bool(found.plan.weekly_cutoffs()), "no_data": NO_DATA_TOLD, "no_order": NO_ORDER_RULE, **level_words(found, asked, look.levels)}
