"""处置页 and 佐证: what a record shows, who may take which step, and papers that leave only through the check."""

import re
import time
import tracemalloc
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.urls import get_resolver

from audit.models import AuditEntry
from landplan.lib.scope import scope
from parcels import services
from parcels.choices import DisposalState
from parcels.models import Disposal, Evidence
from parcels.store import path_of
from tests.world import PDF

from .land import PNG, client_for, pdf

pytestmark = pytest.mark.django_db
TOO_LARGE = "万像素，上限是 5000 万。请用 400 dpi 以下重新扫描后上传。"


def step(client, disposal, action, **more):
    return client.post(f"/disposals/{disposal.id}/step/", {"action": action, "version": disposal.version} | more)


def page_of(client, disposal):
    return client.get(f"/disposals/{disposal.id}/").content.decode()


def paper(land, disposal, upload=None, kind="permit"):
    with scope(land.clerk):
        return services.add_evidence(disposal.id, actor=land.clerk, kind=kind, title="许可证", upload=upload or pdf())


def test_a_record_walks_from_entry_to_acceptance_through_three_persons_pages(land):
    disposal = land.draft(land.parcel("100"), "100")
    clerk, reviewer, acceptor = (client_for(p) for p in (land.clerk, land.reviewer, land.acceptor))
    assert "继续填写" in page_of(clerk, disposal)
    assert "继续填写" not in page_of(client_for(land.clerk2), disposal)
    assert step(clerk, disposal, "submit").status_code == 302
    disposal.refresh_from_db()
    assert "审核通过" in page_of(reviewer, disposal)
    assert "验收 <kbd>" not in page_of(acceptor, disposal)
    assert step(reviewer, disposal, "verify", next="/review/").url == "/review/"
    disposal.refresh_from_db()
    assert step(acceptor, disposal, "accept", next="https://elsewhere.example/").url == f"/disposals/{disposal.id}/"
    disposal.refresh_from_db()
    page = page_of(clerk, disposal)
    assert disposal.state == DisposalState.ACCEPTED
    for words in ("测试clerk，9月24日 09:40", "测试reviewer，9月24日 09:40", "测试acceptor，9月24日 09:40", "+100.00"):
        assert words in page


def test_sending_back_needs_a_reason_that_the_clerk_reads_word_for_word(land):
    disposal = land.take(land.draft(land.parcel("100")), "submit")
    reviewer = client_for(land.reviewer)
    refused = step(reviewer, disposal, "send_back", reason="  ")
    assert refused.status_code == 400
    assert "退回要写原因。请写明哪一项、现在是什么、应改成什么；填报员会看到原话。" in refused.content.decode()
    step(reviewer, disposal, "send_back", reason="文号填〔2021〕18号，扫描件为〔2021〕81号")
    assert "文号填〔2021〕18号，扫描件为〔2021〕81号" in page_of(client_for(land.clerk), disposal)
    assert "文号填〔2021〕18号，扫描件为〔2021〕81号" in client_for(land.clerk).get(f"/disposals/{disposal.id}/edit/").content.decode()


def test_the_reviewer_sees_what_changed_since_the_last_submission(land):
    disposal = land.take(land.draft(land.parcel("100")), "submit", "send_back")
    with scope(land.clerk):
        disposal = services.edit_disposal(disposal.id, actor=land.clerk, version=disposal.version,
                                          values={"doc_no": "驻自然资交〔2021〕81号", "area": Decimal(12), "area_typed": "12"})
    paper(land, disposal)
    disposal = land.take(disposal, "submit")
    page = page_of(client_for(land.reviewer), disposal)
    assert "与第1稿相比" in page
    assert "<td><del>驻自然资交〔2021〕18号</del></td><td><b>驻自然资交〔2021〕81号</b></td>" in page
    assert "<td><del>没有</del></td><td><b>许可证（" in page


def test_a_step_on_an_old_version_is_refused_and_what_was_typed_stays(land):
    disposal = land.take(land.draft(land.parcel("100")), "submit")
    answer = client_for(land.reviewer).post(f"/disposals/{disposal.id}/step/", {"action": "send_back", "version": 1, "reason": "缺第2页"})
    assert answer.status_code == 409
    assert "第 1 版 → 第 2 版" in answer.content.decode()
    assert "缺第2页</textarea>" in answer.content.decode()


