"""台账的页面 as it is written: by functions and parts, not by a template for each cell; what people typed stays text in all of it."""

import re
from datetime import date, datetime
from decimal import Decimal
from html import escape

import pytest
from django.db.models import F
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from landplan.lib import clock, counts
from landplan.lib.scope import scope
from landplan.templatetags.landplan import counted
from landplan.templatetags.ledger import ledger_rows
from landplan.templatetags.parts import part
from parcels.filters import LedgerFilter
from parcels.models import Parcel
from parcels.selectors.ledger import SORTS, Line, Order, key_of, lines_of, page_of
from parcels.tables import COLUMNS, Look, Reader, Row, done_on
from reports.selectors.todo import tally_of
from reports.selectors.workbench import Frame
from units.models import Region
from units.selectors import region_of

from .land import client_for

pytestmark = pytest.mark.django_db
BAD = '<script>alert("1")</script>\'&'


def read(client, query=""):
    answer = client.get(f"/ledger/{query}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_what_people_typed_is_text_in_every_column_and_in_every_part_of_the_page(land):
    """Names of parcels, units, places, views and conditions, with every column shown."""
    texts = ("name", "location", "park", "land_user", "lead_unit", "sponsor_post", "sponsor_unit", "planned_measure")
    row = land.parcel("10", **{name: f"{name}{BAD}"[:40] for name in texts})
    Parcel.unscoped.filter(pk=row.pk).update(planning_code=f"p{BAD}"[:40])
    Region.objects.filter(pk=land.other.pk).update(name=f"乙{BAD}"[:40])
    office = client_for(land.office)
    office.post("/ledger/views/", {"name": BAD[:20], "query": f"q={BAD}"})
    asked = dict.fromkeys(("q", "sponsor", "sponsor_unit", "unit", "region", "due_by", "cause", "sort", "after", "tag"), BAD)
    shown = {"cols": ",".join(COLUMNS)}
    for query in (shown, shown | {"sort": "-area"}, asked, {"q": BAD, "sponsor": BAD, "unit": BAD, "sponsor_unit": BAD}):
        page = office.get("/ledger/", query).content.decode()
        assert "台账列表" in page and "<script>alert" not in page
        assert not re.search(r'="[^"]*<script', page)
    page = read(office, f"?cols={','.join(COLUMNS)}")
    for name in texts:
        assert escape(f"{name}{BAD}"[:40]) in page, name
    assert escape(f"p{BAD}"[:40]) in page
    assert f'<option value="419902">{escape(f"乙{BAD}"[:40])}</option>' in page
    assert escape(BAD[:20]) in page  # the view


def test_a_row_says_of_every_column_what_the_column_says_of_the_parcel(land):
    """The page takes values and makes no parcels: the same cells, keys and places as with parcels, in every order."""
    first = land.parcel("10.005", deadline_on=date(2021, 9, 1), cause="government")
    land.parcel("3", kind="idle", idle_source="inspection", deadline_on=date(2021, 10, 1))
    land.take(land.draft(first, "10.005"), "submit", "verify", "accept")
    look, columns = Look(clock.today(), dict.fromkeys(("unsupplied", "idle"), "类")), list(COLUMNS.values())
    from_reader = Reader(columns, look, Line._fields)
    with scope(land.office):
        for order in (Order(key, down) for key in SORTS for down in (False, True)):
            page, values = lines_of(Parcel.objects.all(), order, from_reader.paths, size=1)
            parcels = page_of(Parcel.objects.select_related("region", "batch"), order, size=1)
            assert (page.after, page.before) == (parcels.after, parcels.before) and page.after
            one, line = parcels.rows[0], page.rows[0]
            assert (line.id, line.key(order), line.left, done_on(line)) == (one.id, key_of(order, one), int(one.unfinished * 10**6), done_on(one))
            for column, (said,) in zip(columns, from_reader.cells(values), strict=True):
                wanted = column.value(Row(one, look.today, look.words))
                assert said == (int(wanted * 10**6) if isinstance(wanted, Decimal) else wanted), column.key
            following, _ = lines_of(Parcel.objects.all(), order, from_reader.paths, size=1, after=page.after)
            assert following.rows[0].id != line.id and following.before


def test_an_area_that_is_no_hundredth_is_shown_half_up_and_written_in_full_for_the_sums_of_the_script(land):
    parcel = land.parcel("10.005")
    page = read(client_for(land.office))
    assert '<td class="n">10.01</td>' in page and 'data-micro="10005000"' in page
    with scope(land.office):
        lines, _ = lines_of(Parcel.objects.all(), Order(), list(Line._fields))
    text = ledger_rows(lines.rows, [("no", ["<i>"]), ("text", [mark_safe("<b>")])], 'q=1&a="', Order("area"), clock.today())
    assert f'<a href="/parcels/{parcel.id}/?q=1&amp;a=&quot;&amp;at=10005000_{parcel.id}" data-open>&lt;i&gt;</a>' in text
    assert '<td class="lp-nw">&lt;b&gt;</td>' in text  # marked as safe or not


def test_the_next_person_at_the_same_process_sees_his_own_counties_views_and_counts(land):
    """Parts are remembered for their values: the same address, asked in turns by a city and two counties."""
    land.parcel("10", name="甲县独有地块")
    land.parcel("20", name="乙县独有地块", by="clerk_b", region=land.other)
    people = {"office": client_for(land.office), "clerk": client_for(land.clerk), "clerk_b": client_for(land.clerk_b)}
    people["clerk"].post("/ledger/views/", {"name": "甲县视图", "query": "kind=idle"})
    for _ in range(2):
        pages = {name: read(browser) for name, browser in people.items()}
        assert {name: ("甲县独有地块" in page, "乙县独有地块" in page, "甲县视图" in page) for name, page in pages.items()} == {
            "office": (True, True, False), "clerk": (True, False, True), "clerk_b": (False, True, False)}
        assert '<option value="419901">甲县</option>' in pages["office"] and 'id="id_region"' not in pages["clerk"]
        assert "<b>2</b> 宗 <b>30.00</b> 亩" in pages["office"] and "<b>1</b> 宗 <b>20.00</b> 亩" in pages["clerk_b"]


def test_a_part_is_written_from_its_values_alone_and_takes_no_others(land):
    tabs = [{"href": "?a=1&b", "name": "<i>", "count": "999+", "on": True}]
    made = part("parcels/_ledger_tabs.html", tabs=tabs)
    assert isinstance(made, SafeString)
    assert '<a href="?a=1&amp;b" aria-current="page">&lt;i&gt; <span title="多于 999，没有再往下数">999+</span></a>' in made
    assert part("parcels/_ledger_tabs.html", tabs=[tabs[0] | {"name": mark_safe("<i>")}]) == made  # what was marked as safe is text again
    assert part("parcels/_ledger_tabs.html", tabs=SimpleLazyObject(lambda: tabs)) == made
    assert part("parcels/_ledger_tabs.html", tabs=[tabs[0] | {"on": False}]) != made
    for value in (land.county, datetime(2021, 9, 24), Decimal(1), {1, 2}, land.office):
        with pytest.raises(TypeError, match="no value of a part"):
            part("parcels/_ledger_tabs.html", tabs=value)


def test_the_form_of_a_filter_is_made_once_and_no_request_leaves_anything_in_it(land):
    bad, good = LedgerFilter({"due_by": "明年", "kind": ["sand"]}), LedgerFilter({"kind": ["idle"]})
    assert not bad.form.is_valid() and good.form.is_valid() and type(bad.form) is type(good.form)
    assert set(bad.form.errors) == {"due_by", "kind"} and good.form.errors == {}
    assert "“类别”选的不在列出的里面。请重新选。" in bad.form.sentence
    assert good.filters["kind"].parent is good and bad.filters["kind"].parent is bad
    assert good.form.fields["kind"] is bad.form.fields["kind"] and "kind" not in LedgerFilter.base_filters["kind"].__dict__


def test_what_waits_is_counted_up_to_a_cap_in_one_statement(land, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(counts, "MOST", 2)
    for _ in range(4):
        land.parcel("10")
    with scope(land.office), django_assert_num_queries(1) as asked:
        rows = Parcel.objects.all()
        found = counts.Question([(rows, ""), (rows.filter(area=1), ""), (rows.none(), "updated_at"), (rows, "updated_at"),
                                 (rows.filter(area__gt=1), "")]).answers()
    assert [one.count for one in found] == [3, 0, 0, 3, 3]  # 3 stands for all beyond 2
    assert found[3].since == Parcel.unscoped.order_by("updated_at").first().updated_at and found[0].since is None
    assert asked.captured_queries[0]["sql"].count("LIMIT 3") == 4


def test_the_number_in_the_menu_ends_at_999_and_says_so(land, monkeypatch):
    assert [counts.shown(n) for n in (0, 7, 999, 1000, 120000)] == ["0", "7", "999", "999+", "999+"]
    assert counted(7) == "7" and 'title="多于 999，没有再往下数">999+<' in counted(1000)
    reviewer = client_for(land.reviewer)
    for _ in range(3):
        land.take(land.draft(land.parcel("10")), "submit")
    assert 'lp-count">3<span class="visually-hidden"> 项待办' in read(reviewer)
    monkeypatch.setattr(counts, "MOST", 2)
    with scope(land.reviewer):
        frame = Frame(land.reviewer, region_of(land.reviewer.region_id))
        assert frame.counts()["parcels:review"]["count"] == tally_of(land.reviewer, clock.now(), None).total == 3
        assert counts.capped_count(Parcel.objects.annotate(x=F("id"))) == "999+"
