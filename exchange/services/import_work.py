"""导入的办理: what a worker does with a file - recognise, check, apply. Killed at any moment, nothing of a file is half there.

Reading and planning happen outside of the transaction that writes; the lease lives on meanwhile. What is written, the
records with their trail and the end of the import, is one transaction.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import partial

from django.db import IntegrityError, connection, transaction

from audit.services import record
from landplan.lib import clock, leases
from landplan.lib.actors import Actor
from landplan.lib.bulk import insert_rows
from landplan.lib.errors import Refusal
from landplan.lib.intake.rows import ReadRow
from landplan.lib.leases import JobState
from landplan.lib.scope import scope
from units.selectors import actor_of

from ..choices import ImportAction, ImportState, RowAction
from ..models import ImportFile, ImportJob, ImportRow
from ..rules.import_steps import ENDED
from ..sections import IMPORTERS, Place, offered
from ..sections.base import HINT, Planned, value_of
from ..selectors.imports import first_with, remembered
from ..selectors.reading import Read, Unsure, check_bytes, fitting, forget_rows, open_book, read_file
from .imports import ask_worker, move

TROUBLE = "没有导入。请系统管理员查看日志；文件还在，可以再办一次。"
_LOCK = 1_969_518_452  # one import writes at a time in a county and section, so that two of the same file cannot both find nothing


def run_import(job_id: int, *, actor: Actor) -> ImportJob | None:
    """办一件: recognise, check or apply, as the state of the file says; None when another has it. `actor` is the system."""
    try:
        job = leases.run(ImportJob, job_id, _work, trouble=TROUBLE)
    except Exception:
        _break(job_id)
        raise
    if job is not None:
        _forget(job.file_id)
    return job


def _work(job: ImportJob) -> ImportJob | None:
    file = ImportFile.objects.select_related("post__user", "post__unit__region", "by").get(pk=job.file_id)
    sender = actor_of(file.post)
    with scope(sender):
        if not (file.post.is_active and file.by.is_active and IMPORTERS[file.section].may(sender)):
            return _end(job, lambda row: _close(row, ImportAction.GIVE_UP if row.state != ImportState.APPLYING else ImportAction.FAULT,
                                                "上传人已不在这个岗位，没有导入。"))
        work = {ImportState.READING: _recognise, ImportState.CHECKING: _check, ImportState.APPLYING: _apply}.get(ImportState(file.state))
        return work(job, file, Place(sender, file.options)) if work else _end(job, lambda row: None)


def _recognise(job: ImportJob, file: ImportFile, place: Place) -> ImportJob | None:
    """识别: which sheet, where its head is, what its columns mean; a person is asked only where that is not plain."""
    section = IMPORTERS[file.section].section(place)
    try:
        found = open_book(file, section, remembered(file.post_id, file.section))
    except Refusal as refusal:
        return _end(job, partial(_close, action=ImportAction.GIVE_UP, told=refusal.message))

    other = _other(file, place) if found.layout["missing"] else ""

    def save(row: ImportFile) -> None:
        row.sheet, row.sheet_names, row.layout = found.sheet, found.names, found.layout
        row.told = found.told + other
        move(row, ImportAction.RECOGNISE if found.is_plain else ImportAction.ASK, "sheet", "sheet_names", "layout", "told")
        if found.is_plain:
            ask_worker(row)

    return _end(job, save)


def _other(file: ImportFile, place: Place) -> str:
    """选错了内容: the file has all that another section asks for."""
    others = [one for one in offered(place.actor) if one.key != file.section and not one.fields(place.actor)]
    section = fitting(file, [one.section(place) for one in others])
    return f"这张表更像“{section.title}”的：选错了内容的，撤回这一个，选“{section.title}”再传。" if section else ""


def _check(job: ImportJob, file: ImportFile, place: Place) -> ImportJob | None:
    """检查: every row, and all that is wrong with it; nothing is written among the records."""
    try:
        read, plan = _plan(job, file, place)
    except Unsure as unsure:
        return _end(job, partial(_ask, unsure=unsure))
    except Refusal as refusal:
        return _end(job, partial(_close, action=ImportAction.GIVE_UP, told=refusal.message))
    return _end(job, lambda row: _keep_plan(row, read, plan))


def _apply(job: ImportJob, file: ImportFile, place: Place) -> ImportJob | None:
    """导入: checked again against what stands there now; written whole, or not at all."""
    try:
        check_bytes(file)
        read = read_file(file, IMPORTERS[file.section].section(place))
        with transaction.atomic():
            row = _ours(job)
            if row is None:
                return None
            _take_turn(row)
            plan = _planned(read, row, place, tick=lambda done: None)
            if _digest_of(plan) != row.plan_digest:
                _keep_plan(row, read, plan, again=True)
            else:
                told = f"第{row.pk}号导入 {row.original_name}"
                IMPORTERS[row.section].apply([one for one in plan if one.action in (RowAction.CREATE, RowAction.CHANGE)], place, told=told)
                _finish_import(row, plan, place)
            return leases.finish(job, JobState.DONE, row.get_state_display())
    except (Refusal, IntegrityError) as error:
        said = error.message if isinstance(error, Refusal) else "有人同时登记了同样的记录。请重新检查文件，看它现在会怎样。"
        return _end(job, partial(_close, action=ImportAction.FAULT, told=f"没有导入，一行也没有保存。{said}"))


def _plan(job: ImportJob, file: ImportFile, place: Place) -> tuple[Read, list[Planned]]:
    read = read_file(file, IMPORTERS[file.section].section(place))
    ImportFile.objects.filter(pk=file.pk).update(total=len(read.rows), done=0)
    return read, _planned(read, file, place, tick=lambda done: _tick(job, file, done))


def _planned(read: Read, file: ImportFile, place: Place, *, tick) -> list[Planned]:
    """The plan of the readable rows, with what the reader found on all of them."""
    wrong = {fault.row for fault in read.faults if fault.severity != HINT}
    plan = {one.number: one for one in IMPORTERS[file.section].plan([row for row in read.rows if row.number not in wrong], place, tick=tick)}
    for one in plan.values():
        one.faults = [replace(fault, column=read.places.get(fault.key)) if fault.key and fault.column is None else fault for fault in one.faults]
    names = {row.number: row for row in read.rows if row.number in wrong}
    for fault in read.faults:
        one = plan.setdefault(fault.row, Planned(fault.row, RowAction.REFUSED, label=_name_of(names.get(fault.row))))
        one.faults.insert(0, fault)
        if fault.severity != HINT:
            one.action = RowAction.REFUSED
    return [plan[number] for number in sorted(plan)]


def _name_of(row: ReadRow | None) -> str:
    """叫什么: so that a row with a cell that cannot be read is known all the same."""
    return str(value_of(row, "name", "") or value_of(row, "parcel_no", "")) if row else ""


def _tick(job: ImportJob, file: ImportFile, done: int) -> None:
    """进度, and the lease lives on. Its own short statements: a reader of the page sees them at once."""
    with transaction.atomic():
        if row := leases.still_ours(job):
            leases.prolong(row)
            ImportFile.objects.filter(pk=file.pk).update(done=done)


def _ours(job: ImportJob) -> ImportFile | None:
    """The file, locked, if the job is still this worker's and the file was not withdrawn meanwhile."""
    row = leases.still_ours(job)
    return ImportFile.objects.select_for_update(of=("self",)).select_related("post").get(pk=job.file_id) if row else None