@pytest.mark.claim("C08")
@pytest.mark.parametrize(("steps", "post", "action", "words"), [
    (["submit"], "clerk_as_reviewer", "verify", "这笔处置是你登记的，不能由你审核通过。请交另一位办理。"),
    (["submit", "verify"], "clerk_as_acceptor", "accept", "这笔处置是你登记的，不能由你验收。请交另一位办理。"),
    (["submit", "verify"], "reviewer_as_acceptor", "accept", "这笔处置是你审核的，不能再由你验收。请交考核验收组另一位办理。"),
])
def test_nobody_approves_his_own_work_in_any_of_his_posts(land, steps, post, action, words):
    disposal = land.take(land.draft(land.parcel("100")), *steps)
    mine = client_for(land.people[post])
    assert f'value="{action}"' not in page_of(mine, disposal)
    answer = step(mine, disposal, action)
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert Disposal.objects.get().version == disposal.version
    event = AuditEntry.objects.filter(is_success=False).latest("seq")
    assert (event.actor_id, words[:-1] in event.reason) == (land.people[post].user_id, True)
    assert f"/disposals/{disposal.id}/" not in mine.get("/review/").content.decode().split("review-open")[0]


def test_a_foreign_record_answers_like_one_that_is_not_there(land):
    disposal = land.draft(land.parcel("100"))
    file = paper(land, disposal)
    other = client_for(land.clerk_b)
    for url, number in (("/disposals/{}/", disposal.id), ("/disposals/{}/edit/", disposal.id), ("/evidence/{}/file/", file.id),
                        ("/parcels/{}/disposals/new/", disposal.parcel_id)):
        answers = [other.get(url.format(one)) for one in (number, 10**9)]
        assert [a.status_code for a in answers] == [404, 404]
        foreign, absent = (re.sub(r'"X-CSRFToken": "\w+"|value="\w{64}"', "", a.content.decode()) for a in answers)
        assert foreign == absent
    assert step(other, disposal, "submit").status_code == 404
    assert other.post(f"/evidence/{file.id}/void/", {"reason": "x"}).status_code == 404


@pytest.mark.claim("C10")
def test_evidence_leaves_only_through_the_checked_page(land, settings):
    file = paper(land, land.draft(land.parcel("100")))
    for actor in (land.clerk_b, land.reviewer_b, land.system_admin, land.audit_admin):
        client = client_for(actor)
        for method in (client.get, client.head):
            assert method(f"/evidence/{file.id}/file/").status_code == 404
        assert client.get(f"/evidence/{file.id}/file/", headers={"Range": "bytes=0-3"}).status_code == 404
    mine = client_for(land.clerk)
    assert mine.get(f"/evidence/{file.id}/file/", headers={"Range": "bytes=0-3"}).getvalue() == PDF
    for guess in (f"/media/{file.storage_id}", f"/evidence/{file.storage_id}", f"/var/evidence/{file.storage_id[:2]}/{file.storage_id}",
                  f"/static/{file.storage_id}", f"/static/../evidence/{file.storage_id[:2]}/{file.storage_id}"):
        assert mine.get(guess).status_code == 404
    served = [str(p.pattern) for p in get_resolver().url_patterns]
    assert not [p for p in served if "media" in p]
    assert str(settings.EVIDENCE_DIR) not in (str(settings.STATIC_ROOT), *map(str, settings.STATICFILES_DIRS))


@pytest.mark.claim("C47")
@pytest.mark.parametrize(("name", "content"), [
    ("页面.html", b"<script>alert(1)</script>"), ("图.svg", b"<svg onload=alert(1)>"), ("表.xlsm", b"PK\x03\x04"),
    ("许可证.pdf", b"<html><script>alert(1)</script>"), ("照片.png", PDF), ("许可证.pdf.html", PDF), ("许可证.pdf ", b"MZ"),
    ("照片.jpg", PNG), ("空.pdf", b""),
])
def test_a_file_that_is_not_what_it_says_is_refused(land, name, content):
    disposal = land.draft(land.parcel("100"))
    answer = upload(land, disposal, pdf(name, content))
    assert re.search("请换成 PDF、JPG 或 PNG|是空的", answer.content.decode())
    assert not Evidence.objects.exists()


