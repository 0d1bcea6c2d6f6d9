"""导入的办理: a message wakes a worker for a job's row; beat looks every minute for what was lost."""

import logging

from celery import shared_task
from django.db import transaction
from django.http import Http404

from landplan.lib import leases
from landplan.lib.actors import system_actor
from landplan.lib.errors import Refusal
from landplan.lib.queue import wake
from landplan.lib.scope import everything, scope
from units.models import Post
from units.selectors import actor_of

from .models import ExportJob, ImportFile, ImportJob
from .rules.lists import LEDGER_LIMIT, SCREEN_LIMIT
from .services import forget_exports, write_export
from .services.import_work import run_import as run_one
from .services.import_work import take_waiting
from .views.export_source import lists_of

logger = logging.getLogger(__name__)
ACTOR = "导入"


def start(file: ImportFile) -> None:
    """请办: wake a worker for the newest job of a file that waits for one."""
    if file.is_working and (job := file.jobs.order_by("-id").first()):
        transaction.on_commit(lambda: wake(run_import, job.id))


@shared_task
def run_import(job_id: int) -> str:
    """办一件; what follows from it (recognised: now check it) is done at once. Returns the state of the last."""
    state = "taken"
    while job_id:
        job = run_one(job_id, actor=system_actor(ACTOR))
        if job is None:
            return state
        state = str(job.state)
        logger.info("%s: %s %s", job.key, state, job.result or job.error)
        job_id = ImportJob.objects.filter(file_id=job.file_id, id__gt=job.id, file__state="checking").values_list("id", flat=True).first()
    return state


@shared_task
def look_for_imports() -> int:
    """找漏掉的: queued and not begun, or with a lease that ran out. Returns for how many it woke a worker."""
    found = take_waiting(actor=system_actor(ACTOR))
    for job_id in found:
        wake(run_import, job_id)
    return len(found)


def start_export(job: ExportJob) -> None:
    """请办一个导出."""
    transaction.on_commit(lambda: wake(run_export, job.pk))


@shared_task
def run_export(job_id: int) -> str:
    """导出: the page is asked as its person would ask it, in the post that asked for it."""
    job = leases.run(ExportJob, job_id, _export, trouble="没有导出。请系统管理员查看日志；可以再导一次。")
    return str(job.state) if job else "taken"


def _export(job: ExportJob) -> ExportJob | None:
    post = Post.objects.select_related("user", "unit__region").get(pk=job.post_id)
    actor = actor_of(post)
    if not (post.is_active and post.user.is_active):
        return leases.fail(job, "导出人已不在这个岗位，没有导出。", for_good=True)
    with scope(actor):
        try:
            lists, count = lists_of(job.address, actor=actor, user=post.user, limit=LEDGER_LIMIT)
        except (Refusal, Http404) as error:
            return leases.fail(job, getattr(error, "message", "页面不存在。"), for_good=True)
        if count > LEDGER_LIMIT or (len(lists[0].rows) if isinstance(lists[0].rows, list) else 0) > SCREEN_LIMIT:
            return leases.fail(job, "行数超过一个文件的上限。请先筛选，再分次导出。", for_good=True)
        return write_export(job, lists, actor=actor)


@shared_task
def look_for_exports() -> int:
    """丢了的消息再发一次, and files that were kept long enough are removed."""
    with everything("exports of everybody"):
        forget_exports(actor=system_actor("导出"))
        found = leases.waiting(ExportJob)
    for job_id in found:
        wake(run_export, job_id)
    return len(found)
