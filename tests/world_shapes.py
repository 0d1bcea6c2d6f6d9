"""Drawings of the tests' world: in each county one parcel is drawn, a file waits, and the clerk may read coordinates."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.actors import system_actor
from landplan.lib.geo.crs import System, to_degrees
from landplan.lib.scope import scope
from parcels import services as land
from parcels.services.shapes import Drawn
from tests.geo_files import FILES
from units.models import Post
from units.services import permit_coordinates

SYSTEM = System(38)
SIDE = 258.1989  # 66 666.67 ㎡ are 100 亩


def square(east: float = 0, north: float = 0, side: float = SIDE) -> Drawn:
    """A square in the 38th zone, so many metres from a corner of these tests."""
    shape = shapely.box(38_450_000 + east, 3_650_000 + north, 38_450_000 + east + side, 3_650_000 + north + side)
    return Drawn(to_degrees(shape, SYSTEM), shape, SYSTEM)


def let_read(actor) -> None:
    """The post may read coordinates from now on."""
    permit_coordinates(Post.objects.select_related("user", "unit").get(pk=actor.post_id), actor=system_actor("测试"), allowed=True, reason="测试")


def build_shapes(world, canary: dict[str, str]) -> None:
    """See above."""
    for n, county in enumerate(canary):
        clerk, word = world.actor("county_clerk", county), canary[county]
        let_read(clerk)
        with scope(clerk):
            land.save_shape(world.records[county]["parcel"], actor=clerk, given=square(north=5000 * n), seen=0)
            name, content, _ = FILES["as_the_form_wants"]
            file = land.keep_shape_file(actor=clerk, upload=SimpleUploadedFile(f"{word}材料{name}", content))
            land.note_lack(world.records[county]["idle"], actor=clerk, lack="disputed", note=f"{word}地块界址有争议", seen=0)
        world.records[county]["shape_file"] = file.id
        office = world.actor("office")
        with scope(office):
            land.save_outline(actor=office, region=world.counties[county], source=f"{word}材料",
                              shape=square(-20_000, 5000 * n - 2000, 45_000).shape)


SHAPE_SAMPLES: dict[str, Callable] = {
    "parcels:park_plans": lambda world, county: {"kind": "territorial" if county == "A" else "none"},
    "parcels:park_plan_step": lambda world, county: {"pk": world.records[county]["park"], "kind": "territorial"},
    # tiles belong to nobody: of another county there is none to ask for (parcels/tests/test_map.py looks into them)
    "parcels:map_tile": lambda world, county: {"z": 4 if county == "A" else 25, "x": 13, "y": 6},
    "parcels:shape_file": lambda world, county: {"pk": world.records[county]["shape_file"]},
    "units:post_coordinates": lambda world, county: {"pk": world.actor("county_clerk", county).post_id},
}
