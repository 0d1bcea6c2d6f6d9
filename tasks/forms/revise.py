"""任务调整的表单: one field for each rate and quota of the table, beside document, reason and first day."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from landplan.lib.text import clean_text
from parcels.forms.common import DayField, DocNoField, WordsField

from ..selectors.annexes import Annex
from ..services import Revision


class RevisionForm(Form):
    """出新版本. `revision()` holds only the cells that were changed."""

    document_no = DocNoField(label="调整文件文号", max_length=60)
    section = WordsField(label="章节或附件", max_length=60)
    valid_from = DayField(label="生效日期")
    reason = forms.CharField(label="调整原因", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, *args, annex: Annex, **kwargs):
        super().__init__(*args, **kwargs)
        self.printed: dict[tuple[int, str], str] = {}
        for row in annex.rows:
            for cell in row.cells:
                if cell.column.is_revisable:
                    self.printed[row.row.sort, cell.column.key] = cell.text
                    label = f"{row.row.name} {cell.column.name}"
                    widget = forms.TextInput(attrs={"class": "lp-w-xs n", "inputmode": "decimal", "autocomplete": "off", "aria-label": label})
                    self.fields[f"c{row.row.sort}_{cell.column.key}"] = forms.CharField(
                        label=label, required=False, max_length=20, initial=cell.text, widget=widget)

    def revision(self) -> Revision:
        data = self.cleaned_data
        cells = {(sort, name): clean_text(data[f"c{sort}_{name}"]) for sort, name in self.printed
                 if f"c{sort}_{name}" in self.data}  # one that was not sent is as it was, one sent empty is printed blank
        return Revision(data["document_no"], data["section"], clean_text(data["reason"]), data["valid_from"],
                        {place: text for place, text in cells.items() if text != self.printed[place]})
