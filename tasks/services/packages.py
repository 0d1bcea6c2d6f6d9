"""台账报送: a county sends papers and ledger, which are frozen as sent; they are accepted, or returned with a reason (LED-19, LED-20)."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import transaction

from audit.services import record
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.clock import local
from landplan.lib.errors import Conflict, NotAllowed, Refusal
from parcels.models import Parcel
from parcels.services.attachments import keep_attachment
from parcels.services.common import check_territory, check_version, permit, refuse

from ..choices import PackageState, PaperKind, QuotaClass
from ..models import Duty, Package, PackageEdition, PackagePaper, PackageRemark, PackageRow
from ..policies import may_review_package, may_send_package
from ..rules.packages import ACCEPTANCE, check_papers
from ..selectors.done import done_at
from ..selectors.quotas import quota_sheet
from ..sheets.packages import edition_bytes
from .reminders import cancel_reminders
from .whole import permit_whole

_CLERKS = "台账和方案由县区填报员报送。"
_COPIED = ("parcel_no", "name", "kind", "area", "accepted_area", "cause", "planned_measure", "deadline_on", "lead_unit", "elements", "status")
_BATCH = 2000


@transaction.atomic
def attach_paper(duty_id: int, region_id: int, *, actor: Actor, kind: str, upload, title: str = "") -> PackagePaper:
    """上传报送材料, while the package lies with the county. Raises NotAllowed, Conflict, Refusal."""
    package = _own(duty_id, region_id, actor)
    if kind not in PaperKind.values:
        raise Refusal("材料没有选。请选实施方案、工作总结或其他材料。", field="kind", code="missing")
    paper = PackagePaper.objects.create(region_id=region_id, package=package, kind=kind,
                                        file=keep_attachment(region_id, upload, actor=actor, title=title))
    record(actor=actor, action="attach_paper", obj=paper, subject=f"package:{package.id}", after={"kind": kind, "sha256": paper.file.sha256})
    return paper


@transaction.atomic
def void_paper(paper_id: int, *, actor: Actor, reason: str) -> PackagePaper:
    """作废报送材料, with its reason; the file stays. Raises NotAllowed, Conflict, Refusal."""
    found = PackagePaper.objects.select_related("package").get(pk=paper_id)
    _own(found.package.duty_id, found.region_id, actor)
    paper = PackagePaper.objects.select_for_update(of=("self",)).select_related("file").get(pk=paper_id)
    if paper.voided_at:
        raise Conflict("这份材料已经作废。请刷新页面。", code="wrong_state")
    if not reason:
        raise Refusal("作废材料要写原因，留痕会记下原话。", field="reason", code="reason_missing")
    paper.voided_at = clock.now()
    paper.save(update_fields=["voided_at"])
    record(actor=actor, action="void_paper", obj=paper, subject=f"package:{paper.package_id}", after={"voided": True}, reason=reason)
    return paper


@transaction.atomic
def send_package(duty_id: int, region_id: int, *, actor: Actor, version: int | None, remark: str = "") -> Package:
    """报送: the county's ledger of this moment is frozen, rows and file, together with the papers that are there.

    `version` is that of the package as seen (0 = not begun). Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    package = _own(duty_id, region_id, actor, begin=False)
    check_version(package, version)
    duty, papers = package.duty, _papers(package)
    refuse(check_papers(duty.title, [one.kind for one in papers], f"{duty.plan.number} {duty.section}"))
    before, now = package.state, clock.now()
    package.state, package.number, package.sent_at, package.opinion = PackageState.SUBMITTED, package.number + 1, now, ""
    package.first_sent_at = package.first_sent_at or now
    package.decided_at, package.decided_by = None, None
    package.version += 1
    package.save()
    edition = _freeze(package, papers, actor, remark)
    cancel_reminders(f"duty:{duty.id}:{region_id}")
    record(actor=actor, action="send_package", obj=package, before={"state": before}, after={
        "state": package.state, "edition": package.number, "parcels": edition.count, "total_area": edition.area, "sha256": edition.sha256})
    return package


@transaction.atomic
def accept_package(package_id: int, *, actor: Actor, version: int | None, opinion: str = "") -> Package:
    """收下. Raises NotAllowed, VersionMissing, Conflict."""
    return _decide(package_id, actor, version, PackageState.ACCEPTED, opinion)


@transaction.atomic
def return_package(package_id: int, *, actor: Actor, version: int | None, reason: str) -> Package:
    """退回 with the reason that the county reads word for word. Raises NotAllowed, VersionMissing, Conflict, Refusal."""
    return _decide(package_id, actor, version, PackageState.RETURNED, reason)


@transaction.atomic
def remark_row(row_id: int, *, actor: Actor, text: str) -> PackageRemark:
    """逐宗意见 on the last sending, while it waits. Raises NotAllowed, Conflict, Refusal."""
    row = PackageRow.objects.select_related("edition__package").get(pk=row_id)
    package = _waiting(row.edition.package_id, actor)
    if row.edition.number != package.number:
        raise Conflict(f"这是第 {row.edition.number} 次报送的台账，县区已报第 {package.number} 次。请对最近一次写意见。", code="stale")
    if not text:
        raise Refusal("意见没有写。请写这一宗哪里不对、应改成什么。", field="text", code="missing")
    remark = PackageRemark.objects.create(region_id=row.region_id, row=row, text=text, remarked_at=clock.now(), remarked_by_id=actor.user_id)
    record(actor=actor, action="remark_package_row", obj=remark, subject=f"package:{package.id}", after={"text": text})
    return remark


