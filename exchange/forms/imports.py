"""导入的表单: what is uploaded into which section; what the columns of a file mean."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from landplan.lib.actors import Actor
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form

from ..sections import Importer

MOST_COLUMNS = 400


class UploadForm(Form):
    """上传: a section, where it goes (only what the section asks for), the file."""

    section = forms.ChoiceField(label="内容")
    file = forms.FileField(label="文件", max_length=255, error_messages={"required": "没有选文件。请选 xlsx、xls 或 csv。",
                                                                       "empty": "文件是空的。请重新选文件。"})

    def __init__(self, *args, sections: Sequence[Importer], actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(one.key, one.title) for one in sections]
        self.extra = {}
        for one in sections:
            for name, field in one.fields(actor).items():
                self.fields[name] = field
                self.extra.setdefault(one.key, []).append(name)

    @property
    def asked(self) -> list:
        """去处 that the offered sections ask for."""
        return [self[name] for names in self.extra.values() for name in names]

    def values(self) -> dict:
        """Values of `upload_import`."""
        data = self.cleaned_data
        return {"section": data["section"], "upload": data["file"],
                "options": {name: data[name] for name in self.extra.get(data["section"], []) if data[name] not in (None, "")}}


class MappingForm:
    """对列 as it was sent: `column_0=name` …, the sheet, the version that was seen."""

    def __init__(self, data):
        self.data = data

    def version(self) -> int | None:
        return _whole(self.data.get("version"))

    def sheet(self) -> dict:
        """Values of `choose_sheet`."""
        return {"version": self.version(), "sheet": _whole(self.data.get("sheet")) or 0}

    def values(self) -> dict:
        """Values of `map_import`. Raises Refusal for what is no column's number."""
        mapping = {}
        for name, key in self.data.items():
            if name.startswith("column_"):
                index = _whole(name.removeprefix("column_"))
                if index is None or index >= MOST_COLUMNS:
                    raise Refusal("列的序号读不出来。请刷新页面再对。", code="unreadable")
                mapping[index] = key
        return {**self.sheet(), "mapping": mapping}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
