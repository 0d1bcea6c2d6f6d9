"""措施目录: everybody reads it with its source, only the office edits it, with a reason that stays."""

import pytest

from audit.models import AuditEntry
from parcels.models import Measure

from .land import client_for

pytestmark = pytest.mark.django_db


def sent(measure, **changes):
    return {"label": measure.label, "kinds": measure.kinds, "causes": measure.causes, "effect": measure.effect,
            "evidence": "\n".join(p["label"] for p in measure.evidence), "document_no": measure.document_no,
            "section": measure.section, "is_active": "on", "reason": "市领导小组会议纪要〔2021〕3号", "version": measure.version} | changes


@pytest.mark.req("DSP-01")
def test_the_catalogue_is_edited_by_the_office_and_holds_from_then_on(land):
    measure, office = land.measures["start"], client_for(land.office)
    url = f"/measures/{measure.id}/edit/"
    assert "建筑工程施工许可证" in office.get(url).content.decode()
    assert office.post(url, sent(measure, causes=["government"], evidence="现场照片\n县区核查意见")).url == "/measures/"
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
