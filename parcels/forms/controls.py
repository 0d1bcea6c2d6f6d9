"""控制性指标的表单."""

from __future__ import annotations

from datetime import timedelta

from django import forms

from landplan.lib.forms import Form

from ..rules.controls import ITEMS
from ..rules.parks import MAIN, TEXT
from .common import DayField, DocNoField, WordsField


class ControlForm(Form):
    """发布一版: where it holds, by what, from when, and every indicator with its unit."""

    must_fill = ("document_no",)
    park = forms.TypedChoiceField(label="管哪里", coerce=int, empty_value=None, required=False)
    document_no = DocNoField(label="文号", max_length=80)
    published_on = DayField(label="发布日期", required=True)
    from_on = DayField(label="施行日期", required=True)
    last_on = DayField(label="有效期止", help_text="最后有效的一日；文件没有写的留空，到下一版施行为止")
    note = WordsField(label="说明", max_length=300)

    def __init__(self, *args, place: str, parks: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["park"].choices = [("", f"{place}（全区划）"), *parks]
        for key, item in ITEMS.items():
            hint = "必填" if key in MAIN else "没有规定的留空"
            words = "写数或文字，如“不低于1.0”" if item.kind == TEXT else "只写数"
            self.fields[f"of_{key}"] = WordsField(label=f"{item.label}（{item.unit}）" if item.unit else item.label, max_length=100,
                                                  help_text=f"{hint}；{words}")
            self.fields[f"of_{key}"].is_wanted = key in MAIN

    def values(self) -> dict:
        data = self.cleaned_data
        return {name: data[name] for name in ("document_no", "published_on", "from_on", "note")} | {
            "until_on": data["last_on"] + timedelta(days=1) if data["last_on"] else None}

    def typed(self) -> dict[str, str]:
        """各项 as typed, by key."""
        return {key: self.cleaned_data.get(f"of_{key}", "") for key in ITEMS}

    def refuse(self, found) -> None:
        """The rules name an indicator by its key; here its field stands under another name."""
        for refusal in found:
            for one in getattr(refusal, "items", [refusal]):
                one.field = f"of_{one.field}" if one.field in ITEMS else "last_on" if one.field == "until_on" else one.field
        super().refuse(found)
