"""查县区报送: who returned what, in the open territory, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch

from ..models import WeekFigure, WeekReturn, WeekReturnEdition
from ..rules.remarks import duration_words
from ..rules.returns import has_returned, shown_state
from .weeks import Week


@dataclass(frozen=True)
class Returned:
    """一县的报送: state as shown, the last edition and its figures by class."""

    state: str
    row: WeekReturn | None = None
    edition: WeekReturnEdition | None = None
    figures: dict[str, WeekFigure] = field(default_factory=dict)
    late_by: str = ""

    @property
    def counts(self) -> bool:
        """已报 (待重报 does not count)."""
        return has_returned(self.state)

    def stated(self, quota_class: str) -> Decimal | None:
        """县区另报的数, when it stands."""
        figure = self.figures.get(quota_class)
        return figure.stated if figure and self.counts else None

    def confirmed(self, quota_class: str) -> Decimal | None:
        """报送时的数: stated or confirmed; None when nothing stands."""
        figure = self.figures.get(quota_class)
        if figure is None or not self.counts:
            return None
        return figure.proposed if figure.stated is None else figure.stated

    def reason(self, quota_class: str) -> str:
        """另报的原因."""
        figure = self.figures.get(quota_class)
        return figure.reason if figure and self.counts else ""


def editions_of(row: WeekReturn) -> list[WeekReturnEdition]:
    """每次报送 of a county's week, the newest first, with figures and person."""
    return list(row.editions.select_related("by").prefetch_related("figures").order_by("-number"))


def returns_of(week: Week, now: datetime) -> dict[int, Returned]:
    """报送 by region id; a county without one is not in it."""
    if week.report is None:
        return {}
    last = Prefetch("editions", WeekReturnEdition.objects.select_related("by").prefetch_related(
        Prefetch("figures", WeekFigure.objects.all())))
    rows = WeekReturn.objects.filter(report=week.report).prefetch_related(last)
    return {row.region_id: _returned(row, week, now) for row in rows}


def awaited(week: Week, now: datetime) -> Returned:
    """没有报送: 待报 or 未报."""
    return Returned(shown_state(None, now, week.until))


def _returned(row: WeekReturn, week: Week, now: datetime) -> Returned:
    edition = max(row.editions.all(), key=lambda one: one.number)
    late = edition.at - week.until
    minutes = -(-int(late.total_seconds()) // 60)
    return Returned(shown_state(row.state, now, week.until), row, edition, {one.quota_class: one for one in edition.figures.all()},
                    duration_words(minutes) if edition.is_late else "")
