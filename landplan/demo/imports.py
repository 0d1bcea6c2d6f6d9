"""演示的导入: in one county a clerk's file that was imported, and one that was refused with its errors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.models import ImportFile, ImportJob
from exchange.services import confirm_import, run_import, upload_import
from landplan.lib import clock
from landplan.lib.actors import Actor, system_actor
from parcels.models import Parcel
from units.models import Region

from .people import PINYIN
from .step import Step

HEADS = ("地块编号", "地块名称", "类别", "面积（亩）", "备注")
DONE_AT, REFUSED_AT = clock.shanghai(2021, 9, 23, 15, 30), clock.shanghai(2021, 9, 23, 16, 5)


def import_steps(regions: list[Region], people: dict[str, Actor]) -> Iterator[Step]:
    """导入两次: remarks from the field, then a file with two wrong cells."""
    for region in regions[:1]:
        clerk = people[f"{PINYIN[region.name]}.clerk"]
        yield Step(DONE_AT, f"导入{region.code}", clerk, lambda actor, region=region: _imported(region, actor))
        yield Step(REFUSED_AT, f"导入退{region.code}", clerk, _refused)


def _imported(region: Region, actor: Actor) -> None:
    parcels = Parcel.objects.open().filter(region=region).order_by("parcel_no")[:5]
    rows = [(one.parcel_no, one.name, "", "", "9月实地复核，围挡已修复") for one in parcels]
    file = _sent("9月实地复核.csv", rows, actor)
    confirm_import(file.pk, actor=actor, version=file.version, sha256=file.sha256)
    _work(file)


def _refused(actor: Actor) -> None:
    _sent("新增地块.csv", [("", "金雀路南侧地块", "征而未供", "四十二", ""), ("", "练江路东侧地块", "征而未供", "18.6", ""),
                       ("", "骏马路北侧地块", "批而待用", "25", "")], actor)


def _sent(name: str, rows: list, actor: Actor) -> ImportFile:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADS, *rows])
    file = upload_import(actor=actor, section="parcels", upload=SimpleUploadedFile(name, out.getvalue().encode("utf-8-sig")))
    _work(file)
    file.refresh_from_db()
    return file


def _work(file: ImportFile) -> None:
    """What the worker would do, at once."""
    for _ in range(3):
        if job := ImportJob.objects.filter(file=file, state="queued").first():
            run_import(job.id, actor=system_actor("导入"))
