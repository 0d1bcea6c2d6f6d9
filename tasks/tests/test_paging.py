"""翻页 of lists that are put together in memory: every row once, in the order of the whole list, the filter kept from page to page."""

import re
from html import unescape

import pytest

from landplan.lib.pages import page_of_keys, whole_lists
from tasks.selectors import library
from tasks.views import obligations
from units.models import Region, Unit

from .five import ZMD, plan_of
from .pages import rows_of

pytestmark = pytest.mark.django_db
NEXT, BACK = re.compile(r'href="(\?[^"]*)" rel="next"'), re.compile(r'href="(\?[^"]*)" rel="prev"')


def walk(client, address: str, query: str) -> list[str]:
    """The pages of a list from the first to the last, and back again by the other link."""
    pages = [client.get(f"{address}{query}").content.decode()]
    while following := NEXT.search(pages[-1]):
        assert len(pages) < 99
        pages.append(client.get(f"{address}{unescape(following[1])}").content.decode())
    here = pages[-1]
    for page in reversed(pages[:-1]):
        here = client.get(f"{address}{unescape(BACK.search(here)[1])}").content.decode()
        assert names(here) == names(page)
    assert BACK.search(here) is None
    return pages


def names(page: str) -> list[tuple]:
    return [tuple(row) for row in rows_of(page) if row[0] not in ("名称", "谁")]


def test_the_unit_library_is_turned_by_pages_and_keeps_the_word_that_was_asked_for(five, monkeypatch):
    client = five.client("clerk")
    first = client.get("/unit-library/").content.decode()
    every = Region.objects.count() + Unit.objects.count()
    assert len(names(first)) == library.PAGE == 50 and f"本页 50 个，共 {every} 个" in first
    found = [row for page in walk(client, "/unit-library/", "") for row in names(page)]
    assert len(found) == len(set(found)) == every
    assert [row[0] for row in found[:14]][:2] == ["驻马店市", "驿城区"]
    monkeypatch.setattr(library, "PAGE", 3)
    pages = walk(client, "/unit-library/", "?q=开发区")
    assert len(pages) > 1 and all("开发区" in "".join(row) for page in pages for row in names(page))
    assert all('value="开发区"' in page for page in pages)


def test_what_must_be_issued_is_turned_by_pages_and_keeps_its_filter(five, monkeypatch):
    client = five.client("office")
    whole = names(client.get(f"/obligations/?plan={plan_of(ZMD).id}").content.decode())
    assert len(whole) == 26
    monkeypatch.setattr(obligations, "PAGE", 5)
    pages = walk(client, "/obligations/", f"?plan={plan_of(ZMD).id}")
    assert [len(names(page)) for page in pages] == [5] * 5 + [1] and [row for page in pages for row in names(page)] == whole
    kept = walk(client, "/obligations/", "?kind=body")
    assert all('<option value="body" selected' in page for page in kept)
    assert [row for page in kept for row in names(page)] == [row for row in whole if row[2] == kind_label()]
    assert "本页 5 份，共 13 份" in kept[0]


def kind_label() -> str:
    return obligations.ObligationKind("body").label


def test_a_key_that_is_not_there_begins_anew_and_an_export_has_the_whole_list():
    keys = [f"k{n}" for n in range(7)]
    assert page_of_keys(keys, after="gone", size=3).rows == page_of_keys(keys, before="gone", size=3).rows == keys[:3]
    middle = page_of_keys(keys, after="k2", size=3)
    assert (middle.rows, middle.after, middle.before) == (keys[3:6], "k5", "k3")
    assert page_of_keys(keys, before="k3", size=3).rows == keys[:3] and page_of_keys([], size=3).rows == []
    with whole_lists(100):
        assert page_of_keys(keys, size=3).rows == keys
