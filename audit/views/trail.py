"""留痕页: who did what, when; filters and keyset paging. Read only."""

from __future__ import annotations

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib import clock
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.pages import most
from landplan.lib.text import clean_text, parse_day

from ..policies import may_read_audit
from ..selectors import entries_for
from ..sentences import VERBS, sentences_of

PAGE = 50


@require_safe
def trail(request):
    """留痕 of the actor's territory, newest first."""
    if not may_read_audit(request.actor):
        raise NotAllowed("留痕由审计管理员和领导小组办公室看。你要查一宗地的经过，请看宗地页的办理经过。")
    asked, refusals = _asked(request)
    rows = list(_filtered(entries_for(request.actor), asked).order_by("-seq")[: most(PAGE) + 1])
    more = rows[most(PAGE) - 1].seq if len(rows) > most(PAGE) else None
    return render(request, "audit/trail.html", {
        "sentences": sentences_of(rows[:most(PAGE)]), "asked": asked, "refusals": refusals, "next_before": more,
        "verbs": sorted(VERBS.items(), key=lambda item: item[1])})


def _asked(request) -> tuple[dict, list[Refusal]]:
    asked = {name: clean_text(request.GET.get(name, "")) for name in ("q", "action", "subject", "since", "until", "result", "before")}
    refusals = []
    for name, label in (("since", "起"), ("until", "止")):
        asked[f"{name}_on"] = None
        try:
            if asked[name]:
                asked[f"{name}_on"] = parse_day(asked[name], name=f"日期（{label}）", today=clock.today(), field=name)
        except Refusal as refused:
            refusals.append(refused)
    return asked, refusals


def _filtered(rows, asked: dict):
    if asked["q"]:
        rows = rows.filter(actor_name__contains=asked["q"]) | rows.filter(object_label__contains=asked["q"])
    if asked["action"]:
        rows = rows.filter(action=asked["action"])
    if asked["subject"]:
        rows = rows.filter(subject=asked["subject"])
    if asked["since_on"]:
        rows = rows.filter(at__gte=_midnight(asked["since_on"]))
    if asked["until_on"]:
        rows = rows.filter(at__lt=_midnight(asked["until_on"] + timedelta(days=1)))
    if asked["result"] in ("done", "refused"):
        rows = rows.filter(is_success=asked["result"] == "done")
    if asked["before"].isdigit():
        rows = rows.filter(seq__lt=int(asked["before"][:18]))
    return rows


def _midnight(day):
    return clock.shanghai(day.year, day.month, day.day)
