"""宗地的表单: all that a clerk may type about a parcel, in the order of the chain."""

from __future__ import annotations

import json

from django import forms

from ..choices import IdleSource, Kind, LawsuitKind
from ..models import ApprovalBatch, Parcel
from ..rules.form_fields import CHAIN, TYPES, closed_types, needed
from ..rules.lawsuits import OPENS, needs_force
from .common import AreaTextField, DayField, DocNoField, LandForm, WordsField, opens, typed_area

_EMPTY = [("", "未填")]
FORCE = ("case_kind", "force_lead", "force_members")
DAYS = ("deadline_on", "expropriated_on", "agreed_start_on", "started_on", "agreed_finish_on", "finished_on")
WORDS = ("name", "location", "park", "cadastral_code", "supervision_no", "land_user", "purpose", "idle_source",
         "inefficient_type", "used_type", "cause", "cause_note", "planned_measure", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit",
         "expropriation_no", "remark")


class ParcelForm(LandForm):
    """修改宗地. `values()` are those of `register_parcel` and `update_parcel`."""

    name = WordsField(label="地块名称", required=True)
    location = WordsField(label="坐落", max_length=200)
    park = WordsField(label="所在园区", max_length=80)
    purpose = WordsField(label="土地用途", max_length=60)
    cadastral_code = WordsField(label="宗地代码", max_length=19)
    supervision_no = WordsField(label="电子监管号", max_length=40)
    land_user = WordsField(label="用地单位")
    area = AreaTextField(label="面积", error_messages={"required": "面积没有填。请写宗地面积，单位在右边选。"})
    idle_source = forms.ChoiceField(label="闲置来源", choices=_EMPTY + IdleSource.choices, required=False)
    inefficient_type = forms.ChoiceField(label="低效类型", required=False)
    used_type = forms.ChoiceField(label="未供即用类型", required=False)
    cause = forms.ChoiceField(label="形成原因", required=False)
    case_kind = forms.ChoiceField(label="案件类型", required=False, choices=[*_EMPTY, *((k, LawsuitKind(k).label) for k in OPENS)])
    force_lead = WordsField(label="专班牵头", max_length=100)
    force_members = WordsField(label="专班成员", max_length=300)
    cause_note = WordsField(label="原因说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    planned_measure = WordsField(label="处置措施", max_length=40)
    deadline_on = DayField(label="完成时限")
    lead_unit = WordsField(label="责任单位", max_length=100)
    partner_units = WordsField(label="配合单位", max_length=200)
    sponsor_post = WordsField(label="包保领导岗位", max_length=100)
    sponsor_unit = WordsField(label="分包乡办或单位", max_length=100)
    batch = forms.TypedChoiceField(label="批次", required=False, coerce=int, empty_value=None)
    expropriation_no = DocNoField(label="征收文书", max_length=80)
    expropriated_on = DayField(label="征收完成日期")
    agreed_start_on = DayField(label="约定动工日期")
    started_on = DayField(label="实际动工日期")
    agreed_finish_on = DayField(label="约定竣工日期")
    finished_on = DayField(label="实际竣工日期")
    remark = WordsField(label="备注", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    reason = WordsField(label="修改原因", max_length=1000)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20_000)

    def __init__(self, *args, kind: str, batches: list[ApprovalBatch], types: list[tuple[str, str]], used_types: list[tuple[str, str]],
                 causes: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["cause"].choices = [*_EMPTY, *causes]
        self.fields["cause"].widget.attrs |= opens("force-fields")
        self.fields["inefficient_type"].choices = [*_EMPTY, *types]
        self.fields["used_type"].choices = [*_EMPTY, *used_types]
        self.fields["batch"].choices = [("", "未填"), *((b.id, f"{b.approval_no} {b.name}") for b in batches)]
        for name, known in (("park", "park"), ("planned_measure", "planned_measure"), ("lead_unit", "lead_unit"), ("sponsor_unit", "lead_unit")):
            self.fields[name].widget.attrs["list"] = f"list_{known}"
        for name in closed_types(kind):  # of another kind; one that was sent with a value comes back with its refusal
            if not (self.is_bound and self[name].value()):
                del self.fields[name]

    def values(self) -> dict:
        """Values for the service (area in 亩, and as typed)."""
        data = self.cleaned_data
        return {**{name: data[name] for name in (*WORDS, *DAYS) if name in self.fields}, "batch_id": data["batch"], "area": self.areas["area"],
                "area_typed": data["area"].strip(), "area_unit": data["area_unit"]}

    @property
    def types(self) -> list:
        """类型、来源 that stand in this form."""
        return [self[name] for name in TYPES.values() if name in self.fields]

    @property
    def chain(self) -> list:
        """批、征、用 that the kind needs."""
        return [self[name] for name in needed(self.kind)]

    @property
    def rest(self) -> list:
        """批、征、用 that it does not need."""
        return [self[name] for name in CHAIN if name not in needed(self.kind)]

    @property
    def is_rest_open(self) -> bool:
        """Does anything stand, or is anything refused, among the rest?"""
        return any(field.value() or field.errors for field in self.rest)

    @property
    def wants_force(self) -> bool:
        """专班: the cause needs it, or something was typed for it."""
        return needs_force(self["cause"].value() or "") or any(self[name].value() or self[name].errors for name in FORCE)

    def force(self) -> dict:
        """专班, for the cause that needs one."""
        return {name: self.cleaned_data[name] for name in FORCE}

    def touched(self) -> dict:
        """What the person changed since the form was opened; everything when the form does not say what it showed."""
        values = self.values()
        try:
            seen = json.loads(self.cleaned_data["seen"])
        except ValueError:
            return values
        if not isinstance(seen, dict):
            return values
        shown = shown_values(values)
        changed = {name for name in values if seen.get(name) != shown[name]}
        if changed & {"area", "area_typed", "area_unit"}:
            changed |= {"area", "area_typed", "area_unit"}
        return {name: value for name, value in values.items() if name in changed}


class RegisterForm(ParcelForm):
    """登记宗地: with its kind, the day from which it is of that kind, its county and its number."""

    field_order = ("region", "parcel_no", "kind", "kind_from")
    region = forms.TypedChoiceField(label="县区", coerce=int)
    parcel_no = WordsField(label="地块编号", max_length=40)
    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    kind_from = DayField(label="何日起是这一类")
    apart = forms.BooleanField(label="确是另一宗", required=False)

    def __init__(self, *args, regions: list[tuple[int, str]], kinds: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions
        self.fields["kind"].choices = list(kinds.items())
        self.fields["kind"].widget.attrs |= opens("type-fields", "cause-field", "force-fields", "chain-fields")
        del self.fields["reason"], self.fields["seen"]


# 照上一宗填: all but what every parcel has of its own
COPIED = ("kind", "park", "purpose", "idle_source", "inefficient_type", "used_type", "land_user", "cause", "cause_note", "planned_measure",
          "deadline_on", "lead_unit", "partner_units", "sponsor_post", "sponsor_unit", "expropriation_no", "expropriated_on", "agreed_start_on",
          "agreed_finish_on", "area_unit")


def copied_from(parcel: Parcel) -> dict:
    """照上一宗填."""
    return {**{name: getattr(parcel, name) for name in COPIED}, "region": parcel.region_id, "batch": parcel.batch_id}


def shown_values(values: dict) -> dict[str, str]:
    """Values as texts that two readings of the same record share."""
    return {name: "" if value is None else f"{value.normalize():f}" if name == "area" else str(value)
            for name, value in values.items()}


def stored_values(parcel: Parcel) -> dict:
    """What the form may change, as stored."""
    typed, unit = typed_area(parcel.area_typed, parcel.area_unit, parcel.area)
    return {**{name: getattr(parcel, name) for name in (*WORDS, *DAYS)}, "batch_id": parcel.batch_id, "area": parcel.area,
            "area_typed": typed, "area_unit": unit}


def initial_of(parcel: Parcel) -> dict:
    """What the form of a stored parcel shows."""
    stored = stored_values(parcel)
    return {**stored, "batch": stored["batch_id"], "area": stored["area_typed"], "version": parcel.version,
            "seen": json.dumps(shown_values(stored), ensure_ascii=False)}


def merged_data(form: ParcelForm, parcel: Parcel) -> dict:
    """填的和现在的合在一起, after a conflict: what this person typed stays, what only the other changed is shown as it is now."""
    now, mine = initial_of(parcel), form.touched()
    data = {name: form.data.get(name, "") for name in form.fields}
    for name in form.fields:
        key = {"batch": "batch_id"}.get(name, name)
        if name not in ("reason", "version", "seen", *FORCE) and key not in mine:
            data[name] = "" if now[name] is None else now[name]
    return data | {"version": now["version"], "seen": now["seen"]}


def conflicts(form: ParcelForm, parcel: Parcel) -> list[tuple[str, str, str]]:
    """两处不同 (label, typed, now) of what this person changed."""
    now = shown_values(stored_values(parcel))
    typed = shown_values(form.touched())
    names = [name for name in typed if typed[name] != now[name] and name not in ("area_unit", "area_typed")]
    return [(_label(form, name), _word(form, name, typed[name]), _word(form, name, now[name])) for name in names]


def _label(form: ParcelForm, name: str) -> str:
    return str(form.fields[name.removesuffix("_id")].label)


def _word(form: ParcelForm, name: str, text: str) -> str:
    choices = {str(code): label for code, label in getattr(form.fields[name.removesuffix("_id")], "choices", ())}
    return choices.get(text, text) or "未填"
