"""The world that is put back is the world that was built, to the byte, and goes on like it."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from audit import guards
from audit.selectors import verify_chain
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Evidence, Parcel
from parcels.store import path_of
from tests.replay import empty, remembered
from tests.world import build_world


def everything_in_it():
    return {model: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


@pytest.mark.django_db
def test_a_world_put_back_holds_the_rows_files_and_people_that_were_built_and_goes_on():
    build = remembered(build_world.__wrapped__)
    with everything("the test looks on"):
        with transaction.atomic():
            built, rows, head = build(), everything_in_it(), verify_chain().head
            papers = {path: path.read_bytes() for path in (path_of(paper.storage_id) for paper in Evidence.objects.all())}
            transaction.set_rollback(True)
        assert papers and rows[Parcel] and not Parcel.objects.exists()
        for path in papers:
            path.unlink()
        again = build()
        assert everything_in_it() == rows
        assert verify_chain().head == head
        assert {path: path.read_bytes() for path in papers} == papers
        assert (again.people, again.records, again.plan) == (built.people, built.records, built.plan)
        clerk = again.actor("county_clerk")
        with scope(clerk):
            parcel = services.register_parcel(actor=clerk, region_id=clerk.region_id, kind="idle", values={
                "name": "又一宗", "area": Decimal(1), "area_typed": "1", "area_unit": "mu"})
        assert parcel.pk not in {row["id"] for row in rows[Parcel]}
        assert verify_chain().broken_seq is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_emptied_is_as_migrate_left_it_with_its_guards():
    fresh = everything_in_it()
    with everything("the test looks on"):
        build_world()
        assert Parcel.objects.exists()
    empty()
    assert everything_in_it() == fresh
    assert guards.missing() == []
    with everything("the test looks on"), pytest.raises(IntegrityError, match="landplan guard"):
        build_world()
        Evidence.objects.all()._raw_delete("default")