@transaction.atomic
def _end(job: ImportJob, save) -> ImportJob | None:
    """办完这一件 together with what it found. A file that was withdrawn meanwhile stays withdrawn."""
    row = _ours(job)
    if row is None:
        return None
    if row.is_working:
        save(row)
    return leases.finish(job, JobState.DONE, row.get_state_display())


def _close(row: ImportFile, action: ImportAction, told: str) -> None:
    row.told = told
    move(row, action, "told")


def _ask(row: ImportFile, unsure: Unsure) -> None:
    row.told, row.layout = unsure.message, unsure.layout
    move(row, ImportAction.ASK, "told", "layout")


def _keep_plan(row: ImportFile, read: Read, plan: list[Planned], *, again: bool = False) -> None:
    """存预览: one row for each row of the file."""
    row.check_no += 1
    row.counts = {action.value: sum(one.action == action for one in plan) for action in RowAction}
    row.counts |= {"hints": sum(any(fault.severity == HINT for fault in one.faults) for one in plan), "skipped": len(read.skipped)}
    row.rows_digest, row.plan_digest, row.done, row.total = read.digest, _digest_of(plan), len(plan), len(plan)
    insert_rows([_row(row, one) for one in plan])
    is_wrong, is_new = any(one.is_wrong for one in plan), any(one.action in (RowAction.CREATE, RowAction.CHANGE) for one in plan)
    row.first = None if is_new or is_wrong else first_with(row, sha256=row.sha256) or first_with(row, rows_digest=row.rows_digest)
    row.told = "预览以后台账有变动，还没有导入。请按新的预览再确认。" if again and is_new and not is_wrong else _nothing(row, is_new, is_wrong)
    action = ImportAction.FAULT if is_wrong else ImportAction.NOTHING if not is_new else ImportAction.OUTDATE if again else ImportAction.PASS
    move(row, action, "check_no", "counts", "rows_digest", "plan_digest", "done", "total", "told", "first")


