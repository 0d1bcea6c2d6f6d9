"""文书: made from the template with the numbers filled in, kept as they were made; a template that does not fit is refused by name."""

import hashlib
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from parcels.documents.defaults import default_template
from parcels.documents.word import names_in
from parcels.models import IdleStep, Paper, PaperTemplate
from parcels.rules.paper_kinds import KINDS
from tests.world import words_of_page as plain

from .land import client_for
from .test_procedures import confirm, deliver, done, idle_land, on, step, to_approved, to_decided, to_found

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def make(land, row, action, **sent):
    found = IdleStep.objects.filter(procedure=row, action=action, voided_at=None).latest("number")
    return client_for(land.clerk).post(f"/idle-steps/{found.id}/paper/", sent)


def file_of(land, paper, who="clerk"):
    answer = client_for(land.people[who]).get(f"/evidence/{paper.evidence_id}/file/")
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


def word(*lines: str) -> bytes:
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, part if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()


def upload(land, content, kind="levy", name="模板.docx", note="改了抬头", seen="0", who="office"):
    return client_for(land.people[who]).post(f"/paper-templates/{kind}/", {
        "file": SimpleUploadedFile(name, content), "note": note, "seen": seen})


def full(kind="levy", *more):
    return word(*(f"{name}：{{{{ {name} }}}}" for name in KINDS[kind].required), *more)


@pytest.mark.parametrize("kind", KINDS)
def test_each_template_that_comes_with_the_system_holds_what_its_paper_needs_on_the_page_of_gb_9704(kind):
    content = default_template(kind)
    assert set(KINDS[kind].required) <= names_in(content) <= set(KINDS[kind].fields)
    document = Document(BytesIO(content))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26] and round(section.page_width.mm) == 210
    assert section.page_height - Mm(297) < Mm(1)
    fonts = [run._element.rPr.rFonts.get(qn("w:eastAsia")) for paragraph in document.paragraphs for run in paragraph.runs]
    assert fonts[0] == "方正小标宋简体" and set(fonts[1:]) == {"仿宋_GB2312"}
    assert not any(name.startswith("word/fonts") for name in zipfile.ZipFile(BytesIO(content)).namelist())


def test_the_decision_on_the_fee_carries_its_numbers_and_never_changes(land):
    row = to_decided(land, idle_land(land))
    with on("2021-06-12"):
        shown = plain(client_for(land.clerk).get(f"/idle-steps/{IdleStep.objects.get(action='levy').id}/paper/"))
        assert "必须有的都有了" in shown
        done(make(land, row, "levy"))
        paper = Paper.objects.get()
        content = file_of(land, paper)
    text = text_of(content)
    for said in ("征缴土地闲置费决定书", "甲征缴〔2021〕1号", "甲县机械有限公司：", "410000-2017-CR-0001", "40000 平方米（60.00 亩）",
                 "约定动工日为2018年3月1日",
                 "到2019年3月1日未动工开发已满一年", "甲县人民政府批准（甲政批〔2021〕1号，2021年5月20日）",
                 "价款为1000.00万元，按20%征缴，"
                 "土地闲置费为200.00万元（2000000.00元）",
                 "送达之日起30日内缴纳", "之日起60日内依法申请行政复议", "之日起6个月内依法提起行政诉讼", "2021年6月1日", "甲县自然资源局"):
        assert said in text, said
    assert "{{" not in text and "抄送" not in text
    assert hashlib.sha256(content).hexdigest() == paper.evidence.sha256 and paper.template_label == "随系统的模板（第1版）"
    with on("2021-06-13"):  # the ledger changes, a second paper is made: the first one stays to the byte
        client_for(land.clerk).post(f"/idle/{row.id}/pay/", {"version": "1"})
        done(make(land, row, "levy"))
        assert Paper.objects.count() == 2 and file_of(land, paper) == content
    assert "征缴土地闲置费决定书" in plain(client_for(land.reviewer).get(f"/parcels/{row.parcel_id}/"))
    assert file_of(land, paper, "clerk_b") == 404
    step_id = IdleStep.objects.get(action="levy").id
    assert client_for(land.clerk_b).get(f"/idle-steps/{step_id}/paper/").status_code == 404
    assert client_for(land.reviewer).get(f"/idle-steps/{step_id}/paper/").status_code == 403


def test_the_other_four_papers_carry_theirs(land):
    row = to_approved(land, idle_land(land), "take")
    with on("2021-06-10"):
        done(step(land, row, "take_back", on="2021-06-01", doc_no="甲收回〔2021〕1号"), confirm(land, row))
        for action in ("notify", "find", "tell", "take_back"):
            done(make(land, row, action))
        texts = {paper.kind: text_of(file_of(land, paper)) for paper in Paper.objects.all()}
    assert "甲闲调〔2021〕1号" in texts["investigation"] and "之日起30日内，就土地开发利用情况" in texts["investigation"]
    assert "甲闲认〔2021〕1号" in texts["finding"] and "未动工开发1146天" in texts["finding"] and "闲置原因：企业原因" in texts["finding"]
    assert (date(2021, 4, 20) - date(2018, 3, 1)).days == 1146
    assert "拟依法作出“无偿收回”的决定" in texts["hearing"] and "5个工作日内" in texts["hearing"] and "满两年之日为2020年3月1日" in texts["hearing"]
    assert "决定无偿收回" in texts["take_back"] and "到2020年3月1日未动工开发已满两年" in texts["take_back"]
    assert "抄送抵押权人：没有登记" in texts["take_back"]


