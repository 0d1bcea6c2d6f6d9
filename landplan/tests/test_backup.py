"""备份与恢复 on both engines: the same data, or a loud refusal and a target that is as it was."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, models

from audit import guards
from audit.selectors import verify_chain
from landplan.backup import engines, manifest
from landplan.lib import clock
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Parcel
from parcels.store import path_of
from tests.world import MORNING, build_world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    """One backup of the world, made by the command; the database of the tests is empty again afterwards."""
    folder, out = tmp_path_factory.mktemp("backup") / "new", tmp_path_factory.mktemp("out") / "said"
    with django_db_blocker.unblock(), clock.at(MORNING), everything("the test looks on"):
        world = build_world()
        try:
            with open(out, "w+", encoding="utf-8") as said:
                call_command("backup", out=folder, stdout=said)
        finally:
            guards.lift()
            call_command("flush", verbosity=0, interactive=False)
    return folder, world, out.read_text(encoding="utf-8")


@pytest.fixture
def target(django_db_setup, django_db_blocker, tmp_path, settings):
    """An empty installation in the place of the database of the tests: its own database, its own evidence store."""
    settings.EVIDENCE_DIR = tmp_path / "store"
    with django_db_blocker.unblock():
        kept = connections["default"]
        name = str(tmp_path / "restored.sqlite3")
        if kept.vendor == "postgresql":
            name = f"restored_{os.getpid()}"
            _on_server(kept, f"CREATE DATABASE {name}")
        connections["default"] = other = type(kept)({**kept.settings_dict, "NAME": name}, alias="default")
        try:
            yield settings.EVIDENCE_DIR
        finally:
            other.close()
            connections["default"] = kept
            if kept.vendor == "postgresql":
                _on_server(kept, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(kept, statement):
    """By a connection of its own: the test's is inside a transaction."""
    other = type(kept)(kept.settings_dict, alias="server")
    with other.cursor() as cursor:
        cursor.execute(statement)
    other.close()


def dump_of(folder):
    return folder / engines.dump_name()


def papers_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != folder.name)


def test_a_backup_put_into_an_empty_installation_is_the_same_data_and_goes_on(made, target, capsys):
    folder, world, said = made
    facts = manifest.read(folder)
    rows = sum(table["rows"] for table in facts["tables"].values())
    assert said.startswith(f"已备份 {len(facts['tables'])} 张表 {rows} 行、佐证 {len(facts['evidence'])} 件到 {folder}")
    call_command("restore", folder)
    assert "全部核对一致" in capsys.readouterr().out
    with everything("the test looks on"), clock.at(MORNING):
        assert manifest.table_facts(connection) == facts["tables"]
        assert (verify_chain().head, guards.missing()) == (facts["audit_head"]["hash"], [])
        tables = engines.tables_with_files()
        papers = [paper for model in apps.get_models() if model._meta.db_table in tables for paper in model._base_manager.all()]
        assert all(sha256(path_of(paper.storage_id).read_bytes()).hexdigest() == paper.sha256 for paper in papers)
        assert len(papers_of(target)) == len(papers) > 1
        before = list(Parcel.objects.values_list("parcel_no", flat=True))
        clerk = world.actor("county_clerk")
        with scope(clerk):
            parcel = services.register_parcel(actor=clerk, region_id=clerk.region_id, kind="idle", values={
                "name": "恢复后登记", "area": 1, "area_typed": "1", "area_unit": "mu"})
        assert Parcel.objects.count() == len(before) + 1 and parcel.parcel_no not in before
        assert verify_chain().broken_seq is None


def rewritten(folder, **changes):
    path = folder / manifest.NAME
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}, ensure_ascii=False), encoding="utf-8")


def without(path):
    path.unlink()


