"""处置的表单: turns what was typed into values; what they may be is said by the service."""

from __future__ import annotations

import secrets

from django import forms

from landplan.lib import clock
from landplan.lib.area import UNIT_CHOICES, read_area
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form
from landplan.lib.text import clean_text, parse_day

from ..choices import Action, DisposalState
from ..models import Disposal
from ..rules.documents import tidy_doc_no
from ..rules.terms.base import Land, TermSet, field_of
from ..services.entry import PaperFile
from .terms import add_term_fields, term_initial

PAPER = "paper_"
STATES = [("", "全部"), *DisposalState.choices]
USES = [("yes", "形成使用"), ("no", "不形成使用")]


def new_key() -> str:
    """一次办理键 of a form that is shown."""
    return secrets.token_urlsafe(16)


def sent_key(text: str) -> str:
    """The key that a form sent; one that is missing or misshapen counts as a new one."""
    return text if 8 <= len(text) <= 80 and text.isascii() else new_key()


def numbers_in(texts: list[str]) -> list[int]:
    """Record numbers among what was sent; anything else is nothing."""
    return [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < 19]


class DisposalForm(Form):
    """登记处置. `values()` are those of `enter_disposal`; the papers come from `paper_files`."""

    measure = forms.IntegerField(label="处置措施", min_value=1, max_value=2**62, error_messages={
        "required": "处置措施没有选。请从列出的措施里选一种，可按数字键。", "invalid": "处置措施选的不在列出的里面。请重新选。"})
    area = forms.CharField(label="处置面积", max_length=30, error_messages={
        "required": "处置面积没有填。请写本笔处置的面积，单位在右边选；全部可登记的按 = 填入。"})
    area_unit = forms.ChoiceField(label="单位", choices=UNIT_CHOICES, initial="mu")
    disposed_on = forms.CharField(label="处置日期", required=False, max_length=30)
    system_on = forms.CharField(label="部系统录入日期", required=False, max_length=30)
    is_backfill = forms.BooleanField(label="属于补录", required=False)
    doc_no = forms.CharField(label="文书号", required=False, max_length=80)
    remark = forms.CharField(label="备注", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.Field(label="佐证材料", required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(label="版本", required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def __init__(self, *args, term_set: TermSet | None = None, land: Land | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.term_set, self.terms = term_set, add_term_fields(self, term_set, land)
        self.fields["area"].widget.attrs |= {
            "class": "lp-w-sm n", "inputmode": "decimal", "autocomplete": "off", "data-area": True,
            "data-area-unit": "area_unit", "data-area-say": "area-say"}
        for name in ("disposed_on", "system_on"):
            self.fields[name].widget.attrs |= {"class": "lp-w-sm", "data-date": True, "autocomplete": "off", "inputmode": "numeric"}
        self.fields["doc_no"].widget.attrs |= {"autocomplete": "off"}

    def clean_disposed_on(self):
        return self._day("disposed_on")

    def clean_system_on(self):
        return self._day("system_on")

    def clean_doc_no(self):
        return tidy_doc_no(self.cleaned_data["doc_no"])

    def clean_remark(self):
        return clean_text(self.cleaned_data["remark"])

    def clean(self):
        data = super().clean()
        if data.get("area") and data.get("area_unit"):
            try:
                data["area_mu"] = read_area(data["area"], data["area_unit"], name="处置面积")
            except Refusal as refusal:
                self.refuse([refusal])
        return data

    def _day(self, name: str):
        text = clean_text(self.cleaned_data[name])
        if not text:
            return None
        try:
            return parse_day(text, name=self.fields[name].label, today=clock.today(), field=name)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message)

    def refuse(self, found: list[Refusal]) -> None:
        """Put the refusals of a service beside their fields."""
        for refusal in found:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    def values(self) -> dict:
        """Values for the service: area in 亩, and as typed."""
        data = self.cleaned_data
        return {"measure_id": data["measure"], "area": data["area_mu"], "area_typed": clean_text(data["area"]),
                **{name: data[name] for name in ("area_unit", "disposed_on", "system_on", "is_backfill", "doc_no", "remark")},
                "terms": {term.key: data.get(field_of(term.key), "") for term in self.terms}}

    @property
    def term_fields(self) -> list[tuple]:
        """要件的字段, each with its term."""
        return [(self[field_of(term.key)], term) for term in self.terms]

    @property
    def term_texts(self) -> dict[str, str]:
        """要件 as the form shows them now."""
        return {term.key: self[field_of(term.key)].value() or "" for term in self.terms}


def initial_of(disposal: Disposal) -> dict:
    """What the form of a saved record shows."""
    return {"measure": disposal.measure_id, "area": disposal.area_typed or f"{disposal.area:f}",
            "area_unit": disposal.area_unit if disposal.area_typed else "mu", "disposed_on": disposal.disposed_on,
            "system_on": disposal.system_on, "is_backfill": disposal.is_backfill, "doc_no": disposal.doc_no,
            "remark": disposal.remark, "version": disposal.version} | term_initial(disposal.terms)


def copied_from(disposal: Disposal) -> dict:
    """照上一笔填: all but what every disposal has of its own."""
    return {name: value for name, value in initial_of(disposal).items() if name in ("measure", "area_unit", "remark", "is_backfill")}


def paper_files(files, labels: dict[str, str]) -> list[PaperFile]:
    """上传的文件 of the inputs `paper_<code>`; an unknown code is 其他材料."""
    found = []
    for name, uploads in files.lists():
        if name.startswith(PAPER):
            code = name.removeprefix(PAPER)
            code = code if code in labels else "other"
            found += [PaperFile(code, labels.get(code, "") if code != "other" else upload.name, upload) for upload in uploads]
    return found


class StepForm(Form):
    """办一步: which, on which version, with what reason."""

    action = forms.ChoiceField(label="办理", choices=Action.choices)
    version = forms.IntegerField(label="版本", min_value=1, max_value=2**31)
    reason = forms.CharField(label="原因", required=False, max_length=1000)

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


class BatchForm(Form):
    """批量办理: what, with what reason; the rows come as `pick` = id:version."""

    action = forms.ChoiceField(label="办理", choices=[(a.value, a.label) for a in (Action.VERIFY, Action.ACCEPT, Action.SEND_BACK)])
    reason = forms.CharField(label="退回原因", required=False, max_length=1000)

    def clean_reason(self):
        return clean_text(self.cleaned_data["reason"])


def picked_in(texts: list[str], most: int = 200) -> list[tuple[int, int]]:
    """选中的行 as (id, version)."""
    pairs = [text.split(":") for text in texts[:most] if text.count(":") == 1]
    return [(found[0], found[1]) for found in map(numbers_in, pairs) if len(found) == 2]


class ListForm(Form):
    """处置清单的筛选."""

    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    q = forms.CharField(label="编号、名称或文书号", required=False, max_length=60)
    region = forms.IntegerField(label="县区", required=False, min_value=1, max_value=2**31)
    mine = forms.BooleanField(label="我登记的", required=False)
    use = forms.ChoiceField(label="形成使用", choices=USES, required=False)
