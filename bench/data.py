"""数据集: one installation of N disposals on N/2 parcels, the same rows on every run.

People, measures and the plan are made by the project's services, regions straight by their model; parcels, disposals
and entries by INSERT … SELECT into the real tables (a fixed hash of the row number stands for chance); the running
totals by the project's own rebuild, and they are compared with the ledger afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from parcels.models import ApprovalBatch, AreaEntry, Disposal, Measure, Parcel
from parcels.selectors.totals import differing_buckets
from parcels.services import keep_totals_at, rebuild_totals
from tasks.models import Plan
from tasks.selectors.kept_quotas import differing_quotas
from tasks.services import load_plan
from units.models import Post, Region
from units.selectors import actor_of
from units.services import create_person, save_unit

from .beside import start_days, write_beside
from .loading import bulk_loading, tidy, write_rows
from .nation import nation
from .paper import plan_paper

NOW = clock.shanghai(2021, 9, 24, 9, 40)
SPAN = timedelta(weeks=52)
MOMENTS = 5003
BATCHES = 5
TOP = "990000"
ROLES = {"office": "city", "acceptance_group": "city", "county_clerk": "county", "county_reviewer": "county"}
# what happens to ten disposals: eight are accepted, one is verified, one is somewhere else on the way
_STATE = ("CASE WHEN i % 10 < 8 THEN 'accepted' WHEN i % 10 = 8 THEN 'verified' ELSE "
          "CASE i / 10 % 5 WHEN 0 THEN 'draft' WHEN 1 THEN 'submitted' WHEN 2 THEN 'returned' WHEN 3 THEN 'withdrawn' ELSE 'voided' END END")
_KIND = ("CASE WHEN k < 4 THEN 'unsupplied' WHEN k = 4 THEN 'unexpropriated' WHEN k = 5 THEN 'used_unsupplied' "
         "WHEN k < 8 THEN 'idle' ELSE 'inefficient' END")
_SOURCE = ("CASE WHEN k NOT IN (6, 7) THEN '' WHEN h % 3 = 0 THEN 'province_base' WHEN h % 3 = 1 THEN 'inspection' "
           "ELSE 'system_new' END")
_CAUSE = "CASE h % 7 WHEN 0 THEN '' WHEN 1 THEN 'government' WHEN 2 THEN 'enterprise' WHEN 3 THEN 'planning' WHEN 4 THEN 'both' ELSE 'other' END"


@dataclass
class Bench:
    """一套数据: the plan, who looks (office) and who works, and how much there is."""

    size: int
    plan: Plan
    people: dict[str, Actor]
    regions: list[int]

    @property
    def parcels(self) -> int:
        return self.size // 2


def build(size: int, counties: int = 200, provinces: int = 0) -> Bench:
    """Fill an empty, migrated database: the counties of a city, or of a nation of so many provinces with ten cities each. Raises RuntimeError
    when a total differs from the ledger."""
    with clock.at(NOW - SPAN), transaction.atomic():
        top, regions = nation(counties, provinces) if provinces else _regions(counties)
        plan, _ = load_plan(plan_paper(top, regions), actor=system_actor("测速"))
        bench = Bench(size, plan, _people(top, regions[0]), [region.id for region in regions])
    with transaction.atomic():
        with bulk_loading():
            _rows(bench)
        rebuild_totals(actor=system_actor("测速"))
        keep_totals_at(plan.counts_after)  # as at every start of an installation: its base date is over now
    tidy()
    prove_equal()
    return bench


def is_whole() -> bool:
    """Was this database filled to the end? Its rows come in one transaction."""
    return "parcels_parcel" in connection.introspection.table_names() and Parcel.objects.exists()


def known(size: int) -> Bench:
    """The set that an earlier run built here, proven once more."""
    prove_equal()
    people = {role: actor_of(Post.objects.select_related("user", "unit__region").get(user__username=f"bench.{role}")) for role in ROLES}
    plan = Plan.objects.select_related("document", "region").get(region__code=TOP)
    keep_totals_at(plan.counts_after)
    return Bench(size, plan, people, [region.id for region in Region.objects.counties().order_by("sort")])


def prove_equal() -> None:
    """The totals equal the ledger, and the quotas that are kept those that are printed, or there is nothing to measure."""
    if wrong := differing_buckets():
        raise RuntimeError(f"{len(wrong)} running totals differ from the ledger, first {wrong[0]}")
    if wrong := differing_quotas():
        raise RuntimeError(f"{len(wrong)} kept quotas differ from the printed ones, first {wrong[0]}")


def _regions(counties: int) -> tuple[Region, list[Region]]:
    """A city of so many counties."""
    top = Region.objects.create(code=TOP, name="测速市", full_name="测速市", level="city", path=f"{TOP}/")
    Region.objects.bulk_create(Region(
        code=f"98{n:04}", name=f"测速{n}县", full_name=f"测速{n}县", level="county", parent=top, path=f"{top.path}98{n:04}/", sort=1000 + n,
        group="中心城区" if n % 20 == 0 else "") for n in range(counties))
    return top, list(Region.objects.counties().order_by("sort"))


def _people(top: Region, first: Region) -> dict[str, Actor]:
    units = {"city": save_unit(actor=system_actor("测速"), region=top, name="测速办公室", kind="group"),
             "county": save_unit(actor=system_actor("测速"), region=first, name="测速资源局")}
    found = {}
    for role, unit in ROLES.items():
        user, _ = create_person(actor=system_actor("测速"), username=f"bench.{role}", name="测速", unit=units[unit], role=role, is_demo=True)
        user.must_change_password = False
        user.save()
        found[role] = actor_of(user.posts.select_related("user", "unit__region").get())
    return found


def _rows(bench: Bench) -> None:
    with connection.cursor() as cursor:
        _lists(cursor, bench)
        write_rows(cursor, ApprovalBatch, "bench_region r CROSS JOIN bench_number n", region_id="r.id", version="1",
               approval_no="'测政土〔2020〕' || r.i || '-' || n.i || '号'", name="'第' || n.i || '批次'", is_single_site="FALSE",
               approved_on="'2020-03-01'", authority="'province'", area="3000000000", is_demo="TRUE")
        _draft(cursor, bench)
        _parcels(cursor, bench)
        _disposals(cursor, bench)
        _entries(cursor)
        write_beside(cursor, bench.people["county_clerk"].user_id, bench.people["county_reviewer"].user_id)


def _lists(cursor, bench: Bench) -> None:
    """What the rows are drawn from: regions, small numbers, and moments in order over the year."""
    cursor.execute("CREATE TEMP TABLE bench_region (i bigint PRIMARY KEY, id bigint)")
    cursor.executemany("INSERT INTO bench_region VALUES (%s, %s)", list(enumerate(bench.regions)))
    cursor.execute("CREATE TEMP TABLE bench_number (i bigint PRIMARY KEY)")
    cursor.executemany("INSERT INTO bench_number VALUES (%s)", [(n,) for n in range(BATCHES)])
    moment = "timestamp with time zone" if connection.vendor == "postgresql" else "datetime"
    cursor.execute(f"CREATE TEMP TABLE bench_moment (i bigint PRIMARY KEY, at {moment}, day date)")
    cursor.executemany("INSERT INTO bench_moment VALUES (%s, %s, %s)", list(_moments()))
    start_days(cursor, NOW.date())
    cursor.execute("CREATE TEMP TABLE bench_measure (kind varchar(20), id bigint)")
    cursor.executemany("INSERT INTO bench_measure VALUES (%s, %s)",
                       [(kind, one.id) for one in Measure.objects.all() for kind in one.kinds])


def _moments():
    step = SPAN / MOMENTS
    for n in range(MOMENTS):
        at = NOW - SPAN + step * (n + 1) - timedelta(minutes=1)
        yield n, connection.ops.adapt_datetimefield_value(at), clock.local(at).date()


def _draft(cursor, bench: Bench) -> None:
    """The disposals as numbers: `p` the parcel, `h` a hash, `m` the moment; then what each parcel amounts to."""
    many, parcels = bench.size, bench.parcels
    cursor.execute(f"""CREATE TEMP TABLE bench_disposal AS
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {many})
        SELECT i, i * CAST(7919 AS bigint) % {parcels} AS p, i / {parcels} + 1 AS number, i * CAST({MOMENTS} AS bigint) / {many} AS m,
               (i * CAST(48271 AS bigint) + 11) % 2147483647 % 20000 * 1000 + 1000 AS area, {_STATE} AS state FROM n""")
    cursor.execute("""CREATE TEMP TABLE bench_parcel AS SELECT p,
        SUM(CASE WHEN state = 'accepted' THEN area ELSE 0 END) AS accepted,
        SUM(CASE WHEN state IN ('submitted', 'verified') THEN area ELSE 0 END) AS held,
        MIN(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END) AS is_done FROM bench_disposal GROUP BY p""")


def _parcels(cursor, bench: Bench) -> None:
    regions = len(bench.regions)
    cursor.execute(f"""CREATE TEMP TABLE bench_land AS SELECT b.*, r.id AS region_id, r.i AS region_i, {_KIND} AS kind, {_SOURCE} AS source
        FROM (SELECT *, p / {regions} % 10 AS k, (p * CAST(16807 AS bigint) + 5) % 2147483647 AS h FROM bench_parcel) b
        JOIN bench_region r ON r.i = b.p % {regions}""")
    cursor.execute("CREATE UNIQUE INDEX bench_land_p ON bench_land (p)")
    for table in ("bench_land", "bench_disposal", "bench_moment", "bench_measure"):
        cursor.execute(f"ANALYZE {table}")
    done = "is_done = 1 AND h % 3 = 0"
    write_rows(cursor, Parcel, f"bench_land JOIN bench_moment m ON m.i = (p * CAST(31 AS bigint)) % {MOMENTS} "
           "LEFT JOIN bench_start s ON s.i = h % 1400 ORDER BY p", id="p + 1", agreed_start_on="s.day", clock_start_on="s.day",
           clock_year1_on="s.year1", clock_year2_on="s.year2",
           region_id="region_id", parcel_no=_padded("99", "region_i", 4, _padded("", "p", 7)), name="'测速地块' || p",
           location="'纬' || (p % 90) || '路'", kind="kind", idle_source="source",
           inefficient_type="CASE WHEN kind = 'inefficient' THEN 'stopped' ELSE '' END",
           area=f"CASE WHEN {done} THEN accepted ELSE 40000000 + h % 200000 * 500 END", area_unit="'mu'", accepted_area="accepted",
           in_transit_area="held", cause=_CAUSE, planned_measure="CASE WHEN h % 5 = 0 THEN '' ELSE '出让供应' END",
           deadline_on="CASE WHEN h % 11 = 0 THEN NULL ELSE m.day END", lead_unit="CASE WHEN h % 13 = 0 THEN '' ELSE '自然资源局' END",
           batch_id=f"(SELECT MIN(id) FROM parcels_approvalbatch) + region_i * {BATCHES} + h % {BATCHES}",
           status=f"CASE WHEN {done} THEN 'written_off' WHEN accepted > 0 THEN 'partial' ELSE 'registered' END",
           elements="5 - (CASE WHEN h % 7 = 0 THEN 1 ELSE 0 END) - (CASE WHEN h % 5 = 0 THEN 1 ELSE 0 END) "
                    "- (CASE WHEN h % 11 = 0 THEN 1 ELSE 0 END) - (CASE WHEN h % 13 = 0 THEN 1 ELSE 0 END)",
           is_filed="TRUE", registered_at="m.at", updated_at="m.at", version="1", is_demo="TRUE")


def _padded(prefix: str, name: str, width: int, rest: str = "''") -> str:
    zeros = "0" * width
    cut = f"substr('{zeros}' || {name}, length('{zeros}' || {name}) - {width - 1})"
    return f"'{prefix}' || {cut} || {rest}"


def _disposals(cursor, bench: Bench) -> None:
    clerk, reviewer, group = (bench.people[role].user_id for role in ("county_clerk", "county_reviewer", "acceptance_group"))
    seen, held = "state IN ('accepted', 'verified')", "state IN ('accepted', 'verified', 'submitted')"
    write_rows(cursor, Disposal, """bench_disposal d JOIN bench_land l ON l.p = d.p JOIN bench_moment m ON m.i = d.m
           JOIN bench_measure t ON t.kind = l.kind ORDER BY d.i""", id="d.i + 1", region_id="l.region_id", parcel_id="d.p + 1",
           number="number", kind="l.kind", idle_source="l.source", measure_id="t.id", disposes="TRUE", area="d.area", area_unit="'mu'",
           disposed_on="m.day", doc_no="'测自然资交〔2021〕' || d.i || '号'", is_backfill="FALSE", state="state", created_at="m.at",
           accepted_area="CASE WHEN state = 'accepted' THEN d.area END", created_by_id=str(clerk), updated_at="m.at",
           submitted_at=f"CASE WHEN {held} THEN m.at END", verified_at=f"CASE WHEN {seen} THEN m.at END",
           verified_by_id=f"CASE WHEN {seen} THEN {reviewer} END", accepted_at="CASE WHEN state = 'accepted' THEN m.at END",
           accepted_by_id=f"CASE WHEN state = 'accepted' THEN {group} END", version="1", is_demo="TRUE")


def _entries(cursor) -> None:
    """An entry for each acceptance, and one correction, three weeks later, of every four hundredth."""
    same = {"region_id": "region_id", "kind": "kind", "idle_source": "idle_source", "parcel_id": "parcel_id", "disposal_id": "d.id",
            "recorded_by_id": "accepted_by_id"}
    write_rows(cursor, AreaEntry, "parcels_disposal d WHERE state = 'accepted' ORDER BY d.id", **same, nature="'accepted'", area="area",
           recorded_at="accepted_at", effective_at="accepted_at")
    later = MOMENTS * 3 // 52
    write_rows(cursor, AreaEntry, f"""parcels_disposal d JOIN bench_moment b ON b.at = d.accepted_at
           JOIN bench_moment m ON m.i = b.i + {later} WHERE d.state = 'accepted' AND d.id % 400 = 1 ORDER BY d.id""", **same,
           nature="'correction'", area="-1000", recorded_at="m.at", effective_at="d.accepted_at", reason="'测速更正'")
    for table, link in (("parcels_disposal", "disposal_id"), ("parcels_parcel", "parcel_id")):
        cursor.execute(f"UPDATE {table} SET accepted_area = {table}.accepted_area + e.area FROM (SELECT {link}, SUM(area) AS area "
                       f"FROM parcels_areaentry WHERE nature = 'correction' GROUP BY {link}) e WHERE e.{link} = {table}.id")


def past_days(count: int) -> list[datetime]:
    """Instants over the year, none at a cut-off."""
    return [NOW - SPAN + SPAN * (n * 37 % 97 + 2) / 100 for n in range(count)]