def test_a_paper_whose_facts_are_missing_says_so_and_a_draft_shows_the_gaps(land):
    parcel = land.parcel("60", kind="idle", cause="enterprise")
    with on("2021-03-20"):
        client_for(land.clerk).post(f"/parcels/{parcel.id}/idle/new/", {"found_on": "2021-03-01", "lead": "巡查"})
        row = parcel.idle_procedures.get()
        done(step(land, row, "notify", on="2021-03-10", doc_no="甲闲调〔2021〕1号"))
        found = IdleStep.objects.get()
        assert "还缺 使用权人、合同号、应动工日" in plain(client_for(land.clerk).get(f"/idle-steps/{found.id}/paper/"))
        refused = make(land, row, "notify")
        assert refused.status_code == 400 and not Paper.objects.exists()
        assert "《闲置土地调查通知书》还缺：使用权人、合同号、应动工日" in plain(refused)
        done(make(land, row, "notify", anyway="1"))
        text = text_of(file_of(land, Paper.objects.get()))
        assert "（未填：使用权人）：" in text and "（未填：合同号）" in text and "（草稿）" in Paper.objects.get().evidence.title
        assert client_for(land.clerk).get(f"/idle-steps/{found.id}/paper/").status_code == 200
        done(deliver(land, row, "notify", "2021-03-12"), step(land, row, "explain", on="2021-03-15"))
        assert client_for(land.clerk).get(f"/idle-steps/{IdleStep.objects.get(action='explain').id}/paper/").status_code == 404


def test_the_office_edits_a_template_by_versions_and_earlier_ones_stay(land):
    row, office = to_found(land, idle_land(land)), client_for(land.office)
    first = b"".join(office.get("/paper-templates/finding/0/").streaming_content)
    assert "闲置土地认定书" in text_of(first)
    done(upload(land, full("finding", "甲市专用 & <尖括号>"), "finding"))
    assert upload(land, full("finding"), "finding").status_code == 409  # seen 0, version 1 is there
    done(upload(land, full("finding", "第二版"), "finding", seen="1", note="加一行"))
    with on("2021-04-25"):
        done(make(land, row, "find"))
        paper = Paper.objects.get()
        assert paper.template_label == "第2版" and text_of(file_of(land, paper)).endswith("第二版")
    page = plain(client_for(land.clerk).get("/paper-templates/finding/"))
    assert "第2版 现在用" in page and "加一行" in page and "第1版" in page
    assert "甲市专用 & <尖括号>" in text_of(b"".join(client_for(land.clerk).get("/paper-templates/finding/1/").streaming_content))
    assert client_for(land.clerk).get("/paper-templates/finding/3/").status_code == 404
    assert client_for(land.clerk).get("/paper-templates/nothing/").status_code == 404
    assert upload(land, full("finding"), "finding", seen="2", who="clerk").status_code == 403


def test_a_template_with_an_unknown_placeholder_is_refused_by_its_name_with_those_that_are_known(land):
    refused = upload(land, full("levy", "{{ 闲置费用 }} 和 {{ 乱写 }}"))
    said = plain(refused)
    assert refused.status_code == 400 and "模板里有不认识的占位符：{{ 乱写 }}、{{ 闲置费用 }}" in said.replace("&#x27;", "'")
    assert "闲置费（土地闲置费，万元）" in said and not PaperTemplate.objects.exists()


@pytest.mark.parametrize(("content", "sentence"), [
    (lambda: word("{{ 文号 }}"), "模板里少了必须有的占位符：{{ 使用权人 }}、{{ 宗地编号 }}"),
    (lambda: full("levy", "{{ 7 * 7 }}"), "有计算或控制语句"),
    (lambda: full("levy", "{% for x in range(9999999) %}{{ 文号 }}{% endfor %}"), "有计算或控制语句"),
    (lambda: full("levy", "{{ 文号.__class__ }}"), "有计算或控制语句"),
    (lambda: full("levy", "{{ 文号"), "占位符写法不对"),
    (lambda: b"PK\x03\x04 nonsense", "不是 Word 文档"),
    (lambda: b"%PDF-1.4", "不是 Word 文档"),
    (lambda: with_part(full(), "word/vbaProject.bin", b"x"), "或带有宏"),
    (lambda: with_part(full(), "word/_rels/settings.xml.rels", b'<Relationships><Relationship TargetMode="External" Target="http://x"/></Relationships>'),
     "有外部链接或实体"),
    (lambda: with_part(full(), "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'), "有外部链接或实体"),
    (lambda: with_part(full(), "word/document.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><w:document/>'.encode("utf-16")),
     "有外部链接或实体"),
    (lambda: with_part(full(), "word/document.xml", b"<not xml"), "打不开"),
    (lambda: with_part(full(), "word/media/x.bin", b"\0" * (21 * 1024 * 1024)), "太大"),
    (lambda: b"x" * (2 * 1024 * 1024 + 1), "上限是 2 MB")])
def test_a_file_that_is_no_plain_template_is_refused(land, content, sentence):
    refused = upload(land, content())
    assert refused.status_code in (400, 422) and sentence in plain(refused), plain(refused)[-900:]
    assert not PaperTemplate.objects.exists()


@pytest.mark.claim("C50")
def test_values_are_written_as_text_never_as_marks(land):
    parcel = idle_land(land, location="<w:p>路北 & {{ 7*7 }}")
    row = to_found(land, parcel)
    with on("2021-04-25"):
        done(make(land, row, "notify"))
    assert "<w:p>路北 & {{ 7*7 }}" in text_of(file_of(land, Paper.objects.get()))
