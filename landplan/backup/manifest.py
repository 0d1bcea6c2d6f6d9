"""清单: row hashes and counts of every table, hashes of every file, and the head of the audit chain."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from audit.chain import canonical

NAME = "manifest.json"


def file_hash(path: Path) -> str:
    """sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def table_facts(connection) -> dict[str, dict]:
    """Every table of the database: number of rows and one hash over all rows in the order of their first column."""
    facts = {}
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
    for name in names:
        digest, rows = hashlib.sha256(), 0
        for row in _rows(connection, name):
            digest.update(canonical([_plain(value) for value in row]).encode())
            rows += 1
        facts[name] = {"rows": rows, "sha256": digest.hexdigest()}
    return facts


def _rows(connection, table: str):
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted} ORDER BY 1")  # noqa: S608 - the name is the database's own
        while piece := cursor.fetchmany(2000):
            yield from piece


def _plain(value):
    """Bytes as hex; everything else as the audit chain writes it."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def audit_head(connection) -> dict:
    """链头: sequence number and hash of the last audit entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_auditentry ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return {"seq": row[0], "hash": row[1]} if row else {"seq": 0, "hash": ""}


def write(folder: Path, facts: dict) -> None:
    """写清单."""
    (folder / NAME).write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def read(folder: Path) -> dict:
    """读清单. Raises FileNotFoundError or ValueError."""
    return json.loads((folder / NAME).read_text(encoding="utf-8"))


def differences(wanted: dict[str, dict], found: dict[str, dict]) -> list[str]:
    """表的差异, each as a Chinese phrase."""
    said = [f"缺表 {name}" for name in wanted.keys() - found.keys()]
    said += [f"多表 {name}" for name in found.keys() - wanted.keys()]
    for name in sorted(wanted.keys() & found.keys()):
        if wanted[name] != found[name]:
            said.append(f"表 {name}：备份时 {wanted[name]['rows']} 行，现在 {found[name]['rows']} 行，内容校验码不同")
    return sorted(said)
