"""P8: what the web process holds while a file is imported. It puts the bytes on the disk and shows pages of fifty rows; the worker does the
rest. Counted is what Python allocates within a request at most, so that what a worker held before in the same process plays no part."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from django.db import transaction

from exchange.models import ImportFile, ImportJob
from exchange.selectors.reading import forget_rows
from exchange.services.import_work import run_import
from landplan.lib import leases
from landplan.lib.actors import Actor, system_actor
from parcels.store import path_of

from .people import Browser, answered

_PARTS = (b'--bench\r\nContent-Disposition: form-data; name="section"\r\n\r\nparcels\r\n'
          b'--bench\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n',
          b"\r\n--bench--\r\n")
_PIECE = 1 << 16


def web_holds(path: Path, clerk: Actor) -> float:
    """The most (MB) that a request of an import of this file allocates: upload, progress, preview, confirmation. All is taken back."""
    with transaction.atomic():
        browser = Browser(clerk)
        held = [_most(partial(_upload, browser, path))]
        file = ImportFile.objects.latest("id")
        try:
            _work(file)
            page = f"/imports/{file.pk}/"
            held += [_most(partial(browser.get, address)) for address in (page, f"{page}state/", f"{page}?show=create&after=60")]
            file.refresh_from_db()
            held.append(_most(lambda: browser.client.post(f"{page}confirm/", {"version": file.version, "sha256": file.sha256})))
            held.append(_most(partial(browser.get, page)))
            file.refresh_from_db()
            assert file.state == "applying", file.told
        finally:
            forget_rows(file)
            path_of(file.storage_id).unlink(missing_ok=True)
            transaction.set_rollback(True)
    return max(held)


def _most(work: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1048576
    finally:
        tracemalloc.stop()


def _upload(browser: Browser, path: Path) -> None:
    """As a server hands a request over: a stream, of which nobody holds the whole."""
    with TemporaryFile() as body, path.open("rb") as source:
        body.write(_PARTS[0])
        while piece := source.read(_PIECE):
            body.write(piece)
        body.write(_PARTS[1])
        size = body.tell()
        body.seek(0)
        answer = browser.client.request(**{
            "REQUEST_METHOD": "POST", "PATH_INFO": "/imports/upload/", "CONTENT_TYPE": "multipart/form-data; boundary=bench",
            "CONTENT_LENGTH": str(size), "wsgi.input": body})
        answered(answer, "/imports/upload/", 302)


def _work(file: ImportFile) -> None:
    """The worker's turn: it recognises and checks."""
    while waiting := [pk for pk in leases.waiting(ImportJob) if ImportJob.objects.filter(pk=pk, file=file).exists()]:
        run_import(waiting[0], actor=system_actor("测速"))
    file.refresh_from_db()
    assert file.state == "ready", file.told
