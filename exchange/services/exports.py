"""导出: a row for every export, its file on the disk for some days, one entry in the trail with the number of rows (SYS-04; C57)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audit.services import record
from landplan.lib import clock, leases
from landplan.lib.actors import Actor
from landplan.lib.errors import NotAllowed, TooMany
from landplan.lib.flat_files import FlatList, write_csv, write_xlsx
from landplan.lib.leases import LEASE, JobState

from ..models import ExportJob
from ..policies import may_take_out
from ..rules.lists import IN_ALL, KEPT_DAYS, PER_PERSON

_ACTIVE = [JobState.QUEUED, JobState.RUNNING]


def path_of_export(job: ExportJob) -> Path:
    """文件在哪里; its name says nothing."""
    return Path(settings.EXPORT_DIR) / job.key.removeprefix("export:")


@transaction.atomic
def open_export(*, actor: Actor, address: str, title: str, form: str) -> ExportJob:
    """开始一次导出: the row, held by whoever asks. Raises NotAllowed, TooMany (429) when too many run."""
    if not may_take_out(actor):
        raise NotAllowed("导出由有岗位的人办。请先选岗位。")
    _refuse_many(actor)
    real = clock.real_now()
    job = ExportJob.objects.create(
        key=f"export:{uuid.uuid4().hex}", by_id=actor.user_id, post_id=actor.post_id, address=address, title=title[:120], form=form,
        state=JobState.RUNNING, attempts=1, due_at=real, created_at=real, heartbeat_at=real, lease_until=real + LEASE)
    record(actor=actor, action="ask_export", obj=job, region_id=actor.region_id, after={"form": form, "address": address[:500]})
    _refuse_many(actor, begun=1)  # again, under the lock of the trail: of those that asked at the same time each counts those before it
    return job


def _refuse_many(actor: Actor, *, begun: int = 0) -> None:
    """同时最多几个; `begun` of them is the one at hand. Raises TooMany."""
    active = ExportJob.objects.filter(state__in=_ACTIVE)
    own, everybody = active.filter(by_id=actor.user_id).count() - begun, active.count() - begun
    if own >= PER_PERSON:
        raise TooMany(f"你有 {own} 个导出正在办，一人同时最多 {PER_PERSON} 个。请等办完再导，进度在“导出任务”里看。", code="too_many_exports")
    if everybody >= IN_ALL:
        raise TooMany(f"正在办的导出已有 {everybody} 个，同时最多 {IN_ALL} 个。请过几分钟再导，已填的筛选都在地址里。", code="too_many_exports")


@transaction.atomic
def defer_export(job: ExportJob, *, actor: Actor, title: str) -> ExportJob:
    """留给后台: a long list is left to a worker."""
    row = ExportJob.objects.select_for_update().get(pk=job.pk)
    row.state, row.attempts, row.lease_until, row.title = JobState.QUEUED, 0, None, title[:120]
    row.save(update_fields=["state", "attempts", "lease_until", "title"])
    record(actor=actor, action="defer_export", obj=row, region_id=actor.region_id, after={"form": row.form})
    return row


def write_export(job: ExportJob, lists: Sequence[FlatList], *, actor: Actor) -> ExportJob | None:
    """写文件 and end the export, with the number of rows in the trail; None when another worker took it over."""
    path = path_of_export(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        written = (write_csv if job.form == "csv" else write_xlsx)(part, lists, told=lambda count: _tell(job, count))
        digest = hashlib.sha256()
        with part.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        return _finish(job, part, path, written.count, digest.hexdigest(), lists[0].title, actor)
    finally:
        part.unlink(missing_ok=True)


@transaction.atomic
def _finish(job: ExportJob, part: Path, path: Path, count: int, sha256: str, title: str, actor: Actor) -> ExportJob | None:
    row = leases.still_ours(job)
    if row is None:
        return None
    row.count, row.size, row.sha256, row.title = count, part.stat().st_size, sha256, title[:120]
    row.file_name = f"{_name(title)}_{clock.today():%Y%m%d}.{row.form}"
    row.save(update_fields=["count", "size", "sha256", "title", "file_name"])
    part.replace(path)
    leases.finish(row, JobState.DONE, f"{count} 行")
    record(actor=actor, action="export_list", obj=row, region_id=actor.region_id, after={"rows": count, "form": row.form, "sha256": sha256})
    return row


def _name(title: str) -> str:
    """A file's name: no path, no sign that a system forbids."""
    return "".join(one for one in title if one.isalnum() or one in "（）〔〕-_ ")[:80].strip() or "清单"


@transaction.atomic
def _tell(job: ExportJob, count: int) -> None:
    row = leases.still_ours(job)
    if row is not None:
        row.count = count
        leases.prolong(row, "count")


@transaction.atomic
def forget_exports(*, actor: Actor) -> int:
    """删去过期的文件; the rows stay. Returns how many."""
    before = clock.real_now() - timedelta(days=KEPT_DAYS)
    old = list(ExportJob.objects.select_for_update().filter(state=JobState.DONE, removed_at=None, finished_at__lt=before))
    for job in old:
        path_of_export(job).unlink(missing_ok=True)
        job.removed_at = clock.real_now()
        job.save(update_fields=["removed_at"])
    if old:
        record(actor=actor, action="forget_exports", subject="exports", after={"files": len(old)})
    return len(old)
