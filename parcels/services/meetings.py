"""府院联席和会商: meetings, their items, and what came of them (LAW-06, CTL-02)."""

from __future__ import annotations

from django.db import transaction

from audit.services import changes, record, snapshot
from landplan.lib import clock
from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal

from ..models import Lawsuit, Meeting, MeetingItem, Parcel, Project
from ..policies import may_keep_item, may_keep_meetings
from ..rules.meetings import check_item, check_meeting
from .common import check_territory, check_version, permit, refuse

ITEM_FIELDS = ("matter", "lawsuit_id", "parcel_id", "project_id", "assessment", "result", "lead_unit", "due_on", "done_on")
_CLERKS = "会议和议题由县区填报员登记，市里的由领导小组办公室登记。"
_ABOUT = (("lawsuit_id", Lawsuit, "案件", "lawsuit"), ("parcel_id", Parcel, "宗地", "parcel"), ("project_id", Project, "项目", "project"))


@transaction.atomic
def record_meeting(*, actor: Actor, region_id: int, values: dict) -> Meeting:
    """登记会议 (kind, held_on, host, attendees, summary_no). Raises NotAllowed, Refusal."""
    permit(may_keep_meetings(actor), _CLERKS)
    check_territory(actor, region_id)
    permit(actor.region_id == region_id, "会议由开会的那一级登记：县区的由县区填报员，市里的由领导小组办公室。")
    refuse(check_meeting(values, clock.today()))
    row = Meeting.objects.create(region_id=region_id, entered_at=clock.now(), entered_by_id=actor.user_id, **values)
    record(actor=actor, action="record_meeting", obj=row, after={k: v for k, v in values.items() if v})
    return row


@transaction.atomic
def add_meeting_item(meeting_id: int, *, actor: Actor, values: dict, region_id: int | None = None) -> MeetingItem:
    """登记议题; `region_id` is the county to which a meeting of the city hands it over. Raises NotAllowed, Refusal, Refusals."""
    meeting = Meeting.objects.get(pk=meeting_id)
    region_id = region_id or meeting.region_id
    permit(may_keep_item(actor, meeting.region_id, region_id), _CLERKS)
    check_territory(actor, region_id)
    _check(meeting, region_id, values)
    row = MeetingItem.objects.create(region_id=region_id, meeting=meeting, **{name: values[name] for name in ITEM_FIELDS if name in values})
    record(actor=actor, action="add_meeting_item", obj=row, subject=_subject(row),
           after={k: v for k, v in snapshot(row, ITEM_FIELDS).items() if v not in (None, "")})
    return row


@transaction.atomic
def edit_meeting_item(item_id: int, *, actor: Actor, version: int | None, values: dict) -> MeetingItem:
    """修改议题, above all its result. Raises NotAllowed, VersionMissing, Conflict, Refusal, Refusals."""
    row = MeetingItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item_id)
    permit(may_keep_item(actor, row.meeting.region_id, row.region_id), _CLERKS)
    check_version(row, version)
    _check(row.meeting, row.region_id, values)
    before = snapshot(row, ITEM_FIELDS)
    for name in ITEM_FIELDS:
        setattr(row, name, values.get(name, getattr(row, name)))
    old, new = changes(before, snapshot(row, ITEM_FIELDS))
    if new:
        row.version += 1
        row.save()
        record(actor=actor, action="edit_meeting_item", obj=row, subject=_subject(row), before=old, after=new)
    return row


def _check(meeting: Meeting, region_id: int, values: dict) -> None:
    """The rules, and that what an item is about lies in the county of the item."""
    told = values | {"lawsuit": values.get("lawsuit_id"), "project": values.get("project_id")}
    found = check_item(meeting.kind, told, meeting.held_on, clock.today())
    for name, model, label, field in _ABOUT:
        if values.get(name) and not model.objects.filter(pk=values[name], region_id=region_id).exists():
            found.append(Refusal(f"选的{label}不在议题的县区里。请从本县区的里选。", field=field, code="not_found"))
    refuse(found)


def _subject(row: MeetingItem) -> str:
    """An item about a case or a parcel is told in the story of the parcel."""
    parcel_id = row.parcel_id or (row.lawsuit.parcel_id if row.lawsuit_id else None)
    return f"parcel:{parcel_id}" if parcel_id else f"meeting:{row.meeting_id}"
