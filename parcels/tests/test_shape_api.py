"""接口: 图形 of a parcel as another program reads and sends it - with the right to coordinates, versions, keys, and its trail."""

import pytest

from audit.models import AuditEntry
from landplan.lib.geo.writing import geometry_of
from landplan.lib.scope import everything
from parcels.models import Parcel, ParcelShape
from tests.world_shapes import SIDE, let_read, square
from units.models import Post
from units.selectors import actor_of

from .land import Caller

pytestmark = pytest.mark.django_db


def sender(actor) -> Caller:
    """Somebody whose post may read coordinates from now on."""
    let_read(actor)
    return Caller(actor_of(Post.objects.select_related("user", "unit__region").get(pk=actor.post_id)))


def body(**more):
    return {"geometry": geometry_of(square(**{"side": SIDE} | more.pop("at", {})).shape), **more}


def test_a_drawing_is_sent_read_back_and_replaced_with_a_reason_and_the_area_of_the_ledger_stays(land):
    parcel, program = land.parcel("100"), sender(land.clerk)
    path = f"parcels/{parcel.id}/shape/"
    empty = program.send("get", path)
    assert (empty.status_code, empty["ETag"], empty.json()["geometry"], empty.json()["properties"]["version"]) == (200, '"0"', None, 0)
    assert program.send("put", path, body()).status_code == 428
    made = program.send("put", path, body(), version=0)
    assert (made.status_code, made["ETag"], made["Cache-Control"]) == (200, '"1"', "private, no-store")
    assert program.send("get", path).json() == made.json() and made.json()["geometry"] == body()["geometry"]
    assert made.json()["properties"] | {"at": ""} == {"parcel_no": parcel.parcel_no, "version": 1, "source": "geojson", "drawn_area": "100.000005",
                                                      "lack": "", "note": "", "at": ""}
    again = program.send("put", path, body(), version=1)
    assert (again.status_code, again["ETag"]) == (200, '"1"')
    moved = body(at={"east": 20})
    refused = program.send("put", path, moved, version=1)
    assert refused.json()["code"] == "reason_missing" and refused.status_code == 400
    assert program.send("put", path, {**moved, "reason": "重新测量"}, version=0).status_code == 409
    assert program.send("put", path, {**moved, "reason": "重新测量"}, version=1)["ETag"] == '"2"'
    with everything("test"):
        assert Parcel.objects.get(pk=parcel.pk).area == 100 and ParcelShape.objects.count() == 2
    told = list(AuditEntry.objects.filter(action__in=["save_shape", "export_shapes"]).order_by("seq").values_list("action", "object_label"))
    assert [action for action, _ in told] == ["save_shape", "export_shapes", "save_shape"] and told[1][1] == "GeoJSON 1 宗"


def test_an_answer_that_was_lost_is_given_again_for_the_same_key(land):
    parcel, program = land.parcel("100"), sender(land.clerk)
    answers = [program.send("put", f"parcels/{parcel.id}/shape/", body(), version=0, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200] and answers[0].json() == answers[1].json()
    assert answers[1]["Idempotent-Replay"] == "true" and answers[1]["ETag"] == '"1"'
    other = program.send("put", f"parcels/{parcel.id}/shape/", body(at={"east": 20}), version=0, **{"Idempotency-Key": "k1"})
    assert other.status_code == 422
    with everything("test"):
        assert ParcelShape.objects.count() == 1


def test_coordinates_are_a_right_of_their_own_and_end_at_the_border_of_the_county(land):
    path = f"parcels/{land.parcel('100').id}/shape/"
    for actor in (land.clerk, land.reviewer, land.office):
        assert Caller(actor).send("get", path).status_code == 403
        assert Caller(actor).send("put", path, body(), version=0).status_code == 403
    reader = sender(land.reviewer)
    assert reader.send("get", path).status_code == 200 and reader.send("put", path, body(), version=0).status_code == 403
    assert sender(land.clerk_b).send("get", path).status_code == 404
    assert sender(land.clerk_b).send("put", path, body(), version=0).status_code == 404
    with everything("test"):
        assert not ParcelShape.objects.exists()


@pytest.mark.parametrize(("sent", "code"), [
    ({"geometry": {"type": "Point", "coordinates": [114, 33]}}, "no_shape"), ({"geometry": {"type": "Polygon"}}, "no_shape"),
    ({"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}}, "far"),
    ({"geometry": {"type": "Polygon", "coordinates": [[[114, 33], [114.001, 33.001], [114.001, 33], [114, 33.001], [114, 33]]]}}, "crossing"),
    ({"geometry": "x"}, "invalid"), ({}, "invalid"), ({**body(), "area": "1"}, "invalid"), (body(at={"side": SIDE * 1.02}), "confirm"),
])
def test_what_is_no_parcel_or_was_not_declared_is_refused_with_a_sentence(land, sent, code):
    parcel, program = land.parcel("100"), sender(land.clerk)
    answer = program.send("put", f"parcels/{parcel.id}/shape/", sent, version=0)
    assert (answer.status_code, answer.json()["code"]) == (400, code) and answer.json()["message"]
    with everything("test"):
        assert not ParcelShape.objects.exists()
