"""政策库: what the five plans name, who reads what, how long it holds, what one document is to another (POL-01)."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import load_workbook

from landplan.lib import clock
from landplan.lib.actors import system_actor
from tasks.choices import DocumentState
from tasks.models import Document, DocumentRelation, Plan
from tasks.selectors.documents import in_state, standing_of_document
from tests.world import PDF
from tests.world import words_of_page as plain

from .five import _person
from .test_reminders import at, run, told

pytestmark = pytest.mark.django_db
LUOYANG = "洛政办〔2021〕16号"


@pytest.fixture
def seats(five):
    for name, seat in {"luolong": ("410311", "", "county_clerk"), "clerk_sl": ("410404", "", "county_clerk")}.items():
        five.people[name] = _person(system_actor("测试"), name, *seat)
    return five


def entered(five, by, **values):
    sent = {"form_key": f"document-{by}-{values.get('number', '')}", "number": "驿政办〔2021〕3号", "title": "驿城区实施方案", "level": "县",
            "issuer": "驿城区政府办公室", "dated_on": "2021-05-12", "issued_on": "", "valid_from": "", "valid_until": "", "validity_text": "",
            "source": "", **values}
    return five.client(by).post("/documents/new/", sent)


def page_of(five, by, number):
    return plain(five.client(by).get(f"/documents/{Document.objects.get(number=number).id}/"))


@pytest.mark.req("POL-01")
def test_the_five_documents_and_what_they_name_upstream_stand_in_the_library_with_their_sections(seats):
    upstream = json.loads((settings.BASE_DIR / "fixtures" / "policies.json").read_text(encoding="utf-8"))
    assert Document.objects.count() == 5 + len(upstream["documents"]) and DocumentRelation.objects.count() == len(upstream["relations"])
    page = page_of(seats, "office_ly", LUOYANG)
    assert "依据 豫政〔2020〕32号 河南省人民政府关于推进产业集聚区用地提质增效促进县域经济高质量发展的意见 序言" in page
    assert "有配套 洛阳市工业用地标准地出让管理实施细则 附件2" in page and "有效期 2021-04-28 至 2024-04-27" in page
    other_side = page_of(seats, "office_ly", "豫政〔2020〕32号")
    assert "是它的依据 洛政办〔2021〕16号" in other_side and "成文日期 没有登记" in other_side  # what no plan states is not guessed
    assert "出处 宝政办〔2021〕34号 序言、二（二）；洛政办〔2021〕16号 序言、二（三）8" in other_side
    assert "宝政办〔2021〕34号 宝丰" not in other_side  # another county's document is not told of
    before = (Document.objects.count(), DocumentRelation.objects.count())
    call_command("load_plans", stdout=StringIO())
    assert (Document.objects.count(), DocumentRelation.objects.count()) == before


@pytest.mark.req("POL-01")
def test_luoyang_is_valid_to_its_last_day_and_its_office_is_reminded_ninety_days_before(seats):
    title = f"{LUOYANG} 有效期满"
    with at(2024, 1, 27):
        run()
        assert not [stage for name, stage in told(seats, "office_ly") if name == title]
    with at(2024, 1, 28):
        run()
        run()
        assert [stage for name, stage in told(seats, "office_ly") if name == title] == ["90"]
        assert "还有 90 天满有效期" in page_of(seats, "office_ly", LUOYANG)
        assert LUOYANG in plain(seats.client("office_ly").get("/documents/?state=near"))
        assert "请决定续期、修订或废止" in plain(seats.client("office_ly").get("/messages/"))
    with at(2024, 4, 27):
        assert "今天满有效期" in page_of(seats, "office_ly", LUOYANG)
    with at(2024, 4, 28):
        assert "已过有效期" in page_of(seats, "office_ly", LUOYANG)


@pytest.mark.req("POL-01")
def test_the_days_before_the_end_of_validity_are_a_setting_of_the_plan(seats):
    plan = Plan.objects.get(document__number=LUOYANG)
    form = {name: getattr(plan, name) for name in ("goal_base", "year_base", "supply_formula", "last_day", "reminder_days")} | {
        "expiry_days": "30", "reason": "按办公室意见", "version": plan.version}
    assert seats.client("office_ly").post(f"/plans/{plan.id}/settings/edit/", form).status_code == 302
    with at(2024, 1, 28):
        run()
        assert not [name for name, _ in told(seats, "office_ly") if name.startswith(LUOYANG)]
        assert "有效 " in page_of(seats, "office_ly", LUOYANG)
    settings_page = plain(seats.client("office_ly").get(f"/plans/{plan.id}/settings/"))
    assert "有效期满前几天提醒" in settings_page and "X-30" in settings_page


@pytest.mark.req("POL-01")
def test_a_county_reads_its_city_its_province_and_its_own_and_no_other_county(seats):
    assert entered(seats, "clerk").status_code == 302
    assert entered(seats, "clerk2", number="正政办〔2021〕8号", title="正阳县实施方案").status_code == 302
    page = plain(seats.client("clerk").get("/documents/"))
    assert "驿政办〔2021〕3号" in page and "驻政办〔2021〕19号" in page and "豫政〔2020〕32号" in page
    assert "正政办〔2021〕8号" not in page and LUOYANG not in page
    foreign = Document.objects.get(number="正政办〔2021〕8号")
    assert seats.client("clerk").get(f"/documents/{foreign.id}/").status_code == 404
    office = plain(seats.client("office").get("/documents/"))
    assert "驿政办〔2021〕3号" in office and "正政办〔2021〕8号" in office
    shilong = plain(seats.client("clerk_sl").get("/documents/"))
    assert "平政办明电〔2022〕43号" in shilong and "宝政办〔2021〕34号" not in shilong


@pytest.mark.req("POL-01")
def test_a_new_document_repeals_an_old_one_which_both_sides_show_and_the_reminder_of_the_old_one_goes(seats):
    assert entered(seats, "clerk", valid_until="2021-12-01").status_code == 302
    assert entered(seats, "clerk", number="驿政办〔2021〕9号", title="新的实施方案").status_code == 302
    old, new = (Document.objects.get(number=f"驿政办〔2021〕{n}号") for n in (3, 9))
    with at(2021, 9, 24):
        run()
        assert ("驿政办〔2021〕3号 有效期满", "90") in told(seats, "clerk", cancelled_at=None)
        clerk, form = seats.client("clerk"), {"kind": "repeals", "target": old.id, "section": "第十条", "quotation": "同时废止", "from_on": ""}
        without = clerk.post(f"/documents/{new.id}/relations/new/", form | {"form_key": "relation-1"})
        assert without.status_code == 400 and "废止没有写自哪一日起" in plain(without)
        sent = form | {"form_key": "relation-2", "from_on": "2021-09-20"}
        assert clerk.post(f"/documents/{new.id}/relations/new/", sent).status_code == 302
        assert not [name for name, _ in told(seats, "clerk", cancelled_at=None) if name.startswith("驿政办〔2021〕3号")]
        assert "废止 自 2021-09-20 驿政办〔2021〕3号" in page_of(seats, "clerk", "驿政办〔2021〕9号")
        assert "被废止 自 2021-09-20 驿政办〔2021〕9号" in page_of(seats, "clerk", "驿政办〔2021〕3号")
        assert "已废止" in page_of(seats, "clerk", "驿政办〔2021〕3号")
        city = Document.objects.get(number="驻政办〔2021〕19号")
        above = clerk.post(f"/documents/{new.id}/relations/new/", sent | {"form_key": "relation-3", "target": city.id})
        assert above.status_code == 403 and "不是你这一级的文件" in plain(above)
        row = DocumentRelation.objects.get(kind="repeals")
        assert clerk.post(f"/documents/relations/{row.id}/void/", {"reason": "看错了"}).status_code == 302
        assert "已废止" not in page_of(seats, "clerk", "驿政办〔2021〕3号")


@pytest.mark.req("POL-01")
def test_whoever_reads_a_document_reads_its_papers_and_nobody_else(seats):
    city = Document.objects.get(number="驻政办〔2021〕19号")
    scan = SimpleUploadedFile("方案.pdf", PDF, content_type="application/pdf")
    sent = {"form_key": "file-key-01", "title": "方案全文", "file": scan}
    assert seats.client("clerk").post(f"/documents/{city.id}/files/new/", sent).status_code == 403
    scan.seek(0)
    assert seats.client("office").post(f"/documents/{city.id}/files/new/", sent).status_code == 302
    file = city.files.get()
    answer = seats.client("clerk").get(f"/documents/files/{file.id}/")
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF
    assert "方案全文" in page_of(seats, "clerk", "驻政办〔2021〕19号")
    assert seats.client("luolong").get(f"/documents/files/{file.id}/").status_code == 404
    wrong = SimpleUploadedFile("方案.pdf", b"MZ", content_type="application/pdf")
    assert seats.client("office").post(f"/documents/{city.id}/files/new/", {"form_key": "file-key-02", "file": wrong}).status_code == 400
    assert seats.client("office").post(f"/documents/files/{file.id}/void/", {"reason": ""}).status_code == 400
    assert seats.client("office").post(f"/documents/files/{file.id}/void/", {"reason": "传错了"}).status_code == 302
    assert seats.client("clerk").get(f"/documents/files/{file.id}/").status_code == 404


@pytest.mark.req("POL-01")
def test_the_library_is_searched_filtered_paged_and_exported(seats):
    for number in range(52):
        assert entered(seats, "clerk", number=f"驿政发〔2021〕{number}号", title=f"第{number}个文件").status_code == 302
    clerk = seats.client("clerk")
    assert "本页 50 份" in plain(clerk.get("/documents/?q=驿政发")) and "共 52 份" in plain(clerk.get("/documents/?q=驿政发"))
    found = plain(clerk.get("/documents/?q=百园增效&level=省"))
    assert "豫政办〔2020〕43号" in found and "豫政〔2020〕32号" not in found
    assert "没有符合条件的文件" in plain(clerk.get("/documents/?q=没有这个"))
    exported = clerk.post("/exports/new/", {"of": "/documents/?q=驿政发", "as": "xlsx"})
    book = load_workbook(BytesIO(b"".join(exported.streaming_content)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if str(cell).startswith("驿政发")]
    assert len(cells) == 52


@pytest.mark.req("POL-01")
def test_a_document_says_what_it_lacks_and_keeps_what_was_typed(seats):
    told_of = entered(seats, "clerk", title="", dated_on="2021-10-30", valid_from="2021-09-02", valid_until="2021-09-01")
    words = plain(told_of)
    for sentence in ("标题没有填。请照文件写全称。", "成文日期 2021-10-30 晚于今天 2021-09-24", "有效期止 2021-09-01 早于有效期起 2021-09-02"):
        assert sentence in words
    assert told_of.status_code == 400 and 'value="驿政办〔2021〕3号"' in told_of.content.decode()
    assert entered(seats, "clerk").status_code == 302
    again = entered(seats, "clerk", title="另一个标题")
    assert again.status_code == 409
    assert entered(seats, "clerk", number="驿政办〔2021〕4号", level="省").status_code == 422  # a county enters no province's document
    assert entered(seats, "office", number="豫政〔2021〕1号", level="省", title="省里的文件").status_code == 302
    assert "豫政〔2021〕1号" in plain(seats.client("luolong").get("/documents/"))
    plan = Document.objects.get(number="驻政办〔2021〕19号")
    sent = {"form_key": "edit-key-01", "title": "改名", "level": "市", "version": plan.version}
    edited = seats.client("office").post(f"/documents/{plan.id}/edit/", sent)
    assert edited.status_code == 400 and "是方案的文件，随方案装入" in plain(edited)


@pytest.mark.parametrize("day", [date(2021, 4, 27), date(2021, 4, 28), date(2024, 1, 27), date(2024, 1, 28), date(2024, 4, 27), date(2024, 4, 28),
                                 date(2024, 4, 29)])
@pytest.mark.parametrize("last_day", ["eve", "anniversary"])
def test_a_state_as_a_condition_is_the_state_as_a_rule(five, day, last_day):
    Plan.objects.filter(document__number=LUOYANG).update(last_day=last_day)
    Document.objects.filter(number="豫政〔2020〕32号").update(repealed_on=date(2024, 1, 28))
    with clock.at(clock.shanghai(day.year, day.month, day.day, 9)):
        for code in DocumentState.values:
            found = set(Document.objects.filter(in_state(code, day, 90)).values_list("id", flat=True))
            wanted = {row.id for row in Document.objects.select_related("plan") if standing_of_document(row, day, 90).code == code}
            assert found == wanted, code
