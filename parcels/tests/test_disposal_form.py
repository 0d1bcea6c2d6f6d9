"""登记处置 in the browser: drafts, papers, submission, refusals that lose nothing, one record for one form."""

from decimal import Decimal

import pytest

from audit.models import AuditEntry
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.choices import DisposalState
from parcels.models import Disposal, Evidence, Parcel

from .land import client_for, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(land):
    return client_for(land.clerk)


def typed(land, **changes):
    """What a clerk sends for an idle parcel."""
    return {"form_key": "key-of-this-form", "version": "", "measure": land.measures["start"].id, "area": "26.40", "area_unit": "mu",
            "disposed_on": "922", "system_on": "", "doc_no": "施工许可[2021]9133号", "remark": "", "do": "draft"} | changes


def new_url(parcel):
    return f"/parcels/{parcel.id}/disposals/new/"


def test_a_draft_is_saved_with_what_was_typed_and_its_conversion(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    answer = browser.post(new_url(parcel), typed(land, area="1.76", area_unit="ha", disposed_on="9.22", system_on="今天"))
    disposal = Disposal.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/disposals/{disposal.id}/edit/"
    assert (disposal.area, disposal.area_typed, disposal.area_unit) == (Decimal("26.40"), "1.76", "ha")
    assert (str(disposal.disposed_on), str(disposal.system_on)) == ("2021-09-22", "2021-09-24")
    assert disposal.doc_no == "施工许可〔2021〕9133号"
    page = browser.get(answer.url).content.decode()
    assert "已存为草稿" in page
    assert 'value="1.76"' in page


def test_a_submission_without_its_papers_stays_a_draft_and_says_what_is_missing(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    answer = browser.post(new_url(parcel), typed(land, do="submit", paper_permit=[pdf(), pdf("第2页.pdf")]))
    page, disposal = answer.content.decode(), Disposal.objects.get()
    assert answer.status_code == 200
    assert disposal.state == DisposalState.DRAFT
    assert f"没有上报，{disposal} 已存为草稿，有 1 处要改。你填的内容都还在。" in page
    assert "缺“现场照片”。限期开工要有它才能上报（测试办〔2021〕1号 三（五））。请上传；现在没有的，先存草稿。" in page
    assert sorted(Evidence.objects.values_list("original_name", flat=True)) == ["第2页.pdf", "许可证.pdf"]
    assert f'action="/disposals/{disposal.id}/edit/"' in page
    assert "许可证.pdf" in page
    again = typed(land, form_key="the-next-form", version=disposal.version, do="submit", paper_photo=[pdf("现场.pdf")])
    assert browser.post(f"/disposals/{disposal.id}/edit/", again).url == f"/disposals/{disposal.id}/"
    assert Disposal.objects.get().state == DisposalState.SUBMITTED
    assert Parcel.objects.get().in_transit_area == Decimal("26.40")


def test_more_than_is_left_is_refused_in_four_parts_beside_the_field_and_nothing_is_lost(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    land.take(land.draft(parcel, "18", measure="recover"))
    with scope(land.clerk):
        first = Disposal.objects.get()
        services.add_evidence(first.id, actor=land.clerk, kind="decision", title="收回决定书", upload=pdf())
    land.take(first, "submit")
    answer = browser.post(new_url(parcel), typed(land, area="130.00", remark="与建设单位核对过", do="submit", paper_permit=[pdf()]))
    page = answer.content.decode()
    assert Disposal.objects.count() == 1
    assert ("处置面积 130.00 亩超过可登记的 108.45 亩，多 21.55 亩。可登记 = 宗地面积 126.45 − 已验收 0.00 − 在途 18.00。"
            "请改为 108.45 亩以内，或先撤回在途的。") in page
    assert "缺“现场照片”" in page  # all in one pass
    assert 'value="130.00"' in page
    assert "与建设单位核对过" in page
    assert 'aria-invalid="true"' in page
    kept = Evidence.objects.get(disposal=None)
    assert f'name="kept" value="{kept.id}"' in page
    right = typed(land, form_key="mended-form", area="108.45", kept=[kept.id], paper_photo=[pdf("现场.pdf")], do="submit")
    assert browser.post(new_url(parcel), right).status_code == 302
    assert Disposal.objects.get(number=2).state == DisposalState.SUBMITTED
    kept.refresh_from_db()
    assert kept.disposal == Disposal.objects.get(number=2)


@pytest.mark.parametrize(("name", "value", "sentence"), [
    ("area", "一百二十亩", "处置面积“一百二十亩”读不出来。请写数字，如 120 或 120.00，单位在右边选。"),
    ("area", "", "处置面积没有填。"), ("area", "1e3", "读不出来"), ("area", "NaN", "读不出来"), ("area", "-3", "是负数"),
    ("area", "0", "处置面积 0.00 亩不大于 0。"), ("area", "1.0000001", "小数多于 6 位"), ("area", "1234567890", "太大"),
    ("disposed_on", "2021-10-08", "处置日期 2021-10-08 晚于今天 2021-09-24。请改为实际日期；还没发生的，先存草稿。"),
    ("disposed_on", "1899-01-01", "年份在 1949 至 2099 之间"), ("disposed_on", "2021-02-30", "读不出来"),
    ("measure", "", "处置措施没有选。"), ("measure", "999999", "这个措施不在本地方案的措施目录里。"),
    ("area_unit", "acre", "“单位”选的不在列出的里面。"), ("doc_no", "号" * 81, "“文书号”最多 80 字，现在 81 字。"),
    ("remark", "\x00", "看不见的空字符"),
])
def test_a_value_that_cannot_stand_is_refused_in_words_and_nothing_is_written(land, browser, name, value, sentence):
    parcel = land.parcel("126.45", kind="idle")
    answer = browser.post(new_url(parcel), typed(land, **{name: value}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Disposal.objects.exists()
    assert browser.get("/disposals/").status_code == 200


@pytest.mark.req("DSP-01")
def test_a_measure_outside_of_the_parcels_catalogue_is_refused(land, browser):
    parcel = land.parcel("50", kind="unsupplied")
    page = browser.get(new_url(parcel)).content.decode()
    assert "只用于低效用地（三（五）），本宗是征而未供。" in page
    assert f'name="measure" value="{land.measures["expand"].id}"' not in page
    assert f'value="{land.measures["grant"].id}" id="measure-{land.measures["grant"].id}" data-measure' in page
    answer = browser.post(new_url(parcel), typed(land, measure=land.measures["expand"].id, area="5"))
    assert answer.status_code == 422
    assert ("“增资扩产”只用于低效用地（测试办〔2021〕1号 三（五）），本宗是征而未供。可选：出让供应、列入储备；"
            "类别不对的，先变更类别。") in answer.content.decode()
    with everything("another city's catalogue"):
        land.measures["grant"].__class__.objects.filter(pk=land.measures["grant"].id).update(region=land.other)
    answer = browser.post(new_url(parcel), typed(land, form_key="other-form", measure=land.measures["grant"].id, area="5"))
    assert "这个措施不在本地方案的措施目录里。可选：列入储备。" in answer.content.decode()
    assert not Disposal.objects.exists()


def test_a_measure_for_other_causes_is_closed_with_its_reason(land, browser):
    parcel = land.parcel("50", kind="idle")
    page = browser.get(new_url(parcel)).content.decode()
    assert "只用于政府原因造成的（三（五）），本宗形成原因是政府与企业互有瑕疵。" in page
    assert f'name="measure" value="{land.measures["temporary"].id}" disabled' in page


@pytest.mark.claim("C25")
def test_a_double_click_and_back_make_one_record(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    answers = [browser.post(new_url(parcel), typed(land)) for _ in range(3)]
    assert Disposal.objects.count() == 1
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, answers[0].url)}
    assert [a.get("Idempotent-Replay") for a in answers] == [None, "true", "true"]
    back = browser.post(new_url(parcel), typed(land, area="11"))
    assert back.status_code == 409
    assert "这张表刚才已经交过一次，内容与现在的不同" in back.content.decode()
    assert 'value="11"' in back.content.decode()
    assert Disposal.objects.count() == 1


@pytest.mark.claim("C26")
def test_who_saves_over_anothers_change_sees_the_differences_first_and_keeps_his_words(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    disposal = land.draft(parcel, "10", measure="start")
    land.take(disposal)
    with scope(land.clerk):
        services.edit_disposal(disposal.id, actor=land.clerk, version=1, values={"doc_no": "别处改的〔2021〕3号"})
    answer = browser.post(f"/disposals/{disposal.id}/edit/", typed(land, version=1, area="12", paper_permit=[pdf()]))
    page = answer.content.decode()
    assert Disposal.objects.get().doc_no == "别处改的〔2021〕3号"
    assert "在你打开之后已被改过（第 1 版 → 第 2 版）" in page
    assert "<td>施工许可〔2021〕9133号</td><td><b>别处改的〔2021〕3号</b></td>" in page
    assert '<td>12.00 亩</td><td><b>10.00 亩</b></td>' in page
    assert 'name="version" value="2"' in page
    assert 'value="12"' in page
    assert Evidence.objects.count() == 1
    assert browser.post(f"/disposals/{disposal.id}/edit/", typed(land, form_key="second-look", version=2, area="12")).status_code == 302
    assert Disposal.objects.get().area == Decimal(12)


def test_a_bad_file_is_refused_by_name_and_the_good_ones_stay(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    files = {"paper_permit": [pdf(), pdf("现场.heic")], "paper_photo": [pdf("假的.pdf", b"<html>")]}
    page = browser.post(new_url(parcel), typed(land, do="submit", **files)).content.decode()
    assert "文件“现场.heic”不能用。请换成 PDF、JPG 或 PNG，每个不超过 20 MB。已传的还在。" in page
    assert "文件“假的.pdf”的内容不是PDF。" in page
    assert [e.original_name for e in Evidence.objects.all()] == ["许可证.pdf"]
    assert Disposal.objects.get().state == DisposalState.DRAFT


def test_a_paper_is_removed_on_saving_but_its_file_stays(land, browser):
    disposal = land.draft(land.parcel("126.45", kind="idle"), measure="start")
    with scope(land.clerk):
        paper = services.add_evidence(disposal.id, actor=land.clerk, kind="permit", title="许可证", upload=pdf())
    browser.post(f"/disposals/{disposal.id}/edit/", typed(land, version=1, drop=[paper.id]))
    paper.refresh_from_db()
    assert paper.voided_at is not None
    assert AuditEntry.objects.filter(action="void_evidence").get().reason == "上报前由填报员移除"


def test_only_the_author_of_the_county_edits(land):
    disposal = land.draft(land.parcel("126.45", kind="idle"), measure="start")
    assert client_for(land.clerk2).get(f"/disposals/{disposal.id}/edit/").status_code == 403
    assert client_for(land.reviewer).get(f"/disposals/{disposal.id}/edit/").status_code == 403
    assert client_for(land.clerk_b).get(f"/disposals/{disposal.id}/edit/").status_code == 404
    assert client_for(land.clerk_b).get(new_url(disposal.parcel)).status_code == 404


def test_the_quick_entry_finds_the_parcel_and_opens_its_form(land, browser):
    parcel = land.parcel("126.45", kind="idle")
    land.parcel("20", by="clerk_b", region=land.other)
    assert browser.get("/disposals/start/", {"q": parcel.parcel_no}).url == new_url(parcel)
    page = browser.get("/disposals/start/", {"q": "纬七路"}).content.decode()
    assert page.count(" data-open>") == 1
    assert "没有编号或名称含" not in page
    assert "没有编号或名称含" in browser.get("/disposals/start/", {"q": "没有的"}).content.decode()
    assert client_for(land.leader).get("/disposals/start/").status_code == 403
