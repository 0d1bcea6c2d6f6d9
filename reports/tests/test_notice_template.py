"""通报模板: the office edits the letter of the notice in Word; what does not fit is refused by name; the same content gives the same bytes."""

import hashlib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from landplan.lib import clock
from landplan.lib.pdf import has_office
from landplan.lib.scope import everything, scope
from parcels.documents.defaults import default_template
from reports import jobs
from reports.models import PeriodNotice, PeriodSnapshot
from reports.rules.notice import notice_of
from reports.rules.period import period_sheet_from
from reports.selectors.notices import issue_words
from reports.sheets.notice import Issue, notice_file
from tasks.services import Brought, enter_figures
from tests.world import signed_in
from tests.world import words_of_page as plain
from units.models import Region

from .ground import build_ground
from .period_help import KEY, freeze, publish, table_of
from .weekly_help import accept

pytestmark = pytest.mark.django_db
LATER = clock.shanghai(2021, 10, 8, 10)
LETTER = ("标题 {{ 标题 }}", "{{ 文号 }}", "{{ 正文 }}", "以上请认真对照，按时整改。", "{{ 引言 }}", "{{ 附件说明 }}",
          "{{ 发文机关 }}　{{ 成文日期 }}")


@lru_cache
def word(*lines: str) -> bytes:
    """A Word file with these lines; the same one each time, since a new one carries the time of its making."""
    document, out = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def upload(world, content, *, seen="0", role="office"):
    return world.client(role).post("/paper-templates/bulletin/", {
        "file": SimpleUploadedFile("通报.docx", content), "note": "加一句要求", "seen": seen}, follow=True)


def lines_of(content: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(content)).paragraphs]


@pytest.fixture
def frozen(world):
    """A month that is frozen."""
    accept(world, "A", "30", clock.shanghai(2021, 9, 3, 10))
    with clock.at(LATER):
        jobs.open_periods()
        freeze(world)
    return world


def test_the_office_edits_the_letter_in_word_and_every_sentence_still_stands_in_it(frozen):
    sheet = period_sheet_from(PeriodSnapshot.objects.get().payload)
    draft = reverse("reports:period_draft", args=["monthly", KEY])
    with clock.at(LATER):
        before = lines_of(frozen.client("office").get(draft).content)
        assert before[:2] == ["送审稿", notice_of(sheet).title] and "　　年　月　日"[1:] in before  # no number: no empty line for it
        answer = plain(upload(frozen, word(*LETTER)))
        assert "《定期通报》模板第 1 版已启用" in answer and "第1版 现在用" in answer
        after = lines_of(frozen.client("office").get(draft).content)
        assert after[:2] == ["送审稿", f"标题 {notice_of(sheet).title}"] and "以上请认真对照，按时整改。" in after
        assert "".join(after).count(notice_of(sheet).opening.text) == 1
        for section in notice_of(sheet).sections:
            place = after.index(section.heading)
            assert after[place + 1] == "".join(one.text for one in section.paragraphs[0])
        publish(frozen)
    notice = PeriodNotice.objects.get()
    assert notice.template_label == "第1版" and notice.template_sha256 == hashlib.sha256(word(*LETTER)).hexdigest()
    printed = lines_of(bytes(notice.file))
    assert "测办〔2021〕9号" in printed and "送审稿" not in printed
    assert "模板：第1版" in plain(frozen.client("office").get(reverse("reports:period", args=["monthly", KEY])))


def test_a_later_template_changes_nothing_that_was_told_and_the_same_content_gives_the_same_bytes(frozen):
    sheet, words = period_sheet_from(PeriodSnapshot.objects.get().payload), issue_words(frozen.plan)
    issue = Issue(doc_no="测办〔2021〕9号", dated_on=date(2021, 10, 8), printed_on=date(2021, 10, 8), **words)
    with clock.at(LATER):
        publish(frozen)
    notice = PeriodNotice.objects.get()
    assert notice.template_label == "随系统的模板（第1版）"
    with clock.at(LATER.replace(hour=16)):
        upload(frozen, word(*LETTER))
        assert notice_file(sheet, issue, default_template("bulletin")) == bytes(notice.file)
        assert notice_file(sheet, issue, word(*LETTER)) == notice_file(sheet, issue, word(*LETTER)) != bytes(notice.file)
        got = frozen.client("county_clerk").get(reverse("reports:period_notice", args=["monthly", KEY]))
    assert got.content == bytes(notice.file)


@pytest.mark.parametrize(("lines", "sentence"), [
    ((*LETTER, "{{ 完成率 }}"), "模板里有不认识的占位符：{{ 完成率 }}"),
    (LETTER[:3], "模板里少了必须有的占位符：{{ 引言 }}、{{ 附件说明 }}、{{ 发文机关 }}、{{ 成文日期 }}"),
    ((*LETTER[:2], "正文如下：{{ 正文 }}", *LETTER[3:]), "占位符 {{ 正文 }} 换成的是整段文字，要各占一段"),
    ((*LETTER, "{{ 正文 }}"), "占位符 {{ 正文 }} 换成的是整段文字，要各占一段、只写一次"),
    ((*LETTER, "{{ 宗地编号 }}"), "模板里有不认识的占位符：{{ 宗地编号 }}"),
])
def test_a_template_that_does_not_fit_is_refused_by_the_name_of_its_placeholder(world, lines, sentence):
    refused = upload(world, word(*lines))
    assert refused.status_code == 400 and sentence in plain(refused), plain(refused)[-600:]
    assert "标题（通报的标题" in plain(refused) or "不认识" not in sentence
    assert upload(world, word(*LETTER), role="county_clerk").status_code == 403


def test_the_notice_of_a_stage_carries_annexes_2_and_3_with_the_progress_on_landscape_pages(db):
    with everything("the test looks on"):
        ground = build_ground()
        office = ground.people["office"]
        region = Region.objects.get(name="驿城区", parent=ground.plan.region)
        with clock.at(clock.shanghai(2021, 10, 4, 9)):
            jobs.open_periods()
            with scope(office):
                enter_figures(ground.plan.id, actor=office, brought=Brought("ministry", date(2021, 9, 30), "部系统导出"),
                              figures={(region.id, "unsupplied", ""): Decimal("4500.5")})
            content = signed_in(office).get(reverse("reports:period_draft", args=["stage", "2021-09-30"])).content
    paper = Document(BytesIO(content))
    assert [one.page_width > one.page_height for one in paper.sections] == [False, True, True, True, False]
    text = [one.text for one in paper.paragraphs]
    assert [one for one in text if one in ("附件1", "附件2", "附件3")] == ["附件1", "附件2", "附件3"]
    second = table_of(paper, "驿城区", 1)
    third = next(row.cells for row in paper.tables[2].rows if row.cells[1].text == "驿城区")
    assert second[5] == "6299" and second[6:9] == ["4500.50", "71.45%", "1"] and "部系统数，台账验收3150.00亩" in second[9]
    assert len(third) == 20 and sum("部监测监管系统有 2021-09-30 数的用部系统数" in one for one in text) == 2


@pytest.mark.skipif(not has_office(), reason="LibreOffice is not installed")
def test_the_notice_becomes_a_pdf_of_its_pages(frozen):
    with clock.at(LATER):
        publish(frozen)
        got = frozen.client("county_clerk").get(reverse("reports:period_pdf", args=["monthly", KEY]))
    assert got.content[:5] == b"%PDF-" and got.content.count(b"/MediaBox") >= 3
