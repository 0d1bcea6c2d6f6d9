"""措施目录: everybody reads it with its source, only the office edits it, with a reason that stays."""

import pytest

from audit.models import AuditEntry
from parcels.models import Measure
from tests.world import words_of_page

from .land import client_for

pytestmark = pytest.mark.django_db


def sent(measure, **changes):
    return {"label": measure.label, "kinds": measure.kinds, "causes": measure.causes, "effect": measure.effect, "terms": measure.terms,
            "evidence": "\n".join(p["label"] for p in measure.evidence), "document_no": measure.document_no,
            "section": measure.section, "is_active": "on", "reason": "市领导小组会议纪要〔2021〕3号", "version": measure.version} | changes


@pytest.mark.req("DSP-01")
def test_the_catalogue_is_edited_by_the_office_and_holds_from_then_on(land):
    measure, office = land.measures["start"], client_for(land.office)
    url = f"/measures/{measure.id}/edit/"
    assert "建筑工程施工许可证" in office.get(url).content.decode()
    assert office.post(url, sent(measure, causes=["government"], evidence="现场照片\n县区核查意见")).url == f"/measures/{measure.id}/"
    measure.refresh_from_db()
    assert (measure.causes, measure.version) == (["government"], 2)
    assert measure.evidence == [{"code": "photo", "label": "现场照片"}, {"code": "start_1", "label": "县区核查意见"}]
    entry = AuditEntry.objects.get(action="save_measure", actor_role="office")
    assert entry.reason == "市领导小组会议纪要〔2021〕3号"
    parcel = land.parcel("50", kind="idle")
    answer = client_for(land.clerk).post(f"/parcels/{parcel.id}/disposals/new/", {
        "form_key": "some-form-key", "measure": measure.id, "area": "5", "area_unit": "mu", "do": "draft"})
    assert "“限期开工”只用于政府原因造成的（测试办〔2021〕1号 三（五）），本宗形成原因是政府与企业互有瑕疵。" in answer.content.decode()
    office.post(f"/measures/{land.measures['recover'].id}/edit/", sent(land.measures["recover"], is_active=""))
    assert "有偿收回" not in client_for(land.clerk).get(f"/parcels/{parcel.id}/disposals/new/").content.decode()
    assert "已停用" in office.get("/measures/").content.decode()
    gone = client_for(land.clerk).post(f"/parcels/{parcel.id}/disposals/new/", {
        "form_key": "other-form-key", "measure": land.measures["recover"].id, "area": "5", "area_unit": "mu", "do": "draft"})
    assert gone.status_code == 422 and "这个措施不在本地方案的措施目录里" in gone.content.decode()


def test_nobody_else_edits_it_and_nothing_is_saved_without_a_reason_or_on_an_old_version(land):
    measure = land.measures["grant"]
    url = f"/measures/{measure.id}/edit/"
    for name in ("clerk", "reviewer", "acceptor", "leader", "department", "system_admin"):
        assert client_for(land.people[name]).get(url).status_code == 403
        assert client_for(land.people[name]).post(url, sent(measure)).status_code == 403
    office = client_for(land.office)
    assert "改措施目录要写原因和依据" in office.post(url, sent(measure, label="x", reason=" ")).content.decode()
    stale = office.post(url, sent(measure, label="别的", version=7))
    assert stale.status_code == 422
    assert 'value="别的"' in stale.content.decode()
    assert office.post(url, sent(measure, kinds=[])).status_code == 422
    assert office.get("/measures/1000000000/edit/").status_code == 404
    assert Measure.objects.get(pk=measure.pk).version == 1
    assert client_for(land.audit_admin).get("/measures/").status_code == 403
    page = client_for(land.clerk).get("/measures/").content.decode()
    assert "测试办〔2021〕1号 三（五）" in page
    assert "修改" not in page.split("<table")[1]


