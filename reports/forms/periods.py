"""定期报告的表单: a step with its reason, the dates, an exception, the issue of a notice, its head and 版记."""

from __future__ import annotations

from django import forms

from landplan.lib.forms import Form
from parcels.forms.common import DayField, DocNoField, WordsField

from ..models import NoticeSetting
from ..selectors.notices import DEFAULTS, SETTING_NAMES
from .weekly import _VERSIONS, StepForm


class DatesForm(StepForm):
    """报送期限、通报日期, with the reason of the change."""

    due_on = DayField(label="报送期限", required=True)
    publish_on = DayField(label="通报日期", required=True)


class LeaveForm(Form):
    """准予例外 of one county; without a day it need not report."""

    region = forms.TypedChoiceField(label="县区", coerce=int)
    until_on = DayField(label="延至", required=False)
    reason = WordsField(label="理由", max_length=300)

    def __init__(self, *args, counties: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = counties


class IssueForm(Form):
    """通报的文号与日期."""

    version = forms.IntegerField(label="版本", **_VERSIONS)
    doc_no = DocNoField(label="文号", max_length=80)
    dated_on = DayField(label="成文日期", required=False)
    printed_on = DayField(label="印发日期", required=False)


class NoticeSettingForm(Form):
    """抬头与版记: each with its default."""

    version = forms.IntegerField(label="版本", **_VERSIONS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SETTING_NAMES:
            column = NoticeSetting._meta.get_field(name)
            self.fields[name] = WordsField(label=column.verbose_name, max_length=column.max_length, required=name in ("issuer", "recipients"),
                                           help_text=f"默认：{DEFAULTS[name]}")
