"""导入图形的页面: hand in a file, see whose each plot is and what is found, then take it over whole or not at all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from landplan.lib.errors import Refusal
from landplan.lib.geo.bounded import read_bounded
from landplan.lib.geo.drawing import draw
from landplan.lib.geo.shapes import GeoFile

from ..choices.shapes import ShapeFileState
from ..forms.disposal import numbers_in
from ..forms.shapes import ShapeFileForm, ShapeTakeForm
from ..models import Parcel, ShapeFile
from ..policies import may_draw
from ..selectors.shape_match import Match, matches_of, standing
from ..selectors.shapes import limit_of, outline_of, shape_of
from ..services import drop_shape_file, import_shapes
from ..services.common import permit
from ..services.shapes import CLERKS, Drawn, examined, is_same
from ..store import path_of
from .common import refused
from .shapes import take_file

SHOWN, PICTURES = 500, 12


@require_http_methods(["GET", "HEAD", "POST"])
def shape_files(request: HttpRequest) -> HttpResponse:
    """导入图形: hand in a file; those handed in before."""
    permit(may_draw(request.actor), CLERKS)

    def page(form: ShapeFileForm, status: int = 200) -> HttpResponse:
        files = ShapeFile.objects.filter(parcel=None).select_related("file", "by").order_by("-id")[:50]
        return render(request, "parcels/shape_files.html", {"form": form, "files": files}, status=status)

    return take_file(request, None, page) if request.method == "POST" else page(ShapeFileForm())


@require_http_methods(["GET", "HEAD", "POST"])
def shape_file(request: HttpRequest, pk: int) -> HttpResponse:
    """预览一个文件, and take it over."""
    row = get_object_or_404(ShapeFile.objects.select_related("file", "by", "parcel__region"), pk=pk)
    permit(may_draw(request.actor), CLERKS)
    form = ShapeTakeForm(request.POST if request.method == "POST" else None)
    if row.state != ShapeFileState.WAITING:
        return _page(request, row, form, status=409 if request.method == "POST" else 200)
    try:
        file = read_bounded(path_of(row.file.storage_id), row.file.original_name, row.zone)
    except Refusal as refusal:
        return _page(request, row, form, unread=refusal, status=422 if request.method == "POST" else 200)
    matches = matches_of(file, row.parcel)
    if request.method == "POST":
        _choose(request, matches)
    _examine(matches, file, row)
    if request.method != "POST":
        return _page(request, row, form, file, matches)
    return _take(request, row, form, file, matches)


def _choose(request: HttpRequest, matches: list[Match]) -> None:
    """归宗 as the person chose: a parcel's id, or none for a plot that is left out."""
    wanted = {n: next(iter(numbers_in([request.POST.get(f"to_{n}", "")])), None) for n in range(len(matches)) if f"to_{n}" in request.POST}
    rows = {row.id: row for row in Parcel.objects.current().select_related("region").filter(id__in=[one for one in wanted.values() if one])}
    for n, one in wanted.items():
        allowed = {row.id for row in [matches[n].parcel, *matches[n].candidates] if row}
        matches[n].parcel = rows.get(one) if one in allowed else None
        matches[n].by = "本人选定" if matches[n].candidates and matches[n].parcel else matches[n].by


def _examine(matches: list[Match], file: GeoFile, row: ShapeFile) -> None:
    """核对各地块."""
    last = standing([one.parcel.id for one in matches if one.parcel])
    region = next((one.parcel.region for one in matches if one.parcel), None)
    outline, limit = (outline_of(region), limit_of(region)) if region else (None, None)
    for one in matches:
        one.found = list(one.plot.found)
        if one.parcel is None or one.plot.shape is None or one.plot.is_wrong:
            continue
        old = last.get(one.parcel.id)
        one.seen, one.has_shape = old.number if old else 0, bool(old and old.wkb is not None)
        one.is_same = one.has_shape and is_same(shape_of(old), one.plot.shape)
        given = _drawn(one, file, row)
        one.area = given.area
        one.found = list(one.plot.found) if one.is_same else examined(one.parcel, given, outline, limit)


def _drawn(one: Match, file: GeoFile, row: ShapeFile) -> Drawn:
    found = [*(note for note in file.found), *one.plot.found]
    return Drawn(one.plot.shape, one.plot.drawn, file.system, file.kind, row, tuple(found))


def _take(request: HttpRequest, row: ShapeFile, form: ShapeTakeForm, file: GeoFile, matches: list[Match]) -> HttpResponse:
    def page(form: ShapeTakeForm, status: int) -> HttpResponse:
        return _page(request, row, form, file, matches, status=status)

    form.is_valid()
    try:
        chosen = _chosen(file, matches, row)
        made, same = import_shapes(row.id, actor=request.actor, chosen=chosen, seen={one.parcel.id: one.seen for one in matches if one.parcel},
                                   reason=form.cleaned_data.get("reason", ""), is_confirmed=form.cleaned_data["confirmed"])
    except Refusal as refusal:
        form.refuse([refusal])
        return refused(request, form, page, refusal.status)
    unchanged = f"{same} 宗与现有的一致，没有改动"
    messages.success(request, f"存了 {len(made)} 宗的图形{f'，{unchanged}' if same else ''}。" if made else f"文件里的 {unchanged}。")
    return redirect("parcels:parcel", row.parcel_id) if row.parcel_id else redirect(reverse("parcels:map"))


def _chosen(file: GeoFile, matches: list[Match], row: ShapeFile) -> dict[int, Drawn]:
    """宗地 -> 图形. Raises Refusal when anything in the file is wrong, or two plots are for one parcel."""
    if file.errors:
        raise Refusal(f"文件有 {len(file.errors)} 处错误，一宗也没有存。请按下面列的改好，整个文件再交。", field=None, code="wrong")
    chosen: dict[int, Drawn] = {}
    for one in matches:
        if one.parcel is None:
            continue
        if one.parcel.id in chosen:
            raise Refusal(f"文件里有几个地块都归 {one.parcel.parcel_no}。请只留一个，或合成一个多部分的图形。", field=None, code="twice")
        chosen[one.parcel.id] = _drawn(one, file, row)
    return chosen


def _page(request: HttpRequest, row: ShapeFile, form: ShapeTakeForm, file: GeoFile | None = None, matches: list[Match] = (),
          unread: Refusal | None = None, status: int = 200) -> HttpResponse:
    taken = [one for one in matches if one.parcel]
    pictures = [(one, draw(one.plot.shape)) for one in taken[:PICTURES] if one.plot.shape is not None]
    if unread:
        request.refusal_message = unread.message
    return render(request, "parcels/shape_file.html", {
        "row": row, "form": form, "file": file, "matches": list(enumerate(matches))[:SHOWN], "count": len(matches), "pictures": pictures,
        "unread": unread, "taken": len(taken), "same": sum(one.is_same for one in taken),
        "replaced": sum(one.has_shape and not one.is_same for one in taken),
        "left": sum(one.parcel is None for one in matches), "asked": any(one.asked for one in taken if not one.is_same),
        "errors": [*file.found_errors, *(error for one in matches for error in one.errors)] if file else []}, status=status)


@require_POST
def shape_file_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃."""
    row = get_object_or_404(ShapeFile.objects, pk=pk)
    permit(may_draw(request.actor), CLERKS)
    drop_shape_file(pk, actor=request.actor)
    messages.success(request, "已放弃，台账没有改动。")
    return redirect("parcels:shape", row.parcel_id) if row.parcel_id else redirect("parcels:shape_files")
