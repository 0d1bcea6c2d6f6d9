"""企业: registered, its figures once a year and corrected with a reason, and the land that it uses (LED-23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Conflict, Refusal

from ..models import Enterprise, EnterpriseYear, LandUse, Parcel
from ..policies import may_keep_enterprises
from ..rules.enterprises import FIGURES, check_code, check_use, check_year, peak
from .common import check_territory, check_version, lock_parcel, permit, refuse

_CLERKS = "企业、指标和用地由县区填报员登记。"


@transaction.atomic
def register_enterprise(*, actor: Actor, region_id: int, name: str, credit_code: str = "") -> Enterprise:
    """登记企业. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    check_territory(actor, region_id)
    row = Enterprise(region_id=region_id, name=name, credit_code=credit_code, entered_at=clock.now(), entered_by_id=actor.user_id)
    refuse(check_code(credit_code) + _known(row))
    row.save(force_insert=True)
    record(actor=actor, action="register_enterprise", obj=row, after={"name": name, **({"credit_code": credit_code} if credit_code else {})})
    return row


@transaction.atomic
def edit_enterprise(enterprise_id: int, *, actor: Actor, version: int | None, name: str, credit_code: str) -> Enterprise:
    """修改企业. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    row = lock_enterprise(enterprise_id)
    check_version(row, version)
    before = snapshot(row, ("name", "credit_code"))
    row.name, row.credit_code = name, credit_code
    old, new = changes(before, snapshot(row, ("name", "credit_code")))
    if new:
        refuse(check_code(credit_code) + _known(row))
        row.version += 1
        row.save(update_fields=[*new, "version"])
        record(actor=actor, action="edit_enterprise", obj=row, before=old, after=new)
    return row


@transaction.atomic
def record_year(enterprise_id: int, *, actor: Actor, year: int, seen: int, values: dict[str, Decimal | None], source: str,
                reason: str = "") -> EnterpriseYear:
    """登记一年的指标 (`values` of FIGURES in 元, energy in 吨标准煤). `seen` = how often the year was entered when the form was
    opened: 0 enters it, more corrects it and needs a reason. Raises NotAllowed, Conflict, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    row = lock_enterprise(enterprise_id)
    last = row.years.filter(year=year).order_by("-number").first()
    if last and not seen:
        raise Conflict(f"{row.name} {year} 年的指标已登记过，一家企业一年只登记一次。要改的，请打开那一年更正，写明原因。", code="year_once")
    if (last.number if last else 0) != seen:
        raise Conflict(f"{year} 年的指标在你打开之后更正过。你填的都还在，请对照企业页后再保存。", code="stale")
    found = check_year(year, values, source, clock.today())
    if last and not reason:
        found.append(Refusal("更正要写原因，原来的数会留着。请写明原来的数错在哪里。", field="reason", code="reason_missing"))
    refuse(found)
    names = (*FIGURES, "source")
    old, new = changes(snapshot(last, names) if last else dict.fromkeys(names), {**{name: values.get(name) for name in FIGURES}, "source": source})
    if not new:
        return last
    made = EnterpriseYear.objects.create(region_id=row.region_id, enterprise=row, year=year, number=seen + 1, source=source, reason=reason,
                                         at=clock.now(), by_id=actor.user_id, **{name: values.get(name) for name in FIGURES})
    record(actor=actor, action="record_enterprise_year" if not last else "correct_enterprise_year", obj=made, subject=f"enterprise:{row.id}",
           before=old if last else {}, after=new, reason=reason)
    return made


@transaction.atomic
def add_land_use(enterprise_id: int, *, actor: Actor, parcel_id: int, area: Decimal, from_on: date, source: str,
                 until_on: date | None = None, lessor_id: int | None = None) -> LandUse:
    """登记用地 (area 亩): a part of the parcel, or of the lessor's part of it. Raises NotAllowed, Refusal, Refusals."""
    permit(may_keep_enterprises(actor), _CLERKS)
    parcel = lock_parcel(parcel_id)
    row = Enterprise.objects.get(pk=enterprise_id)
    if row.region_id != parcel.region_id:
        raise Refusal("企业和宗地不在同一个县区。请从本县区的宗地里选。", field="parcel", code="not_found")
    found = _check_span(from_on, until_on)
    if lessor_id == enterprise_id:
        found.append(Refusal("出租方不能是企业自己。自用的，出租方留空。", field="lessor", code="own_lessor"))
    refuse(found)
    holder, whole = (f"宗地 {parcel.parcel_no} 的面积", parcel.area) if not lessor_id else _part_of(parcel, lessor_id, from_on, until_on)
    taken = peak(_spans(parcel, lessor=lessor_id), from_on, until_on)
    refuse(check_use(area, taken, whole, holder))
    use = LandUse.objects.create(region_id=parcel.region_id, enterprise=row, parcel=parcel, area=area, lessor_id=lessor_id, from_on=from_on,
                                 until_on=until_on, source=source, entered_at=clock.now(), entered_by_id=actor.user_id)
    record(actor=actor, action="add_land_use", obj=use, subject=f"parcel:{parcel.id}",
           after={"enterprise": row.id, "area": area, "lessor": lessor_id, "from_on": from_on, "until_on": until_on, "source": source})
    return use


