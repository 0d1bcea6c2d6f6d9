"""图形 of a parcel through its pages: handing in, what is found, replacing, the reason why there is none, and who sees coordinates."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEntry
from landplan.lib.geo.writing import Piece, geojson_bytes, txt_text
from landplan.lib.scope import everything, scope
from parcels import services
from parcels.models import Parcel, ParcelShape, ParcelSpot, ShapeFile
from tests.geo_files import FILES
from tests.world import words_of_page as plain
from tests.world_shapes import SYSTEM, let_read, square

from .land import client_for

pytestmark = pytest.mark.django_db
SIDE_102 = 260.7681  # 68 000 ㎡ are 102 亩


def sent(land, parcel, content, name="a.txt", by="clerk", **more):
    """Hand in a file for a parcel: the answer of its preview, and the address to confirm at."""
    client = client_for(land.people[by])
    answer = client.post(f"/parcels/{parcel.id}/shape/", {"file": SimpleUploadedFile(name, content), **more})
    if answer.status_code != 302:
        return client, answer, ""
    return client, client.get(answer.url), answer.url


def txt_of(drawn, number="P", name="甲"):
    return txt_text([Piece(number, name, drawn.shape)], SYSTEM, by="示例县", on=date(2021, 9, 24)).encode("gb18030")


@pytest.mark.req("MAP-06")
def test_a_drawing_of_102_mu_for_100_in_the_ledger_is_flagged_at_one_percent_and_changes_no_area(land):
    parcel = land.parcel("100")
    client, page, address = sent(land, parcel, txt_of(square(side=SIDE_102)))
    assert "图形面积 102.00 亩，台账面积 100.00 亩，差 +2.00%，超过 1%" in plain(page)
    refused = client.post(address, {})
    assert refused.status_code == 400 and "请勾选“已核对”" in plain(refused) and not ParcelSpot.unscoped.exists()
    assert client.post(address, {"confirmed": "on"}).status_code == 302
    shown = plain(client.get(f"/parcels/{parcel.id}/"))
    assert "图形面积 102.00 亩，台账面积 100.00 亩，差 +2.00%" in shown and "超过差限" in shown
    with everything("test"):
        assert Parcel.objects.get(pk=parcel.pk).area == Decimal(100)
        assert ParcelShape.objects.get().ellipsoid_area != ParcelShape.objects.get().drawn_area


@pytest.mark.req("MAP-06")
def test_the_limit_is_set_by_the_office_and_a_drawing_within_it_is_not_flagged(land):
    office = client_for(land.office)
    form = {"soon_days": "30", "sample_share": "10", "area_limit": "2.5", "reason": "市里统一", "version": "0", "form_key": "a" * 32}
    assert office.post("/ledger/settings/", form).status_code == 302
    client, page, address = sent(land, land.parcel("100"), txt_of(square(side=SIDE_102)))
    assert "超过" not in plain(page).split("核对")[1] and client.post(address, {}).status_code == 302


def test_what_stands_in_the_way_is_found_and_said(land):
    """Crossing, outside of the county, over a neighbour, over land of another county - and of that one nothing more."""
    near, other = land.parcel("100", name="东邻"), land.parcel("100", region=land.other, by="clerk_b", name="别县的地")
    with scope(land.clerk):
        services.save_shape(near.id, actor=land.clerk, given=square(east=100), seen=0)
    with scope(land.clerk_b):
        services.save_shape(other.id, actor=land.clerk_b, given=square(north=100), seen=0, is_confirmed=True)
    parcel = land.parcel("100")
    _, page, _ = sent(land, parcel, txt_of(square()))
    said = plain(page)
    assert f"与 {near.parcel_no} 重叠" in said and "与其他县区的地块重叠" in said and "没有装入甲县的范围线，没有核对是否出界" in said
    assert other.parcel_no not in said and "别县的地" not in said
    with scope(land.office):
        services.save_outline(actor=land.office, region=land.county, shape=square(east=3000, side=9000).shape, source="测试")
    client, page, address = sent(land, parcel, txt_of(square()))
    assert "图形全在甲县以外" in plain(page) and client.post(address, {"confirmed": "on"}).status_code == 400
    _, page, _ = sent(land, parcel, FILES["crossing"][1])
    assert "自相交" in plain(page) and "这个文件不能存" in plain(page)


def test_replacing_needs_a_reason_and_keeps_the_old_version(land):
    parcel = land.parcel("100")
    client, _, address = sent(land, parcel, txt_of(square()))
    assert client.post(address, {}).status_code == 302
    client, page, address = sent(land, parcel, txt_of(square(east=1)))
    assert "更换" in plain(page)
    assert "更换要写原因" in plain(client.post(address, {}))
    assert client.post(address, {"reason": "界址重新测定"}).status_code == 302
    history = plain(client.get(f"/parcels/{parcel.id}/shape/"))
    assert "界址重新测定" in history and [row.number for row in ParcelShape.unscoped.order_by("number")] == [1, 2]
    assert "保存图形" in plain(client.get(f"/parcels/{parcel.id}/")) and ParcelSpot.unscoped.get().shape.number == 2


def test_the_same_file_again_changes_nothing_and_says_so(land):
    parcel = land.parcel("100")
    client, _, address = sent(land, parcel, txt_of(square()))
    client.post(address, {})
    client, page, address = sent(land, parcel, txt_of(square()))
    assert "与现有的一致" in plain(page)
    answer = client.post(address, {}, follow=True)
    assert "1 宗与现有的一致，没有改动" in plain(answer) and ParcelShape.unscoped.count() == 1
    assert client.post(address, {}).status_code == 409


def test_a_file_that_cannot_be_read_is_told_and_saves_nothing(land):
    parcel = land.parcel("100")
    for name in ("xian_80", "zip_bomb", "another_ending"):
        file_name, content, words = FILES[name]
        _, answer, _ = sent(land, parcel, content, file_name)
        assert words in plain(answer), name
    refused = client_for(land.clerk).post("/shape-files/", {"file": SimpleUploadedFile("a.docx", b"PK")})
    assert "请" in plain(refused).partition("文件“a.docx”不能用。")[2][:20]  # what to do stands under the field
    assert not ParcelShape.unscoped.exists()


@pytest.mark.req("MAP-03")
def test_98_of_100_parcels_on_the_map_shows_the_share_and_the_two_others_with_their_reasons(land):
    rows = [land.parcel("1", name=f"地块{n}") for n in range(100)]
    with scope(land.clerk):
        for n, row in enumerate(rows[:98]):
            services.save_shape(row.id, actor=land.clerk, given=square(east=30 * n, side=25.8199), seen=0)
    client = client_for(land.clerk)
    for row, lack, note in ((rows[98], "not_surveyed", ""), (rows[99], "other", "等勘测定界成果")):
        assert client.post(f"/parcels/{row.id}/shape/lack/", {"lack": lack, "note": note, "seen": "0"}).status_code == 302
    page = plain(client.get("/map/unmapped/"))
    assert "上图率 98.00%" in page and "100 宗，有图形 98 宗，登记了原因 2 宗" in page
    assert f"{rows[98].parcel_no} 地块98" in page and "未测量" in page and "其他：等勘测定界成果" in page
    assert "98 宗（98.00%）" in plain(client.get("/map/")) and "其他：等勘测定界成果" in plain(client.get(f"/parcels/{rows[99].id}/"))


def test_nobody_saves_over_a_version_that_he_did_not_see(land):
    parcel = land.parcel("100")
    with scope(land.clerk):
        services.save_shape(parcel.id, actor=land.clerk, given=square(), seen=0)
    answer = client_for(land.clerk).post(f"/parcels/{parcel.id}/shape/lack/", {"lack": "lost", "seen": "0", "reason": "错"})
    assert answer.status_code == 409 and "已换成第 1 版" in plain(answer)


def test_coordinates_are_a_right_of_their_own_and_every_export_is_told_with_its_rows(land):
    parcel = land.parcel("100", name="北地块")
    with scope(land.clerk):
        services.save_shape(parcel.id, actor=land.clerk, given=square(), seen=0)
    clerk = client_for(land.clerk)
    for kind in ("txt", "geojson", "shp"):
        answer = clerk.get(f"/map/export/?as={kind}")
        assert answer.status_code == 403 and "可看坐标" in plain(answer)
    pages = [clerk.get(f"/parcels/{parcel.id}/{rest}").content.decode() for rest in ("", "shape/", "card/")]
    assert all("<svg class=\"lp-shape\"" in page for page in pages)
    assert not any(re.search(r"38450\d{3}|3650\d{3}\.|114\.\d{4}", page) for page in pages)
    let_read(land.clerk)
    answer = clerk.get("/map/export/?as=txt")
    text = answer.content.decode("gb18030")
    assert answer.status_code == 200 and "J1,1,36" in text and f",{parcel.parcel_no},北地块,面," in text
    entry = AuditEntry.objects.get(action="export_shapes")
    assert entry.actor_id == land.clerk.user_id and entry.after == '{"conditions":"条件：全部；次序：地块编号从小到大","parcels":1}'


@pytest.mark.req("MAP-04")
def test_a_hundred_parcels_go_out_as_geojson_and_come_back_without_a_change(land):
    let_read(land.clerk)
    with scope(land.clerk):
        batch = services.register_batch(actor=land.clerk, region_id=land.county.id, values={
            "approval_no": "豫政土〔2019〕12号", "approved_on": date(2019, 5, 6), "area": Decimal(300), "name": "第一批次"})
        rows = [land.parcel("1", name=f"地块{n}", batch_id=batch.id, expropriation_no="征〔2020〕1号", expropriated_on=date(2020, 1, 2),
                            started_on=date(2021, 3, 4)) for n in range(100)]
        for n, row in enumerate(rows):
            services.save_shape(row.id, actor=land.clerk, given=square(east=30 * n, side=25.8199), seen=0)
        services.add_supply(rows[0].id, actor=land.clerk, mode="granted", doc_no="出让1号", supplied_on=date(2020, 6, 7), area=Decimal(1),
                            price=Decimal(5))
    clerk = client_for(land.clerk)
    content = clerk.get("/map/export/?as=geojson").content
    first = shapely.from_geojson(content)
    assert len(shapely.get_parts(first)) == 100
    facts = json.loads(content)["features"][0]["properties"]
    assert facts["批准文号"] == "豫政土〔2019〕12号" and facts["征收完成日期"] == "2020-01-02" and facts["供应文书"] == "出让1号"
    assert facts["实际动工日期"] == "2021-03-04" and facts["位置"] == "纬七路北" and facts["面积（亩）"] == "1" and facts["类别"] == "征而未供"
    before = [list(Parcel.unscoped.order_by("id").values()), list(ParcelShape.unscoped.order_by("id").values("id", "number"))]
    answer = clerk.post("/shape-files/", {"file": SimpleUploadedFile("图形.geojson", content)})
    page = plain(clerk.get(answer.url))
    assert "100 个地块 归到 100 宗，其中 100 宗与现有的一致" in page
    told = clerk.post(answer.url, {}, follow=True)
    assert "文件里的 100 宗与现有的一致，没有改动" in plain(told)
    assert before == [list(Parcel.unscoped.order_by("id").values()), list(ParcelShape.unscoped.order_by("id").values("id", "number"))]


def test_a_plot_that_fits_several_parcels_is_shown_with_them_and_never_guessed(land):
    twins = [land.parcel("100", name="同名地块") for _ in range(2)]
    other = land.parcel("100", region=land.other, by="clerk_b", name="同名地块")
    clerk = client_for(land.clerk)
    content = geojson_bytes([Piece("没有这个编号", "同名地块", square().shape)])
    answer = clerk.post("/shape-files/", {"file": SimpleUploadedFile("a.geojson", content)})
    page = clerk.get(answer.url)
    assert "名称和面积对得上 2 宗，请选" in plain(page) and all(row.parcel_no in plain(page) for row in twins) and other.parcel_no not in plain(page)
    assert clerk.post(answer.url, {}).status_code == 400 and not ParcelShape.unscoped.exists()
    assert clerk.post(answer.url, {"to_0": other.id}).status_code == 400 and not ParcelShape.unscoped.exists()
    assert clerk.post(answer.url, {"to_0": twins[1].id}).status_code == 302
    assert ParcelShape.unscoped.get().parcel_id == twins[1].id


def test_one_wrong_plot_keeps_the_whole_file_out(land):
    rows = [land.parcel("100", name=f"地块{n}") for n in range(2)]
    bow = shapely.Polygon([(114, 33), (114.001, 33.001), (114.001, 33), (114, 33.001)])
    content = geojson_bytes([Piece(rows[0].parcel_no, "好", square().shape)])[:-2] + b"," + geojson_bytes(
        [Piece(rows[1].parcel_no, "坏", bow)]).split(b'"features":[')[1]
    clerk = client_for(land.clerk)
    answer = clerk.post("/shape-files/", {"file": SimpleUploadedFile("a.geojson", content)})
    assert "自相交" in plain(clerk.get(answer.url))
    assert "有错，不能存 ·" in plain(clerk.get(answer.url))  # not 待确认
    assert clerk.post(answer.url, {"confirmed": "on"}).status_code == 400 and not ParcelShape.unscoped.exists()
    assert clerk.post(f"{answer.url}drop/").status_code == 302 and ShapeFile.unscoped.get().state == "dropped"


def test_a_file_names_no_parcel_of_another_county(land):
    other = land.parcel("100", region=land.other, by="clerk_b")
    clerk = client_for(land.clerk)
    answer = clerk.post("/shape-files/", {"file": SimpleUploadedFile("a.txt", txt_of(square(), number=other.parcel_no))})
    assert "没有归宗" in plain(clerk.get(answer.url))
    assert clerk.post(answer.url, {"to_0": other.id}).status_code == 400 and not ParcelShape.unscoped.exists()
    assert client_for(land.clerk_b).get(answer.url).status_code == 404


def test_the_office_loads_outlines_by_the_names_of_counties(land):
    office = client_for(land.office)
    content = geojson_bytes([Piece("", "甲县", square(side=9000).shape), Piece("419902", "某", square(north=9000, side=9000).shape)])
    answer = office.post("/map/outlines/", {"file": SimpleUploadedFile("a.geojson", content), "source": "2020年勘界成果"}, follow=True)
    assert "装入了 2 个县区的范围线：甲县、乙县" in plain(answer) and "2020年勘界成果" in plain(answer)
    wrong = geojson_bytes([Piece("", "丙县", square(side=9000).shape)])
    refused = office.post("/map/outlines/", {"file": SimpleUploadedFile("a.geojson", wrong), "source": "x"})
    assert refused.status_code == 400 and "丙县 不是本辖区县区的名称或代码" in plain(refused)
    assert client_for(land.clerk).get("/map/outlines/").status_code == 403
