"""分割、合并 through the pages: nothing is lost or counted twice, two persons, old parcels out of every list and sum."""

from datetime import date
from decimal import Decimal

import pytest

from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import AreaEntry, Finding, Parcel, ParcelLineage, Reshape
from parcels.rules.findings.facts import Year
from parcels.selectors.totals import differing_buckets
from tests.world import words_of_page as plain

from . import low
from .land import client_for
from .test_ledger import numbers, read

pytestmark = pytest.mark.django_db
PAPERS = {"doc_no": "甲自然资分[2021]3号", "doc_on": "2021-09-20", "reason": "分期开发", "area_unit": "mu"}


def split(land, parcel, *parts, by="clerk", key="k1", **changes):
    """The clerk sends the form: each part is (name, area) or (name, area, accepted)."""
    typed = {}
    for n, (name, *amounts) in enumerate(parts, 1):
        typed |= {f"name_{n}": name, f"no_{n}": ""}
        typed |= {f"{what}_{n}": amount for what, amount in zip(("area", "accepted", "supplied"), amounts, strict=False)}
    return client_for(land.people[by]).post(f"/parcels/{parcel.id}/split/?parts={len(parts)}",
                                            {"form_key": f"split-{key}"} | PAPERS | typed | changes)


def merge(land, parcel, *others, by="clerk", key="m1", **changes):
    """The clerk sends the form of the merge, the others by their numbers."""
    return client_for(land.people[by]).post(f"/parcels/{parcel.id}/merge/", {
        "form_key": f"merge-{key}", "others": "、".join(one.parcel_no for one in others), "way": "merge", "no": "", "name": "合并后的地块"}
        | PAPERS | changes)


def decide(land, do="approve", by="reviewer", **typed):
    return client_for(land.people[by]).post(f"/reshapes/{Reshape.objects.latest('id').id}/decide/", {"do": do} | typed)


def done(land, answer):
    assert answer.status_code == 302, plain(answer)
    answer = decide(land)
    assert answer.status_code == 302, plain(answer)
    return list(Parcel.objects.filter(came__reshape=Reshape.objects.latest("id")).distinct().order_by("parcel_no"))


def test_a_split_keeps_area_and_credit_and_takes_the_old_parcel_out_of_the_counts(land):
    parcel = land.parcel("100")
    land.take(land.draft(parcel, "40"), "submit", "verify", "accept")
    entries, total = list(AreaEntry.objects.values()), "宗 <b>100.00</b> 亩"
    assert f"<b>1</b> {total}" in read(client_for(land.office))
    first, second = done(land, split(land, parcel, ("东块", "60.5", "40"), ("西块", "39.5", "0")))
    assert [(one.parcel_no, one.area, one.accepted_area, one.status) for one in (first, second)] == [
        (f"{parcel.parcel_no}-1", Decimal("60.5"), Decimal(40), "partial"), (f"{parcel.parcel_no}-2", Decimal("39.5"), Decimal(0), "registered")]
    assert list(AreaEntry.objects.values()) == entries and differing_buckets() == []
    assert numbers(read(client_for(land.office))) == [first.parcel_no, second.parcel_no]
    assert f"<b>2</b> {total}" in read(client_for(land.office))  # two parcels, the same land
    assert numbers(read(client_for(land.office), "?status=split")) == [parcel.parcel_no]
    old, new = plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/")), plain(client_for(land.clerk).get(f"/parcels/{first.id}/"))
    assert f"已分割为 {first.parcel_no} （60.50 亩，其中已验收 40.00" in old and "第1笔" in old or "出让供应" in old
    assert f"由 {parcel.parcel_no} （60.50 亩，其中已验收 40.00）分割而来" in new and "随宗转入 40.00" in new
    assert [line.reason for line in ParcelLineage.objects.all()] == ["分期开发"] * 2
    row = land.draft(first, "20.5")  # what is left can be disposed of, not more
    land.take(row, "submit", "verify", "accept")
    assert Parcel.objects.get(pk=first.id).available == 0


