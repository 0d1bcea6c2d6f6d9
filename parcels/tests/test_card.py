"""一宗一卡: one sheet a parcel, with everything on it and a code that leads back to the page."""

import re
import subprocess
import sys
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landplan.lib.qr import QUIET, qr_drawing
from landplan.lib.scope import scope
from parcels import services

from .land import client_for, pdf

pytestmark = pytest.mark.django_db
SHEET = re.compile(r'<article class="lp-sheet.*?</article>', re.S)


def sheets_of(answer):
    assert answer.status_code == 200, answer.status_code
    return SHEET.findall(answer.content.decode())


@pytest.mark.req("LED-03")
def test_three_parcels_picked_in_the_ledger_are_three_sheets_with_identity_reason_plan_dates_units_history_and_code(land):
    rows = [land.parcel(area, kind="idle", lead_unit="甲县自然资源局", partner_units="住建局", sponsor_post="甲县分管副县长（岗位）",
                        planned_measure="有偿收回") for area in ("126.45", "20", "30")]
    disposal = land.draft(rows[0], "40", measure="recover")
    with scope(land.clerk):
        services.add_evidence(disposal.id, actor=land.clerk, kind="decision", title="收回决定书", upload=pdf())
    land.take(disposal, "submit", "verify", "accept")
    land.draft(rows[0], "10.5", measure="recover", doc_no="")
    client = client_for(land.clerk)
    ledger = client.get("/ledger/").content.decode()
    boxes = re.findall(r'name="pick" value="(\d+)" form="picked"', ledger)
    assert set(boxes) == {str(row.id) for row in rows} and 'id="picked" method="get" action="/parcels/cards/"' in ledger
    found = sheets_of(client.get("/parcels/cards/", {"pick": [rows[0].id, rows[2].id, rows[1].id, rows[0].id]}))
    assert [re.search(r">(4199\d\d-\d+)</a>", sheet)[1] for sheet in found] == [rows[i].parcel_no for i in (0, 2, 1)]
    first = found[0]
    for words in ("纬七路北侧工业地块", "供后闲置", "政府与企业互有瑕疵", "有偿收回", "甲县自然资源局", "住建局", "甲县分管副县长（岗位）",
                  "纬七路北", "126.45 亩",
                  "批、征、供、用", "驻自然资交〔2021〕18号",
                  "2021-09-22", "已验收", "草稿", "佐证 1 件，缺 1 件", "1/1", "0/1", "40.00", "86.45",
                  f'aria-label="二维码：http://testserver/parcels/{rows[0].id}/"'):
        assert words in first, words
    assert qr_drawing(f"http://testserver/parcels/{rows[0].id}/").path in first
    assert sheets_of(client.get(f"/parcels/{rows[1].id}/card/")) == [found[2]]
    assert f'href="/parcels/{rows[1].id}/card/"' in client.get(f"/parcels/{rows[1].id}/").content.decode()


def test_the_drawing_holds_the_modules_of_the_code_inside_a_quiet_margin():
    drawing = qr_drawing("http://testserver/parcels/1/")
    boxes = [tuple(map(int, box)) for box in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawing.path)]
    dark = {(x + i, y) for x, y, run in boxes for i in range(run)}
    modules = drawing.size - 2 * QUIET
    finder = [(0, 0), (modules - 7, 0), (0, modules - 7)]
    for x, y in finder:  # the three squares that a reader looks for
        ring = {(QUIET + x + i, QUIET + y + j) for i in range(7) for j in range(7) if i in (0, 6) or j in (0, 6)}
        assert ring <= dark
    assert min(x for x, _ in dark) == min(y for _, y in dark) == QUIET
    assert max(x for x, _ in dark) == max(y for _, y in dark) == QUIET + modules - 1
    assert qr_drawing("http://testserver/parcels/2/").path != drawing.path


def test_a_parcel_of_another_county_is_answered_like_none_and_too_many_or_none_are_refused(land):
    own, foreign = land.parcel("10"), land.parcel("10", by="clerk_b", region=land.other)
    client = client_for(land.clerk)
    for path in (f"/parcels/cards/?pick={own.id}&pick={foreign.id}", f"/parcels/cards/?pick={own.id}&pick=99999999",
                 f"/parcels/cards/?pick={own.id}&pick=x", f"/parcels/{foreign.id}/card/", f"/parcels/{10**30}/card/"):
        assert client.get(path).status_code == 404, path
    assert len(sheets_of(client_for(land.office).get(f"/parcels/cards/?pick={own.id}&pick={foreign.id}"))) == 2
    none, many = client.get("/parcels/cards/"), client.get("/parcels/cards/", {"pick": list(range(1, 202))})
    assert (none.status_code, many.status_code) == (400, 400)
    assert "没有选宗地" in none.content.decode() and "选了 201 宗，一次最多打印 200 宗" in many.content.decode()


def test_more_parcels_and_disposals_do_not_ask_more_queries_and_a_long_history_says_what_is_left_out(land):
    rows = [land.parcel("100") for _ in range(3)]
    for number in range(1, 15):
        land.draft(rows[0], "1", doc_no=f"文{number}号")
    client = client_for(land.clerk)
    counts = []
    for picked in ([rows[1].id], [row.id for row in rows]):
        with CaptureQueriesContext(connection) as asked:
            first = sheets_of(client.get("/parcels/cards/", {"pick": picked}))[0]
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "前 4 笔不在本页" in first and "文4号" not in first and "文5号" in first and "文14号" in first


@pytest.mark.browser
@pytest.mark.req("LED-03")
def test_two_parcels_as_a_pdf_are_two_pages_of_a4_upright_with_their_words(land, tmp_path):
    """With the browser's tests, whose machine has Pango and a font with Chinese characters."""
    rows = [land.parcel("126.45", location="纬七路北"), land.parcel("20")]
    client = client_for(land.clerk)
    page = client.get("/parcels/cards/", {"pick": [row.id for row in rows]}).content.decode()
    answer = client.get("/parcels/cards/" + unescape(re.search(r'href="(\?[^"]*as=pdf)"', page)[1]))
    assert answer["Content-Type"] == "application/pdf" and "attachment" in answer["Content-Disposition"]
    path = tmp_path / "cards.pdf"
    path.write_bytes(b"".join(answer.streaming_content))
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+2\n", told) and re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", told)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.replace("\n", "")
    assert all(words in text for words in (rows[0].parcel_no, rows[1].parcel_no, "纬七路北", "126.45", "面积去向"))


def test_without_pango_a_pdf_is_refused_with_the_way_round_it(land, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    answer = client_for(land.clerk).get(f"/parcels/{land.parcel('10').id}/card/?as=pdf")
    assert answer.status_code == 400 and "没有装 Pango" in answer.content.decode() and "另存为 PDF" in answer.content.decode()


def test_more_parcels_than_one_pdf_holds_are_refused_and_the_page_offers_none(land):
    rows, client = [land.parcel("1") for _ in range(21)], client_for(land.clerk)
    asked = {"pick": [row.id for row in rows]}
    assert "as=pdf" not in client.get("/parcels/cards/", asked).content.decode()
    answer = client.get("/parcels/cards/", asked | {"as": "pdf"})
    assert answer.status_code == 400 and "选了 21 宗，PDF 一次最多 20 宗" in answer.content.decode()