def upload(land, disposal, file):
    """The form of a draft, sent with this paper; what else was typed is kept, so the page answers 200 with the refusal."""
    return client_for(land.clerk).post(f"/disposals/{disposal.id}/edit/", {
        "form_key": "some-form-key", "version": 1, "measure": land.measures["grant"].id, "area": "10", "area_unit": "mu",
        "paper_other": [file], "do": "draft"})


@pytest.mark.claim("C47")
def test_a_paper_with_a_script_inside_is_handed_out_as_data_only(land):
    evil = b"%PDF-1.4\n<script>alert(1)</script>/JavaScript (app.alert(1))"
    file = paper(land, land.draft(land.parcel("100")), pdf("许可证.html.pdf", evil))
    answer = client_for(land.clerk).get(f"/evidence/{file.id}/file/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["ETag"] == f'"{file.sha256}"'


@pytest.mark.claim("C48")
@pytest.mark.parametrize(("name", "said", "head"), [
    ("大.png", TOO_LARGE, PNG[:16] + (13000).to_bytes(4, "big") * 2 + b"\x08\x06\x00\x00\x00"),
    ("大.gif", "请换成 PDF、JPG 或 PNG", b"GIF89a" + b"\xff\xff" * 2 + b"\x00" * 8),
    ("大.tif", "请换成 PDF、JPG 或 PNG", b"II*\x00\x08\x00\x00\x00" + b"\x00" * 40),
    ("大.jpg", TOO_LARGE, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
     b"\xff\xc2\x00\x11\x08\xfd\xe8\xfd\xe8\x03" + b"\x00" * 20),
])
def test_a_pixel_bomb_is_refused_from_its_head_without_decoding(land, name, said, head):
    disposal = land.draft(land.parcel("100"))
    began = time.process_time()
    tracemalloc.start()
    answer = upload(land, disposal, pdf(name, head))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said in answer.content.decode() and not Evidence.objects.exists()
    assert time.process_time() - began < 5 and peak < 50 * 1024 * 1024  # 169 million pixels would take 676 MB; tracing itself takes time


@pytest.mark.claim("C49")
@pytest.mark.parametrize("name", [
    "../../etc/passwd.pdf", "..\\..\\boot.pdf", "a\r\nSet-Cookie: x=1.pdf", "名\u202efdp.pdf", "a\x00b.pdf", "长" * 260 + ".pdf",
    'a";filename="b.html.pdf', "CON.pdf", "　许可证（盖章）.pdf",
])
def test_names_are_data(land, name):
    upload = pdf("x.pdf")
    upload._name = name
    file = paper(land, land.draft(land.parcel("100")), upload)
    assert path_of(file.storage_id).name == file.storage_id
    assert len(file.storage_id) == 32
    answer = client_for(land.clerk).get(f"/evidence/{file.id}/file/")
    header = answer["Content-Disposition"]
    assert "\r" not in header
    assert "\n" not in header
    shown = unquote(header.partition("filename*=utf-8''")[2]) or header.partition('filename="')[2].removesuffix('"')
    assert shown == file.original_name.replace('"', '\\"')
    assert not set(shown) & set('/\\:\x00\u202e"')
    assert answer.getvalue() == PDF


def test_a_file_whose_bytes_changed_is_not_handed_out(land):
    file = paper(land, land.draft(land.parcel("100")))
    path_of(file.storage_id).write_bytes(PDF + b"changed")
    answer = client_for(land.clerk).get(f"/evidence/{file.id}/file/")
    assert answer.status_code == 409
    assert "与上传时的校验码不符" in answer.content.decode()


def test_a_paper_is_voided_with_a_reason_and_stays_readable(land):
    disposal = land.draft(land.parcel("100"))
    file = paper(land, disposal)
    clerk = client_for(land.clerk)
    assert "：许可证.pdf</h2>" in page_of(clerk, disposal)  # two papers of one kind are told apart
    assert "作废佐证要写原因" in clerk.post(f"/evidence/{file.id}/void/", {"reason": ""}).content.decode()
    assert clerk.post(f"/evidence/{file.id}/void/", {"reason": "扫描缺页"}).status_code == 302
    assert "<del>许可证.pdf</del>" in page_of(clerk, disposal)
    assert clerk.get(f"/evidence/{file.id}/file/").status_code == 200
    assert client_for(land.clerk2).post(f"/evidence/{file.id}/void/", {"reason": "扫描缺页"}).status_code == 403