@pytest.mark.parametrize("parts, told", [
    ((("东块", "60.5"), ("西块", "39.499999")), "各宗面积之和 99.999999 亩，原宗地面积 100 亩，少 0.000001 亩"),
    ((("东块", "60.5"), ("西块", "39.500001")), "多 0.000001 亩"),
    ((("", "60.5"), ("西块", "39.5")), "第 1 宗的名称没有填"),
    ((("东块", "100"), ("西块", "0")), "第 2 宗的面积 0 亩不大于 0"),
])
def test_areas_that_do_not_add_up_are_refused_with_the_difference_and_what_was_typed_stays(land, parts, told):
    parcel = land.parcel("100")
    answer = split(land, parcel, *parts)
    assert answer.status_code == 400 and told in plain(answer)
    assert f'value="{parts[1][1]}"' in answer.content.decode()
    assert not Reshape.objects.exists() and Parcel.objects.get().is_open


def test_accepted_area_is_allotted_whole_and_no_part_takes_more_than_it_is_large(land):
    parcel = land.parcel("100")
    land.take(land.draft(parcel, "40"), "submit", "verify", "accept")
    assert "各宗已验收面积之和 39.99 亩，原宗地已验收面积 40 亩，少 0.01 亩" in plain(split(land, parcel, ("东", "60", "39.99"), ("西", "40", "")))
    assert "第 2 宗的已验收面积 40 亩超过它的面积 30 亩" in plain(split(land, parcel, ("东", "70", "0"), ("西", "30", "40")))
    assert split(land, parcel, ("东", "60", "10"), ("西", "40", "30"), key="k2").status_code == 302


def test_records_under_way_come_first_and_are_named_with_links(land):
    parcel = land.parcel("100")
    row = land.take(land.draft(parcel, "10"), "submit")
    answer = split(land, parcel, ("东", "60"), ("西", "40"))
    assert answer.status_code == 400 and "有没有办完的处置：第1笔（已上报，待审核）" in plain(answer)
    assert f'href="/disposals/{row.id}/"' in answer.content.decode()
    land.take(row, "withdraw", "void")
    assert split(land, parcel, ("东", "60"), ("西", "40"), key="k2").status_code == 302
    land.draft(parcel, "5")  # entered while the proposal waits
    assert decide(land).status_code == 400 and Parcel.objects.count() == 1


def test_two_persons_and_only_of_the_county(land):
    parcel = land.parcel("100")
    assert split(land, parcel, ("东", "60"), ("西", "40"), by="reviewer").status_code == 403
    assert split(land, parcel, ("东", "60"), ("西", "40"), by="clerk_b").status_code == 404
    assert split(land, parcel, ("东", "60"), ("西", "40")).status_code == 302
    assert split(land, parcel, ("东", "50"), ("西", "50"), by="clerk2").status_code == 409  # one waits already
    assert decide(land, by="clerk").status_code == 403 and decide(land, by="clerk_as_reviewer").status_code == 403
    assert decide(land, by="reviewer_b").status_code == 404
    assert decide(land, "send_back", reason="").status_code == 400
    assert decide(land, "send_back", reason="界址没有勘测").status_code == 302
    assert "界址没有勘测" in plain(client_for(land.clerk).get(f"/parcels/{parcel.id}/"))
    assert decide(land).status_code == 409 and Parcel.objects.count() == 1
    first, _ = done(land, split(land, parcel, ("东", "60"), ("西", "40"), key="k3"))
    assert decide(land).status_code == 409
    listed = plain(client_for(land.reviewer).get("/reshapes/?state=approved"))
    assert parcel.parcel_no in listed and parcel.parcel_no not in plain(client_for(land.reviewer_b).get("/reshapes/?state=approved"))


