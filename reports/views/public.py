"""公众的页面: read without signing in, made of approved editions alone (claim C11)."""

from __future__ import annotations

import csv
import io

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landplan.lib.clock import local

from ..choices import PublicKind
from ..rules.publishing import DICTIONARY, ROW_KEYS, quarter_of, quarter_words
from ..selectors.publishing import public_cases, public_item, public_items


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """公布的各件 by kind."""
    items = public_items()
    groups = [(kind.label, kind.value, [pair for pair in items if pair[0].kind == kind]) for kind in PublicKind]
    quarters = [(key, quarter_words(key)) for key in sorted(
        {quarter_of(local(row.first_listed_at).date()) for row, _ in items if row.kind == PublicKind.CASE}, reverse=True)]
    return render(request, "reports/public.html", {"groups": groups, "quarters": quarters, "cases": PublicKind.CASE})


@login_not_required
@require_safe
def public_one(request: HttpRequest, pk: int) -> HttpResponse:
    """公布的一件."""
    row, item = _item(pk)
    return render(request, "reports/public_one.html", {"row": row, "item": item, "dictionary": DICTIONARY if "rows" in item else ()})


@login_not_required
@require_safe
def public_data(request: HttpRequest, pk: int) -> HttpResponse:
    """开放数据: the rows as CSV, columns by the dictionary."""
    row, item = _item(pk)
    if "rows" not in item:
        raise Http404
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"{label}（{unit}）" if unit else label for _, label, unit, _ in DICTIONARY])
    writer.writerows([line.get(key, "") for key in ROW_KEYS] for line in item["rows"])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="open-data-{row.id}-{row.number}.csv"'
    return answer


@login_not_required
@require_safe
def public_casebook(request: HttpRequest, quarter: str) -> HttpResponse:
    """典型案例汇编 of one quarter: one document with a table of contents, to be printed."""
    cases = public_cases(quarter)
    if not cases:
        raise Http404
    return render(request, "reports/public_cases.html", {"cases": cases, "quarter": quarter_words(quarter)})


def _item(pk: int) -> tuple:
    found = public_item(pk)
    if found is None:
        raise Http404
    return found
