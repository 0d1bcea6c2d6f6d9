"""目标确认的表单."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, DocNoField, WordsField


class ConfirmForm(Form):
    """凭文件确认一个目标."""

    done_on = DayField(label="完成日期", help_text="文件认定完成的那一天")
    document_no = DocNoField(label="确认文件文号", max_length=80)
    file = forms.FileField(label="确认文件", required=False, max_length=200, help_text="PDF、JPG 或 PNG 的扫描件")
    note = WordsField(label="说明", max_length=500)