def test_nothing_more_is_done_with_a_parcel_that_was_split(land):
    parcel = land.parcel("100")
    done(land, split(land, parcel, ("东", "60"), ("西", "40")))
    clerk, heirs = client_for(land.clerk), f"{parcel.parcel_no}-1、{parcel.parcel_no}-2"
    answer = clerk.post(f"/parcels/{parcel.id}/disposals/new/", {"form_key": "d", "measure": land.measures["grant"].id, "area": "10",
                                                                "area_unit": "mu", "do": "draft"})
    assert answer.status_code == 409 and f"已分割为 {heirs}" in plain(answer)
    answer = clerk.post(f"/parcels/{parcel.id}/supplies/new/", {"form_key": "s", "mode": "granted", "doc_no": "合同1", "supplied_on": "2021-09-20",
                                                               "area": "10", "area_unit": "mu"})
    assert f"已分割为 {heirs}" in plain(answer) and clerk.get(f"/parcels/{parcel.id}/edit/").status_code == 409
    page = plain(clerk.get(f"/parcels/{parcel.id}/"))
    assert "登记处置 N" not in page and "修改宗地" not in page
    assert numbers(read(clerk, f"?q={parcel.parcel_no}")) == heirs.split("、")
    assert clerk.get(f"/parcels/{parcel.id}/split/").status_code == 409


def test_what_was_supplied_of_a_parcel_cannot_be_supplied_again_from_its_parts(land):
    parcel = land.parcel("100")
    with scope(land.clerk):
        services.add_supply(parcel.id, actor=land.clerk, mode="granted", doc_no="合同1", supplied_on=date(2021, 3, 1), area=Decimal(30))
    answer = split(land, parcel, ("东", "60"), ("西", "40"))
    assert "各宗已供应面积之和 0 亩，原宗地已供应面积 30 亩" in plain(answer)
    first, second = done(land, split(land, parcel, ("东", "60"), ("西", "40"), key="k2", supplied_1="30", supplied_2=""))

    def supply(one, area):
        return client_for(land.clerk).post(f"/parcels/{one.id}/supplies/new/", {
            "form_key": f"s{one.id}{area}", "mode": "granted", "doc_no": "合同2", "supplied_on": "2021-09-20", "area": area, "area_unit": "mu"})
    assert "尚未供应的 30.00 亩" in plain(supply(first, "30.01")) and supply(first, "30").status_code == 302
    assert supply(second, "40").status_code == 302


def test_a_correction_follows_the_accepted_area_to_the_parcel_that_holds_it(land):
    parcel = land.parcel("100")
    row = land.take(land.draft(parcel, "40"), "submit", "verify", "accept")
    first, second = done(land, split(land, parcel, ("东", "45", "40"), ("西", "55", "0")))
    with everything("the office corrects"):
        services.correct_disposal(row.id, actor=land.office, new_area=Decimal(38), reason="重新丈量")
        assert [Parcel.objects.get(pk=one.id).accepted_area for one in (parcel, first, second)] == [38, 38, 0]
        with pytest.raises(Exception, match="可登记 7.00 亩"):
            services.correct_disposal(row.id, actor=land.office, new_area=Decimal("45.01"), reason="重新丈量")
    assert differing_buckets() == []


def test_a_correction_that_belongs_to_several_parts_asks_to_merge_them_first_and_then_works(land):
    parcel = land.parcel("100")
    row = land.take(land.draft(parcel, "40"), "submit", "verify", "accept")
    first, second = done(land, split(land, parcel, ("东", "45", "30"), ("西", "55", "10")))
    with everything("the office corrects"), pytest.raises(Exception, match="请先把它们合并成一宗"):
        services.correct_disposal(row.id, actor=land.office, new_area=Decimal(38), reason="重新丈量")
    whole, = done(land, merge(land, first, second))
    assert (whole.area, whole.accepted_area) == (100, 40)
    with everything("the office corrects"):
        services.correct_disposal(row.id, actor=land.office, new_area=Decimal(38), reason="重新丈量")
    assert Parcel.objects.get(pk=whole.id).accepted_area == 38 and differing_buckets() == []