def flipped(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def another_row(folder):
    tables = manifest.read(folder)["tables"]
    tables["parcels_parcel"]["sha256"] = "0" * 64
    rewritten(folder, tables=tables)


FAULTS = {
    "a byte of the dump": (lambda f: flipped(dump_of(f)), "被改动"),
    "half a dump": (lambda f: dump_of(f).write_bytes(dump_of(f).read_bytes()[:9000]), "被改动"),
    "no dump": (lambda f: without(dump_of(f)), "缺失"),
    "a byte of a paper": (lambda f: flipped(papers_of(f)[0]), "佐证 .* 缺失或被改动"),
    "no paper": (lambda f: without(papers_of(f)[1]), "佐证 .* 缺失或被改动"),
    "no papers at all": (lambda f: shutil.rmtree(f / "evidence"), "佐证 .* 缺失或被改动"),
    "no manifest": (lambda f: without(f / manifest.NAME), "没有完好的 manifest.json"),
    "half a manifest": (lambda f: (f / manifest.NAME).write_text('{"format": 1,'), "没有完好的 manifest.json"),
    "an empty manifest": (lambda f: (f / manifest.NAME).write_text("{}"), "缺项"),
    "another format": (lambda f: rewritten(f, format=99), "备份格式是第 99 版"),
    "another engine": (lambda f: rewritten(f, engine="oracle"), "来自 oracle"),
    "another row": (another_row, "表 parcels_parcel：备份时 . 行，现在 . 行，内容校验码不同"),
    "a paper left out of the list": (lambda f: rewritten(f, evidence={}), "佐证与数据库里登记的不一致"),
    "another head": (lambda f: rewritten(f, audit_head={"seq": 1, "hash": "0" * 64}), "链头与数据库里的不一致"),
}


@pytest.mark.claim("C31")
def test_a_bad_backup_is_refused_by_its_cause_and_the_target_stays_empty(made, target, tmp_path):
    for name, (spoil, cause) in FAULTS.items():
        folder = tmp_path / name
        shutil.copytree(made[0], folder)
        spoil(folder)
        with pytest.raises(CommandError, match=cause):
            call_command("restore", folder)
        assert engines.is_empty(), name
        assert papers_of(target) == [], name
        shutil.rmtree(folder)
    call_command("restore", made[0])  # and it still takes a good one


@pytest.mark.claim("C31")
def test_an_installation_in_use_is_never_overwritten(made, target):
    call_command("restore", made[0])
    with everything("the test looks on"):
        Parcel.objects.update(remark="在用")
        before = manifest.table_facts(connection)
        with pytest.raises(CommandError, match="目标数据库不是空的"):
            call_command("restore", made[0])
        assert manifest.table_facts(connection) == before
    assert len(papers_of(target)) == len(manifest.read(made[0])["evidence"])


@pytest.mark.claim("C31")
def test_a_store_that_holds_another_paper_under_the_number_is_not_overwritten(made, target):
    number = sorted(manifest.read(made[0])["evidence"])[0]
    path_of(number).parent.mkdir(parents=True)
    path_of(number).write_bytes(b"another")
    with pytest.raises(CommandError, match="内容不同"):
        call_command("restore", made[0])
    assert engines.is_empty()
    assert [path.read_bytes() for path in papers_of(target)] == [b"another"]


def test_a_backup_with_a_lost_or_changed_paper_is_not_made_and_none_is_overwritten(made, target, tmp_path):
    call_command("restore", made[0])
    with pytest.raises(CommandError, match="不是空的"):
        call_command("backup", out=made[0])
    paper = papers_of(target)[0]
    for number, spoil in enumerate((flipped, without)):
        spoil(paper)
        with pytest.raises(CommandError, match="缺失或被改动"):
            call_command("backup", out=tmp_path / f"b{number}")
        assert not (tmp_path / f"b{number}" / manifest.NAME).exists()


def test_the_commands_as_an_operator_types_them(made, target, tmp_path):
    environment = {"PATH": os.environ["PATH"], "LANDPLAN_VAR": str(tmp_path / "var"), "DATABASE_URL": url_of(connection.settings_dict)}
    answers = [subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, capture_output=True, text=True)
               for command in (["restore", str(made[0])], ["verify_audit"], ["restore", str(made[0])])]
    assert [answer.returncode for answer in answers] == [0, 0, 1], answers
    head = manifest.read(made[0])["audit_head"]
    assert answers[1].stdout == f"留痕 {head['seq']} 条，链完整，链头 {head['hash']}\n"
    assert "目标数据库不是空的" in answers[2].stderr and len(papers_of(tmp_path / "var" / "evidence")) == len(manifest.read(made[0])["evidence"])


def url_of(database):
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


@pytest.mark.claim("C30")
def test_no_table_and_no_folder_is_forgotten(made):
    covered = set(manifest.read(made[0])["tables"])
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - covered == set()
    kept_elsewhere = [str(field) for model in apps.get_models() for field in model._meta.fields if isinstance(field, models.FileField)]
    assert kept_elsewhere == []  # files lie in the evidence store alone
    assert {"parcels_evidence", "parcels_attachment", "parcels_papertemplate", "exchange_importfile"} == set(engines.tables_with_files())
    # jobs are rows, their messages are sent again; an exported file is kept for days and can be made again
    saved, made_again = {"EVIDENCE_DIR"}, {"BASE_DIR", "VAR_DIR", "QUEUE_DIR", "EXPORT_DIR"}
    assert {name for name in dir(settings) if name.endswith("_DIR")} - {"FILE_UPLOAD_TEMP_DIR"} == saved | made_again
