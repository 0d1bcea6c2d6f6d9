"""页面外框: who acts, where one may go and what waits there, the demo mark and the clock - for every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from audit.policies import may_read_audit
from exchange.policies import may_import, may_take_out, may_watch_jobs
from exchange.rules.lists import LEDGER, OWN_EXCEL, is_list
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.addresses import address
from parcels.policies import may_accept, may_read_ledger, may_verify
from reports.policies import may_publish
from units.policies import may_assign_functions, may_manage_people, may_read_security, may_work


@dataclass(frozen=True)
class Entry:
    """一个入口: shown when its address exists and the actor may; `words` are the view names it stands for."""

    label: str
    icon: str
    to: str
    may: Callable[[Actor], bool]
    words: tuple[str, ...] = ()


def _reviews(actor: Actor) -> bool:
    return may_verify(actor) or may_accept(actor)


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", (Entry("工作台", "desk", "reports:workbench", may_work),
          Entry("消息", "bell", "tasks:messages", may_work, ("tasks:message", "tasks:calendar")))),
    ("业务", (Entry("台账", "book", "parcels:ledger", may_read_ledger, ("parcels:parcel", "parcels:batch", "parcels:ledger", "parcels:plan",
                                                                    "parcels:milestones", "parcels:facts", "parcels:finding", "parcels:standards",
                                                                    "parcels:problems", "parcels:causes", "parcels:clock", "parcels:agreement",
                                                                    "parcels:year", "parcels:cohort", "parcels:hand_out", "parcels:reshape",
                                                                    "parcels:crosswalk", "parcels:notice", "parcels:assign", "parcels:list_settings",
                                                                    "parcels:sample",
                                                                    "parcels:used", "parcels:reserves", "parcels:violation",
                                                                    "tasks:backfills", "tasks:arrears")),
            Entry("预警", "alert", "parcels:flags", may_read_ledger, ("parcels:flags",)),
            Entry("一张图", "map", "parcels:map", may_read_ledger, ("parcels:map", "parcels:shape")),
            Entry("挂图", "cols", "parcels:board", may_read_ledger, ("parcels:board",)),
            Entry("闲置程序", "clock", "parcels:idle_list", may_read_ledger, ("parcels:idle", "parcels:paper_template", "parcels:year")),
            Entry("涉法涉诉", "law", "parcels:lawsuits", may_read_ledger, ("parcels:lawsuit", "parcels:claim")),
            Entry("企业与园区", "unit", "parcels:enterprises", may_read_ledger,
                  ("parcels:enterprise", "parcels:land_use", "parcels:park", "parcels:transfer", "parcels:covenant", "parcels:incentive",
                   "parcels:sanction", "parcels:firm_list", "parcels:control")),
            Entry("处置", "case", "parcels:disposals", may_read_ledger, ("parcels:disposal", "parcels:due", "parcels:evidence", "parcels:measure")),
            Entry("专项登记", "file", "parcels:registers_first", may_read_ledger, ("parcels:registers", "parcels:register_", "parcels:low_plan")),
            Entry("项目用地", "land", "parcels:projects", may_read_ledger, ("parcels:project", "parcels:application", "parcels:meeting",
                                                                     "parcels:acceptance")),
            Entry("台账报送", "send", "tasks:packages", may_work, ("tasks:package",)),
            Entry("工作任务", "check", "tasks:work_tasks", may_work, ("tasks:work_", "tasks:task_notice", "tasks:obligation", "tasks:period")),
            Entry("审核验收", "stamp", "parcels:review", _reviews, ("parcels:review",)))),
    ("统计", (Entry("看板", "chart", "reports:dashboard", may_work, ("reports:dashboard", "reports:progress")),
            Entry("周报", "week", "reports:weekly", may_work, ("reports:week",)),
            Entry("定期报告", "send", "reports:periods", may_work, ("reports:period", "reports:notice", "reports:scheme", "reports:finding")),
            Entry("督办奖惩", "bell", "tasks:supervision", may_work, ("tasks:supervision",)),
            Entry("信息公布", "unit", "reports:publishing", may_publish, ("reports:publication",)),
            Entry("更正", "turn", "reports:corrections", may_work, ("reports:correction",)),
            Entry("底数", "save", "reports:baseline", may_work, ("reports:baseline",)),
            Entry("任务量表", "quota", "tasks:quotas", may_work, ("tasks:quota",)))),
    ("数据交换", (Entry("导入", "put", "exchange:imports", may_import, ("exchange:import", "parcels:planning")),
              Entry("导出任务", "get", "exchange:exports", may_take_out, ("exchange:export",)),
              Entry("对账", "equal", "exchange:reconcile", may_work, ("exchange:reconcile",)))),
    ("依据", (Entry("方案", "plan", "tasks:plans", may_work, ("tasks:",)),
            Entry("政策库", "file", "tasks:documents", may_work, ("tasks:document", "tasks:inquir", "tasks:general")),
            Entry("印发核对", "equal", "tasks:print_check", may_work, ("tasks:print",)),
            Entry("留痕", "trace", "audit:trail", may_read_audit, ("audit:",)))),
    ("管理", (Entry("后台作业", "turn", "exchange:background", may_watch_jobs, ("exchange:background",)),
            Entry("人员", "people", "units:people", may_manage_people, ("units:people", "units:person", "units:post_end")),
            Entry("职能", "case", "units:functions", lambda actor: may_assign_functions(actor, actor.region_id), ("units:functions",)),
            Entry("安全", "lock", "units:security", may_read_security, ("units:security", "units:unlock")))),
)


def shell(request: HttpRequest) -> dict:
    """Context of every page. What needs the database is read only when the page shows it, once per request."""
    shown = {"demo": settings.DEMO, "now": clock.now()}
    actor = getattr(request, "actor", None)
    if actor is None or actor.post_id is None:
        return shown
    frame = getattr(request, "frame", None) or _once(request, "frame", lambda: _called(settings.SHELL_FRAME, actor, request.region))
    match = request.resolver_match
    name = match.view_name if match else ""
    return shown | {
        "actor": actor,
        "screen_export": {"of": request.get_full_path(), "has_own": name in OWN_EXCEL, "is_long": name == LEDGER}
        if request.method == "GET" and match and is_list(name, match.kwargs) else None,
        "is_admin": not may_work(actor),
        "posts": _once(request, "posts", lambda: _posts(request, actor)),
        "nav": _once(request, "nav", lambda: _nav(request, actor, frame)),
        "plan": _once(request, "plan", lambda: frame.plan() if frame else None),
    }


def _once(request: HttpRequest, name: str, build: Callable[[], object]):
    kept = request.__dict__.setdefault("_shell", {})
    return kept.setdefault(name, SimpleLazyObject(build))


def _posts(request: HttpRequest, actor: Actor) -> list[dict]:
    return [{"id": post.id, "label": f"{post.unit.name} {post.get_role_display()}", "current": post.id == actor.post_id}
            for post in request.posts]


def _nav(request: HttpRequest, actor: Actor, frame) -> list[dict]:
    groups, counts = [], frame.counts() if frame else {}
    here = _here(request)
    for label, entries in MENU:
        items = [{"label": e.label, "icon": e.icon, "url": url, "current": e is here, **counts.get(e.to, {})}
                 for e in entries if e.may(actor) and (url := address(e.to))]
        if items:
            groups.append({"label": label, "items": items})
    return groups


def _here(request: HttpRequest) -> Entry | None:
    """The entry whose words begin the view's name; the longest wins."""
    match = request.resolver_match
    name = match.view_name if match else ""
    found = [(len(word), e) for _, entries in MENU for e in entries for word in (e.to, *e.words) if name.startswith(word)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def module_exists(name: str) -> bool:
    """Is there such a module (its parents too)? Looks, imports nothing but the parents."""
    parent = name.rpartition(".")[0]
    return bool(name) and (not parent or module_exists(parent)) and find_spec(name) is not None


def _called(path: str, *given: object):
    """Ask the upper floor's reader named in the settings; the shell itself knows no figure."""
    return import_string(path)(*given) if module_exists(path.rpartition(".")[0]) else None
