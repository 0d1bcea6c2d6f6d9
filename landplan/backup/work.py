"""备份 and 恢复 as the commands call them."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from audit import guards
from audit.selectors import verify_chain
from landplan.lib import clock
from parcels.store import path_of

from . import manifest
from .engines import (
    BackupError,
    dump_name,
    dump_postgres,
    dump_sqlite,
    evidence_rows,
    is_empty,
    make_empty,
    restore_postgres,
    restore_sqlite,
)

FORMAT = 1
KEYS = {"format", "engine", "tables", "dump_sha256", "audit_head", "evidence"}


def make_backup(folder: Path) -> dict:
    """备份 into a new folder: dump, evidence, manifest. The manifest is written last: without it there is no backup.

    Raises BackupError when the folder holds something or a file of the store is missing or changed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} 不是空的。请换一个新文件夹；旧备份不会被覆盖。")
    folder.mkdir(parents=True, exist_ok=True)
    dump = dump_postgres if connection.vendor == "postgresql" else dump_sqlite
    tables, head, evidence = dump(folder)
    for storage_id, sha256 in evidence:
        _copy_checked(path_of(storage_id), _kept(folder, storage_id), sha256)
    facts = {"format": FORMAT, "engine": connection.vendor, "made_at": clock.real_now().isoformat(), "tables": tables,
             "dump_sha256": manifest.file_hash(folder / dump_name()), "audit_head": head,
             "evidence": dict(evidence)}
    manifest.write(folder, facts)
    return facts


def restore_backup(folder: Path) -> dict:
    """恢复 into an empty installation. Everything is checked before anything is touched, and again after.

    Raises BackupError that names the cause; the target is then as it was.
    """
    facts = _read_checked(folder)
    if not is_empty():
        raise BackupError("目标数据库不是空的。请恢复到新建的、没有建过表的库（不要先 migrate），确认无误后再切换；系统不覆盖在用的数据。")
    restore, papers = restore_postgres if connection.vendor == "postgresql" else restore_sqlite, []
    try:
        restore(folder, facts["tables"])
        _check_lists(facts)
        for storage_id, sha256 in facts["evidence"].items():
            _refuse_other(path_of(storage_id), sha256)
            papers += [] if path_of(storage_id).exists() else [path_of(storage_id)]
            _copy_checked(_kept(folder, storage_id), path_of(storage_id), sha256)
        _check_after(facts)
    except BaseException:
        make_empty()
        for paper in papers:
            paper.unlink(missing_ok=True)
        raise
    return facts


def _read_checked(folder: Path) -> dict:
    try:
        facts = manifest.read(folder)
    except (OSError, ValueError) as broken:
        raise BackupError(f"{folder} 里没有完好的 {manifest.NAME}，不是一份完整的备份。") from broken
    if not isinstance(facts, dict) or not KEYS <= facts.keys():
        raise BackupError(f"{folder} 的 {manifest.NAME} 缺项，不是一份完整的备份。")
    if facts["format"] != FORMAT:
        raise BackupError(f"备份格式是第 {facts['format']} 版，本程序认第 {FORMAT} 版。请用同一版本的程序恢复。")
    if facts["engine"] != connection.vendor:
        raise BackupError(f"这份备份来自 {facts['engine']}，现在的数据库是 {connection.vendor}。请用同一种数据库恢复。")
    dump = folder / dump_name()
    if not dump.exists() or manifest.file_hash(dump) != facts["dump_sha256"]:
        raise BackupError(f"{dump.name} 缺失或被改动，校验码不符。请换一份备份。")
    for storage_id, sha256 in facts["evidence"].items():
        kept = _kept(folder, storage_id)
        if not kept.exists() or manifest.file_hash(kept) != sha256:
            raise BackupError(f"佐证 {storage_id} 缺失或被改动，校验码不符。请换一份备份。")
    return facts


def _check_lists(facts: dict) -> None:
    """The manifest names the very papers and the very head that the rows name."""
    if dict(evidence_rows(connection)) != facts["evidence"]:
        raise BackupError("清单里的佐证与数据库里登记的不一致。请换一份备份。")
    if manifest.audit_head(connection) != facts["audit_head"]:
        raise BackupError("清单里的留痕链头与数据库里的不一致。请换一份备份。")


def _check_after(facts: dict) -> None:
    report = verify_chain(facts["audit_head"]["hash"] or None)
    if report.broken_seq is not None:
        raise BackupError(f"恢复后的留痕第 {report.broken_seq} 条有问题：{report.reason}。")
    call_command("migrate", verbosity=0)
    if guards.missing():
        raise BackupError(f"恢复后守卫缺失：{'、'.join(guards.missing())}。")


def _kept(folder: Path, storage_id: str) -> Path:
    return folder / "evidence" / storage_id[:2] / storage_id


def _refuse_other(target: Path, sha256: str) -> None:
    if target.exists() and manifest.file_hash(target) != sha256:
        raise BackupError(f"佐证库里已有内容不同的 {target.name}。请恢复到空的佐证库（EVIDENCE_DIR）。")


def _copy_checked(source: Path, target: Path, sha256: str) -> None:
    if not source.exists() or manifest.file_hash(source) != sha256:
        raise BackupError(f"佐证文件 {source.name} 缺失或被改动，校验码不符。")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def default_folder() -> Path:
    """var/backups/ 年月日-时分秒 (machine time)."""
    return Path(settings.VAR_DIR) / "backups" / clock.local(clock.real_now()).strftime("%Y%m%d-%H%M%S")
