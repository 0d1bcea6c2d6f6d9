"""一地一档 and 缺证据: papers by type, number and date, what is missing, and all of them in one safe zip."""

import hashlib
import io
import re
from random import Random
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from audit.models import AuditEntry
from landplan.lib import clock
from landplan.lib.scope import scope
from landplan.lib.zips import zip_stream
from parcels import services
from parcels.models import Evidence
from parcels.rules.papers import folder_of, paper_name
from parcels.store import path_of
from tests.world import MORNING, PDF

from .land import client_for, pdf

pytestmark = pytest.mark.django_db


def paper(land, disposal, kind="decision", name="决定.pdf", content=PDF, by="clerk", **more):
    with scope(land.people[by]):
        return services.add_evidence(disposal.id, actor=land.people[by], kind=kind, title=kind, upload=pdf(name, content), **more)


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def listed(page):
    return re.findall(r"data-open>([^<]+)</a>", page)


@pytest.mark.req("LED-04")
def test_a_recovery_without_its_decision_is_listed_as_lacking_evidence_until_the_paper_is_there(land):
    parcel, whole = land.parcel("50", kind="idle"), land.parcel("60", kind="idle")
    bare, held = land.draft(parcel, "10", measure="recover"), land.draft(whole, "10", measure="recover")
    paper(land, held)
    land.draft(land.parcel("9"), "1")  # its measure needs no paper
    client = client_for(land.clerk)
    assert 'href="/ledger/lacking/"' in text(client, "/ledger/")
    page = text(client, "/ledger/lacking/")
    assert listed(page) == [f"{parcel.parcel_no} 第1笔"] and "收回决定书" in page and "0/1" in page and "1 笔处置缺" in page
    assert f'href="/disposals/{bare.id}/edit/"' in page
    own = text(client, f"/parcels/{parcel.id}/papers/")
    assert "缺 1 件" in own and "收回决定书" in own
    file = paper(land, bare, doc_no="甲政土〔2021〕7号")
    assert listed(text(client, "/ledger/lacking/")) == []
    own = text(client, f"/parcels/{parcel.id}/papers/")
    row = re.search(rf'<tr><td class="n">1</td>.*?/evidence/{file.id}/file/.*?</tr>', own, re.S)[0]
    assert all(words in row for words in ("收回决定书", "甲政土〔2021〕7号", "2021-09-22", "第1笔", "决定.pdf")) and "缺 " not in own
    with scope(land.clerk):
        services.void_evidence(file.id, actor=land.clerk, reason="扫描不清")
    assert listed(text(client, "/ledger/lacking/")) == [f"{parcel.parcel_no} 第1笔"]


def test_accepted_and_submitted_records_are_listed_by_state_when_the_catalogue_asks_for_more_and_void_ones_are_not(land):
    accepted, submitted, gone = (land.draft(land.parcel("20"), "10") for _ in range(3))
    land.take(accepted, "submit", "verify", "accept")
    land.take(submitted, "submit")
    land.take(gone, "void")
    measure = land.measures["grant"]
    measure.evidence = [{"code": "contract", "label": "出让合同"}]
    measure.save()
    client = client_for(land.office)
    assert len(listed(text(client, "/ledger/lacking/"))) == 2
    assert listed(text(client, "/ledger/lacking/?state=accepted")) == [str(accepted)]
    assert listed(text(client, "/ledger/lacking/?state=submitted")) == [str(submitted)]
    assert len(listed(text(client, "/ledger/lacking/?state=voided&after=x"))) == 2  # no state of this list: all
    for _ in range(52):
        land.draft(land.parcel("20"), "10")
    first = text(client, "/ledger/lacking/?state=draft")
    rest = text(client, re.search(r'href="(\?[^"]*after=\d+)"', first)[1].replace("&amp;", "&").join(("/ledger/lacking/", "")))
    assert (len(listed(first)), len(listed(rest)), len(set(listed(first) + listed(rest)))) == (50, 2, 52)


