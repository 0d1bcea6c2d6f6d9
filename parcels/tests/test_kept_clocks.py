"""所存的期限: the ledger's 满一年 and 再次闲置风险 follow stops, agreements and deliveries, and are proven against them."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEntry
from landplan.lib.scope import everything
from parcels.models import Parcel
from parcels.rules.clocks import Agreement, StartFacts, Stop, clocks_of, kept_days
from parcels.selectors.kept_clocks import differing_clocks

from .land import client_for
from .test_clocks import add
from .test_ledger import numbers, read
from .test_relapse import supplied

DAY = st.dates(date(2019, 1, 1), date(2021, 9, 24))


@st.composite
def facts(draw):
    """Facts as the services let them be: a stop ends on or after its first day, a new start on or after its signing."""
    stops = tuple(Stop("seizure", "x", first, None if length is None else first + timedelta(days=length))
                  for first, length in draw(st.lists(st.tuples(DAY, st.none() | st.integers(0, 400)), max_size=3)))
    signed = draw(st.none() | DAY)
    agreements = (Agreement("补1", signed, signed + timedelta(days=draw(st.integers(0, 300)))),) if signed else ()
    return StartFacts(draw(st.none() | DAY), draw(st.none() | DAY), draw(st.none() | DAY), agreements=agreements, stops=stops)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts(), st.integers(0, 900))
def test_a_kept_day_is_reached_on_exactly_the_days_on_which_the_clock_is(facts, later):
    begun = max((stop.from_on for stop in facts.stops), default=date(2019, 1, 1))
    ended = max((stop.until_on for stop in facts.stops if stop.until_on), default=begun)
    today, kept = max(begun, ended) + timedelta(days=later), kept_days(facts)
    clocks = {one.code: one.on for one in clocks_of(facts, today)}
    for code, on in (("start", kept.clock_start_on), ("year1", kept.clock_year1_on), ("year2", kept.clock_year2_on)):
        assert (on is not None and on <= today) == (clocks[code] is not None and clocks[code] <= today)
        assert on is None or on == clocks[code]


@pytest.mark.django_db
def test_land_with_a_stop_or_a_new_agreement_is_not_at_risk_before_its_moved_year_is_full(land):
    plain, stopped, agreed = supplied(land), supplied(land), supplied(land)
    clerk = client_for(land.clerk)
    assert set(numbers(read(clerk, "?risk=relapse"))) == {plain.parcel_no, stopped.parcel_no, agreed.parcel_no}
    assert add(land, stopped).status_code == 302  # 31 days in March 2021
    assert clerk.post(f"/parcels/{agreed.id}/agreements/", {"doc_no": "补1", "signed_on": "2021-05-10", "start_on": "2021-08-01"}).status_code == 302
    assert numbers(read(clerk, "?risk=relapse")) == numbers(read(clerk, "?start=year")) == [plain.parcel_no]
    assert set(numbers(read(clerk, "?start=late"))) == {plain.parcel_no, stopped.parcel_no, agreed.parcel_no}
    stop = stopped.clock_stops.model.unscoped.get(parcel=stopped)
    assert clerk.post(f"/clock-stops/{stop.id}/void/", {"reason": "登记错"}).status_code == 302
    assert set(numbers(read(clerk, "?start=year"))) == {plain.parcel_no, stopped.parcel_no}


@pytest.mark.django_db
def test_a_running_stop_takes_land_from_the_list_until_it_ends(land):
    parcel, clerk = land.parcel("60", agreed_start_on=date(2020, 9, 1)), client_for(land.clerk)
    assert add(land, parcel, from_on="2021-08-20", until_on="").status_code == 302
    assert numbers(read(clerk, "?start=year")) == [] and numbers(read(clerk, "?start=late")) == [parcel.parcel_no]
    stop = parcel.clock_stops.model.unscoped.get(parcel=parcel)
    assert clerk.post(f"/clock-stops/{stop.id}/end/", {"until_on": "2021-08-29", "until_no": "解1"}).status_code == 302
    assert numbers(read(clerk, "?start=year")) == [parcel.parcel_no]  # ten days: full on 2021-09-11


@pytest.mark.django_db
def test_a_changed_start_a_delivery_and_a_split_keep_the_days_and_the_command_proves_and_mends_them(land):
    parcel, clerk = land.parcel("60", kind="idle", agreed_start_on=date(2021, 6, 1)), client_for(land.clerk)
    version = Parcel.unscoped.get(pk=parcel.pk).version
    sent = {"agreed_start_on": None}
    answer = clerk.patch(f"/api/v1/parcels/{parcel.id}/", sent, content_type="application/json", headers={"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.content.decode()
    assert Parcel.unscoped.get(pk=parcel.pk).clock_start_on is None
    answer = clerk.post(f"/parcels/{parcel.id}/facts/", {"seen": "0", "source": "交地确认书", "delivered_on": "2019-08-01"})
    assert answer.status_code == 302
    row = Parcel.unscoped.get(pk=parcel.pk)
    assert (row.clock_start_on, row.clock_year1_on, row.clock_year2_on) == (date(2020, 8, 1), date(2021, 8, 1), date(2022, 8, 1))
    assert numbers(read(clerk, "?start=year")) == [parcel.parcel_no]
    with everything("test"):
        assert list(differing_clocks()) == []
    Parcel.unscoped.filter(pk=parcel.pk).update(clock_year1_on=None)
    with pytest.raises(CommandError, match="所存的期限有 1 宗与停表、补充协议、交地日期不符"):
        call_command("reconcile_totals")
    out = io.StringIO()
    call_command("reconcile_totals", repair=True, stdout=out)
    assert "所存的期限与停表、补充协议、交地日期已改为一致，改了 1 宗" in out.getvalue()
    assert Parcel.unscoped.get(pk=parcel.pk).clock_year1_on == date(2021, 8, 1)
    assert AuditEntry.objects.filter(action="rebuild_clocks").count() == 1


@pytest.mark.django_db
def test_the_world_of_the_tests_has_its_days_right(world):
    with everything("test"):
        assert list(differing_clocks()) == []
        assert Parcel.objects.exclude(clock_start_on=None).exists()
