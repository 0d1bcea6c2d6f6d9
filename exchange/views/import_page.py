"""一个导入的页面: what its state shows, its columns, and one page of its rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from landplan.lib.actors import Actor
from landplan.lib.pages import Page

from ..choices import Found, ImportAction, ImportState, RowAction
from ..models import ImportFile, ImportRow
from ..rules.import_steps import is_allowed
from ..sections import IMPORTERS, Place
from ..selectors.imports import rows_of

PAGE = 50
STEPS = ("上传", "识别", "检查", "预览", "导入")
_AT = {ImportState.READING: 1, ImportState.MAPPING: 1, ImportState.UNREADABLE: 1, ImportState.CHECKING: 2, ImportState.FAULTY: 2,
       ImportState.READY: 3, ImportState.SAME: 3, ImportState.APPLYING: 4, ImportState.DONE: 5}
_ORDER = (RowAction.REFUSED, RowAction.AMBIGUOUS, RowAction.CREATE, RowAction.CHANGE, RowAction.SAME)


@dataclass(frozen=True)
class Head:
    """文件里的一列, for the form in which a person says what it means."""

    index: int
    letter: str
    text: str
    key: str
    how: str
    samples: list[str]


def page_of_import(file: ImportFile, actor: Actor, asked: QueryDict) -> dict:
    """Everything that the page of an import shows."""
    importer = IMPORTERS[file.section]
    columns = importer.section(Place(actor, file.options)).columns
    show = asked.get("show", "") if asked.get("show") in (*RowAction.values, "hints") else _first_tab(file)
    rows = rows_of(file).filter(has_hints=True) if show == "hints" else rows_of(file).filter(action=show)
    return {
        "file": file, "importer": importer, "columns": columns, "heads": heads_of(file), "missing": file.layout.get("missing", []),
        "steps": [(label, "past" if number < _AT.get(file.state, 0) else "now" if number == _AT.get(file.state) else "")
                  for number, label in enumerate(STEPS)],
        "tabs": [(action.value, action.label, file.counts.get(action.value, 0)) for action in _ORDER if file.counts.get(action.value)]
        + ([("hints", "提示", file.counts["hints"])] if file.counts.get("hints") else []),
        "show": show, "page": page_by_number(rows, asked.get("after", ""), asked.get("before", "")), "shown_count": file.counts.get(show, 0),
        "may": {action.value: is_allowed(file.state, action) for action in (ImportAction.MAP, ImportAction.CONFIRM, ImportAction.WITHDRAW)},
        "is_wrong": file.state == ImportState.FAULTY,
        "has_rows": file.check_no > 0 and file.state not in (ImportState.WITHDRAWN, ImportState.CHECKING),
    }


def heads_of(file: ImportFile) -> list[Head]:
    """各列, with what they were taken for."""
    found = []
    for index, one in sorted(file.layout.get("columns", {}).items(), key=lambda pair: int(pair[0])):
        key = (file.mapping or {}).get(index, one["key"])
        how = Found.HAND if file.mapping and file.mapping.get(index, one["key"]) != one["key"] else one["how"]
        found.append(Head(int(index), one["letter"], one["head"], key, Found(how if key else "").label, one["samples"]))
    return found


def page_by_number(rows, after: str, before: str) -> Page:
    """按行号翻页."""
    ordered = rows.order_by("number", "id")
    if before.isdigit() and len(before) < 10:
        shown = list(ordered.filter(number__lt=int(before)).reverse()[: PAGE + 1])
        has_more, shown = len(shown) > PAGE, shown[:PAGE][::-1]
        return Page(shown, _key(shown[-1]) if shown else None, _key(shown[0]) if has_more else None)
    since = int(after) if after.isdigit() and len(after) < 10 else None
    shown = list((ordered.filter(number__gt=since) if since is not None else ordered)[: PAGE + 1])
    has_more, shown = len(shown) > PAGE, shown[:PAGE]
    return Page(shown, _key(shown[-1]) if has_more else None, _key(shown[0]) if since is not None and shown else None)


def _key(row: ImportRow) -> str:
    return str(row.number)


def _first_tab(file: ImportFile) -> str:
    return next((action.value for action in _ORDER if file.counts.get(action.value)), RowAction.SAME.value)
