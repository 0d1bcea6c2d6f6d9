"""Both engines behave alike: one long script of operations, drawn from one seed, ends in the same rows, the same sums
and the same refusals. The digest below is that of both; a change of it is a change of behaviour."""

import hashlib
import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.chain import canonical
from audit.selectors import verify_chain
from landplan.lib import clock
from landplan.lib.errors import Refusal
from landplan.lib.scope import everything
from parcels import services
from parcels.choices import DisposalState
from parcels.models import AreaEntry, AreaRunning, AreaWeek, Disposal, Parcel
from parcels.selectors.totals import differing_buckets
from tests import small_world

OPERATIONS = 2000
DIGEST = "4144aa3754868ec9d0427c2d4bb77dc868827f2be7a21744bee9c207559f9e4f"

KINDS = ("unsupplied", "unexpropriated", "idle", "inefficient")


class Script:
    """Draws an operation, performs it, notes how it ended."""

    def __init__(self, world, seed):
        self.world, self.rng, self.ended = world, random.Random(seed), []
        self.now = clock.shanghai(2021, 5, 24, 9)

    def area(self):
        return Decimal(self.rng.randrange(-20_000, 2_000_000)) / self.rng.choice((10, 100, 100, 1000))

    def some(self, model):
        ids = list(model.objects.order_by("id").values_list("id", flat=True))
        return model.objects.get(pk=self.rng.choice(ids)) if ids else None

    def register(self):
        kind = self.rng.choice(KINDS)
        services.register_parcel(
            actor=self.world.clerk, region_id=self.rng.choice((self.world.county.id, self.world.county.id, self.world.other.id)),
            kind=kind, parcel_no=f"P{self.rng.randrange(400):03d}",
            values={"name": "地块", "area": abs(self.area()) / 100, "cause": self.rng.choice(("", "enterprise", "government")),
                    "idle_source": self.rng.choice(("", "system_new")) if kind == "idle" else ""})

    def draft(self):
        parcel = self.some(Parcel)
        fitting = {"idle": "start", "unsupplied": "grant", "unexpropriated": "grant"}.get(parcel.kind, "reserve")
        measure = self.rng.choice((*sorted(self.world.measures), fitting, fitting, fitting))
        services.draft_disposal(parcel.id, actor=self.world.clerk, values={
            "measure_id": self.world.measures[measure].id, "area": self.area() / 1000,
            "disposed_on": clock.today() + timedelta(days=self.rng.randrange(-19, 2)), "doc_no": self.rng.choice(("", "文1", "文2", "文3", "文4"))})

    def step(self):
        disposal = self.some(Disposal)
        version = disposal.version + self.rng.choice((0, 0, 0, 0, 0, 1))
        actor = self.rng.choice((self.world.clerk, self.world.reviewer, self.world.acceptor))
        name = self.rng.choice(("submit", "withdraw", "verify", "accept", "send_back", "void"))
        reason = {"reason": self.rng.choice(("", "面积不符"))} if name in ("send_back", "void") else {}
        getattr(services, f"{name}_disposal")(disposal.id, actor=actor, version=version, **reason)

    def onward(self):
        """The step that is due, by the person who should take it: so that many get to the end."""
        ids = list(Disposal.objects.exclude(state__in=("accepted", "voided")).order_by("id").values_list("id", flat=True))
        disposal = Disposal.objects.get(pk=self.rng.choice(ids)) if ids else None
        person, name = {"draft": ("clerk", "submit"), "returned": ("clerk", "submit"), "withdrawn": ("clerk", "submit"),
                        "submitted": ("reviewer", "verify")}.get(disposal.state, ("acceptor", "accept"))
        if name == "submit" and not disposal.doc_no:
            disposal = services.edit_disposal(disposal.id, actor=self.world.clerk, version=disposal.version,
                                              values={"doc_no": "补"})
        if name == "submit" and disposal.measure.evidence:  # its paper never comes
            services.void_disposal(disposal.id, actor=self.world.clerk, version=disposal.version, reason="材料不齐")
        else:
            getattr(services, f"{name}_disposal")(disposal.id, actor=getattr(self.world, person), version=disposal.version)

    def correct(self):
        ids = list(Disposal.objects.filter(state="accepted").order_by("id").values_list("id", flat=True))
        disposal = Disposal.objects.get(pk=self.rng.choice(ids)) if ids else self.some(Disposal)
        services.correct_disposal(disposal.id, actor=self.world.acceptor, new_area=self.area() / 400, reason="笔误")

    def write_off(self):
        """Take all that is left of a parcel to the end, then write it off."""
        parcel = self.some(Parcel)
        if parcel.kind == "unsupplied" and parcel.available and not parcel.in_transit_area:
            disposal = services.draft_disposal(parcel.id, actor=self.world.clerk, values={
                "measure_id": self.world.measures["grant"].id, "area": parcel.available, "disposed_on": clock.today(), "doc_no": "余"})
            for person, name in (("clerk", "submit"), ("reviewer", "verify"), ("acceptor", "accept")):
                disposal.refresh_from_db()
                getattr(services, f"{name}_disposal")(disposal.id, actor=getattr(self.world, person), version=disposal.version)
        services.write_off_parcel(parcel.id, actor=self.world.acceptor, version=parcel.version)

    def relist(self):
        parcel = Parcel.objects.filter(status="written_off").order_by("id").first() or self.some(Parcel)
        done = list(parcel.disposals.filter(state=DisposalState.ACCEPTED).values_list("id", flat=True))
        services.relist_parcel(parcel.id, actor=self.world.acceptor, version=parcel.version, reason="复核", reverse=done[:1])

    def run(self, operations):
        names = ["register"] * 4 + ["draft"] * 10 + ["step"] * 4 + ["onward"] * 9 + ["correct", "write_off", "relist", "relist"]
        for _ in range(operations):
            self.now += timedelta(minutes=self.rng.randrange(200))
            name = self.rng.choice(names)
            with clock.at(self.now):
                try:
                    with transaction.atomic():
                        getattr(self, name)()
                    self.ended.append(f"{name}:done")
                except Refusal as refused:
                    self.ended.append(f"{name}:{type(refused).__name__}:{refused.code}")
                except ValidationError:  # more digits than the column holds
                    self.ended.append(f"{name}:too precise")
                except AttributeError:  # nothing drawn yet
                    self.ended.append(f"{name}:nothing there")


