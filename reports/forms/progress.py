"""看板、进度明细的查询: as of which moment, on which basis, which class and order. Page and interface read the same."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from django import forms

from landplan.lib.clock import SHANGHAI, local
from landplan.lib.errors import Refusal
from landplan.lib.forms import Form, shares_fields
from landplan.lib.text import clean_text, parse_day
from landplan.lib.weeks import end_of_day, last_instant
from parcels.forms.common import WordsField
from tasks.choices import QuotaClass

from ..choices import Basis
from ..selectors.progress import COMBINED

_TIME = re.compile(r"(\d{1,2})[:：.](\d{2})")
CLASSES = [*QuotaClass.choices, (COMBINED, "三类合并")]
LEVELS = [("county", "县区"), ("city", "市"), ("province", "省")]
SPANS = [("total", "累计"), ("week", "本周")]


def read_moment(text: str, at: str, now: datetime) -> datetime | None:
    """截至时刻: a day (to its end), a day and a time, or `2021-09-17T18:00`; None when nothing is given.

    Raises Refusal when it cannot be read or lies ahead. The day of today reaches to now.
    """
    day_text, _, time_text = clean_text(text).replace("t", "T").partition("T")
    if not day_text:
        return None
    if " " in day_text.strip() and not time_text:
        day_text, _, time_text = day_text.strip().partition(" ")
    day = parse_day(day_text, name="截至日期", today=local(now).date(), field="as_of")
    found = _at(day, clean_text(at) or time_text)
    if found is None:
        return min(last_instant(day), _not_ahead(end_of_day(day - timedelta(days=1)), now, now))
    return _not_ahead(found, now, found)


def _not_ahead(begins: datetime, now: datetime, answer: datetime) -> datetime:
    if begins > now:
        raise Refusal(f"截至时刻 {local(begins):%Y-%m-%d %H:%M} 晚于现在 {local(now):%Y-%m-%d %H:%M}。请填现在或更早的时刻。",
                      field="as_of", code="ahead")
    return answer


def _at(day: date, text: str) -> datetime | None:
    """The moment of a day; None = its end."""
    if not text or text == "24:00":
        return None
    match = _TIME.match(text)
    hour, minute = (int(match[1]), int(match[2])) if match and match.end() in (len(text), len(text) - 3) else (99, 0)
    if hour > 23 or minute > 59:
        raise Refusal(f"时刻“{text}”读不出来。请写成 18:00；空着指日终。", field="at", code="not_a_time")
    return datetime.combine(day, time(hour, minute), tzinfo=SHANGHAI)


@shares_fields
class ProgressForm(Form):
    """查询. `moment` is None when none was given (the caller opens where the plan stands)."""

    as_of = forms.CharField(label="截至", required=False, max_length=30)
    at = forms.CharField(label="时刻", required=False, max_length=8)
    basis = forms.ChoiceField(label="口径", required=False, choices=Basis.choices)
    quota_class = forms.ChoiceField(label="任务口径", required=False, choices=CLASSES)
    level = forms.ChoiceField(label="汇总层级", required=False, choices=LEVELS)
    unit = WordsField(label="市或省", max_length=12)

    def __init__(self, *args, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now, self.moment = now, None

    def clean(self):
        data = super().clean()
        data["basis"] = data.get("basis") or Basis.RECORDED.value
        if "as_of" in data and "at" in data:
            try:
                self.moment = read_moment(data["as_of"], data["at"], self.now)
            except Refusal as refusal:
                self.add_error(refusal.field, refusal.message)
        return data

    @property
    def refusal(self) -> Refusal:
        """The first refusal, for who reads no form."""
        name, found = next(iter(self.errors.items()))
        return Refusal(found[0], field=None if name == "__all__" else name, code="query")


@shares_fields
class DrillForm(ProgressForm):
    """进度明细的查询: which county or group, which span, and the place in the list."""

    region = WordsField(label="县区", max_length=12)
    group = WordsField(label="小计组", max_length=40)
    span = forms.ChoiceField(label="时段", required=False, choices=SPANS)
    after = forms.CharField(label="页", required=False, max_length=60)
    before = forms.CharField(label="页", required=False, max_length=60)