@transaction.atomic
def end_land_use(use_id: int, *, actor: Actor, until_on: date) -> LandUse:
    """停用 from a day on; what others rent of it must have ended. Raises NotAllowed, Conflict, Refusal."""
    permit(may_keep_enterprises(actor), _CLERKS)
    parcel = lock_parcel(LandUse.objects.values_list("parcel_id", flat=True).get(pk=use_id), succeeded=True)
    use = LandUse.objects.select_for_update(of=("self",)).get(pk=use_id)
    if use.until_on:
        raise Conflict(f"这处用地 {use.until_on} 已停用。请刷新页面看最新的用地。", code="wrong_state")
    refuse(_check_span(use.from_on, until_on, field="until_on"))
    if until_on > clock.today():
        raise Refusal(f"停用日期 {until_on} 晚于今天 {clock.today()}。请写实际日期。", field="until_on", code="day_future")
    rented = peak(_spans(parcel, lessor=use.enterprise_id), until_on, None) if use.lessor_id is None else Decimal(0)
    rest = _least([row for row in _own(parcel, use.enterprise_id) if row.id != use.id], until_on)
    if rented > rest:
        raise Refusal(f"还有承租企业用着其中 {rented} 亩。请先把承租的登记停用。", field="until_on", code="still_rented")
    use.until_on = until_on
    use.save(update_fields=["until_on"])
    record(actor=actor, action="end_land_use", obj=use, subject=f"parcel:{parcel.id}", after={"until_on": until_on})
    return use


def lock_enterprise(enterprise_id: int) -> Enterprise:
    return Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)


def check_parcel_area(parcel: Parcel) -> list[Refusal]:
    """改小面积时 the land in use must still fit, from today on."""
    taken = peak(_spans(parcel), clock.today(), None) if parcel.pk else Decimal(0)
    if parcel.area >= taken:
        return []
    return [Refusal(f"面积 {parcel.area} 亩少于企业用地之和 {taken} 亩。请改为 {taken} 亩以上，或先把不再使用的用地登记停用。",
                    field="area", code="area_in_use")]


def _check_span(from_on: date, until_on: date | None, field: str = "until_on") -> list[Refusal]:
    if until_on and until_on <= from_on:
        return [Refusal(f"停用日期 {until_on} 不晚于起用日期 {from_on}。请核对这两个日期。", field=field, code="day_order")]
    return []


def _spans(parcel: Parcel, lessor: int | None = None) -> list[tuple]:
    """Own uses of a parcel, or those rented from a lessor on it."""
    return list(LandUse.objects.filter(parcel=parcel, lessor_id=lessor).values_list("area", "from_on", "until_on"))


def _own(parcel: Parcel, enterprise_id: int) -> list[LandUse]:
    return list(LandUse.objects.filter(parcel=parcel, lessor=None, enterprise_id=enterprise_id))


def _least(rows: list[LandUse], day: date) -> Decimal:
    """What of these uses holds from the day on without an end."""
    return sum((row.area for row in rows if row.from_on <= day and row.until_on is None), Decimal(0))


def _part_of(parcel: Parcel, lessor_id: int, from_on: date, until_on: date | None) -> tuple[str, Decimal]:
    """出租方 on the parcel: its own part over the whole of the lease."""
    rows = _own(parcel, lessor_id)
    covering = [row for row in rows if row.from_on <= from_on and (row.until_on is None or (until_on is not None and row.until_on >= until_on))]
    if not covering:
        raise Refusal("出租方在这宗地上没有覆盖整个租期的用地。请先登记出租方的用地，再登记承租的。", field="lessor", code="no_own_use")
    return "出租方自己的用地", sum((row.area for row in covering), Decimal(0))


def _known(row: Enterprise) -> list[Refusal]:
    """One name and one code in a county."""
    others, found = Enterprise.objects.filter(region_id=row.region_id).exclude(pk=row.pk), []
    if not row.name:
        found.append(Refusal("企业名称没有填。请写营业执照上的名称。", field="name", code="missing"))
    elif others.filter(name=row.name).exists():
        found.append(Refusal(f"本县区已登记过“{row.name}”。请打开已有的企业。", field="name", code="duplicate"))
    if row.credit_code and (same := others.filter(credit_code=row.credit_code).first()):
        found.append(Refusal(f"统一社会信用代码 {row.credit_code} 已登记在“{same.name}”名下。请核对。", field="credit_code", code="duplicate"))
    return found
