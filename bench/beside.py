"""宗地旁的记录 of a set, as the nightly look reads them: agreed starts, supplies, fact sheets, findings, stops, milestones, dues."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django.db import connection

from parcels.models import ClockStop, DisposalDue, FactSheet, Finding, ParcelMilestone, Supply
from parcels.rules.clocks import StartFacts, kept_days

from .loading import write_rows

STARTS = 900  # of 1400 parcels so many have an agreed start: one a day before and after the day of the set
_SHEET = {"should_area": "60", "started_area": "20.5", "total_investment": "10000", "invested": "2501.5", "stopped_on": "2019-06-01",
          "is_completed": "yes", "is_breach": "no", "far_agreed": "1.2", "far_actual": "0.9"}
_YEARS = [{"year": year, "output": "1200", "tax": "36.5", "investment": "800", "progress": "60", "grade": "C", "source": "企业报表"}
          for year in (2019, 2020)]


def start_days(cursor, today: date) -> None:
    """约定动工的日子 and their full years, by a number."""
    day = "date"
    cursor.execute(f"CREATE TEMP TABLE bench_start (i bigint PRIMARY KEY, day {day}, year1 {day}, year2 {day})")
    starts = [today - timedelta(days=STARTS - 100 - n) for n in range(STARTS)]
    kept = [kept_days(StartFacts(start)) for start in starts]
    cursor.executemany("INSERT INTO bench_start VALUES (%s, %s, %s, %s)", [
        (n, one.clock_start_on, one.clock_year1_on, one.clock_year2_on) for n, one in enumerate(kept)])


def write_beside(cursor, clerk: int, reviewer: int) -> None:
    """All of them, drawn from the land of the set (bench_land)."""
    own, at = {"region_id": "region_id", "parcel_id": "p + 1"}, _instant()
    found = "kind IN ('idle', 'inefficient', 'used_unsupplied')"
    write_rows(cursor, Supply, f"bench_land WHERE {found}", **own, mode="'granted'", doc_no="'测让〔2017〕' || p || '号'", supplied_on="'2017-03-01'",
               area="1000000")
    write_rows(cursor, FactSheet, f"bench_land WHERE {found} AND h % 5 = 0", **own, number="1", values=f"'{json.dumps(_SHEET)}'",
               years=f"'{json.dumps(_YEARS)}'", source="'现场核查'", at=at, by_id=str(clerk))
    write_rows(cursor, Finding, "bench_land WHERE kind = 'inefficient' AND h % 3 = 0", **own, kind="kind", type_code="'stopped'",
               type_label="'停建停产类'", opinion="'属低效'", doc_no="'测认〔2021〕' || p || '号'", found_on="'2021-06-01'", units="'资源局'",
               rule_version="'1'", found_at=at, found_by_id=str(reviewer))
    write_rows(cursor, ClockStop, "bench_land WHERE kind = 'idle' AND h % 17 = 0", **own, kind="'seizure'", doc_no="'测执' || p || '号'",
               from_on="'2021-01-15'", entered_at=at, entered_by_id=str(clerk))
    write_rows(cursor, ParcelMilestone, "bench_land WHERE is_done = 0 AND h % 6 = 0", **own, code="'handle'", label="'办理'", days_before="30",
               due_on="'2021-08-20'", is_next="TRUE", order="1")
    write_rows(cursor, DisposalDue, "bench_disposal d JOIN bench_land l ON l.p = d.p WHERE d.i % 20 = 0", region_id="l.region_id",
               parcel_id="d.p + 1", disposal_id="d.i + 1", key="'start'", label="'限期动工'", due_on="'2021-10-01'", next_step="'动工'")


def _instant() -> str:
    return "'2021-06-01 00:00:00+00'" if connection.vendor == "postgresql" else "'2021-06-01 00:00:00'"