def _own(duty_id: int, region_id: int, actor: Actor, *, begin: bool = True) -> Package:
    """The county's package while it lies with the county; its duty is locked first, so that it is begun once."""
    permit(may_send_package(actor), _CLERKS)
    check_territory(actor, region_id)
    duty = Duty.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__region").get(pk=duty_id)
    package = Package.objects.select_for_update(of=("self",)).select_related("region").filter(duty=duty, region_id=region_id).first()
    if package is None:
        package = Package(duty=duty, region_id=region_id, version=0)
        if begin:
            package.version = 1
            package.save()
    package.duty = duty
    if package.state in (PackageState.SUBMITTED, PackageState.ACCEPTED):
        raise Conflict(f"“{package}”现在是“{package.get_state_display()}”，不能再动。要改的请{duty.reported_to}退回后重报。", code="wrong_state")
    return package


def _papers(package: Package) -> list[PackagePaper]:
    return list(package.papers.filter(voided_at=None).select_related("file").order_by("id")) if package.pk else []


def _freeze(package: Package, papers: list[PackagePaper], actor: Actor, remark: str) -> PackageEdition:
    """定格: the rows as they stand now, and the file made of them."""
    plan, now = package.duty.plan, package.sent_at
    parcels = Parcel.objects.current().filter(region_id=package.region_id).order_by("parcel_no", "id")
    rows = [PackageRow(region_id=package.region_id, parcel_id=parcel.id, **{name: getattr(parcel, name) for name in _COPIED})
            for parcel in parcels.only(*_COPIED)]
    if not rows:
        raise Refusal("台账里还没有宗地，不能报送。请先登记宗地。", code="empty")
    told = [{"id": one.file_id, "kind": one.get_kind_display(), "title": one.file.title, "name": one.file.original_name,
             "sha256": one.file.sha256} for one in papers]
    title = f"{package.region.name}_{package.duty.title}_第{package.number}次"
    content = edition_bytes(title, rows, _progress(package), told, [
        f"{package.region.full_name} 报 {package.duty.reported_to}：{package.duty.title}（{plan.number} {package.duty.section}）",
        f"第 {package.number} 次报送 {local(now):%Y-%m-%d %H:%M} {actor.title}", *([f"说明：{remark}"] if remark else [])])
    edition = PackageEdition.objects.create(
        region_id=package.region_id, package=package, number=package.number, sent_at=now, sent_by_id=actor.user_id, remark=remark,
        count=len(rows), area=sum((row.area for row in rows), Decimal(0)), papers=told, file_name=f"{title}.xlsx"[-120:], file=content,
        sha256=hashlib.sha256(content).hexdigest())
    for row in rows:
        row.edition = edition
    PackageRow.objects.bulk_create(rows, batch_size=_BATCH)
    return edition


def _progress(package: Package) -> list[tuple[str, Decimal | None, Decimal]]:
    """任务完成 of the county at the moment of sending: class, quota (None = printed blank), done."""
    plan = package.duty.plan
    sheet, done = quota_sheet(plan, package.sent_at), done_at(plan, package.sent_at)
    quotas = next((row.quotas for row in sheet.counties if row.region_id == package.region_id), {}) if sheet else {}
    return [(one.label, quotas.get(one.value), done.area(package.region_id, one.value)) for one in QuotaClass]


def _waiting(package_id: int, actor: Actor) -> Package:
    package = Package.objects.select_for_update(of=("self",)).select_related("duty__plan__document", "duty__plan__region", "region").get(
        pk=package_id)
    to = package.duty.reported_to
    if not may_review_package(actor, to):
        raise NotAllowed(f"“{package.duty}”报{to}，由{to if to == ACCEPTANCE else '领导小组办公室'}审核。你现在的岗位不能办。")
    permit_whole(actor, package.duty.plan, lambda actor: may_review_package(actor, to), "")
    if package.state != PackageState.SUBMITTED:
        raise Conflict(f"“{package}”现在是“{package.get_state_display()}”，没有等审核的报送。请刷新页面。", code="wrong_state")
    return package


def _decide(package_id: int, actor: Actor, version: int | None, state: PackageState, opinion: str) -> Package:
    package = _waiting(package_id, actor)
    check_version(package, version)
    if state == PackageState.RETURNED and not opinion:
        raise Refusal("退回要写原因。请写明哪一份材料、哪几宗有什么问题、应怎么改；县区会看到原话。", field="opinion", code="reason_missing")
    package.state, package.opinion, package.decided_at, package.decided_by_id = state, opinion, clock.now(), actor.user_id
    package.version += 1
    package.save(update_fields=["state", "opinion", "decided_at", "decided_by", "version"])
    record(actor=actor, action="accept_package" if state == PackageState.ACCEPTED else "return_package", obj=package,
           before={"state": PackageState.SUBMITTED}, after={"state": state}, reason=opinion)
    return package
