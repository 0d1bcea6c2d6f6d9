"""Sending files as a clerk does, with a worker that does its work at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from exchange.jobs import run_import
from exchange.models import ImportFile, ImportJob
from landplan.lib import leases
from landplan.lib.excel import put
from parcels.tests.land import client_for

HEADS = ("地块编号", "地块名称", "类别", "面积（亩）", "坐落", "责任单位", "电子监管号")


def book(*rows, title: str = "Sheet1") -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    made.active.title = title
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str):
                put(made.active.cell(number, column), value)
            else:
                made.active.cell(number, column, value)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def parcels_book(*rows) -> bytes:
    """A workbook of parcels: 编号 名称 类别 面积 坐落 责任单位 监管号."""
    return book(HEADS, *rows)


def work() -> None:
    """The worker does all that waits."""
    while waiting := leases.waiting(ImportJob):
        for job_id in waiting:
            run_import(job_id)


def send(actor, content: bytes, name: str = "台账.xlsx", section: str = "parcels", **options):
    """Upload as this person; the answer of the page."""
    return client_for(actor).post("/imports/upload/", {"section": section, "file": SimpleUploadedFile(name, content), **options})


@dataclass
class Sent:
    """A file on its way, seen through its page."""

    actor: object
    pk: int

    @property
    def row(self) -> ImportFile:
        return ImportFile.objects.get(pk=self.pk)

    def page(self, query: str = "") -> str:
        """The words of its page."""
        answer = client_for(self.actor).get(f"/imports/{self.pk}/{query}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))

    def post(self, step: str, **data):
        return client_for(self.actor).post(f"/imports/{self.pk}/{step}/", {"version": self.row.version, **data})

    def map(self, **keys: str):
        """Say what columns are (A=name …), the others as they were taken."""
        columns = {f"column_{index}": one["key"] for index, one in self.row.layout["columns"].items()}
        columns |= {f"column_{ord(letter) - 65}": key for letter, key in keys.items()}
        answer = self.post("map", sheet=self.row.sheet, **columns)
        work()
        return answer

    def confirm(self):
        """Confirm the preview; the worker applies it."""
        answer = self.post("confirm", sha256=self.row.sha256)
        work()
        return answer


def sent(actor, content: bytes, name: str = "台账.xlsx", section: str = "parcels", **options) -> Sent:
    """Upload and let the worker check it."""
    answer = send(actor, content, name, section, **options)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    work()
    return Sent(actor, int(answer.url.strip("/").rpartition("/")[2]))