def test_a_merge_adds_up_and_refuses_what_cannot_be_told_apart_afterwards(land):
    with scope(land.clerk):
        batches = [services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": f"豫政土〔2020〕{n}号", "name": "批次", "area": Decimal(500)}) for n in (1, 2)]
    one, two, three = (land.parcel(area, batch_id=batches[n].id) for area, n in (("10.25", 0), ("20", 0), ("30", 1)))
    idle, foreign = land.parcel("5", kind="idle"), land.parcel("7", region=land.other, by="clerk_b")
    land.take(land.draft(two, "8"), "submit", "verify", "accept")
    assert "各宗的批次不同" in plain(merge(land, one, three)) and "各宗的类别不同" in plain(merge(land, one, idle))
    unknown = merge(land, one, foreign)
    assert f"没有编号为 {foreign.parcel_no} 的宗地" in plain(unknown) and "丙" not in plain(unknown)
    assert "合并至少要两宗" in plain(merge(land, one, one)) and "合并归宗只用于" in plain(merge(land, one, two, way="join", key="j"))
    whole, = done(land, merge(land, one, two, key="m2"))
    assert (whole.area, whole.accepted_area, whole.batch_id) == (Decimal("30.25"), Decimal(8), batches[0].id)
    assert differing_buckets() == [] and [p.status for p in Parcel.objects.filter(pk__in=[one.id, two.id])] == ["merged", "merged"]
    page = plain(client_for(land.clerk).get(f"/parcels/{whole.id}/"))
    assert f"由 {one.parcel_no} （10.25 亩）、 {two.parcel_no} （20.00 亩，其中已验收 8.00）合并而来" in page


@pytest.mark.req("DSP-42")
def test_three_parcels_of_low_land_are_joined_on_application_and_keep_their_codes(land):
    low.under(land, low.LY)
    low.standard(land)
    three = [land.parcel(area, kind="inefficient", inefficient_type="ly_stopped") for area in ("12.3", "4.56", "7.891234")]
    given = {"way": "join", "name": "归宗地块"}
    papers = {"application_no": "甲企申[2021]8号", "applied_on": "2021-09-10", "is_within": "on"}
    told = plain(merge(land, *three, **given))
    assert "合并归宗没有填申请文号" in told and "没有确认各宗相邻" in told and "洛政办〔2021〕16号 附件3 三（一）" in told
    assert "晚于今天 2021-09-24" in plain(merge(land, *three, **given | papers | {"applied_on": "2021-09-25"}))
    whole, = done(land, merge(land, *three, key="m2", **given | papers))
    assert whole.area == Decimal("24.751234")
    page = plain(client_for(land.office).get(f"/parcels/{whole.id}/"))
    assert all(one.parcel_no in page for one in three) and "合并归宗而来" in page and "甲企申〔2021〕8号" in page
    for one in three:  # an old code finds the parcel that it went into
        assert numbers(read(client_for(land.office), f"?q={one.parcel_no}")) == [whole.parcel_no]


def test_a_finding_goes_on_with_the_new_parcels_and_the_list_counts_the_land_once(land):
    low.under(land, low.ZMD)
    low.standard(land)
    parcel, other = (land.parcel("20", kind="inefficient", inefficient_type="stopped") for _ in range(2))
    with scope(land.clerk):
        services.record_facts(parcel.id, actor=land.clerk, seen=0, values={}, source="材料", years=[
            Year(2020, Decimal(100), Decimal(5), Decimal(300), Decimal(60), source="税务")])
    answer = low.find(land, parcel, "stopped")
    assert answer.status_code == 302, plain(answer)
    assert "各宗的有效认定不同" in plain(merge(land, parcel, other))
    done(land, split(land, parcel, ("东", "12"), ("西", "8")))
    standing = Finding.objects.standing()
    assert sorted(one.parcel.parcel_no for one in standing) == [f"{parcel.parcel_no}-1", f"{parcel.parcel_no}-2"]
    page = plain(client_for(land.office).get("/findings/?kind=inefficient"))
    assert "20.00" in page and f"{parcel.parcel_no}-1" in page