@pytest.mark.req("DSP-01")
def test_the_office_adds_a_measure_and_retires_one_and_the_page_of_a_measure_tells_its_history(land):
    office, clerk = client_for(land.office), client_for(land.clerk)
    new = {"label": "专项债收购", "kinds": ["idle"], "causes": ["enterprise"], "effect": "disposes", "evidence": "收购协议", "terms": "temporary_zmd",
           "document_no": "自然资发〔2024〕242号", "section": "二", "is_active": "on", "reason": ""}
    assert "改措施目录要写原因和依据" in office.post("/measures/new/", new).content.decode()
    made = office.post("/measures/new/", new | {"reason": "部里新文件"})
    measure = Measure.objects.get(label="专项债收购")
    assert made.url == f"/measures/{measure.id}/" and measure.code == "own_1" and measure.is_edited
    assert "措施目录里已有“专项债收购”" in office.post("/measures/new/", new | {"reason": "再来一次"}).content.decode()
    parcel, other = land.parcel("50", kind="idle", cause="enterprise"), land.parcel("50", kind="idle", cause="government")
    assert "<b>专项债收购</b>" in clerk.get(f"/parcels/{parcel.id}/disposals/new/").content.decode()
    refused = clerk.post(f"/parcels/{other.id}/disposals/new/", {"form_key": "one-form-key", "measure": measure.id, "area": "5", "area_unit": "mu",
                                                                 "do": "draft"})
    assert "“专项债收购”只用于企业原因造成的（自然资发〔2024〕242号 二）" in refused.content.decode()
    office.post(f"/measures/{measure.id}/edit/", sent(measure, causes=["government"], reason="会议纪要〔2021〕9号"))
    retired = Measure.objects.get(pk=measure.pk)
    office.post(f"/measures/{measure.id}/edit/", sent(retired, is_active="", reason="文件废止"))
    page = words_of_page(office.get(f"/measures/{measure.id}/"))
    assert "适用原因（空为不限） 企业原因 改为 政府原因" in page and "原因：会议纪要〔2021〕9号" in page and "已停用" in page and "文件废止" in page
    assert "专项债收购" not in clerk.get(f"/parcels/{other.id}/disposals/new/").content.decode()
    assert clerk.get(f"/measures/{measure.id}/").status_code == 404  # retired: only the office still sees it
    assert "要件：临时使用" in page and clerk.get("/measures/new/").status_code == 403
    assert words_of_page(clerk.get(f"/measures/{land.measures['grant'].id}/")).count("出让供应") >= 2


def test_what_counts_without_bringing_land_into_use_is_told_apart_and_the_office_says_which(land):
    office, clerk = client_for(land.office), client_for(land.clerk)
    Measure.objects.filter(code="recover").update(brings_into_use=False)
    built, back = land.parcel("50", kind="idle"), land.parcel("30", kind="idle")
    for parcel, code, area in ((built, "start", "20.5"), (back, "recover", "7")):
        Measure.objects.filter(code=code).update(evidence=[], terms="")
        land.take(land.draft(parcel, area, measure=code), "submit", "verify", "accept")
    measure = Measure.objects.get(code="start")
    assert office.post(f"/measures/{measure.id}/edit/", sent(measure, brings_into_use="on", reason="开工即形成使用")).status_code == 302
    assert "形成实际使用 否 改为 是" in words_of_page(office.get(f"/measures/{measure.id}/"))
    used, unused = (words_of_page(office.get(f"/disposals/?use={use}")) for use in ("yes", "no"))
    assert "1 笔已验收，计入 20.50 亩，形成实际使用" in used and built.parcel_no in used and back.parcel_no not in used
    assert "1 笔已验收，计入 7.00 亩，没有形成使用" in unused and back.parcel_no in unused
    shown = words_of_page(clerk.get(f"/parcels/{land.parcel('9', kind='idle').id}/disposals/new/"))
    assert "计入任务量，形成使用" in shown and "计入任务量，不形成使用" in shown
    assert office.post(f"/measures/{measure.id}/edit/", sent(measure, brings_into_use="on", effect="milestone", version=2)).status_code == 302
    assert not Measure.objects.get(pk=measure.pk).brings_into_use  # what only is progress brings nothing into use
