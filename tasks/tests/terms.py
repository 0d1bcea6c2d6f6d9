"""The form of a disposal under the plans as printed: a clerk and a reviewer in one county of each, what they type, what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from landplan.lib.scope import scope
from parcels import services as land
from parcels.models import Disposal, Measure, Parcel
from parcels.rules.terms import papers_needed
from parcels.selectors.measures import catalogue
from tests.world import PDF, signed_in, words_of_page
from units.models import Region

from .five import Five, _person

COUNTY_OF = {"zmd": "411702", "bf": "410421", "smx": "411202", "ly": "410305", "sl": "410404"}
WELL = dict.fromkeys(("is_invited", "fits_plan", "fits_industry", "runs_well", "yields_well", "performs_well", "fits_procedure"), "yes")


@dataclass
class Desk:
    """填报员和审核员 of one county."""

    five: Five
    people: dict[str, Actor]
    posts: int = 0

    def client(self, who: str = "clerk"):
        return signed_in(self.people.get(who) or self.five.people[who])

    def words(self, address: str, who: str = "clerk") -> str:
        return words_of_page(self.client(who).get(address))

    def parcel(self, area: str = "40", kind: str = "used_unsupplied", **facts) -> Parcel:
        return self.five.parcel(area, kind, by=self.people["clerk"], at=clock.now(), **facts)

    def measure(self, code: str) -> Measure:
        region = Region.objects.get(pk=self.people["clerk"].region_id)
        return next(m for m in catalogue(region) if m.code == code)

    def offers(self, parcel: Parcel) -> str:
        """Words of the form: the measures that are open, and why others are not."""
        return self.words(f"/parcels/{parcel.id}/disposals/new/")

    def terms(self, parcel: Parcel, code: str, **typed) -> str:
        """What the form shows of the terms while these are typed."""
        asked = {"measure": self.measure(code).id} | {f"terms_{key}": value for key, value in typed.items()}
        return self.client().get(f"/parcels/{parcel.id}/disposals/terms/", asked).content.decode()

    def send(self, parcel: Parcel, code: str, do: str = "draft", *, area: str = "", lacking: str = "", **typed):
        """The answer to the form, sent with every paper that is needed but the one that is `lacking`."""
        self.posts += 1
        measure = self.measure(code)
        files = {f"paper_{paper['code']}": SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf")
                 for paper in papers_needed(measure.evidence, measure.terms, typed) if paper["code"] != lacking}
        return self.client().post(f"/parcels/{parcel.id}/disposals/new/", {
            "form_key": f"terms-key-{parcel.id}-{self.posts}", "version": "", "measure": measure.id, "area": area or f"{parcel.area:f}",
            "area_unit": "mu", "disposed_on": clock.today().isoformat(), "doc_no": f"测〔2021〕{self.posts}号", "do": do,
            **{f"terms_{key}": value for key, value in typed.items()}, **files})

    def refused(self, parcel: Parcel, code: str, do: str = "draft", **typed) -> str:
        """The words of a refusal."""
        answer = self.send(parcel, code, do, **typed)
        assert answer.status_code in (200, 422), answer.status_code
        return words_of_page(answer)

    def done(self, parcel: Parcel, code: str, do: str = "submit", **typed) -> Disposal:
        """The disposal that was made."""
        answer = self.send(parcel, code, do, **typed)
        assert answer.status_code == 302, words_of_page(answer)
        return Disposal.objects.filter(parcel=parcel).latest("id")

    def admit(self, parcel: Parcel, code: str = "industrial", **facts) -> None:
        """核实 and 认定, through their pages."""
        given = ({"public_work": "road"} if code == "public" else {"project_started_on": "2016-03-01"} | WELL) | facts
        saved = self.client().post(f"/parcels/{parcel.id}/facts/", {"seen": 0, "source": "现场核查", "do": "save"} | given)
        assert saved.status_code == 302, words_of_page(saved)
        found = self.client("reviewer").post(f"/parcels/{parcel.id}/findings/new/", {
            "seen": 1, "type": code, "opinion": "符合条件", "doc_no": f"测认〔2021〕{parcel.id}号", "found_on": "2021-05-20", "units": "自然资源局",
            "notice_no": "", "notified_on": ""})
        assert found.status_code == 302, words_of_page(found)

    def accept(self, row: Disposal) -> None:
        """审核、验收."""
        for actor, step in ((self.people["reviewer"], "verify"), (self.five.people["acceptor"], "accept")):
            with scope(actor):
                row = land.step_disposal(row.id, actor=actor, action=step, version=row.version)


def desks_of(five: Five) -> dict[str, Desk]:
    """One desk for each of the five plans."""
    system = system_actor("测试")
    return {plan: Desk(five, {role: _person(system, f"{plan}.{role}", code, "", f"county_{role}") for role in ("clerk", "reviewer")})
            for plan, code in COUNTY_OF.items()}


def at(year: int, month: int, day: int):
    """The clock at nine in the morning of that day."""
    return clock.at(clock.shanghai(year, month, day, 9))
