"""导出的来处: a page of ours, asked as its person would ask it, whole; the ledger in its declared columns.

The page's own view answers: its policy, its territory, its filter, its order and its sums are the export's. A page refuses an export as
it refuses to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django_htmx.middleware import HtmxDetails

from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.area import show
from landplan.lib.errors import Refusal
from landplan.lib.flat_files import Blocks, FlatList
from landplan.lib.lists import made_by
from landplan.lib.pages import whole_lists
from landplan.lib.screen_tables import tables_of
from parcels.policies import may_read_ledger
from parcels.selectors.ledger import blocks, sums_of, total_of
from parcels.services.common import permit
from parcels.tables import Look, Reader, sum_cells
from parcels.views.ledger import READERS, conditions
from parcels.views.listing import listing_of
from units.models import User
from units.selectors import region_of
from units.selectors.actors import posts_of
from units.session_store import SessionStore

from ..rules.lists import LEDGER, LEDGER_LIMIT, PLACE, SCREEN_LIMIT, is_list

_KINDS = {"area": "area", "date": "day"}


def match_of(address: str) -> ResolverMatch:
    """The view of an address, if its list may go out. Raises Refusal."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        match = None
    if match is None or not is_list(match.view_name, match.kwargs):
        raise Refusal("这个页面没有可以导出的清单。请回到清单所在的页面，用页上的“导出”。", code="no_list")
    return match


def lists_of(address: str, *, actor: Actor, user: User, limit: int) -> tuple[list[FlatList], int]:
    """清单 of an address and how many rows its first list has, at most `limit` + 1 of them read. Raises Refusal, NotAllowed, Http404."""
    match = match_of(address)
    request = _request(address, match, actor, user)
    if match.view_name == LEDGER:
        return _ledger(request, min(limit, LEDGER_LIMIT))
    limit = min(limit, SCREEN_LIMIT)
    with whole_lists(limit + 1):
        answer = match.func(request, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise Refusal("页面的条件读不出来，没有导出。请回到页面改正条件后再导出。", code="filter")
    heading, tables = tables_of(_content(answer))
    if not tables:
        raise Refusal("这一页现在没有行可导出。请改变筛选后再导出。", code="empty")
    notes = [f"导出：{made_by(actor)}", f"页面：{address}"]
    lists = []
    for table in tables:
        sums = [f"{head}：{_shown(value, kind)}" for row in table.foot for head, value, kind in zip(table.heads, row, table.kinds, strict=True)
                if value is not None]
        title = f"{heading} {table.title}".strip() if len(tables) > 1 or heading != table.title else heading
        lists.append(FlatList(title, table.heads, table.kinds, table.rows, [*notes, *([f"合计　{'；'.join(sums)}"] if sums else [])]))
        notes = []
    lists[0].title = heading
    return lists, max(len(table.rows) for table in tables)


def _shown(value: object, kind: str) -> str:
    return f"{value * 100:.2f}%" if kind == "rate" and not isinstance(value, str) else str(value)


def _content(answer: HttpResponse) -> bytes:
    if hasattr(answer, "render") and not answer.is_rendered:
        answer.render()
    return answer.content


def _ledger(request: HttpRequest, limit: int) -> tuple[list[FlatList], int]:
    """台账 straight from its rows: as many as there are, in constant memory."""
    permit(may_read_ledger(request.actor), READERS)
    listing = listing_of(request, request.GET)
    if not listing.filter.is_valid():
        raise Refusal("筛选条件读不出来，没有导出。请回到台账改正条件后再导出。", code="filter")
    total, today = total_of(sums_of(listing.found), []), clock.today()
    count = total.count
    columns = listing.columns

    def found() -> Iterator[list[Sequence[object]]]:
        reader = Reader(columns, Look(today, listing.words))
        yield from map(reader.cells, blocks(listing.found, listing.order, reader.paths) if count <= LEDGER_LIMIT else ())

    heads = [f"{column.label}（{column.unit}）" if column.unit else column.label for column in columns]
    notes = [f"{name}：{value}" for name, value in conditions(request, listing)]
    sums = [(column, cell) for column, cell in zip(columns[1:], sum_cells(columns, total)[1:], strict=True) if cell is not None]
    notes.append("；".join([f"合计 {count} 宗", *(f"{column.label} {show(cell)} {column.unit}" for column, cell in sums)]))
    return [FlatList("台账", heads, [_KINDS.get(column.kind, "text") for column in columns], Blocks(found()), notes)], count


def _request(address: str, match: ResolverMatch, actor: Actor, user: User) -> HttpRequest:
    """The request that the person would make for the head of the list."""
    path, _, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    for name in PLACE:
        asked.pop(name, None)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REMOTE_ADDR": actor.ip, "QUERY_STRING": asked.urlencode()}
    request.GET, request.resolver_match = asked, match
    request.actor, request.region, request.user, request.posts = actor, region_of(actor.region_id), user, posts_of(user)
    request.session = SessionStore()
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)
    request.request_id, request.refusal_message, request.refusal_told = actor.request_id, "", False
    return request