def _nothing(row: ImportFile, is_new: bool, is_wrong: bool) -> str:
    if is_new or is_wrong:
        return ""
    count = row.counts[RowAction.SAME]
    if row.first:
        day = clock.local(row.first.ended_at or row.first.uploaded_at)
        return (f"没有新增，也没有修改：这个文件的 {count} 行已由第 {row.first.pk} 号导入“{row.first.original_name}”登记"
                f"（{row.first.by.name}，{day:%Y-%m-%d %H:%M}）。")
    return f"没有新增，也没有修改：文件里的 {count} 行与登记的一致。" if count else "文件里没有可以导入的行。请核对表头下面有没有数据。"


def _row(file: ImportFile, one: Planned) -> ImportRow:
    faults = [{"key": fault.key, "column": fault.column, "severity": fault.severity, "value": fault.value, "wanted": fault.wanted,
               "basis": fault.basis, "way": fault.way, "sentence": fault.sentence} for fault in one.faults]
    return ImportRow(file=file, check_no=file.check_no, number=one.number, action=one.action, label=one.label[:200], object_key=one.object_id,
                     has_hints=any(fault.severity == HINT for fault in one.faults),
                     told={"changes": one.changes, "faults": faults, "candidates": one.candidates})


def _finish_import(row: ImportFile, plan: list[Planned], place: Place) -> None:
    created, changed = row.counts[RowAction.CREATE], row.counts[RowAction.CHANGE]
    row.told, row.done = f"新增 {created} {IMPORTERS[row.section].noun}，修改 {changed}，不变 {row.counts[RowAction.SAME]}。", len(plan)
    move(row, ImportAction.APPLY, "told", "done")
    record(actor=place.actor, action="apply_import", obj=row, region_id=row.region_key, after={
        "section": row.section, "sha256": row.sha256, "created": created, "changed": changed, "same": row.counts[RowAction.SAME]})


def _digest_of(plan: list[Planned]) -> str:
    """What would be done, in one number: the same plan gives the same."""
    told = [(one.number, one.action, one.object_id, one.changes, [fault.sentence for fault in one.faults]) for one in plan]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def _take_turn(row: ImportFile) -> None:
    """One after the other in a county and section; others may work. SQLite's writers are serial already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10min'")
            cursor.execute("SET LOCAL statement_timeout = '10min'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, f"{row.section}:{row.region_key}"])


@transaction.atomic
def _break(job_id: int) -> None:
    """没有办成, by a fault of the program: the person reads it at once and may try again."""
    job = ImportJob.objects.get(pk=job_id)
    row = ImportFile.objects.select_for_update(of=("self",)).get(pk=job.file_id)
    if row.is_working:
        _close(row, ImportAction.BREAK, job.error)


def _forget(file_id: int) -> None:
    file = ImportFile.objects.get(pk=file_id)
    if file.state in ENDED:
        forget_rows(file)


def take_waiting(*, actor: Actor) -> list[int]:
    """待办的: what beat sends messages for again. `actor` is the system."""
    return leases.waiting(ImportJob)
