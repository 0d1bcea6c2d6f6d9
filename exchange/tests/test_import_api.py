"""导入 through the interface: the same steps, refusals and limits as the pages; nothing of others is reached (C05)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from landplan.lib.scope import everything
from parcels.models import Parcel
from parcels.tests.land import client_for

from .sending import HEADS, book, parcels_book, work

pytestmark = pytest.mark.django_db
IMPORTS = "/api/v1/imports/"


class Program:
    """A program that works for a person."""

    def __init__(self, actor):
        self.client = client_for(actor)

    def upload(self, content: bytes) -> dict:
        answer = self.client.post(IMPORTS, {"section": "parcels", "file": SimpleUploadedFile("台账.xlsx", content)})
        assert answer.status_code == 201, answer.content.decode()
        work()
        return self.get(answer.json()["id"])

    def get(self, pk: int) -> dict:
        return self.client.get(f"{IMPORTS}{pk}/").json()

    def rows(self, pk: int) -> list[dict]:
        return self.client.get(f"{IMPORTS}{pk}/rows/").json()["results"]

    def step(self, file: dict, name: str, sent: dict, version: int | None = None):
        answer = self.client.post(f"{IMPORTS}{file['id']}/{name}/", sent, content_type="application/json",
                                  headers={"If-Match": f'"{version or file["version"]}"'})
        work()
        return answer


def facts() -> list[dict]:
    with everything("the test looks on"):
        return list(Parcel.objects.order_by("id").values())


def test_a_program_sends_looks_at_the_preview_and_confirms_what_it_saw(land):
    program = Program(land.clerk)
    file = program.upload(parcels_book(("", "新块", "征而未供", 7, "路北", "甲乡", "")))
    assert (file["state"], file["counts"]["create"], facts()) == ("ready", 1, [])
    assert [row["action"] for row in program.rows(file["id"])] == ["create"]
    assert program.step(file, "confirm", {"sha256": "0" * 64}).status_code == 409
    assert program.step(file, "confirm", {"sha256": file["sha256"]}, version=file["version"] + 5).status_code in (409, 412)
    assert program.step(file, "confirm", {"sha256": file["sha256"]}).status_code == 200
    assert program.get(file["id"])["state"] == "done" and [one["name"] for one in facts()] == ["新块"]


def test_columns_are_said_by_number_and_a_file_is_withdrawn(land):
    program = Program(land.clerk)
    file = program.upload(book(("宗地叫法", "类别", "面积（亩）"), ("丙块", "征而未供", 3)))
    assert file["state"] == "mapping"
    assert program.step(file, "map", {"mapping": {"0": "name", "1": "kind", "2": "area"}}).status_code == 200
    checked = program.get(file["id"])
    assert checked["state"] == "ready"
    assert program.step(checked, "withdraw", {}).status_code == 200
    assert program.get(file["id"])["state"] == "withdrawn" and facts() == []


@pytest.mark.claim("C05")
def test_an_import_of_a_program_reaches_no_other_county_and_no_id(land):
    theirs = land.parcel("7", region=land.other, by="clerk_b", name="乙块", supervision_no="B1")
    before, program = facts(), Program(land.clerk)
    for content in (parcels_book((theirs.parcel_no, "改名", "征而未供", 7, "", "", "")),
                    book((*HEADS, "县区"), ("", "新块", "征而未供", 7, "", "", "", "乙县")),
                    book((*HEADS, "批准文号"), ("", "新块", "征而未供", 7, "", "", "", "没有的〔2020〕1号"))):
        file = program.upload(content)
        told = str(program.rows(file["id"]))
        assert file["state"] == "faulty" and ("不在本县区" in told or "不存在于" in told)
        assert program.step(file, "confirm", {"sha256": file["sha256"]}).status_code == 409
    file = program.upload(book(("id", "region_id", *HEADS), (theirs.pk, land.other.pk, "", "乙块", "征而未供", 7, "", "", "B1")))
    answer = program.step(file, "map", {"mapping": {str(n): key for n, key in enumerate(
        ("", "", "parcel_no", "name", "kind", "area", "location", "lead_unit", "supervision_no"))}})
    assert answer.status_code == 200
    checked = program.get(file["id"])
    assert program.step(checked, "confirm", {"sha256": checked["sha256"]}).status_code == 200
    after = facts()
    assert after[:len(before)] == before and len(after) == len(before) + 1 and after[-1]["region_id"] == land.county.pk
    assert Program(land.clerk_b).client.get(f"{IMPORTS}{file['id']}/").status_code == 404
