"""Rows that are written together are those that are written one by one."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.forms import model_to_dict

from exchange.models import ImportFile, ImportRow
from landplan.lib import clock
from landplan.lib.bulk import insert_rows, insert_values, new_ids, row_like
from landplan.lib.scope import everything
from parcels.choices import Kind, ParcelStatus
from parcels.models import Parcel

TYPED = {"name": "东块", "area": 3, "kind": Kind.IDLE, "idle_source": "", "batch_id": None}


@pytest.fixture
def first(world):
    now = clock.now()
    return Parcel(region=world.counties["A"], registered_at=now, updated_at=now)


def test_a_row_like_another_is_what_the_constructor_makes_and_keeps_to_itself(first):
    one, other = (row_like(first, {**TYPED, "parcel_no": number}) for number in ("T-1", "T-2"))
    made = Parcel(region=first.region, registered_at=first.registered_at, updated_at=first.updated_at, parcel_no="T-1", **TYPED)
    assert model_to_dict(one) == model_to_dict(made) and one.region == first.region and one._state.adding
    one.region = None
    one.remark = "改过"
    assert (other.region, other.remark, first.remark) == (first.region, "", "")


def test_codes_and_areas_are_written_as_a_single_save_writes_them(first):
    with everything("test"):
        rows = [row_like(first, {**TYPED, "parcel_no": f"T-{n}", "status": ParcelStatus.REGISTERED}) for n in range(3)]
        insert_rows(rows)
        single = row_like(first, {**TYPED, "parcel_no": "T-9", "status": ParcelStatus.REGISTERED})
        single.save()
        kept = {row.parcel_no: model_to_dict(row, exclude=("id", "parcel_no")) for row in Parcel.objects.filter(parcel_no__startswith="T-")}
    assert len({row.id for row in rows} - {None}) == 3 and all(not row._state.adding for row in rows)
    assert len(kept) == 4 and all(values == kept["T-9"] for values in kept.values())


def test_values_without_objects_are_written_as_objects_are(first):
    with everything("test"):
        row = row_like(first, {**TYPED, "parcel_no": "T-1", "area": Decimal("1.5")})
        insert_rows([row])
        like = row_like(first, {**TYPED, "area": Decimal("7")})
        insert_values(like, ("parcel_no", "kind", "area"), [(f"T-{n}", Kind.IDLE, Decimal("1.5")) for n in (2, 3)])
        kept = [model_to_dict(one, exclude=("id", "parcel_no")) for one in Parcel.objects.filter(parcel_no__startswith="T-").order_by("parcel_no")]
    assert len(kept) == 3 and kept[0] == kept[1] == kept[2] and kept[0]["area"] == Decimal("1.5")


ODD = ["\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "\\", "\\t", "", "甲\u2028乙", "'\"", "\x0b\x08\x0c", "\U0001f4dc", "x" * 5000]


def test_any_text_day_moment_and_structure_is_kept_as_it_was_given(first, world):
    moments = [None, clock.shanghai(2021, 9, 24, 9, 5), datetime(2021, 1, 1, 0, 0, 0, 7, tzinfo=UTC)]
    with everything("test"):
        given = [{**TYPED, "parcel_no": f"T-{n:02d}", "remark": text, "cause_note": ODD[-n], "finished_on": date(2021, 1, n + 1) if n % 3 else None,
                  "filed_at": moments[n % 3], "is_filed": bool(n % 2), "relapsed_area": Decimal(n) / 8} for n, text in enumerate(ODD)]
        insert_rows([row_like(first, values) for values in given])
        kept = [{name: getattr(row, name) for name in values} for row, values in zip(
            Parcel.objects.filter(parcel_no__startswith="T-").order_by("parcel_no"), given, strict=True)]
    assert kept == given
    told = [{"changes": [["面积", "", text]], "n": n, "yes": n == 1, "none": None} for n, text in enumerate(ODD)]
    clerk = world.actor("county_clerk")
    file = ImportFile.objects.create(section="parcels", by_id=clerk.user_id, post_id=clerk.post_id, storage_id="1", size=1, state="done",
                                     uploaded_at=clock.now())
    insert_rows([ImportRow(file=file, check_no=1, number=n, action="same", told=one) for n, one in enumerate(told)])
    assert list(ImportRow.objects.filter(file=file).order_by("number").values_list("told", flat=True)) == told


def test_a_number_that_is_taken_is_refused_as_by_any_other_statement(first):
    with everything("test"), pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([row_like(first, {**TYPED, "parcel_no": "T-1"}) for _ in range(2)])
    with everything("test"):
        assert not Parcel.objects.filter(parcel_no="T-1").exists()


def test_ids_that_are_given_out_are_written_and_are_nobody_elses(first):
    with everything("test"):
        ids = new_ids(Parcel, 3)
        insert_values(row_like(first, TYPED), ("parcel_no", "id"), [(f"T-{number}", number) for number in ids])
        later = row_like(first, {**TYPED, "parcel_no": "T-x"})
        later.save()
        assert {one.parcel_no: one.id for one in Parcel.objects.filter(parcel_no__startswith="T-")} == {
            **{f"T-{number}": number for number in ids}, "T-x": later.id}
    assert ids == sorted(set(ids)) and later.id not in ids


@pytest.mark.parametrize("wrong", [0, 1500, 2999])
def test_what_cannot_be_written_far_behind_or_made_far_ahead_is_raised_and_leaves_nothing(first, wrong):
    def rows(broken: type[Exception] | None):
        for n in range(3000):
            if n == wrong and broken:
                raise broken
            yield (f"T-{n}", -1 if n == wrong else 2)

    threads = threading.active_count()
    for broken, told in ((None, IntegrityError), (KeyError, KeyError)):
        with everything("test"), pytest.raises(told), transaction.atomic():
            insert_values(row_like(first, TYPED), ("parcel_no", "area"), rows(broken))
        with everything("test"):
            assert not Parcel.objects.filter(parcel_no__startswith="T-").exists()
    assert threading.active_count() == threads


def test_one_of_many_texts_finds_what_in_finds(first):
    texts = ["", "东块", "'\"%s{},\\", "东块 ", "x" * 40, "NULL", "{}", "a,b", '","']
    with everything("test"):
        insert_rows([row_like(first, {**TYPED, "name": text or "无", "parcel_no": f"T-{n}", "remark": "one_of"}) for n, text in enumerate(texts)])
        rows = Parcel.objects.filter(remark="one_of").order_by("parcel_no")
        for asked in (texts, texts[2:4], [], [""], ["没有的"], frozenset(texts[5:])):
            assert [one.name for one in rows.filter(name__one_of=asked)] == [one.name for one in rows.filter(name__in=asked)]
        assert [one.name for one in rows.filter(name__one_of=["东\0块", "东块", "x\0NULL"])] == ["东块"]
        assert not rows.filter(name__one_of=["东\0块"]).exists()
        assert rows.filter(parcel_no__one_of=["T-1", "t-2"]).count() == 1
