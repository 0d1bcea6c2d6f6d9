"""工作日: the library's calendar, the office's table before it, and a year that nobody knows is said, not guessed."""

from datetime import date

import pytest

from landplan.lib.workdays import YearDays, YearMissing, is_working, library_year, working_day_after
from parcels.models import YearTable
from tests.world import words_of_page as plain

from .land import client_for

SENT = {"seen": "0", "off": "2027-01-01 至 2027-01-03\n2027-02-05 至 2027-02-11", "works": "2027-01-30", "source": "国办发明电〔2026〕9号"}


def test_working_days_count_made_up_weekends_and_leave_out_holidays():
    # 2021: 1 October to 7 October are off, Sunday 26 September and Saturday 9 October are worked
    assert is_working(date(2021, 9, 26), library_year) and is_working(date(2021, 10, 9), library_year)
    assert not is_working(date(2021, 10, 1), library_year) and not is_working(date(2021, 10, 10), library_year)
    assert working_day_after(date(2021, 9, 24), 5, library_year) == date(2021, 9, 30)  # 26, 27, 28, 29, 30
    assert working_day_after(date(2021, 9, 30), 1, library_year) == date(2021, 10, 8)
    assert working_day_after(date(2021, 9, 30), 2, library_year) == date(2021, 10, 9)


def test_a_year_that_no_table_covers_is_refused_by_name():
    with pytest.raises(YearMissing, match="2027年的放假安排还没有"):
        working_day_after(date(2026, 12, 30), 5, library_year)
    assert working_day_after(date(2026, 12, 24), 5, library_year) == date(2026, 12, 31)  # it does not look further than it must
    own = YearDays(2027, frozenset({date(2027, 1, 1)}), frozenset(), "x")
    assert working_day_after(date(2026, 12, 31), 1, lambda year: own if year == 2027 else library_year(year)) == date(2027, 1, 4)


@pytest.mark.django_db
def test_the_office_registers_a_year_and_its_versions_stay(land):
    office, address = client_for(land.office), "/workdays/?year=2027"
    assert "2027年的放假安排还没有，工作日算不出" in plain(client_for(land.clerk).get(address))
    assert client_for(land.clerk).post(address, SENT).status_code == 403
    assert office.post(address, SENT).status_code == 302
    assert "来源：国办发明电〔2026〕9号" in plain(client_for(land.clerk).get(address))
    assert office.post(address, SENT).status_code == 409  # seen 0, but there is a version now
    changed = SENT | {"seen": "1", "works": "2027-01-30\n2027-02-13"}
    refused = office.post(address, changed)
    assert refused.status_code == 400 and "要写原因" in plain(refused) and "2027-02-13" in refused.content.decode()
    assert office.post(address, changed | {"reason": "通知有更正"}).status_code == 302
    assert [len(row.works) for row in YearTable.objects.all()] == [1, 2]
    shown = plain(office.get(address))
    assert "第 2 版" in shown and "第 1 版" in shown and "通知有更正" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("values", "sentence"), [
    ({"off": "2026-01-01"}, "不在 2027 年里"),
    ({"off": ""}, "放假日期没有填"), ({"off": "2027-01-03 至 2027-01-01"}, "止早于起"),
    ({"works": "2027-01-29"}, "不是周六周日"), ({"works": "2027-01-02"}, "又放假又上班"),
    ({"off": "元旦"}, "读不出来"), ({"source": ""}, "依据文件")])
def test_a_table_that_cannot_be_is_refused(land, values, sentence):
    refused = client_for(land.office).post("/workdays/?year=2027", SENT | values)
    assert refused.status_code in (400, 422) and sentence in plain(refused) and not YearTable.objects.exists()


@pytest.mark.django_db
def test_a_year_outside_of_reach_is_not_found_and_nonsense_shows_this_year(land):
    office = client_for(land.office)
    assert office.get("/workdays/?year=1900").status_code == 404
    assert "2021 年" in plain(office.get("/workdays/?year=zzz"))