@pytest.mark.req("LED-04")
@pytest.mark.claim("C49")
def test_all_papers_come_as_one_zip_in_one_folder_with_unique_safe_names_and_a_list_with_checksums_and_gaps(land, tmp_path):
    parcel = land.parcel("50", kind="idle", name="../恶意\\名:字*")
    one = land.draft(parcel, "10", measure="start")
    big = PDF + b"\x07" * 700_000
    paper(land, one, "permit", "../../许可.pdf", big, doc_no="=1+1")
    paper(land, one, "permit", "../../许可.pdf")
    lost = paper(land, one, "other", "丢了.pdf", PDF + b"lost")
    path_of(lost.storage_id).write_bytes(b"something else")
    void = paper(land, one, "photo", "作废.pdf", PDF + b"void")
    with scope(land.clerk):
        services.void_evidence(void.id, actor=land.clerk, reason="照片不清")
    client = client_for(land.clerk)
    answer = client.post(f"/parcels/{parcel.id}/papers/zip/")
    assert answer.status_code == 200 and answer.streaming and answer["Content-Type"] == "application/zip"
    assert re.fullmatch(r"attachment; filename\*=utf-8''[%A-Za-z0-9_.\-]+20210924\.zip", answer["Content-Disposition"])
    content = b"".join(answer.streaming_content)
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path)
    folder = folder_of(parcel.parcel_no, parcel.name)
    assert names == [f"{folder}/{n}" for n in ("000_清单.xlsx", "001_第1笔_建筑工程施工许可证.pdf", "002_第1笔_建筑工程施工许可证.pdf")]
    assert [entry.name for entry in tmp_path.iterdir()] == [folder]
    assert (tmp_path / names[1]).read_bytes() == big
    book = load_workbook(tmp_path / names[0])
    rows = list(book["清单"].iter_rows(min_row=4, values_only=True))
    assert [(row[1], row[2], row[5], row[8]) for row in rows[:2]] == [
        ("建筑工程施工许可证", "=1+1", "001_第1笔_建筑工程施工许可证.pdf", hashlib.sha256(big).hexdigest()),
        ("建筑工程施工许可证", one.doc_no, "002_第1笔_建筑工程施工许可证.pdf", hashlib.sha256(PDF).hexdigest())]
    assert len(rows) == 3 and rows[2][5] in ("", None) and "没有放入" in rows[2][11]
    assert list(book["缺件"].iter_rows(min_row=2, values_only=True)) == [(1, "限期开工", "草稿", "现场照片")]
    entry = AuditEntry.objects.order_by("-seq").first()
    assert (entry.action, entry.actor_id, entry.subject) == ("take_papers", land.clerk.user_id, f"parcel:{parcel.id}")
    assert "下载一地一档" in text(client, f"/parcels/{parcel.id}/")


def test_papers_of_another_county_are_answered_like_none_and_leave_no_download(land):
    foreign = land.parcel("10", by="clerk_b", region=land.other)
    land.draft(land.parcel("20", kind="idle", by="clerk_b", region=land.other), "1", measure="recover", by="clerk_b")
    client = client_for(land.clerk)
    for pk in (foreign.id, 10**9):
        assert client.get(f"/parcels/{pk}/papers/").status_code == client.post(f"/parcels/{pk}/papers/zip/").status_code == 404
    assert not AuditEntry.objects.filter(action="take_papers").exists()
    assert listed(text(client, "/ledger/lacking/")) == []
    assert len(listed(text(client_for(land.office), "/ledger/lacking/"))) == 1
    assert not Evidence.objects.filter(parcel=foreign).exists()


def test_the_zip_is_given_piece_by_piece_and_not_held():
    chance, read, given, most = Random(7), 0, 0, 0

    def pieces():
        nonlocal read
        for _ in range(100):
            read += 50_000
            yield chance.randbytes(50_000)  # nothing to compress

    total = b""
    for piece in zip_stream([("a/b.bin", clock.local(MORNING), pieces())]):
        given += len(piece)
        most = max(most, read - given)
        total += piece
    assert most < 150_000  # so much at most is read and not yet sent
    with ZipFile(io.BytesIO(total)) as archive:
        assert archive.testzip() is None and archive.getinfo("a/b.bin").file_size == 5_000_000


@pytest.mark.claim("C49")
@pytest.mark.parametrize("title", ["../../etc/passwd", "CON", "a" * 300, "\u202egpj.exe", "  . ", "x/y\\z:w?\n"])
def test_no_title_leads_out_of_the_folder_or_beyond_a_systems_limits(title):
    name, folder = paper_name(7, None, title, f"{title}.PDF"), folder_of(title, title)
    for one in (name, folder):
        assert not re.search(r'[/\\:*?"<>|\n\u202e]', one) and one.strip(". ") == one and ".." not in one.split("_") and len(one) < 110
    assert name.startswith("007_待归入_")
