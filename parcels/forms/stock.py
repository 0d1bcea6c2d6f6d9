"""分类存量的日期."""

from landplan.lib.forms import Form

from .common import DayField


class StockForm(Form):
    """截至哪一天 (its end)."""

    day = DayField(label="截至")
