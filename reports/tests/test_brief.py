"""领导小组一页简报: one page with a chart, as Word and as PDF, from the figures that the page shows (issue: the leading group's brief)."""

import subprocess
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from landplan.lib import clock
from reports import jobs
from reports.rules.period import PeriodRow, PeriodSheet
from reports.sheets.brief import brief_file

from .period_help import CLOSED, KEY

GOAL = {"due_on": "2021-09-30", "percent": Decimal(70)}


def row_of(number: int) -> PeriodRow:
    """A county of a city of 13, with a name and a rate of its own."""
    classes = ("unsupplied", "idle", "inefficient")
    zeros = dict.fromkeys(classes, Decimal(0))
    return PeriodRow(label=f"第{number:02}县", region_id=number, quotas=dict.fromkeys(classes, Decimal(100)), amounts=zeros,
                     done=dict.fromkeys(classes, Decimal(130 - 10 * number)), short=dict.fromkeys(classes, Decimal(1)),
                     rates={"combined": f"{130 - 10 * number}.00%"}, ranks={"combined": str(number)}, moves={"combined": 0})


def sheet_of(count: int) -> PeriodSheet:
    rows = [row_of(number) for number in range(1, count + 1)]
    total = PeriodRow(label="合 计", quotas=rows[0].quotas, amounts=rows[0].amounts, done=rows[0].done,
                      rates=dict.fromkeys(("unsupplied", "idle", "inefficient", "combined"), "40.00%"))
    return PeriodSheet(head={"label": "2021年9月", "name": "2021年9月通报", "until": "2021-09-24 18:00"}, rows=rows, total=total,
                       goals=[GOAL | {"quota_class": one} for one in rows[0].quotas],
                       collected=[{"label": row.label, "state": "missing", "late": 0} for row in rows])


def pixels(document, number: int) -> bytes:
    """The bytes of the bar of a county."""
    blip = document.tables[1].rows[number].cells[2]._element.xpath(".//a:blip/@r:embed")[0]
    return document.part.related_parts[blip].blob


def test_the_chart_has_a_bar_for_each_county_in_the_order_of_ranks_and_equal_rates_equal_bars():
    document = Document(BytesIO(brief_file(sheet_of(13), "测试办公室")))
    lines = document.tables[1].rows[1:]
    assert [line.cells[1].text for line in lines] == [f"第{number:02}县" for number in range(1, 14)]
    assert "粗线70%" in document.tables[1].rows[0].cells[2].text
    bars = [pixels(document, number) for number in range(1, 14)]
    assert len(set(bars)) == 13 and all(bar.startswith(b"\x89PNG") for bar in bars)


def test_of_more_counties_than_fit_the_first_and_the_last_are_shown():
    document = Document(BytesIO(brief_file(sheet_of(30), "测试办公室")))
    assert [line.cells[0].text for line in document.tables[1].rows[1:]] == [str(n) for n in (*range(1, 8), *range(24, 31))]


def test_the_same_figures_give_the_same_bytes():
    assert brief_file(sheet_of(13), "测试办公室") == brief_file(sheet_of(13), "测试办公室")


def test_before_the_day_of_the_reports_it_says_who_is_still_awaited():
    sheet = sheet_of(13)
    sheet.collected[:] = [one | {"state": "awaited"} for one in sheet.collected]
    assert Document(BytesIO(brief_file(sheet, "测试办公室"))).paragraphs[-1].text.endswith("第08县等 13 个县区待报。")


@pytest.mark.parametrize("count", [13, 30])
def test_it_fits_one_page(count, tmp_path):
    (tmp_path / "brief.docx").write_bytes(brief_file(sheet_of(count), "测试办公室"))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
                    tmp_path / "brief.docx"], check=True, capture_output=True, timeout=120)
    told = subprocess.run(["pdfinfo", tmp_path / "brief.pdf"], check=True, capture_output=True, text=True).stdout
    assert "Pages:           1" in told


def test_the_page_hands_it_out_as_word_and_as_pdf(world):
    with clock.at(CLOSED):
        jobs.open_periods()
        address, office = reverse("reports:period_brief", args=["monthly", KEY]), world.client("office")
        word, pdf = office.get(address), office.get(f"{address}?as=pdf")
        page = office.get(reverse("reports:period", args=["monthly", KEY])).content.decode()
    assert b"".join(word).startswith(b"PK") and b"".join(pdf).startswith(b"%PDF") and f"{address}?as=pdf" in page
    assert pdf["Content-Type"] == "application/pdf"
