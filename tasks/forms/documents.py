"""政策库的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, DocNoField, WordsField

from ..choices import RelationKind


class DocumentForm(Form):
    """登记或改一份文件."""

    must_fill = ("title",)
    number = DocNoField(label="文号", max_length=60, help_text="没有文号的留空")
    title = WordsField(label="标题", max_length=200)
    issuer = WordsField(label="印发机关", max_length=100)
    level = forms.ChoiceField(label="层级")
    dated_on = DayField(label="成文日期")
    issued_on = DayField(label="印发日期")
    valid_from = DayField(label="有效期起")
    valid_until = DayField(label="有效期止", help_text="最后有效的一日；文件没有写的留空")
    validity_text = WordsField(label="有效期原文", max_length=200)
    source = WordsField(label="出处", max_length=300, help_text="从哪份文件、哪一节知道的；手里有原文的留空")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, *args, levels: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels

    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RelationForm(Form):
    """登记关系."""

    must_fill = ("target",)
    kind = forms.ChoiceField(label="关系", choices=RelationKind.choices)
    target = forms.TypedChoiceField(label="对哪份文件", coerce=int, empty_value=None, required=False)
    section = WordsField(label="章节", max_length=60)
    quotation = WordsField(label="原文", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    from_on = DayField(label="自哪一日起", help_text="废止必填；其他没有写的留空")

    def __init__(self, *args, documents: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", "请选"), *documents]


class DocumentFileForm(Form):
    """上传附件."""

    must_fill = ("file",)
    title = WordsField(label="名称", max_length=120, help_text="空白的用文件名")
    file = forms.FileField(label="文件", required=False, max_length=200, help_text="PDF、JPG 或 PNG，不超过 20 MB")