def digest_of_rows():
    columns = {Parcel: ("parcel_no", "area", "accepted_area", "in_transit_area", "status", "version"),
               Disposal: ("parcel__parcel_no", "number", "area", "accepted_area", "state", "version"),
               AreaEntry: ("disposal__parcel__parcel_no", "disposal__number", "nature", "area", "recorded_at", "effective_at"),
               AreaRunning: ("kind", "idle_source", "area", "count"),
               AreaWeek: ("kind", "idle_source", "closes_at", "next_closes_at", "area", "count", "total_area", "total_count")}
    rows = [sorted(canonical(list(row)) for row in model.objects.order_by().values_list(*names))
            for model, names in columns.items()]
    return canonical(rows)


@pytest.mark.django_db
@pytest.mark.claim("C33")
def test_two_thousand_operations_end_alike_on_both_engines():
    with clock.at(small_world.MORNING), everything("test"):
        script = Script(small_world.build(), seed=20210507)
        script.run(OPERATIONS)
        ended = Counter(script.ended)
        assert min(ended["onward:done"], ended["draft:done"]) > 100, ended
        assert min(ended["correct:done"], ended["write_off:done"], ended["relist:done"]) > 3, ended
        assert differing_buckets() == []
        assert verify_chain().broken_seq is None
        for parcel in Parcel.objects.all():
            assert 0 <= parcel.accepted_area + parcel.in_transit_area <= parcel.area
        found = hashlib.sha256((canonical(script.ended) + digest_of_rows()).encode()).hexdigest()
    assert found == DIGEST, f"the digest is {found}; the operations ended {dict(ended)}"
