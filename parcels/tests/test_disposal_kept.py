"""C28: no business row is ever physically deleted - not by a step, not by a parent, not past the program."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from audit.guards import guarded_tables
from landplan.lib.errors import NotAllowed, Refusal
from landplan.lib.scope import scope
from parcels import services
from parcels.models import AreaEntry, Disposal, Evidence, Parcel

from .land import client_for, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.claim("C28")]


def full_life(land):
    """Every step that ends something, through the pages."""
    row = land.draft(land.parcel("10"), "10")
    with scope(land.clerk):
        paper = services.add_evidence(row.id, actor=land.clerk, kind="other", title="", upload=pdf())
    client_for(land.clerk).post(f"/evidence/{paper.id}/void/", {"reason": "缺页"})
    other = land.draft(land.parcel("5"), "5")
    client_for(land.clerk).post(f"/disposals/{other.id}/step/", {"action": "void", "version": 1, "reason": "重复登记"})
    row = land.take(row, "submit", "withdraw", "submit", "send_back", "submit", "verify", "accept")
    with scope(land.acceptor):
        parcel = services.write_off_parcel(row.parcel_id, actor=land.acceptor, version=Parcel.objects.get(pk=row.parcel_id).version)
        services.relist_parcel(parcel.id, actor=land.acceptor, version=parcel.version, reason="核查发现未动工", reverse=[row.id])
    return row


def test_a_whole_life_deletes_nothing(land):
    with CaptureQueriesContext(connection) as seen:
        full_life(land)
    protected = "|".join(guarded_tables())
    assert not [q["sql"] for q in seen if re.search(rf'DELETE FROM "?({protected})\b|TRUNCATE', q["sql"], re.I)]
    assert [d.state for d in Disposal.objects.order_by("id")] == ["voided", "voided"]
    assert Evidence.objects.get().voided_at is not None
    assert sum(e.area for e in AreaEntry.objects.all()) == 0


def test_the_database_itself_refuses_to_delete(land):
    full_life(land)
    tables = [m._meta.db_table for m in apps.get_app_config("parcels").get_models() if m._meta.db_table in guarded_tables()]
    assert {"parcels_parcel", "parcels_disposal", "parcels_evidence", "parcels_areaentry", "parcels_disposalrevision"} <= set(tables)
    for table in tables:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if not cursor.fetchone()[0]:
                continue
            with pytest.raises(IntegrityError, match="landplan guard"), transaction.atomic():
                cursor.execute(f'DELETE FROM "{table}"')


def test_a_parent_cannot_take_its_children_with_it(land):
    row = full_life(land)
    for thing in (row, row.parcel, row.region, row.measure, row.created_by):
        with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
            thing.delete()
    for rows in (Disposal.objects.all(), Parcel.objects.all(), Evidence.objects.all()):
        with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
            rows.delete()


def test_what_counted_is_taken_back_only_with_a_reason_and_by_a_second_person(land):
    row = land.take(land.draft(land.parcel("10"), "10"), "submit", "verify", "accept")
    with scope(land.acceptor):
        parcel = services.write_off_parcel(row.parcel_id, actor=land.acceptor, version=Parcel.objects.get().version)
        with pytest.raises(Refusal, match="要写原因"):
            services.relist_parcel(parcel.id, actor=land.acceptor, version=parcel.version, reason="", reverse=[row.id])
    for own in (land.clerk_as_acceptor, land.reviewer_as_acceptor):
        with scope(own), pytest.raises(NotAllowed), transaction.atomic():
            services.relist_parcel(parcel.id, actor=own, version=parcel.version, reason="自己撤", reverse=[row.id])
    row.refresh_from_db()
    assert row.state == "accepted"
