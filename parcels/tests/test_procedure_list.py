"""闲置程序清单: what is late, by step and person, in a fixed number of queries."""

import pytest

from tests.world import words_of_page as plain

from .land import client_for
from .test_procedures import done, idle_land, on, opened, step

pytestmark = pytest.mark.django_db


def test_what_is_late_is_listed_by_step_and_person(land):
    def ask(parcel, day):
        return client_for(land.clerk).post(f"/parcels/{parcel.id}/idle/new/", {"found_on": day, "lead": "x"})

    first, second = idle_land(land), idle_land(land)
    with on("2021-03-02"):
        row, other = opened(land, first, "2021-03-01"), opened(land, second, "2021-03-02")
        assert "发现日期 2021-03-03 晚于今天" in plain(ask(first, "2021-03-03"))
        assert ask(first, "2021-03-02").status_code == 409
    with on("2021-03-31"):  # 30 days: the last day is 31 March
        assert first.parcel_no not in plain(client_for(land.office).get("/idle/?show=late"))
    with on("2021-04-01"):
        late = plain(client_for(land.office).get("/idle/?show=late"))
        assert first.parcel_no in late and second.parcel_no not in late and "逾期1天" in late and "逾期 1" in late
        done(step(land, row, "notify", on="2021-04-01", doc_no="1"))
        assert first.parcel_no not in plain(client_for(land.office).get("/idle/?show=late"))
        assert second.parcel_no in plain(client_for(land.office).get(f"/idle/?state=opened&who={other.opened_by_id}"))
        assert first.parcel_no not in plain(client_for(land.office).get("/idle/?state=opened"))
        assert first.parcel_no not in plain(client_for(land.clerk_b).get("/idle/"))
        assert "没有这样的程序" in plain(client_for(land.office).get("/idle/?state=zzz&show=closed"))


def test_the_list_asks_a_fixed_number_of_queries(land, django_assert_max_num_queries):
    for _ in range(3):
        with on("2021-03-02"):
            opened(land, idle_land(land))
    client = client_for(land.office)
    client.get("/idle/")
    with django_assert_max_num_queries(22):
        client.get("/idle/")


def test_only_idle_land_has_a_procedure(land):
    answer = client_for(land.clerk).post(f"/parcels/{land.parcel('20').id}/idle/new/", {"found_on": "2021-09-01", "lead": "x"})
    assert answer.status_code == 409 and "不办闲置程序" in plain(answer)
