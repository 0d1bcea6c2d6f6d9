"""A clerk of any county of the five plans at work in a browser: parcels with their facts, the form of a disposal, its terms."""

from __future__ import annotations

import itertools
import re
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.actors import system_actor
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Disposal, Measure, Parcel
from parcels.selectors.measures import catalogue
from tests.world import PDF, signed_in, words_of_page
from units.models import Region

from .five import _person

BF, SMX, ZMD, SL = "410421", "411221", "411702", "410404"
_keys = itertools.count(1)


class County:
    """`code` is that of the county, as fixtures/regions.json has it."""

    def __init__(self, code: str):
        self.code, self.region = code, Region.objects.get(code=code)
        self.clerk = self.person("county_clerk")
        self.browser = signed_in(self.clerk)

    def person(self, role: str):
        """Somebody of this county, or of the city above it."""
        code, unit = (self.code, "") if role.startswith("county") else (self.region.parent.code, "考核验收组")
        return _person(system_actor("测试"), f"{role}.{self.code}", code, unit, role)

    def parcel(self, cause: str, *, facts: dict | None = None, price: str = "", kind: str = "idle", **values) -> Parcel:
        """Idle land, perhaps with facts and the price (万元) of its supply."""
        with scope(self.clerk):
            parcel = services.register_parcel(actor=self.clerk, region_id=self.clerk.region_id, kind=kind, values={
                "name": "测试地块", "location": "路北", "area": Decimal(30), "area_typed": "30", "area_unit": "mu", "purpose": "工业用地",
                "cause": cause, **values})
            if price:
                services.add_supply(parcel.id, actor=self.clerk, mode="granted", doc_no="合同1", supplied_on=date(2015, 1, 1),
                                    area=Decimal(30), price=Decimal(price) * 10_000)
            if facts is not None:
                services.record_facts(parcel.id, actor=self.clerk, seen=0, values=facts, years=[], source="现场核查")
        return parcel

    def measure(self, code: str) -> Measure:
        """A measure that this county may use."""
        with everything("the catalogue is public"):
            return next(m for m in catalogue(self.region) if m.code == code)

    def offered(self, parcel: Parcel) -> list[str]:
        """措施 that the form offers."""
        page = self.browser.get(f"/parcels/{parcel.id}/disposals/new/").content.decode().split('id="id_measure"')[1].split("</fieldset>")[0]
        return re.findall(r"data-measure[^>]*><span><b>([^<]+)</b></span>", page)

    def words(self, parcel: Parcel) -> str:
        """The form of a new disposal, in words."""
        return words_of_page(self.browser.get(f"/parcels/{parcel.id}/disposals/new/"))

    def part(self, parcel: Parcel, code: str, **terms) -> str:
        """What follows from the terms while they are typed."""
        asked = {"measure": self.measure(code).id, **_named(terms)}
        return words_of_page(self.browser.get(f"/parcels/{parcel.id}/disposals/terms/", asked))

    def post(self, parcel: Parcel, code: str, do: str = "submit", **terms):
        """上报 (or a draft) with every paper that the measure wants."""
        measure = self.measure(code)
        papers = {f"paper_{paper['code']}": [SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf")] for paper in measure.evidence}
        return self.browser.post(f"/parcels/{parcel.id}/disposals/new/", {
            "form_key": f"terms-form-{next(_keys)}", "version": "", "measure": measure.id, "area": "5", "area_unit": "mu",
            "disposed_on": "2021-09-10", "doc_no": "测〔2021〕1号", "do": do, **(papers if do == "submit" else {}), **_named(terms)})

    def refused(self, parcel: Parcel, code: str, **terms) -> str:
        """上报, and it did not go through: what was said. Nothing of it is under way."""
        answer = self.post(parcel, code, **terms)
        assert answer.status_code != 302
        with scope(self.clerk):
            assert not parcel.disposals.filter(state="submitted").exists()
        return words_of_page(answer)

    def done(self, parcel: Parcel, code: str, **terms) -> Disposal:
        """上报, and it went through."""
        answer = self.post(parcel, code, **terms)
        assert answer.status_code == 302, words_of_page(answer)
        with scope(self.clerk):
            disposal = parcel.disposals.latest("number")
        assert disposal.state == "submitted"
        return disposal

    def shown(self, disposal: Disposal) -> str:
        """The page of a disposal, in words."""
        return words_of_page(self.browser.get(f"/disposals/{disposal.id}/"))


def _named(terms: dict[str, str]) -> dict[str, str]:
    return {f"terms_{key}": value for key, value in terms.items()}
