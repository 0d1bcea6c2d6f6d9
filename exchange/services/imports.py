"""导入: what a person does with a file - upload, match its columns, confirm, withdraw. The work itself is done by jobs."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal
from parcels.rules.files import safe_name
from parcels.services.common import check_version, permit, refuse
from parcels.store import keep_file

from ..choices import ImportAction
from ..models import ImportFile, ImportJob, ImportMemory
from ..rules.import_limits import TooMany, check_quota, check_upload
from ..rules.import_steps import ENDED, WORKING, next_state
from ..sections import IMPORTERS, Place
from ..selectors.imports import own_imports, sent_today, working_import
from ..selectors.reading import mapped_heads


@transaction.atomic
def upload_import(*, actor: Actor, section: str, upload, options: dict | None = None) -> ImportFile:
    """上传一个文件 for a section; a worker then recognises it. Raises NotAllowed, Refusal (413 too large, 429 too many)."""
    importer = _importer(section)
    permit(importer.may(actor), f"{importer.sentence}你现在的岗位不能办；兼有岗位的，先在右上角切换。")
    name = safe_name(str(upload.name))[:255]
    refuse(check_upload(name, upload.size))
    working = working_import(actor.user_id)
    refuse(check_quota(sent_today(actor.user_id), str(working) if working else ""))
    place = Place(actor, options or {})
    importer.check_options(place)
    stored = keep_file(upload)
    file = ImportFile(post_id=actor.post_id, by_id=actor.user_id, region_key=actor.region_id, section=section, options=place.options,
                      original_name=name, storage_id=stored.storage_id, sha256=stored.sha256, size=stored.size, uploaded_at=clock.now())
    _insert(file)
    ask_worker(file)
    record(actor=actor, action="upload_import", obj=file, region_id=actor.region_id,
           after={"section": section, "original_name": name, "sha256": stored.sha256, "size": stored.size, **place.options})
    return file


@transaction.atomic
def map_import(pk: int, *, actor: Actor, version: int | None, sheet: int, mapping: dict[int, str]) -> ImportFile:
    """对列: which sheet, and what each of its columns means (`mapping`: column index from 0 -> key, "" = not imported). Remembered
    for the next file of this post and section. Raises Refusal, VersionMissing, Conflict."""
    file = lock_import(pk, actor=actor, version=version)
    section = _importer(file.section).section(Place(actor, file.options))
    columns = {column.key for column in section.columns}
    chosen = [key for key in mapping.values() if key]
    refuse([Refusal(f"“{key}”不是这一类的列。请从列出的里选。", code="unknown_column") for key in set(chosen) - columns])
    twice = sorted({key for key in chosen if chosen.count(key) > 1})
    refuse([Refusal("同一项内容指定给了两列。每项内容只能有一列，请把多余的一列改为“不导入”。", code="column_twice")] if twice else [])
    if not chosen:
        raise Refusal("所有列都是“不导入”，没有可以检查的。请至少指定一列。", code="no_columns")
    refuse([] if sheet == file.sheet else [Conflict("要对的不是这张表。请刷新页面再对。", code="other_sheet")])
    _remember(file, mapped_heads(file, section, mapping))
    file.mapping = {str(index): key for index, key in mapping.items()}
    return _step(file, ImportAction.MAP, actor, "mapping")


@transaction.atomic
def choose_sheet(pk: int, *, actor: Actor, version: int | None, sheet: int) -> ImportFile:
    """换一张表: it is recognised anew. Raises Refusal, VersionMissing, Conflict."""
    file = lock_import(pk, actor=actor, version=version)
    if not 0 <= sheet < len(file.sheet_names):
        raise Refusal("没有这张表。请从列出的里选。", field="sheet", code="not_found")
    file.sheet, file.mapping, file.layout = sheet, None, {}
    return _step(file, ImportAction.MAP, actor, "sheet", "mapping", "layout")


@transaction.atomic
def confirm_import(pk: int, *, actor: Actor, version: int | None, sha256: str) -> ImportFile:
    """确认: the file with this sha256, as it was previewed; a worker checks it again against present data and writes it whole.

    Raises Conflict, VersionMissing, Refusal."""
    file = lock_import(pk, actor=actor, version=version)
    if sha256 != file.sha256:
        raise Conflict("要确认的不是这个文件（校验码不同）。请刷新页面，核对预览后再确认。", code="other_file")
    return _step(file, ImportAction.CONFIRM, actor)


@transaction.atomic
def withdraw_import(pk: int, *, actor: Actor, version: int | None) -> ImportFile:
    """撤回 what was not imported yet; nothing of it was ever saved among the records. Raises Conflict, VersionMissing."""
    file = lock_import(pk, actor=actor, version=version)
    file.ended_at = clock.now()
    return _step(file, ImportAction.WITHDRAW, actor, "ended_at")


def lock_import(pk: int, *, actor: Actor, version: int | None) -> ImportFile:
    """锁住自己的一个导入, on the version that was seen. Raises ImportFile.DoesNotExist for another's."""
    file = ImportFile.objects.select_for_update(of=("self",)).get(pk=own_imports(actor).values_list("pk", flat=True).get(pk=pk))
    check_version(file, version)
    permit(_importer(file.section).may(actor), _importer(file.section).sentence)
    return file


def move(file: ImportFile, action: ImportAction, *fields: str) -> ImportFile:
    """走一步 of a locked row, by the table of steps. Raises Conflict."""
    file.state = next_state(file.state, action)
    file.version += 1
    if file.state in ENDED and file.ended_at is None:
        file.ended_at = clock.now()
    file.save(update_fields=sorted({*fields, "state", "version", "ended_at"}))
    return file


def ask_worker(file: ImportFile) -> ImportJob:
    """请办: the row that a worker looks for."""
    now = clock.real_now()
    return ImportJob.objects.create(file=file, key=f"import:{file.pk}:{file.version}", due_at=now, created_at=now)


def _step(file: ImportFile, action: ImportAction, actor: Actor, *fields: str) -> ImportFile:
    before = file.state
    file.done, file.told = 0, ""
    try:
        with transaction.atomic():
            move(file, action, *fields, "done", "told")
    except IntegrityError:  # another one of this person is at work
        raise _busy() from None
    if file.state in WORKING:
        ask_worker(file)
    record(actor=actor, action=f"{action.value}_import", obj=file, region_id=file.region_key, before={"state": before}, after={
        "state": file.state, **({"sheet": file.sheet, "mapping": file.mapping} if action == ImportAction.MAP else {}),
        **({"sha256": file.sha256} if action == ImportAction.CONFIRM else {})})
    return file


def _insert(file: ImportFile) -> None:
    """Two uploads at the same instant: the constraint lets one through."""
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError:
        raise _busy() from None


def _busy() -> TooMany:
    return TooMany("你有另一个导入正在办理。一人一次办一个，请等它办完再来。", field="file", code="one_at_a_time")


def _remember(file: ImportFile, fresh: dict[str, str]) -> None:
    memory, _ = ImportMemory.objects.select_for_update().get_or_create(post_id=file.post_id, section=file.section)
    memory.heads = memory.heads | fresh
    memory.save(update_fields=["heads"])


def _importer(section: str):
    if section not in IMPORTERS:
        raise Refusal("没有这一类导入。请从列出的里选。", field="section", code="unknown_section")
    return IMPORTERS[section]


